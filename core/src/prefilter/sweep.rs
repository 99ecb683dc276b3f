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

use super::classes::{BLOCK, Masks, Window, is_lead};
use super::tables::{Prefilter, RunRule};
use crate::label::{Label, LabelMasks, WINDOW, window};
#[cfg(test)]
use crate::program::VALUE_RUN;
use crate::program::{is_run_byte, is_token, is_word};

/// The bytes of a value among which there has to be a digit, as [`reaching`] has it.
#[cfg(test)]
const DIGIT_WITHIN: usize = 32;

/// A value of so many bytes needs no digit if all are of words.
#[cfg(test)]
const LONG_VALUE: usize = 24;

/// Token bytes that a value needs if nothing but space stands between its name and it.
const LONE_VALUE: usize = 16;

/// Blocks that a batch covers at most, so that they are still near when they are looked at again;
/// with one before and one after them.
const LONG: usize = 64 + 2;
/// The same for short haystacks, where making room for a long one would take longer than all else.
const BRIEF: usize = 8 + 2;

/// Places of one kind that a batch holds.
const PLACES: usize = 256;

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
}

impl Batch {
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
    match (haystack.len() - from <= (BRIEF - 2) * BLOCK, prefilter.has_buckets()) {
        (false, true) => sweep_blocks::<V, LONG, true>(by, prefilter, haystack, from, batch),
        (false, false) => sweep_blocks::<V, LONG, false>(by, prefilter, haystack, from, batch),
        (true, true) => sweep_blocks::<V, BRIEF, true>(by, prefilter, haystack, from, batch),
        (true, false) => sweep_blocks::<V, BRIEF, false>(by, prefilter, haystack, from, batch),
    }
}

/// The masks of blocks in a row, a list for each class: of the one before them, of all of them, and
/// of the one after.
struct Blocks<const N: usize> {
    word: [u64; N],
    solid: [u64; N],
    token: [u64; N],
    digit: [u64; N],
    lead: [u64; N],
    short: [u64; N],
    rare: [u64; N],
}

impl<const N: usize> Blocks<N> {
    #[inline(always)]
    fn of<V: Vector, const BUCKETS: bool>(by: &V, haystack: &[u8], from: usize) -> Self {
        let none = [0; N];
        let mut blocks = Self {
            word: none,
            solid: none,
            token: none,
            digit: none,
            lead: none,
            short: none,
            rare: none,
        };
        let before = from.checked_sub(1).and_then(|before| haystack.get(before));
        let last =
            |is: fn(u8) -> bool| u64::from(before.is_some_and(|&byte| is(byte))) << (BLOCK - 1);
        blocks.word[0] = last(is_word);
        blocks.token[0] = last(is_token);
        blocks.lead[0] = last(is_lead);
        let mut at = from;
        for number in 1..N {
            if at >= haystack.len() {
                break;
            }
            if N == LONG {
                by.prefetch(haystack, at + (LONG - 2) * BLOCK);
            }
            let masks = masks_at::<V, BUCKETS>(by, haystack, at);
            blocks.word[number] = masks.word;
            blocks.solid[number] = masks.solid;
            blocks.token[number] = masks.token;
            blocks.digit[number] = masks.digit;
            blocks.lead[number] = masks.lead;
            if BUCKETS {
                blocks.short[number] = masks.short;
                blocks.rare[number] = masks.rare;
            }
            at += BLOCK;
        }
        blocks
    }

    /// What is made of each block, its neighbours at hand.
    #[inline(always)]
    #[allow(clippy::needless_range_loop, reason = "so written, several are made at once")]
    fn each(make: impl Fn(usize, usize, usize) -> u64) -> [u64; N] {
        let mut masks = [0; N];
        for number in 1..N - 1 {
            masks[number] = make(number - 1, number, number + 1);
        }
        masks
    }

    /// Where words start.
    #[inline(always)]
    fn starts(&self) -> [u64; N] {
        Self::each(|before, at, _| self.word[at] & !follows(self.word[before], self.word[at]))
    }

