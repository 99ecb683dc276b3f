//! Where something may be encoded, by the same vector units.

#![allow(clippy::option_option, reason = "the outer one says whether there is a way")]

use core::arch::x86_64::_mm512_test_epi8_mask;

use super::{Level, assert_has, avx2, avx512};
use crate::decode::likely::{self, Likely, Symbols};
use crate::decode::marks::{self, BLOCK, Blocks, Flags, Marked, Marker, Marks, Window};
use crate::span::Span;

/// [`Blocks::next`] by that level, which the processor must have; `None` if that is none.
#[inline]
pub(in super::super) fn try_next_marked(
    level: Level,
    blocks: &mut Blocks,
    source: &[u8],
) -> Option<Option<Marked>> {
    assert_has(level);
    match level {
        Level::None => None,
        // SAFETY: the processor has the features that the function is compiled for.
        Level::Avx2 => Some(unsafe { next_marked_by_avx2(blocks, source) }),
        // SAFETY: as above.
        Level::Avx512 => Some(unsafe { next_marked_by_avx512(blocks, source) }),
    }
}

/// [`likely`](likely::likely) by that level, likewise.
#[inline]
pub(in super::super) fn try_likely(
    level: Level,
    source: &[u8],
    run: Span,
) -> Option<Option<Likely>> {
    assert_has(level);
    match level {
        Level::None => None,
        // SAFETY: the processor has the features that the function is compiled for.
        Level::Avx2 => Some(unsafe { likely_by_avx2(source, run) }),
        // SAFETY: as above.
        Level::Avx512 => Some(unsafe { likely_by_avx512(source, run) }),
    }
}

/// # Safety
///
/// The processor must have the features.
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,popcnt,lzcnt"
)]
unsafe fn next_marked_by_avx512(blocks: &mut Blocks, source: &[u8]) -> Option<Marked> {
    // SAFETY: as the caller says.
    blocks.next(&unsafe { avx512::Lookup::new() }, source)
}

/// # Safety
///
/// The processor must have the features.
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
unsafe fn next_marked_by_avx2(blocks: &mut Blocks, source: &[u8]) -> Option<Marked> {
    // SAFETY: as the caller says.
    blocks.next(&unsafe { avx2::Lookup::new() }, source)
}

/// # Safety
///
/// The processor must have the features.
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,popcnt,lzcnt"
)]
unsafe fn likely_by_avx512(source: &[u8], run: Span) -> Option<Likely> {
    // SAFETY: as the caller says.
    likely::likely(&unsafe { avx512::Lookup::new() }, source, run)
}

/// # Safety
///
/// The processor must have the features.
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
unsafe fn likely_by_avx2(source: &[u8], run: Span) -> Option<Likely> {
    // SAFETY: as the caller says.
    likely::likely(&unsafe { avx2::Lookup::new() }, source, run)
}

/// What a function tells of each byte below 128.
macro_rules! table {
    ($of:path) => {{
        let mut table = [0; 128];
        let mut byte = 0;
        while byte < 128 {
            table[byte] = $of(byte as u8);
            byte += 1;
        }
        table
    }};
}

static CLASSES: [u8; 128] = table!(marks::classes);
static FOLLOWERS: [u8; 128] = table!(marks::followers);
static KINDS: [u8; 128] = table!(likely::kinds);

impl Marker for avx512::Lookup {
    #[inline(always)]
    fn marks(&self, window: &Window) -> Marks {
        let ([here @ .., _], [_, next @ ..]) = (window, window);
        let here = self.classes(self.load(here), self.table(&CLASSES));
        let next = self.classes(self.load(next), self.table(&FOLLOWERS));
        // SAFETY: the processor has AVX-512.
        let followed = unsafe { _mm512_test_epi8_mask(here, next) };
        Marks {
            triggers: followed | self.of(here, marks::ALWAYS),
            symbols: self.of(here, marks::SYMBOL),
        }
    }

    #[inline(always)]
    fn symbols(&self, block: &[u8; BLOCK]) -> Symbols {
        let kinds = self.classes(self.load(block), self.table(&KINDS));
        Symbols::by(|wanted| self.of(kinds, wanted))
    }
}

/// What each byte is takes a few comparisons, of which the compiler makes vector code here.
impl Marker for avx2::Lookup {
    #[inline(always)]
    fn marks(&self, window: &Window) -> Marks {
        let Flags { triggers, symbols } = Flags::of(window);
        Marks { triggers: bits(*self, &triggers), symbols: bits(*self, &symbols) }
    }

    #[inline(always)]
    fn symbols(&self, block: &[u8; BLOCK]) -> Symbols {
        Symbols::of(block, |flags| bits(*self, flags))
    }
}

/// A bit for each flag, which is one or zero.
#[inline(always)]
fn bits(by: avx2::Lookup, flags: &[u8; BLOCK]) -> u64 {
    by.of(by.load::<0>(flags), 1) | by.of(by.load::<{ BLOCK / 2 }>(flags), 1) << (BLOCK / 2)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;
    use crate::decode::marks::Portable;

    /// Levels that this processor has.
    fn levels() -> impl Iterator<Item = Level> {
        let here = Level::of_processor() as u8;
        [Level::Avx2, Level::Avx512].into_iter().filter(move |&level| level as u8 <= here)
    }

    fn all(mut next: impl FnMut(&mut Blocks) -> Option<Marked>) -> Vec<Marked> {
        let mut blocks = Blocks::default();
        core::iter::from_fn(|| next(&mut blocks)).collect()
    }

    fn source() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            "[A-Za-z0-9+/_-]{0,40}".prop_map(String::into_bytes),
            r#"[%&\\=\x00"'`+. <|\#\n\r0A\x0b]{1,4}"#.prop_map(String::into_bytes),
            "[ -~]{0,70}".prop_map(String::into_bytes),
            prop::collection::vec(any::<u8>(), 0..20),
        ];
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(super::super::super::tests::config())]

        #[test]
        fn every_processor_marks_the_same_blocks(source in source()) {
            let portable = all(|blocks| blocks.next(&Portable, &source));
            for level in levels() {
                let vector = all(|blocks| try_next_marked(level, blocks, &source).flatten());
                prop_assert_eq!(&vector, &portable, "{:?}", level);
            }
        }

        #[test]
        fn every_processor_finds_text_likely_at_the_same_places(
            source in "[A-Za-z0-9+/_-]{0,200}|([2-7][0-9a-f]){0,60}|([A-H][A-H][AEIMQU][a-z]){0,40}",
            from in 0_usize..40,
        ) {
            let run = Span { start: from.min(source.len()), end: source.len() };
            let portable = likely::likely(&Portable, source.as_bytes(), run);
            for level in levels() {
                let vector = try_likely(level, source.as_bytes(), run);
                prop_assert_eq!(vector, Some(portable), "{:?}", level);
            }
        }
    }
}
