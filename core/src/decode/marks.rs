//! What a block of bytes may hold that is encoded: told for all of them at once, without branches, so
//! that a compiler that is told of a processor's vectors makes use of them.

#![allow(clippy::inline_always, reason = "it is compiled once for each kind of processor")]

use super::base64;
use super::likely::Symbols;
use crate::span::Span;

/// Bytes of a block.
pub(crate) const BLOCK: usize = 64;

/// A block and the byte after it.
pub(crate) type Window = [u8; BLOCK + 1];

/// What a block holds, a bit a byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// What may begin an escape.
    pub(crate) triggers: u64,
    /// Symbols of base64.
    pub(crate) symbols: u64,
}

/// A block in which something may be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) start: usize,
    pub(crate) triggers: u64,
    /// Its groups of eight symbols, at multiples of eight, that are a part of at least
    /// [`SHORTEST_RUN`]: a bit a group. Every such run has one.
    pub(crate) groups: u8,
    /// The symbols before it, in it and after it.
    symbols: [u64; 3],
}

impl Marked {
    /// One of nothing.
    pub(super) const NONE: Self = Self { start: 0, triggers: 0, groups: 0, symbols: [0; 3] };

    /// The run that a group of it is a part of.
    pub(super) fn run(&self, source: &[u8], group: u32) -> Span {
        let [before, here, after] = self.symbols;
        let place = 8 * group;
        let mut ahead = (here >> place).trailing_ones();
        if ahead == u64::BITS - place {
            ahead += after.trailing_ones();
        }
        let mut behind = (!here << 1 << (u64::BITS - 1 - place)).leading_zeros().min(place);
        if behind == place {
            behind += before.leading_ones();
        }
        let at = self.start + place as usize;
        let (mut start, mut end) = (at - behind as usize, at + ahead as usize);
        // What goes on beyond the blocks.
        if behind == place + u64::BITS {
            let rest = source[..start].iter().rev();
            start -= rest.take_while(|&&byte| base64::is_symbol(byte)).count();
        }
        if ahead == 2 * u64::BITS - place {
            end = base64::run_end(source, end);
        }
        Span { start, end }
    }
}

/// The shortest run of symbols that may be base64.
pub(crate) const SHORTEST_RUN: usize = 16;

/// How the marks of a block are made.
pub(crate) trait Marker {
    fn marks(&self, window: &Window) -> Marks;

    /// What the symbols of a block are.
    fn symbols(&self, block: &[u8; BLOCK]) -> Symbols;

    /// Those of the block that starts there, whatever there is of it.
    #[inline(always)]
    fn marks_at(&self, source: &[u8], at: usize) -> Marks {
        let rest = source.get(at..).unwrap_or_default();
        if let Some(window) = rest.first_chunk() {
            return self.marks(window);
        }
        if rest.is_empty() {
            return Marks::default();
        }
        let mut padded = [b' '; BLOCK + 1];
        padded[..rest.len()].copy_from_slice(rest);
        self.marks(&padded)
    }
}

/// Goes from block to block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Blocks {
    /// The next block, its marks, and the symbols in the one before it.
    at: usize,
    here: Option<Marks>,
    before: u64,
}

impl Blocks {
    /// The next block in which something may be encoded.
    #[inline(always)]
    pub(crate) fn next<M: Marker>(&mut self, by: &M, source: &[u8]) -> Option<Marked> {
        let Self { mut at, before: mut symbols, .. } = *self;
        let mut here = self.here.unwrap_or_else(|| by.marks_at(source, at));
        while at < source.len() {
            let next = by.marks_at(source, at + BLOCK);
            let around = [symbols, here.symbols, next.symbols];
            let groups = groups(around);
            let marked = Marked { start: at, triggers: here.triggers, groups, symbols: around };
            (at, symbols, here) = (at + BLOCK, here.symbols, next);
            if marked.triggers != 0 || groups != 0 {
                *self = Self { at, here: Some(here), before: symbols };
                return Some(marked);
            }
        }
        self.at = at;
        None
    }
}

