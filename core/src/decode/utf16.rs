//! UTF-16 in either byte order, as far as its characters are ASCII.

use super::unit::Unit;
use crate::span::Span;

/// Characters in a row before bytes are taken for UTF-16.
const FEWEST: usize = 8;

pub(super) fn little_endian(source: &[u8]) -> Option<Unit> {
    match *source {
        [byte, 0, ..] if is_character(byte) => Some(Unit::of(2, &[byte])),
        _ => None,
    }
}

pub(super) fn big_endian(source: &[u8]) -> Option<Unit> {
    match *source {
        [0, byte, ..] if is_character(byte) => Some(Unit::of(2, &[byte])),
        _ => None,
    }
}

/// The text that starts there.
pub(super) fn text(source: &[u8], start: usize, unit: fn(&[u8]) -> Option<Unit>) -> Option<Span> {
    let units = source.get(start..)?.chunks_exact(2);
    let count = units.take_while(|pair| unit(pair).is_some()).count();
    (count >= FEWEST).then_some(Span { start, end: start + 2 * count })
}

const fn is_character(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')
}
