//! The driver: one pass over one buffer.

use core::fmt;

use crate::companion::Linker;
use crate::finding::Finding;
use crate::prefilter::{Hit, Hits};
use crate::resolve::{Candidate, Resolver};
use crate::ruleset::Ruleset;
use crate::score::score;

/// The findings in one buffer, in the order of their secrets, which never overlap.
///
/// Made by [`Ruleset::find_iter`]. All that it needs to remember fits into itself, some tens of
/// kilobytes, whatever the buffer's size.
///
/// ```
/// let text = "db: mysql://app:kX93mLq0ZtWv@db.internal/shop";
/// let mut findings = keysieve::Ruleset::builtin().find_iter(text.as_bytes());
/// assert_eq!(findings.next().unwrap().rule().id(), "mysql-url-password");
/// assert!(findings.next().is_none());
/// ```
pub struct FindIter<'r, 'h> {
    ruleset: &'r Ruleset,
    haystack: &'h [u8],
    hits: Hits<'r, 'h>,
    resolver: Resolver<'r>,
    linker: Linker<'r>,
    /// No secret that is still to be found starts before this.
    horizon: usize,
}

impl<'r, 'h> FindIter<'r, 'h> {
    pub(crate) fn new(ruleset: &'r Ruleset, haystack: &'h [u8]) -> Self {
        Self {
            ruleset,
            haystack,
            hits: Hits::new(ruleset.prefilter(), haystack),
            resolver: Resolver::new(ruleset.min_confidence()),
            linker: Linker::default(),
            horizon: 0,
        }
    }

    /// Confirms and weighs what stands at a hit.
    fn candidate(&self, hit: Hit) -> Option<Candidate<'r>> {
        let rule = self.ruleset.rules().get(hit.rule)?;
        let found = rule.program.confirm(self.haystack, hit.anchor)?;
        let score = score(rule, self.haystack, found)?;
        Some(Candidate { rule, number: hit.rule as u16, found, score })
    }
}

impl<'r> Iterator for FindIter<'r, '_> {
    type Item = Finding<'r>;

    fn next(&mut self) -> Option<Finding<'r>> {
        loop {
            let settled = self.resolver.horizon(self.horizon);
            if let Some(finding) = self.linker.pop(self.haystack, settled) {
                if finding.confidence >= self.ruleset.min_confidence() {
                    return Some(finding);
                }
            } else if let Some(candidate) = self.resolver.pop(self.horizon) {
                self.linker.push(candidate);
            } else if let Some(hit) = self.hits.next() {
                self.horizon = self.horizon.max(hit.horizon);
                if let Some(candidate) = self.candidate(hit) {
                    self.resolver.push(candidate);
                }
            } else if self.horizon < usize::MAX {
                self.horizon = usize::MAX;
            } else {
                return None;
            }
        }
    }
}

impl core::iter::FusedIterator for FindIter<'_, '_> {}

impl fmt::Debug for FindIter<'_, '_> {
    /// Leaves the buffer out, since it holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindIter").finish_non_exhaustive()
    }
}
