//! Offsets in bytes to what JavaScript counts, and to lines and columns.

use keysieve::Positions;

use crate::text::Unit;

/// Converts offsets that lie near one another, wherever they lie, in time linear in how far it has
/// to go from each to the next.
struct Cursor<'b> {
    bytes: &'b [u8],
    unit: Unit,
    byte: usize,
    units: usize,
}

impl<'b> Cursor<'b> {
    const fn new(bytes: &'b [u8], unit: Unit) -> Self {
        Self { bytes, unit, byte: 0, units: 0 }
    }

    fn at(&mut self, byte: usize) -> usize {
        if self.unit == Unit::Byte {
            return byte;
        }
        let byte = byte.min(self.bytes.len());
        if byte >= self.byte {
            self.units += utf16_length(&self.bytes[self.byte..byte]);
        } else {
            self.units -= utf16_length(&self.bytes[byte..self.byte]);
        }
        self.byte = byte;
        self.units
    }
}

/// Where something stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Both from 1.
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Converts the spans of findings, which come in the order of their starts.
pub(crate) struct Offsets<'b> {
    positions: Positions<'b>,
    spans: Cursor<'b>,
    /// A line may start far before its findings, but the starts of lines come in order, too.
    lines: Cursor<'b>,
}

impl<'b> Offsets<'b> {
    pub(crate) const fn new(bytes: &'b [u8], unit: Unit) -> Self {
        Self {
            positions: Positions::new(bytes),
            spans: Cursor::new(bytes, unit),
            lines: Cursor::new(bytes, unit),
        }
    }

    pub(crate) fn span(&mut self, span: keysieve::Span) -> (usize, usize) {
        (self.spans.at(span.start), self.spans.at(span.end))
    }

    pub(crate) fn place(&mut self, span: keysieve::Span) -> Place {
        let (start, end) = self.span(span);
        let position = self.positions.at(span.start);
        let line_start = self.lines.at(span.start + 1 - position.column);
        Place { start, end, line: position.line, column: start - line_start + 1 }
    }

    pub(crate) fn at(&mut self, byte: usize) -> usize {
        self.spans.at(byte)
    }
}

/// How many UTF-16 code units a piece of UTF-8 stands for: one a character, and one more for those
/// of four bytes.
fn utf16_length(bytes: &[u8]) -> usize {
    // Sums of bytes, so that a vector register holds many; none of them exceeds 2 · 127.
    let sum = |piece: &[u8]| {
        piece
            .iter()
            .fold(0u8, |sum, &byte| sum + u8::from(byte & 0xC0 != 0x80) + u8::from(byte >= 0xF0))
    };
    bytes.chunks(127).map(|piece| usize::from(sum(piece))).sum()
}
