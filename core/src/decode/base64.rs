//! Base64 in either alphabet, with or without padding, on one line or on many.
//!
//! Source: RFC 4648, RFC 2045 (lines).

use super::unit::Unit;
use crate::prefilter::likely;
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
pub(super) const TEXT_QUANTA: usize = 4;

/// What is so many times shorter than the longest text in a run is text by chance.
const BY_CHANCE: usize = 6;

/// Whether the byte is a symbol of either alphabet.
pub(super) const fn is_symbol(byte: u8) -> bool {
    VALUES[byte as usize] != NONE
}

/// Where the run of symbols ends that starts there.
pub(super) fn run_end(source: &[u8], start: usize) -> usize {
    let rest = source.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|&&byte| is_symbol(byte)).count()
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

/// So many symbols are decoded together, if nothing stands between them.
pub(super) const TOGETHER: usize = 88;

/// What the first of some symbols stand for; nothing if there are not so many in a row.
pub(super) fn together(source: &[u8]) -> Option<[u8; TOGETHER / 4 * 3]> {
    let symbols: &[u8; TOGETHER] = source.first_chunk()?;
    let (mut bytes, mut all) = ([0; _], 0);
    for (symbols, bytes) in symbols.as_chunks().0.iter().zip(bytes.as_chunks_mut().0) {
        *bytes = text_of(*symbols);
        all |= symbols.iter().fold(0, |all, &symbol| all | VALUES[usize::from(symbol)]);
    }
    (all != NONE).then_some(bytes)
}

/// The bytes that four symbols stand for.
fn text_of(symbols: [u8; 4]) -> [u8; 3] {
    let [a, b, c, d] = symbols.map(|symbol| VALUES[usize::from(symbol)]);
    [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
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

/// At which of the first four symbols base64 of some text may begin: a run may start with what is
/// no part of it, as in a path.
pub(super) fn phases(source: &[u8], run: Span) -> [bool; 4] {
    let symbols = source.get(run.range()).unwrap_or_default();
    if memchr::memchr(b'\n', symbols).is_some() {
        return text_phases(symbols);
    }
    let mut longest = [0; 4];
    // Up to here the quanta of a phase have been looked at.
    let mut ends = [run.start; 4];
    let mut rest = run;
    while let Some(likely) = likely(source, rest) {
        let mut quanta = likely.quanta;
        while quanta != 0 {
            let at = likely.start + quanta.trailing_zeros() as usize;
            quanta &= quanta - 1;
            let phase = (at - run.start) % 4;
            if at < ends[phase] {
                continue;
            }
            let (row, _) = source.get(at..run.end).unwrap_or_default().as_chunks();
            let row = row.iter().take_while(|&&quantum| is_text_quantum(quantum)).count();
            longest[phase] = row.max(longest[phase]);
            ends[phase] = at + 4 * row;
        }
        rest.start = likely.end;
    }
    likely_phases(longest)
}

/// Whether four symbols stand for three bytes of text.
fn is_text_quantum(symbols: [u8; 4]) -> bool {
    text_of(symbols).into_iter().all(is_text)
}

/// The same symbol by symbol, whatever stands between them.
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
    likely_phases(longest)
}

/// Those of the longest rows of quanta that are text.
fn likely_phases(longest: [usize; 4]) -> [bool; 4] {
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
        fn symbols_in_a_row_are_decoded_together(
            bytes in prop::collection::vec(any::<u8>(), 66..80),
            (at, other) in (0..TOGETHER, "[ -~\n\u{0}\u{7f}]"),
        ) {
            let mut symbols = data_encoding::BASE64_NOPAD.encode(&bytes).into_bytes();
            prop_assert_eq!(together(&symbols), bytes.first_chunk().copied());
            symbols[at] = other.as_bytes()[0];
            prop_assert_eq!(together(&symbols).is_some(), is_symbol(symbols[at]));
            prop_assert_eq!(together(&symbols[..TOGETHER - 1]), None);
        }

        #[test]
        fn phases_are_those_of_each_symbol(
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
            let all = Span { start: 0, end: run.len() };
            prop_assert_eq!(phases(run.as_bytes(), all), text_phases(run.as_bytes()));
        }
    }
}
