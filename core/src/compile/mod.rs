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

pub(crate) mod determinize;
mod equivalence;
mod fields;
mod fragments;
mod guard;
mod hidden;
mod known;
mod literals;
pub(crate) mod pack;
pub(crate) mod program;
mod service;
mod source;
pub(crate) mod split;
#[cfg(test)]
#[path = "../../build/union.rs"]
mod union;

#[allow(unused_imports, reason = "for the build script alone")]
pub(crate) use fragments::FRAGMENTS;
pub(crate) use known::Known;
pub(crate) use source::parse;

use alloc::vec::Vec;

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::dfa::Dfa;
use crate::error::RuleProblem;
use crate::rule::Entropy;
use determinize::{Size, searcher};

/// Automata of which one at least matches where the expression matches anywhere in a text.
pub(crate) fn search(pattern: &str) -> Result<Vec<Dfa>, RuleProblem> {
    let mut found = Vec::new();
    search_for(&split::parse(pattern)?, &mut found)?;
    Ok(found)
}

/// Many alternatives together can take more states than an automaton may have, and half of them
/// each fewer than half.
fn search_for(hir: &Hir, found: &mut Vec<Dfa>) -> Result<(), RuleProblem> {
    let anything = split::parse("(?s:.)*?")?;
    let search = Hir::concat(alloc::vec![anything, hir.clone()]);
    let Some(halves) = halves(hir) else {
        found.push(searcher(&search, Size::Any)?);
        return Ok(());
    };
    match searcher(&search, Size::Little) {
        Ok(dfa) => found.push(dfa),
        Err(RuleProblem::TooLarge(_)) => {
            for half in halves {
                search_for(&half, found)?;
            }
        }
        Err(problem) => return Err(problem),
    }
    Ok(())
}

/// The expression with one half of its first alternatives, and with the other.
fn halves(hir: &Hir) -> Option<[Hir; 2]> {
    match hir.kind() {
        HirKind::Alternation(branches) => {
            let (some, others) = branches.split_at(branches.len() / 2);
            Some([some, others].map(|half| Hir::alternation(half.to_vec())))
        }
        HirKind::Concat(parts) => {
            let (at, halves) =
                parts.iter().enumerate().find_map(|(at, part)| Some((at, halves(part)?)))?;
            Some(halves.map(|half| {
                let mut parts = parts.clone();
                parts.splice(at..=at, [half]);
                Hir::concat(parts)
            }))
        }
        _ => None,
    }
}

/// The fewest bytes that a pattern's secret may have.
#[allow(dead_code, reason = "for the build script alone")]
pub(crate) fn shortest_secret(pattern: &str) -> usize {
    let parts = fragments::expand(pattern).and_then(|text| split::split(split::parse(&text)?));
    let least = parts.ok().and_then(|parts| parts.secret.properties().minimum_len());
    least.unwrap_or(0)
}

/// The most entropy that the secret of an expression may have, whose matches have so many bytes at
/// most: it has no more different bytes than there is room for, and than may stand in it.
pub(crate) fn most_entropy(whole: Hir, longest: usize) -> Option<Entropy> {
    let secret = split::split(whole).ok()?.secret;
    let mut bytes = [false; 256];
    alphabet(&secret, &mut bytes);
    let different = bytes.into_iter().filter(|&is_there| is_there).count();
    let length = secret.properties().maximum_len().unwrap_or(longest).min(longest);
    Some(Entropy::most(different.min(length)))
}

/// Notes the bytes that may stand in what an expression matches.
fn alphabet(hir: &Hir, bytes: &mut [bool; 256]) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            literal.0.iter().for_each(|&byte| bytes[usize::from(byte)] = true);
        }
        HirKind::Class(Class::Bytes(class)) => {
            for range in class.ranges() {
                bytes[range.start().into()..=range.end().into()].fill(true);
            }
        }
        // Of characters that are more than a byte.
        HirKind::Class(Class::Unicode(_)) => bytes.fill(true),
        HirKind::Repetition(repetition) => alphabet(&repetition.sub, bytes),
        HirKind::Capture(capture) => alphabet(&capture.sub, bytes),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            for part in parts {
                alphabet(part, bytes);
            }
        }
    }
}

/// The most bytes that a match of any rule may span.
pub(crate) const LONGEST_MATCH: usize = 1 << 16;

/// The fewest bytes of a literal that a rule can be found by.
const SHORTEST_LITERAL: usize = 3;

/// The most bytes of a literal that are looked for.
const LONGEST_LITERAL: usize = 32;
