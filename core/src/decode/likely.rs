//! Which runs of symbols may be encoded text at all, told for 64 symbols at once: of what programs
//! and logs are full of (names, paths, hashes, numbers) hardly any pass.
//!
//! Text is ASCII. So in base64 the highest bits of three bytes are zero, each of which is a bit of
//! one symbol of a quantum; and of the digits of hexadecimal text every other one is below 8.

#![allow(clippy::inline_always, reason = "it is compiled once for each kind of processor")]

use super::base64::TEXT_QUANTA;
use super::hex::TEXT_BYTES;
use super::marks::{BLOCK, Marker};
use crate::span::Span;

/// Where in a run text may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Likely {
    /// So many quanta in a row as have to be text, in base64: a bit a place, from this one on.
    pub(crate) start: usize,
    pub(crate) quanta: u64,
    /// So many bytes in a row, in hexadecimal.
    pub(crate) bytes: u64,
    /// Where the next places are.
    pub(crate) end: usize,
}

/// Symbols of which 64 bytes are, a bit a byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Symbols {
    /// Those of base64 that may be the first, the second and the third of a quantum of text.
    pub(crate) quantum: [u64; 3],
    pub(crate) digits: u64,
    /// Digits that may be the first of a byte of text.
    pub(crate) high_digits: u64,
}

const FIRST: u8 = 1;
const SECOND: u8 = 2;
const THIRD: u8 = 4;
const DIGIT: u8 = 8;
const HIGH_DIGIT: u8 = 16;

/// The kinds of symbols that a byte is of, of those of base64.
#[inline(always)]
#[expect(clippy::needless_bitwise_bool, reason = "done for every byte, so without branches")]
pub(crate) const fn kinds(symbol: u8) -> u8 {
    let (upper, lower, digit) =
        (symbol.wrapping_sub(b'A'), symbol.wrapping_sub(b'a'), symbol.wrapping_sub(b'0'));
    let (is_upper, is_lower, is_digit) = (upper < 26, lower < 26, digit < 10);
    // The other two have all bits set that matter here.
    let value = is_upper as u8 * upper
        + is_lower as u8 * lower.wrapping_add(26)
        + is_digit as u8 * digit.wrapping_add(52)
        + !(is_upper | is_lower | is_digit) as u8 * 62;
    let is_hex = is_digit | (lower < 6) | (upper < 6);
    (value & 32 == 0) as u8 * FIRST
        + (value & 8 == 0) as u8 * SECOND
        + (value & 2 == 0) as u8 * THIRD
        + is_hex as u8 * DIGIT
        + (is_digit & (digit < 8) & (digit != 1)) as u8 * HIGH_DIGIT
}

/// The first places in a run without line ends at which there may be text.
#[inline(always)]
pub(crate) fn likely<M: Marker>(by: &M, source: &[u8], run: Span) -> Option<Likely> {
    /// Of so many places a block tells: as much as has to be text is never parted.
    const STEP: usize = BLOCK - 2 * TEXT_BYTES;
    let mut start = run.start;
    while start < run.end {
        let rest = source.get(start..).unwrap_or_default();
        let symbols = if let Some(block) = rest.first_chunk() {
            by.symbols(block)
        } else {
            let mut padded = [b' '; BLOCK];
            padded[..rest.len()].copy_from_slice(rest);
            by.symbols(&padded)
        };
        let left = run.end - start;
        let of_run = if left < BLOCK { !(!0 << left) } else { !0 };
        let [quanta, bytes] = symbols.likely(of_run).map(|places| places & !(!0 << STEP));
        if quanta | bytes != 0 {
            return Some(Likely { start, quanta, bytes, end: run.end.min(start + STEP) });
        }
        start += STEP;
    }
    None
}

impl Symbols {
    /// Told byte by byte; something makes a bit of each byte, which is one or zero.
    #[inline(always)]
    pub(crate) fn of(block: &[u8; BLOCK], bits: impl Fn(&[u8; BLOCK]) -> u64) -> Self {
        let mut kinds_of = [0; BLOCK];
        for (kind, &byte) in kinds_of.iter_mut().zip(block) {
            *kind = kinds(byte);
        }
        let of = |wanted: u8| bits(&kinds_of.map(|kind| u8::from(kind & wanted != 0)));
        Self::by(of)
    }

    /// Told by the bytes of each kind.
    #[inline(always)]
    pub(crate) fn by(of: impl Fn(u8) -> u64) -> Self {
        Self {
            quantum: [of(FIRST), of(SECOND), of(THIRD)],
            digits: of(DIGIT),
            high_digits: of(HIGH_DIGIT),
        }
    }

    /// Where text may begin that is all in the run: in base64, and in hexadecimal.
    #[inline(always)]
    const fn likely(self, run: u64) -> [u64; 2] {
        const { assert!(TEXT_QUANTA == 4 && TEXT_BYTES == 12) };
        let [first, second, third] = self.quantum;
        let quanta = first & second >> 1 & third >> 2 & run >> 3;
        let two = quanta & quanta >> 4;
        let (high, digits) = (self.high_digits & run, self.digits & run);
        let bytes = high & digits >> 1;
        let two_bytes = bytes & bytes >> 2;
        let four_bytes = two_bytes & two_bytes >> 4;
        [two & two >> 8, four_bytes & four_bytes >> 8 & four_bytes >> 16]
    }
}
