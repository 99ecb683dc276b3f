//! Text without secrets has few places: a rule that is looked for by what stands everywhere costs
//! the pace of all others.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use self::corpora::{Corpus, LOGS, MINIFIED, PROSE, SOURCE};
use super::blocks::Blocks;
use super::classes::BLOCK;
use super::sweep::{LONG, Portable};
use super::tests::places;
use crate::builtin::{PREFILTER, RULES};
use crate::rule::Rule;
use crate::support::{random, template};

#[allow(dead_code, reason = "the benchmarks take more of it")]
#[path = "../../../benches/corpora.rs"]
mod corpora;

/// Bytes of each text.
const SIZE: usize = 1 << 20;

/// The most places of one literal in them.
const OF_ONE: usize = 40;

/// A text, and the most places that there may be in it: that masks tell (heads, short heads, values
/// and those of rare literals), and that are left to rules.
const TEXTS: [(Corpus, [usize; 4], usize); 4] = [
    (SOURCE, [3_000, 1_500, 100, 12_000], 100),
    (MINIFIED, [10_000, 2_500, 6_000, 6_000], 110),
    (LOGS, [15_000, 8_000, 20_000, 14_000], 50),
    (PROSE, [100, 9_000, 100, 16_000], 110),
];

#[test]
fn text_without_secrets_has_few_places() {
    for (corpus, most, most_left) in TEXTS {
        let text = corpus.text(SIZE);
        let mut told = [0; 4];
        for from in (0..text.len()).step_by((LONG - 2) * BLOCK) {
            let blocks = Blocks::<LONG>::of::<_, true>(&Portable(&PREFILTER), &text, from);
            let starts = blocks.starts();
            let heads = blocks.heads(&starts, PREFILTER.digit_run);
            let kinds = [heads, blocks.short_heads(&starts), blocks.values(), blocks.rare];
            for (told, masks) in told.iter_mut().zip(kinds) {
                *told += masks[1..LONG - 1].iter().map(|mask| mask.count_ones()).sum::<u32>();
            }
        }
        let told = told.map(|count| count as usize);
        let too_many = told.iter().zip(most).any(|(&count, most)| count > most);
        assert!(!too_many, "{}: {told:?} places, and at most {most:?}", corpus.name);

        let found = places(&text, |from, batch| Some(super::sweep(&PREFILTER, &text, from, batch)));
        let [heads, short, values, rare, runs] = found.expect("there is always a way");
        let left = [&heads, &short, &values, &rare, &runs].map(Vec::len);
        let all: usize = left.iter().sum();
        assert!(all <= most_left, "{}: {left:?} places, and at most {most_left}", corpus.name);

        let mut of_literals: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let kinds = [(&PREFILTER.heads, heads), (&PREFILTER.short, short), (&PREFILTER.rare, rare)];
        for (index, places) in kinds {
            for place in places {
                for slot in index.slot(&text, place) {
                    let Some((start, owners)) = index.literal(slot, &text, place) else { continue };
                    let rule = owners.into_iter().find_map(|owner| RULES.get(index.owner(owner)?));
                    let literal = &index.literals[usize::from(index.slots[slot])];
                    let text = &text[start..start + usize::from(literal.length)];
                    let text = String::from_utf8_lossy(text).to_lowercase();
                    *of_literals.entry((text, rule.map_or("", Rule::id))).or_default() += 1;
                }
            }
        }
        let most = of_literals.into_iter().max_by_key(|&(_, count)| count);
        assert!(
            most.as_ref().is_none_or(|&(_, count)| count <= OF_ONE),
            "{}: {most:?} places of one literal of that rule and others",
            corpus.name
        );
    }
}
