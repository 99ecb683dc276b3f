//! Secrets that were found, to be found again wherever else they stand: a value that one line gives
//! a name to stands bare in another.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use crate::rule::Rule;
use crate::span::Span;

/// Anything shorter stands elsewhere by chance.
const SHORTEST: usize = 8;

/// The most secrets.
pub(crate) const MOST_ECHOES: usize = 1 << 13;

/// A bit for each hash of the first eight bytes.
const FILTER_BITS: u32 = 16;

/// Room for so many secrets. It never grows.
#[derive(Default)]
pub(crate) struct Echo<'r> {
    /// Once [`Self::prepare`]d, in the order of their bytes, none twice.
    secrets: Vec<Secret<'r>>,
    bytes: Vec<u8>,
    filter: Box<[u64]>,
    room: usize,
    /// Whether there was no room for one.
    is_full: bool,
}

struct Secret<'r> {
    rule: &'r Rule,
    /// In the bytes of all.
    span: Span,
    /// The longest other one that this one begins with.
    parent: Option<u32>,
}

impl<'r> Echo<'r> {
    pub(crate) fn new(secrets: usize, bytes: usize) -> Self {
        let room = secrets.min(MOST_ECHOES);
        Self {
            secrets: Vec::with_capacity(room),
            bytes: Vec::with_capacity(bytes),
            filter: vec![0; 1 << (FILTER_BITS - 6)].into(),
            room,
            is_full: false,
        }
    }

    /// The same room for secrets of another ruleset.
    pub(crate) fn emptied<'other>(self) -> Echo<'other> {
        let Self { mut secrets, mut bytes, mut filter, room, .. } = self;
        if !secrets.is_empty() {
            filter.fill(0);
        }
        secrets.clear();
        bytes.clear();
        // Nothing is left to convert: this keeps the memory and changes the lifetime.
        let secrets = secrets.into_iter().map_while(|_| None).collect();
        Echo { secrets, bytes, filter, room, is_full: false }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }

