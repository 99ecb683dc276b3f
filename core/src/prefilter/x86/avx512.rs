//! By AVX-512, 64 bytes at a time: whole bytes are looked up, in tables of 128, and the places of
//! bits are written down without a loop.

use core::arch::x86_64::{
    __m512i, _MM_HINT_T0, _mm_prefetch, _mm256_add_epi16, _mm256_cvtepu8_epi16, _mm256_set1_epi16,
    _mm256_storeu_si256, _mm512_and_si512, _mm512_andnot_si512, _mm512_castsi512_si128,
    _mm512_cmpeq_epi8_mask, _mm512_gf2p8affine_epi64_epi8, _mm512_loadu_si512,
    _mm512_maskz_compress_epi8, _mm512_maskz_loadu_epi8, _mm512_maskz_permutex2var_epi8,
    _mm512_movepi8_mask, _mm512_or_si512, _mm512_permutex2var_epi8, _mm512_permutexvar_epi8,
    _mm512_set1_epi8, _mm512_set1_epi64, _mm512_test_epi8_mask, _mm512_test_epi64_mask,
    _mm512_xor_si512,
};

use arrayvec::ArrayVec;

use super::super::borders::Borders;
use super::super::buckets::{Buckets, HASHED, kind, share_of_hash};
use super::super::classes::{self, BLOCK, CLASSES, Masks, Window};
use super::super::rarity::KEY;
use super::super::sweep::{self, Batch, Found, Vector};
use super::super::tables::Prefilter;
use super::super::values::LABELS;
use crate::label::{self, Label, LabelMasks, WINDOW};

/// # Safety
///
/// The processor must have the features.
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,popcnt,lzcnt"
)]
pub(super) unsafe fn sweep(
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    batch: &mut Batch,
) -> usize {
    // SAFETY: as the caller says.
    let by = unsafe { Avx512::new(&prefilter.buckets) };
    sweep::sweep(&by, prefilter, haystack, from, batch)
}

/// # Safety
///
/// The processor must have the features.
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,gfni,bmi1,bmi2,popcnt,lzcnt"
)]
pub(super) unsafe fn label_masks(window: &[u8; WINDOW]) -> LabelMasks {
    // SAFETY: as the caller says.
    unsafe { Lookup::new() }.label_masks(window)
}

/// The places of a block.
pub(super) static PLACES: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        places[at] = at as u8;
        at += 1;
    }
    places
};

/// What bytes below 128 are looked up in.
type Table = [__m512i; 2];

/// The rows of what a byte is multiplied by to have its kind, or its share of a hash by its place; the
/// last one first.
const fn matrix(place: Option<usize>) -> i64 {
    let (mut matrix, mut bit) = (0, 0);
    while bit < 8 {
        let image = match place {
            Some(place) => share_of_hash(place, 1 << bit),
            None => kind(1 << bit),
        };
        let mut row = 0;
        while row < 8 {
            matrix |= (image as i64 >> row & 1) << (8 * (7 - row) + bit);
            row += 1;
        }
        bit += 1;
    }
    matrix
}

/// Proof of AVX-512 (see the module above).
#[derive(Clone, Copy)]
pub(super) struct Lookup(());

impl Lookup {
    /// # Safety
    ///
    /// The processor must have AVX-512F, BW, VL, VBMI and VBMI2, and GFNI.
    #[inline(always)]
    pub(super) const unsafe fn new() -> Self {
        Self(())
    }

    #[inline(always)]
    pub(super) fn table(self, table: &[u8; 128]) -> Table {
        // SAFETY: the processor has AVX-512, and each load takes half of the table.
        unsafe {
            [
                _mm512_loadu_si512(table.as_ptr().cast()),
                _mm512_loadu_si512(table.as_ptr().add(BLOCK).cast()),
            ]
        }
    }

    #[inline(always)]
    pub(super) fn load(self, bytes: &[u8; BLOCK]) -> __m512i {
        // SAFETY: the processor has AVX-512, and the load takes the bytes that there are.
        unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
    }

    /// The classes of each byte; those from 128 on are of none.
    #[inline(always)]
    pub(super) fn classes(self, bytes: __m512i, table: Table) -> __m512i {
        // SAFETY: the processor has AVX-512.
        unsafe {
            let ascii = !_mm512_movepi8_mask(bytes);
            _mm512_maskz_permutex2var_epi8(ascii, table[0], bytes, table[1])
        }
    }

