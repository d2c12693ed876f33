//! Who may import whom. A crate's rank comes from its folder; the table below is the one of the architecture paper.
//! Every kind of dependency counts, also those of tests and build scripts: a test that needs a crate from above
//! says that the code stands in the wrong room.

use crate::Report;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Where a crate stands. Order inside a row is what "lower ones in this row" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    /// Knows no word of the time bank; may import lower steps.
    Foundation { step: u8 },
    /// A slice; may import all foundation and lower tiers, never its own tier but for [`SIDEWAYS`].
    Domain { tier: u8 },
    /// What the doors share (sentences, the house put together): above the slices, below the doors; may import lower steps.
    Shared { step: u8 },
    /// A way in for the outside: page or API. Never each other.
    Door,
    /// The binary and the simulator: may import everything.
    Top,
    /// The checks: import nothing of the house, nobody imports them.
    Apart,
}

/// Every crate of the house and those to come, by folder. A new crate is entered here, with its rank, first.
const RANKS: &[(&str, Rank)] = &[
    ("foundation/kernel", Rank::Foundation { step: 0 }),
    ("foundation/config", Rank::Foundation { step: 1 }),
    ("foundation/crypto", Rank::Foundation { step: 1 }),
    ("foundation/merkle", Rank::Foundation { step: 1 }),
    ("foundation/paper", Rank::Foundation { step: 1 }),
    ("foundation/print", Rank::Foundation { step: 1 }),
    ("foundation/db", Rank::Foundation { step: 2 }),
    ("foundation/journal", Rank::Foundation { step: 3 }),
    ("foundation/jobs", Rank::Foundation { step: 4 }),
    ("foundation/http", Rank::Foundation { step: 4 }),
    ("domain/policy", Rank::Domain { tier: 1 }),
    ("domain/places", Rank::Domain { tier: 1 }),
    ("domain/people", Rank::Domain { tier: 1 }),
    ("domain/ledger", Rank::Domain { tier: 1 }),
    ("domain/cover", Rank::Domain { tier: 1 }),
    ("domain/orders", Rank::Domain { tier: 2 }),
    ("domain/matching", Rank::Domain { tier: 3 }),
    ("domain/giving", Rank::Domain { tier: 3 }),
    ("domain/fund", Rank::Domain { tier: 3 }),
    ("domain/recognition", Rank::Domain { tier: 3 }),
    ("domain/exchange", Rank::Domain { tier: 3 }),
    ("domain/supervision", Rank::Domain { tier: 4 }),
    ("domain/proof", Rank::Domain { tier: 4 }),
    ("domain/appraisal", Rank::Domain { tier: 4 }),
    ("domain/reports", Rank::Domain { tier: 4 }),
    ("surface/words", Rank::Shared { step: 0 }),
    ("surface/house", Rank::Shared { step: 1 }),
    ("surface/frame", Rank::Shared { step: 2 }),
    ("surface/api", Rank::Door),
    ("surface/web", Rank::Door),
    ("surface/console", Rank::Door),
    ("surface/cli", Rank::Top),
    ("scenarios/city", Rank::Top),
    ("scenarios/stories", Rank::Top),
    ("scenarios/access", Rank::Top),
    ("scenarios/load", Rank::Top),
    ("scenarios/faults", Rank::Top),
    ("xtask", Rank::Apart),
];

/// The only imports inside one tier.
const SIDEWAYS: [(&str, &str); 4] = [
    ("domain/people", "domain/places"),
    ("domain/people", "domain/policy"),
    ("domain/cover", "domain/people"),
    ("domain/cover", "domain/policy"),
];

fn rank(folder: &str) -> Option<Rank> {
    RANKS.iter().find(|(known, _)| *known == folder).map(|(_, rank)| *rank)
}

/// Whether the crate in `from` may import the one in `to`; else why not.
fn allowed(from: &str, to: &str) -> Result<(), String> {
    let no_rank = |folder: &str| format!("{folder} has no rank; enter it in xtask/src/edges.rs");
    let above = rank(from).ok_or_else(|| no_rank(from))?;
    let below = rank(to).ok_or_else(|| no_rank(to))?;
    let told = match (above, below) {
        (_, Rank::Apart) => "nobody imports the checks",
        (Rank::Apart, _) => "the checks import nothing of the house",
        (Rank::Top, _) => return Ok(()),
        (_, Rank::Top) => "the binary and the simulator are imported by each other only",
        (Rank::Foundation { step: a }, Rank::Foundation { step: b }) if a > b => return Ok(()),
        (Rank::Foundation { .. }, Rank::Foundation { .. }) => "foundation crates import lower ones of their row only",
        (Rank::Foundation { .. }, _) => "foundation knows nothing above itself",
        (_, Rank::Foundation { .. }) => return Ok(()),
        (Rank::Domain { tier: a }, Rank::Domain { tier: b }) if a > b || SIDEWAYS.contains(&(from, to)) => {
            return Ok(());
        }
        (Rank::Domain { tier: a }, Rank::Domain { tier: b }) if a == b => "slices of one rank never import each other",
        (Rank::Domain { .. }, Rank::Domain { .. }) => "imports go down; news upward travels as events",
        (Rank::Domain { .. }, _) => "slices know nothing of the surface",
        (Rank::Shared { .. }, Rank::Domain { .. }) | (Rank::Door, Rank::Domain { .. } | Rank::Shared { .. }) => {
            return Ok(());
        }
        (Rank::Shared { step: a }, Rank::Shared { step: b }) if a > b => return Ok(()),
        (Rank::Shared { .. }, _) => "what the doors share is below the doors",
        (Rank::Door, _) => "the doors never import each other",
    };
    Err(told.to_owned())
}

