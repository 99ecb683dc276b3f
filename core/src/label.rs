//! The label of a value: the text before it in which the name stands that it is given to.
//!
//! A name is looked for where words meet only: `key` in `api_key`, `apiKey` and `API-KEY:`, but not
//! in `monkeys`.

use core::ops::Range;

use crate::prefilter::borders::Borders;
use crate::prefilter::rarity::KEY;
use crate::prefilter::{Prefilter, label_masks};
pub(crate) use crate::program::WINDOW;
use crate::program::is_stop;
use crate::span::Span;

/// The windows of a label where the value is called so itself, and its name stands elsewhere: a
/// parameter's default, a sibling's value.
const FAR_WINDOWS: u8 = 5;

/// The most bytes from the start of a label to its value.
pub(crate) const LONGEST: usize = WINDOW * FAR_WINDOWS as usize;

/// Which bytes of a window are of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LabelMasks {
    pub(crate) lower: u64,
    pub(crate) upper: u64,
    pub(crate) digit: u64,
    /// No name goes on before this.
    pub(crate) stop: u64,
    pub(crate) space: u64,
    pub(crate) equals: u64,
    pub(crate) quote: u64,
}

/// The classes of bytes in a label, a bit each.
pub(crate) const LOWER: u8 = 1;
pub(crate) const UPPER: u8 = 2;
pub(crate) const DIGIT: u8 = 4;
pub(crate) const STOP: u8 = 8;

/// The classes of each byte; those from 128 on are of none.
pub(crate) static CLASSES: [u8; 128] = {
    let mut classes = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        let of = byte as u8;
        classes[byte] = of.is_ascii_lowercase() as u8 * LOWER
            + of.is_ascii_uppercase() as u8 * UPPER
            + of.is_ascii_digit() as u8 * DIGIT
            + is_stop(of) as u8 * STOP;
        byte += 1;
    }
    classes
};

impl LabelMasks {
    /// Byte by byte, on any processor.
    pub(crate) fn of(window: &[u8; WINDOW]) -> Self {
        let mut masks = Self::default();
        for (at, byte) in window.iter().enumerate() {
            masks.lower |= u64::from(byte.is_ascii_lowercase()) << at;
            masks.upper |= u64::from(byte.is_ascii_uppercase()) << at;
            masks.digit |= u64::from(byte.is_ascii_digit()) << at;
            masks.stop |= u64::from(is_stop(*byte)) << at;
            masks.space |= u64::from(*byte == b' ') << at;
            masks.equals |= u64::from(*byte == b'=') << at;
            masks.quote |= u64::from(*byte == b'"') << at;
        }
        masks
    }

    #[inline]
    const fn letter(self) -> u64 {
        self.lower | self.upper
    }

    #[inline]
    const fn word(self) -> u64 {
        self.lower | self.upper | self.digit
    }

    /// Where words start: also within camelCase, and at the border of digits and letters.
    #[inline]
    const fn starts(self) -> u64 {
        self.word() & !(self.word() << 1)
            | self.letter() & self.digit << 1
            | self.upper & self.lower << 1
    }

    /// The last byte of each word, likewise.
    #[inline]
    const fn ends(self) -> u64 {
        self.word() & !(self.word() >> 1) | self.letter() & self.digit >> 1
    }

    /// The space between two assignments in a row (`msg="up" pod=a3 id=`), of which the second has
    /// the value that the window leads to: the first names another.
    #[inline]
    const fn pair(self) -> Option<u32> {
        const LAST: u64 = 1 << (WINDOW - 1);
        let Some(space) = self.space.checked_ilog2() else { return None };
        if self.equals & (u64::MAX << space) != LAST {
            return None;
        }
        let before = (1u64 << space) - 1;
        let end = self.quote & before & !(before >> 1);
        let is_pair = if end != 0 {
            // Where the quotes begin too far away, they are those of a longer text.
            let start = self.quote & (before >> 1);
            start == 0 || (self.equals << 1) & (1 << start.ilog2()) != 0
        } else {
            let first = match ((self.space | self.stop | self.quote) & before).checked_ilog2() {
                Some(other) => before & (u64::MAX << other << 1),
                None => before,
            };
            // It has a name before the sign.
            self.equals & first & first.wrapping_sub(1) != 0
        };
        if is_pair { Some(space) } else { None }
    }
}

