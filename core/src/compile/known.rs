//! What has been compiled already: rules have links and forms of values in common.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use regex_syntax::hir::Hir;

use super::determinize::{Prefer, forward};
use crate::dfa::Dfa;
use crate::error::RuleProblem;
use crate::program::{Find, Parts, is_token};

/// Kept from rule to rule, so that each is compiled once.
#[derive(Default)]
pub(crate) struct Known {
    links: BTreeMap<String, Dfa>,
    /// The parts of services by the pattern after the name.
    pub(super) services: BTreeMap<String, (Arc<Parts>, u32, Find)>,
    /// Whether automata end outside of tokens, by their tables.
    ends: BTreeMap<Vec<u8>, bool>,
}

impl Known {
    /// The automaton of a link, for its longest match.
    pub(super) fn link(&mut self, hir: &Hir) -> Result<Dfa, RuleProblem> {
        let key = hir.to_string();
        if let Some(known) = self.links.get(&key) {
            return Ok(known.clone());
        }
        let link = forward(hir, Prefer::Longest)?;
        self.links.insert(key, link.clone());
        Ok(link)
    }

    /// Whether no match of the automaton ends with a token byte.
    pub(super) fn ends_outside_token(&mut self, dfa: &Dfa) -> bool {
        *self.ends.entry(dfa.transitions.to_vec()).or_insert_with(|| ends_outside_token(dfa))
    }
}

fn ends_outside_token(dfa: &Dfa) -> bool {
    let mut seen: BTreeSet<(u16, bool)> = dfa.starts.iter().map(|&start| (start, false)).collect();
    let mut queue: Vec<(u16, bool)> = seen.iter().copied().collect();
    while let Some((state, after_token)) = queue.pop() {
        for byte in (0..=u8::MAX).map(Some).chain([None]) {
            let next = dfa.next(state, byte);
            // The end of a match is known one byte late.
            if after_token && next >= dfa.first_match {
                return false;
            }
            let reached = (next, byte.is_some_and(is_token));
            if next != 0 && seen.insert(reached) {
                queue.push(reached);
            }
        }
    }
    true
}
