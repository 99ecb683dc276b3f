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

/// The second automaton, walked from an earlier end of the first, has matched; what follows does not
/// take that back. All other numbers are those of states.
const MATCHED: u32 = u32::MAX;

/// Refuses two parts that may share out the same bytes in more than one way.
pub(super) fn check(first: &Dfa, rest: &Dfa, what: &'static str) -> Result<(), RuleProblem> {
    let (first, rest) = (first.tables(), rest.tables());
    let inputs = representatives(first, rest);
    let walk = |state: State, input: Option<u8>| match rest.next(state, input) {
        next if next.is_dead() => None,
        next if rest.is_match(next) => Some(MATCHED),
        next => Some(next.number()),
    };

    // States of the first, with the kind of byte before them.
    let mut lone: BTreeSet<u64> =
        (0..START_KINDS.len()).map(|kind| first.start(kind).with(kind as u32)).collect();
    let mut lone_queue: Vec<u64> = lone.iter().copied().collect();
    // States of the first, with those of the second.
    let mut pairs: BTreeSet<u64> = BTreeSet::new();
    let mut queue: Vec<u64> = Vec::new();
    while let Some(pair) = lone_queue.pop() {
        let (state, kind) = State::split(pair);
        for &byte in &inputs {
            let next = first.next(state, Some(byte));
            let reached = next.with(start_kind(Some(byte)) as u32);
            if !next.is_dead() && lone.insert(reached) {
                lone_queue.push(reached);
            }
            // The end of a match is known one byte late: the first part ended before this byte.
            if first.is_match(next)
                && let Some(rest) = walk(rest.start(kind as usize), Some(byte))
                && pairs.insert(next.with(rest))
            {
                queue.push(next.with(rest));
            }
        }
    }
    while let Some(pair) = queue.pop() {
        let (state, rest) = State::split(pair);
        for input in inputs.iter().copied().map(Some).chain([None]) {
            let next = first.next(state, input);
            let rest = if rest == MATCHED { Some(rest) } else { walk(State::of(rest), input) };
            let Some(rest) = rest else { continue };
            if first.is_match(next) {
                return Err(RuleProblem::Ambiguous { what });
            }
            if !next.is_dead() && pairs.insert(next.with(rest)) {
                queue.push(next.with(rest));
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
