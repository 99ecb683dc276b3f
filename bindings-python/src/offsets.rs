//! Byte offsets in UTF-8 to code points.

/// What offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Bytes, as they are; also of text that is ASCII.
    Bytes,
    /// Code points of UTF-8.
    CodePoints,
}

impl Unit {
    /// The byte at which that place of Python's is; the end, if it lies behind it.
    pub(crate) fn to_bytes(self, text: &[u8], place: usize) -> usize {
        match self {
            Self::Bytes => place.min(text.len()),
            Self::CodePoints => {
                let mut starts = (0..text.len()).filter(|&at| begins(text[at]));
                starts.nth(place).unwrap_or(text.len())
            }
        }
    }
}

/// A place in UTF-8, as a byte and as a code point. It moves from one place to the next, so that
/// places in ascending order take one pass over the text.
pub(crate) struct Cursor {
    at: usize,
    code_points: usize,
}

impl Cursor {
    pub(crate) const START: Self = Self { at: 0, code_points: 0 };

    /// Moves to that byte, or to the end if it lies behind it: code points before it.
    pub(crate) fn move_to(&mut self, text: &[u8], offset: usize) -> usize {
        let offset = offset.min(text.len());
        if offset >= self.at {
            self.code_points += count(&text[self.at..offset]);
        } else {
            self.code_points -= count(&text[offset..self.at]);
        }
        self.at = offset;
        self.code_points
    }
}

/// Converts offsets.
pub(crate) struct Offsets<'a> {
    text: &'a [u8],
    unit: Unit,
    cursor: Cursor,
}

impl<'a> Offsets<'a> {
    pub(crate) const fn new(text: &'a [u8], unit: Unit) -> Self {
        Self { text, unit, cursor: Cursor::START }
    }

    /// What Python calls the place of that byte.
    pub(crate) fn get(&mut self, offset: usize) -> usize {
        match self.unit {
            Unit::Bytes => offset,
            Unit::CodePoints => self.cursor.move_to(self.text, offset),
        }
    }
}

/// The offsets of the record that was asked for last.
#[derive(Default)]
pub(crate) struct OfRecord<'a>(Option<(usize, Offsets<'a>)>);

impl<'a> OfRecord<'a> {
    /// Those of the record of that number.
    pub(crate) fn get(&mut self, number: usize, record: &'a [u8], unit: Unit) -> &mut Offsets<'a> {
        self.0.take_if(|(of, _)| *of != number);
        &mut self.0.get_or_insert_with(|| (number, Offsets::new(record, unit))).1
    }
}

/// Code points that begin in the bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| begins(byte)).count()
}

/// Whether a code point begins with the byte: all do but the continuation bytes `10xxxxxx`.
const fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}
