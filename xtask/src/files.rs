//! The files a check looks at: those the house wrote, by folder and ending; not what was built or fetched.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders that hold crates.
pub(crate) const CRATES: [&str; 5] = ["foundation", "domain", "surface", "scenarios", "xtask"];

/// Folders that hold what was built or fetched.
const NOT_OURS: [&str; 3] = ["target", "node_modules", "dist"];

/// One file: its path from the root with `/`, and its text.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every file below `folders` (of `root`) whose name ends with one of `endings`, by path.
///
/// # Errors
/// When a file cannot be read as text; a folder that is not there is empty.
pub(crate) fn below(root: &Path, folders: &[&str], endings: &[&str]) -> Result<Vec<File>, String> {
    let mut paths = Vec::new();
    for folder in folders {
        collect(&root.join(folder), endings, &mut paths)?;
    }
    paths.sort();
    paths.into_iter().map(|path| read(root, &path)).collect()
}

fn read(root: &Path, path: &Path) -> Result<File, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let path = path.strip_prefix(root).unwrap_or(path);
    Ok(File { path: path.to_string_lossy().replace('\\', "/"), text })
}

fn collect(folder: &Path, endings: &[&str], paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()) {
                collect(&path, endings, paths)?;
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            paths.push(path);
        }
    }
    Ok(())
}

/// Which line (from 1) byte `at` is on.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_files_are_looked_at() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = below(root, &["src", "no-such-folder"], &[".rs"]).unwrap();
        assert!(found.iter().any(|file| file.path == "src/files.rs"));
        assert!(found.iter().all(|file| file.path.ends_with(".rs")));
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_of("a\nb\nc", 0), 1);
        assert_eq!(line_of("a\nb\nc", 2), 2);
        assert_eq!(line_of("a\nb\nc", 4), 3);
    }
}
