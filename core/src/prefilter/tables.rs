//! The tables of the prefilter, made from the rules: by the build script for the built-in ones, at
//! run time for others.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::borders::Borders;
use super::buckets::Buckets;
use super::index::{Index, Literals, Next, with_any_separators};
use super::rarity::{KEY, rarest};
use crate::program::{Anchor, Find, HeadRun};
use crate::rule::Rule;

/// What leads to the rules of a ruleset.
#[derive(Clone, Debug)]
pub(crate) struct Prefilter {
    /// Literals at the start of a word that goes on for long.
    pub(crate) heads: Index,
    /// How long the runs are, at least, that those begin which begin with a digit.
    pub(crate) digit_run: u32,
    /// Those with less after them.
    pub(crate) short: Index,
    /// Literals that start a word of a value's label, and those that may end one.
    pub(crate) names: Index,
    pub(crate) name_ends: Index,
    /// Where one of these may stand.
    pub(crate) borders: Borders,
    /// Literals that may stand anywhere.
    pub(crate) rare: Index,
    /// Where one of `short` or `rare` may stand.
    pub(crate) buckets: Buckets,
    /// The rules that are anchored by a run of base64.
    pub(crate) runs: Cow<'static, [RunRule]>,
    /// The shortest run of any of these; longer than any if there are none.
    pub(crate) shortest_run: u32,
}

/// A rule that is anchored by a run, and the lengths of the runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunRule {
    pub(crate) rule: u16,
    pub(crate) min: u32,
    pub(crate) max: u32,
}

/// Adds a literal of a rule. Those of one rule come one after the other.
fn add<'r>(literals: &mut Literals<'r>, literal: Cow<'r, [u8]>, rule: u16) {
    let rules = literals.entry(literal).or_default();
    if rules.last() != Some(&rule) {
        rules.push(rule);
    }
}

impl Prefilter {
    pub(crate) fn new(rules: &[Rule]) -> Self {
        let mut kinds: [Literals<'_>; 4] = Default::default();
        let mut name_ends = Literals::new();
        let mut runs = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            // A ruleset holds no more rules than fit (see `RulesetBuilder::build`).
            let number = number as u16;
            match &rule.program.anchor {
                Anchor::Literals { literals, find, lead_max, .. } => {
                    for literal in literals.iter().map(str::as_bytes) {
                        // With a lead, the pattern itself says where the name starts.
                        if *find == Find::Name && *lead_max == 0 && literal.len() >= KEY {
                            let name = with_any_separators(literal, literal.len() - KEY);
                            add(&mut name_ends, name, number);
                        }
                        let literal = match find {
                            Find::Name => with_any_separators(literal, 0),
                            _ => literal.into(),
                        };
                        add(&mut kinds[*find as usize], literal, number);
                    }
                }
                &Anchor::Run { min, max } => runs.push(RunRule { rule: number, min, max }),
            }
        }
        let [heads, short, names, rare] = kinds;
        let run = |rule: usize| match rules.get(rule).map(|rule| &rule.program.anchor) {
            Some(&Anchor::Literals { run, .. }) => run,
            _ => HeadRun::NONE,
        };
        let heads = Index::new(&heads, Next::Token, |_| 0).with_runs(run);
        Self {
            buckets: Buckets::new(short.keys().map(|l| &**l), rare.keys().map(|l| &**l)),
            digit_run: heads.shortest_run(|first| first.is_ascii_digit()),
            heads,
            short: Index::new(&short, Next::Token, |_| 0).with_runs(run),
            borders: Borders::new(names.keys().map(|l| &**l), name_ends.keys().map(|l| &**l)),
            names: Index::new(&names, Next::Any, |_| 0).unfiltered(),
            name_ends: Index::new(&name_ends, Next::Any, |l| l.len() - KEY).unfiltered(),
            rare: Index::new(&rare, Next::Any, rarest)
                .guarded(|rule| rules.get(rule)?.program.guard()),
            shortest_run: runs.iter().map(|run| run.min).min().unwrap_or(u32::MAX),
            runs: runs.into(),
        }
    }

    pub(crate) fn has_buckets(&self) -> bool {
        !self.short.is_empty() || !self.rare.is_empty()
    }
}
