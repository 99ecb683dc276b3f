//! What has been compiled already: rules have links and forms of values in common.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::sync::Arc;

use regex_syntax::hir::Hir;

use super::determinize::{Prefer, forward};
use crate::dfa::Dfa;
use crate::error::RuleProblem;
use crate::program::Parts;

/// Kept from rule to rule, so that each is compiled once.
#[derive(Default)]
pub(crate) struct Known {
    links: BTreeMap<String, Dfa>,
    /// The parts of services by the pattern after the name.
    pub(super) services: BTreeMap<String, (Arc<Parts>, u32)>,
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
}