    #[inline(always)]
    fn heads(&self, starts: &[u64; N]) -> [u64; N] {
        Self::each(|_, at, after| starts[at] & runs(self.solid[at], self.solid[after])[1])
    }

    #[inline(always)]
    fn short_heads(&self, starts: &[u64; N]) -> [u64; N] {
        Self::each(|_, at, after| {
            starts[at] & self.short[at] & runs(self.token[at], self.token[after])[0]
        })
    }

    /// How long the run of token bytes is that starts at that offset from the first block, as far
    /// as a block is long.
    #[inline(always)]
    fn run_length(&self, offset: u16) -> u32 {
        let (number, bit) = (usize::from(offset) / BLOCK + 1, usize::from(offset) % BLOCK);
        let blocks = self.token.get(number..).and_then(|rest| rest.first_chunk());
        run_length(blocks.copied().unwrap_or_default(), bit as u32)
    }

    /// Where values start: after what may lead to one, and with a digit where digits are, or long
    /// and of one piece. A machine makes few others, and people write many.
    #[inline(always)]
    fn values(&self) -> [u64; N] {
        let with_digit = Self::each(|_, at, after| {
            reaching([self.token[at], self.token[after]], [self.digit[at], self.digit[after]])
        });
        let of_one_piece = Self::each(|_, at, after| runs(self.word[at], self.word[after])[2]);
        Self::each(|before, at, after| {
            let long = runs(self.token[at], self.token[after])[1];
            let led_to = follows(self.lead[before], self.lead[at]);
            let starts = self.token[at] & !follows(self.token[before], self.token[at]);
            starts & long & led_to & (of_one_piece[at] | with_digit[at])
        })
    }

