//! Where names may stand in the labels of many values, by AVX-512.
//!
//! What borders of words are told by is written down for all labels first, and looked up after that,
//! sixteen borders at a time. So there is nothing that the processor has to guess, however many words
//! a label has, and the steps of many labels overlap.

use core::arch::x86_64::{
    __m512i, _mm_cvtsi32_si128, _mm512_add_epi8, _mm512_add_epi32, _mm512_and_si512,
    _mm512_andnot_si512, _mm512_castsi512_si128, _mm512_cvtepu8_epi64, _mm512_loadu_si512,
    _mm512_mask_i32gather_epi32, _mm512_maskz_compress_epi8, _mm512_mullo_epi32, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_permutex2var_epi32, _mm512_rolv_epi32, _mm512_set_epi32,
    _mm512_set1_epi8, _mm512_set1_epi32, _mm512_set1_epi64, _mm512_set4_epi32,
    _mm512_setzero_si512, _mm512_shuffle_epi8, _mm512_srl_epi32, _mm512_storeu_si512,
    _mm512_test_epi32_mask, _mm512_xor_si512, _pdep_u64,
};

use arrayvec::ArrayVec;

use super::super::borders::{self, AT_BORDER, Borders};
use super::super::values::LABELS;
use super::avx512::{Lookup, PLACES};
use crate::label::{Label, WINDOW, window};

/// Borders that are written down at once, and those that are looked up at once.
const SPELT: u32 = 8;
const LANES: usize = 16;

/// No label has more borders of a kind in its window.
const MOST: usize = LABELS * WINDOW;

/// The bytes of borders, eight each, with room for what is looked up beyond the last one.
type Spelt = ArrayVec<u64, { MOST + LANES }>;

/// A bit for each border, with room to read on from the last one.
type Told = [u64; MOST / 64 + 2];

/// Which border of a word.
#[derive(Clone, Copy)]
enum Kind {
    Start,
    End,
}

impl Lookup {
    /// Leaves of each label those borders at which a name may stand, and those that are not told by its
    /// last window alone. `false` if a table lacks numbers that a hash may lead to.
    #[inline(always)]
    pub(super) fn may_hold_names(
        self,
        haystack: &[u8],
        labels: &mut ArrayVec<Label, LABELS>,
        names: &Borders,
    ) -> bool {
        // What a border is told by has to be in the window.
        const BEFORE: u64 = (1 << (AT_BORDER - 1)) - 1;
        if !names.short.is_whole() || !names.long.is_whole() {
            return false;
        }
        let of = |label: &Label| label.borders_for(names).unwrap_or_default();
        let (mut starts, mut ends) = (Spelt::new(), Spelt::new());
        for label in &*labels {
            let [of_start, of_end] = of(label);
            let text = self.load(&window(haystack, label.end()));
            self.spell(text, of_start, Kind::Start, &mut starts);
            self.spell(text, of_end & !BEFORE, Kind::End, &mut ends);
        }
        let starts = self.tell(&mut starts, Kind::Start, names);
        let ends = self.tell(&mut ends, Kind::End, names);
        let (mut start, mut end) = (0, 0);
        for label in labels {
            if label.borders().is_none() {
                continue;
            }
            let [of_start, of_end] = of(label);
            let by_start = self.taken(&starts, &mut start, of_start);
            let by_end = self.taken(&ends, &mut end, of_end & !BEFORE);
            *label = label.with_borders([by_start, by_end | of_end & BEFORE]);
        }
        true
    }

    /// Of a label's borders, those at which a name may stand: their bits are the next ones.
    #[inline(always)]
    fn taken(self, told: &Told, at: &mut usize, borders: u64) -> u64 {
        let (word, bit) = (*at / 64, *at % 64);
        *at += borders.count_ones() as usize;
        let words = told.get(word..).and_then(|rest| rest.first_chunk());
        let &[low, high] = words.unwrap_or(&[0; 2]);
        let bits = (u128::from(high) << 64 | u128::from(low)) >> bit;
        // SAFETY: a processor that has AVX-512 has BMI2, which is asked for, too.
        unsafe { _pdep_u64(bits as u64, borders) }
    }

