//! By AVX2, 32 bytes at a time.
//!
//! Classes come from two look-ups, of the low and of the high half of each byte, as in Geoff
//! Langdale's and Daniel Lemire's "Parsing Gigabytes of JSON per Second" (2019); buckets of
//! literals likewise.

use core::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_andnot_si256, _mm256_broadcastsi128_si256,
    _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
};

use super::super::buckets::Buckets;
use super::super::classes::{BLOCK, Masks, Window};
use super::super::rarity::KEY;
use super::super::sweep::{self, Batch, Vector};
use super::super::tables::Prefilter;
use crate::label::{LabelMasks, WINDOW};

const HALF: usize = BLOCK / 2;

/// # Safety
///
/// The processor must have the features.
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
pub(super) unsafe fn sweep(
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    batch: &mut Batch,
) -> usize {
    // SAFETY: as the caller says.
    let by = unsafe { Avx2::new(&prefilter.buckets) };
    sweep::sweep(&by, prefilter, haystack, from, batch)
}

/// # Safety
///
/// The processor must have the features.
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
pub(super) unsafe fn label_masks(window: &[u8; WINDOW]) -> LabelMasks {
    // SAFETY: as the caller says.
    unsafe { Lookup::new() }.label_masks(window)
}

/// Letters of two halves of the alphabet, the underscore, digits, other token bytes (in base64, and
/// in none; a letter may be among these); what may end an assignment, and some others that are none
/// of tokens.
const ALPHA: u8 = 1;
const OMEGA: u8 = 2;
const UNDERSCORE: u8 = 4;
const DIGIT: u8 = 8;
const DASH: u8 = 16;
const BASE64: u8 = 32;
const OTHER: u8 = 64;
const LEAD: u8 = 128;

const WORD: u8 = ALPHA | OMEGA | UNDERSCORE | DIGIT;
const TOKEN: u8 = WORD | DASH | BASE64 | OTHER;
const RUN: u8 = ALPHA | OMEGA | DIGIT | BASE64;

/// The classes that a byte may be of, by its low half.
const LOW: [u8; 16] = {
    let mut low = [0; 16];
    let mut half = 0;
    while half < 16 {
        low[half] = if half >= 1 { ALPHA } else { 0 }
            | if half <= 0xa { OMEGA } else { 0 }
            | if half == 0xf { UNDERSCORE } else { 0 }
            | if half <= 9 { DIGIT } else { 0 }
            | if half == 0xd { DASH } else { 0 }
            | if matches!(half, 0xb | 0xf) { BASE64 } else { 0 }
            | if matches!(half, 0x5 | 0xe) { OTHER } else { 0 }
            | if matches!(half, 0 | 2 | 7..=0xf) { LEAD } else { 0 };
        half += 1;
    }
    low
};

/// The classes that a byte may be of, by its high half.
const HIGH: [u8; 16] = {
    let mut high = [0; 16];
    high[0] = LEAD;
    high[2] = DASH | BASE64 | OTHER | LEAD;
    high[3] = DIGIT | LEAD;
    high[4] = ALPHA;
    high[5] = OMEGA | UNDERSCORE | LEAD;
    high[6] = ALPHA | LEAD;
    high[7] = OMEGA | OTHER | LEAD;
    high
};

/// Letters of two halves of each case, digits, and three kinds of stops.
const LOWER: u8 = 1 | 2;
const UPPER: u8 = 4 | 8;
const LABEL_DIGIT: u8 = 16;
const STOP: u8 = 32 | 64 | 128;

/// The kinds in a label that a byte may be of, by its low half.
const LABEL_LOW: [u8; 16] = {
    let mut low = [0; 16];
    let mut half = 0;
    while half < 16 {
        low[half] = if half >= 1 { 1 | 4 } else { 0 }
            | if half <= 0xa { 2 | 8 } else { 0 }
            | if half <= 9 { LABEL_DIGIT } else { 0 }
            | if matches!(half, 0x8 | 0x9 | 0xa | 0xc) { 32 } else { 0 }
            | if matches!(half, 0xb | 0xc) { 64 } else { 0 }
            | if matches!(half, 0xb | 0xd) { 128 } else { 0 };
        half += 1;
    }
    low
};

/// The same by its high half.
const LABEL_HIGH: [u8; 16] = {
    let mut high = [0; 16];
    high[0] = 32;
    high[2] = 32;
    high[3] = LABEL_DIGIT | 64;
    high[4] = 4;
    high[5] = 8;
    high[6] = 1;
    high[7] = 2 | 128;
    high
};

/// What halves of bytes are looked up in.
#[derive(Clone, Copy)]
struct Table {
    low: __m256i,
    high: __m256i,
}

/// Proof of AVX2 (see the module above).
#[derive(Clone, Copy)]
pub(super) struct Lookup(());

impl Lookup {
    /// # Safety
    ///
    /// The processor must have AVX2.
    #[inline(always)]
    pub(super) const unsafe fn new() -> Self {
        Self(())
    }

