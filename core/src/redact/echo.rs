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

/// The most secrets of a stream, which may go on for ever.
pub(super) const MOST_IN_A_STREAM: usize = 1 << 16;

/// Bits of the filter for each secret that there is room for.
const FILTER_SHARE: usize = 16;

/// Room for secrets. It grows only where it is told to.
#[derive(Default)]
pub(crate) struct Echo<'r> {
    /// The first ones are sorted by their bytes, none twice; the others follow as they came.
    secrets: Vec<Secret<'r>>,
    sorted: usize,
    bytes: Vec<u8>,
    filter: Filter,
    room: usize,
    /// Up to how many secrets it grows.
    most: usize,
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
        Self {
            secrets: Vec::with_capacity(secrets),
            sorted: 0,
            bytes: Vec::with_capacity(bytes),
            filter: Filter::of(secrets),
            room: secrets,
            most: secrets,
            is_full: false,
        }
    }

    /// The same, which grows up to so many secrets.
    pub(super) fn growing(self, most: usize) -> Self {
        Self { most: most.max(self.room), ..self }
    }

    /// For how many secrets it has room.
    pub(crate) const fn room(&self) -> usize {
        self.room
    }

    /// The same room for secrets of another ruleset; it no longer grows.
    pub(crate) fn emptied<'other>(self) -> Echo<'other> {
        let Self { mut secrets, mut bytes, mut filter, room, .. } = self;
        if !secrets.is_empty() {
            filter.bits.fill(0);
        }
        secrets.clear();
        bytes.clear();
        // Nothing is left to convert: this keeps the memory and changes the lifetime.
        let secrets = secrets.into_iter().map_while(|_| None).collect();
        Echo { secrets, sorted: 0, bytes, filter, room, most: room, is_full: false }
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
        if secret.len() < SHORTEST || self.is_known(secret) {
            return;
        }
        if !self.has_room(secret) {
            if self.sorted < self.secrets.len() {
                // Some may have come twice.
                self.prepare();
                if self.is_known(secret) {
                    return;
                }
            }
            // With little room left it would soon have to be sorted again.
            if self.room < self.most
                && (self.secrets.len() > self.room / 2 || !self.has_room(secret))
            {
                self.grow(secret.len());
            }
            if !self.has_room(secret) {
                self.is_full = true;
                return;
            }
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(secret);
        let span = Span { start, end: self.bytes.len() };
        self.secrets.push(Secret { rule, span, parent: None });
        self.filter.add(secret);
    }

    /// Whether it is one of those that are sorted.
    fn is_known(&self, secret: &[u8]) -> bool {
        let text = |other: &Secret<'_>| self.bytes.get(other.span.range()).unwrap_or_default();
        let sorted = self.secrets.get(..self.sorted).unwrap_or_default();
        sorted.binary_search_by(|other| text(other).cmp(secret)).is_ok()
    }

    fn has_room(&self, secret: &[u8]) -> bool {
        self.secrets.len() < self.room && secret.len() <= self.bytes.capacity() - self.bytes.len()
    }

    /// Makes room for as many again, and for that many bytes at least.
    fn grow(&mut self, bytes: usize) {
        self.room = self.room.saturating_mul(2).min(self.most);
        self.secrets.reserve(self.room.saturating_sub(self.secrets.len()));
        self.bytes.reserve(bytes.max(self.bytes.len()));
        self.filter = Filter::of(self.room);
        for secret in &self.secrets {
            self.filter.add(self.bytes.get(secret.span.range()).unwrap_or_default());
        }
    }

    /// Gets ready for finding; to be called after the last was taken.
    pub(crate) fn prepare(&mut self) {
        if self.sorted == self.secrets.len() {
            return;
        }
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
        self.sorted = secrets.len();
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

    /// The next of these places where one stands.
    pub(crate) fn find(&self, haystack: &[u8], mut places: Range<usize>) -> Option<usize> {
        loop {
            let end = places.end.saturating_add(SHORTEST - 1).min(haystack.len());
            let mut heads = haystack.get(places.start..end)?.windows(SHORTEST);
            let at = places.start + heads.position(|head| self.filter.passes(head))?;
            if self.at(haystack.get(at..)?).is_some() {
                return Some(at);
            }
            places.start = at + 1;
        }
    }

    /// The longest that the text begins with: its rule and length. The last one that does not come
    /// after the text begins with it, too.
    pub(crate) fn at(&self, text: &[u8]) -> Option<(&'r Rule, usize)> {
        let bytes = |secret: &Secret<'_>| self.bytes.get(secret.span.range()).unwrap_or_default();
        let after = self.secrets.partition_point(|secret| bytes(secret) <= text);
        let mut next = after.checked_sub(1);
        while let Some(at) = next {
            let secret = self.secrets.get(at)?;
            if text.starts_with(bytes(secret)) {
                return Some((secret.rule, secret.span.len()));
            }
            next = secret.parent.map(|parent| parent as usize);
        }
        None
    }
}

/// Tells most texts from those that begin like a secret, by the first eight bytes.
#[derive(Default)]
struct Filter {
    /// A bit for each hash.
    bits: Box<[u64]>,
    /// By how much the product is shifted to be one.
    shift: u32,
}

impl Filter {
    fn of(secrets: usize) -> Self {
        let bits = secrets.saturating_mul(FILTER_SHARE).next_power_of_two().max(1 << 8);
        Self { bits: vec![0; bits / 64].into(), shift: u64::BITS - bits.trailing_zeros() }
    }

    fn add(&mut self, secret: &[u8]) {
        let hash = self.hash(secret);
        if let Some(word) = self.bits.get_mut(hash / 64) {
            *word |= 1 << (hash % 64);
        }
    }

    fn passes(&self, text: &[u8]) -> bool {
        let hash = self.hash(text);
        self.bits.get(hash / 64).is_some_and(|word| word >> (hash % 64) & 1 == 1)
    }

    /// Knuth's multiplicative hash ("The Art of Computer Programming", 6.4).
    fn hash(&self, text: &[u8]) -> usize {
        let head = text.first_chunk().map_or(0, |head| u64::from_le_bytes(*head));
        (head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }
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
                prop_assert_eq!(found, Some(at));
                prop_assert_eq!(echo.at(&text.as_bytes()[at..]).map(|(_, len)| len), Some(longest));
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

    #[test]
    fn it_grows_where_it_may() {
        let rule = &Ruleset::builtin().rules()[0];
        let secret = |number: u32| alloc::format!("{number:08} is one").into_bytes();
        let mut echo = Echo::new(4, 100).growing(1000);
        for number in (0..1000).chain(0..1000) {
            echo.push(rule, &secret(number));
        }
        assert!(!echo.is_full());
        echo.prepare();
        assert!((0..1000).all(|number| echo.find(&secret(number), 0..1) == Some(0)));
        echo.push(rule, &secret(1000));
        assert!(echo.is_full());
    }
}
