//! The automaton that confirms a match, walked from one place.
//!
//! Patterns count, and so their automata have long rows of states that differ in nothing but where
//! they lead: each to the next. Such a row is a run, kept once; what of a run does not tell where it
//! leads is its form, and forms, what they are made of, and targets that are the same are kept once:
//!
//! ```text
//! byte → block (of 16 bytes, by the run's form) → number → dead, the next state, or another run
//! ```
//! The automata of all built-in rules are one graph, in which states from where the same is matched
//! are one state, whatever rules they belong to. That takes a twentieth of the space of dense tables.
//! As in `regex-automata`, whose determinization they come from, a match is known one byte late:
//! look-ahead such as `\b` needs to see what follows.

use alloc::vec::Vec;

use crate::builtin::{GRAPH, STARTS};

/// What stands before the place where a walk starts; look-around depends on it.
///
/// The order is that of [`Tables::starts`].
#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
pub(crate) const START_KINDS: [Option<u8>; 5] =
    [None, Some(b'\n'), Some(b'\r'), Some(b'w'), Some(b' ')];

/// Which of [`START_KINDS`] a byte is.
pub(crate) const fn start_kind(behind: Option<u8>) -> usize {
    match behind {
        None => 0,
        Some(b'\n') => 1,
        Some(b'\r') => 2,
        Some(byte) if byte == b'_' || byte.is_ascii_alphanumeric() => 3,
        Some(_) => 4,
    }
}

/// The number of what leads nowhere.
pub(crate) const DEAD: u8 = 0;

/// The number of what leads to the next state: of the run, or after it the first of the next one.
pub(crate) const STEP: u8 = 1;

/// The number of the first of a run's targets.
pub(crate) const FIRST_TARGET: u8 = 2;

/// The numbers of 16 bytes that follow each other.
pub(crate) type Block = [u8; 16];

/// States that lead from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Run {
    /// The number of its form.
    pub(crate) form: u16,
    /// The place of its first target.
    pub(crate) targets: u16,
}

/// What runs have in common that tell the same bytes apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Form {
    /// Blocks of the ASCII characters.
    pub(crate) ascii: [u16; 8],
    /// Blocks of all other bytes, as one of [`Graph::others`].
    pub(crate) others: u8,
    /// States of the run.
    pub(crate) states: u16,
    /// The number of the end of the input.
    pub(crate) end: u8,
}

/// The states of automata.
#[derive(Clone, Copy)]
pub(crate) struct Graph<'g> {
    /// Run 0 is dead.
    pub(crate) runs: &'g [Run],
    pub(crate) forms: &'g [Form],
    pub(crate) blocks: &'g [Block],
    /// Blocks of the bytes that are not ASCII.
    pub(crate) others: &'g [[u16; 8]],
    /// Runs, each entered at its first state.
    pub(crate) targets: &'g [u16],
    /// Runs from this one on are of matches.
    pub(crate) first_match: u16,
}

/// What a graph borrows from.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct States {
    pub(crate) runs: Vec<Run>,
    pub(crate) forms: Vec<Form>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) others: Vec<[u16; 8]>,
    pub(crate) targets: Vec<u16>,
    pub(crate) first_match: u16,
}

#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
impl States {
    pub(crate) fn graph(&self) -> Graph<'_> {
        Graph {
            runs: &self.runs,
            forms: &self.forms,
            blocks: &self.blocks,
            others: &self.others,
            targets: &self.targets,
            first_match: self.first_match,
        }
    }
}

/// The runs that an automaton starts with, by what stands before (see [`START_KINDS`]).
pub(crate) type Starts = [u16; START_KINDS.len()];

/// An anchored automaton over bytes that is not built in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
pub(crate) struct Dfa {
    pub(crate) states: States,
    pub(crate) starts: Starts,
}

impl Dfa {
    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables { graph: self.states.graph(), starts: &self.starts }
    }
}

