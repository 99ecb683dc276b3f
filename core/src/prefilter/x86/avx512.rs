//! By AVX-512, 64 bytes at a time: whole bytes are looked up, in tables of 128, and the places of
//! bits are written down without a loop.

use core::arch::x86_64::{
    __m256i, __m512i, _MM_HINT_T0, _mm_cvtsi32_si128, _mm_mask_expand_epi8, _mm_prefetch,
    _mm256_add_epi16, _mm256_add_epi32, _mm256_and_si256, _mm256_andnot_si256,
    _mm256_cvtepu8_epi16, _mm256_mask_xor_epi32, _mm256_mmask_i32gather_epi32, _mm256_mullo_epi32,
    _mm256_or_si256, _mm256_rolv_epi32, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm256_srl_epi32, _mm256_storeu_si256, _mm256_test_epi32_mask, _mm512_add_epi8,
    _mm512_and_si512, _mm512_andnot_si512, _mm512_castsi512_si128, _mm512_cmpeq_epi8_mask,
    _mm512_cvtepi64_epi32, _mm512_cvtepu8_epi64, _mm512_gf2p8affine_epi64_epi8, _mm512_loadu_si512,
    _mm512_mask_blend_epi64, _mm512_maskz_compress_epi8, _mm512_maskz_loadu_epi8,
    _mm512_maskz_permutex2var_epi8, _mm512_movepi8_mask, _mm512_or_si512, _mm512_permutex2var_epi8,
    _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_set1_epi64, _mm512_set4_epi32,
    _mm512_setzero_si512, _mm512_shuffle_epi8, _mm512_srli_epi64, _mm512_test_epi8_mask,
    _mm512_test_epi64_mask, _mm512_xor_si512, _pdep_u64,
};

