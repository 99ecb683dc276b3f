//! Dense tables to runs: see [`crate::dfa`].

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::dfa::{Block, DEAD, FIRST_TARGET, Form, Run, START_KINDS, STEP, State, States, Tables};

/// What a state is. The order is that of runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Dead,
    Other,
    Match,
}

/// States and where each leads.
#[derive(Debug)]
pub(crate) struct Dense {
    /// The class of each byte.
    pub(crate) classes: Vec<u8>,
    /// For each state the state that each class leads to, and the end of the input.
    pub(crate) rows: Vec<Vec<u32>>,
    pub(crate) kinds: Vec<Kind>,
}

/// Where a state leads; states are numbered in the order in which they are to stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Dead,
    Next,
    State(usize),
}

/// Packs states, and tells the run that each of those begins that a walk may start with. `None` if
/// there are too many.
pub(crate) fn pack(dense: &Dense, starts: &[u32]) -> Option<(States, Vec<u16>)> {
    let Dense { rows, kinds, .. } = dense;
    let order = order(dense, starts);
    let mut places = vec![0; rows.len()];
    for (place, &state) in order.iter().enumerate() {
        places[state] = place;
    }
    let leads: Vec<Vec<Target>> = order
        .iter()
        .enumerate()
        .map(|(place, &state)| {
            let target = |&next: &u32| match next as usize {
                next if kinds[next] == Kind::Dead => Target::Dead,
                next if places[next] == place + 1 => Target::Next,
                next => Target::State(places[next]),
            };
            rows[state].iter().map(target).collect()
        })
        .collect();

    // A run begins where one is entered, where states differ, and with the first match.
    let mut begins = vec![false; order.len()];
    for target in leads.iter().flatten() {
        if let Target::State(place) = target {
            begins[*place] = true;
        }
    }
    for &state in starts {
        begins[places[state as usize]] = true;
    }
    for place in 0..order.len() {
        begins[place] |= place.checked_sub(1).is_none_or(|before| {
            leads[place] != leads[before] || kinds[order[place]] != kinds[order[before]]
        });
    }
    let heads: Vec<usize> = (0..order.len()).filter(|&place| begins[place]).collect();
    // Run 0 is the dead state, which is there in any case.
    let is_dead = |place: usize| kinds[order[place]] == Kind::Dead;
    let offset = usize::from(!heads.first().is_some_and(|&head| is_dead(head)));
    let number = |place: usize| heads.binary_search(&place).ok().map(|at| (at + offset) as u16);
    let count = heads.len() + offset;
    if count > usize::from(u16::MAX) {
        return None;
    }

    let mut writer = Writer::default();
    if offset == 1 {
        let row = vec![Target::Dead; usize::from(*dense.classes.iter().max()?) + 2];
        writer.run(1, &dense.classes, &row, number)?;
    }
    for (at, &head) in heads.iter().enumerate() {
        let end = heads.get(at + 1).copied().unwrap_or(order.len());
        writer.run(u16::try_from(end - head).ok()?, &dense.classes, &leads[head], number)?;
    }
    let is_match = |&head: &usize| kinds[order[head]] == Kind::Match;
    let first_match = heads.iter().position(is_match).map_or(count, |at| at + offset);
    let start = |&state: &u32| number(places[state as usize]);
    let starts = starts.iter().map(start).collect::<Option<Vec<u16>>>()?;
    Some((writer.finish(first_match as u16)?, starts))
}

/// Whether two automata walk through the same kinds of states, whatever the input.
#[allow(dead_code, reason = "for tests and the build script")]
pub(crate) fn agree(one: Tables<'_>, other: Tables<'_>) -> bool {
    let inputs: Vec<u8> = classes(&[one, other]).1;
    let kind = |tables: Tables<'_>, state: State| match state {
        state if state.is_dead() => Kind::Dead,
        state if tables.is_match(state) => Kind::Match,
        _ => Kind::Other,
    };
    let starts = 0..START_KINDS.len();
    let mut queue: Vec<_> = starts.map(|kind| (one.start(kind), other.start(kind))).collect();
    let mut met: BTreeSet<_> = queue.iter().copied().collect();
    while let Some((a, b)) = queue.pop() {
        if kind(one, a) != kind(other, b) {
            return false;
        }
        for input in inputs.iter().copied().map(Some).chain([None]) {
            let next = (one.next(a, input), other.next(b, input));
            if met.insert(next) {
                queue.push(next);
            }
        }
    }
    true
}

