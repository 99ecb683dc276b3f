//! The one pass over all bytes: from masks to the few places that are worth a look.
//!
//! Credentials stand in long runs of token bytes, and most text has few of those. So four kinds of
//! places are kept:
//!
//! - *heads*: a word starts, twelve bytes of words and dashes follow, and the first four may begin
//!   a literal;
//! - *short* heads: a word starts, eight token bytes follow, likewise;
//! - *values*: a run of twelve token bytes or more starts after what may end an assignment, looks
//!   as if a machine had made it, and has a name before it or is long enough by itself;
//! - *rare*: four bytes may be part of a literal that stands anywhere.
//!
//! A stretch of text is gone over twice, so that the processor hardly ever has to guess how a branch
//! goes: first all places are collected, block by block, then those that do not pass are dropped.

// All of it has to be compiled as a part of the function that has the processor's features, and
// both sides of these conditions cost less than a guess which one it will be.
#![allow(clippy::inline_always, clippy::needless_bitwise_bool)]

use arrayvec::ArrayVec;

use super::blocks::{Blocks, masks_at, run_length, runs};
use super::borders::Borders;
use super::classes::{BLOCK, Masks, Window};
use super::nameless::Nameless;
use super::tables::{Prefilter, RunRule};
use super::value::may_be_value;
use super::values::{LABELS, keep_named};
use crate::label::{Label, LabelMasks, WINDOW, window};
use crate::program::is_run_byte;

/// Blocks that a batch covers at most, so that they are still near when they are looked at again;
/// with one before and one after them.
pub(super) const LONG: usize = 64 + 2;
/// The same for short haystacks, where making room for a long one would take longer than all else.
const BRIEF: usize = 8 + 2;

/// Places of one kind that a batch holds.
const PLACES: usize = 256;

/// As many as a short stretch has where a long one may have room for all of its own.
const FEW: usize = PLACES * (BRIEF - 2) / (LONG - 2);

/// Places in the order they were found, as offsets from [`Batch::base`].
pub(crate) type Places = ArrayVec<u16, PLACES>;

/// All places of one kind in as many blocks as a batch may cover.
pub(super) type Found = ArrayVec<u16, { LONG * BLOCK }>;

/// The places of a stretch of text.
#[derive(Default)]
pub(crate) struct Batch {
    /// Where the stretch starts.
    pub(crate) base: usize,
    pub(crate) heads: Places,
    pub(crate) short: Places,
    pub(crate) values: Places,
    pub(crate) rare: Places,
    /// Where runs of base64 start that are as long as a rule wants them, as far as a block tells.
    pub(crate) runs: Places,
    /// Whether a long stretch has more places than there is room for.
    is_crowded: bool,
    /// Whether it is left open what follows literals that stand anywhere.
    is_unguarded: bool,
    /// What was learnt from those before: labels, and labels in rows of pairs.
    nameless: [Nameless; 2],
}

impl Batch {
    /// One whose rare places may be followed by anything: how far a guard looks is not to be told
    /// where the text is not of one piece.
    pub(crate) fn unguarded() -> Self {
        Self { is_unguarded: true, ..Self::default() }
    }

    fn clear(&mut self, base: usize) {
        self.base = base;
        for places in self.kinds() {
            places.clear();
        }
    }

    fn kinds(&mut self) -> [&mut Places; 5] {
        [&mut self.heads, &mut self.short, &mut self.values, &mut self.rare, &mut self.runs]
    }

    /// Leaves out the places from that one on.
    #[cold]
    fn end_at(&mut self, end: u16) {
        for places in self.kinds() {
            places.truncate(places.partition_point(|&place| place < end));
        }
    }
}

/// How masks are made.
pub(super) trait Vector {
    /// The masks of a block; without those of literals if it is not asked for them.
    fn masks<const BUCKETS: bool>(&self, window: &Window) -> Masks;

    /// The same of the last bytes of a haystack, fewer than a window has.
    #[inline(always)]
    fn masks_at_end<const BUCKETS: bool>(&self, rest: &[u8]) -> Masks {
        let mut window: Window = [0; _];
        let kept = rest.len().min(window.len());
        window[..kept].copy_from_slice(&rest[..kept]);
        self.masks::<BUCKETS>(&window)
    }

    /// The masks of a window of a label.
    fn label_masks(&self, window: &[u8; WINDOW]) -> LabelMasks;

