//! Text that repeats itself: where nothing was found in it once, nothing is found later.
//!
//! What automata find depends on the bytes that they look at, and on nothing else. So as soon as all
//! places of a period have led to nothing, and the same text goes on, it is gone over as fast as it
//! can be compared with itself.

use crate::dfa::Looked;

/// The longest period that is looked for.
const LONGEST: usize = 256;

/// Bytes that a period is looked for by.
const SAMPLE: usize = 8;

/// Places of a stretch from which on it is worth a look whether it repeats itself.
const MANY: u32 = 16;

/// Bytes that are compared at once.
const AT_ONCE: usize = 256;

/// A stretch of text whose places have led to nothing so far.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    from: usize,
    /// Its places, and bytes before each and after it on which it rests that nothing was found.
    places: u32,
    back: usize,
    ahead: usize,
}

impl Stretch {
    /// One that begins there. Which places there are, and which literals and names are at each,
    /// rests on so many bytes before and after it.
    #[inline]
    pub(super) const fn new(from: usize, back: usize, ahead: usize) -> Self {
        Self { from, places: 0, back, ahead }
    }

    /// There is a place.
    #[inline]
    pub(super) const fn add(&mut self) {
        self.places += 1;
    }

    /// At that place nothing was found.
    #[inline]
    pub(super) fn rest_on(&mut self, place: usize, looked: Looked) {
        match looked.from.checked_sub(1) {
            Some(from) => self.back = self.back.max(place.saturating_sub(from)),
            // Where the haystack begins is not to be told from other text.
            None if looked.to > 0 => self.from = place + 1,
            None => {}
        }
        self.ahead = self.ahead.max(looked.to.saturating_sub(place));
    }

    /// Something was found there.
    #[inline]
    pub(super) const fn break_off(&mut self, place: usize) {
        self.from = place + 1;
    }

    /// Up to where nothing is found after its end, as it is repeated.
    #[inline]
    pub(super) fn repeated(&self, haystack: &[u8], end: usize) -> usize {
        if self.places < MANY { end } else { self.find_repeated(haystack, end).unwrap_or(end) }
    }

    #[cold]
    fn find_repeated(&self, haystack: &[u8], end: usize) -> Option<usize> {
        let most = end.checked_sub(self.from)?.min(LONGEST);
        let (before, sample) = haystack.get(..end)?.split_last_chunk::<SAMPLE>()?;
        let period = (1..=most).find(|period| {
            let start = before.len().checked_sub(*period);
            start.and_then(|start| haystack.get(start..)?.first_chunk()) == Some(sample)
        })?;
        let from = end.checked_sub(self.back)?;
        let text = haystack.get(from..)?;
        let earlier = haystack.get(from.checked_sub(period)?..)?;
        let (chunks, _) = text.as_chunks::<AT_ONCE>();
        let (earlier_chunks, _) = earlier.as_chunks::<AT_ONCE>();
        let same = chunks.iter().zip(earlier_chunks).take_while(|(one, other)| one == other);
        let same_to = from + same.count() * AT_ONCE;
        Some(same_to.saturating_sub(self.ahead).max(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stretch of text from 1000 on, all of whose places rested on so many bytes around them.
    fn stretch(back: usize, ahead: usize) -> Stretch {
        let mut stretch = Stretch::new(1000, 0, 0);
        (0..MANY).for_each(|_| stretch.add());
        stretch.rest_on(1100, Looked { from: 1101 - back, to: 1100 + ahead });
        stretch
    }

    #[test]
    fn what_is_gone_over_repeats_all_that_it_rests_on() {
        let mut text = b"sk-".repeat(2000);
        text[4000] = b'!';
        let end = stretch(300, 200).repeated(&text, 1500);
        assert!((3000..=3800).contains(&end), "{end}");
        // Up to where the text ends, less what places there would have looked at.
        let end = stretch(300, 200).repeated(&text[..3900], 1500);
        assert!((3000..=3700).contains(&end), "{end}");
    }

    #[test]
    fn nothing_is_gone_over_that_may_differ() {
        let text = b"sk-".repeat(2000);
        let mut other = text.clone();
        other[1250] = b'!';
        assert_eq!(stretch(300, 200).repeated(&other, 1500), 1500, "one byte before differs");
        assert!(stretch(200, 200).repeated(&other, 1500) > 1500, "nothing rests on it");
        assert_eq!(stretch(300, 6000).repeated(&text, 1500), 1500, "the end was seen");
        let mut start_seen = stretch(300, 200);
        start_seen.rest_on(1499, Looked { from: 0, to: 1500 });
        assert_eq!(start_seen.repeated(&text, 1500), 1500, "the start was seen");
        let mut found = stretch(300, 200);
        found.break_off(1498);
        assert_eq!(found.repeated(&text, 1500), 1500, "something was found");
        assert_eq!(Stretch::new(1000, 300, 200).repeated(&text, 1500), 1500, "no places");
        let long = [&b"0123456789"[..], &b"sk-".repeat(100)].concat().repeat(20);
        assert_eq!(stretch(300, 200).repeated(&long, 1500), 1500, "the period is longer");
    }
}