use super::super::borders::{self, AT_BORDER, Borders};
use super::super::buckets::{Buckets, HASHED, kind, share_of_hash};
use super::super::classes::{self, BLOCK, CLASSES, Masks, Window};
use super::super::rarity::KEY;
use super::super::sweep::{self, Batch, Found, Vector};
use super::super::tables::Prefilter;
use crate::label::{self, Label, LabelMasks, WINDOW, window};

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
static PLACES: [u8; BLOCK] = {
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

/// Borders of words that are told at once.
const LANES: u32 = 8;

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

    /// As many of the lowest bits as there may be.
    #[inline(always)]
    fn first_bits(self, bits: u64, count: u32) -> u64 {
        self.spread((1 << count) - 1, bits)
    }

    /// Those bits of a mask of which some tell, one each, the lowest first.
    #[inline(always)]
    fn spread(self, told: u64, mask: u64) -> u64 {
        // SAFETY: a processor that has AVX-512 has BMI2, which is asked for, too.
        unsafe { _pdep_u64(told, mask) }
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

    /// The numbers of a table that so many hashes lead to.
    #[inline(always)]
    fn numbers(self, table: &borders::Table, hashes: __m256i, lanes: u8) -> __m256i {
        let all = table.numbers.as_ref();
        debug_assert!(table.is_whole(), "or what is gathered may not be there");
        // SAFETY: the processor has AVX-512. What is gathered are numbers whose places have as many
        // bits as a hash that is so shifted, and there are as many numbers, as the caller says.
        unsafe {
            let shift = _mm_cvtsi32_si128(table.shift.cast_signed());
            let (none, places) = (_mm256_setzero_si256(), _mm256_srl_epi32(hashes, shift));
            _mm256_mmask_i32gather_epi32::<4>(none, lanes, places, all.as_ptr().cast())
        }
    }

    /// Which numbers lack one of the bits of the hashes.
    #[inline(always)]
    fn lacks(self, numbers: __m256i, hashes: __m256i, [first, second]: [u32; 2]) -> u8 {
        // SAFETY: the processor has AVX-512.
        unsafe {
            let by = |shift: u32| _mm_cvtsi32_si128(shift.cast_signed());
            let one = _mm256_set1_epi32(1);
            let first = _mm256_rolv_epi32(one, _mm256_srl_epi32(hashes, by(first)));
            let second = _mm256_rolv_epi32(one, _mm256_srl_epi32(hashes, by(second)));
            let missing = _mm256_andnot_si256(numbers, _mm256_or_si256(first, second));
            _mm256_test_epi32_mask(missing, missing)
        }
    }

    /// The borders of words in a window, starts and ends, at which a name may stand. Those ends are
    /// left as they are that are not told by the window alone. `None` if a table lacks numbers that a
    /// hash may lead to.
    #[inline(always)]
    fn may_hold_names(
        self,
        window: &[u8; WINDOW],
        [mut starts, ends]: [u64; 2],
        names: &Borders,
    ) -> Option<[u64; 2]> {
        // What a border is told by has to be in the window.
        const BEFORE: u64 = (1 << (AT_BORDER - 1)) - 1;
        if !names.short.is_whole() || !names.long.is_whole() {
            return None;
        }
        let mut kept = [0, ends & BEFORE];
        let mut ends = ends & !BEFORE;
        while starts | ends != 0 {
            // As many starts as there are lanes, and ends in the lanes that are left.
            let some_starts = self.first_bits(starts, LANES);
            let count = some_starts.count_ones();
            let some_ends = self.first_bits(ends, LANES - count);
            let lanes = self.may_hold_each([some_starts, some_ends], names, window);
            kept[0] |= self.spread(lanes.into(), some_starts);
            kept[1] |= self.spread(u64::from(lanes) >> count, some_ends);
            starts ^= some_starts;
            ends ^= some_ends;
        }
        Some(kept)
    }

    /// At which of as many borders as there are lanes a name may stand: starts first, then ends, none
    /// of which is among the window's first bytes. The tables are whole.
    #[inline(always)]
    fn may_hold_each(self, [starts, ends]: [u64; 2], names: &Borders, window: &[u8; WINDOW]) -> u8 {
        let start_count = starts.count_ones();
        let lanes = (1u32 << (start_count + ends.count_ones())) - 1;
        let of_ends = lanes & (u32::MAX << start_count);
        let (lanes, of_ends) = (lanes as u8, of_ends as u16);
        // SAFETY: the processor has AVX-512.
        unsafe {
            let places = self.load(&PLACES);
            let starts = _mm512_castsi512_si128(_mm512_maskz_compress_epi8(starts, places));
            let ends = ends >> (AT_BORDER - 1);
            let ends = _mm512_castsi512_si128(_mm512_maskz_compress_epi8(ends, places));
            let all = _mm512_cvtepu8_epi64(_mm_mask_expand_epi8(starts, of_ends, ends));
            // Each place eight times, and then those of the bytes that it is told by.
            let all = _mm512_shuffle_epi8(all, _mm512_set4_epi32(0x0808_0808, 0x0808_0808, 0, 0));
            let of_start = _mm512_set1_epi64(0x0706_0504_0302_0100);
            let of_end = _mm512_set1_epi64(0x0001_0203_0405_0607);
            let offsets = _mm512_mask_blend_epi64(of_ends as u8, of_start, of_end);
            let all = _mm512_add_epi8(all, offsets);
            // Nothing of the value is a part of its name.
            let none = _mm512_setzero_si512();
            let bytes = _mm512_permutex2var_epi8(self.load(window), all, none);
            let bytes = _mm512_or_si512(bytes, _mm512_set1_epi8(b' '.cast_signed()));
            let first = _mm512_cvtepi64_epi32(bytes);
            let rest = _mm512_cvtepi64_epi32(_mm512_srli_epi64::<32>(bytes));
            let every = |number: u32| _mm256_set1_epi32(number.cast_signed());
            let [by_three, by_four, by_rest] = borders::FACTORS.map(every);
            let salted =
                |key: __m256i| _mm256_mask_xor_epi32(key, of_ends as u8, key, every(borders::ENDS));
            let three = salted(_mm256_and_si256(first, every(0xff_ffff)));
            let three = _mm256_mullo_epi32(three, by_three);
            let four = _mm256_mullo_epi32(salted(first), by_four);
            let more = |rest: __m256i| _mm256_add_epi32(four, _mm256_mullo_epi32(rest, by_rest));
            let (six, eight) = (more(_mm256_and_si256(rest, every(0xffff))), more(rest));
            let short = self.numbers(&names.short, three, lanes);
            let long = self.numbers(&names.long, eight, lanes);
            let none = self.lacks(long, eight, borders::OWN_BITS)
                & self.lacks(short, three, borders::OWN_BITS)
                & self.lacks(short, four, borders::OTHER_BITS)
                & self.lacks(short, six, borders::OTHER_BITS);
            !none & lanes
        }
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
    fn named(&self, label: Label, haystack: &[u8], borders: &Borders) -> Label {
        let kept = label.borders_for(borders).and_then(|of_words| {
            self.lookup.may_hold_names(&window(haystack, label.end()), of_words, borders)
        });
        match kept {
            Some(kept) => label.with_borders(kept),
            None => label.named(haystack, borders),
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
