//! Byte offsets in UTF-8 to code points.

/// What offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Bytes, as they are; also of text that is ASCII.
    Bytes,
    /// Code points of UTF-8.
    CodePoints,
}

/// Converts offsets. Each is reached from the one before, so in ascending order all of them take
/// one pass over the text.
pub(crate) struct Offsets<'a> {
    text: &'a [u8],
    unit: Unit,
    at: usize,
    code_points: usize,
}

impl<'a> Offsets<'a> {
    pub(crate) const fn new(text: &'a [u8], unit: Unit) -> Self {
        Self { text, unit, at: 0, code_points: 0 }
    }

    /// What Python calls the place of that byte.
    pub(crate) fn get(&mut self, offset: usize) -> usize {
        if self.unit == Unit::Bytes {
            return offset;
        }
        let offset = offset.min(self.text.len());
        if offset >= self.at {
            self.code_points += count(&self.text[self.at..offset]);
        } else {
            self.code_points -= count(&self.text[offset..self.at]);
        }
        self.at = offset;
        self.code_points
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

/// Code points that begin in the bytes: all but the continuation bytes `10xxxxxx`.
pub(crate) fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}
