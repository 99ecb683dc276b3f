//! The masks of a block by AVX2, 32 bytes at a time.
//!
//! Classes come from two look-ups, of the low and of the high half of each byte, as in Geoff
//! Langdale's and Daniel Lemire's "Parsing Gigabytes of JSON per Second" (2019); rare literals from
//! the same for three bytes in a row, as in Hyperscan's Teddy. This is the crate's only module with
//! `unsafe` code.

#![allow(unsafe_code)]
#![allow(clippy::inline_always, reason = "only what is inlined is compiled for AVX2")]

use core::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8,
    _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_srli_epi16,
};

use super::classes::{BLOCK, Masks, Window};
use super::rarity::RARE_LENGTH;
use super::sweep::{Batch, Vector, sweep};
use super::tables::Prefilter;
use crate::label::{LabelMasks, WINDOW};

/// Letters of two halves of the alphabet, the underscore, digits; then the other token bytes.
const ALPHA: u8 = 1;
const OMEGA: u8 = 2;
const UNDERSCORE: u8 = 4;
const DIGIT: u8 = 8;
const PUNCTUATION: u8 = 16;
const TILDE: u8 = 32;
const WORD: u8 = ALPHA | OMEGA | UNDERSCORE | DIGIT;

/// The classes that a byte may be of, by its low half.
const LOW: [u8; 16] = {
    let mut low = [0; 16];
    let mut half = 0;
    while half < 16 {
        low[half] = if half >= 1 { ALPHA } else { 0 }
            | if half <= 0xa { OMEGA } else { 0 }
            | if half == 0xf { UNDERSCORE } else { 0 }
            | if half <= 9 { DIGIT } else { 0 }
            | if matches!(half, 0x5 | 0xb | 0xd | 0xe | 0xf) { PUNCTUATION } else { 0 }
            | if half == 0xe { TILDE } else { 0 };
        half += 1;
    }
    low
};

/// The classes that a byte may be of, by its high half.
const HIGH: [u8; 16] = {
    let mut high = [0; 16];
    high[2] = PUNCTUATION;
    high[3] = DIGIT;
    high[4] = ALPHA;
    high[5] = OMEGA | UNDERSCORE;
    high[6] = ALPHA;
    high[7] = OMEGA | TILDE;
    high
};

/// Whether this processor has AVX2.
pub(super) fn is_available() -> bool {
    #[cfg(feature = "std")]
    {
        std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("bmi1")
    }
    #[cfg(not(feature = "std"))]
    {
        cfg!(all(target_feature = "avx2", target_feature = "bmi1"))
    }
}

/// [`sweep`] by AVX2, or `None` where the processor has none.
pub(super) fn try_sweep(
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    batch: &mut Batch,
) -> Option<usize> {
    // SAFETY: the processor has the features that the function is compiled for.
    is_available().then(|| unsafe { sweep_avx2(prefilter, haystack, from, batch) })
}

#[target_feature(enable = "avx2,bmi1")]
fn sweep_avx2(prefilter: &Prefilter, haystack: &[u8], from: usize, batch: &mut Batch) -> usize {
    let avx2 = Avx2 {
        low: twice(&LOW),
        high: twice(&HIGH),
        rare_low: prefilter.nibbles.low.each_ref().map(twice),
        rare_high: prefilter.nibbles.high.each_ref().map(twice),
    };
    if prefilter.has_rare() {
        sweep::<_, true>(&avx2, prefilter, haystack, from, batch)
    } else {
        sweep::<_, false>(&avx2, prefilter, haystack, from, batch)
    }
}

/// The table in both halves of a vector.
#[inline(always)]
fn twice(table: &[u8; 16]) -> __m256i {
    // SAFETY: the table has the 16 bytes that are read; only functions of this module that are
    // compiled for AVX2 call this.
    unsafe { _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast())) }
}

/// What the masks are made with. Only `sweep_avx2` makes one.
struct Avx2 {
    low: __m256i,
    high: __m256i,
    rare_low: [__m256i; RARE_LENGTH],
    rare_high: [__m256i; RARE_LENGTH],
}