    /// Writes down the bytes that the borders of a window are told by: those from a start on, those
    /// from an end back.
    #[inline(always)]
    fn spell(self, text: __m512i, mut borders: u64, kind: Kind, spelt: &mut Spelt) {
        loop {
            let count = borders.count_ones().min(SPELT);
            let length = spelt.len();
            debug_assert!(
                spelt.remaining_capacity() >= SPELT as usize,
                "there is room for all labels"
            );
            if spelt.remaining_capacity() < SPELT as usize {
                return;
            }
            // SAFETY: the processor has AVX-512. There is room for the eight numbers that are
            // stored; as many of them as count are then taken in.
            unsafe {
                let (borders, offsets) = match kind {
                    Kind::Start => (borders, 0x0706_0504_0302_0100),
                    Kind::End => (borders >> (AT_BORDER - 1), 0x0001_0203_0405_0607),
                };
                let places = _mm512_maskz_compress_epi8(borders, self.load(&PLACES));
                let all = _mm512_cvtepu8_epi64(_mm512_castsi512_si128(places));
                // Each place eight times, and then those of the bytes that it is told by.
                let eight = _mm512_set4_epi32(0x0808_0808, 0x0808_0808, 0, 0);
                let all = _mm512_shuffle_epi8(all, eight);
                let all = _mm512_add_epi8(all, _mm512_set1_epi64(offsets));
                // Nothing of the value is a part of its name.
                let bytes = _mm512_permutex2var_epi8(text, all, _mm512_setzero_si512());
                let bytes = _mm512_or_si512(bytes, _mm512_set1_epi8(b' '.cast_signed()));
                _mm512_storeu_si512(spelt.as_mut_ptr().add(length).cast(), bytes);
                spelt.set_len(length + count as usize);
            }
            if borders.count_ones() <= SPELT {
                return;
            }
            // SAFETY: as above, BMI2.
            borders &= !unsafe { _pdep_u64((1 << SPELT) - 1, borders) };
        }
    }

    /// At which of the borders a name may stand.
    #[inline(always)]
    fn tell(self, spelt: &mut Spelt, kind: Kind, names: &Borders) -> Told {
        let mut told = [0; _];
        let count = spelt.len();
        // As many as are looked up at once, so that each of those is there.
        let _ = spelt.try_extend_from_slice(&[0; LANES]);
        for (number, some) in spelt.chunks_exact(LANES).take(count.div_ceil(LANES)).enumerate() {
            // SAFETY: the processor has AVX-512, and the loads take the 16 numbers that there are.
            let bits = unsafe {
                let low = _mm512_loadu_si512(some.as_ptr().cast());
                let high = _mm512_loadu_si512(some.as_ptr().add(LANES / 2).cast());
                self.tell_each([low, high], kind, names)
            };
            told[number * LANES / 64] |= u64::from(bits) << (number * LANES % 64);
        }
        told
    }

    /// The same of 16 borders. The tables are whole.
    #[inline(always)]
    fn tell_each(self, [low, high]: [__m512i; 2], kind: Kind, names: &Borders) -> u16 {
        // SAFETY: the processor has AVX-512.
        unsafe {
            let every = |number: u32| _mm512_set1_epi32(number.cast_signed());
            let even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
            let first = _mm512_permutex2var_epi32(low, even, high);
            let rest = _mm512_permutex2var_epi32(low, _mm512_or_si512(even, every(1)), high);
            let [by_three, by_four, by_rest] = borders::FACTORS.map(every);
            let salted = |key: __m512i| match kind {
                Kind::Start => key,
                Kind::End => _mm512_xor_si512(key, every(borders::ENDS)),
            };
            let three = salted(_mm512_and_si512(first, every(0xff_ffff)));
            let three = _mm512_mullo_epi32(three, by_three);
            let four = _mm512_mullo_epi32(salted(first), by_four);
            let more = |rest: __m512i| _mm512_add_epi32(four, _mm512_mullo_epi32(rest, by_rest));
            let (six, eight) = (more(_mm512_and_si512(rest, every(0xffff))), more(rest));
            let short = self.numbers(&names.short, three);
            let long = self.numbers(&names.long, eight);
            let none = self.lacks(long, eight, borders::OWN_BITS)
                & self.lacks(short, three, borders::OWN_BITS)
                & self.lacks(short, four, borders::OTHER_BITS)
                & self.lacks(short, six, borders::OTHER_BITS);
            !none
        }
    }

    /// The numbers of a table that so many hashes lead to.
    #[inline(always)]
    fn numbers(self, table: &borders::Table, hashes: __m512i) -> __m512i {
        let all = table.numbers.as_ref();
        debug_assert!(table.is_whole(), "or what is gathered may not be there");
        // SAFETY: the processor has AVX-512. What is gathered are numbers whose places have as many
        // bits as a hash that is so shifted, and there are as many numbers, as the caller says.
        unsafe {
            let shift = _mm_cvtsi32_si128(table.shift.cast_signed());
            let (none, places) = (_mm512_setzero_si512(), _mm512_srl_epi32(hashes, shift));
            _mm512_mask_i32gather_epi32::<4>(none, u16::MAX, places, all.as_ptr().cast())
        }
    }

    /// Which numbers lack one of the bits of the hashes.
    #[inline(always)]
    fn lacks(self, numbers: __m512i, hashes: __m512i, [first, second]: [u32; 2]) -> u16 {
        // SAFETY: the processor has AVX-512.
        unsafe {
            let by = |shift: u32| _mm_cvtsi32_si128(shift.cast_signed());
            let one = _mm512_set1_epi32(1);
            let first = _mm512_rolv_epi32(one, _mm512_srl_epi32(hashes, by(first)));
            let second = _mm512_rolv_epi32(one, _mm512_srl_epi32(hashes, by(second)));
            let missing = _mm512_andnot_si512(numbers, _mm512_or_si512(first, second));
            _mm512_test_epi32_mask(missing, missing)
        }
    }
}
