//! What has been compiled already: rules have links and forms of values in common.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use regex_syntax::hir::Hir;

use super::determinize::{Prefer, Size, forward};
use crate::dfa::{Dfa, START_KINDS, State, Tables};
use crate::error::RuleProblem;
use crate::program::{Find, Parts, is_token};

/// Kept from rule to rule, so that each is compiled once.
#[derive(Default)]
pub(crate) struct Known {
    links: BTreeMap<String, Dfa>,
    /// The parts of services by the pattern after the name.
    pub(super) services: BTreeMap<String, (Arc<Parts>, u32, Find)>,
    /// Whether automata end outside of tokens.
    ends: BTreeMap<Dfa, bool>,
    /// Whether these are the built-in rules. The name of one may be looked for from its value, if that
    /// has the form of those that machines make: that costs least, and spares a rule what its pattern
    /// allows and nobody gives out (values without a digit, calls, dates, names within longer ones). Of
    /// other rules the pattern alone tells what they find.
    pub(super) is_builtin: bool,
    /// Whether automata that grow large are given up, as what they are for can be written otherwise.
    pub(crate) is_little: bool,
}

impl Known {
    /// For the built-in rules, which are compiled with nothing known.
    #[allow(dead_code, reason = "the build script calls it")]
    pub(crate) fn for_builtin() -> Self {
        Self { is_builtin: true, ..Self::default() }
    }

    /// For rules of which each can be written in several ways.
    pub(crate) fn for_imports() -> Self {
        Self { is_little: true, ..Self::default() }
    }

    /// How much is done for automata.
    pub(super) fn size(&self) -> Size {
        match (self.is_builtin, self.is_little) {
            (true, _) => Size::Least,
            (false, true) => Size::Little,
            (false, false) => Size::Any,
        }
    }

    /// The automaton of a link, for its longest match.
    pub(super) fn link(&mut self, hir: &Hir) -> Result<Dfa, RuleProblem> {
        let key = hir.to_string();
        if let Some(known) = self.links.get(&key) {
            return Ok(known.clone());
        }
        let link = forward(hir, Prefer::Longest, self.size())?;
        self.links.insert(key, link.clone());
        Ok(link)
    }

    /// Whether no match of the automaton ends with a token byte.
    pub(super) fn ends_outside_token(&mut self, dfa: &Dfa) -> bool {
        if let Some(&known) = self.ends.get(dfa) {
            return known;
        }
        let ends = ends_outside_token(dfa.tables());
        self.ends.insert(dfa.clone(), ends);
        ends
    }
}

fn ends_outside_token(dfa: Tables<'_>) -> bool {
    // States, with whether a token byte stands before them.
    let starts = (0..START_KINDS.len()).map(|kind| dfa.start(kind).with(0));
    let mut seen: BTreeSet<u64> = starts.collect();
    let mut queue: Vec<u64> = seen.iter().copied().collect();
    while let Some(pair) = queue.pop() {
        let (state, after_token) = State::split(pair);
        for byte in (0..=u8::MAX).map(Some).chain([None]) {
            let next = dfa.next(state, byte);
            // The end of a match is known one byte late.
            if after_token == 1 && dfa.is_match(next) {
                return false;
            }
            let reached = next.with(byte.is_some_and(is_token).into());
            if !next.is_dead() && seen.insert(reached) {
                queue.push(reached);
            }
        }
    }
    true
}
