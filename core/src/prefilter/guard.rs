//! What has to follow a literal: where something else does, no rule of it is tried.
//!
//! `://` stands in every URL, and a dozen rules want a password after it. Once up to the `@`, for
//! all of them, is less to walk than once for each.

/// One byte, and those that may stand between the literal and it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Guard {
    pub(crate) byte: u8,
    pub(crate) over: ByteSet,
}

/// Bytes that are walked over, at most; what is further away is for the rules to find.
const REACH: usize = 192;

impl Guard {
    /// Whether the byte may follow the literal that stands before this text. Where the text ends,
    /// it may.
    pub(crate) fn may_be_in(&self, text: &[u8]) -> bool {
        let text = text.get(..REACH).unwrap_or(text);
        let stops = |byte: u8| byte != self.byte && !self.over.holds(byte);
        // Most often a word or a line ends first, which is faster told than by walking there.
        let near = memchr::memchr3(self.byte, b' ', b'\n', text).and_then(|at| text.get(at));
        if near.is_some_and(|&byte| stops(byte)) {
            return false;
        }
        let end = text.iter().find(|&&byte| !self.over.holds(byte));
        end.is_none_or(|&byte| byte == self.byte)
    }

    /// What lets through all that either does.
    pub(crate) fn or(self, other: Self) -> Option<Self> {
        let over = self.over.or(other.over);
        (self.byte == other.byte).then_some(Self { over, ..self })
    }
}

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct ByteSet(pub(crate) [u64; 4]);

impl ByteSet {
    #[inline]
    pub(crate) const fn holds(&self, byte: u8) -> bool {
        self.0[byte as usize / 64] >> (byte % 64) & 1 != 0
    }

    #[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
    pub(crate) const fn insert(&mut self, byte: u8) {
        self.0[byte as usize / 64] |= 1 << (byte % 64);
    }

    #[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
    pub(crate) const fn without(mut self, byte: u8) -> Self {
        self.0[byte as usize / 64] &= !(1 << (byte % 64));
        self
    }

    fn or(mut self, other: Self) -> Self {
        for (own, others) in self.0.iter_mut().zip(other.0) {
            *own |= others;
        }
        self
    }
}
