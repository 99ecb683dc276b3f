//! One scan, be it of the bytes as they are or with what is encoded in them.

use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use keysieve::{
    Companion, Coverage, DecodeLimits, Encoding, FindIter, Finding, FingerprintKey, Limits,
    Redacted, Redaction, Rule, Ruleset, Scratch, Span,
};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::offsets::Offsets;
use crate::record::Record;

/// The rules: built in, or made for one scanner.
#[derive(Clone)]
pub(crate) enum Rules {
    Builtin,
    Own(Arc<Ruleset>),
}

impl Rules {
    pub(crate) fn get(&self) -> &Ruleset {
        match self {
            Self::Builtin => Ruleset::builtin(),
            Self::Own(ruleset) => ruleset,
        }
    }

    /// The place of the rule of that id among all of them.
    ///
    /// # Errors
    ///
    /// `KeyError` if there is none.
    pub(crate) fn find(&self, id: &str) -> PyResult<usize> {
        let number = self.get().rules().iter().position(|rule| rule.id() == id);
        number.ok_or_else(|| PyKeyError::new_err(format!("there is no rule `{id}`")))
    }

    /// The place of a rule of this ruleset among all of them.
    pub(crate) fn number(&self, rule: &Rule) -> usize {
        let first = self.get().rules().as_ptr();
        (std::ptr::from_ref(rule).addr() - first.addr()) / size_of::<Rule>()
    }
}

/// A finding, in bytes of what was scanned.
pub(crate) struct Found<'r, 'b> {
    pub(crate) finding: Finding<'r>,
    pub(crate) secret: Span,
    pub(crate) redact: Span,
    pub(crate) layers: &'b [Encoding],
    pub(crate) companions: Vec<Companion<'r>>,
    /// What the finding's own spans count: where facts are read.
    pub(crate) bytes: &'b [u8],
}

/// What scans and what is shared by threads that do.
pub(crate) struct Engine {
    pub(crate) rules: Rules,
    pub(crate) decode: bool,
    pub(crate) limits: DecodeLimits,
    /// How much is scanned and reported.
    pub(crate) scan_limits: Option<Limits>,
    /// The key of fingerprints.
    pub(crate) key: FingerprintKey,
    /// Memory for decoding that no thread uses right now.
    idle: Mutex<Vec<Scratch>>,
}

/// Memory for decoding, for one thread at a time.
pub(crate) struct Lease<'e> {
    engine: &'e Engine,
    scratch: Option<Scratch>,
}

impl Engine {
    pub(crate) const fn new(
        rules: Rules,
        decode: bool,
        (limits, scan_limits): (DecodeLimits, Option<Limits>),
        key: FingerprintKey,
    ) -> Self {
        Self { rules, decode, limits, scan_limits, key, idle: Mutex::new(Vec::new()) }
    }

    /// What Python is told of a finding.
    pub(crate) fn record(&self, found: Found<'_, '_>, offsets: &mut Offsets<'_>) -> Record {
        Record::new(&self.rules, &self.key, found, offsets)
    }

    /// Starts a piece of work.
    pub(crate) const fn lease(&self) -> Lease<'_> {
        Lease { engine: self, scratch: None }
    }
}

