//! Where in a label a name may stand, by eight bytes at a border of its words.
//!
//! Names of eight bytes or more are told by all eight. Shorter ones by three, four or six; these
//! bytes share a number of a table that the first three lead to, and so one look-up tells of them
//! all.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use super::index::{ANY, SEPARATORS};
use super::rarity::KEY;

/// Bytes that a border is told by: the first of a word, or the last.
pub(crate) const AT_BORDER: usize = 8;

/// The bytes of shorter names that they are told by, if they have as many.
const FEW: usize = 6;

/// How many numbers of a table there are for each that is in it, and in all, as a power of two.
const ROOM: usize = 2;
const MOST: u32 = 12;

/// What borders of two kinds differ in, so that they can share tables.
pub(crate) const ENDS: u32 = 1 << 31;

/// What the first three bytes are multiplied by, the first four, and the others.
pub(crate) const FACTORS: [u32; 3] = [0x9e37_79b1, 0x85eb_ca6b, 0xc2b2_ae35];

/// By how much a hash is shifted to tell the bits that it has in its number, where the number is
/// told by the same hash, and where it is told by another.
pub(crate) const OWN_BITS: [u32; 2] = [10, 15];
pub(crate) const OTHER_BITS: [u32; 2] = [22, 27];

/// A filter of names: two bits in a number for each.
#[derive(Clone, Debug)]
pub(crate) struct Borders {
    pub(crate) short: Table,
    pub(crate) long: Table,
    /// Whether a name starts with a digit before what is no letter.
    pub(crate) has_numbers: bool,
}

/// As many numbers as the shift leaves a hash bits.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) numbers: Cow<'static, [u32]>,
    pub(crate) shift: u32,
}

/// The hashes of what a border is told by, without regard to ASCII case.
struct Hashes {
    three: u32,
    four: u32,
    six: u32,
    eight: u32,
}

impl Hashes {
    #[inline]
    const fn of(eight: u64, salt: u32) -> Self {
        let (first, rest) = (eight as u32 | FOLD, (eight >> 32) as u32 | FOLD);
        let four = (first ^ salt).wrapping_mul(FACTORS[1]);
        Self {
            three: ((first & 0xff_ffff) ^ salt).wrapping_mul(FACTORS[0]),
            four,
            six: four.wrapping_add((rest & 0xffff).wrapping_mul(FACTORS[2])),
            eight: four.wrapping_add(rest.wrapping_mul(FACTORS[2])),
        }
    }

    /// Those of the start of a word with these bytes.
    #[inline]
    const fn of_start(bytes: [u8; AT_BORDER]) -> Self {
        Self::of(u64::from_le_bytes(bytes), 0)
    }

    /// Those of the end of one.
    #[inline]
    const fn of_end(bytes: [u8; AT_BORDER]) -> Self {
        Self::of(u64::from_be_bytes(bytes), ENDS)
    }

    /// The bits of a name of that length, which is not long.
    const fn short_bits(&self, length: usize) -> u32 {
        match length {
            FEW.. => two(self.six, OTHER_BITS),
            KEY.. => two(self.four, OTHER_BITS),
            _ => two(self.three, OWN_BITS),
        }
    }
}

/// Puts both cases of ASCII letters together.
const FOLD: u32 = 0x2020_2020;

const fn two(hash: u32, shifts: [u32; 2]) -> u32 {
    1 << (hash >> shifts[0] & 31) | 1 << (hash >> shifts[1] & 31)
}

impl Table {
    /// The bits that each hash has in the number that it leads to.
    fn new(hashes: &mut Vec<(u32, u32)>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        let bits = (hashes.len() * ROOM).next_power_of_two().ilog2().clamp(1, MOST);
        let shift = u32::BITS - bits;
        let mut numbers = vec![0; 1 << bits];
        for (hash, bits) in hashes {
            numbers[(*hash >> shift) as usize] |= *bits;
        }
        Self { numbers: numbers.into(), shift }
    }

