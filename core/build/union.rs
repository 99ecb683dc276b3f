//! The automata of all rules as one graph, in which states from where the same is matched are one
//! state.
//!
//! Automata are taken apart into cycles of states that lead to each other, most of a single state
//! and many of none, and these are added so that what a cycle leads to is there already. Then two
//! states are the same if they lead to the same; two cycles, if one can be laid over the other.

use std::collections::HashMap;

use crate::compile::pack::{Dense, Kind, agree, classes, pack};
use crate::dfa::{Dfa, START_KINDS, Starts, State, States, Tables};

/// The states of all automata, and the runs that each of those starts with.
pub(crate) fn union(automata: &[Dfa]) -> (States, Vec<Starts>) {
    let tables: Vec<Tables<'_>> = automata.iter().map(Dfa::tables).collect();
    let (classes, inputs) = classes(&tables);
    let mut union = Union::default();
    let starts: Vec<u32> =
        tables.iter().flat_map(|&tables| union.add(&Automaton::of(tables, &inputs))).collect();
    // What leads to others comes before them: then there are longer rows of states.
    let last = union.rows.len() as u32 - 1;
    let turned = |state: u32| last - state;
    union.rows.iter_mut().flatten().for_each(|state| *state = turned(*state));
    union.rows.reverse();
    union.kinds.reverse();
    let starts: Vec<u32> = starts.into_iter().map(turned).collect();
    let dense = Dense { classes, rows: union.rows, kinds: union.kinds };
    let (states, starts) = pack(&dense, &starts).expect("the states of all rules can be numbered");
    let starts: Vec<Starts> = starts.as_chunks().0.to_vec();
    for (tables, starts) in tables.into_iter().zip(&starts) {
        let merged = Tables { graph: states.graph(), starts };
        assert!(agree(tables, merged), "merging changes no automaton");
    }
    (states, starts)
}

/// An automaton's states, and where each leads.
struct Automaton {
    rows: Vec<Vec<u32>>,
    kinds: Vec<Kind>,
    starts: [u32; START_KINDS.len()],
}

impl Automaton {
    fn of(tables: Tables<'_>, inputs: &[u8]) -> Self {
        let mut numbers: HashMap<State, u32> = HashMap::new();
        let mut states = Vec::new();
        let mut number = |state: State, states: &mut Vec<State>| {
            *numbers.entry(state).or_insert_with(|| {
                states.push(state);
                states.len() as u32 - 1
            })
        };
        let starts = std::array::from_fn(|kind| number(tables.start(kind), &mut states));
        let mut rows: Vec<Vec<u32>> = Vec::new();
        while let Some(&state) = states.get(rows.len()) {
            let inputs = inputs.iter().copied().map(Some).chain([None]);
            rows.push(inputs.map(|input| number(tables.next(state, input), &mut states)).collect());
        }
        let kinds = states.iter().map(|&state| match state {
            state if state.is_dead() => Kind::Dead,
            state if tables.is_match(state) => Kind::Match,
            _ => Kind::Other,
        });
        Self { kinds: kinds.collect(), rows, starts }
    }

    /// The states in cycles, such that those come first that others lead to (Tarjan's algorithm).
    fn cycles(&self) -> Vec<Vec<u32>> {
        const NEW: u32 = u32::MAX;
        let count = self.rows.len();
        let (mut met, mut lowest) = (vec![NEW; count], vec![0; count]);
        let mut is_open = vec![false; count];
        let (mut open, mut cycles, mut next) = (Vec::new(), Vec::new(), 0);
        for start in self.starts {
            // States on the way, and how many of what each leads to has been looked at.
            let mut way: Vec<(u32, usize)> = Vec::new();
            if met[start as usize] == NEW {
                way.push((start, 0));
            }
            while let Some((state, looked_at)) = way.last_mut() {
                let at = *state as usize;
                if *looked_at == 0 {
                    (met[at], lowest[at], is_open[at]) = (next, next, true);
                    open.push(*state);
                    next += 1;
                }
                if let Some(&to) = self.rows[at].get(*looked_at) {
                    *looked_at += 1;
                    if met[to as usize] == NEW {
                        way.push((to, 0));
                    } else if is_open[to as usize] {
                        lowest[at] = lowest[at].min(met[to as usize]);
                    }
                    continue;
                }
                way.pop();
                if let Some(&(before, _)) = way.last() {
                    lowest[before as usize] = lowest[before as usize].min(lowest[at]);
                }
                if lowest[at] == met[at] {
                    let first = open.iter().position(|&state| state as usize == at);
                    let cycle = open.split_off(first.expect("it is open"));
                    for &state in &cycle {
                        is_open[state as usize] = false;
                    }
                    cycles.push(cycle);
                }
            }
        }
        cycles
    }
}

