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

/// The number in shapes of [`STEP`], where that is among the targets of a run of several states.
pub(crate) const NUMBER_OF_STEP: u8 = 0;

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
#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
pub(crate) struct State {
    run: u16,
    left: u16,
}

#[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
impl State {
    const DEAD: Self = Self { run: 0, left: 0 };

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
    /// How many states of the run are left after it, if any byte leads to those.
    left: u16,
    /// Whether the run has no other.
    is_single: bool,
    row: &'d [u8],
    targets: &'d [u8],
}

impl<'d> Tables<'d> {
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
        let mut place = self.place(start);
        let mut end = None;
        // The end of a match is known one byte late, so one more than may match is looked at.
        let mut taken = 0;
        while taken <= most {
            // Most bytes lead from one state of a run to its next.
            let mut passed = 0;
            while passed < usize::from(place.left).min(most + 1 - taken) {
                let mut rest = text.clone();
                let Some(byte) = rest.next() else { break };
                if place.row.get(usize::from(self.class(byte))) != Some(&NUMBER_OF_STEP) {
                    break;
                }
                text = rest;
                passed += 1;
            }
            if passed > 0 {
                place.left -= passed as u16;
                taken += passed;
                if place.run >= self.first_match {
                    end = Some(taken - 1);
                }
                continue;
            }
            let byte = text.next();
            taken += 1;
            let class = byte.map_or(self.end_class(), |byte| self.class(byte).into());
            match target(place.row, place.targets, class) {
                0 => break,
                STEP => place = self.place(place.run.saturating_add(1)),
                run if run == place.run && place.is_single => {}
                run => place = self.place(run),
            }
            if place.run >= self.first_match {
                end = Some(taken - 1);
            }
            if byte.is_none() {
                break;
            }
        }
        (taken, end)
    }

    /// The first state of a run.
    #[inline]
    fn place(&self, run: u16) -> Place<'d> {
        let [states, shape, targets] = self.run(run);
        let targets = self.targets.get(2 * usize::from(targets)..).unwrap_or_default();
        let steps = states > 1 && targets.first_chunk() == Some(&STEP.to_le_bytes());
        Place {
            run,
            left: if steps { states.saturating_sub(1) } else { 0 },
            is_single: states == 1,
            row: self.row(shape),
            targets,
        }
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
    #[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
    pub(crate) fn start(&self, kind: usize) -> State {
        self.starts.get(kind).map_or(State::DEAD, |&run| self.enter(run))
    }

    #[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
    pub(crate) const fn is_match(&self, state: State) -> bool {
        state.run >= self.first_match
    }

    /// The class of a byte.
    #[inline]
    pub(crate) fn class(&self, byte: u8) -> u8 {
        let last = self.classes.len().saturating_sub(1);
        self.classes.get(last.min(byte.into())).copied().unwrap_or_default()
    }

    /// The class of the end of the input.
    #[inline]
    fn end_class(&self) -> usize {
        usize::from(self.stride).saturating_sub(1)
    }

    /// The numbers of a run.
    #[inline]
    pub(crate) fn run(&self, run: u16) -> [u16; 3] {
        let runs = self.runs.get(RUN * usize::from(run)..).unwrap_or_default();
        let Some(run) = runs.first_chunk::<RUN>() else { return [0; 3] };
        let number = |at: usize| u16::from_le_bytes([run[at], run[at + 1]]);
        [number(0), number(2), number(4)]
    }

    /// The numbers of a shape.
    #[inline]
    fn row(&self, shape: u16) -> &'d [u8] {
        let at = UNIT * usize::from(shape);
        self.shapes.get(at..at + usize::from(self.stride)).unwrap_or_default()
    }

    /// The first state of a run.
    #[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
    fn enter(&self, run: u16) -> State {
        State { run, left: self.run(run)[0].saturating_sub(1) }
    }

    /// The state after a byte, or after the end of the input.
    #[cfg_attr(not(feature = "custom-rules"), allow(dead_code, reason = "for the rule compiler"))]
    pub(crate) fn next(&self, state: State, byte: Option<u8>) -> State {
        let class = byte.map_or(self.end_class(), |byte| self.class(byte).into());
        let [_, shape, targets] = self.run(state.run);
        let targets = self.targets.get(2 * usize::from(targets)..).unwrap_or_default();
        match target(self.row(shape), targets, class) {
            0 => State::DEAD,
            STEP if state.left > 0 => State { run: state.run, left: state.left - 1 },
            STEP => self.enter(state.run.saturating_add(1)),
            run => self.enter(run),
        }
    }
}

/// Where a class leads.
#[inline]
fn target(row: &[u8], targets: &[u8], class: usize) -> u16 {
    let number = row.get(class).copied().unwrap_or_default();
    let target = targets.get(2 * usize::from(number)..).and_then(|targets| targets.first_chunk());
    target.map_or(0, |&target| u16::from_le_bytes(target))
}
