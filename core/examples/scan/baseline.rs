//! Findings that were known before: see [`keysieve::Baseline`].

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::Path;

use keysieve::{Baseline, Comparison, FingerprintKey};

use crate::sources::Source;

/// Reads a file.
pub(crate) fn read(path: &Path, key: &FingerprintKey) -> io::Result<Baseline> {
    let named =
        |error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| named(&error))?;
    Baseline::parse(&text, key).map_err(|error| named(&error))
}

/// Names what the baseline holds and is found no more, as far as its files were looked at or are
/// gone, and counts it.
pub(crate) fn report_fixed(comparison: &Comparison<'_>, sources: &[Source]) -> io::Result<usize> {
    let names: BTreeSet<String> = sources.iter().map(|source| plain(&source.name())).collect();
    let mut fixed = 0;
    for entry in comparison.fixed() {
        let file = entry.path.split("!/").next().unwrap_or(&entry.path);
        if names.contains(file) || !Path::new(file).exists() {
            writeln!(io::stderr(), "{}: fixed: {}: {}", crate::NAME, entry.path, entry.rule)?;
            fixed += 1;
        }
    }
    Ok(fixed)
}

/// A path as baselines hold it.
fn plain(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}