/// What is walked.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'d> {
    pub(crate) graph: Graph<'d>,
    pub(crate) starts: &'d Starts,
}

/// A state: its run, and how many states of that are left after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
pub(crate) struct State {
    run: u16,
    left: u16,
}

#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
impl State {
    const DEAD: Self = Self { run: 0, left: 0 };

    /// It as a number, which is less than the greatest.
    pub(crate) const fn number(self) -> u32 {
        (self.run as u32) << 16 | self.left as u32
    }

    /// The state of that number.
    pub(crate) const fn of(number: u32) -> Self {
        Self { run: (number >> 16) as u16, left: number as u16 }
    }

    /// It and something else as one number, so that all sets of such pairs are of one type.
    pub(crate) const fn with(self, other: u32) -> u64 {
        (self.number() as u64) << 32 | other as u64
    }

    /// What makes up such a number.
    pub(crate) const fn split(pair: u64) -> (Self, u32) {
        (Self::of((pair >> 32) as u32), pair as u32)
    }

    pub(crate) const fn is_dead(self) -> bool {
        self.run == 0
    }
}

/// What of a haystack automata have looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looked {
    /// Where that begins, plus one: 0 if the start of the haystack was seen.
    pub(crate) from: usize,
    /// Where it ends; after the end of the haystack if that was seen.
    pub(crate) to: usize,
}

impl Looked {
    /// Nothing yet.
    pub(crate) const NOTHING: Self = Self { from: usize::MAX, to: 0 };

    pub(crate) fn add(&mut self, from: usize, to: usize) {
        self.from = self.from.min(from);
        self.to = self.to.max(to);
    }
}

/// A state during a walk, with all that is needed to leave it.
struct Place<'d> {
    run: u16,
    /// How many states of the run are left after it.
    left: u16,
    form: &'d Form,
    /// The place of the run's first target.
    targets: u16,
}

impl Tables<'_> {
    /// The end of the longest match that starts at `at` and ends no later than `limit`. (For
    /// automata that prefer the first alternative: the end of the preferred match.)
    pub(crate) fn match_end(
        &self,
        haystack: &[u8],
        at: usize,
        limit: usize,
        looked: &mut Looked,
    ) -> Option<usize> {
        let (before, text) = haystack.split_at_checked(at)?;
        let most = limit.checked_sub(at)?;
        let (taken, end) = self.walk(before.last().copied(), text.iter().copied(), most);
        looked.add(at, at + taken);
        end.map(|length| at + length)
    }

    /// For an automaton of the reversed pattern: the start of the longest match that ends at `at`
    /// and starts no earlier than `limit`.
    pub(crate) fn match_start(
        &self,
        haystack: &[u8],
        at: usize,
        limit: usize,
        looked: &mut Looked,
    ) -> Option<usize> {
        let (text, after) = haystack.split_at_checked(at)?;
        let most = at.checked_sub(limit)?;
        let (taken, end) = self.walk(after.first().copied(), text.iter().rev().copied(), most);
        looked.add((at + 1).saturating_sub(taken), at + 1);
        end.map(|length| at - length)
    }

    /// Walks over a text, given what stands on the near side of its start: how much of it was looked
    /// at, its end being one more, and the longest match of at most so many bytes.
    #[inline]
    fn walk(
        &self,
        behind: Option<u8>,
        mut text: impl Iterator<Item = u8> + Clone,
        most: usize,
    ) -> (usize, Option<usize>) {
        let start = self.starts.get(start_kind(behind)).copied().unwrap_or_default();
        let graph = &self.graph;
        let mut place = graph.place(start);
        let mut end = None;
        // The end of a match is known one byte late, so one more than may match is looked at.
        let mut taken = 0;
        while taken <= most {
            // Most bytes lead from one state of a run to its next.
            let mut passed = 0;
            while passed < usize::from(place.left).min(most + 1 - taken) {
                let mut rest = text.clone();
                let Some(byte) = rest.next() else { break };
                if graph.number(place.form, Some(byte)) != STEP {
                    break;
                }
                text = rest;
                passed += 1;
            }
            if passed > 0 {
                place.left -= passed as u16;
                taken += passed;
                if place.run >= graph.first_match {
                    end = Some(taken - 1);
                }
                continue;
            }
            let byte = text.next();
            taken += 1;
            match graph.number(place.form, byte) {
                DEAD => break,
                STEP => place = graph.place(place.run.saturating_add(1)),
                number => match graph.target(place.targets, number) {
                    run if run == place.run && place.form.states == 1 => {}
                    run => place = graph.place(run),
                },
            }
            if place.run >= graph.first_match {
                end = Some(taken - 1);
            }
            if byte.is_none() {
                break;
            }
        }
        (taken, end)
    }

    /// The built-in automaton of that number.
    pub(crate) fn builtin(number: u16) -> Option<Self> {
        Some(Self { graph: GRAPH, starts: STARTS.get(usize::from(number))? })
    }
}

