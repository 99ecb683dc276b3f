//! Arithmetic on masks: where runs of bytes of a class begin, several blocks at a time.

#![allow(clippy::inline_always, reason = "it is compiled for the processor with what calls it")]

use super::classes::{BLOCK, Masks, is_lead};
use super::sweep::{LONG, Vector};
use super::value::Run;
use crate::program::{HeadRun, is_token, is_word};

/// The longest run of which [`runs`] tells where it starts.
const LONG_RUN: u32 = 40;

/// The masks of blocks in a row, a list for each class: of the one before them, of all of them, and
/// of the one after.
pub(super) struct Blocks<const N: usize> {
    word: [u64; N],
    solid: [u64; N],
    token: [u64; N],
    digit: [u64; N],
    lead: [u64; N],
    short: [u64; N],
    pub(super) rare: [u64; N],
}

impl<const N: usize> Blocks<N> {
    #[inline(always)]
    pub(super) fn of<V: Vector, const BUCKETS: bool>(by: &V, haystack: &[u8], from: usize) -> Self {
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
    pub(super) fn starts(&self) -> [u64; N] {
        Self::each(|before, at, _| self.word[at] & !follows(self.word[before], self.word[at]))
    }

    /// Where heads may stand, of which those that begin with a digit have at least so many token
    /// bytes after them.
    #[inline(always)]
    pub(super) fn heads(&self, starts: &[u64; N], digit_run: u32) -> [u64; N] {
        let heads =
            Self::each(|_, at, after| starts[at] & runs(self.solid[at], self.solid[after])[1]);
        if digit_run < LONG_RUN {
            return heads;
        }
        // Where numbers in hexadecimal start, mostly.
        Self::each(|_, at, after| {
            heads[at] & (!self.digit[at] | runs(self.token[at], self.token[after])[3])
        })
    }

    #[inline(always)]
    pub(super) fn short_heads(&self, starts: &[u64; N]) -> [u64; N] {
        Self::each(|_, at, after| {
            starts[at] & self.short[at] & runs(self.token[at], self.token[after])[0]
        })
    }

    /// How long the runs are that start at that offset from the first block, as far as a block is
    /// long.
    #[inline(always)]
    pub(super) fn head_run(&self, offset: u16) -> HeadRun {
        let length = |masks| Self::from_offset(masks, offset).trailing_ones() as u8;
        HeadRun { token: length(&self.token), solid: length(&self.solid) }
    }

    /// The same with whether a letter is among those bytes.
    #[inline(always)]
    pub(super) fn run(&self, offset: u16) -> Run {
        let of = |masks| Self::from_offset(masks, offset);
        let length = of(&self.token).trailing_ones();
        let letters = of(&self.solid) & !of(&self.digit);
        Run { length, has_letter: letters.trailing_zeros() < length }
    }

    /// The bits from that offset on, as many as a block has.
    #[inline(always)]
    fn from_offset(masks: &[u64; N], offset: u16) -> u64 {
        let (number, bit) = (usize::from(offset) / BLOCK + 1, usize::from(offset) % BLOCK);
        let blocks = masks.get(number..).and_then(|rest| rest.first_chunk());
        from_bit(blocks.copied().unwrap_or_default(), bit as u32)
    }

    /// Where values start: after what may lead to one, and with a digit where digits are, or long
    /// and of one piece. A machine makes few others, and people write many.
    #[inline(always)]
    pub(super) fn values(&self) -> [u64; N] {
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
    pub(super) fn long_tokens(&self, least: u32) -> [u64; N] {
        // Each written out, so that several blocks are done at once.
        match least {
            LONG_RUN.. => Self::each(|_, at, after| runs(self.token[at], self.token[after])[3]),
            24..LONG_RUN => Self::each(|_, at, after| runs(self.token[at], self.token[after])[2]),
            12..24 => Self::each(|_, at, after| runs(self.token[at], self.token[after])[1]),
            _ => self.token,
        }
    }
}

/// The masks of the block at that place; after the end of the haystack, nothing is of any class.
#[inline(always)]
pub(super) fn masks_at<V: Vector, const BUCKETS: bool>(
    by: &V,
    haystack: &[u8],
    at: usize,
) -> Masks {
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

/// Where eight bytes of a class start, where twelve do, where twenty-four do, and where forty do.
#[inline(always)]
pub(super) fn runs(class: u64, after: u64) -> [u64; 4] {
    let shifted = |class: u64, after: u64, by: usize| class & (class >> by | after << (BLOCK - by));
    let (two, after_two) = (shifted(class, after, 1), after & after >> 1);
    let (four, after_four) = (shifted(two, after_two, 2), after_two & after_two >> 2);
    let (eight, after_eight) = (shifted(four, after_four, 4), after_four & after_four >> 4);
    let (twelve, after_twelve) = (shifted(eight, after_eight, 4), after_eight & after_eight >> 4);
    let of_24 = shifted(twelve, after_twelve, 12);
    let after_24 = after_twelve & after_twelve >> 12;
    [eight, twelve, of_24, shifted(of_24, after_24, 16)]
}

/// How long the run is that starts at that bit of the first of two blocks, as far as a block is
/// long.
#[inline(always)]
pub(super) const fn run_length(blocks: [u64; 2], bit: u32) -> u32 {
    from_bit(blocks, bit).trailing_ones()
}

/// The bits of two blocks from that one of the first on, as many as a block has.
#[inline(always)]
const fn from_bit([first, second]: [u64; 2], bit: u32) -> u64 {
    let both = (second as u128) << BLOCK | first as u128;
    (both >> bit) as u64
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
