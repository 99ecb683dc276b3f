//! Confirmation: from the place of an anchor to the whole match, or none.

use crate::program::{Anchor, Program};
use crate::span::Span;

/// What a pattern matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) whole: Span,
    pub(crate) secret: Span,
}

impl Program {
    /// The match whose anchor (literal or run) starts there.
    pub(crate) fn confirm(&self, haystack: &[u8], anchor: usize) -> Option<Match> {
        let start = self.start(haystack, anchor)?;
        let limit = start.saturating_add(self.max_length as usize);
        let mut secret_start = start;
        for part in self.before.iter().chain(&self.link) {
            secret_start = part.match_end(haystack, secret_start, limit)?;
        }
        let secret_end = self.secret.match_end(haystack, secret_start, limit)?;
        let end = match &self.after {
            Some(after) => after.match_end(haystack, secret_end, limit)?,
            None => secret_end,
        };
        let secret = Span { start: secret_start, end: secret_end };
        Some(Match { whole: Span { start, end }, secret })
    }

    /// Where the match that holds this anchor starts.
    fn start(&self, haystack: &[u8], anchor: usize) -> Option<usize> {
        match self.anchor {
            Anchor::Literals { lead_min, lead_max, .. } => match &self.lead {
                Some(lead) => {
                    lead.match_start(haystack, anchor, anchor.saturating_sub(lead_max.into()))
                }
                None => anchor.checked_sub(lead_min.into()),
            },
            // The pattern takes the byte before the run, where there is one.
            Anchor::Run { .. } => Some(anchor.saturating_sub(1)),
        }
    }
}
