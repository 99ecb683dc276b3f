//! Many records, each by itself: the lines of a log, the values of a column.

use core::ops::ControlFlow;

use crate::coverage::Coverage;
use crate::decode::{DecodeLimits, Scratch, may_decode};
use crate::finding::Finding;
use crate::limits::Limits;
use crate::prefilter::together::{LONGEST, Together};
use crate::redact::{Redacted, Redaction};
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
        mut visit: impl FnMut(usize, &'h [u8], Finding<'r>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        self.look_at(
            records,
            |_| false,
            |number, record| {
                self.find_iter(record).try_for_each(|finding| visit(number, record, finding))
            },
        )
    }

    /// Calls the visitor with each record in which there are credentials, encoded ones too, and what
    /// [`Self::redact`] makes of it; and with those that a limit kept from being looked at as a
    /// whole. The others stay as they are, and take next to nothing.
    ///
    /// ```
    /// use keysieve::{Redaction, Ruleset, Scratch};
    /// use std::ops::ControlFlow;
    /// let lines = ["up", "url: cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA==", "down"];
    /// let (mut scratch, mut changed) = (Scratch::default(), Vec::new());
    /// let records = lines.iter().map(|line| line.as_bytes());
    /// let how = Redaction::Mask;
    /// let _ = Ruleset::builtin().redact_records(records, &how, &mut scratch, |number, redacted| {
    ///     changed.push((number, redacted.places));
    ///     ControlFlow::<()>::Continue(())
    /// });
    /// assert_eq!(changed, [(1, 1)]);
    /// ```
    pub fn redact_records<'h, B>(
        &self,
        records: impl IntoIterator<Item = &'h [u8]>,
        redaction: &Redaction,
        scratch: &mut Scratch,
        mut visit: impl FnMut(usize, Redacted) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let limits = scratch.limits();
        self.look_at(
            records,
            |record| may_decode(record, limits),
            |number, record| {
                let redacted = self.redact(record, redaction, scratch);
                if redacted.places > 0 || redacted.coverage != Coverage::Complete {
                    return visit(number, redacted);
                }
                ControlFlow::Continue(())
            },
        )
    }

    /// Calls the visitor with each record that has to be scanned, to be scanned there as one likes:
    /// within limits, or with what is encoded if `decoding` says how far. In the others there is
    /// nothing to find, and no limit that a scan of them would reach.
    ///
    /// It is what [`Self::scan_records`] does, for whoever asks for more than that.
    ///
    /// ```
    /// use keysieve::{Coverage, Limits, Ruleset};
    /// use std::ops::ControlFlow;
    /// let mut limits = Limits::default();
    /// limits.findings = 1;
    /// let url = "redis://app:kX93mLq0ZtWv@cache:6379/0 ";
    /// let (twice, mut incomplete) = (url.repeat(2), Vec::new());
    /// let records = ["up", url, &twice].map(str::as_bytes);
    /// let _ = Ruleset::builtin().sift_records(records, limits, None, |number, record| {
    ///     let mut found = Ruleset::builtin().find_iter(record).limited(limits);
    ///     assert_eq!(found.by_ref().count(), 1);
    ///     incomplete.extend((found.coverage() != Coverage::Complete).then_some(number));
    ///     ControlFlow::<()>::Continue(())
    /// });
    /// assert_eq!(incomplete, [2]);
    /// ```
    pub fn sift_records<'h, B>(
        &self,
        records: impl IntoIterator<Item = &'h [u8]>,
        limits: Limits,
        decoding: Option<DecodeLimits>,
        visit: impl FnMut(usize, &'h [u8]) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let other = |record: &[u8]| {
            record.len() as u64 > limits.input
                || decoding.is_some_and(|limits| may_decode(record, limits))
        };
        self.look_at(records, other, visit)
    }

    /// Shows the records in which anything may stand, for what the rules look for as it is or for
    /// `other` reasons.
    fn look_at<'h, B>(
        &self,
        records: impl IntoIterator<Item = &'h [u8]>,
        other: impl Fn(&[u8]) -> bool,
        look: impl FnMut(usize, &'h [u8]) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let mut sieve = Sieve { ruleset: self, together: Together::new(), first: 0, other, look };
        for record in records {
            sieve.push(record)?;
        }
        sieve.flush()
    }
}

/// Records on their way to what looks at them.
struct Sieve<'r, 'h, O, L> {
    ruleset: &'r Ruleset,
    together: Together<'h>,
    /// The number of the first record that waits.
    first: usize,
    other: O,
    look: L,
}

impl<'h, B, O, L> Sieve<'_, 'h, O, L>
where
    O: Fn(&[u8]) -> bool,
    L: FnMut(usize, &'h [u8]) -> ControlFlow<B>,
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
        (self.look)(number, record)
    }

    /// Looks at what waits.
    fn flush(&mut self) -> ControlFlow<B> {
        let Self { ruleset, together, first, other, look } = self;
        for (number, (record, is_marked)) in together.marked(ruleset.prefilter()).enumerate() {
            if is_marked || other(record) {
                look(*first + number, record)?;
            }
        }
        *first += together.len();
        together.clear();
        ControlFlow::Continue(())
    }
}