    /// A bit for each byte that is of one of the classes.
    #[inline(always)]
    pub(super) fn of(self, classes: __m512i, wanted: u8) -> u64 {
        // SAFETY: the processor has AVX-512.
        unsafe { _mm512_test_epi8_mask(classes, _mm512_set1_epi8(wanted.cast_signed())) }
    }

    /// What a linear map of bits makes of each byte.
    #[inline(always)]
    fn mapped(self, bytes: __m512i, matrix: i64) -> __m512i {
        // SAFETY: the processor has AVX-512 and GFNI.
        unsafe { _mm512_gf2p8affine_epi64_epi8::<0>(bytes, _mm512_set1_epi64(matrix)) }
    }

    /// The kind of each byte.
    #[inline(always)]
    fn kinds(self, bytes: __m512i) -> __m512i {
        const MATRIX: i64 = matrix(None);
        self.mapped(bytes, MATRIX)
    }

    /// What the first of some bytes are hashed to, each and those after it.
    #[inline(always)]
    fn hash(self, bytes: [__m512i; HASHED]) -> __m512i {
        const MATRICES: [i64; HASHED] = [matrix(Some(0)), matrix(Some(1)), matrix(Some(2))];
        let share = |place: usize| self.mapped(bytes[place], MATRICES[place]);
        // SAFETY: the processor has AVX-512.
        unsafe { _mm512_xor_si512(_mm512_xor_si512(share(0), share(1)), share(2)) }
    }

    #[inline(always)]
    fn label_masks(self, window: &[u8; WINDOW]) -> LabelMasks {
        let text = self.load(window);
        let classes = self.classes(text, self.table(&label::CLASSES));
        // SAFETY: the processor has AVX-512.
        let same = |byte: u8| unsafe {
            _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8(byte.cast_signed()))
        };
        LabelMasks {
            lower: self.of(classes, label::LOWER),
            upper: self.of(classes, label::UPPER),
            digit: self.of(classes, label::DIGIT),
            stop: self.of(classes, label::STOP),
            space: same(b' '),
            equals: same(b'='),
            quote: same(b'"'),
        }
    }
}

/// What the masks are made with.
struct Avx512 {
    lookup: Lookup,
    classes: Table,
    buckets: [[__m512i; KEY]; 2],
    hashed: [Table; 2],
    /// Which buckets are of short heads, of each set.
    short: [__m512i; 2],
}

impl Avx512 {
    /// # Safety
    ///
    /// The processor must have AVX-512F, BW, VL, VBMI and VBMI2, and GFNI.
    #[inline(always)]
    unsafe fn new(buckets: &Buckets) -> Self {
        // SAFETY: as the caller says.
        let lookup = unsafe { Lookup::new() };
        let tables = |set: usize| buckets.bytes[set].each_ref().map(|table| lookup.load(table));
        // SAFETY: the processor has AVX-512.
        let short = |set: usize| unsafe { _mm512_set1_epi8(buckets.short[set].cast_signed()) };
        Self {
            lookup,
            classes: lookup.table(&CLASSES),
            buckets: [tables(0), tables(1)],
            hashed: buckets.hashed.each_ref().map(|table| lookup.table(table)),
            short: [short(0), short(1)],
        }
    }

    /// The masks of a block, given it and what starts one, two and three bytes later.
    #[inline(always)]
    fn masks_of<const BUCKETS: bool>(&self, text: [__m512i; KEY]) -> Masks {
        let by = self.lookup;
        let classes = by.classes(text[0], self.classes);
        let (mut short, mut rare) = (0, 0);
        if BUCKETS {
            // SAFETY: the processor has AVX-512.
            let (is_short, is_rare) = unsafe {
                let kinds = text.map(|bytes| by.kinds(bytes));
                let of = |set: usize, at: usize| {
                    _mm512_permutexvar_epi8(kinds[at], self.buckets[set][at])
                };
                let hash = by.hash([text[0], text[1], text[2]]);
                let agree = |set: usize| {
                    let (first, second) = (of(set, 0), of(set, 1));
                    let (third, fourth) = (of(set, 2), of(set, 3));
                    let table = self.hashed[set];
                    let hashed = _mm512_permutex2var_epi8(table[0], hash, table[1]);
                    let agree = _mm512_and_si512(third, fourth);
                    _mm512_and_si512(
                        _mm512_and_si512(first, second),
                        _mm512_and_si512(agree, hashed),
                    )
                };
                let (one, other) = (agree(0), agree(1));
                (
                    _mm512_or_si512(
                        _mm512_and_si512(one, self.short[0]),
                        _mm512_and_si512(other, self.short[1]),
                    ),
                    _mm512_or_si512(
                        _mm512_andnot_si512(self.short[0], one),
                        _mm512_andnot_si512(self.short[1], other),
                    ),
                )
            };
            (short, rare) = (by.of(is_short, u8::MAX), by.of(is_rare, u8::MAX));
        }
        Masks {
            word: by.of(classes, classes::WORD),
            solid: by.of(classes, classes::SOLID),
            token: by.of(classes, classes::TOKEN),
            digit: by.of(classes, classes::DIGIT),
            lead: by.of(classes, classes::LEAD),
            run: by.of(classes, classes::RUN),
            short,
            rare,
        }
    }
}

