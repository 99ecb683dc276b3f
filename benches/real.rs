//! Text that people wrote: the sources of the packages that this workspace is made from, which cargo
//! has already, but for those of other platforms.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
    /// None of those in the workspace.
    source: Option<String>,
}

/// All files whose names have that ending, one after the other; of a megabyte each at most.
pub(crate) fn text(ending: &str) -> Vec<u8> {
    const LARGEST: u64 = 1 << 20;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).expect("cargo lists the packages");
    let mut packages: Vec<Package> =
        metadata.packages.into_iter().filter(|package| package.source.is_some()).collect();
    packages.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    let mut files = Vec::new();
    for package in &packages {
        if let Some(directory) = package.manifest_path.parent() {
            collect(directory, ending, &mut files);
        }
    }
    let small = |file: &PathBuf| file.metadata().is_ok_and(|file| file.len() <= LARGEST);
    files.into_iter().filter(small).filter_map(|file| std::fs::read(file).ok()).flatten().collect()
}

/// All such files below a directory, in the same order everywhere.
fn collect(directory: &Path, ending: &str, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, ending, files);
        } else if path.extension().is_some_and(|own| own == ending) {
            files.push(path);
        }
    }
}