/// A place where words of a label meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// A word starts there.
    Start(usize),
    /// A word ends before there.
    End(usize),
}

/// Walks back through the label of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    /// Where the window ends.
    end: usize,
    /// What is left of it.
    starts: u64,
    ends: u64,
    /// How many windows are left before it.
    windows: u8,
    /// Where the stop before it is, as a bit of the window.
    stop: Option<u8>,
    /// The same of the space before it, where it is one of a row of pairs.
    space: Option<u8>,
    /// Where digits stand before what is no letter.
    numbers: u64,
}

impl Label {
    /// The label of the value that starts there.
    pub(crate) fn of(haystack: &[u8], value: usize) -> Self {
        Self::with(label_masks(&window(haystack, value)), haystack, value)
    }

    /// The same, given the masks of the window before the value.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) fn with(masks: LabelMasks, haystack: &[u8], value: usize) -> Self {
        let mut label = Self {
            end: value,
            starts: masks.starts(),
            ends: masks.ends(),
            numbers: masks.digit & !(masks.letter() >> 1),
            ..Self::done()
        };
        // The name ends with the last word, and starts after the last stop before that.
        let Some(last) = masks.word().checked_ilog2() else { return label };
        let before_value = haystack.get(..value.saturating_sub(WINDOW - 1 - last as usize));
        let more = windows_before(before_value.unwrap_or_default());
        if more > 0 {
            label.windows = more;
        } else if let Some(stop) = (masks.stop & ((1 << last) - 1)).checked_ilog2() {
            label.stop = Some(stop as u8);
            label.go_back_to(stop);
        }
        if let (0, Some(space)) = (label.windows, masks.pair()) {
            // What ends so elsewhere may be a longer label.
            label.stop = None;
            label.space = Some(space as u8);
            label.go_back_to(space);
        }
        label
    }

    /// That which is the text there, of a window's length at most.
    pub(crate) fn of_text(haystack: &[u8], text: Span) -> Self {
        let masks = label_masks(&window(haystack, text.end));
        let (starts, ends) = (masks.starts(), masks.ends());
        let mut label = Self { end: text.end, starts, ends, ..Self::done() };
        label.go_back_to(WINDOW.saturating_sub(text.len()) as u32);
        label
    }

    /// Whether the value is called so itself, and its name may stand after it as well.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) const fn is_of_value(&self) -> bool {
        self.windows == FAR_WINDOWS - 1
    }

    /// Leaves out what is before that place of the window.
    #[inline]
    const fn go_back_to(&mut self, bit: u32) {
        let after = u64::MAX << bit;
        self.starts &= after;
        self.ends &= after;
    }

    /// Where it stands, with the stop before it, if that is near.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) fn range(&self) -> Option<Range<usize>> {
        let start = (self.end + usize::from(self.stop?)).checked_sub(WINDOW)?;
        Some(start..self.end)
    }

    /// The same of one in a row of pairs, with the space before it.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) fn range_in_row(&self) -> Option<Range<usize>> {
        let start = (self.end + usize::from(self.space?)).checked_sub(WINDOW)?;
        Some(start..self.end)
    }

    /// A label that has been walked through.
    pub(crate) const fn done() -> Self {
        Self { end: 0, starts: 0, ends: 0, windows: 0, stop: None, space: None, numbers: 0 }
    }

    /// Where the value starts, or the window that comes next on the way back ends.
    pub(crate) const fn end(&self) -> usize {
        self.end
    }

    /// Where in the window words start and where they end, if it has no other.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) fn borders(&self) -> Option<[u64; 2]> {
        (self.windows == 0).then_some([self.starts, self.ends])
    }

    /// The same without the starts of numbers, unless a name may start with one.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) fn borders_for(&self, filter: &Borders) -> Option<[u64; 2]> {
        let numbers = if filter.has_numbers { 0 } else { self.numbers };
        self.borders().map(|[starts, ends]| [starts & !numbers, ends])
    }

    /// The same with these.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) fn with_borders(&self, [starts, ends]: [u64; 2]) -> Self {
        Self { starts, ends, ..*self }
    }

    /// Whether no border of words is left.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) const fn is_done(&self) -> bool {
        (self.starts | self.ends) == 0 && self.windows == 0
    }

    /// What is left of it where a name may stand, as far as the filter tells; all of one that has more
    /// than a window.
    #[allow(clippy::inline_always, reason = "it becomes a part of the pass over all bytes")]
    #[inline(always)]
    pub(crate) fn named(&self, haystack: &[u8], filter: &Borders) -> Self {
        let Some([mut starts, mut ends]) = self.borders_for(filter) else { return *self };
        let haystack = haystack.get(..self.end).unwrap_or_default();
        let mut kept = [0; 2];
        while starts != 0 {
            let bit = starts.trailing_zeros();
            let at = (self.end + bit as usize).saturating_sub(WINDOW);
            kept[0] |= u64::from(filter.may_start(haystack, at)) << bit;
            starts &= starts - 1;
        }
        while ends != 0 {
            let bit = ends.trailing_zeros();
            let at = (self.end + bit as usize).saturating_sub(WINDOW);
            kept[1] |= u64::from(filter.may_end(haystack, at + 1)) << bit;
            ends &= ends - 1;
        }
        self.with_borders(kept)
    }

    /// Whether a name stands in it.
    #[inline]
    pub(crate) fn holds_name(mut self, haystack: &[u8], prefilter: &Prefilter) -> bool {
        let Prefilter { names, name_ends, borders, .. } = prefilter;
        let haystack = haystack.get(..self.end).unwrap_or_default();
        while let Some(border) = self.next(haystack) {
            if match border {
                Border::Start(at) => borders.may_start(haystack, at) && names.holds(haystack, at),
                Border::End(at) => {
                    borders.may_end(haystack, at) && name_ends.holds(haystack, name_end_key(at))
                }
            } {
                return true;
            }
        }
        false
    }

    /// The next border on the way back.
    #[inline]
    pub(crate) fn next(&mut self, haystack: &[u8]) -> Option<Border> {
        loop {
            if let Some(bit) = (self.starts | self.ends).checked_ilog2() {
                let mask = 1 << bit;
                // What is before the start of the haystack is of no kind.
                let at = (self.end + bit as usize).saturating_sub(WINDOW);
                if self.ends & mask != 0 {
                    self.ends ^= mask;
                    return Some(Border::End(at + 1));
                }
                self.starts ^= mask;
                return Some(Border::Start(at));
            }
            self.windows = self.windows.checked_sub(1)?;
            self.end = self.end.saturating_sub(WINDOW);
            let masks = label_masks(&window(haystack, self.end));
            (self.starts, self.ends) = (masks.starts(), masks.ends());
        }
    }
}

