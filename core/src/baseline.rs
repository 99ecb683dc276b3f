//! Baselines: what was found before and is known, so that only what is new is reported.
//!
//! One JSON object a line: first the format and a check of the key, then one a finding. An entry is
//! a path, a rule and a [`Fingerprint`]; it holds neither a line, so that it survives when lines
//! move, nor anything of the secret.

use alloc::borrow::{Cow, ToOwned};
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

use crate::fingerprint::{Fingerprint, FingerprintKey};

/// The version of the format.
const VERSION: u32 = 1;

/// Findings that are known.
///
/// ```
/// use keysieve::{Baseline, FingerprintKey, Ruleset};
/// let key = FingerprintKey::from_passphrase(b"kept in our vault");
/// let old = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
/// let mut baseline = Baseline::new();
/// for finding in Ruleset::builtin().find_iter(old) {
///     baseline.insert("app.env", finding.rule().id(), finding.fingerprint(old, &key).unwrap());
/// }
/// let file = baseline.to_text(&key);
/// assert!(!file.contains("kX93"));
///
/// let moved = b"# cache\nurl=redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
/// let baseline = Baseline::parse(&file, &key)?;
/// let mut comparison = baseline.compare();
/// for finding in Ruleset::builtin().find_iter(moved) {
///     let print = finding.fingerprint(moved, &key).unwrap();
///     assert!(comparison.is_known("app.env", finding.rule().id(), print));
/// }
/// assert_eq!(comparison.fixed().count(), 0);
/// # Ok::<(), keysieve::BaselineError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeSet<BaselineEntry>,
}

/// One known finding.
///
/// ```
/// use keysieve::{Baseline, FingerprintKey};
/// let mut baseline = Baseline::new();
/// baseline.insert("a", "acme-key", FingerprintKey::public().fingerprint("acme-key", b"s3cr3t"));
/// let entry = baseline.entries().next().unwrap();
/// assert_eq!((entry.path.as_str(), entry.rule.as_str()), ("a", "acme-key"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BaselineEntry {
    /// The file, with `/` between folders.
    pub path: String,
    /// The rule's id.
    pub rule: String,
    /// The credential's fingerprint.
    pub fingerprint: Fingerprint,
}

/// The first line of a file.
#[derive(Serialize, Deserialize)]
struct Header {
    keysieve_baseline: u32,
    /// The fingerprint of nothing, which tells one key from another.
    key_check: Fingerprint,
}

impl Header {
    fn new(key: &FingerprintKey) -> Self {
        Self { keysieve_baseline: VERSION, key_check: key.fingerprint("", b"") }
    }
}

/// A file that is no baseline, or one of another key.
///
/// ```
/// use keysieve::{Baseline, FingerprintKey};
/// let key = FingerprintKey::from_passphrase(b"kept in our vault");
/// let error = Baseline::parse(&Baseline::new().to_text(&key), &FingerprintKey::public());
/// assert_eq!(
///     error.unwrap_err().to_string(),
///     "the baseline was written with another fingerprint key"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// A line is not what it should be.
    #[error("line {line} is no line of a baseline: {problem}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// The format is of another version.
    #[error("the baseline is of version {version}, and this library reads {VERSION}")]
    Version {
        /// The version in the file.
        version: u32,
    },
    /// Its fingerprints cannot be compared.
    #[error("the baseline was written with another fingerprint key")]
    Key,
}

impl Baseline {
    /// One without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding. Paths are kept with `/` between folders and without `./` before them.
    pub fn insert(&mut self, path: &str, rule: &str, fingerprint: Fingerprint) {
        self.entries.insert(entry(path, rule, fingerprint));
    }

    /// All entries, by path.
    pub fn entries(&self) -> impl Iterator<Item = &BaselineEntry> {
        self.entries.iter()
    }

    /// The file's text: the same for the same entries, in whatever order they came.
    pub fn to_text(&self, key: &FingerprintKey) -> String {
        let mut text = line(&Header::new(key));
        text.extend(self.entries.iter().map(line));
        text
    }

    /// Reads a file's text.
    ///
    /// # Errors
    ///
    /// If it is no baseline, or was written with another key, so that all would seem new.
    ///
    /// ```
    /// use keysieve::{Baseline, FingerprintKey};
    /// let error = Baseline::parse("[]", &FingerprintKey::public()).unwrap_err();
    /// assert!(error.to_string().starts_with("line 1 is no line of a baseline: "));
    /// ```
    pub fn parse(text: &str, key: &FingerprintKey) -> Result<Self, BaselineError> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (number, first) = lines.next().unwrap_or_default();
        let header: Header = read(number, first)?;
        if header.keysieve_baseline != VERSION {
            return Err(BaselineError::Version { version: header.keysieve_baseline });
        }
        if header.key_check != Header::new(key).key_check {
            return Err(BaselineError::Key);
        }
        let entries = lines.map(|(number, line)| read(number, line));
        Ok(Self { entries: entries.collect::<Result<_, _>>()? })
    }

    /// Begins a comparison with what is found now.
    pub fn compare(&self) -> Comparison<'_> {
        Comparison { baseline: self, seen: BTreeSet::new() }
    }
}

fn entry(path: &str, rule: &str, fingerprint: Fingerprint) -> BaselineEntry {
    let path: Cow<'_, str> =
        if path.contains('\\') { path.replace('\\', "/").into() } else { path.into() };
    let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
    BaselineEntry { path, rule: rule.to_owned(), fingerprint }
}

fn line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).expect("text and numbers can be written as JSON");
    line.push('\n');
    line
}

fn read<'t, T: Deserialize<'t>>(number: usize, line: &'t str) -> Result<T, BaselineError> {
    serde_json::from_str(line)
        .map_err(|error| BaselineError::Line { line: number + 1, problem: error.to_string() })
}

/// Which of a baseline's entries are still found.
///
/// ```
/// use keysieve::{Baseline, FingerprintKey};
/// let print = FingerprintKey::public().fingerprint("acme-key", b"s3cr3t");
/// let mut baseline = Baseline::new();
/// baseline.insert("a", "acme-key", print);
/// let mut comparison = baseline.compare();
/// assert!(!comparison.is_known("b", "acme-key", print), "it was not known to be there, too");
/// assert_eq!(comparison.fixed().next().unwrap().path, "a");
/// ```
#[derive(Debug)]
pub struct Comparison<'b> {
    baseline: &'b Baseline,
    seen: BTreeSet<&'b BaselineEntry>,
}

impl<'b> Comparison<'b> {
    /// Whether a finding is known; from then on its entry does not count as fixed.
    pub fn is_known(&mut self, path: &str, rule: &str, fingerprint: Fingerprint) -> bool {
        let known = self.baseline.entries.get(&entry(path, rule, fingerprint));
        self.seen.extend(known);
        known.is_some()
    }

    /// The entries that no finding was like.
    pub fn fixed(&self) -> impl Iterator<Item = &'b BaselineEntry> {
        self.baseline.entries.iter().filter(|&entry| !self.seen.contains(entry))
    }
}
