//! A pattern to the program that finds and confirms its matches.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use regex_syntax::hir::Hir;

use super::determinize::{Prefer, Size, forward, reverse};
use super::hidden::may_be_hidden;
use super::known::Known;
use super::split::{self, parse, split};
use super::{LONGEST_MATCH, equivalence, literals};
use crate::dfa::Dfa;
use crate::error::RuleProblem;
use crate::program::{Anchor, Find, HeadRun, Literals, Parts, Program, Shared, VALUE_RUN};
use crate::text::Pool;

/// A problem and the field that has it.
pub(crate) type Problem = (&'static str, RuleProblem);

/// Compiles a pattern; `max_length` bounds one whose matches may be of any length.
pub(super) fn compile(
    pattern: &str,
    given_literals: Option<&[String]>,
    max_length: Option<u32>,
    known: &mut Known,
) -> Result<Program, Problem> {
    let whole = parse(pattern).map_err(|problem| ("pattern", problem))?;
    compile_expression(whole, given_literals, max_length, Ambiguity::Refused, known)
}

/// What to do about a split that may mean something else than the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ambiguity {
    Refused,
    /// What stands before the secret takes all that it can; only the secret's end must be clear.
    BeforeSecret,
}

/// Compiles an expression, in which the secret is a group of that name.
pub(crate) fn compile_expression(
    whole: Hir,
    given_literals: Option<&[String]>,
    max_length: Option<u32>,
    ambiguity: Ambiguity,
    known: &mut Known,
) -> Result<Program, Problem> {
    let in_pattern = |problem| ("pattern", problem);
    let parts = split(whole).map_err(in_pattern)?;
    let max_length = longest(&parts.elements, max_length)?;
    let automata = automata(&parts, ambiguity, known).map_err(in_pattern)?;
    let leads_to_value = known.is_builtin && leads_to_value(&automata, &parts, known);
    let may_name = |at| leads_to_value && at < parts.lead && !may_be_hidden(&parts, at);
    let found = literals::find(&parts.elements, &may_name, given_literals, max_length).map_err(
        |problem| (if given_literals.is_some() { "literals" } else { "pattern" }, problem),
    )?;
    let lead = lead(&found, &parts.elements, known.size()).map_err(in_pattern)?;
    let parts = Parts { lead, guard: found.guard, ..automata };
    let parts = Shared::Own(Arc::new(parts));
    Ok(Program { anchor: found.anchor, parts, max_length, named: false })
}

/// Compiles what follows one of the names.
///
/// The names are no part of an automaton, so the check that they and what follows cannot share out
/// the same bytes in two ways is made here: none begins with another, so each ends in one place.
pub(super) fn compile_named(
    mut names: Vec<String>,
    after_name: &str,
    max_length: u32,
    known: &mut Known,
) -> Result<Program, Problem> {
    names.sort_unstable();
    names.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
    if names.iter().any(|name| name.len() < super::SHORTEST_LITERAL) {
        return Err(("keywords", literals::no_literal()));
    }
    let longest_name = names.iter().map(String::len).max().unwrap_or(0);
    let (parts, length, find) = if let Some(known) = known.services.get(after_name) {
        known.clone()
    } else {
        let in_pattern = |problem| ("values", problem);
        let parts = split(parse(after_name).map_err(in_pattern)?).map_err(in_pattern)?;
        let length = longest(&parts.elements, Some(max_length))?;
        let automata = automata(&parts, Ambiguity::Refused, known).map_err(in_pattern)?;
        let is_met = leads_to_value(&automata, &parts, known) && !may_be_hidden(&parts, 0);
        let find = if is_met { Find::Name } else { Find::Rare };
        let parts = Arc::new(automata);
        known.services.insert(after_name.to_owned(), (parts.clone(), length, find));
        (parts, length, find)
    };
    let mut pool = Pool::default();
    let list = pool.list(names);
    let anchor = Anchor::Literals {
        literals: Literals { texts: pool.texts(), list },
        lead_min: 0,
        lead_max: 1,
        find,
        run: HeadRun::NONE,
    };
    let max_length = length.saturating_add(1 + longest_name as u32);
    Ok(Program { anchor, parts: Shared::Own(parts), max_length, named: true })
}