impl<'e> Lease<'e> {
    pub(crate) const fn engine(&self) -> &'e Engine {
        self.engine
    }

    fn scratch(&mut self) -> &mut Scratch {
        let Engine { idle, limits, .. } = self.engine;
        self.scratch.get_or_insert_with(|| {
            let idle = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            idle.unwrap_or_else(|| Scratch::new(*limits))
        })
    }

    /// Calls the visitor with each finding.
    pub(crate) fn scan(
        &mut self,
        bytes: &[u8],
        path: Option<&str>,
        visit: impl FnMut(Found<'e, '_>),
    ) -> Coverage {
        let Engine { rules, decode, scan_limits, .. } = self.engine;
        let rules = rules.get();
        // A search is large, and to move it takes as long as to scan a short record.
        if path.is_none() && scan_limits.is_none() {
            if *decode {
                return self.decoded(rules.find_iter(bytes), visit);
            }
            return plain(&mut rules.find_iter(bytes), bytes, visit);
        }
        let found = rules.find_iter(bytes).limited(scan_limits.unwrap_or_default());
        let mut found = if let Some(path) = path { found.in_file(path) } else { found };
        if *decode { self.decoded(found, visit) } else { plain(&mut found, bytes, visit) }
    }

    /// Calls the visitor with each finding, also with what is encoded.
    fn decoded(
        &mut self,
        found: FindIter<'e, '_>,
        mut visit: impl FnMut(Found<'e, '_>),
    ) -> Coverage {
        let flow = found.decoded(self.scratch(), |found| {
            visit(Found {
                finding: found.finding(),
                secret: found.secret(),
                redact: found.redact(),
                layers: found.layers(),
                companions: found.companions().collect(),
                bytes: found.bytes(),
            });
            ControlFlow::<Infallible>::Continue(())
        });
        let ControlFlow::Continue(coverage) = flow;
        coverage
    }

    /// Calls the visitor with each finding in each record, given the record's number, and tells where
    /// a limit was reached.
    pub(crate) fn scan_records<'h>(
        &mut self,
        records: &mut dyn Iterator<Item = &'h [u8]>,
        mut visit: impl FnMut(usize, &'h [u8], Found<'e, '_>),
        mut reached: impl FnMut(usize, Coverage),
    ) {
        let Engine { rules, decode, limits, scan_limits, .. } = self.engine;
        let (scan_limits, decoding) = (scan_limits.unwrap_or_default(), decode.then_some(*limits));
        let flow = rules.get().sift_records(records, scan_limits, decoding, |number, record| {
            let coverage = self.scan(record, None, |found| visit(number, record, found));
            if coverage != Coverage::Complete {
                reached(number, coverage);
            }
            ControlFlow::<Infallible>::Continue(())
        });
        let ControlFlow::Continue(()) = flow;
    }

    /// Calls the visitor with each record in which there may be something to replace, and its number.
    pub(crate) fn sift<'h>(
        &mut self,
        records: &mut dyn Iterator<Item = &'h [u8]>,
        mut visit: impl FnMut(&mut Self, usize, &'h [u8]),
    ) {
        let Engine { rules, limits, .. } = self.engine;
        let all = Limits::default();
        let flow = rules.get().sift_records(records, all, Some(*limits), |number, record| {
            visit(self, number, record);
            ControlFlow::<Infallible>::Continue(())
        });
        let ControlFlow::Continue(()) = flow;
    }

    /// The bytes without credentials; `None` if there is none in them.
    pub(crate) fn redact(&mut self, bytes: &[u8], how: &Redaction) -> (Option<Vec<u8>>, Coverage) {
        let mut result = (None, Coverage::Complete);
        self.redact_records(&mut std::iter::once(bytes), how, |_, redacted, coverage| {
            result = (redacted, coverage);
        });
        result
    }

    /// Calls the visitor with each record that has credentials, or of which not all was looked at:
    /// its number, and itself without them if it has any.
    pub(crate) fn redact_records(
        &mut self,
        records: &mut dyn Iterator<Item = &[u8]>,
        how: &Redaction,
        mut visit: impl FnMut(usize, Option<Vec<u8>>, Coverage),
    ) {
        let rules = self.engine.rules.get();
        let flow = rules.redact_records(records, how, self.scratch(), |number, redacted| {
            let Redacted { bytes, places, coverage } = redacted;
            visit(number, Some(bytes).filter(|_| places > 0), coverage);
            ControlFlow::<Infallible>::Continue(())
        });
        let ControlFlow::Continue(()) = flow;
    }

    /// Calls the visitor with each place to replace and what by.
    pub(crate) fn replacements(
        &mut self,
        bytes: &[u8],
        how: &Redaction,
        visit: impl FnMut(Span, &[u8]),
    ) -> Coverage {
        self.engine.rules.get().replacements(bytes, how, self.scratch(), visit)
    }
}

/// Calls the visitor with each finding that is not encoded.
#[inline]
fn plain<'r>(
    found: &mut FindIter<'r, '_>,
    bytes: &[u8],
    mut visit: impl FnMut(Found<'r, '_>),
) -> Coverage {
    for finding in found.by_ref() {
        visit(Found::plain(finding, bytes));
    }
    found.coverage()
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(scratch) = self.scratch.take() {
            self.engine.idle.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        }
    }
}

impl<'r, 'b> Found<'r, 'b> {
    /// What is not encoded.
    pub(crate) fn plain(finding: Finding<'r>, bytes: &'b [u8]) -> Self {
        Self {
            finding,
            secret: finding.secret(),
            redact: finding.redact(),
            layers: &[],
            companions: finding.companions().collect(),
            bytes,
        }
    }
}
