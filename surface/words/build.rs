//! In a release build the sentences are embedded; a new file of sentences must then make the crate build again.
//! (In a debug build they are read from disk, and nothing needs building.)

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let profile = std::env::var("PROFILE");
    if profile.is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../../locales");
    }
}
