//! The classes of bytes that the prefilter tells apart, and what a block of text holds of them.

use super::rarity::RARE_LENGTH;
use crate::program::{is_token, is_word};

/// Bytes in a block; a mask has a bit for each.
pub(crate) const BLOCK: usize = 64;

/// A block with the bytes after it that a rare literal may reach into.
pub(crate) type Window = [u8; BLOCK + RARE_LENGTH - 1];

/// Which bytes of a block are of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Masks {
    pub(crate) word: u64,
    pub(crate) token: u64,
    pub(crate) digit: u64,
    /// Where a rare literal may stand.
    pub(crate) rare: u64,
}

/// For each byte of a rare literal, by its low and by its high nibble, the buckets of literals that
/// have such a byte there; a literal may stand where all six agree on a bucket.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Nibbles {
    pub(crate) low: [[u8; 16]; RARE_LENGTH],
    pub(crate) high: [[u8; 16]; RARE_LENGTH],
}

impl Nibbles {
    /// The buckets that these bytes may be in.
    pub(crate) fn buckets(&self, bytes: [u8; RARE_LENGTH]) -> u8 {
        let mut buckets = u8::MAX;
        for ((low, high), byte) in self.low.iter().zip(&self.high).zip(bytes) {
            buckets &= low[usize::from(byte & 0xf)] & high[usize::from(byte >> 4)];
        }
        buckets
    }
}

/// The masks of a block, byte by byte, on any processor.
pub(crate) fn masks(window: &Window, nibbles: Option<&Nibbles>) -> Masks {
    const WORD: u8 = 1;
    const TOKEN: u8 = 2;
    const DIGIT: u8 = 4;
    const CLASSES: [u8; 256] = {
        let mut classes = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let of = byte as u8;
            classes[byte] = is_word(of) as u8 * WORD
                + is_token(of) as u8 * TOKEN
                + of.is_ascii_digit() as u8 * DIGIT;
            byte += 1;
        }
        classes
    };
    let mut masks = Masks::default();
    for (at, &byte) in window.iter().take(BLOCK).enumerate() {
        let class = u64::from(CLASSES[usize::from(byte)]);
        masks.word |= (class & 1) << at;
        masks.token |= (class >> 1 & 1) << at;
        masks.digit |= (class >> 2) << at;
    }
    if let Some(nibbles) = nibbles {
        for (at, bytes) in window.windows(RARE_LENGTH).enumerate() {
            let &[first, second, third] = bytes else { continue };
            masks.rare |= u64::from(nibbles.buckets([first, second, third]) != 0) << at;
        }
    }
    masks
}
