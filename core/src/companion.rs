//! Parts of one credential that stand near each other: a key ID and its secret.

use arrayvec::ArrayVec;

use crate::evidence::Evidence;
use crate::finding::{COMPANIONS, Companion, Finding};
use crate::resolve::Candidate;
use crate::rule::RedactScope;
use crate::score::with_companion;
use crate::span::Span;

/// How many candidates are remembered, given back or not.
const REMEMBERED: usize = 128;

/// How many bytes a line end counts for when distances are compared: a part on the same line is
/// nearer than one on the next.
const LINE: usize = 64;

/// Holds candidates back until their companions, too, have been seen.
#[derive(Default)]
pub(crate) struct Linker<'r> {
    /// In the order of their secrets.
    seen: ArrayVec<Candidate<'r>, REMEMBERED>,
    /// How many of them have been given back.
    given: usize,
}

impl<'r> Linker<'r> {
    /// Whether nothing waits to be given back.
    pub(crate) fn is_empty(&self) -> bool {
        self.given == self.seen.len()
    }

    /// Takes the next candidate. All that is ready must have been given back.
    pub(crate) fn push(&mut self, candidate: Candidate<'r>) {
        if self.seen.is_full() {
            // Half of what was given back goes at a time, so that moving the rest stays cheap.
            let drop = self.given.div_ceil(2);
            self.seen.drain(..drop);
            self.given -= drop;
        }
        self.seen.push(candidate);
    }

    /// The next finding, if no companion that starts before the horizon is still to come.
    pub(crate) fn pop(&mut self, haystack: &[u8], horizon: usize) -> Option<Finding<'r>> {
        let candidate = *self.seen.get(self.given)?;
        let window = candidate.rule.companions.window as usize;
        let waits = window > 0 && candidate.found.secret.end.saturating_add(window) >= horizon;
        if waits && !(self.seen.is_full() && self.given == 0) {
            return None;
        }
        self.given += 1;
        Some(self.link(haystack, candidate))
    }

    fn link(&self, haystack: &[u8], candidate: Candidate<'r>) -> Finding<'r> {
        let Candidate { rule, found, score, .. } = candidate;
        let mut nearest: [Option<(usize, Companion<'r>)>; COMPANIONS] = [None; COMPANIONS];
        for id in rule.companions.rules.iter() {
            let others = self.seen.iter().filter(|other| other.rule.id == *id);
            let near = others.filter_map(|other| {
                let secret = other.found.secret;
                let distance = distance(haystack, found.secret, secret, rule.companions.window)?;
                Some((distance, Companion { rule: other.rule, secret }))
            });
            let Some(best) = near.min_by_key(|&(distance, _)| distance) else { continue };
            // The slots hold the nearest of all rules, in order.
            let mut carried = Some(best);
            for slot in &mut nearest {
                if slot.is_none_or(|held| carried.is_some_and(|new| new.0 < held.0)) {
                    core::mem::swap(slot, &mut carried);
                }
            }
        }
        let paired = nearest[0].is_some();
        Finding {
            rule,
            secret: found.secret,
            matched: found.whole,
            redact: match rule.redact {
                RedactScope::Secret => found.secret,
                RedactScope::Match => found.whole,
            },
            confidence: if paired { with_companion(score.confidence) } else { score.confidence },
            validity: score.validity,
            evidence: if paired { score.evidence.and(Evidence::COMPANION) } else { score.evidence },
            entropy: score.entropy,
            companions: nearest.map(|slot| slot.map(|(_, companion)| companion)),
        }
    }
}

/// How far apart two secrets are; `None` if more than the window.
fn distance(haystack: &[u8], a: Span, b: Span, window: u32) -> Option<usize> {
    let gap = a.gap(b);
    if gap.len() > window as usize {
        return None;
    }
    let between = haystack.get(gap.range())?;
    Some(gap.len() + LINE * memchr::memchr_iter(b'\n', between).count())
}
