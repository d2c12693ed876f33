//! The house's own checks, run as `cargo xtask <name>`: what compilers do not see but the house rests on. Each check
//! reads the working tree, changes nothing, prints one line per finding and a closing line, and ends with 1 when
//! anything was found, so that a build can stop there.

mod codes;
mod edges;
mod files;
mod fluent;
mod locales;
mod source;
mod tidy;

use std::path::Path;
use std::process::ExitCode;

/// What a check found and how much it looked at.
pub(crate) struct Report {
    /// What was looked at, for the closing line: `21 crates, 64 imports`.
    pub(crate) seen: String,
    /// One line each, `path:line: what is wrong` where there is a line.
    pub(crate) findings: Vec<String>,
}

type Check = fn(&Path) -> Result<Report, String>;

const CHECKS: [(&str, &str, Check); 3] = [
    ("edges", "who imports whom, against the table of ranks", edges::check),
    ("tidy", "file lengths, left-overs, SQL outside store, README files, unwrap, head comments", tidy::check),
    ("locales", "both languages complete; every refusal and every template has its sentence", locales::check),
];

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate lies one folder below the root");
    let chosen: Vec<_> =
        CHECKS.iter().filter(|(name, ..)| asked == ["all"] || asked.iter().any(|asked| asked == name)).collect();
    if chosen.is_empty() || (asked != ["all"] && chosen.len() != asked.len()) {
        eprintln!("cargo xtask <check> …, where <check> is:");
        for (name, what, _) in CHECKS {
            eprintln!("  {name:8} {what}");
        }
        eprintln!("  {:8} all of them", "all");
        return ExitCode::from(2);
    }
    let mut clean = true;
    for (name, _, check) in chosen {
        clean &= run(name, *check, root);
    }
    if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(name: &str, check: Check, root: &Path) -> bool {
    match check(root) {
        Ok(report) => {
            for finding in &report.findings {
                println!("{finding}");
            }
            match report.findings.len() {
                0 => println!("{name}: {}; nothing found", report.seen),
                n => println!("{name}: {}; {n} found", report.seen),
            }
            report.findings.is_empty()
        }
        Err(why) => {
            println!("{name}: could not look: {why}");
            false
        }
    }
}
