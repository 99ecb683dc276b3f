//! Findings of all layers, until it is settled which of those that overlap are reported.
//!
//! Overlaps are told in the original bytes. The more specific finding stays, then the longer, then
//! the one that needed less decoding: a layer that repeats what stands in plain sight is dropped.

use alloc::vec::Vec;
use core::cmp::Reverse;
use core::mem;

use arrayvec::ArrayVec;

use super::Encoding;
use super::scratch::MAX_DEPTH;
use crate::evidence::Evidence;
use crate::finding::{COMPANIONS, Companion, Finding};
use crate::rule::Specificity;
use crate::span::Span;

/// A finding that waits.
#[derive(Clone)]
pub(super) struct Pending<'r> {
    /// Its spans count from the start of `bytes`, or are those of the input if nothing was decoded.
    pub(super) finding: Finding<'r>,
    /// In the original bytes.
    pub(super) secret: Span,
    pub(super) redact: Span,
    pub(super) companions: [Option<Companion<'r>>; COMPANIONS],
    pub(super) layers: ArrayVec<Encoding, MAX_DEPTH>,
    /// What was matched, in the pool.
    pub(super) bytes: Span,
    /// Which was found first.
    pub(super) number: usize,
    pub(super) is_kept: bool,
}

impl<'r> Pending<'r> {
    /// A finding in the input itself.
    pub(super) fn plain(finding: Finding<'r>) -> Self {
        Self {
            finding,
            secret: finding.secret,
            redact: finding.redact,
            companions: finding.companions,
            layers: ArrayVec::new(),
            bytes: Span { start: 0, end: 0 },
            number: 0,
            is_kept: false,
        }
    }

    /// Takes to what is removed with it what sticks out of one that it overlaps and that is not
    /// reported: where each holds bytes that the other does not, they may be two secrets.
    fn redact_part_of(&mut self, other: &Self) {
        let order = other.secret.start.cmp(&self.secret.start);
        if order.is_ne() && order == other.secret.end.cmp(&self.secret.end) {
            for span in [other.secret, other.redact] {
                self.redact.start = self.redact.start.min(span.start);
                self.redact.end = self.redact.end.max(span.end);
            }
        }
    }

    /// Of the same text, what really is decoded says more than what it looks like from outside.
    fn rank(&self) -> (Specificity, usize, bool, Reverse<usize>, Reverse<usize>, Reverse<usize>) {
        let is_known = self.finding.evidence.holds(Evidence::KNOWN);
        let decoded = Reverse(self.finding.secret.len());
        let (depth, number) = (Reverse(self.layers.len()), Reverse(self.number));
        (self.finding.rule.specificity, self.secret.len(), is_known, decoded, depth, number)
    }
}

/// Room for so many findings and for what they matched. It never grows.
#[derive(Default)]
pub(super) struct Pool<'r> {
    pending: Vec<Pending<'r>>,
    bytes: Vec<u8>,
    room: usize,
    pushed: usize,
}

impl<'r> Pool<'r> {
    pub(super) fn new(findings: usize, bytes: usize) -> Self {
        Self {
            pending: Vec::with_capacity(2 * findings),
            bytes: Vec::with_capacity(bytes),
            room: findings,
            pushed: 0,
        }
    }

    /// The same room for findings of another ruleset.
    pub(super) fn emptied<'other>(self) -> Pool<'other> {
        let Self { mut pending, mut bytes, room, .. } = self;
        pending.clear();
        bytes.clear();
        // Nothing is left to convert: this keeps the memory and changes the lifetime.
        let pending = pending.into_iter().map_while(|_| None).collect();
        Pool { pending, bytes, room, pushed: 0 }
    }