/// The bytes that a match may span: what the pattern allows, or less where the rule says so.
fn longest(elements: &[Hir], max_length: Option<u32>) -> Result<u32, Problem> {
    let by_pattern = elements.iter().try_fold(0usize, |sum, element| {
        Some(sum.saturating_add(element.properties().maximum_len()?))
    });
    let least: usize = elements
        .iter()
        .map(|element| element.properties().minimum_len().unwrap_or(0))
        .fold(0, usize::saturating_add);
    if let Some(given) = max_length.filter(|&given| (given as usize) < least) {
        let problem = format!("no match is as short: {given} bytes, of {least} at least");
        return Err(("max_length", RuleProblem::Value(problem)));
    }
    match (by_pattern, max_length) {
        (None, None) => Err(("max_length", RuleProblem::Unbounded)),
        (Some(length), None) if length > LONGEST_MATCH => {
            Err(("pattern", RuleProblem::TooLong { length, most: LONGEST_MATCH }))
        }
        (Some(length), given) => Ok(given.unwrap_or(u32::MAX).min(length as u32)),
        (None, Some(given)) => Ok(given),
    }
}

/// The automaton from the literal back to the match's start, where that is not a fixed way.
fn lead(found: &literals::Found, elements: &[Hir], size: Size) -> Result<Option<Dfa>, RuleProblem> {
    match found.anchor {
        Anchor::Literals { lead_min, lead_max, .. } if lead_min != lead_max => {
            reverse(&Hir::concat(elements[..found.lead].to_vec()), size).map(Some)
        }
        _ => Ok(None),
    }
}

/// Whether what stands before the secret ends where a run of token bytes may start, and the secret
/// begins with enough of them. One that never holds a digit is no value as a machine makes them.
fn leads_to_value(automata: &Parts, parts: &split::Parts, known: &mut Known) -> bool {
    // The rest may be empty, so that what stands before it counts, too.
    let before = automata.link.as_ref().or(automata.before.as_ref());
    literals::token_bytes(&parts.secret) >= VALUE_RUN
        && literals::may_hold_digit(&parts.secret)
        && before.is_some_and(|before| known.ends_outside_token(before))
        && automata.rest.as_ref().is_none_or(|rest| known.ends_outside_token(rest))
}

fn automata(
    parts: &split::Parts,
    ambiguity: Ambiguity,
    known: &mut Known,
) -> Result<Parts, RuleProblem> {
    let size = known.size();
    let longest = |hir: &Hir| forward(hir, Prefer::Longest, size);
    let after = parts.after.as_ref().map(|hir| forward(hir, Prefer::First, size)).transpose()?;
    let prefer = if after.is_some() { Prefer::Longest } else { Prefer::First };
    let automata = Parts {
        lead: None,
        before: parts.before.as_ref().map(longest).transpose()?,
        link: parts.link.as_ref().map(|hir| known.link(hir)).transpose()?,
        rest: parts.rest.as_ref().map(longest).transpose()?,
        secret: Some(forward(&parts.secret, prefer, size)?),
        after,
        guard: None,
    };
    let Parts { before, link, rest, secret, after, .. } = &automata;

    // Each part against all that follows it.
    if let (Some(secret), Some(after)) = (secret, after) {
        equivalence::check(secret, after, "the secret")?;
    }
    if ambiguity == Ambiguity::BeforeSecret {
        return Ok(automata);
    }
    let mut follows: Vec<Hir> =
        core::iter::once(&parts.secret).chain(&parts.after).cloned().collect();
    for (part, hir) in [(rest, &parts.rest), (link, &parts.link), (before, &parts.before)] {
        let Some(part) = part else { continue };
        // What can begin like the link is less to walk, and more than can begin like all.
        let settled = core::ptr::eq(hir, &raw const parts.before)
            && link.as_ref().is_some_and(|link| equivalence::check(part, link, "").is_ok());
        if !settled {
            let what_follows = longest(&Hir::concat(follows.clone()))?;
            equivalence::check(part, &what_follows, "what stands before the secret")?;
        }
        follows.splice(0..0, hir.clone());
    }
    Ok(automata)
}