    /// The label of the value that starts there.
    #[inline(always)]
    fn label(&self, haystack: &[u8], value: usize) -> Label {
        Label::with(self.label_masks(&window(haystack, value)), haystack, value)
    }

    /// Leaves of each label what may be where a name stands, as far as the filter tells.
    #[inline(always)]
    fn named(&self, haystack: &[u8], labels: &mut ArrayVec<Label, LABELS>, borders: &Borders) {
        for label in labels {
            *label = label.named(haystack, borders);
        }
    }

    /// Which of up to 64 masks have a bit.
    #[inline(always)]
    fn occupied(&self, masks: &[u64]) -> u64 {
        let bits = masks.iter().enumerate().map(|(at, &mask)| u64::from(mask != 0) << at);
        bits.fold(0, |all, bit| all | bit)
    }

    /// Asks for the text at a place that will soon be gone over.
    #[inline(always)]
    fn prefetch(&self, _haystack: &[u8], _at: usize) {}

    /// Adds the places of a block's bits.
    #[inline(always)]
    fn collect(&self, mask: u64, offset: u16, found: &mut Found) {
        collect(mask, offset, found);
    }
}

/// Byte by byte.
pub(super) struct Portable<'p>(pub(super) &'p Prefilter);

impl Vector for Portable<'_> {
    #[inline(always)]
    fn masks<const BUCKETS: bool>(&self, window: &Window) -> Masks {
        super::classes::masks(window, BUCKETS.then_some(&self.0.buckets))
    }

    #[inline(always)]
    fn label_masks(&self, window: &[u8; WINDOW]) -> LabelMasks {
        LabelMasks::of(window)
    }
}

/// Collects places from `from` on, until the batch is full or the haystack ends; returns how far it
/// came.
#[inline(always)]
pub(super) fn sweep<V: Vector>(
    by: &V,
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    batch: &mut Batch,
) -> usize {
    let is_brief = haystack.len() - from <= (BRIEF - 2) * BLOCK || batch.is_crowded;
    match (is_brief, prefilter.has_buckets()) {
        (false, true) => sweep_blocks::<V, LONG, true>(by, prefilter, haystack, from, batch),
        (false, false) => sweep_blocks::<V, LONG, false>(by, prefilter, haystack, from, batch),
        // So few blocks are not worth a way of their own.
        (true, _) => sweep_blocks::<V, BRIEF, true>(by, prefilter, haystack, from, batch),
    }
}

/// One time over a stretch.
#[inline(always)]
fn sweep_blocks<V: Vector, const N: usize, const BUCKETS: bool>(
    by: &V,
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    batch: &mut Batch,
) -> usize {
    batch.clear(from);
    let blocks = Blocks::<N>::of::<V, BUCKETS>(by, haystack, from);
    let starts = blocks.starts();
    let place = |offset: u16| from + usize::from(offset);
    let mut end = haystack.len().min(from + (N - 2) * BLOCK);
    let mut found = Found::new();

    let heads = blocks.heads(&starts, prefilter.digit_run);
    gather(by, &heads, &mut found);
    keep(&mut found, |offset| prefilter.heads.may_hold(haystack, place(offset)));
    keep(&mut found, |offset| {
        prefilter.heads.starts(haystack, place(offset), blocks.head_run(offset))
    });
    end = end.min(place(hold(&found, &mut batch.heads)));

    if BUCKETS {
        let short = blocks.short_heads(&starts);
        found.clear();
        gather(by, &short, &mut found);
        keep(&mut found, |offset| prefilter.short.may_hold(haystack, place(offset)));
        keep(&mut found, |offset| {
            prefilter.short.starts(haystack, place(offset), blocks.head_run(offset))
        });
        end = end.min(place(hold(&found, &mut batch.short)));

        found.clear();
        gather(by, &blocks.rare, &mut found);
        keep(&mut found, |offset| prefilter.rare.may_hold(haystack, place(offset)));
        if batch.is_unguarded {
            keep(&mut found, |offset| prefilter.rare.stands_at(haystack, place(offset)));
        } else {
            keep(&mut found, |offset| prefilter.rare.holds(haystack, place(offset)));
        }
        end = end.min(place(hold(&found, &mut batch.rare)));
    }

    if !prefilter.names.is_empty() {
        let values = blocks.values();
        found.clear();
        gather(by, &values, &mut found);
        keep(&mut found, |offset| may_be_value(haystack, place(offset), blocks.run(offset)));
        let known: &mut [_] = if N == LONG { &mut batch.nameless } else { &mut [] };
        keep_named(by, prefilter, haystack, from, &mut found, known);
        end = end.min(place(hold(&found, &mut batch.values)));
    }
    if !prefilter.runs.is_empty() {
        found.clear();
        let tokens = blocks.long_tokens(prefilter.shortest_run);
        gather_runs(by, prefilter, haystack, from, &tokens, &mut found);
        end = end.min(place(hold(&found, &mut batch.runs)));
    }
    if end < haystack.len() && end < from + (N - 2) * BLOCK {
        batch.end_at((end - from) as u16);
        batch.is_crowded = true;
    } else if batch.is_crowded {
        batch.is_crowded = batch.kinds().iter().any(|places| places.len() > FEW);
    }
    end
}

