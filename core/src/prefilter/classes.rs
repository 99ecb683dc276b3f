//! The classes of bytes that the prefilter tells apart, and what a block of text holds of them.

use super::buckets::Buckets;
use super::rarity::KEY;
pub(crate) use crate::program::BLOCK;
use crate::program::{is_run_byte, is_solid, is_token, is_word};

/// A block with the bytes after it that a literal's key may reach into.
pub(crate) type Window = [u8; BLOCK + KEY - 1];

/// Which bytes of a block are of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Masks {
    pub(crate) word: u64,
    pub(crate) solid: u64,
    pub(crate) token: u64,
    pub(crate) digit: u64,
    /// Base64.
    pub(crate) run: u64,
    /// What may end an assignment; some other bytes that are none of tokens may be among them.
    pub(crate) lead: u64,
    /// Where a literal may stand that is looked for at the start of words.
    pub(crate) short: u64,
    /// Where a literal may stand that is looked for anywhere.
    pub(crate) rare: u64,
}

/// The classes of a byte, a bit each.
pub(crate) const WORD: u8 = 1;
pub(crate) const SOLID: u8 = 2;
pub(crate) const TOKEN: u8 = 4;
pub(crate) const DIGIT: u8 = 8;
pub(crate) const LEAD: u8 = 16;
pub(crate) const RUN: u8 = 32;

/// The classes of each byte; those from 128 on are of none.
pub(crate) static CLASSES: [u8; 128] = {
    let mut classes = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        let of = byte as u8;
        classes[byte] = is_word(of) as u8 * WORD
            + is_solid(of) as u8 * SOLID
            + is_token(of) as u8 * TOKEN
            + of.is_ascii_digit() as u8 * DIGIT
            + is_lead(of) as u8 * LEAD
            + is_run_byte(of) as u8 * RUN;
        byte += 1;
    }
    classes
};

/// Whether the byte may be the last of an assignment.
#[inline]
pub(crate) const fn is_lead(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t'
            | b'\r'
            | b'\n'
            | b'"'
            | b'\''
            | b'`'
            | b'\\'
            | b'='
            | b':'
            | b'>'
            | b'('
            | b','
            | b'|'
            | b'?'
            | b'['
            | b'{'
    )
}

/// The masks of a block, byte by byte, on any processor.
pub(crate) fn masks(window: &Window, buckets: Option<&Buckets>) -> Masks {
    let mut masks = Masks::default();
    for (at, &byte) in window.iter().take(BLOCK).enumerate() {
        let classes = u64::from(CLASSES.get(usize::from(byte)).copied().unwrap_or(0));
        let bit = |class: u8| (classes >> class.trailing_zeros() & 1) << at;
        masks.word |= bit(WORD);
        masks.solid |= bit(SOLID);
        masks.token |= bit(TOKEN);
        masks.digit |= bit(DIGIT);
        masks.lead |= bit(LEAD);
        masks.run |= bit(RUN);
    }
    if let Some(buckets) = buckets {
        for (at, bytes) in window.windows(KEY).enumerate() {
            let &[first, second, third, fourth] = bytes else { continue };
            let [one, other] = buckets.of([first, second, third, fourth]);
            let [short_one, short_other] = buckets.short;
            let is_short = one & short_one | other & short_other != 0;
            let is_rare = one & !short_one | other & !short_other != 0;
            masks.short |= u64::from(is_short) << at;
            masks.rare |= u64::from(is_rare) << at;
        }
    }
    masks
}
