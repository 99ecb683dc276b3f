//! From a rule file to rules that can scan.
//!
//! ```text
//! TOML → source → fragments → split → literals → determinize → equivalence → Rule
//!        (fields)  (written     (before, (where to   (automata as  (the split means the
//!                   out)         secret,  look)       tables)       same as the whole)
//!                                after)
//! ```
//! The build script runs this for the built-in rules; with the feature `custom-rules` the library
//! runs it for rules that come at run time. There is no second parser and no second checker.

mod determinize;
mod equivalence;
mod fields;
mod fragments;
mod guard;
mod known;
mod literals;
mod pack;
pub(crate) mod program;
mod service;
mod source;
pub(crate) mod split;

#[allow(unused_imports, reason = "for the build script alone")]
pub(crate) use fragments::FRAGMENTS;
pub(crate) use known::Known;
pub(crate) use source::parse;

use crate::dfa::Dfa;
use crate::error::RuleProblem;

/// An automaton that tells whether the expression matches anywhere in a text.
pub(crate) fn search(pattern: &str) -> Result<Dfa, RuleProblem> {
    let anything = split::parse("(?s:.)*?")?;
    let whole = regex_syntax::hir::Hir::concat(alloc::vec![anything, split::parse(pattern)?]);
    determinize::searcher(&whole)
}

/// The most bytes that a match of any rule may span.
pub(crate) const LONGEST_MATCH: usize = 1 << 16;

/// The fewest bytes of a literal that a rule can be found by.
const SHORTEST_LITERAL: usize = 3;

/// The most bytes of a literal that are looked for.
const LONGEST_LITERAL: usize = 32;
