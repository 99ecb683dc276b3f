//! Whether walking two automata one after the other means the same as walking both together.
//!
//! The scanner takes the longest match of the first part and goes on from its end. That is all of
//! the pattern's matches unless the first part can end, go on, and end again, while the second part
//! could have gone along from the earlier end. So both are walked in step, from every place where
//! the first may end, until one is dead.

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::dfa::{Dfa, START_KINDS, State, Tables, start_kind};
use crate::error::RuleProblem;

/// Pairs of states to look at before a pattern counts as too large.
const PAIRS: usize = 1 << 21;

/// The second automaton, walked from an earlier end of the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rest {
    State(State),
    /// It has matched; what follows does not take that back.
    Matched,
}

/// Refuses two parts that may share out the same bytes in more than one way.
pub(super) fn check(first: &Dfa, rest: &Dfa, what: &'static str) -> Result<(), RuleProblem> {
    let (first, rest) = (first.tables(), rest.tables());
    let inputs = representatives(first, rest);
    let walk = |state: Rest, input: Option<u8>| match state {
        Rest::Matched => Some(Rest::Matched),
        Rest::State(state) => match rest.next(state, input) {
            next if next.is_dead() => None,
            next if rest.is_match(next) => Some(Rest::Matched),
            next => Some(Rest::State(next)),
        },
    };

    let mut lone: BTreeSet<(State, usize)> =
        (0..START_KINDS.len()).map(|kind| (first.start(kind), kind)).collect();
    let mut lone_queue: Vec<(State, usize)> = lone.iter().copied().collect();
    let mut pairs: BTreeSet<(State, Rest)> = BTreeSet::new();
    let mut queue: Vec<(State, Rest)> = Vec::new();
    while let Some((state, kind)) = lone_queue.pop() {
        for &byte in &inputs {
            let next = first.next(state, Some(byte));
            let reached = (next, start_kind(Some(byte)));
            if !next.is_dead() && lone.insert(reached) {
                lone_queue.push(reached);
            }
            // The end of a match is known one byte late: the first part ended before this byte.
            if first.is_match(next)
                && let Some(rest) = walk(Rest::State(rest.start(kind)), Some(byte))
                && pairs.insert((next, rest))
            {
                queue.push((next, rest));
            }
        }
    }
    while let Some((state, rest)) = queue.pop() {
        for input in inputs.iter().copied().map(Some).chain([None]) {
            let next = first.next(state, input);
            let Some(rest) = walk(rest, input) else { continue };
            if first.is_match(next) {
                return Err(RuleProblem::Ambiguous { what });
            }
            if !next.is_dead() && pairs.insert((next, rest)) {
                queue.push((next, rest));
            }
        }
        if pairs.len() > PAIRS {
            let problem = "its parts meet in too many ways".to_string();
            return Err(RuleProblem::TooLarge(problem));
        }
    }
    Ok(())
}

/// One byte of each kind that neither automaton tells apart.
fn representatives(first: Tables<'_>, rest: Tables<'_>) -> Vec<u8> {
    let mut seen = BTreeSet::new();
    let key = |&byte: &u8| (first.column(byte), rest.column(byte), start_kind(Some(byte)));
    (0..=u8::MAX).filter(|byte| seen.insert(key(byte))).collect()
}