    #[inline(always)]
    fn table(self, low: &[u8; 16], high: &[u8; 16]) -> Table {
        // SAFETY: the processor has AVX2, and each load takes the 16 bytes that a table has.
        let twice = |table: &[u8; 16]| unsafe {
            _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast()))
        };
        Table { low: twice(low), high: twice(high) }
    }

    /// The 32 bytes from that offset on.
    #[inline(always)]
    pub(super) fn load<const OFFSET: usize>(self, bytes: &[u8]) -> __m256i {
        let bytes: &[u8; HALF] = bytes[OFFSET..].first_chunk().expect("a window is as long");
        // SAFETY: the processor has AVX2, and the load takes the 32 bytes that there are.
        unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
    }

    /// What the low and the high half of each byte agree on.
    #[inline(always)]
    fn classes(self, bytes: __m256i, table: Table) -> __m256i {
        // SAFETY: the processor has AVX2.
        unsafe {
            let half = _mm256_set1_epi8(0xf);
            let low = _mm256_and_si256(bytes, half);
            let high = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), half);
            _mm256_and_si256(
                _mm256_shuffle_epi8(table.low, low),
                _mm256_shuffle_epi8(table.high, high),
            )
        }
    }

    /// A bit for each byte that is of one of the classes.
    #[inline(always)]
    pub(super) fn of(self, classes: __m256i, wanted: u8) -> u64 {
        // SAFETY: the processor has AVX2.
        let none = unsafe {
            let wanted = _mm256_and_si256(classes, _mm256_set1_epi8(wanted.cast_signed()));
            _mm256_movemask_epi8(_mm256_cmpeq_epi8(wanted, _mm256_setzero_si256()))
        };
        u64::from(!none.cast_unsigned())
    }

    /// A bit for each byte that is that one.
    #[inline(always)]
    fn same(self, bytes: __m256i, byte: u8) -> u64 {
        // SAFETY: the processor has AVX2.
        let same = unsafe {
            _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte.cast_signed())))
        };
        u64::from(same.cast_unsigned())
    }

    #[inline(always)]
    fn label_masks(self, window: &[u8; WINDOW]) -> LabelMasks {
        let table = self.table(&LABEL_LOW, &LABEL_HIGH);
        let (first, second) = (self.load::<0>(window), self.load::<HALF>(window));
        let same = |byte| self.same(first, byte) | self.same(second, byte) << HALF;
        let (space, equals, quote) = (same(b' '), same(b'='), same(b'"'));
        let (first, second) = (self.classes(first, table), self.classes(second, table));
        let of = |wanted| self.of(first, wanted) | self.of(second, wanted) << HALF;
        LabelMasks {
            lower: of(LOWER),
            upper: of(UPPER),
            digit: of(LABEL_DIGIT),
            stop: of(STOP),
            space,
            equals,
            quote,
        }
    }
}

/// What the masks are made with.
struct Avx2 {
    lookup: Lookup,
    classes: Table,
    buckets: [[Table; KEY]; 2],
    /// Which buckets are of short heads, of each set.
    short: [__m256i; 2],
}

impl Avx2 {
    /// # Safety
    ///
    /// The processor must have AVX2.
    #[inline(always)]
    unsafe fn new(buckets: &Buckets) -> Self {
        // SAFETY: as the caller says.
        let lookup = unsafe { Lookup::new() };
        let table =
            |set: usize, at: usize| lookup.table(&buckets.low[set][at], &buckets.high[set][at]);
        let tables = |set: usize| core::array::from_fn(|at| table(set, at));
        // SAFETY: the processor has AVX2.
        let short = |set: usize| unsafe { _mm256_set1_epi8(buckets.short[set].cast_signed()) };
        Self {
            lookup,
            classes: lookup.table(&LOW, &HIGH),
            buckets: [tables(0), tables(1)],
            short: [short(0), short(1)],
        }
    }

    /// The masks of 32 bytes from an offset on, in the low half of each mask.
    #[inline(always)]
    fn half<const BUCKETS: bool>(&self, bytes: &[u8]) -> Masks {
        let by = self.lookup;
        let text = by.load::<0>(bytes);
        let classes = by.classes(text, self.classes);
        let (mut short, mut rare) = (0, 0);
        if BUCKETS {
            let text = [text, by.load::<1>(bytes), by.load::<2>(bytes), by.load::<3>(bytes)];
            let agree = |set: usize| {
                let of = |at: usize| by.classes(text[at], self.buckets[set][at]);
                // SAFETY: the processor has AVX2.
                unsafe {
                    _mm256_and_si256(_mm256_and_si256(of(0), of(1)), _mm256_and_si256(of(2), of(3)))
                }
            };
            let (one, other) = (agree(0), agree(1));
            // SAFETY: the processor has AVX2.
            let (is_short, is_rare) = unsafe {
                (
                    _mm256_or_si256(
                        _mm256_and_si256(one, self.short[0]),
                        _mm256_and_si256(other, self.short[1]),
                    ),
                    _mm256_or_si256(
                        _mm256_andnot_si256(self.short[0], one),
                        _mm256_andnot_si256(self.short[1], other),
                    ),
                )
            };
            (short, rare) = (by.of(is_short, u8::MAX), by.of(is_rare, u8::MAX));
        }
        Masks {
            word: by.of(classes, WORD),
            solid: by.of(classes, WORD | DASH),
            token: by.of(classes, TOKEN),
            digit: by.of(classes, DIGIT),
            lead: by.of(classes, LEAD),
            run: by.of(classes, RUN),
            short,
            rare,
        }
    }
}

impl Vector for Avx2 {
    #[inline(always)]
    fn masks<const BUCKETS: bool>(&self, window: &Window) -> Masks {
        let first = self.half::<BUCKETS>(window);
        let second = self.half::<BUCKETS>(&window[HALF..]);
        Masks {
            word: first.word | second.word << HALF,
            solid: first.solid | second.solid << HALF,
            token: first.token | second.token << HALF,
            digit: first.digit | second.digit << HALF,
            lead: first.lead | second.lead << HALF,
            run: first.run | second.run << HALF,
            short: first.short | second.short << HALF,
            rare: first.rare | second.rare << HALF,
        }
    }

    #[inline(always)]
    fn label_masks(&self, window: &[u8; WINDOW]) -> LabelMasks {
        self.lookup.label_masks(window)
    }
}
