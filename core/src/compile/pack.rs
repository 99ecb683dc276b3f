//! Dense tables to runs: see [`crate::dfa`].

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

use crate::dfa::{Dfa, STEP, State, Tables, UNIT};

/// What a state is. The order is that of runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Dead,
    Other,
    Match,
}

/// Where a state leads; states are numbered in the order in which they are to stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Dead,
    Next,
    State(usize),
}

/// Packs an automaton, given where each state leads for each input. `None` if it has too many states.
pub(super) fn pack(rows: &[Vec<usize>], kinds: &[Kind], starts: [usize; 5]) -> Option<Dfa> {
    let (classes, inputs) = classes(rows);
    let order = order(rows, kinds, starts);
    let mut places = vec![0; rows.len()];
    for (place, &state) in order.iter().enumerate() {
        places[state] = place;
    }
    // Where each state leads, by class.
    let leads: Vec<Vec<Target>> = order
        .iter()
        .enumerate()
        .map(|(place, &state)| {
            let target = |&input: &usize| match rows[state][input] {
                next if kinds[next] == Kind::Dead => Target::Dead,
                next if places[next] == place + 1 => Target::Next,
                next => Target::State(places[next]),
            };
            inputs.iter().map(target).collect()
        })
        .collect();

    // A run begins where one is entered, where states differ, and with the first match.
    let entered = |target: &Target| match target {
        Target::State(place) => Some(*place),
        _ => None,
    };
    let mut heads: BTreeSet<usize> = leads.iter().flatten().filter_map(entered).collect();
    heads.extend(starts.map(|state| places[state]));
    heads.extend((0..order.len()).filter(|&place| {
        let Some(before) = place.checked_sub(1) else { return true };
        leads[place] != leads[before] || kinds[order[place]] != kinds[order[before]]
    }));
    let heads: Vec<usize> = heads.into_iter().collect();
    // Run 0 is the dead state, which is there in any case.
    let is_dead = |place: usize| kinds[order[place]] == Kind::Dead;
    let offset = usize::from(!heads.first().is_some_and(|&head| is_dead(head)));
    let number = |place: usize| heads.binary_search(&place).ok().map(|at| at + offset);
    let count = heads.len() + offset;
    if count >= usize::from(STEP) {
        return None;
    }

    let mut tables = Writer::new(inputs.len());
    if offset == 1 {
        tables.run(1, &vec![0; inputs.len()])?;
    }
    for (at, &head) in heads.iter().enumerate() {
        let end = heads.get(at + 1).copied().unwrap_or(order.len());
        let target = |target: &Target| match *target {
            Target::Dead => Some(0),
            Target::Next => Some(STEP),
            Target::State(place) => number(place).map(|run| run as u16),
        };
        let targets: Option<Vec<u16>> = leads[head].iter().map(target).collect();
        tables.run(u16::try_from(end - head).ok()?, &targets?)?;
    }
    let is_match = |&head: &usize| kinds[order[head]] == Kind::Match;
    let first_match = heads.iter().position(is_match).map_or(count, |at| at + offset);
    let runs_of_starts = starts.map(|state| number(places[state]).unwrap_or_default() as u16);
    let dfa = tables.finish(classes, first_match as u16, runs_of_starts);
    debug_assert!(agrees(dfa.tables(), rows, kinds, starts), "packing changes no automaton");
    Some(dfa)
}

/// Whether a packed automaton does the same as what it was made of.
fn agrees(dfa: Tables<'_>, rows: &[Vec<usize>], kinds: &[Kind], starts: [usize; 5]) -> bool {
    let kind = |state: State| match state {
        state if state.is_dead() => Kind::Dead,
        state if dfa.is_match(state) => Kind::Match,
        _ => Kind::Other,
    };
    let mut queue: Vec<(usize, State)> =
        starts.into_iter().enumerate().map(|(kind, start)| (start, dfa.start(kind))).collect();
    let mut met: Vec<Option<State>> = vec![None; rows.len()];
    while let Some((state, packed)) = queue.pop() {
        if kind(packed) != kinds[state] || met[state].is_some_and(|other| other != packed) {
            return false;
        }
        if met[state].replace(packed).is_none() {
            let inputs = rows[state].iter().enumerate();
            queue.extend(
                inputs.map(|(input, &to)| (to, dfa.next(packed, u8::try_from(input).ok()))),
            );
        }
    }
    true
}

