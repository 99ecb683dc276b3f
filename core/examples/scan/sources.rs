//! What there is to scan.

use std::path::PathBuf;
use std::{fs, io};

use ignore::{DirEntry, WalkBuilder};

use crate::args::Args;

/// A file, or standard input.
pub(crate) enum Source {
    File(PathBuf),
    Stdin,
}

impl Source {
    /// What reports call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => path.to_string_lossy().into_owned(),
            Self::Stdin => "-".to_owned(),
        }
    }
}

/// Everything below the given paths, in order, and what could not be looked at.
pub(crate) fn find(args: &Args) -> (Vec<Source>, Vec<String>) {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    if args.paths.is_empty() {
        sources.push(Source::Stdin);
    }
    for path in &args.paths {
        if path.as_os_str() == "-" {
            sources.push(Source::Stdin);
            continue;
        }
        let walk = WalkBuilder::new(path)
            .standard_filters(!args.no_ignore)
            .hidden(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .sort_by_file_name(Ord::cmp)
            .build();
        for entry in walk {
            match entry.map_err(|error| error.to_string()).and_then(file) {
                Ok(path) => sources.extend(path.map(Source::File)),
                Err(error) => errors.push(error),
            }
        }
    }
    (sources, errors)
}

/// The entry's path if it is to be scanned. Pipes and devices are, if they were asked for by name;
/// links to files are followed, and one that leads nowhere only matters if it was asked for.
fn file(entry: DirEntry) -> Result<Option<PathBuf>, String> {
    let metadata = match fs::metadata(entry.path()) {
        Ok(metadata) => metadata,
        Err(error) if is_dangling(&entry, &error) => return Ok(None),
        Err(error) => return Err(format!("{}: {error}", entry.path().display())),
    };
    let asked_for = entry.depth() == 0 && !metadata.is_dir();
    Ok((metadata.is_file() || asked_for).then(|| entry.into_path()))
}

fn is_dangling(entry: &DirEntry, error: &io::Error) -> bool {
    entry.depth() > 0 && entry.path_is_symlink() && error.kind() == io::ErrorKind::NotFound
}
