//! Files of known findings.

use keysieve::{BaselineEntry, Fingerprint, FingerprintKey};
use napi_derive::napi;

use crate::error::{self, Result};
use crate::options;

/// Findings that are known.
#[napi]
pub struct Baseline {
    inner: keysieve::Baseline,
    key: FingerprintKey,
    /// The known ones that were found again.
    seen: Vec<(String, String, Fingerprint)>,
}

/// A known finding.
#[napi(object, object_from_js = false)]
pub struct KnownFinding {
    /// The file, with `/` between folders.
    pub path: String,
    /// The rule's id.
    pub rule: String,
    /// The credential's fingerprint.
    pub fingerprint: String,
}

impl From<&BaselineEntry> for KnownFinding {
    fn from(entry: &BaselineEntry) -> Self {
        Self {
            path: entry.path.clone(),
            rule: entry.rule.clone(),
            fingerprint: entry.fingerprint.to_string(),
        }
    }
}

#[napi]
impl Baseline {
    /// Reads a file's text; without one, a baseline without entries.
    ///
    /// # Errors
    ///
    /// If it is no baseline, or was written with another key.
    #[napi(constructor)]
    pub fn new(text: Option<String>, fingerprint_key: Option<String>) -> Result<Self> {
        let key = options::key(fingerprint_key.as_deref());
        let inner = text.map_or_else(
            || Ok(keysieve::Baseline::new()),
            |text| keysieve::Baseline::parse(&text, &key).map_err(error::baseline),
        )?;
        Ok(Self { inner, key, seen: Vec::new() })
    }

    /// Adds a finding.
    ///
    /// # Errors
    ///
    /// If the fingerprint is none.
    #[napi]
    pub fn add(&mut self, path: String, rule: String, fingerprint: String) -> Result<()> {
        self.inner.insert(&path, &rule, fingerprint.parse().map_err(error::option)?);
        Ok(())
    }

    /// Whether a finding is known; from then on its entry does not count as fixed.
    ///
    /// # Errors
    ///
    /// If the fingerprint is none.
    #[napi]
    pub fn is_known(&mut self, path: String, rule: String, fingerprint: String) -> Result<bool> {
        let print = fingerprint.parse().map_err(error::option)?;
        let known = self.inner.compare().is_known(&path, &rule, print);
        if known {
            self.seen.push((path, rule, print));
        }
        Ok(known)
    }

    /// The entries that no finding was like.
    #[napi]
    pub fn fixed(&self) -> Vec<KnownFinding> {
        let mut comparison = self.inner.compare();
        for (path, rule, print) in &self.seen {
            comparison.is_known(path, rule, *print);
        }
        comparison.fixed().map(KnownFinding::from).collect()
    }

    /// All entries, by path.
    #[napi]
    pub fn entries(&self) -> Vec<KnownFinding> {
        self.inner.entries().map(KnownFinding::from).collect()
    }

    /// The file's text: the same for the same entries, in whatever order they came.
    #[napi(js_name = "toString")]
    pub fn to_text(&self) -> String {
        self.inner.to_text(&self.key)
    }
}