    /// Whether there is room for one more finding that matched so many bytes.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        self.pending.len() < self.room && self.bytes.len() + bytes <= self.bytes.capacity()
    }

    /// Whether it is time to settle what can be.
    pub(super) fn is_half_full(&self) -> bool {
        self.pending.len() >= self.room / 2 || self.bytes.len() >= self.bytes.capacity() / 2
    }

    /// Takes a finding of a layer and what it matched. There has to be room.
    pub(super) fn push(&mut self, mut pending: Pending<'r>, matched: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(matched);
        pending.bytes = Span { start, end: self.bytes.len() };
        self.pushed += 1;
        pending.number = self.pushed;
        self.pending.push(pending);
    }

    /// Whether there is room for one more finding in the input itself.
    pub(super) fn has_room_for_plain(&self) -> bool {
        self.pending.len() < self.pending.capacity()
    }

    /// Takes a finding in the input itself. There has to be room.
    pub(super) fn push_plain(&mut self, finding: Finding<'r>) {
        self.pending.push(Pending::plain(finding));
    }

    /// The end of what reaches furthest.
    pub(super) fn end(&self) -> usize {
        self.pending.iter().map(|pending| pending.secret.end).max().unwrap_or(0)
    }

    /// Decides on all that ends before the horizon, or on all; gives back how many that were. They
    /// come first then, in the order of their secrets, and those to report are marked.
    pub(super) fn decide(&mut self, horizon: usize, all: bool) -> usize {
        self.pending.sort_unstable_by_key(|pending| (pending.secret.start, pending.number));
        let mut decided = 0;
        while let Some(first) = self.pending.get(decided) {
            let mut end = first.secret.end;
            let joined = self.pending[decided + 1..].iter().take_while(|other| {
                let overlaps = other.secret.start < end;
                end = end.max(other.secret.end);
                overlaps
            });
            let size = 1 + joined.count();
            let group = &mut self.pending[decided..decided + size];
            let end = group.iter().map(|pending| pending.secret.end).max().unwrap_or(0);
            if end > horizon && !all {
                break;
            }
            group.sort_unstable_by_key(|pending| Reverse(pending.rank()));
            for at in 0..size {
                let (kept, rest) = group.split_at_mut(at);
                let Some(pending) = rest.first_mut() else { continue };
                pending.is_kept = true;
                for other in kept.iter_mut().filter(|other| other.is_kept) {
                    if other.secret.overlaps(pending.secret) {
                        pending.is_kept = false;
                        other.redact_part_of(pending);
                    }
                }
            }
            group.sort_unstable_by_key(|pending| pending.secret.start);
            decided += size;
        }
        decided
    }

    /// A finding that was decided on and is to be reported, with what it matched.
    pub(super) fn kept(&self, at: usize) -> Option<(&Pending<'r>, &[u8])> {
        let pending = self.pending.get(at).filter(|pending| pending.is_kept)?;
        Some((pending, self.bytes.get(pending.bytes.range())?))
    }

    /// Forgets what was decided on.
    pub(super) fn forget(&mut self, decided: usize) {
        self.pending.drain(..decided);
        if self.pending.is_empty() {
            self.bytes.clear();
            return;
        }
        // What is still needed moves to the front; it was taken in the order of the numbers.
        let mut bytes = mem::take(&mut self.bytes);
        self.pending.sort_unstable_by_key(|pending| pending.number);
        let mut end = 0;
        for pending in &mut self.pending {
            let range = pending.bytes.range();
            let len = range.len();
            bytes.copy_within(range, end);
            pending.bytes = Span { start: end, end: end + len };
            end += len;
        }
        bytes.truncate(end);
        self.bytes = bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::Ruleset;

    /// What is removed of those of these secrets that are reported.
    fn removed(secrets: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0";
        let found = Ruleset::builtin().find_iter(text).next().expect("there is one");
        let mut pool = Pool::new(secrets.len(), 0);
        for &(start, end) in secrets {
            let span = Span { start, end };
            pool.push(Pending { secret: span, redact: span, ..Pending::plain(found) }, b"");
        }
        let decided = pool.decide(usize::MAX, true);
        let kept = (0..decided).filter_map(|at| pool.kept(at));
        kept.map(|(pending, _)| (pending.redact.start, pending.redact.end)).collect()
    }

    #[test]
    fn what_sticks_out_of_one_that_is_not_reported_is_removed_with_another() {
        assert_eq!(removed(&[(0, 20), (10, 25)]), [(0, 25)]);
        assert_eq!(removed(&[(0, 15), (10, 30)]), [(0, 30)]);
        assert_eq!(removed(&[(0, 15), (10, 30), (25, 40)]), [(0, 40)]);
    }

    #[test]
    fn what_lies_within_another_or_begins_where_it_does_changes_nothing() {
        assert_eq!(removed(&[(0, 20), (5, 15)]), [(0, 20)]);
        assert_eq!(removed(&[(0, 20), (0, 15)]), [(0, 20)]);
        assert_eq!(removed(&[(0, 20), (5, 20), (20, 30)]), [(0, 20), (20, 30)]);
    }
}
