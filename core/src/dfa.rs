//! The automaton that confirms a match: a dense transition table, walked from one place.
//!
//! Tables are little-endian bytes, so that those of the built-in rules can be embedded in the
//! library as they are, on any target. As in `regex-automata`, whose determinization they come
//! from, a match is known one byte late: look-ahead such as `\b` needs to see what follows.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::ops::Deref;

/// What stands before the place where a walk starts; look-around depends on it.
///
/// The order is that of [`Dfa::starts`].
#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
pub(crate) const START_KINDS: [Option<u8>; 5] =
    [None, Some(b'\n'), Some(b'\r'), Some(b'w'), Some(b' ')];

/// Which of [`START_KINDS`] a byte is.
pub(crate) const fn start_kind(behind: Option<u8>) -> usize {
    match behind {
        None => 0,
        Some(b'\n') => 1,
        Some(b'\r') => 2,
        Some(byte) if byte == b'_' || byte.is_ascii_alphanumeric() => 3,
        Some(_) => 4,
    }
}

/// A class for each byte; not a `Cow`, which would have room for all of it within itself.
#[derive(Clone)]
pub(crate) enum Classes {
    Builtin(&'static [u8; 256]),
    #[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
    Own(Box<[u8; 256]>),
}

impl Deref for Classes {
    type Target = [u8; 256];

    fn deref(&self) -> &[u8; 256] {
        match self {
            Self::Builtin(classes) => classes,
            Self::Own(classes) => classes,
        }
    }
}

/// An anchored automaton over bytes.
#[derive(Clone)]
pub(crate) struct Dfa {
    /// The class of each byte; bytes of one class have the same transitions.
    pub(crate) classes: Classes,
    /// `stride` little-endian 16-bit states for each state: one a class, the last for the end of
    /// the input. State 0 is dead.
    pub(crate) transitions: Cow<'static, [u8]>,
    /// Classes, and one for the end of the input.
    pub(crate) stride: u16,
    /// States from this one on are matches.
    pub(crate) first_match: u16,
    /// The state to start from, by what stands before (see [`START_KINDS`]).
    pub(crate) starts: [u16; 5],
}

impl Dfa {
    /// The end of the longest match that starts at `at` and ends no later than `limit`. (For
    /// automata that prefer the first alternative: the end of the preferred match.)
    pub(crate) fn match_end(&self, haystack: &[u8], at: usize, limit: usize) -> Option<usize> {
        let behind = at.checked_sub(1).and_then(|before| haystack.get(before));
        let mut state = self.start(behind.copied());
        let mut end = None;
        let last = limit.min(haystack.len());
        for position in at..=last {
            state = self.next(state, haystack.get(position).copied());
            if state >= self.first_match {
                end = Some(position);
            } else if state == 0 {
                break;
            }
        }
        end
    }

    /// For an automaton of the reversed pattern: the start of the longest match that ends at `at`
    /// and starts no earlier than `limit`.
    pub(crate) fn match_start(&self, haystack: &[u8], at: usize, limit: usize) -> Option<usize> {
        let mut state = self.start(haystack.get(at).copied());
        let mut start = None;
        for position in (limit..=at).rev() {
            let before = position.checked_sub(1).and_then(|before| haystack.get(before));
            state = self.next(state, before.copied());
            if state >= self.first_match {
                start = Some(position);
            } else if state == 0 {
                break;
            }
        }
        start
    }

    /// The state to start from, given the byte on the near side of the start.
    fn start(&self, behind: Option<u8>) -> u16 {
        self.starts[start_kind(behind)]
    }

    /// The state after a byte, or after the end of the input.
    #[inline]
    pub(crate) fn next(&self, state: u16, byte: Option<u8>) -> u16 {
        let stride = usize::from(self.stride);
        let class = byte.map_or(stride - 1, |byte| usize::from(self.classes[usize::from(byte)]));
        let at = 2 * (usize::from(state) * stride + class);
        match self.transitions.get(at..at + 2) {
            Some(&[low, high]) => u16::from_le_bytes([low, high]),
            _ => 0,
        }
    }
}