/// Where the key of a name is that ends before that place.
pub(crate) const fn name_end_key(end: usize) -> usize {
    end.saturating_sub(KEY)
}

/// The bytes before that place, after zeros if there are too few.
#[inline]
pub(crate) fn window(haystack: &[u8], end: usize) -> [u8; WINDOW] {
    let before = haystack.get(..end).unwrap_or_default();
    before.last_chunk().copied().unwrap_or_else(|| {
        let mut window = [0; WINDOW];
        window[WINDOW - before.len()..].copy_from_slice(before);
        window
    })
}

/// How many windows a label has before the last one, by the word that it ends with: many after what
/// a value is called by, in either case, or the tag that one has in a property list; one after the
/// word by which a function gives its value, or the type of that.
#[inline]
fn windows_before(text: &[u8]) -> u8 {
    const VALUE: u64 = u64::from_le_bytes(*b"\0\0\0value") >> 24;
    const RETURN: u64 = u64::from_le_bytes(*b"\0\0return") >> 16;
    const STRING: u64 = u64::from_le_bytes(*b"\0\0string") >> 16;
    const DEFAULT: u64 = u64::from_le_bytes(*b"\0default") >> 8;
    const STRING_TAG: u64 = u64::from_le_bytes(*b"\0<string") >> 8;
    let last = text.last_chunk().copied().unwrap_or_else(|| {
        let mut last = [0; 8];
        last[8 - text.len()..].copy_from_slice(text);
        last
    });
    let folded = u64::from_le_bytes(last) | 0x2020_2020_2020_2020;
    if folded >> 24 == VALUE || [DEFAULT, STRING_TAG].contains(&(folded >> 8)) {
        FAR_WINDOWS - 1
    } else {
        u8::from([RETURN, STRING].contains(&(folded >> 16)))
    }
}
