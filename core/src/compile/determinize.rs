//! Expressions to automata, as tables.
//!
//! The determinization is that of `regex-automata`; its automaton is walked once, from each kind of
//! start, and written down in the form of [`Dfa`].

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::Hir;

use crate::dfa::{Classes, Dfa, START_KINDS};
use crate::error::RuleProblem;

/// Bytes that determinizing one expression may take.
const MEMORY: usize = 16 << 20;

/// Which of several matches from one start an automaton is for.
#[derive(Clone, Copy)]
pub(super) enum Prefer {
    /// The one a backtracking engine would find first.
    First,
    /// The longest.
    Longest,
}

/// The automaton that reads the expression forwards.
pub(super) fn forward(hir: &Hir, prefer: Prefer) -> Result<Dfa, RuleProblem> {
    let kind = match prefer {
        Prefer::First => MatchKind::LeftmostFirst,
        Prefer::Longest => MatchKind::All,
    };
    automaton(hir, kind, Direction::Forward, true)
}

/// The automaton that reads a search. It is not made as small as it could be: that takes long, and
/// searches are for a value now and then.
pub(super) fn searcher(hir: &Hir) -> Result<Dfa, RuleProblem> {
    automaton(hir, MatchKind::LeftmostFirst, Direction::Forward, false)
}

/// The automaton that reads the expression backwards, for its longest match.
pub(super) fn reverse(hir: &Hir) -> Result<Dfa, RuleProblem> {
    automaton(hir, MatchKind::All, Direction::Backward, true)
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
    minimize: bool,
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
                .minimize(minimize)
                .determinize_size_limit(Some(MEMORY))
                .dfa_size_limit(Some(MEMORY)),
        )
        .build_from_nfa(&nfa)
        .map_err(|error| RuleProblem::TooLarge(error.to_string()))?;
    tabulate(&dfa)
}

/// Bytes, and the end of the input after them.
const INPUTS: usize = 257;

fn tabulate(dfa: &impl Automaton) -> Result<Dfa, RuleProblem> {
    let mut found = States::default();
    let mut starts = Vec::with_capacity(START_KINDS.len());
    for look_behind in START_KINDS {
        let config = start::Config::new().anchored(Anchored::Yes).look_behind(look_behind);
        let start = dfa.start_state(&config).map_err(|e| RuleProblem::TooLarge(e.to_string()))?;
        starts.push(found.number(start));
    }
    let mut rows: Vec<Vec<usize>> = Vec::new();
    while let Some(&state) = found.states.get(rows.len()) {
        let bytes = (0..=u8::MAX).map(|byte| dfa.next_state(state, byte));
        let row = bytes.chain([dfa.next_eoi_state(state)]);
        rows.push(row.map(|next| found.number(next)).collect());
    }

    // The dead state first, matches last.
    let rank = |&state: &StateID| (!dfa.is_dead_state(state), dfa.is_match_state(state));
    let mut order: Vec<usize> = (0..found.states.len()).collect();
    order.sort_by_key(|&at| rank(&found.states[at]));
    let has_dead = found.states.iter().any(|&state| dfa.is_dead_state(state));
    let offset = usize::from(!has_dead);
    let total = order.len() + offset;
    if total > usize::from(u16::MAX) {
        return Err(RuleProblem::TooLarge(alloc::format!("{total} states")));
    }
    let mut renumbered = vec![0u16; order.len()];
    for (number, &at) in order.iter().enumerate() {
        renumbered[at] = (number + offset) as u16;
    }
    let matches = found.states.iter().filter(|&&state| dfa.is_match_state(state)).count();

    // Bytes that lead to the same states from everywhere share a class.
    let mut columns: BTreeMap<Vec<u16>, u8> = BTreeMap::new();
    let mut representatives = Vec::new();
    let mut classes = [0u8; 256];
    for (byte, class) in classes.iter_mut().enumerate() {
        let column = rows.iter().map(|row| renumbered[row[byte]]).collect();
        *class = *columns.entry(column).or_insert_with(|| {
            representatives.push(byte);
            // At most 256 classes, so the last is 255.
            (representatives.len() - 1) as u8
        });
    }
    representatives.push(INPUTS - 1);

    let dead_row = core::iter::repeat_n(0u16, offset * representatives.len());
    let live_rows = order
        .iter()
        .flat_map(|&at| representatives.iter().map(move |&input| (at, input)))
        .map(|(at, input)| renumbered[rows[at][input]]);
    Ok(Dfa {
        classes: Classes::Own(Box::new(classes)),
        transitions: dead_row.chain(live_rows).flat_map(u16::to_le_bytes).collect(),
        stride: representatives.len() as u16,
        first_match: (total - matches) as u16,
        starts: core::array::from_fn(|kind| renumbered[starts[kind]]),
    })
}

/// States in the order they were met.
#[derive(Default)]
struct States {
    states: Vec<StateID>,
    numbers: BTreeMap<StateID, usize>,
}

impl States {
    fn number(&mut self, state: StateID) -> usize {
        *self.numbers.entry(state).or_insert_with(|| {
            self.states.push(state);
            self.states.len() - 1
        })
    }
}
