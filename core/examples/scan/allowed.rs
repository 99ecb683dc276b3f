//! Files of findings that are known and accepted.
//!
//! ```toml
//! [[allow]]
//! reason = "keys of the local test stack"
//! rules = ["redis-url-password"]  # their ids; all if there are none
//! paths = ["tests/**"]            # globs
//! words = ["testonly"]            # in the secret, in either case
//! secrets = ["^test-"]            # regular expressions over the secret,
//! matches = []                    # all that the rule matched,
//! lines = ["(?i)fixture"]         # or its line
//! fingerprints = []               # as reports show them
//! any = false                     # whether one of these kinds is enough
//! ```

use std::io;
use std::path::Path;

use keysieve::{Allow, FingerprintKey, RulesetBuilder, Target};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    allow: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Entry {
    reason: String,
    any: bool,
    rules: Vec<String>,
    paths: Vec<String>,
    words: Vec<String>,
    secrets: Vec<String>,
    matches: Vec<String>,
    lines: Vec<String>,
    fingerprints: Vec<String>,
}

/// Adds the entries of a file.
pub(crate) fn add(
    mut builder: RulesetBuilder,
    path: &Path,
    key: &FingerprintKey,
) -> io::Result<RulesetBuilder> {
    let named =
        |error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| named(&error))?;
    let file: File = toml::from_str(&text).map_err(|error| named(&error.message()))?;
    for (number, entry) in file.allow.into_iter().enumerate() {
        let in_entry = |error: io::Error| named(&format!("entry {}: {error}", number + 1));
        builder = builder.allow(allow(&entry, key).map_err(in_entry)?);
    }
    Ok(builder)
}

fn allow(entry: &Entry, key: &FingerprintKey) -> io::Result<Allow> {
    let mut allow = Allow::new(&entry.reason);
    if entry.any {
        allow = allow.any();
    }
    for rule in &entry.rules {
        allow = allow.rule(rule);
    }
    for glob in &entry.paths {
        let glob = globset::GlobBuilder::new(glob).literal_separator(true).build();
        let expression = glob.map_err(io::Error::other)?.regex().to_owned();
        // A path may begin with the folder that the scan was started from.
        let expression = expression.replacen('^', r"^(?:\./)?", 1);
        allow = allow.path_matching(&expression).map_err(io::Error::other)?;
    }
    for word in &entry.words {
        allow = allow.word(word);
    }
    for (target, patterns) in [
        (Target::Secret, &entry.secrets),
        (Target::Match, &entry.matches),
        (Target::Line, &entry.lines),
    ] {
        for pattern in patterns {
            allow = allow.matching(target, pattern).map_err(io::Error::other)?;
        }
    }
    for print in &entry.fingerprints {
        allow = allow.fingerprint(key, print.parse().map_err(io::Error::other)?);
    }
    Ok(allow)
}
