//! Short records side by side, swept together: which of them have a place at all.
//!
//! To begin and to end a sweep takes longer than to sweep the two hundred bytes of a log line. So
//! records are copied next to each other, and one sweep goes over all. What stands between them
//! ends words, tokens and labels, so that whatever is a place in a record by itself is one here,
//! too; a few more may be, where a filter looks further than a record goes.

use arrayvec::ArrayVec;

use super::Prefilter;
use super::classes::BLOCK;
use super::sweep::{Batch, LONG};

/// Bytes that are swept together: as many as one batch covers.
const ROOM: usize = (LONG - 2) * BLOCK;

/// Records that are swept together.
pub(crate) const MOST: usize = 128;

/// Longer records gain nothing.
pub(crate) const LONGEST: usize = ROOM / 4;

/// What stands after each record: part of no word and no token, and no name goes on before it (see
/// [`is_stop`](crate::program::is_stop)).
const SEPARATOR: u8 = 0xc;

/// Records and what they are swept with.
pub(crate) struct Together<'h> {
    records: ArrayVec<&'h [u8], MOST>,
    /// The records, each before a separator, and where these are.
    text: ArrayVec<u8, ROOM>,
    ends: ArrayVec<u16, MOST>,
    /// Which records have a place.
    marked: [bool; MOST],
    batch: Batch,
}

impl<'h> Together<'h> {
    pub(crate) fn new() -> Self {
        Self {
            records: ArrayVec::new(),
            text: ArrayVec::new(),
            ends: ArrayVec::new(),
            marked: [false; MOST],
            batch: Batch::unguarded(),
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is room for one more record, of that length.
    #[inline]
    pub(crate) const fn has_room_for(&self, length: usize) -> bool {
        length < self.text.remaining_capacity() && !self.records.is_full()
    }

    /// Adds a record, for which there must be room.
    #[inline]
    pub(crate) fn add(&mut self, record: &'h [u8]) {
        let _ = self.text.try_extend_from_slice(record);
        let _ = self.ends.try_push(self.text.len() as u16);
        let _ = self.text.try_push(SEPARATOR);
        let _ = self.records.try_push(record);
    }

    pub(crate) fn clear(&mut self) {
        self.records.clear();
        self.text.clear();
        self.ends.clear();
    }

    /// The records, and whether they have a place.
    pub(crate) fn marked(
        &mut self,
        prefilter: &Prefilter,
    ) -> impl Iterator<Item = (&'h [u8], bool)> {
        self.marked = [false; MOST];
        let mut from = 0;
        while from < self.text.len() {
            let swept = super::sweep(prefilter, &self.text, from, &mut self.batch);
            self.mark(prefilter);
            from = swept;
        }
        self.records.iter().copied().zip(self.marked)
    }

    /// Marks the records of a batch's places.
    fn mark(&mut self, prefilter: &Prefilter) {
        let Self { records, ends, marked, batch, .. } = self;
        // A record's number and where in it the place is.
        let record = |place: u16| {
            let at = batch.base + usize::from(place);
            let number = ends.partition_point(|&end| usize::from(end) < at);
            let start = number.checked_sub(1).and_then(|before| ends.get(before));
            (number, at - start.map_or(0, |&end| usize::from(end) + 1))
        };
        for places in [&batch.heads, &batch.short, &batch.values, &batch.runs] {
            for &place in places {
                if let Some(marked) = marked.get_mut(record(place).0) {
                    *marked = true;
                }
            }
        }
        for &place in &batch.rare {
            let (number, at) = record(place);
            if let (Some(record), Some(marked)) = (records.get(number), marked.get_mut(number)) {
                *marked = *marked || prefilter.rare.holds(record, at);
            }
        }
    }
}
