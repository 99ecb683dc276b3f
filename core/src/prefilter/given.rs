//! Values that are looked for as they are: secrets that the host knows, and those found before.

use core::ops::Range;

#[cfg(feature = "fingerprint")]
use crate::known::{self, Index};
use crate::redact::Echo;
use crate::ruleset::{MOST_RULES, Ruleset};

/// The numbers of rules from which on they stand for known secrets, and the one for those found before.
pub(crate) const KNOWN_FROM: usize = MOST_RULES;
#[cfg(feature = "fingerprint")]
pub(crate) const ECHO: usize = KNOWN_FROM + known::MOST;
#[cfg(not(feature = "fingerprint"))]
pub(crate) const ECHO: usize = KNOWN_FROM;

// Candidates hold 16 bits of the number.
const _: () = assert!(ECHO < 1 << 16);

/// Where such values stand.
#[derive(Clone, Copy)]
pub(super) struct Given<'r, 'h> {
    #[cfg(feature = "fingerprint")]
    known: Option<&'r Index>,
    pub(super) echo: Option<&'h Echo<'r>>,
    known_at: Cursor,
    echo_at: Cursor,
    /// Where one stands, and its number.
    pub(super) found: Option<(usize, usize)>,
}

/// How far one kind has been looked for.
#[derive(Clone, Copy)]
struct Cursor {
    searched: usize,
    /// The next one, which stands before that.
    next: Option<(usize, usize)>,
}

impl Cursor {
    /// The next one before the end.
    fn peek(
        &mut self,
        end: usize,
        find: impl FnOnce(Range<usize>) -> Option<(usize, usize)>,
    ) -> Option<(usize, usize)> {
        if self.next.is_none() && self.searched < end {
            self.next = find(self.searched..end);
            self.searched = self.next.map_or(end, |(at, _)| at + 1);
        }
        self.next.filter(|&(at, _)| at < end)
    }
}

impl<'r> Given<'r, '_> {
    #[cfg_attr(not(feature = "fingerprint"), expect(unused_variables))]
    #[inline]
    pub(super) const fn new(ruleset: &'r Ruleset, searched: usize) -> Self {
        let cursor = Cursor { searched, next: None };
        Self {
            #[cfg(feature = "fingerprint")]
            known: ruleset.known(),
            echo: None,
            known_at: cursor,
            echo_at: cursor,
            found: None,
        }
    }

    /// Whether one stands before that place, and none before it.
    #[inline]
    pub(super) fn find(&mut self, haystack: &[u8], end: usize) -> bool {
        self.is_any() && self.search(haystack, end)
    }

    /// Whether any are looked for.
    #[inline]
    pub(super) const fn is_any(&self) -> bool {
        #[cfg(feature = "fingerprint")]
        let is_known = self.known.is_some();
        #[cfg(not(feature = "fingerprint"))]
        let is_known = false;
        is_known || self.echo.is_some()
    }

    fn search(&mut self, haystack: &[u8], end: usize) -> bool {
        let known = self.find_known(haystack, end);
        let echo = self.echo.and_then(|echo| {
            self.echo_at.peek(end, |places| Some((echo.find(haystack, places)?, ECHO)))
        });
        self.found = known.into_iter().chain(echo).min_by_key(|&(at, _)| at);
        // Of both at one place the one that the host knows comes first.
        let taken = if self.found == known { &mut self.known_at } else { &mut self.echo_at };
        taken.next = None;
        self.found.is_some()
    }

    #[cfg(feature = "fingerprint")]
    fn find_known(&mut self, haystack: &[u8], end: usize) -> Option<(usize, usize)> {
        let known = self.known?;
        let (at, number) = self.known_at.peek(end, |places| known.find(haystack, places))?;
        Some((at, KNOWN_FROM + number))
    }

    #[cfg(not(feature = "fingerprint"))]
    #[expect(clippy::unused_self)]
    const fn find_known(&mut self, _: &[u8], _: usize) -> Option<(usize, usize)> {
        None
    }
}
