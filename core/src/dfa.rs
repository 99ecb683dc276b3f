//! The automaton that confirms a match, walked from one place.
//!
//! Patterns count, and so their automata have long rows of states that differ in nothing but where
//! they lead: each to the next. Such a row is a run, kept once; of runs, those that tell the same
//! bytes apart share a shape, and shapes and targets that are the same are kept once:
//!
//! ```text
//! byte → class → number (by the run's shape) → target (of the run): the next state, or another run
//! ```
//! That takes a seventh of the space of a dense table. Tables are little-endian bytes, so that those
//! of the built-in rules can be embedded in the library as they are, on any target. As in
//! `regex-automata`, whose determinization they come from, a match is known one byte late:
//! look-ahead such as `\b` needs to see what follows.

use alloc::vec::Vec;

use crate::builtin::{SHAPES, TABLES};

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

/// The target that is the next state. All others are runs; to be in run 0 is to be dead.
pub(crate) const STEP: u16 = u16::MAX;

/// Bytes of a run: its states, the place of its shape, and that of its targets.
pub(crate) const RUN: usize = 6;

/// Shapes begin at multiples of this, so that their places fit into 16 bits.
pub(crate) const UNIT: usize = 8;

/// Bytes of a built-in automaton's header: see [`Tables::builtin`].
pub(crate) const HEADER: usize = 32;

/// An anchored automaton over bytes that is not built in.
#[derive(Clone)]
#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
pub(crate) struct Dfa {
    pub(crate) classes: Vec<u8>,
    pub(crate) runs: Vec<u8>,
    pub(crate) shapes: Vec<u8>,
    pub(crate) targets: Vec<u8>,
    pub(crate) stride: u16,
    pub(crate) first_match: u16,
    pub(crate) starts: [u16; 5],
}

impl Dfa {
    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables {
            classes: &self.classes,
            runs: &self.runs,
            shapes: &self.shapes,
            targets: &self.targets,
            stride: self.stride,
            first_match: self.first_match,
            starts: self.starts,
        }
    }
}

/// What is walked.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'d> {
    /// The class of each byte; the last one's is that of all bytes after it, too.
    pub(crate) classes: &'d [u8],
    /// [`RUN`] bytes a run: three numbers of 16 bits.
    pub(crate) runs: &'d [u8],
    /// A number for each class; those of one shape stand together.
    pub(crate) shapes: &'d [u8],
    /// A number of 16 bits each: [`STEP`], or a run, entered at its first state.
    pub(crate) targets: &'d [u8],
    /// Classes, and one for the end of the input.
    pub(crate) stride: u16,
    /// Runs from this one on are of matches.
    pub(crate) first_match: u16,
    /// The run to start with, by what stands before (see [`START_KINDS`]).
    pub(crate) starts: [u16; 5],
}

/// A state: its run, and how many states of that are left after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct State {
    run: u16,
    left: u16,
}

impl State {
    const DEAD: Self = Self { run: 0, left: 0 };

    pub(crate) const fn is_dead(self) -> bool {
        self.run == 0
    }
}

impl Tables<'_> {
    /// The end of the longest match that starts at `at` and ends no later than `limit`. (For
    /// automata that prefer the first alternative: the end of the preferred match.)
    pub(crate) fn match_end(self, haystack: &[u8], at: usize, limit: usize) -> Option<usize> {
        let behind = at.checked_sub(1).and_then(|before| haystack.get(before));
        let mut state = self.start(start_kind(behind.copied()));
        let mut end = None;
        let last = limit.min(haystack.len());
        for position in at..=last {
            state = self.next(state, haystack.get(position).copied());
            if self.is_match(state) {
                end = Some(position);
            } else if state.is_dead() {
                break;
            }
        }
        end
    }

    /// For an automaton of the reversed pattern: the start of the longest match that ends at `at`
    /// and starts no earlier than `limit`.
    pub(crate) fn match_start(self, haystack: &[u8], at: usize, limit: usize) -> Option<usize> {
        let mut state = self.start(start_kind(haystack.get(at).copied()));
        let mut start = None;
        for position in (limit..=at).rev() {
            let before = position.checked_sub(1).and_then(|before| haystack.get(before));
            state = self.next(state, before.copied());
            if self.is_match(state) {
                start = Some(position);
            } else if state.is_dead() {
                break;
            }
        }
        start
    }

    /// The built-in automaton whose header stands there: the places of classes, runs and targets
    /// (32 bits each), how many there are of each (16 bits), and the other fields of [`Tables`].
    pub(crate) fn builtin(at: usize) -> Option<Self> {
        let header: &[u8; HEADER] = TABLES.get(at..)?.first_chunk()?;
        let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let place = |number: usize| {
            let at = 4 * number;
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
                as usize
        };
        let table = |number: usize, size: usize| {
            let length = size * usize::from(short(12 + 2 * number));
            TABLES.get(place(number)..)?.get(..length)
        };
        Some(Self {
            classes: table(0, 1)?,
            runs: table(1, RUN)?,
            targets: table(2, 2)?,
            shapes: SHAPES,
            stride: short(18),
            first_match: short(20),
            starts: [short(22), short(24), short(26), short(28), short(30)],
        })
    }

    /// The state to start from, given the kind of byte on the near side of the start.
    pub(crate) fn start(&self, kind: usize) -> State {
        self.starts.get(kind).map_or(State::DEAD, |&run| self.enter(run))
    }

    pub(crate) const fn is_match(&self, state: State) -> bool {
        state.run >= self.first_match
    }

    /// The class of a byte.
    pub(crate) fn class(&self, byte: u8) -> u8 {
        let last = self.classes.len().saturating_sub(1);
        self.classes.get(last.min(byte.into())).copied().unwrap_or_default()
    }

    /// The numbers of a run.
    #[inline]
    pub(crate) fn run(&self, run: u16) -> [u16; 3] {
        let runs = self.runs.get(RUN * usize::from(run)..).unwrap_or_default();
        let Some(run) = runs.first_chunk::<RUN>() else { return [0; 3] };
        [0, 2, 4].map(|at| u16::from_le_bytes([run[at], run[at + 1]]))
    }

    /// The first state of a run.
    #[inline]
    fn enter(&self, run: u16) -> State {
        State { run, left: self.run(run)[0].saturating_sub(1) }
    }

    /// The state after a byte, or after the end of the input.
    #[inline]
    pub(crate) fn next(&self, state: State, byte: Option<u8>) -> State {
        let class = byte.map_or(self.stride.saturating_sub(1), |byte| self.class(byte).into());
        let [_, shape, targets] = self.run(state.run);
        let at = UNIT * usize::from(shape) + usize::from(class);
        let number = self.shapes.get(at).copied().unwrap_or_default();
        let at = 2 * (usize::from(targets) + usize::from(number));
        match self.targets.get(at..).and_then(|targets| targets.first_chunk()) {
            None | Some([0, 0]) => State::DEAD,
            Some(&target) => match u16::from_le_bytes(target) {
                STEP if state.left > 0 => State { run: state.run, left: state.left - 1 },
                STEP => self.enter(state.run.saturating_add(1)),
                run => self.enter(run),
            },
        }
    }
}