/// What the low and the high half of each byte agree on.
#[inline(always)]
fn look_up(bytes: __m256i, low: __m256i, high: __m256i) -> __m256i {
    // SAFETY: only functions that are compiled for AVX2 call this.
    unsafe {
        let half = _mm256_set1_epi8(0xf);
        let low_half = _mm256_and_si256(bytes, half);
        let high_half = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), half);
        _mm256_and_si256(_mm256_shuffle_epi8(low, low_half), _mm256_shuffle_epi8(high, high_half))
    }
}

impl Avx2 {
    /// A bit for each byte that is not zero.
    #[inline(always)]
    fn not_zero(bytes: __m256i) -> u64 {
        // SAFETY: only functions of this module that run on processors with AVX2 call this.
        let zero =
            unsafe { _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_setzero_si256())) };
        u64::from(!zero.cast_unsigned())
    }

    /// The masks of 32 bytes, in the low half of each mask.
    #[inline(always)]
    fn half<const RARE: bool>(&self, bytes: &[u8; 32 + RARE_LENGTH - 1]) -> Masks {
        // SAFETY: a value of this type exists on processors with AVX2 only, and each load takes 32
        // bytes from one of the first three.
        unsafe {
            let text = _mm256_loadu_si256(bytes.as_ptr().cast());
            let classes = look_up(text, self.low, self.high);
            let word = _mm256_and_si256(classes, _mm256_set1_epi8(WORD.cast_signed()));
            // The bit of digits to the top of each byte.
            let digit = _mm256_movemask_epi8(_mm256_slli_epi16::<4>(classes));
            let mut rare = 0;
            if RARE {
                let second = _mm256_loadu_si256(bytes.as_ptr().add(1).cast());
                let third = _mm256_loadu_si256(bytes.as_ptr().add(2).cast());
                let first = look_up(text, self.rare_low[0], self.rare_high[0]);
                let second = look_up(second, self.rare_low[1], self.rare_high[1]);
                let third = look_up(third, self.rare_low[2], self.rare_high[2]);
                rare = Self::not_zero(_mm256_and_si256(_mm256_and_si256(first, second), third));
            }
            Masks {
                word: Self::not_zero(word),
                token: Self::not_zero(classes),
                digit: u64::from(digit.cast_unsigned()),
                rare,
            }
        }
    }
}

impl Vector for Avx2 {
    #[inline(always)]
    fn masks<const RARE: bool>(&self, window: &Window) -> Masks {
        const HALF: usize = BLOCK / 2;
        // Neither is ever absent: a window is longer than two halves.
        let (Some(first), Some(second)) = (window.first_chunk(), window[HALF..].first_chunk())
        else {
            return Masks::default();
        };
        let (first, second) = (self.half::<RARE>(first), self.half::<RARE>(second));
        Masks {
            word: first.word | second.word << HALF,
            token: first.token | second.token << HALF,
            digit: first.digit | second.digit << HALF,
            rare: first.rare | second.rare << HALF,
        }
    }
}

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

/// [`LabelMasks::of`] by AVX2, or `None` where the processor has none.
pub(super) fn try_label_masks(window: &[u8; WINDOW]) -> Option<LabelMasks> {
    // SAFETY: the processor has the features that the function is compiled for.
    is_available().then(|| unsafe { label_masks_avx2(window) })
}

#[target_feature(enable = "avx2,bmi1")]
fn label_masks_avx2(window: &[u8; WINDOW]) -> LabelMasks {
    let (low, high) = (twice(&LABEL_LOW), twice(&LABEL_HIGH));
    // SAFETY: both halves of the window are within it.
    let halves = unsafe {
        [
            _mm256_loadu_si256(window.as_ptr().cast()),
            _mm256_loadu_si256(window.as_ptr().add(WINDOW / 2).cast()),
        ]
    };
    let kinds = halves.map(|bytes| look_up(bytes, low, high));
    LabelMasks {
        lower: of_kind(kinds, LOWER),
        upper: of_kind(kinds, UPPER),
        digit: of_kind(kinds, LABEL_DIGIT),
        stop: of_kind(kinds, STOP),
    }
}

/// A bit for each byte that is of one of the kinds.
#[target_feature(enable = "avx2,bmi1")]
fn of_kind(kinds: [__m256i; 2], wanted: u8) -> u64 {
    let wanted = _mm256_set1_epi8(wanted.cast_signed());
    let [first, second] = kinds.map(|kinds| _mm256_and_si256(kinds, wanted));
    Avx2::not_zero(first) | Avx2::not_zero(second) << (WINDOW / 2)
}
