//! Confirmation: from the place of an anchor to the whole match, or none.

#[cfg(any(feature = "fingerprint", feature = "custom-rules"))]
use alloc::sync::Arc;

use arrayvec::ArrayVec;

use crate::dfa::{Looked, Tables};
use crate::program::{Anchor, Part, Program};
#[cfg(any(feature = "fingerprint", feature = "custom-rules"))]
use crate::program::{Find, HeadRun, Literals, Parts, Shared};
use crate::sibling::{LONGEST_NAME, Sibling};
use crate::span::Span;
#[cfg(any(feature = "fingerprint", feature = "custom-rules"))]
use crate::text::{List, Texts};

/// The most bytes from a service's name to the value, so that a word that goes on without end stays
/// cheap.
const REACH: usize = 320;

/// What a pattern matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) whole: Span,
    pub(crate) secret: Span,
}

impl Match {
    /// The same, so many bytes further on.
    pub(crate) const fn moved(self, by: usize) -> Self {
        Self { whole: self.whole.moved(by), secret: self.secret.moved(by) }
    }

    /// Goes on where places count from that one on.
    pub(crate) fn rebase(&mut self, start: usize) {
        self.whole = self.whole.after(start);
        self.secret = self.secret.after(start);
    }
}

impl Program {
    /// One that matches nothing, for rules that do not go by a pattern.
    #[cfg(any(feature = "fingerprint", feature = "custom-rules"))]
    pub(crate) fn of_nothing() -> Self {
        let parts = Shared::Own(Arc::new(Parts::default()));
        let literals = Literals { texts: Texts::BUILTIN, list: List::default() };
        let anchor = Anchor::Literals {
            literals,
            lead_min: 0,
            lead_max: 0,
            find: Find::Rare,
            run: HeadRun::NONE,
        };
        Self { anchor, parts, max_length: 0, named: false }
    }

    /// The match whose anchor (literal or run) starts there; an anchor that is a name has led to
    /// that value, which the secret must start with.
    ///
    /// `looked` is told all bytes that this rests on.
    pub(crate) fn confirm(
        &self,
        haystack: &[u8],
        anchor: usize,
        value: Option<usize>,
        looked: &mut Looked,
    ) -> Option<Match> {
        if let Some(value) = value.filter(|&value| value < anchor) {
            return self.confirm_before_name(haystack, anchor, value, looked);
        }
        let (start, secret_start) = self.lead(haystack, anchor, looked)?;
        if value.is_some_and(|value| value != secret_start) {
            return None;
        }
        let limit = start.saturating_add(self.max_length as usize);
        let (secret, end) = self.secret(haystack, secret_start, limit, looked)?;
        Some(Match { whole: Span { start, end }, secret })
    }

    /// The same where the name stands after the value: the match is as if it stood before it.
    fn confirm_before_name(
        &self,
        haystack: &[u8],
        anchor: usize,
        value: usize,
        looked: &mut Looked,
    ) -> Option<Match> {
        let sibling = Sibling::of(haystack, value)?;
        let Span { start, end } = sibling.looked();
        looked.add(start, end);
        let name = haystack.get(sibling.name.range())?;
        let mut text = ArrayVec::<u8, { LONGEST_NAME + 3 }>::new();
        text.extend([b'"'].into_iter().chain(name.iter().copied()).chain(*b"=\""));
        let in_text = anchor.checked_sub(sibling.name.start)? + 1;
        let (_, led_to) = self.lead(&text, in_text, &mut { Looked::NOTHING })?;
        let limit = value.saturating_add(self.max_length as usize).min(sibling.name.start);
        let (secret, _) = self.secret(haystack, value, limit, looked)?;
        let whole = Span { start: sibling.word.start, end: sibling.name.end };
        (led_to == text.len()).then_some(Match { whole, secret })
    }