pub(crate) fn check(root: &Path) -> Result<Report, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    judge(&serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?)
}

/// Judges what `cargo metadata` says.
fn judge(metadata: &Value) -> Result<Report, String> {
    let root = metadata["workspace_root"].as_str().ok_or("metadata without a workspace root")?;
    let folder = |path: &str| path.strip_prefix(root).map(|path| path.trim_matches(['/', '\\']).replace('\\', "/"));
    let packages = metadata["packages"].as_array().ok_or("metadata without packages")?;
    let (mut imports, mut findings) = (0, Vec::new());
    for package in packages {
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        let from = folder(manifest.trim_end_matches("Cargo.toml")).ok_or("a package outside the workspace")?;
        if rank(&from).is_none() {
            findings.push(format!("{from}: has no rank; enter it in xtask/src/edges.rs"));
            continue;
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let Some(to) = dependency["path"].as_str().and_then(folder) else { continue };
            imports += 1;
            // A crate may name itself among its test dependencies to switch on a feature of its own.
            if let Err(why) = if to == from { Ok(()) } else { allowed(&from, &to) } {
                let kind = dependency["kind"].as_str().map(|kind| format!(" ({kind})")).unwrap_or_default();
                findings.push(format!("{from}/Cargo.toml: imports {to}{kind}: {why}"));
            }
        }
    }
    Ok(Report { seen: format!("{} crates, {imports} imports", packages.len()), findings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_table_says_who_may_import_whom() {
        for (from, to) in [
            ("foundation/db", "foundation/kernel"),
            ("foundation/journal", "foundation/db"),
            ("foundation/http", "foundation/journal"),
            ("domain/people", "domain/places"),
            ("domain/people", "domain/policy"),
            ("domain/ledger", "foundation/jobs"),
            ("domain/orders", "domain/ledger"),
            ("domain/matching", "domain/orders"),
            ("domain/reports", "domain/fund"),
            ("surface/words", "domain/orders"),
            ("surface/house", "surface/words"),
            ("surface/house", "domain/people"),
            ("surface/api", "surface/words"),
            ("surface/web", "surface/house"),
            ("surface/web", "domain/matching"),
            ("surface/cli", "surface/web"),
            ("surface/cli", "scenarios/city"),
            ("scenarios/city", "surface/api"),
        ] {
            assert_eq!(allowed(from, to), Ok(()), "{from} → {to}");
        }
        for (from, to) in [
            ("foundation/kernel", "foundation/db"),
            ("foundation/config", "foundation/crypto"),
            ("foundation/db", "foundation/journal"),
            ("foundation/jobs", "foundation/http"),
            ("foundation/http", "domain/people"),
            ("domain/ledger", "domain/people"),
            ("domain/ledger", "domain/policy"),
            ("domain/policy", "domain/places"),
            ("domain/places", "domain/people"),
            ("domain/people", "domain/ledger"),
            ("domain/people", "domain/orders"),
            ("domain/matching", "domain/giving"),
            ("domain/orders", "surface/words"),
            ("domain/orders", "surface/house"),
            ("surface/words", "surface/house"),
            ("surface/words", "surface/web"),
            ("surface/api", "surface/web"),
            ("surface/web", "surface/api"),
            ("surface/web", "surface/cli"),
            ("surface/web", "scenarios/city"),
            ("surface/cli", "xtask"),
            ("xtask", "foundation/kernel"),
            ("domain/orders", "domain/unheard-of"),
        ] {
            assert!(allowed(from, to).is_err(), "{from} → {to}");
        }
    }

    #[test]
    fn metadata_is_judged_by_folder() {
        let package = |folder: &str, dependencies: Value| json!({ "manifest_path": format!("/r/{folder}/Cargo.toml"), "dependencies": dependencies });
        let metadata = json!({ "workspace_root": "/r", "packages": [
            package("domain/ledger", json!([
                { "name": "tb-kernel", "path": "/r/foundation/kernel", "kind": null },
                { "name": "tb-people", "path": "/r/domain/people", "kind": "dev" },
                { "name": "tb-ledger", "path": "/r/domain/ledger", "kind": "dev" },
                { "name": "serde", "path": null, "kind": null },
            ])),
            package("domain/new", json!([])),
        ]});
        let report = judge(&metadata).unwrap();
        assert_eq!(report.seen, "2 crates, 3 imports");
        assert_eq!(report.findings.len(), 2, "{:?}", report.findings);
        assert!(report.findings[0].starts_with("domain/ledger/Cargo.toml: imports domain/people (dev)"));
        assert!(report.findings[1].starts_with("domain/new: has no rank"));
    }
}