impl<'g> Graph<'g> {
    /// The first state of a run.
    #[inline]
    fn place(&self, run: u16) -> Place<'g> {
        let Some(&Run { form, targets }) = self.runs.get(usize::from(run)) else {
            return Place { run: 0, left: 0, form: &NOWHERE, targets: 0 };
        };
        let form = self.forms.get(usize::from(form)).unwrap_or(&NOWHERE);
        Place { run, left: form.states.saturating_sub(1), form, targets }
    }

    /// What a byte or the end of the input leads to, as a number.
    #[inline]
    pub(crate) fn number(&self, form: &Form, byte: Option<u8>) -> u8 {
        let Some(byte) = byte else { return form.end };
        let at = usize::from(byte >> 4);
        let block = if byte.is_ascii() {
            form.ascii.get(at)
        } else {
            self.others.get(usize::from(form.others)).and_then(|blocks| blocks.get(at - 8))
        };
        let block = block.and_then(|&block| self.blocks.get(usize::from(block)));
        block.map_or(DEAD, |block| block[usize::from(byte & 15)])
    }

    /// The run that a number means, given the place of the first target.
    #[inline]
    fn target(&self, first: u16, number: u8) -> u16 {
        let at = usize::from(first) + usize::from(number - FIRST_TARGET);
        self.targets.get(at).copied().unwrap_or_default()
    }
}

/// The form of what is nowhere.
static NOWHERE: Form = Form { ascii: [u16::MAX; 8], others: u8::MAX, states: 0, end: DEAD };

/// What the rule compiler needs to know of automata.
#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
impl Tables<'_> {
    /// The state to start from, given the kind of byte on the near side of the start.
    pub(crate) fn start(&self, kind: usize) -> State {
        self.starts.get(kind).map_or(State::DEAD, |&run| self.graph.enter(run))
    }

    pub(crate) const fn is_match(&self, state: State) -> bool {
        state.run >= self.graph.first_match
    }

    /// The state after a byte, or after the end of the input.
    pub(crate) fn next(&self, state: State, byte: Option<u8>) -> State {
        let graph = &self.graph;
        let place = graph.place(state.run);
        match graph.number(place.form, byte) {
            DEAD => State::DEAD,
            STEP if state.left > 0 => State { left: state.left - 1, ..state },
            STEP => graph.enter(state.run.saturating_add(1)),
            number => graph.enter(graph.target(place.targets, number)),
        }
    }

    /// The numbers of a byte in all forms. Bytes of which these are the same lead to the same.
    pub(crate) fn column(&self, byte: u8) -> Vec<u8> {
        self.graph.forms.iter().map(|form| self.graph.number(form, Some(byte))).collect()
    }
}

#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
impl Graph<'_> {
    /// The first state of a run.
    fn enter(&self, run: u16) -> State {
        State { run, left: self.place(run).left }
    }
}