    /// Where that many token bytes may start, so also a run of as many that are of base64.
    #[inline(always)]
    fn long_tokens(&self, least: u32) -> [u64; N] {
        // Each written out, so that several blocks are done at once.
        match least {
            24.. => Self::each(|_, at, after| runs(self.token[at], self.token[after])[2]),
            12.. => Self::each(|_, at, after| runs(self.token[at], self.token[after])[1]),
            _ => self.token,
        }
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

    let heads = blocks.heads(&starts);
    gather(by, &heads, &mut found);
    keep(&mut found, |offset| prefilter.heads.may_hold(haystack, place(offset)));
    keep(&mut found, |offset| prefilter.heads.holds(haystack, place(offset)));
    end = end.min(place(hold(&found, &mut batch.heads)));

    if BUCKETS {
        let short = blocks.short_heads(&starts);
        found.clear();
        gather(by, &short, &mut found);
        keep(&mut found, |offset| prefilter.short.may_hold(haystack, place(offset)));
        keep(&mut found, |offset| prefilter.short.holds(haystack, place(offset)));
        end = end.min(place(hold(&found, &mut batch.short)));

        found.clear();
        gather(by, &blocks.rare, &mut found);
        keep(&mut found, |offset| prefilter.rare.may_hold(haystack, place(offset)));
        keep(&mut found, |offset| prefilter.rare.holds(haystack, place(offset)));
        end = end.min(place(hold(&found, &mut batch.rare)));
    }

    if !prefilter.names.is_empty() {
        let values = blocks.values();
        found.clear();
        gather(by, &values, &mut found);
        keep(&mut found, |offset| may_be_value(haystack, place(offset), blocks.run_length(offset)));
        keep(&mut found, |offset| {
            let at = place(offset);
            let label = Label::with(by.label_masks(&window(haystack, at)), haystack, at);
            label.may_hold_name(haystack, prefilter)
        });
        keep(&mut found, |offset| {
            let at = place(offset);
            let label = Label::with(by.label_masks(&window(haystack, at)), haystack, at);
            label.holds_name(haystack, prefilter)
        });
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

/// The masks of the block at that place; after the end of the haystack, nothing is of any class.
#[inline(always)]
fn masks_at<V: Vector, const BUCKETS: bool>(by: &V, haystack: &[u8], at: usize) -> Masks {
    if let Some(window) = haystack.get(at..).and_then(|rest| rest.first_chunk()) {
        return by.masks::<BUCKETS>(window);
    }
    match haystack.get(at..) {
        Some(rest @ [_, ..]) => by.masks_at_end::<BUCKETS>(rest),
        _ => Masks::default(),
    }
}

/// What follows bytes of a class, given the block before.
#[inline(always)]
const fn follows(before: u64, class: u64) -> u64 {
    class << 1 | before >> (BLOCK - 1)
}

/// Where eight bytes of a class start, where twelve do, and where twenty-four do.
#[inline(always)]
fn runs(class: u64, after: u64) -> [u64; 3] {
    let shifted = |class: u64, after: u64, by: usize| class & (class >> by | after << (BLOCK - by));
    let (two, after_two) = (shifted(class, after, 1), after & after >> 1);
    let (four, after_four) = (shifted(two, after_two, 2), after_two & after_two >> 2);
    let (eight, after_eight) = (shifted(four, after_four, 4), after_four & after_four >> 4);
    let (twelve, after_twelve) = (shifted(eight, after_eight, 4), after_eight & after_eight >> 4);
    [eight, twelve, shifted(twelve, after_twelve, 12)]
}

/// How long the run is that starts at that bit of the first of two blocks, as far as a block is
/// long.
#[inline(always)]
const fn run_length([first, second]: [u64; 2], bit: u32) -> u32 {
    let both = (second as u128) << BLOCK | first as u128;
    ((both >> bit) as u64).trailing_ones()
}

/// From where one gets to a digit over at most 31 token bytes, the digit included, given both
/// classes in a block and in the one after.
#[inline(always)]
const fn reaching(token: [u64; 2], digit: [u64; 2]) -> u64 {
    // Written out, so that several blocks are done at once.
    let (token, digit) = reaching_by::<1>(token, digit);
    let (token, digit) = reaching_by::<2>(token, digit);
    let (token, digit) = reaching_by::<4>(token, digit);
    let (token, digit) = reaching_by::<8>(token, digit);
    let (_, [digit, _]) = reaching_by::<16>(token, digit);
    digit
}

/// The same over so many bytes more, given where that many token bytes start; and where twice as
/// many do.
#[inline(always)]
const fn reaching_by<const BY: usize>(
    [token, after_token]: [u64; 2],
    [digit, after_digit]: [u64; 2],
) -> ([u64; 2], [u64; 2]) {
    const fn shifted<const BY: usize>(masks: u64, after: u64) -> u64 {
        masks >> BY | after << (BLOCK - BY)
    }
    (
        [token & shifted::<BY>(token, after_token), after_token & after_token >> BY],
        [
            digit | token & shifted::<BY>(digit, after_digit),
            after_digit | after_token & after_digit >> BY,
        ],
    )
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

/// Whether the rule may be one of runs of that length, which is known as far as a block is long.
#[inline(always)]
const fn may_have(rule: &RunRule, length: u32) -> bool {
    (length >= rule.min) & (length <= rule.max) | (length >= BLOCK as u32)
}

/// Whether the text before may be the end of an assignment to a value of that length.
#[inline(always)]
fn is_led_to(before: &[u8], length: usize) -> bool {
    /// Spaces after an operator, at most, that are looked at.
    const SPACES: usize = 4;
    let Some((&last, rest)) = before.split_last() else { return false };
    if !matches!(last, b' ' | b'\t') {
        return is_lead(last);
    }
    let near = &rest[rest.len().saturating_sub(SPACES)..];
    match near.iter().rev().find(|&&byte| !matches!(byte, b' ' | b'\t')) {
        Some(&byte) if is_word(byte) => length >= LONE_VALUE,
        Some(&byte) => is_lead(byte) || byte == b'-',
        None => true,
    }
}

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
    let masks = super::classes::masks(&window, None);
    let length = masks.token.trailing_ones();
    let within = (length as usize).min(DIGIT_WITHIN);
    let is_opaque = masks.digit.trailing_zeros() < within as u32
        || masks.word.trailing_ones() >= LONG_VALUE as u32;
    length >= VALUE_RUN as u32 && is_opaque && may_be_value(haystack, at, length)
}
