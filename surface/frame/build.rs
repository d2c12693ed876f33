//! Pages need their styles, scripts and icons; a program without them would serve bare text. So no build without them.

use std::path::Path;

const BUILT: &str = "../web/ui/dist/manifest.json";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={BUILT}");
    println!("cargo::rerun-if-changed=askama.toml");
    if !Path::new(BUILT).is_file() {
        println!(
            "cargo::error=The styles and scripts of the pages are not built (surface/web/ui/dist is missing). Run `make ui` first."
        );
    }
}