    /// Whether there was no room for a secret.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    /// Takes a secret that a rule has found.
    pub(crate) fn push(&mut self, rule: &'r Rule, secret: &[u8]) {
        let Some(head) = secret.first_chunk() else { return };
        let has_room = |echo: &Self| {
            echo.secrets.len() < echo.room
                && secret.len() <= echo.bytes.capacity() - echo.bytes.len()
        };
        if !has_room(self) {
            self.prepare();
            if self.contains(secret) {
                return;
            }
        }
        if !has_room(self) {
            self.is_full = true;
            return;
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(secret);
        let span = Span { start, end: self.bytes.len() };
        self.secrets.push(Secret { rule, span, parent: None });
        let hash = hash(u64::from_le_bytes(*head));
        if let Some(word) = self.filter.get_mut(hash / 64) {
            *word |= 1 << (hash % 64);
        }
    }

    fn contains(&self, secret: &[u8]) -> bool {
        let text = |other: &Secret<'_>| self.bytes.get(other.span.range()).unwrap_or_default();
        self.secrets.binary_search_by(|other| text(other).cmp(secret)).is_ok()
    }

    /// Gets ready for finding; to be called after the last was taken.
    pub(crate) fn prepare(&mut self) {
        self.sort();
        let Self { secrets, bytes, .. } = self;
        let text = |secret: &Secret<'_>| bytes.get(secret.span.range()).unwrap_or_default();
        secrets.dedup_by(|later, first| text(later) == text(first));
        self.compact();
        self.sort();
        let Self { secrets, bytes, .. } = self;
        let text = |secret: &Secret<'_>| bytes.get(secret.span.range()).unwrap_or_default();
        for number in 0..secrets.len() {
            let own = text(&secrets[number]);
            let mut parent = number.checked_sub(1).map(|before| before as u32);
            while let Some(at) = parent {
                let other = &secrets[at as usize];
                if own.starts_with(text(other)) {
                    break;
                }
                parent = other.parent;
            }
            secrets[number].parent = parent;
        }
    }

    fn sort(&mut self) {
        let Self { secrets, bytes, .. } = self;
        let text = |secret: &Secret<'_>| bytes.get(secret.span.range()).unwrap_or_default();
        secrets.sort_unstable_by(|a, b| text(a).cmp(text(b)));
    }

    /// Moves the bytes that are still needed to the front.
    fn compact(&mut self) {
        self.secrets.sort_unstable_by_key(|secret| secret.span.start);
        let mut end = 0;
        for secret in &mut self.secrets {
            let length = secret.span.len();
            self.bytes.copy_within(secret.span.range(), end);
            secret.span = Span { start: end, end: end + length };
            end += length;
        }
        self.bytes.truncate(end);
    }

    /// The next that stands at one of these places: where, and which.
    pub(crate) fn find(&self, haystack: &[u8], mut places: Range<usize>) -> Option<(usize, usize)> {
        loop {
            let end = places.end.saturating_add(SHORTEST - 1).min(haystack.len());
            let mut heads = haystack.get(places.start..end)?.windows(SHORTEST);
            let passes = |head: &[u8]| {
                let hash = hash(head.first_chunk().map_or(0, |head| u64::from_le_bytes(*head)));
                self.filter.get(hash / 64).is_some_and(|word| word >> (hash % 64) & 1 == 1)
            };
            let at = places.start + heads.position(passes)?;
            if let Some(number) = self.secret_at(haystack.get(at..)?) {
                return Some((at, number));
            }
            places.start = at + 1;
        }
    }

    /// The longest that the text begins with. The last one that does not come after the text begins
    /// with it, too.
    fn secret_at(&self, text: &[u8]) -> Option<usize> {
        let bytes = |secret: &Secret<'_>| self.bytes.get(secret.span.range()).unwrap_or_default();
        let after = self.secrets.partition_point(|secret| bytes(secret) <= text);
        let mut next = after.checked_sub(1);
        while let Some(at) = next {
            let secret = self.secrets.get(at)?;
            if text.starts_with(bytes(secret)) {
                return next;
            }
            next = secret.parent.map(|parent| parent as usize);
        }
        None
    }

    /// A secret's rule and length.
    pub(crate) fn get(&self, number: usize) -> Option<(&'r Rule, usize)> {
        self.secrets.get(number).map(|secret| (secret.rule, secret.span.len()))
    }
}

/// Knuth's multiplicative hash ("The Art of Computer Programming", 6.4).
const fn hash(head: u64) -> usize {
    (head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - FILTER_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ruleset;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_longest_that_begins_there_is_found(
            secrets in prop::collection::vec("[ab]{8,12}", 1..20),
            text in "[ab]{0,60}",
        ) {
            let rule = &Ruleset::builtin().rules()[0];
            let mut echo = Echo::new(30, 1000);
            for secret in &secrets {
                echo.push(rule, secret.as_bytes());
            }
            echo.prepare();
            let mut from = 0;
            for at in 0..text.len() {
                let here = secrets.iter().filter(|secret| text[at..].starts_with(secret.as_str()));
                let Some(longest) = here.map(String::len).max() else { continue };
                let found = echo.find(text.as_bytes(), from..text.len());
                let (place, number) = found.expect("it stands there");
                prop_assert_eq!((place, echo.get(number).map(|(_, len)| len)), (at, Some(longest)));
                from = at + 1;
            }
            prop_assert!(echo.find(text.as_bytes(), from..text.len()).is_none());
        }
    }

    #[test]
    fn what_comes_again_takes_no_room() {
        let rule = &Ruleset::builtin().rules()[0];
        let mut echo = Echo::new(4, 1000);
        for _ in 0..100 {
            echo.push(rule, b"one and the same");
        }
        assert!(!echo.is_full());
        for number in 0..8 {
            echo.push(rule, alloc::format!("{number} is another").as_bytes());
        }
        assert!(echo.is_full());
    }
}
