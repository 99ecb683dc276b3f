//! The files of directories.

use std::fs;
use std::path::PathBuf;

use ignore::{DirEntry, WalkBuilder};
use pyo3::prelude::*;

/// The files below a path, in order, and what could not be looked at. What ignore files exclude is
/// left out unless `all` asks for it.
#[pyfunction]
pub(crate) fn walk(py: Python<'_>, path: PathBuf, all: bool) -> (Vec<PathBuf>, Vec<String>) {
    py.detach(|| {
        let (mut files, mut errors) = (Vec::new(), Vec::new());
        let walk = WalkBuilder::new(path)
            .standard_filters(!all)
            .hidden(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .sort_by_file_name(Ord::cmp)
            .build();
        for entry in walk {
            match entry.map_err(|error| error.to_string()).and_then(file) {
                Ok(path) => files.extend(path),
                Err(error) => errors.push(error),
            }
        }
        (files, errors)
    })
}

/// The entry's path if it is to be scanned. Pipes and devices are, if they were asked for by name.
fn file(entry: DirEntry) -> Result<Option<PathBuf>, String> {
    let metadata = fs::metadata(entry.path())
        .map_err(|error| format!("{}: {error}", entry.path().display()))?;
    let asked_for = entry.depth() == 0 && !metadata.is_dir();
    Ok((metadata.is_file() || asked_for).then(|| entry.into_path()))
}