    /// Where the match with this anchor starts, and where its secret does.
    fn lead(&self, haystack: &[u8], anchor: usize, looked: &mut Looked) -> Option<(usize, usize)> {
        let (start, mut at) = if self.named {
            self.name(haystack, anchor, looked)?
        } else {
            let start = self.start(haystack, anchor, looked)?;
            (start, start)
        };
        let limit = start.saturating_add(self.max_length as usize);
        let nearest = if self.named { limit.min(start.saturating_add(REACH)) } else { limit };
        for part in [Part::Before, Part::Link, Part::Rest] {
            if let Some(part) = self.part(part) {
                at = part.match_end(haystack, at, nearest, looked)?;
            }
        }
        Some((start, at))
    }

    /// The secret that starts there, and where what has to follow it ends.
    fn secret(
        &self,
        haystack: &[u8],
        start: usize,
        limit: usize,
        looked: &mut Looked,
    ) -> Option<(Span, usize)> {
        let end = self.part(Part::Secret)?.match_end(haystack, start, limit, looked)?;
        let after = match self.part(Part::After) {
            Some(after) => after.match_end(haystack, end, limit, looked)?,
            None => end,
        };
        Some((Span { start, end }, after))
    }

    /// Whether the secret there is one that it would find, whatever stands before it.
    pub(crate) fn is_secret(&self, haystack: &[u8], secret: Span) -> bool {
        let looked = &mut { Looked::NOTHING };
        let limit = secret.start.saturating_add(self.max_length as usize);
        let is_same = self.part(Part::Secret).is_some_and(|part| {
            part.match_end(haystack, secret.start, limit, looked) == Some(secret.end)
        });
        let ends = |part: Tables<'_>| part.match_end(haystack, secret.end, limit, looked).is_some();
        is_same && self.part(Part::After).is_none_or(ends)
    }

    /// Whether one of the names stands there, and no word goes on after it.
    pub(crate) fn is_name(&self, haystack: &[u8], at: usize) -> bool {
        let name = self.name(haystack, at, &mut { Looked::NOTHING });
        name.is_some_and(|(_, end)| !haystack.get(end).is_some_and(u8::is_ascii_lowercase))
    }

    /// Where the match with a name that starts at the anchor starts, and where the name ends.
    ///
    /// A name begins where no letter stands before it, or with a capital after a small letter. The
    /// match takes the byte before it, where there is one.
    fn name(&self, haystack: &[u8], anchor: usize, looked: &mut Looked) -> Option<(usize, usize)> {
        let Anchor::Literals { literals, .. } = &self.anchor else { return None };
        let text = haystack.get(anchor..)?;
        let is_here = |literal: &str| {
            text.get(..literal.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(literal.as_bytes()))
        };
        // They are sorted and none begins with another, so there is one at most: the last that does
        // not come after the text.
        let follows = |literal: &str| {
            let head = text.iter().take(literal.len()).map(u8::to_ascii_lowercase);
            literal.bytes().cmp(head).is_gt()
        };
        let (mut from, mut to) = (0, literals.len());
        while from < to {
            let middle = from.midpoint(to);
            let literal = literals.get(middle);
            looked.add(anchor, anchor + literal.len());
            if follows(literal) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        let name = literals.get(from.checked_sub(1)?);
        if !is_here(name) {
            return None;
        }
        let before = haystack.get(..anchor)?.last();
        let camel_case = text.first().is_some_and(u8::is_ascii_uppercase)
            && before.is_some_and(u8::is_ascii_lowercase);
        (camel_case || !before.is_some_and(u8::is_ascii_alphabetic))
            .then_some((anchor.saturating_sub(1), anchor + name.len()))
    }

    /// Where the match that holds this anchor starts.
    fn start(&self, haystack: &[u8], anchor: usize, looked: &mut Looked) -> Option<usize> {
        match self.anchor {
            Anchor::Literals { lead_min, lead_max, .. } => {
                if let Some(lead) = self.part(Part::Lead) {
                    let limit = anchor.saturating_sub(lead_max.into());
                    lead.match_start(haystack, anchor, limit, looked)
                } else {
                    let start = anchor.checked_sub(lead_min.into());
                    looked.add(start.unwrap_or(0), anchor);
                    start
                }
            }
            // The pattern takes the byte before the run, where there is one.
            Anchor::Run { .. } => Some(anchor.saturating_sub(1)),
        }
    }
}