/// Where a state of a cycle leads: to a state that is there, or to one of the cycle, by the order in
/// which those are met.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Lead {
    There(u32),
    Within(u32),
}

/// A cycle as it looks from one of its states.
type Look = Vec<(Kind, Vec<Lead>)>;

#[derive(Default)]
struct Union {
    rows: Vec<Vec<u32>>,
    kinds: Vec<Kind>,
    /// The first states of cycles.
    cycles: HashMap<Look, u32>,
}

impl Union {
    /// Adds what is not there yet, and tells which states the automaton starts with.
    fn add(&mut self, automaton: &Automaton) -> [u32; START_KINDS.len()] {
        let mut there: Vec<Option<u32>> = vec![None; automaton.rows.len()];
        for cycle in automaton.cycles() {
            // From wherever it is looked at, it is the same.
            let looks = cycle.iter().map(|&state| look(automaton, &there, state));
            let (look, members) = looks.min().expect("a cycle has a state");
            let first = self.cycles.get(&look).copied().unwrap_or_else(|| self.push(look));
            for (state, number) in members.into_iter().zip(first..) {
                there[state as usize] = Some(number);
            }
        }
        automaton.starts.map(|start| there[start as usize].expect("all states are there"))
    }

    fn push(&mut self, look: Look) -> u32 {
        let first = self.rows.len() as u32;
        for (kind, leads) in &look {
            self.kinds.push(*kind);
            let number = |lead: &Lead| match *lead {
                Lead::There(state) => state,
                Lead::Within(member) => first + member,
            };
            self.rows.push(leads.iter().map(number).collect());
        }
        self.cycles.insert(look, first);
        first
    }
}

/// How the cycle of a state looks from there, and its states in that order.
fn look(automaton: &Automaton, there: &[Option<u32>], state: u32) -> (Look, Vec<u32>) {
    let mut members = vec![state];
    let mut numbers = HashMap::from([(state, 0)]);
    let mut look = Look::new();
    while let Some(&state) = members.get(look.len()) {
        let leads = automaton.rows[state as usize].iter().map(|&to| {
            there[to as usize].map_or_else(
                || {
                    Lead::Within(*numbers.entry(to).or_insert_with(|| {
                        members.push(to);
                        members.len() as u32 - 1
                    }))
                },
                Lead::There,
            )
        });
        let leads = leads.collect();
        look.push((automaton.kinds[state as usize], leads));
    }
    (look, members)
}

#[cfg(test)]
mod tests {
    use crate::compile::determinize::{Prefer, Size, forward};
    use crate::compile::split::parse;

    use super::*;

    fn automaton(pattern: &str) -> Dfa {
        forward(&parse(pattern).unwrap(), Prefer::Longest, Size::Least).unwrap()
    }

    /// The runs of the patterns' automata together, and each on its own. (That they match the same
    /// is asserted with each union.)
    fn runs(patterns: &[&str]) -> (usize, Vec<usize>) {
        let automata: Vec<Dfa> = patterns.iter().map(|pattern| automaton(pattern)).collect();
        let (states, starts) = union(&automata);
        assert_eq!(starts.len(), automata.len());
        (states.runs.len(), automata.iter().map(|dfa| dfa.states.runs.len()).collect())
    }

    #[test]
    fn automata_that_match_the_same_are_one() {
        let pattern = r"\bkey-(?:[0-9a-f]{8}-)*[0-9a-f]{12}\b";
        let (together, alone) = runs(&[pattern, pattern]);
        assert_eq!(together, alone[0]);
        let (_, starts) = union(&[automaton("ab+"), automaton("(?:ab|abb+)")]);
        assert_eq!(starts[0], starts[1]);
    }

    #[test]
    fn automata_share_how_they_end() {
        let ends = r"[A-Z]{3}(?:-[0-9a-f]{4}(?:x[0-9]+y)*)+(?:\W|\z)";
        let patterns = [format!("one{ends}"), format!("eleven{ends}"), format!("[a-m]{ends}")];
        let (together, alone) = runs(&[&patterns[0], &patterns[1], &patterns[2]]);
        // What is left is a run for each letter that leads there, at most.
        assert!(together <= alone[2] + "one".len() + "eleven".len(), "{together} of {alone:?}");
    }

    #[test]
    fn automata_that_match_otherwise_stay_apart() {
        let (together, _) =
            runs(&["a", "b", "[ab]c*d", "(?:[ab]c*)+d", r"\bé\xff?", "(?:)", "a{300}"]);
        assert!(together > 5);
    }
}
