//! The one pass over all bytes: from masks to the few places that are worth a look.
//!
//! Credentials stand in long runs of token bytes, and most text has few of those. So three kinds of
//! places are kept:
//!
//! - *heads*: a word starts, eight token bytes follow, and the first four may begin a literal;
//! - *values*: a run of twelve token bytes or more starts after what may end an assignment, and
//!   looks as if a machine had made it;
//! - *rare*: three bytes may be part of a literal that stands anywhere.
//!
//! A stretch of text is gone over twice, so that the processor hardly ever has to guess how a branch
//! goes: first all places are collected, block by block, then those that do not pass are dropped.

// All of it has to be compiled as a part of the function that has the processor's features, and
// both sides of these conditions cost less than a guess which one it will be.
#![allow(clippy::inline_always, clippy::needless_bitwise_bool)]

use arrayvec::ArrayVec;

use super::classes::{BLOCK, Masks, Window};
use super::tables::Prefilter;
#[cfg(test)]
use crate::program::VALUE_RUN;
use crate::program::{is_token, is_word};

/// The bytes of a value among which there has to be a digit.
const DIGIT_WITHIN: u32 = 32;

/// A value of so many bytes needs no digit.
const LONG_VALUE: u32 = 24;

/// Token bytes that a value needs if nothing but space stands between its name and it.
const LONE_VALUE: usize = 16;

/// Places of one kind that a batch holds.
const PLACES: usize = 512;

/// Bytes that a batch covers at most, so that they are still near when they are looked at again.
const LONGEST_BATCH: usize = 1 << 13;

/// Places in the order they were found, as offsets from [`Batch::base`].
pub(crate) type Places = ArrayVec<u16, PLACES>;

/// The places of a stretch of text.
#[derive(Default)]
pub(crate) struct Batch {
    /// Where the stretch starts.
    pub(crate) base: usize,
    pub(crate) heads: Places,
    pub(crate) values: Places,
    pub(crate) rare: Places,
    /// Where runs start that are long enough for rules anchored by a run.
    pub(crate) runs: Places,
}

impl Batch {
    fn clear(&mut self, base: usize) {
        self.base = base;
        for places in [&mut self.heads, &mut self.values, &mut self.rare, &mut self.runs] {
            places.clear();
        }
    }

    /// Whether another block's places may not all fit.
    fn is_full(&self) -> bool {
        let least = self.heads.len().max(self.values.len()).max(self.rare.len());
        least + BLOCK + AT_ONCE > PLACES
    }
}

/// How masks are made.
pub(super) trait Vector {
    /// The masks of a block.
    fn masks<const RARE: bool>(&self, window: &Window) -> Masks;
}

/// Byte by byte.
pub(super) struct Portable<'p>(pub(super) &'p Prefilter);

impl Vector for Portable<'_> {
    #[inline(always)]
    fn masks<const RARE: bool>(&self, window: &Window) -> Masks {
        super::classes::masks(window, RARE.then_some(&self.0.nibbles))
    }
}

/// Collects places from `from` on, until the batch is full or the haystack ends; returns how far it
/// came.
#[inline(always)]
pub(super) fn sweep<V: Vector, const RARE: bool>(
    by: &V,
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    batch: &mut Batch,
) -> usize {
    batch.clear(from);
    let before = from.checked_sub(1).and_then(|before| haystack.get(before));
    let mut word_before = u64::from(before.is_some_and(|&byte| is_word(byte)));
    let mut token_before = u64::from(before.is_some_and(|&byte| is_token(byte)));
    let mut at = from;
    let mut block = masks_at::<V, RARE>(by, haystack, at);
    while at < haystack.len() && at - from < LONGEST_BATCH && !batch.is_full() {
        let next = masks_at::<V, RARE>(by, haystack, at + BLOCK);
        let (long, longer) = runs(block.token, next.token);
        let heads = block.word & !(block.word << 1 | word_before) & long;
        let values = block.token & !(block.token << 1 | token_before) & longer;
        word_before = block.word >> (BLOCK - 1);
        token_before = block.token >> (BLOCK - 1);
        let offset = (at - from) as u16;
        collect(heads, offset, &mut batch.heads);
        collect(values, offset, &mut batch.values);
        if RARE {
            collect(block.rare, offset, &mut batch.rare);
        }
        block = next;
        at += BLOCK;
    }
    let place = |&offset: &u16| from + usize::from(offset);
    keep(&mut batch.heads, |offset| prefilter.heads.may_hold(haystack, place(offset)));
    if RARE {
        keep(&mut batch.rare, |offset| prefilter.rare.may_hold(haystack, place(offset)));
    }
    if prefilter.needs_values() {
        let mut kept = 0;
        for number in 0..batch.values.len() {
            let offset = batch.values[number];
            let at = place(&offset);
            let run = Run::of(masks_at::<V, false>(by, haystack, at));
            if run.length >= prefilter.shortest_run {
                let _ = batch.runs.try_push(offset);
            }
            batch.values[kept] = offset;
            kept += usize::from(run.may_be_opaque() & may_be_value(haystack, at, run.length));
        }
        batch.values.truncate(kept);
    } else {
        batch.values.clear();
    }
    at.min(haystack.len())
}

/// How many places of a block are written down without asking how many there are.
const AT_ONCE: usize = 4;

