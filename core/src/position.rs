//! Byte offsets to lines and columns.

/// A place in a text, as editors count it.
///
/// ```
/// use keysieve::{Position, Positions};
/// assert_eq!(Positions::new(b"ab\ncd").at(4), Position { line: 2, column: 2 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1. Lines end with a line feed.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
}

/// Finds the positions of ascending offsets in one pass over the text.
///
/// ```
/// use keysieve::Positions;
/// let mut positions = Positions::new(b"one\ntwo\nthree");
/// assert_eq!(positions.at(4).line, 2);
/// assert_eq!(positions.at(8).line, 3);
/// ```
#[derive(Clone)]
pub struct Positions<'h> {
    haystack: &'h [u8],
    /// The line that is known furthest on, and where it starts.
    line: usize,
    line_start: usize,
    /// Up to here line ends are counted.
    counted: usize,
}

impl<'h> Positions<'h> {
    /// Starts at the beginning of the text.
    pub const fn new(haystack: &'h [u8]) -> Self {
        Self { haystack, line: 1, line_start: 0, counted: 0 }
    }

    /// The position of an offset; of the end, if the offset lies behind it.
    ///
    /// An offset smaller than the one before starts the count over, so ask in ascending order.
    pub fn at(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.haystack.len());
        if offset < self.counted {
            *self = Self::new(self.haystack);
        }
        let counted = self.counted;
        for end in memchr::memchr_iter(b'\n', &self.haystack[counted..offset]) {
            self.line += 1;
            self.line_start = counted + end + 1;
        }
        self.counted = offset;
        Position { line: self.line, column: offset - self.line_start + 1 }
    }
}

impl core::fmt::Debug for Positions<'_> {
    /// Leaves the text out, since it holds secrets.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Positions").field("line", &self.line).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting_from_the_start(
            text in "[a\n]{0,60}",
            offsets in prop::collection::vec(0usize..70, 0..8),
        ) {
            let mut positions = Positions::new(text.as_bytes());
            for offset in offsets {
                let before = &text[..offset.min(text.len())];
                let line = before.matches('\n').count() + 1;
                let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
                prop_assert_eq!(positions.at(offset), Position { line, column });
            }
        }
    }
}
