//! Matches that look like one that was judged a moment ago.
//!
//! Text that repeats a credential, or nearly one, has long matches at short distances
//! (`pypi-pypi-…`), and automata, checks and weights would go over each of them. What all of these
//! say depends on the bytes that they look at and on nothing else; so where those are the same once
//! more, they say the same once more.

use arrayvec::ArrayVec;

use crate::confirm::Match;
use crate::dfa::Looked;
use crate::prefilter::Hit;
use crate::score::Score;

/// Rules of which the last match is remembered.
const RULES: usize = 16;

/// Less is looked at anew as fast as it is compared.
const LEAST: usize = 128;

/// What came of a hit: a match and what it is worth, or nothing.
pub(crate) type Outcome = Option<(Match, Score)>;

/// The last hits of a few rules.
#[repr(C)]
pub(crate) struct Judged {
    /// Which one is forgotten next, once there is no room for more.
    oldest: usize,
    seen: ArrayVec<Seen, RULES>,
}

struct Seen {
    rule: usize,
    anchor: usize,
    value: Option<usize>,
    /// All bytes that the outcome rests on, from before the anchor to after it.
    back: usize,
    ahead: usize,
    outcome: Outcome,
}

impl Judged {
    #[inline]
    pub(crate) fn new() -> Self {
        Self { oldest: 0, seen: ArrayVec::new() }
    }

    /// What comes of a hit, and what that rests on, if the last one of its rule was like it.
    pub(crate) fn again(&self, haystack: &[u8], hit: &Hit) -> Option<(Outcome, Looked)> {
        let seen = self.seen.iter().find(|seen| seen.rule == hit.rule)?;
        let by = hit.anchor.checked_sub(seen.anchor)?;
        if hit.value != seen.value.map(|value| value + by) {
            return None;
        }
        let from = hit.anchor.checked_sub(seen.back)?;
        let to = hit.anchor + seen.ahead;
        if haystack.get(from..to)? != haystack.get(from - by..to - by)? {
            return None;
        }
        let outcome = seen.outcome.map(|(found, score)| (found.moved(by), score));
        Some((outcome, Looked { from: from + 1, to }))
    }

    /// Remembers what came of a hit, given what that rests on.
    pub(crate) fn add(&mut self, haystack: &[u8], hit: &Hit, looked: Looked, outcome: Outcome) {
        // Where the haystack begins or ends is not to be told from other text.
        let Some(from) = looked.from.checked_sub(1) else { return };
        if looked.to > haystack.len() || looked.to - from < LEAST {
            return;
        }
        let Hit { rule, anchor, value, .. } = *hit;
        let back = anchor.saturating_sub(from);
        let ahead = looked.to.saturating_sub(anchor);
        let seen = Seen { rule, anchor, value, back, ahead, outcome };
        if let Some(last) = self.seen.iter_mut().find(|last| last.rule == rule) {
            *last = seen;
        } else if let Err(full) = self.seen.try_push(seen) {
            self.oldest = (self.oldest + 1) % RULES;
            self.seen[self.oldest] = full.element();
        }
    }

    /// Forgets all: places are no longer what they were.
    pub(crate) fn clear(&mut self) {
        self.seen.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    /// What is remembered of a hit at 1000 that rests on so many bytes around it.
    fn judged(text: &[u8], back: usize, ahead: usize) -> Judged {
        let mut judged = Judged::new();
        let looked = Looked { from: 1001 - back, to: 1000 + ahead };
        judged.add(text, &hit(1000), looked, None);
        judged
    }

    const fn hit(anchor: usize) -> Hit {
        Hit { anchor, value: None, rule: 7, horizon: 0 }
    }

    #[test]
    fn what_rests_on_the_same_bytes_comes_to_the_same() {
        let text = b"sk-".repeat(1000);
        let judged = judged(&text, 300, 200);
        let (outcome, looked) = judged.again(&text, &hit(1300)).expect("it is like the other");
        assert!(outcome.is_none() && looked.from == 1001 && looked.to == 1500);
        assert!(judged.again(&text, &hit(1301)).is_none(), "other bytes");
        assert!(judged.again(&text, &hit(2900)).is_none(), "the text ends before");
        assert!(judged.again(&text, &hit(700)).is_none(), "an earlier one");
        assert!(judged.again(&text, &Hit { rule: 8, ..hit(1300) }).is_none(), "another rule");
        let named = Hit { value: Some(1310), ..hit(1300) };
        assert!(judged.again(&text, &named).is_none(), "a name");
    }

    #[test]
    fn what_may_differ_is_not_taken_for_the_same() {
        let mut text = b"sk-".repeat(1000);
        text[1010] = b'!';
        assert!(judged(&text, 300, 200).again(&text, &hit(1300)).is_none(), "one byte differs");
        let near = judged(&text, 300, 10);
        assert!(near.again(&text, &hit(1900)).is_some(), "nothing rests on it");
        let text = b"sk-".repeat(1000);
        assert!(judged(&text, 1001, 10).again(&text, &hit(1300)).is_none(), "the start was seen");
        assert!(judged(&text, 300, 2001).again(&text, &hit(1300)).is_none(), "the end was seen");
        assert!(judged(&text, 30, 20).again(&text, &hit(1300)).is_none(), "not worth it");
    }

    #[test]
    fn a_match_moves_with_its_hit() {
        let text = b"sk-".repeat(1000);
        let secret = Span { start: 1003, end: 1100 };
        let score = Score {
            confidence: 50,
            validity: crate::validate::Validity::Unchecked,
            evidence: crate::evidence::Evidence::KNOWN,
            entropy: crate::rule::Entropy::of(b"sk-"),
        };
        let mut judged = Judged::new();
        let looked = Looked { from: 901, to: 1200 };
        judged.add(&text, &hit(1000), looked, Some((Match { whole: secret, secret }, score)));
        let again = judged.again(&text, &hit(1300)).and_then(|(outcome, _)| outcome);
        let (found, score) = again.expect("it is the same");
        assert_eq!(found.secret, Span { start: 1303, end: 1400 });
        assert_eq!(score.confidence, 50);
    }
}
