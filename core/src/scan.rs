//! The driver: one pass over one buffer.

use core::fmt;

use crate::allow::{Allowed, Context};
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
    pub(crate) ruleset: &'r Ruleset,
    pub(crate) haystack: &'h [u8],
    hits: Hits<'r, 'h>,
    resolver: Resolver<'r>,
    linker: Linker<'r>,
    /// No secret that is still to be found starts before this.
    horizon: usize,
    pub(crate) path: Option<&'h str>,
    /// Findings that the ruleset allows.
    suppressed: usize,
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
            path: None,
            suppressed: 0,
        }
    }

    /// Says where the buffer comes from, for allowlists that go by paths.
    ///
    /// ```
    /// use keysieve::{Allow, Ruleset};
    /// let allow = Allow::new("not ours").path_prefix("vendor/");
    /// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
    /// let text = b"mysql://app:kX93mLq0ZtWv@db.internal/shop";
    /// assert_eq!(ruleset.find_iter(text).in_file("vendor/a.go").count(), 0);
    /// assert_eq!(ruleset.find_iter(text).in_file("src/a.go").count(), 1);
    /// ```
    #[must_use]
    pub const fn in_file(mut self, path: &'h str) -> Self {
        self.path = Some(path);
        self
    }

    /// How many findings the ruleset's allowlist has kept back so far.
    ///
    /// ```
    /// let mut findings = keysieve::Ruleset::builtin().find_iter(b"nothing here");
    /// assert!(findings.next().is_none() && findings.suppressed() == 0);
    /// ```
    pub const fn suppressed(&self) -> usize {
        self.suppressed
    }

    /// All findings, those that are allowed too, each with the reason why it is.
    ///
    /// ```
    /// use keysieve::{Allow, Ruleset};
    /// let allow = Allow::new("test database").rule("mysql-url-password");
    /// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
    /// let text = b"mysql://app:kX93mLq0ZtWv@db.internal/shop";
    /// let (finding, allowed) = ruleset.find_iter(text).judged().next().unwrap();
    /// assert_eq!(finding.rule().id(), "mysql-url-password");
    /// assert_eq!(allowed.unwrap().to_string(), "allowlist: test database");
    /// ```
    pub const fn judged(self) -> Judged<'r, 'h> {
        Judged(self)
    }

    /// The next finding, allowed or not.
    fn judge_next(&mut self) -> Option<(Finding<'r>, Option<Allowed<'r>>)> {
        let allowlist = self.ruleset.allowlist();
        loop {
            let finding = self.find_next()?;
            let context = Context { haystack: self.haystack, path: self.path };
            if allowlist.is_finding(finding, context) {
                let allowed = allowlist.judge(finding, context);
                self.suppressed += usize::from(allowed.is_some());
                return Some((finding, allowed));
            }
        }
    }

    /// The next candidate, as long as nothing waits for the horizon to move on.
    fn skip(&mut self) -> Option<Candidate<'r>> {
        while self.linker.is_empty() && self.resolver.is_empty() {
            let hit = self.hits.next()?;
            self.horizon = self.horizon.max(hit.horizon);
            if let Some(candidate) = self.candidate(hit) {
                return Some(candidate);
            }
        }
        None
    }

    /// Confirms and weighs what stands at a hit.
    fn candidate(&self, hit: Hit) -> Option<Candidate<'r>> {
        let rule = self.ruleset.rules().get(hit.rule)?;
        let found = rule.program.confirm(self.haystack, hit.anchor, hit.value)?;
        let score = score(rule, self.haystack, found)?;
        Some(Candidate { rule, number: hit.rule as u16, found, score })
    }
}

impl<'r> FindIter<'r, '_> {
    fn find_next(&mut self) -> Option<Finding<'r>> {
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
                if let Some(candidate) = self.candidate(hit).or_else(|| self.skip()) {
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

impl<'r> Iterator for FindIter<'r, '_> {
    type Item = Finding<'r>;

    fn next(&mut self) -> Option<Finding<'r>> {
        loop {
            if let (finding, None) = self.judge_next()? {
                return Some(finding);
            }
        }
    }
}

/// The findings in one buffer, those that are allowed too. Made by [`FindIter::judged`].
///
/// ```
/// let text = b"mysql://app:kX93mLq0ZtWv@db.internal/shop";
/// let mut judged = keysieve::Ruleset::builtin().find_iter(text).judged();
/// assert!(judged.next().is_some_and(|(_, allowed)| allowed.is_none()));
/// ```
#[derive(Debug)]
pub struct Judged<'r, 'h>(FindIter<'r, 'h>);

impl<'r> Iterator for Judged<'r, '_> {
    type Item = (Finding<'r>, Option<Allowed<'r>>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.judge_next()
    }
}

impl core::iter::FusedIterator for FindIter<'_, '_> {}

impl fmt::Debug for FindIter<'_, '_> {
    /// Leaves the buffer out, since it holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindIter").finish_non_exhaustive()
    }
}
