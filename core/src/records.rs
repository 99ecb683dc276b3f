//! Many records, each by itself: the lines of a log, the values of a column.

use core::ops::ControlFlow;

use crate::finding::Finding;
use crate::prefilter::together::{LONGEST, Together};
use crate::ruleset::Ruleset;

impl Ruleset {
    /// Calls the visitor with each finding in each record, until it breaks: with the record's number
    /// and its bytes, which the finding's places count. Records come in their order, and so do the
    /// findings of each.
    ///
    /// What is found is what [`Self::find_iter`] finds in each record alone: nothing that stands in
    /// two of them, and nothing of one counts for another. But lines of a log take a third of the
    /// time, as the first look is at several at once. Takes nothing from the heap.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// let lines = "up\ncache: redis://app:kX93mLq0ZtWv@cache:6379/0\nredis://app:kX93mL\nq0ZtWv@cache";
    /// let records = lines.lines().map(str::as_bytes);
    /// let mut secrets = Vec::new();
    /// let _ = keysieve::Ruleset::builtin().scan_records(records, |number, record, finding| {
    ///     secrets.push((number, &record[finding.secret().range()]));
    ///     ControlFlow::<()>::Continue(())
    /// });
    /// assert_eq!(secrets, [(1, &b"kX93mLq0ZtWv"[..])]);
    /// ```
    pub fn scan_records<'r, 'h, B>(
        &'r self,
        records: impl IntoIterator<Item = &'h [u8]>,
        visit: impl FnMut(usize, &'h [u8], Finding<'r>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let mut scan = Scan { ruleset: self, together: Together::new(), first: 0, visit };
        for record in records {
            scan.push(record)?;
        }
        scan.flush()
    }
}

struct Scan<'r, 'h, V> {
    ruleset: &'r Ruleset,
    together: Together<'h>,
    /// The number of the first record that waits.
    first: usize,
    visit: V,
}

impl<'r, 'h, B, V> Scan<'r, 'h, V>
where
    V: FnMut(usize, &'h [u8], Finding<'r>) -> ControlFlow<B>,
{
    #[inline]
    fn push(&mut self, record: &'h [u8]) -> ControlFlow<B> {
        if !self.together.has_room_for(record.len()) {
            self.flush()?;
        }
        if record.len() <= LONGEST && !self.ruleset.knows_secrets() {
            self.together.add(record);
            return ControlFlow::Continue(());
        }
        self.flush()?;
        let number = self.first;
        self.first += 1;
        self.alone(number, record)
    }

    /// Scans what waits.
    fn flush(&mut self) -> ControlFlow<B> {
        let Self { ruleset, together, first, visit } = self;
        for (number, record) in together.worth_a_look(ruleset.prefilter()) {
            ruleset
                .find_iter(record)
                .try_for_each(|found| visit(*first + number, record, found))?;
        }
        *first += together.len();
        together.clear();
        ControlFlow::Continue(())
    }

    fn alone(&mut self, number: usize, record: &'h [u8]) -> ControlFlow<B> {
        let Self { ruleset, visit, .. } = self;
        ruleset.find_iter(record).try_for_each(|finding| visit(number, record, finding))
    }
}