impl Vector for Avx512 {
    #[inline(always)]
    fn masks<const BUCKETS: bool>(&self, window: &Window) -> Masks {
        let text = core::array::from_fn(|at| {
            let block = window[at..].first_chunk().expect("a window is as long");
            self.lookup.load(block)
        });
        self.masks_of::<BUCKETS>(text)
    }

    #[inline(always)]
    fn masks_at_end<const BUCKETS: bool>(&self, rest: &[u8]) -> Masks {
        let text = core::array::from_fn(|at| {
            let left = rest.len().saturating_sub(at).min(BLOCK) as u32;
            let there = u64::MAX.checked_shr(BLOCK as u32 - left).unwrap_or(0);
            let start = rest.as_ptr().wrapping_add(at);
            // SAFETY: the processor has AVX-512; of the bytes from there on, only those are read
            // that are left.
            unsafe { _mm512_maskz_loadu_epi8(there, start.cast()) }
        });
        self.masks_of::<BUCKETS>(text)
    }

    #[inline(always)]
    fn label_masks(&self, window: &[u8; WINDOW]) -> LabelMasks {
        self.lookup.label_masks(window)
    }

    #[inline(always)]
    fn named(&self, haystack: &[u8], labels: &mut ArrayVec<Label, LABELS>, borders: &Borders) {
        if !self.lookup.may_hold_names(haystack, labels, borders) {
            for label in labels {
                *label = label.named(haystack, borders);
            }
        }
    }

    #[inline(always)]
    fn occupied(&self, masks: &[u64]) -> u64 {
        const AT_ONCE: usize = 8;
        let (eights, rest) = masks.as_chunks::<AT_ONCE>();
        debug_assert!(rest.is_empty(), "batches are as long");
        let mut occupied = 0;
        for (number, eight) in eights.iter().enumerate() {
            // SAFETY: the processor has AVX-512, and the load takes the eight masks.
            let bits = unsafe {
                let eight = _mm512_loadu_si512(eight.as_ptr().cast());
                _mm512_test_epi64_mask(eight, eight)
            };
            occupied |= u64::from(bits) << (AT_ONCE * number);
        }
        occupied
    }

    #[inline(always)]
    fn prefetch(&self, haystack: &[u8], at: usize) {
        let place = haystack.as_ptr().wrapping_add(at);
        // SAFETY: a hint, which reads nothing, wherever it points to.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(place.cast()) };
    }

    #[inline(always)]
    fn collect(&self, mask: u64, offset: u16, found: &mut Found) {
        /// Places that are written down at once.
        const AT_ONCE: usize = 16;
        let count = mask.count_ones() as usize;
        if count > AT_ONCE || found.remaining_capacity() < AT_ONCE {
            sweep::collect(mask, offset, found);
            return;
        }
        let length = found.len();
        // SAFETY: the processor has AVX-512. There is room for the 16 places that are stored; as
        // many of them as count are then taken in.
        unsafe {
            let places = _mm512_maskz_compress_epi8(mask, self.lookup.load(&PLACES));
            let places = _mm256_cvtepu8_epi16(_mm512_castsi512_si128(places));
            let places = _mm256_add_epi16(places, _mm256_set1_epi16(offset.cast_signed()));
            _mm256_storeu_si256(found.as_mut_ptr().add(length).cast(), places);
            found.set_len(length + count);
        }
    }
}