    /// Whether it has a number wherever a hash may lead.
    #[inline]
    pub(crate) fn is_whole(&self) -> bool {
        self.numbers.len() == 1 << (u32::BITS - self.shift)
    }

    #[inline]
    fn number(&self, hash: u32) -> u32 {
        self.numbers.get((hash >> self.shift) as usize).copied().unwrap_or(0)
    }
}

impl Borders {
    /// That of the names that start at a border, and of those that end at one.
    pub(crate) fn new<'l>(
        starts: impl Iterator<Item = &'l [u8]>,
        ends: impl Iterator<Item = &'l [u8]>,
    ) -> Self {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        let mut add = |hashes: &Hashes, length: usize| match length {
            AT_BORDER.. => long.push((hashes.eight, two(hashes.eight, OWN_BITS))),
            _ => short.push((hashes.three, hashes.short_bits(length))),
        };
        let mut has_numbers = false;
        for literal in starts {
            let is_number =
                |bytes: &[u8; 2]| bytes[0].is_ascii_digit() & !bytes[1].is_ascii_alphabetic();
            has_numbers |= literal.first_chunk().is_none_or(is_number);
            spelt(first(literal), literal.len(), |bytes| {
                add(&Hashes::of_start(bytes), literal.len());
            });
        }
        for literal in ends {
            let mut bytes = last(literal);
            bytes.reverse();
            spelt(bytes, literal.len(), |mut bytes| {
                bytes.reverse();
                add(&Hashes::of_end(bytes), literal.len());
            });
        }
        Self { short: Table::new(&mut short), long: Table::new(&mut long), has_numbers }
    }

    /// Whether a name may start at that border.
    #[inline]
    pub(crate) fn may_start(&self, haystack: &[u8], start: usize) -> bool {
        self.may_hold(&Hashes::of_start(first(haystack.get(start..).unwrap_or_default())))
    }

    /// Whether one may end at that border.
    #[inline]
    pub(crate) fn may_end(&self, haystack: &[u8], end: usize) -> bool {
        self.may_hold(&Hashes::of_end(last(haystack.get(..end).unwrap_or_default())))
    }

    #[inline]
    fn may_hold(&self, hashes: &Hashes) -> bool {
        let (short, long) = (self.short.number(hashes.three), self.long.number(hashes.eight));
        let has = |number: u32, bits: u32| number & bits == bits;
        has(long, two(hashes.eight, OWN_BITS))
            | has(short, two(hashes.three, OWN_BITS))
            | has(short, two(hashes.four, OTHER_BITS))
            | has(short, two(hashes.six, OTHER_BITS))
    }
}

/// All ways to spell a name of that length, of which there are the first bytes, or the last from
/// behind.
fn spelt(bytes: [u8; AT_BORDER], length: usize, mut each: impl FnMut([u8; AT_BORDER])) {
    let any: Vec<usize> = (KEY..length.min(AT_BORDER)).filter(|&at| bytes[at] == ANY).collect();
    for number in 0..SEPARATORS.len().pow(any.len() as u32) {
        let (mut spelt, mut number) = (bytes, number);
        for &at in &any {
            spelt[at] = SEPARATORS[number % SEPARATORS.len()];
            number /= SEPARATORS.len();
        }
        each(spelt);
    }
}

/// The first bytes of a text, before zeros if there are too few.
#[inline]
fn first(text: &[u8]) -> [u8; AT_BORDER] {
    text.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; AT_BORDER];
        bytes[..text.len()].copy_from_slice(text);
        bytes
    })
}

/// The last bytes of a text, after zeros if there are too few.
#[inline]
fn last(text: &[u8]) -> [u8; AT_BORDER] {
    text.last_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; AT_BORDER];
        bytes[AT_BORDER - text.len()..].copy_from_slice(text);
        bytes
    })
}