/// The groups of eight symbols in the second of three blocks that are a part of a run which is long
/// enough.
#[inline(always)]
fn groups([before, here, after]: [u64; 3]) -> u8 {
    /// The first place of each group.
    const FIRST: u64 = 0x0101_0101_0101_0101;
    let eight = here & here >> 1;
    let eight = eight & eight >> 2;
    let eight = eight & eight >> 4;
    if eight & FIRST == 0 {
        return 0;
    }
    // From the last eight places before the block on: where so many begin, in which the group lies.
    let long = u128::from(before >> 56) | u128::from(here) << 8 | u128::from(after) << 72;
    let long = long & long >> 1;
    let long = long & long >> 2;
    let long = long & long >> 4;
    let starts = long & long >> 8;
    let near = starts | starts >> 1;
    let near = near | near >> 2;
    let near = near | near >> 4;
    let near = (near | starts >> 8) as u64;
    // The product gathers the bits in the highest byte.
    ((near & FIRST).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

/// Byte by byte.
pub(crate) struct Portable;

impl Marker for Portable {
    #[inline(always)]
    fn marks(&self, window: &Window) -> Marks {
        let Flags { triggers, symbols } = Flags::of(window);
        // Most blocks have no triggers.
        let has_triggers = triggers.iter().fold(0, |any, trigger| any | trigger) != 0;
        Marks { triggers: if has_triggers { bits(&triggers) } else { 0 }, symbols: bits(&symbols) }
    }

    #[inline(always)]
    fn symbols(&self, block: &[u8; BLOCK]) -> Symbols {
        Symbols::of(block, bits)
    }
}

/// A bit for each flag.
fn bits(flags: &[u8; BLOCK]) -> u64 {
    let bits = flags.as_chunks().0.iter().map(|&flags| {
        // The product gathers the lowest bit of each byte in the highest byte.
        u64::from_le_bytes(flags).wrapping_mul(0x0102_0408_1020_4080) >> 56
    });
    bits.enumerate().fold(0, |all, (number, bits)| all | bits << (8 * number))
}

/// What a block holds, a byte a byte: one or zero.
pub(crate) struct Flags {
    pub(crate) triggers: [u8; BLOCK],
    pub(crate) symbols: [u8; BLOCK],
}

impl Flags {
    #[inline(always)]
    pub(crate) fn of(window: &Window) -> Self {
        let mut flags = Self { triggers: [0; BLOCK], symbols: [0; BLOCK] };
        for (at, trigger) in flags.triggers.iter_mut().enumerate() {
            let (here, next) = (classes(window[at]), followers(window[at + 1]));
            *trigger = u8::from(here & (next | ALWAYS) != 0);
        }
        for (symbol, &byte) in flags.symbols.iter_mut().zip(window) {
            *symbol = u8::from(classes(byte) & SYMBOL != 0);
        }
        flags
    }
}

/// Symbols of base64.
pub(crate) const SYMBOL: u8 = 1;
/// What begins an escape whatever follows: `%`, and the zero byte of UTF-16.
pub(crate) const ALWAYS: u8 = 2;
/// What begins one before some bytes: `&`, `\`, `=`, and quotes, where literals are joined.
const AMPERSAND: u8 = 4;
const BACKSLASH: u8 = 8;
const EQUALS: u8 = 16;
const QUOTE: u8 = 32;

/// The classes that a byte is of.
#[inline(always)]
#[expect(clippy::needless_bitwise_bool, reason = "done for every byte, so without branches")]
pub(crate) const fn classes(byte: u8) -> u8 {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    // The slash stands right before the digits.
    let is_digit = byte.wrapping_sub(b'/') < 11;
    let is_other = (byte == b'+') | (byte == b'-') | (byte == b'_');
    let is_quote = (byte == b'"') | (byte == b'\'') | (byte == b'`');
    (is_letter | is_digit | is_other) as u8 * SYMBOL
        + ((byte == b'%') | (byte == 0)) as u8 * ALWAYS
        + (byte == b'&') as u8 * AMPERSAND
        + (byte == b'\\') as u8 * BACKSLASH
        + (byte == b'=') as u8 * EQUALS
        + is_quote as u8 * QUOTE
}

/// The classes that begin an escape before the byte.
#[inline(always)]
#[expect(clippy::needless_bitwise_bool, reason = "done for every byte, so without branches")]
pub(crate) const fn followers(next: u8) -> u8 {
    let is_reference = (next == b'#') | ((next | 0x20).wrapping_sub(b'a') < 26);
    // A quote that is escaped is a quote still.
    let is_escaped = (next < 0x80) & (next != b'"') & (next != b'\'');
    let is_upper_digit = (next.wrapping_sub(b'0') < 10) | (next.wrapping_sub(b'A') < 6);
    let is_break = (next == b'\n') | (next == b'\r');
    let is_space = (next == b' ') | (next.wrapping_sub(b'\t') < 5);
    let is_operator = is_space | (next == b'+') | (next == b'.') | (next == b'&');
    let is_operator = is_operator | (next == b'|') | (next == b'<');
    is_reference as u8 * AMPERSAND
        + is_escaped as u8 * BACKSLASH
        + (is_upper_digit | is_break) as u8 * EQUALS
        + is_operator as u8 * QUOTE
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;
    use crate::prefilter::next_marked;

    /// Each run that is long enough, symbol by symbol.
    fn runs(source: &[u8]) -> Vec<Span> {
        let mut runs = Vec::new();
        let mut start = 0;
        while start < source.len() {
            let end = base64::run_end(source, start);
            if end - start >= SHORTEST_RUN {
                runs.push(Span { start, end });
            }
            start = end + 1;
        }
        runs
    }

    proptest! {
        #[test]
        fn blocks_lead_to_each_long_run_and_to_each_trigger(
            pieces in prop::collection::vec("[A-Za-z0-9+/_-]{0,150}[^A-Za-z0-9+/_-]{0,3}|[ -~]{0,20}", 0..12),
        ) {
            let source = pieces.concat().into_bytes();
            let (mut found, mut triggers, mut blocks) = (Vec::new(), Vec::new(), Blocks::default());
            while let Some(marked) = next_marked(&mut blocks, &source) {
                let bits = |mask: u64| (0..64).filter(move |bit| mask >> bit & 1 == 1);
                triggers.extend(bits(marked.triggers).map(|bit| marked.start + bit as usize));
                found.extend(bits(marked.groups.into()).map(|group| marked.run(&source, group)));
            }
            found.dedup();
            prop_assert_eq!(found, runs(&source));
            let is_trigger = |at: &usize| {
                let here = classes(source[*at]);
                let next = followers(source.get(at + 1).copied().unwrap_or(b' '));
                here & (next | ALWAYS) != 0
            };
            let expected: Vec<_> = (0..source.len()).filter(is_trigger).collect();
            prop_assert_eq!(triggers, expected);
        }
    }
}