/// The class of each byte, and an input of each class; the last is the end. Bytes that lead to the
/// same states from everywhere share a class.
fn classes(rows: &[Vec<usize>]) -> (Vec<u8>, Vec<usize>) {
    let mut columns: BTreeMap<Vec<usize>, u8> = BTreeMap::new();
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
    // The last byte stands for those after it.
    while classes.len() > 1 && classes[classes.len() - 2] == classes[classes.len() - 1] {
        classes.pop();
    }
    (classes, inputs)
}

/// All states: the dead one, others, matches; each followed, where that can be, by the one that most
/// of its inputs lead to.
fn order(rows: &[Vec<usize>], kinds: &[Kind], starts: [usize; 5]) -> Vec<usize> {
    let mut order = Vec::with_capacity(rows.len());
    let mut is_placed = vec![false; rows.len()];
    for kind in [Kind::Dead, Kind::Other, Kind::Match] {
        for first in starts.into_iter().chain(0..rows.len()) {
            let mut next = Some(first).filter(|&first| kinds[first] == kind && !is_placed[first]);
            while let Some(state) = next {
                is_placed[state] = true;
                order.push(state);
                let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
                for &to in &rows[state] {
                    if kinds[to] == kind && !is_placed[to] {
                        *counts.entry(to).or_default() += 1;
                    }
                }
                next = counts.into_iter().max_by_key(|&(_, count)| count).map(|(to, _)| to);
            }
        }
    }
    order
}

/// Writes runs; shapes and targets that are the same are written once.
struct Writer {
    stride: usize,
    runs: Vec<u8>,
    shapes: Vec<u8>,
    targets: Vec<u8>,
    shape_places: BTreeMap<Vec<u8>, u16>,
    target_places: BTreeMap<Vec<u16>, u16>,
}

impl Writer {
    fn new(stride: usize) -> Self {
        let (runs, shapes, targets) = Default::default();
        let (shape_places, target_places) = Default::default();
        Self { stride, runs, shapes, targets, shape_places, target_places }
    }

    /// A run of so many states, of which each leads there.
    fn run(&mut self, states: u16, leads: &[u16]) -> Option<()> {
        let mut targets: Vec<u16> = Vec::new();
        // Where there are states to go on to, that has a number of its own.
        if states > 1 && leads.contains(&STEP) {
            targets.push(STEP);
        }
        let mut shape = Vec::with_capacity(self.stride);
        for target in leads {
            let number = targets.iter().position(|other| other == target).unwrap_or_else(|| {
                targets.push(*target);
                targets.len() - 1
            });
            // There may be 257 inputs, but their targets are 256 at most: nothing has more classes.
            shape.push(u8::try_from(number).ok()?);
        }
        let shape = if let Some(&place) = self.shape_places.get(&shape) {
            place
        } else {
            let place = u16::try_from(self.shapes.len() / UNIT).ok()?;
            self.shapes.extend(&shape);
            self.shapes.resize(self.shapes.len().next_multiple_of(UNIT), 0);
            *self.shape_places.entry(shape).or_insert(place)
        };
        let targets = if let Some(&place) = self.target_places.get(&targets) {
            place
        } else {
            let place = u16::try_from(self.targets.len() / 2).ok()?;
            place.checked_add(targets.len() as u16)?;
            self.targets.extend(targets.iter().copied().flat_map(u16::to_le_bytes));
            *self.target_places.entry(targets).or_insert(place)
        };
        self.runs.extend([states, shape, targets].into_iter().flat_map(u16::to_le_bytes));
        Some(())
    }

    fn finish(self, classes: Vec<u8>, first_match: u16, starts: [u16; 5]) -> Dfa {
        let Self { stride, runs, shapes, targets, .. } = self;
        Dfa { classes, runs, shapes, targets, stride: stride as u16, first_match, starts }
    }
}
