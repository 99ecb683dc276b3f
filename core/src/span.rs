//! A range of bytes that can be copied.

use core::ops::Range;

/// A range of bytes in the scanned input; the end is exclusive.
///
/// ```
/// use keysieve::Span;
/// let span = Span { start: 4, end: 9 };
/// assert_eq!(&b"key=value"[span.range()], b"value");
/// assert_eq!(span.len(), 5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The span as a range, to index with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Its length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// As many bytes, so many further on.
    pub(crate) const fn moved(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The same bytes, counted from there on.
    pub(crate) const fn after(self, start: usize) -> Self {
        Self { start: self.start.saturating_sub(start), end: self.end.saturating_sub(start) }
    }

    /// Whether the two have a byte in common.
    pub(crate) const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Bytes between the two; 0 if they touch or overlap.
    pub(crate) fn gap(self, other: Self) -> Self {
        if self.end <= other.start {
            Self { start: self.end, end: other.start }
        } else {
            Self { start: other.end.min(self.start), end: self.start }
        }
    }
}
