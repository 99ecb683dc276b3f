//! Base64 in either alphabet, with or without padding, on one line or on many.
//!
//! Source: RFC 4648, RFC 2045 (lines).

use super::unit::Unit;
use crate::span::Span;

/// What a symbol that is none is worth.
const NONE: u8 = 0xff;

/// The values of both alphabets' symbols.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let symbols = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut at = 0;
    while at < symbols.len() {
        values[symbols[at] as usize] = at as u8;
        at += 1;
    }
    values[b'-' as usize] = 62;
    values[b'_' as usize] = 63;
    values
};

/// Quanta (three bytes each) in a row that have to be text before a run is taken for base64.
const TEXT_QUANTA: usize = 4;

/// What is so many times shorter than the longest text in a run is text by chance.
const BY_CHANCE: usize = 6;

/// Whether the byte is a symbol of either alphabet.
pub(super) const fn is_symbol(byte: u8) -> bool {
    VALUES[byte as usize] != NONE
}

/// Four symbols, or what is left of them.
pub(super) struct Quantum {
    pub(super) unit: Unit,
    /// Where the symbols stand.
    symbols: [usize; 4],
}

impl Quantum {
    /// The symbols that hold the bytes from `first` to `last`, and the padding if it ends there.
    pub(super) fn place(&self, source: &[u8], first: usize, last: usize) -> Span {
        let [start, end] = [first, last + 1].map(|at| self.symbols[at.min(3)]);
        let is_last = last + 1 == self.unit.bytes.len();
        let padding = if is_last { padding(&source[end + 1..]) } else { 0 };
        Span { start, end: end + 1 + padding }
    }
}

/// How many bytes of padding stand there, be it on a line of its own.
pub(super) fn padding(source: &[u8]) -> usize {
    let line_break = match *source {
        [b'\n', b'=', ..] => 1,
        [b'\r', b'\n', b'=', ..] => 2,
        _ => 0,
    };
    let count = source[line_break..].iter().take(3).take_while(|&&byte| byte == b'=').count();
    // A row of them is something else.
    if count > 2 { 0 } else { line_break + count }
}

/// The next quantum at or after a place; what stands between symbols is passed over.
pub(super) fn quantum(source: &[u8], at: usize, end: usize) -> Option<Quantum> {
    let mut symbols = [0; 4];
    let (mut bits, mut count, mut next) = (0u32, 0, at);
    while count < 4 && next < end {
        let value = VALUES[usize::from(source[next])];
        if value != NONE {
            symbols[count] = next;
            bits = bits << 6 | u32::from(value);
            count += 1;
        }
        next += 1;
    }
    let whole = (count * 6 / 8).min(3);
    if whole == 0 {
        return None;
    }
    let [_, bytes @ ..] = (bits << (24 - 6 * count)).to_be_bytes();
    let mut unit = Unit::new(next - at);
    unit.extend(&bytes[..whole]);
    Some(Quantum { unit, symbols })
}

/// Whether so many quanta in a row may be text, wherever they begin, in a run that may be of many
/// lines.
///
/// Of that many in a row one is looked at; in what is no text few of those are.
fn may_be_text(run: &[u8]) -> bool {
    if memchr::memchr(b'\n', run).is_some() {
        return true;
    }
    let quantum = |at: usize| {
        let value = |&symbol: &u8| VALUES[usize::from(symbol)];
        let [a, b, c, d] = run.get(at..)?.first_chunk()?.each_ref().map(value);
        Some([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d])
    };
    let is_text =
        |at: usize| quantum(at).is_some_and(|bytes| bytes.iter().all(|&byte| is_text(byte)));
    let is_in_row = |at: usize| {
        let near = 1..TEXT_QUANTA;
        let before = near.clone().take_while(|back| at.checked_sub(4 * back).is_some_and(is_text));
        let after = near.take_while(|on| is_text(at + 4 * on));
        before.count() + 1 + after.count() >= TEXT_QUANTA
    };
    let looked_at =
        |phase: usize| (phase + 4 * (TEXT_QUANTA - 1)..run.len()).step_by(4 * TEXT_QUANTA);
    (0..4).any(|phase| looked_at(phase).any(|at| is_text(at) && is_in_row(at)))
}

/// At which of the first four symbols base64 of some text may begin: a run may start with what is
/// no part of it, as in a path.
pub(super) fn phases(run: &[u8]) -> [bool; 4] {
    if may_be_text(run) { text_phases(run) } else { [false; 4] }
}

fn text_phases(run: &[u8]) -> [bool; 4] {
    let (mut bits, mut streaks, mut longest) = (0u32, [0usize; 4], [0; 4]);
    let values = run.iter().map(|&byte| VALUES[usize::from(byte)]).filter(|&value| value != NONE);
    for (at, value) in values.enumerate() {
        bits = bits << 6 | u32::from(value);
        let phase = (at + 1) & 3;
        let [_, bytes @ ..] = bits.to_be_bytes();
        let is_text = at >= 3 && bits & 0x80_80_80 == 0 && bytes.iter().all(|&byte| is_text(byte));
        streaks[phase] = if is_text { streaks[phase] + 1 } else { 0 };
        longest[phase] = longest[phase].max(streaks[phase]);
    }
    let best = longest.into_iter().max().unwrap_or(0);
    // Of text encoded twice a few quanta come out as text wherever one begins.
    longest.map(|streak| streak >= TEXT_QUANTA && streak * BY_CHANCE >= best)
}

/// Whether the byte may stand in text, be it of two bytes a character.
const fn is_text(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | b'\r' | b' '..=b'~')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_cannot_be_text_has_no_phase(
            runs in prop::collection::vec("[ -~]{0,24}|[A-Za-z0-9+/_-]{0,40}", 1..6),
            encode: Vec<bool>,
        ) {
            let mut run = String::new();
            for (part, encode) in runs.iter().zip(encode) {
                if encode {
                    run.push_str(&data_encoding::BASE64_NOPAD.encode(part.as_bytes()));
                } else {
                    run.extend(part.chars().filter(|&c| is_symbol(c as u8)));
                }
            }
            prop_assert_eq!(phases(run.as_bytes()), text_phases(run.as_bytes()));
        }
    }
}