/// Adds the places of a block's bits.
#[inline(always)]
fn collect(mut mask: u64, offset: u16, places: &mut Places) {
    let count = mask.count_ones() as usize;
    let before = places.len();
    let mut next = || {
        let place = offset + mask.trailing_zeros() as u16;
        mask &= mask.wrapping_sub(1);
        place
    };
    let first: [u16; AT_ONCE] = core::array::from_fn(|_| next());
    // There is room for a whole block more.
    let _ = places.try_extend_from_slice(&first);
    for _ in AT_ONCE..count {
        let _ = places.try_push(next());
    }
    places.truncate(before + count);
}

/// Drops the places that do not pass.
#[inline(always)]
fn keep(places: &mut Places, mut passes: impl FnMut(&u16) -> bool) {
    let mut kept = 0;
    for number in 0..places.len() {
        let place = places[number];
        places[kept] = place;
        kept += usize::from(passes(&place));
    }
    places.truncate(kept);
}

/// The masks of the block at that place; after the end of the haystack, nothing is of any class.
#[inline(always)]
fn masks_at<V: Vector, const RARE: bool>(by: &V, haystack: &[u8], at: usize) -> Masks {
    if let Some(window) = haystack.get(at..).and_then(|rest| rest.first_chunk()) {
        return by.masks::<RARE>(window);
    }
    let Some(rest @ [_, ..]) = haystack.get(at..) else { return Masks::default() };
    let mut window: Window = [0; _];
    let kept = rest.len().min(window.len());
    window[..kept].copy_from_slice(&rest[..kept]);
    by.masks::<RARE>(&window)
}

/// Where eight token bytes start, and where twelve do.
#[inline(always)]
fn runs(token: u64, next: u64) -> (u64, u64) {
    let shifted = |token: u64, next: u64, by: usize| token & (token >> by | next << (BLOCK - by));
    let (two, next_two) = (shifted(token, next, 1), next & next >> 1);
    let (four, next_four) = (shifted(two, next_two, 2), next_two & next_two >> 2);
    let (eight, next_eight) = (shifted(four, next_four, 4), next_four & next_four >> 4);
    (eight, shifted(eight, next_eight, 4))
}

/// The run of token bytes at the start of a block, as far as the block goes.
struct Run {
    length: u32,
    digits: u64,
    breaks: u64,
}

impl Run {
    #[inline(always)]
    const fn of(block: Masks) -> Self {
        Self {
            length: block.token.trailing_ones(),
            digits: block.digit,
            breaks: block.token & !block.word,
        }
    }

    /// Whether it has a digit where digits are, or is long and of one piece. A machine makes few
    /// others, and people write many.
    #[inline(always)]
    const fn may_be_opaque(&self) -> bool {
        let within = if self.length < DIGIT_WITHIN { self.length } else { DIGIT_WITHIN };
        (self.digits & ((1 << within) - 1) != 0)
            | (self.length >= LONG_VALUE) & (self.breaks & ((1 << LONG_VALUE) - 1) == 0)
    }
}

/// Whether what stands there, before and after does not speak against a value of that length.
#[inline(always)]
fn may_be_value(haystack: &[u8], at: usize, length: u32) -> bool {
    let before = haystack.get(..at).unwrap_or_default();
    let start: Option<&[u8; 8]> = haystack.get(at..).and_then(|rest| rest.first_chunk());
    let after = haystack.get(at + length as usize);
    let is_call = (length < BLOCK as u32) & (after == Some(&b'('));
    is_led_to(before, length as usize)
        & start.is_some_and(|start| !start.starts_with(b"//") & !is_date(*start))
        & !is_call
}

/// Whether the text before may be the end of an assignment to a value of that length.
#[inline(always)]
fn is_led_to(before: &[u8], length: usize) -> bool {
    /// Spaces after an operator, at most, that are looked at.
    const SPACES: usize = 4;
    let Some((&last, rest)) = before.split_last() else { return false };
    if !matches!(last, b' ' | b'\t') {
        return LEADS[usize::from(last)];
    }
    let near = &rest[rest.len().saturating_sub(SPACES)..];
    match near.iter().rev().find(|&&byte| !matches!(byte, b' ' | b'\t')) {
        Some(&byte) if is_word(byte) => length >= LONE_VALUE,
        Some(&byte) => LEADS[usize::from(byte)] || byte == b'-',
        None => true,
    }
}

/// What may be the last byte of an assignment.
const LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    let all = b" \t\r\n\"'`\\=:>(,|?[{";
    let mut at = 0;
    while at < all.len() {
        leads[all[at] as usize] = true;
        at += 1;
    }
    leads
};

/// `2026-11-`
fn is_date(bytes: [u8; 8]) -> bool {
    const FORM: u64 = u64::from_le_bytes(*b"0000-00-");
    const HIGH: u64 = u64::from_le_bytes([0xf0, 0xf0, 0xf0, 0xf0, 0xff, 0xf0, 0xf0, 0xff]);
    u64::from_le_bytes(bytes) & HIGH == FORM
}

/// Whether a value may start there, as the pass over all bytes would tell it.
#[cfg(test)]
pub(crate) fn is_value(haystack: &[u8], at: usize) -> bool {
    let rest = haystack.get(at..).unwrap_or_default();
    let mut window: Window = [0; _];
    let kept = rest.len().min(window.len());
    window[..kept].copy_from_slice(&rest[..kept]);
    let run = Run::of(super::classes::masks(&window, None));
    run.length >= VALUE_RUN as u32 && run.may_be_opaque() && may_be_value(haystack, at, run.length)
}
