//! Which of several overlapping matches is reported.
//!
//! **The rule.** Matches whose secrets overlap are taken in order of rank, and one is kept unless a
//! kept one overlaps it already. First come those that can reach the threshold of confidence, then
//! rank is the rule's [`Specificity`](crate::Specificity), then the longer secret, then whether it is
//! known to be one, then the earlier start, then the order of the rules. What only a companion could
//! bring to the threshold does not stand in the way of a secret that is known.
//!
//! A group of matches that overlap one another is decided once no further match can join it. Where
//! more than [`MOST_PENDING`] wait or the group spans more than any one match does, as only hostile
//! input has them do, the group is decided early, and what comes later and overlaps its findings is
//! dropped.

use core::cmp::Reverse;

use arrayvec::ArrayVec;

use crate::confirm::Match;
use crate::evidence::Evidence;
use crate::finding::{COMPANIONS, Finding};
use crate::rule::{RedactScope, Rule, Specificity};
use crate::score::{Score, with_companion};
use crate::span::Span;

/// The most matches that wait for a decision.
pub(crate) const MOST_PENDING: usize = 64;

/// A match that may become a finding.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'r> {
    pub(crate) rule: &'r Rule,
    /// The rule's number.
    pub(crate) number: u16,
    pub(crate) found: Match,
    pub(crate) score: Score,
    /// Whether its rule's own allowlist is for it: what others find there goes before it.
    pub(crate) is_silenced: bool,
}

pub(crate) type Rank = (bool, Specificity, usize, bool, Reverse<usize>, Reverse<u16>);

impl<'r> Candidate<'r> {
    pub(crate) const fn new(rule: &'r Rule, number: u16, found: Match, score: Score) -> Self {
        Self { rule, number, found, score, is_silenced: false }
    }

    /// The finding that it is by itself.
    pub(crate) const fn finding(&self) -> Finding<'r> {
        let Self { rule, found, score, .. } = *self;
        Finding {
            rule,
            secret: found.secret,
            matched: found.whole,
            redact: match rule.redact {
                RedactScope::Secret => found.secret,
                RedactScope::Match => found.whole,
            },
            confidence: score.confidence,
            validity: score.validity,
            evidence: score.evidence,
            entropy: score.entropy,
            companions: [None; COMPANIONS],
        }
    }

    /// Whether it is worth reporting, or would be beside another part of the same credential.
    fn can_reach(&self, min_confidence: u8) -> bool {
        if self.is_silenced {
            return false;
        }
        let best = match self.rule.companions.window {
            0 => self.score.confidence,
            _ => with_companion(self.score.confidence),
        };
        best >= min_confidence
    }

    fn secret(&self) -> Span {
        self.found.secret
    }

    /// Which of two matches of the same rule and secret stays: a service's rule can match by its name
    /// and by its section.
    pub(crate) fn says_more_than(&self, other: &Self) -> bool {
        let key = |it: &Self| (it.score.confidence, Reverse(it.found.whole.start));
        key(self) > key(other)
    }

    /// Whether the host knows it, or it was found elsewhere.
    fn is_given(&self) -> bool {
        let Score { evidence, .. } = self.score;
        evidence.holds(Evidence::KNOWN) || evidence.holds(Evidence::ECHO)
    }

    /// The higher, the sooner it is kept.
    pub(crate) fn rank(&self, min_confidence: u8) -> Rank {
        let secret = self.secret();
        let (start, number) = (Reverse(secret.start), Reverse(self.number));
        let can_reach = self.can_reach(min_confidence);
        (can_reach, self.rule.specificity, secret.len(), self.is_given(), start, number)
    }
}

/// Takes candidates in any order and gives back those that stay, in the order of their secrets.
#[repr(C)]
pub(crate) struct Resolver<'r> {
    /// The confidence from which on findings are reported.
    min_confidence: u8,
    /// Bytes that a group spans before it is decided.
    longest_group: usize,
    /// The end of the last secret that was decided on.
    floor: usize,
    /// Ordered by the start of the secret.
    pending: ArrayVec<Candidate<'r>, MOST_PENDING>,
    /// Decided and ordered, but not given back yet; the last comes next.
    decided: ArrayVec<Candidate<'r>, MOST_PENDING>,
}

impl<'r> Resolver<'r> {
    #[expect(clippy::inline_always, reason = "else its room is copied into place")]
    #[inline(always)]
    pub(crate) fn new(min_confidence: u8, longest_group: usize) -> Self {
        let (pending, decided) = (ArrayVec::new(), ArrayVec::new());
        Self { min_confidence, longest_group, pending, decided, floor: 0 }
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.decided.is_empty()
    }

    /// Whether a match of the rule of that number waits whose secret starts there.
    pub(crate) fn holds(&self, number: u16, start: usize) -> bool {
        let waiting = self.pending.iter().rev();
        waiting
            .take_while(|other| other.secret().start >= start)
            .any(|other| other.secret().start == start && other.number == number)
    }

