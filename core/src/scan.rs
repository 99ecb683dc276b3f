//! The findings in one buffer, one after the other.

use core::fmt;

use crate::allow::Allowed;
use crate::coverage::{Coverage, Limit};
use crate::finding::Finding;
use crate::limits::Limits;
use crate::prefilter::Hits;
use crate::redact::Echo;
use crate::ruleset::Ruleset;
use crate::search::Search;

/// Bytes that are looked at before it is asked whether they suffice.
const STEP: usize = 8 << 10;

/// The findings in one buffer, in the order of their secrets, which never overlap.
///
/// Made by [`Ruleset::find_iter`]. All that it needs to remember fits into itself, some tens of
/// kilobytes, whatever the buffer's size. To move it takes as long as to scan a short record, and a
/// `for` loop moves what it goes over: over `by_ref()` it does not.
///
/// ```
/// let text = "db: mysql://app:kX93mLq0ZtWv@db.internal/shop";
/// let mut findings = keysieve::Ruleset::builtin().find_iter(text.as_bytes());
/// assert_eq!(findings.next().unwrap().rule().id(), "mysql-url-password");
/// assert!(findings.next().is_none());
/// ```
pub struct FindIter<'r, 'h> {
    search: Search<'r>,
    hits: Hits<'r, 'h>,
    pub(crate) path: Option<&'h str>,
}

impl<'r, 'h> FindIter<'r, 'h> {
    #[expect(clippy::inline_always, reason = "else its room is copied into place")]
    #[inline(always)]
    pub(crate) fn new(ruleset: &'r Ruleset, haystack: &'h [u8]) -> Self {
        Self { search: Search::new(ruleset), hits: Hits::new(ruleset, haystack), path: None }
    }