/// The class of each byte, and one byte of each, where bytes that none of the automata tells apart
/// share a class.
#[allow(dead_code, reason = "for tests and the build script")]
pub(crate) fn classes(automata: &[Tables<'_>]) -> (Vec<u8>, Vec<u8>) {
    let mut seen: BTreeMap<Vec<Vec<u8>>, u8> = BTreeMap::new();
    let mut inputs = Vec::new();
    let classes = (0..=u8::MAX).map(|byte| {
        let columns = automata.iter().map(|tables| tables.column(byte)).collect();
        *seen.entry(columns).or_insert_with(|| {
            inputs.push(byte);
            (inputs.len() - 1) as u8
        })
    });
    (classes.collect(), inputs)
}

/// All states: the dead one, others, matches; each followed, where that can be, by the one that most
/// of its bytes lead to.
fn order(dense: &Dense, starts: &[u32]) -> Vec<usize> {
    let Dense { classes, rows, kinds } = dense;
    // The end of the input counts as one byte more.
    let end = rows.first().map_or(0, |row| row.len() - 1);
    let mut weights = vec![0; end];
    for &class in classes {
        weights[usize::from(class)] += 1;
    }
    weights.push(1);
    let mut order = Vec::with_capacity(rows.len());
    let mut is_placed = vec![false; rows.len()];
    for kind in [Kind::Dead, Kind::Other, Kind::Match] {
        for first in starts.iter().map(|&start| start as usize).chain(0..rows.len()) {
            let mut next = Some(first).filter(|&first| kinds[first] == kind && !is_placed[first]);
            while let Some(state) = next {
                is_placed[state] = true;
                order.push(state);
                let mut counts: Vec<(u32, usize)> = Vec::new();
                for (&to, &weight) in rows[state].iter().zip(&weights) {
                    if kinds[to as usize] != kind || is_placed[to as usize] {
                        continue;
                    }
                    match counts.iter_mut().find(|(other, _)| *other == to) {
                        Some((_, count)) => *count += weight,
                        None => counts.push((to, weight)),
                    }
                }
                let most = counts.into_iter().max_by_key(|&(to, count)| (count, to));
                next = most.map(|(to, _)| to as usize);
            }
        }
    }
    order
}

/// Writes runs; what several have in common is written once.
#[derive(Default)]
struct Writer {
    states: States,
    /// The targets of each run.
    targets: Vec<Vec<u16>>,
}

impl Writer {
    /// A run of so many states, of which each leads there.
    fn run(
        &mut self,
        states: u16,
        classes: &[u8],
        leads: &[Target],
        run: impl Fn(usize) -> Option<u16>,
    ) -> Option<()> {
        let mut targets: Vec<u16> = Vec::new();
        let mut numbers = Vec::with_capacity(leads.len());
        for lead in leads {
            numbers.push(match *lead {
                Target::Dead => DEAD,
                Target::Next => STEP,
                Target::State(place) => {
                    let target = run(place)?;
                    let at = targets.iter().position(|&other| other == target);
                    let at = at.unwrap_or_else(|| {
                        targets.push(target);
                        targets.len() - 1
                    });
                    u8::try_from(at).ok()?.checked_add(FIRST_TARGET)?
                }
            });
        }
        let mut blocks = [0; 16];
        for (block, classes) in blocks.iter_mut().zip(classes.chunks_exact(16)) {
            let mut of_bytes = Block::default();
            for (number, &class) in of_bytes.iter_mut().zip(classes) {
                *number = *numbers.get(usize::from(class))?;
            }
            *block = number(&mut self.states.blocks, of_bytes)?;
        }
        let (ascii, others) = (*blocks.first_chunk()?, *blocks.last_chunk()?);
        let others = number(&mut self.states.others, others)?.try_into().ok()?;
        let form = Form { ascii, others, states, end: *numbers.last()? };
        let form = number(&mut self.states.forms, form)?;
        self.states.runs.push(Run { form, targets: 0 });
        self.targets.push(targets);
        Some(())
    }

    /// All of it. Targets that are a part of others stand there.
    fn finish(mut self, first_match: u16) -> Option<States> {
        let States { runs, targets: all, .. } = &mut self.states;
        let mut lists: Vec<(&[u16], &mut Run)> =
            self.targets.iter().map(Vec::as_slice).zip(runs).collect();
        lists.sort_unstable_by_key(|(list, _)| (Reverse(list.len()), *list));
        let mut last: (&[u16], u16) = (&[], 0);
        for (list, run) in lists {
            if list != last.0 {
                let place = all.windows(list.len().max(1)).position(|targets| targets == list);
                let place = place.unwrap_or(all.len());
                if place == all.len() {
                    all.extend(list);
                }
                // So that those of the last are in reach, too.
                u16::try_from(place + list.len()).ok()?;
                last = (list, place as u16);
            }
            run.targets = last.1;
        }
        self.states.first_match = first_match;
        Some(self.states)
    }
}

/// The number of what is kept once.
fn number<T: PartialEq>(all: &mut Vec<T>, item: T) -> Option<u16> {
    let number = all.iter().rposition(|other| *other == item).unwrap_or(all.len());
    if number == all.len() {
        all.push(item);
    }
    u16::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An automaton of up to twelve states over up to nine classes; state 0 is dead.
    fn any_dense() -> impl Strategy<Value = (Dense, [u32; START_KINDS.len()])> {
        (1_usize..=12, 1_usize..=9).prop_flat_map(|(states, classes)| {
            let state = 0..states as u32;
            let row = prop::collection::vec(state.clone(), classes + 1);
            let rows = prop::collection::vec(row, states);
            let kind = prop::bool::ANY.prop_map(|is| if is { Kind::Match } else { Kind::Other });
            let kinds = prop::collection::vec(kind, states);
            let of_bytes = prop::collection::vec(0..classes as u8, 256);
            let starts = prop::array::uniform5(state);
            (rows, kinds, of_bytes, starts).prop_map(|(mut rows, mut kinds, classes, starts)| {
                rows[0].fill(0);
                kinds[0] = Kind::Dead;
                (Dense { classes, rows, kinds }, starts)
            })
        })
    }

    /// Whether a packed automaton does the same as what it was made of, on all transitions.
    fn does_the_same(packed: Tables<'_>, dense: &Dense, starts: &[u32]) {
        let starts = starts.iter().enumerate();
        let mut queue: Vec<(u32, State)> =
            starts.map(|(kind, &start)| (start, packed.start(kind))).collect();
        let mut met: BTreeSet<(u32, State)> = queue.iter().copied().collect();
        while let Some((state, place)) = queue.pop() {
            let kind = match dense.kinds[state as usize] {
                Kind::Dead => place.is_dead(),
                Kind::Match => packed.is_match(place) && !place.is_dead(),
                Kind::Other => !packed.is_match(place) && !place.is_dead(),
            };
            assert!(kind, "state {state} is another kind");
            let row = &dense.rows[state as usize];
            let bytes = (0..=u8::MAX).map(|byte| {
                (row[usize::from(dense.classes[usize::from(byte)])], packed.next(place, Some(byte)))
            });
            for next in bytes.chain([(*row.last().unwrap(), packed.next(place, None))]) {
                if met.insert(next) {
                    queue.push(next);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn packed_automata_do_the_same((dense, starts) in any_dense()) {
            let (states, runs) = pack(&dense, &starts).unwrap();
            let runs = runs.try_into().unwrap();
            does_the_same(Tables { graph: states.graph(), starts: &runs }, &dense, &starts);
        }
    }

    #[test]
    fn states_that_count_are_one_run() {
        let count = 40;
        let mut rows: Vec<Vec<u32>> =
            (0..=count).map(|state| alloc::vec![state + 1, 0, 0]).collect();
        rows[0].fill(0);
        rows.push(alloc::vec![0; 3]);
        let mut kinds = alloc::vec![Kind::Other; rows.len()];
        kinds[0] = Kind::Dead;
        *kinds.last_mut().unwrap() = Kind::Match;
        let classes = (0..=u8::MAX).map(|byte| u8::from(!byte.is_ascii_lowercase())).collect();
        let dense = Dense { classes, rows, kinds };
        let (states, runs) = pack(&dense, &[1; 5]).unwrap();
        assert_eq!(states.runs.len(), 3, "dead, those that count, and the match");
        does_the_same(Tables { graph: states.graph(), starts: &[runs[0]; 5] }, &dense, &[1; 5]);
    }
}