/// Adds the places of the blocks' bits.
#[inline(always)]
fn gather<V: Vector, const N: usize>(by: &V, masks: &[u64; N], found: &mut Found) {
    // Most blocks have none; to leave them out at once is cheaper than to ask each.
    let masks = &masks[1..N - 1];
    let mut blocks = by.occupied(masks);
    while blocks != 0 {
        let number = blocks.trailing_zeros() as usize;
        by.collect(masks.get(number).copied().unwrap_or(0), (number * BLOCK) as u16, found);
        blocks &= blocks - 1;
    }
}

/// Adds the places where a run of base64 starts that is as long as a rule wants it, in blocks where
/// a token may be long enough.
#[inline(always)]
fn gather_runs<V: Vector, const N: usize>(
    by: &V,
    prefilter: &Prefilter,
    haystack: &[u8],
    from: usize,
    tokens: &[u64; N],
    found: &mut Found,
) {
    let mut blocks = by.occupied(&tokens[1..N - 1]);
    while blocks != 0 {
        let offset = blocks.trailing_zeros() as usize * BLOCK;
        // Few blocks have as long a token, so the classes of those are looked up again.
        let at = from + offset;
        let run = masks_at::<V, false>(by, haystack, at).run;
        let run = [run, masks_at::<V, false>(by, haystack, at + BLOCK).run];
        let before = at.checked_sub(1).and_then(|before| haystack.get(before));
        let goes_on = u64::from(before.is_some_and(|&byte| is_run_byte(byte)));
        let mut starts = run[0] & !(run[0] << 1 | goes_on);
        if prefilter.shortest_run >= 24 {
            starts &= runs(run[0], run[1])[2];
        }
        while starts != 0 {
            let bit = starts.trailing_zeros();
            let length = run_length(run, bit);
            if prefilter.runs.iter().any(|rule| may_have(rule, length)) {
                let _ = found.try_push(offset as u16 + bit as u16);
            }
            starts &= starts - 1;
        }
        blocks &= blocks - 1;
    }
}

/// Adds the places of a block's bits, one by one.
#[inline(always)]
pub(super) fn collect(mut mask: u64, offset: u16, found: &mut Found) {
    while mask != 0 {
        let _ = found.try_push(offset + mask.trailing_zeros() as u16);
        mask &= mask - 1;
    }
}

/// Drops the places that do not pass.
#[inline(always)]
fn keep(found: &mut Found, mut passes: impl FnMut(u16) -> bool) {
    let mut kept = 0;
    for number in 0..found.len() {
        let place = found[number];
        found[kept] = place;
        kept += usize::from(passes(place));
    }
    found.truncate(kept);
}

/// Holds on to as many places as there is room for; returns the first that there is none for.
#[inline(always)]
fn hold(found: &Found, places: &mut Places) -> u16 {
    if found.is_empty() {
        return u16::MAX;
    }
    let (kept, left) = found.split_at(found.len().min(PLACES));
    let _ = places.try_extend_from_slice(kept);
    left.first().copied().unwrap_or(u16::MAX)
}

/// Whether the rule may be one of runs of that length, which is known as far as a block is long.
#[inline(always)]
const fn may_have(rule: &RunRule, length: u32) -> bool {
    (length >= rule.min) & (length <= rule.max) | (length >= BLOCK as u32)
}