    pub(crate) const fn ruleset(&self) -> &'r Ruleset {
        self.search.ruleset
    }

    /// Looks for secrets that were found before, too.
    pub(crate) const fn set_echo(&mut self, echo: Option<&'h Echo<'r>>) {
        self.hits.set_echo(echo);
    }

    pub(crate) const fn echo(&self) -> Option<&'h Echo<'r>> {
        self.hits.echo()
    }

    pub(crate) const fn limits_mut(&mut self) -> &mut Limits {
        &mut self.search.limits
    }

    pub(crate) const fn haystack(&self) -> &'h [u8] {
        self.hits.haystack()
    }

    /// Says where the buffer comes from: for allowlists that go by paths, and since less of what
    /// stands in files of tests and examples is in use.
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
    #[inline]
    pub fn in_file(self, path: &'h str) -> Self {
        if self.hits.stopped_at() == 0 {
            let Self { search, hits, .. } = &self;
            return Self::within(search, hits, Some(path), search.limits);
        }
        Self { path: Some(path), ..self }
    }

    /// Bounds what it takes: see [`Limits`].
    ///
    /// ```
    /// use keysieve::{Limits, Ruleset};
    /// let mut limits = Limits::default();
    /// limits.input = 24;
    /// let text = b"redis://app:kX93mLq0ZtWv@cache.internal:6379/0";
    /// let mut findings = Ruleset::builtin().find_iter(text).limited(limits);
    /// assert!(findings.next().is_none());
    /// assert_ne!(findings.coverage(), keysieve::Coverage::Complete);
    /// ```
    #[must_use]
    #[inline]
    pub fn limited(self, limits: Limits) -> Self {
        if self.hits.stopped_at() == 0 {
            let Self { search, hits, path } = &self;
            return Self::within(search, hits, *path, limits);
        }
        let mut limited = self;
        limited.limit(limits);
        limited
    }

    /// Bounds what is left of one that has begun.
    fn limit(&mut self, limits: Limits) {
        self.search.limits = limits;
        let most = usize::try_from(limits.input).unwrap_or(usize::MAX);
        if self.hits.cut_to(most) {
            self.search.coverage.reach(Limit::Input, most);
        }
    }

    /// One that has not begun, in a file and within limits. As [`Ruleset::find_iter`] it makes the
    /// search in place; to copy that takes as long as to scan a short record.
    #[inline(never)]
    fn within(
        search: &Search<'r>,
        hits: &Hits<'r, 'h>,
        path: Option<&'h str>,
        limits: Limits,
    ) -> Self {
        let (ruleset, mut coverage) = (search.ruleset, search.coverage);
        let most = usize::try_from(limits.input).unwrap_or(usize::MAX);
        let haystack = match hits.haystack().split_at_checked(most) {
            Some((start, [_, ..])) => {
                coverage.reach(Limit::Input, most);
                start
            }
            _ => hits.haystack(),
        };
        Self {
            search: Search::within(ruleset, limits, coverage),
            hits: Hits::with(ruleset, haystack, hits.echo()),
            path,
        }
    }

    /// Whether everything was looked at, once all findings have been taken.
    ///
    /// ```
    /// let mut findings = keysieve::Ruleset::builtin().find_iter(b"nothing here");
    /// assert_eq!(findings.by_ref().count(), 0);
    /// assert_eq!(findings.coverage(), keysieve::Coverage::Complete);
    /// ```
    pub const fn coverage(&self) -> Coverage {
        self.search.coverage
    }

    /// How many findings the ruleset's allowlist has kept back so far.
    ///
    /// ```
    /// let mut findings = keysieve::Ruleset::builtin().find_iter(b"nothing here");
    /// assert!(findings.next().is_none() && findings.suppressed() == 0);
    /// ```
    pub const fn suppressed(&self) -> usize {
        self.search.suppressed
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

    /// The next finding, as long as one may come that starts before the horizon. No more is looked at
    /// than it takes to tell.
    pub(crate) fn next_until(&mut self, horizon: usize) -> Option<Finding<'r>> {
        let mut limit = horizon;
        loop {
            let is_last = self.hits.stop_at(limit);
            while let Some((finding, allowed)) =
                self.search.judge_next(&mut self.hits, self.path, is_last)
            {
                if allowed.is_none() {
                    return Some(finding);
                }
            }
            if is_last || self.search.settled() >= horizon {
                return None;
            }
            limit = limit.saturating_add(STEP);
        }
    }

    /// The next finding, allowed or not.
    fn judge_next(&mut self) -> Option<(Finding<'r>, Option<Allowed<'r>>)> {
        self.search.judge_next(&mut self.hits, self.path, true)
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

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::{Coverage, Limit, Limits, Ruleset};

    #[test]
    fn what_has_begun_is_limited_from_there_on() {
        let text = "redis://app:kX93mLq0ZtWv@cache:6379/0\n".repeat(1000);
        let half = text.len() / 2;
        let limits = Limits { input: half as u64, ..Limits::NONE };
        let mut findings = Ruleset::builtin().find_iter(text.as_bytes());
        assert!(findings.next().is_some());
        let mut findings = findings.limited(limits).in_file("a.yml").limited(Limits::NONE);
        let ends: Vec<usize> = findings.by_ref().map(|finding| finding.secret().end).collect();
        assert!((490..500).contains(&ends.len()) && ends.iter().all(|&end| end <= half));
        let Coverage::Incomplete(reached) = findings.coverage() else { panic!("it was cut") };
        assert_eq!((reached.limit(), reached.at()), (Limit::Input, half as u64));
    }

    #[test]
    fn no_more_is_looked_at_than_it_takes_to_tell_that_none_comes() {
        let text = "nothing to see in this line\n".repeat(10_000)
            + "url: redis://app:kX93mLq0ZtWv@cache:6379/0";
        let mut findings = Ruleset::builtin().find_iter(text.as_bytes());
        for horizon in [0, 1000, 100_000] {
            assert!(findings.next_until(horizon).is_none());
            assert!(findings.hits.stopped_at() < horizon + 2 * super::STEP);
        }
        let found = findings.next_until(text.len()).expect("it starts before");
        assert_eq!(&text[found.secret().range()], "kX93mLq0ZtWv");
    }
}
