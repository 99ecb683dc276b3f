//! The prefilter: one pass over the input that stops wherever a rule's anchor stands.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use crate::program::{Anchor, is_run_byte};
use crate::rule::Rule;

/// The anchors of all rules of a ruleset.
pub(crate) struct Prefilter {
    /// All literals, without regard to ASCII case; absent where no rule has one.
    literals: Option<AhoCorasick>,
    /// The rules of each literal: those of literal `i` end at `owner_ends[i]` of `owners`.
    owners: Vec<u16>,
    owner_ends: Vec<u32>,
    /// The rules that are anchored by a run, and the lengths of the runs.
    runs: Vec<RunRule>,
    shortest_run: usize,
    /// Bytes by which a secret may start before the end of the anchor that finds it.
    reach: usize,
}

struct RunRule {
    rule: u16,
    min: usize,
    max: usize,
}

impl Prefilter {
    pub(crate) fn new(rules: &[Rule]) -> Self {
        let mut by_literal: BTreeMap<&[u8], Vec<u16>> = BTreeMap::new();
        let mut runs = Vec::new();
        let mut reach = 0;
        for (number, rule) in rules.iter().enumerate() {
            // A ruleset holds no more rules than fit (see `RulesetBuilder::build`).
            let number = number as u16;
            match &rule.program.anchor {
                Anchor::Literals { literals, lead_max, .. } => {
                    for literal in literals.iter().map(|literal| literal.as_bytes()) {
                        by_literal.entry(literal).or_default().push(number);
                        reach = reach.max(literal.len() + usize::from(*lead_max));
                    }
                }
                &Anchor::Run { min, max } => {
                    runs.push(RunRule { rule: number, min: min as usize, max: max as usize });
                }
            }
        }
        let literals = (!by_literal.is_empty()).then(|| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::DFA))
                .match_kind(MatchKind::Standard)
                .ascii_case_insensitive(true)
                .build(by_literal.keys())
                .expect("the literals of so many rules fit into the automaton")
        });
        let owner_ends = by_literal.values().scan(0, |end, owners| {
            *end += owners.len() as u32;
            Some(*end)
        });
        Self {
            literals,
            owner_ends: owner_ends.collect(),
            owners: by_literal.into_values().flatten().collect(),
            shortest_run: runs.iter().map(|run| run.min).min().unwrap_or(0).max(1),
            runs,
            reach,
        }
    }

    fn owners(&self, literal: usize) -> core::ops::Range<usize> {
        let start = literal.checked_sub(1).map_or(0, |before| self.owner_ends[before]);
        start as usize..self.owner_ends[literal] as usize
    }
}

/// A place where a rule's anchor stands.
#[derive(Clone, Copy)]
pub(crate) struct Hit {
    /// Where the literal or the run starts.
    pub(crate) anchor: usize,
    /// The rule's number.
    pub(crate) rule: usize,
    /// No secret that is still to come starts before this.
    pub(crate) horizon: usize,
}

/// The hits in one input, in the order of the anchors' ends.
pub(crate) struct Hits<'r, 'h> {
    prefilter: &'r Prefilter,
    haystack: &'h [u8],
    overlapping: OverlappingState,
    literal: Stream,
    run: Stream,
    run_search: usize,
}

/// What one of the two searches found last.
struct Stream {
    start: usize,
    end: usize,
    /// The rules that are still to be tried there, as places in the prefilter's list.
    rules: core::ops::Range<usize>,
    /// Nothing more will come.
    done: bool,
}

impl Stream {
    const NEW: Self = Self { start: 0, end: 0, rules: 0..0, done: false };
}

impl<'r, 'h> Hits<'r, 'h> {
    pub(crate) fn new(prefilter: &'r Prefilter, haystack: &'h [u8]) -> Self {
        Self {
            prefilter,
            haystack,
            overlapping: OverlappingState::start(),
            literal: Stream { done: prefilter.literals.is_none(), ..Stream::NEW },
            run: Stream { done: prefilter.runs.is_empty(), ..Stream::NEW },
            run_search: 0,
        }
    }

    fn find_literal(&mut self) {
        let found = self.prefilter.literals.as_ref().and_then(|literals| {
            let input = Input::new(self.haystack);
            // The automaton supports this kind of search, so it cannot fail.
            literals.try_find_overlapping(input, &mut self.overlapping).ok()?;
            self.overlapping.get_match()
        });
        match found {
            Some(found) => {
                self.literal.start = found.start();
                self.literal.end = found.end();
                self.literal.rules = self.prefilter.owners(found.pattern().as_usize());
            }
            None => self.literal.done = true,
        }
    }

    fn find_run(&mut self) {
        let shortest = self.prefilter.shortest_run;
        let mut start = self.run_search;
        // A run that is long enough and starts at `start` or later covers `start + shortest - 1`.
        while let Some(window) = self.haystack.get(start..start.saturating_add(shortest)) {
            if let Some(gap) = window.iter().rposition(|&byte| !is_run_byte(byte)) {
                start += gap + 1;
                continue;
            }
            let rest = &self.haystack[start + shortest..];
            let more = rest.iter().position(|&byte| !is_run_byte(byte)).unwrap_or(rest.len());
            self.run.start = start;
            self.run.end = start + shortest + more;
            self.run.rules = 0..self.prefilter.runs.len();
            self.run_search = self.run.end;
            return;
        }
        self.run.done = true;
    }
}

impl Iterator for Hits<'_, '_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        loop {
            while self.literal.rules.is_empty() && !self.literal.done {
                self.find_literal();
            }
            while self.run.rules.is_empty() && !self.run.done {
                self.find_run();
            }
            let literal_first = match (self.literal.done, self.run.done) {
                (true, true) => return None,
                (false, true) => true,
                (true, false) => false,
                // A run counts from its start, since nothing of it lies before.
                (false, false) => self.literal.end <= self.run.start,
            };
            if literal_first {
                let Some(at) = self.literal.rules.next() else { continue };
                return Some(Hit {
                    anchor: self.literal.start,
                    rule: self.prefilter.owners[at].into(),
                    horizon: self.literal.end.saturating_sub(self.prefilter.reach),
                });
            }
            let Some(at) = self.run.rules.next() else { continue };
            let run = &self.prefilter.runs[at];
            if (run.min..=run.max).contains(&(self.run.end - self.run.start)) {
                return Some(Hit {
                    anchor: self.run.start,
                    rule: run.rule.into(),
                    horizon: self.run.start.saturating_sub(self.prefilter.reach),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use proptest::prelude::*;

    fn runs(haystack: &[u8], shortest: usize) -> Vec<(usize, usize)> {
        let prefilter = Prefilter {
            literals: None,
            owners: vec![],
            owner_ends: vec![],
            runs: vec![RunRule { rule: 0, min: shortest, max: usize::MAX }],
            shortest_run: shortest,
            reach: 0,
        };
        let mut hits = Hits::new(&prefilter, haystack);
        let mut found = vec![];
        while let Some(hit) = hits.next() {
            found.push((hit.anchor, hits.run.end));
        }
        found
    }

    proptest! {
        #[test]
        fn finds_all_maximal_runs(haystack in "[aB3+/ =]{0,80}", shortest in 1usize..12) {
            let mut expected = vec![];
            let mut start = 0;
            for part in haystack.split([' ', '=']) {
                if part.len() >= shortest {
                    expected.push((start, start + part.len()));
                }
                start += part.len() + 1;
            }
            prop_assert_eq!(runs(haystack.as_bytes(), shortest), expected);
        }
    }
}