    /// Whether a match of that rule with that secret will not be kept, whatever it is worth: another
    /// of the same secret waits that goes before it and is worth reporting.
    pub(crate) fn has_better(&self, rule: &Rule, secret: Span) -> bool {
        self.pending.iter().rev().any(|other| {
            other.secret() == secret
                && other.rule.specificity > rule.specificity
                && !other.is_silenced
                && other.score.confidence >= self.min_confidence
        })
    }

    /// Takes a candidate. All that was decided must have been given back.
    pub(crate) fn push(&mut self, candidate: Candidate<'r>) {
        debug_assert!(self.decided.is_empty(), "findings are taken as soon as they are decided");
        let key = |other: &Candidate<'_>| (other.secret().start, other.secret().end, other.number);
        match self.pending.binary_search_by_key(&key(&candidate), key) {
            Ok(at) => {
                if let Some(same) =
                    self.pending.get_mut(at).filter(|it| candidate.says_more_than(it))
                {
                    *same = candidate;
                }
            }
            // There is room: `pop` makes it whenever the list is full.
            Err(at) if candidate.secret().start >= self.floor => {
                let _ = self.pending.try_insert(at, candidate);
            }
            Err(_) => {}
        }
    }

    /// The next finding that is settled, if no secret still to come starts before the horizon.
    pub(crate) fn pop(&mut self, horizon: usize) -> Option<Candidate<'r>> {
        if self.decided.is_empty() {
            self.decide(horizon);
        }
        self.decided.pop()
    }

    /// Where the first secret that is not given back yet starts, or the horizon if that is nearer.
    pub(crate) fn horizon(&self, horizon: usize) -> usize {
        let waiting = self.decided.last().into_iter().chain(self.pending.first());
        waiting.map(|candidate| candidate.secret().start).fold(horizon, usize::min)
    }

    /// Drops all that waits.
    pub(crate) fn clear(&mut self) {
        self.pending.clear();
        self.decided.clear();
    }

    /// Where the first match starts that waits.
    pub(crate) fn needed_from(&self) -> usize {
        let waiting = self.decided.iter().chain(&self.pending);
        waiting.map(|candidate| candidate.found.whole.start).min().unwrap_or(usize::MAX)
    }

    /// Goes on where places count from that one on.
    pub(crate) fn forget_before(&mut self, start: usize) {
        for candidate in self.decided.iter_mut().chain(&mut self.pending) {
            candidate.found.rebase(start);
        }
        self.floor = self.floor.saturating_sub(start);
    }

    /// Decides the first group if it is complete, or if there is no room for more.
    fn decide(&mut self, horizon: usize) {
        let (mut end, mut size) = (0, 0);
        for candidate in &self.pending {
            if size > 0 && candidate.secret().start >= end {
                break;
            }
            end = end.max(candidate.secret().end);
            size += 1;
        }
        let Some(first) = self.pending.first() else { return };
        let is_complete = end <= horizon;
        let is_too_long = end - first.secret().start > self.longest_group;
        if !(is_complete || is_too_long || self.pending.is_full()) {
            return;
        }
        let mut group: ArrayVec<_, MOST_PENDING> = self.pending.drain(..size).collect();
        let given = group.iter().filter(|other| other.is_given()).map(Candidate::secret);
        let given: ArrayVec<Span, MOST_PENDING> = given.collect();
        if !given.is_empty() {
            group.retain(|candidate| {
                candidate.score.confidence >= self.min_confidence
                    || !given.iter().any(|secret| secret.overlaps(candidate.secret()))
            });
        }
        group.sort_unstable_by_key(|candidate| Reverse(candidate.rank(self.min_confidence)));
        for candidate in group {
            if !self.decided.iter().any(|kept| kept.secret().overlaps(candidate.secret())) {
                self.decided.push(candidate);
            }
        }
        self.decided.sort_unstable_by_key(|candidate| Reverse(candidate.secret().start));
        self.floor = self.decided.first().map_or(self.floor, |last| last.secret().end);
    }
}

#[cfg(test)]
mod tests {
    use crate::Ruleset;
    use alloc::string::String;
    use alloc::vec::Vec;

    /// A value that Bedrock's pattern takes, but whose content is none of its own.
    const SHAPED_LIKE_ANOTHER: &[u8] =
        b"api_key = \"ABSKnQvWys81vp7hB1dx8PpD5KHXe3PYiGkPAuNaRL63xYKwzEInncIIA3ANxN9K3KSU9Mi4\"";

    #[test]
    fn what_is_not_worth_reporting_gives_way_to_what_is() {
        let rules = |ruleset: &Ruleset| {
            let found = ruleset.find_iter(SHAPED_LIKE_ANOTHER);
            found.map(|finding| finding.rule().id().into()).collect::<Vec<String>>()
        };
        let sure = Ruleset::builder().min_confidence(60).build().unwrap();
        assert_eq!(rules(&sure), ["generic-secret"]);
        let all = Ruleset::builder().min_confidence(0).build().unwrap();
        assert_eq!(rules(&all), ["aws-service-api-key"]);
    }
}
