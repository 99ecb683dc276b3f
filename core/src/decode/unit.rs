//! The smallest piece of an encoding: some bytes of the source that stand for some others.

use arrayvec::ArrayVec;

/// A piece of encoded text.
pub(super) struct Unit {
    /// What it stands for; nothing, where it only parts the text.
    pub(super) bytes: ArrayVec<u8, 4>,
    /// How many bytes of the source it takes.
    pub(super) len: usize,
}

impl Unit {
    pub(super) const fn new(len: usize) -> Self {
        Self { bytes: ArrayVec::new_const(), len }
    }

    pub(super) fn of(len: usize, bytes: &[u8]) -> Self {
        let mut unit = Self::new(len);
        unit.extend(bytes);
        unit
    }

    /// A Unicode code point, as UTF-8; `None` if there is no such character.
    pub(super) fn character(len: usize, code_point: u32) -> Option<Self> {
        let mut buffer = [0; 4];
        let text = char::from_u32(code_point)?.encode_utf8(&mut buffer);
        Some(Self::of(len, text.as_bytes()))
    }

    pub(super) fn extend(&mut self, bytes: &[u8]) {
        // No unit stands for more than one character or three bytes.
        let _ = self.bytes.try_extend_from_slice(bytes);
    }
}

/// Whether text is likely to hold the byte: no control character but those that lay it out.
pub(super) const fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0x80..)
}
