//! Expressions to automata, as tables.
//!
//! The determinization is that of `regex-automata`; its automaton is walked once, from each kind of
//! start, and packed into the form of [`Dfa`].

use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::Hir;

use super::pack::{Dense, Kind, pack};
use crate::dfa::{Dfa, START_KINDS};
use crate::error::RuleProblem;

/// Bytes that determinizing one expression may take.
const MEMORY: usize = 16 << 20;

/// Which of several matches from one start an automaton is for.
#[derive(Clone, Copy)]
pub(crate) enum Prefer {
    /// The one a backtracking engine would find first.
    First,
    /// The longest.
    Longest,
}

/// How much is done for an automaton.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// It is made as small as it can be. That takes long, and quadratic time where the states are a long
    /// chain, so it is for those that a library ships.
    Least,
    Any,
    /// It is given up soon if it grows large: for expressions that can be written in another way, since
    /// to find out that they are too large takes as long as all others together.
    Little,
}

impl Size {
    /// Bytes that an automaton may take while it is made.
    const fn memory(self) -> usize {
        match self {
            Self::Least | Self::Any => MEMORY,
            Self::Little => MEMORY / 8,
        }
    }
}

/// The automaton that reads the expression forwards.
pub(crate) fn forward(hir: &Hir, prefer: Prefer, size: Size) -> Result<Dfa, RuleProblem> {
    let kind = match prefer {
        Prefer::First => MatchKind::LeftmostFirst,
        Prefer::Longest => MatchKind::All,
    };
    automaton(hir, kind, Direction::Forward, size)
}

/// The automaton that reads a search.
pub(super) fn searcher(hir: &Hir, size: Size) -> Result<Dfa, RuleProblem> {
    automaton(hir, MatchKind::LeftmostFirst, Direction::Forward, size)
}

/// The automaton that reads the expression backwards, for its longest match.
pub(super) fn reverse(hir: &Hir, size: Size) -> Result<Dfa, RuleProblem> {
    automaton(hir, MatchKind::All, Direction::Backward, size)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

fn automaton(
    hir: &Hir,
    kind: MatchKind,
    direction: Direction,
    size: Size,
) -> Result<Dfa, RuleProblem> {
    let nfa = thompson::Compiler::new()
        .configure(
            thompson::Config::new()
                .utf8(false)
                .reverse(direction == Direction::Backward)
                .which_captures(WhichCaptures::None)
                .nfa_size_limit(Some(MEMORY)),
        )
        .build_from_hir(hir)
        .map_err(|error| RuleProblem::TooLarge(error.to_string()))?;
    let dfa = dense::Builder::new()
        .configure(
            dense::Config::new()
                .start_kind(StartKind::Anchored)
                .match_kind(kind)
                .accelerate(false)
                .minimize(size == Size::Least)
                .determinize_size_limit(Some(size.memory()))
                .dfa_size_limit(Some(size.memory())),
        )
        .build_from_nfa(&nfa)
        .map_err(|error| RuleProblem::TooLarge(error.to_string()))?;
    tabulate(&dfa)
}

fn tabulate(dfa: &impl Automaton) -> Result<Dfa, RuleProblem> {
    let mut found = States::default();
    let mut starts = [0; START_KINDS.len()];
    for (start, look_behind) in starts.iter_mut().zip(START_KINDS) {
        let config = start::Config::new().anchored(Anchored::Yes).look_behind(look_behind);
        let state = dfa.start_state(&config).map_err(|e| RuleProblem::TooLarge(e.to_string()))?;
        *start = found.number(state);
    }
    let mut rows: Vec<Vec<u32>> = Vec::new();
    while let Some(&state) = found.states.get(rows.len()) {
        let bytes = (0..=u8::MAX).map(|byte| dfa.next_state(state, byte));
        let row = bytes.chain([dfa.next_eoi_state(state)]);
        rows.push(row.map(|next| found.number(next)).collect());
    }
    let kinds = found.states.iter().map(|&state| match state {
        state if dfa.is_dead_state(state) => Kind::Dead,
        state if dfa.is_match_state(state) => Kind::Match,
        _ => Kind::Other,
    });
    let (classes, rows) = classes(&rows);
    pack(&Dense { classes, rows, kinds: kinds.collect() }, &starts)
        .and_then(|(states, starts)| Some(Dfa { states, starts: starts.try_into().ok()? }))
        .ok_or_else(|| RuleProblem::TooLarge(alloc::format!("{} states", found.states.len())))
}

/// The class of each byte, and where each state leads by class. Bytes that lead to the same states
/// from everywhere share a class.
fn classes(rows: &[Vec<u32>]) -> (Vec<u8>, Vec<Vec<u32>>) {
    let mut columns: BTreeMap<Vec<u32>, u8> = BTreeMap::new();
    let mut inputs = Vec::new();
    let mut classes = Vec::with_capacity(256);
    for byte in 0..256 {
        let column = rows.iter().map(|row| row[byte]).collect();
        classes.push(*columns.entry(column).or_insert_with(|| {
            inputs.push(byte);
            // At most 256 classes, so the last is 255.
            (inputs.len() - 1) as u8
        }));
    }
    inputs.push(256);
    let rows = rows.iter().map(|row| inputs.iter().map(|&input| row[input]).collect()).collect();
    (classes, rows)
}

/// States in the order they were met.
#[derive(Default)]
struct States {
    states: Vec<StateID>,
    numbers: BTreeMap<StateID, u32>,
}

impl States {
    fn number(&mut self, state: StateID) -> u32 {
        *self.numbers.entry(state).or_insert_with(|| {
            self.states.push(state);
            (self.states.len() - 1) as u32
        })
    }
}
