//! The prefilter against itself and against naive search: each way of making masks says the same,
//! and no place is lost.

use alloc::vec::Vec;

use proptest::prelude::*;

use super::classes::{Masks, Window, masks};
use super::sweep::{Batch, Portable, sweep};
use super::tables::RunRule;
use super::together::{self, Together};
#[cfg(target_arch = "x86_64")]
use super::x86::{Level, try_sweep};
use super::{Hits, Prefilter, is_value, label_masks};
use crate::builtin::{PREFILTER, RULES};
use crate::label::{Border, Label, LabelMasks, WINDOW};
use crate::program::{Anchor, is_run_byte, is_token};
use crate::sibling::Sibling;

/// How often each property is tried; an interpreter that watches over every access takes long.
pub(super) fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    if cfg!(miri) {
        ProptestConfig { cases: 2, failure_persistence: None, ..config }
    } else {
        config
    }
}

/// Pieces of a haystack, at most, and rules of which every literal is looked at: one of so many.
const PIECES: usize = if cfg!(miri) { 12 } else { 40 };
const EACH_RULE: usize = if cfg!(miri) { 200 } else { 1 };

/// Bytes as text and binaries have them, and pieces of what rules look for.
fn haystack() -> impl Strategy<Value = Vec<u8>> {
    let literals: Vec<Vec<u8>> = RULES
        .iter()
        .filter_map(|rule| match &rule.program.anchor {
            Anchor::Literals { literals, .. } => {
                literals.iter().next().map(|literal| literal.as_bytes().to_vec())
            }
            Anchor::Run { .. } => None,
        })
        .collect();
    let piece = prop_oneof![
        prop::sample::select(literals),
        "[a-zA-Z0-9_+/.~%-]{0,60}".prop_map(String::into_bytes),
        "[ \t\n\"'=:,;(){}<>|]{0,6}".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..20),
    ];
    prop::collection::vec(piece, 0..PIECES).prop_map(|pieces| pieces.concat())
}

/// The places that one way of sweeping finds, of each kind.
pub(super) fn places(
    haystack: &[u8],
    sweep: impl Fn(usize, &mut Batch) -> Option<usize>,
) -> Option<[Vec<usize>; 5]> {
    let mut all: [Vec<usize>; 5] = Default::default();
    let mut batch = Batch::default();
    let mut swept = 0;
    while swept < haystack.len() {
        swept = sweep(swept, &mut batch)?;
        let kinds = [&batch.heads, &batch.short, &batch.values, &batch.rare, &batch.runs];
        for (all, places) in all.iter_mut().zip(kinds) {
            all.extend(places.iter().map(|&offset| batch.base + usize::from(offset)));
        }
    }
    Some(all)
}

/// Whether the same places are found whichever way masks are made.
fn assert_same_places(haystack: &[u8]) {
    let portable = places(haystack, |from, batch| {
        Some(sweep(&Portable(&PREFILTER), &PREFILTER, haystack, from, batch))
    });
    assert!(portable.is_some());
    #[cfg(target_arch = "x86_64")]
    for level in [Level::Avx2, Level::Avx512] {
        if level as u8 <= Level::of_processor() as u8 {
            let vector =
                places(haystack, |from, batch| try_sweep(level, &PREFILTER, haystack, from, batch));
            assert_eq!(vector, portable, "{level:?}, in {haystack:?}");
        }
    }
}

/// Whether the values that are found are those that have a name, as each by itself is told.
fn assert_named_values(haystack: &[u8]) {
    let found =
        places(haystack, |from, batch| Some(super::sweep(&PREFILTER, haystack, from, batch)));
    let [_, _, values, _, _] = found.expect("there is always a way");
    let token = |at: usize| is_token(haystack[at]);
    let starts = (1..haystack.len()).filter(|&at| token(at) && !token(at - 1));
    let named = starts.filter(|&at| is_value(haystack, at)).filter(|&at| {
        let label = Label::of(haystack, at);
        let may_follow = label.is_of_value() && Sibling::may_follow(haystack, at);
        label.holds_name(haystack, &PREFILTER) || may_follow
    });
    assert_eq!(values, named.collect::<Vec<_>>());
}

#[test]
fn what_folds_to_a_literal_is_told_by_every_processor() {
    for rule in RULES.iter().step_by(EACH_RULE) {
        let Anchor::Literals { literals, .. } = &rule.program.anchor else { continue };
        for literal in literals.iter() {
            for at in 0..literal.len() {
                let mut text = literal.as_bytes().to_vec();
                text[at] ^= 0x20;
                text.extend(b"0123456789abcdef");
                assert_same_places(&text);
            }
        }
    }
}

/// Where the label of the value at the end of the text starts, as far as its borders tell.
fn label_of(text: &str) -> &str {
    let mut label = Label::of(text.as_bytes(), text.len());
    let mut from = text.len();
    while let Some(border) = label.next(text.as_bytes()) {
        from = match border {
            Border::Start(at) => from.min(at),
            Border::End(_) => from,
        };
    }
    &text[from..]
}

#[test]
fn a_value_is_not_named_by_the_pair_before() {
    for (text, label) in [
        ("token=a3 request_id=", "request_id="),
        ("ts=1 msg=\"no token there\" id=", "id="),
        ("\"the token of somebody whose name is too long to be seen from there\" id=", "id="),
        ("https://acme.dev/?token=a3 id=", "id="),
        // Here it may be.
        ("token = a3 id=", "token = a3 id="),
        ("token: a3 id=", "token: a3 id="),
        ("\"token\" id=", "token\" id="),
        ("token=a3 id = ", "token=a3 id = "),
        ("name=\"token\" id=\"", "name=\"token\" id=\""),
    ] {
        assert_eq!(label_of(text), label, "{text}");
    }
}

#[test]
fn a_name_is_found_among_as_many_words_as_a_label_has() {
    const WORDS: usize = 24;
    for word in ["a1", "xY", "a.", "1-"] {
        let line = |before: usize| {
            let after = WORDS - before;
            format!("{}.api_key.{}=\"9f8a7b6c5d4e3f2a\"\n", word.repeat(before), word.repeat(after))
        };
        let text: String = (0..=WORDS).map(line).collect();
        assert_named_values(text.as_bytes());
        assert_same_places(text.as_bytes());
    }
}

#[test]
fn numbers_are_no_values() {
    for (text, is) in [
        ("=192.168.101.102 ", false),
        ("=2026/11/27/10/31", false),
        ("=10.15.7.10.15.7,", false),
        ("=123456789012345 ", true),
        ("=192.168.101.102a", true),
        ("=192.168.101.1024.5", true),
        ("=1000.1234567890abc", true),
    ] {
        assert_eq!(is_value(text.as_bytes(), 1), is, "{text}");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_processor_finds_the_same_places(haystack in haystack()) {
        assert_same_places(&haystack);
    }

    #[test]
    fn masks_of_labels_are_the_same_however_they_are_made(window in prop::array::uniform32(any::<[u8; 2]>())) {
        let bytes: Vec<u8> = window.concat();
        let window: &[u8; WINDOW] = bytes.first_chunk().expect("the window is as long");
        prop_assert_eq!(label_masks(window), LabelMasks::of(window));
        #[cfg(target_arch = "x86_64")]
        if Level::of_processor() == Level::Avx512 {
            let masks = super::x86::try_label_masks(Level::Avx2, window);
            prop_assert_eq!(masks, Some(LabelMasks::of(window)));
        }
    }

    #[test]
    fn labels_are_told_from_those_met_before(
        labels in prop::collection::vec("[,{\n]?[\"a-c ]{0,3}(api_key|name|sk|value)?[=:\"(,]{1,3}", 1..6),
        lines in prop::collection::vec((any::<prop::sample::Index>(), "[a-f0-9]{8,20}"), 0..200),
    ) {
        let lines = lines.iter().map(|(label, value)| [&label.get(&labels)[..], value, "\""].concat());
        assert_named_values(&lines.collect::<Vec<_>>().concat().into_bytes());
    }

    #[test]
    fn labels_in_rows_are_told_from_those_met_before(
        labels in prop::collection::vec(
            "(a=|\n|[(])?(api|private|x\\.|2|1pass)?[ ._-]?(key|access key|id|pod2?|8x8|word|token)=", 1..9,
        ),
        pairs in prop::collection::vec((any::<prop::sample::Index>(), "[a-f0-9]{12,20}"), 0..300),
    ) {
        let pairs = pairs.iter().map(|(label, value)| [" ", &label.get(&labels)[..], value].concat());
        assert_named_values(&pairs.collect::<Vec<_>>().concat().into_bytes());
    }

    #[test]
    fn places_do_not_depend_on_what_stands_before(haystack in haystack(), before in 0usize..200) {
        // Zeros are of no class, so they may shift blocks and nothing else.
        let shifted = [alloc::vec![0; before], haystack.clone()].concat();
        let anchors = |haystack: &[u8], before: usize| -> Vec<(usize, usize)> {
            let hits = Hits::of(&PREFILTER, haystack);
            // What seems to begin among the zeros is for the automata to refuse.
            hits.filter_map(|hit| Some((hit.anchor.checked_sub(before)?, hit.rule))).collect()
        };
        // A first token that stands at the very start may be led to once something is before it.
        let once = anchors(&[&[0], &haystack[..]].concat(), 1);
        prop_assert_eq!(anchors(&shifted, before), if before == 0 { anchors(&haystack, 0) } else { once });
    }

    #[test]
    fn records_with_places_have_some_among_others(
        records in prop::collection::vec(haystack(), 1..20),
        ends in prop::collection::vec(0usize..300, 1..20),
    ) {
        // Cut where they may be cut amidst anything.
        let cut = records.iter().zip(ends.iter().cycle());
        let records: Vec<&[u8]> =
            cut.flat_map(|(text, &end)| [&text[..end.min(text.len())], &text[end.min(text.len())..]]).collect();
        let has_places = |record: &[u8]| Hits::of(&PREFILTER, record).next().is_some();
        let mut together = Together::new();
        let mut rest = &records[..];
        while !rest.is_empty() {
            let fits = rest.iter().take_while(|record| {
                let fits = record.len() <= together::LONGEST && together.has_room_for(record.len());
                if fits {
                    together.add(record);
                }
                fits
            });
            let (_, others) = rest.split_at(fits.count().max(1));
            for (record, is_marked) in together.marked(&PREFILTER) {
                prop_assert!(is_marked || !has_places(record), "{:?}", record);
            }
            together.clear();
            rest = others;
        }
    }

    #[test]
    fn all_maximal_runs_are_found(haystack in "[aB3+/ =_.]{0,300}", shortest in 1u32..50) {
        let prefilter = Prefilter {
            runs: alloc::vec![RunRule { rule: 0, min: shortest, max: u32::MAX }].into(),
            shortest_run: shortest,
            ..Prefilter::new(&[])
        };
        let found: Vec<usize> =
            Hits::of(&prefilter, haystack.as_bytes()).map(|hit| hit.anchor).collect();
        let mut expected = Vec::new();
        let mut start = 0;
        for part in haystack.as_bytes().split(|&byte| !is_run_byte(byte)) {
            if part.len() >= shortest as usize {
                expected.push(start);
            }
            start += part.len() + 1;
        }
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn masks_say_what_bytes_are() {
    let mut window: Window = [0; _];
    window[..8].copy_from_slice(b"a_-%9 ~:");
    let expected = Masks {
        word: 0b10011,
        solid: 0b10111,
        token: 0b101_1111,
        digit: 0b10000,
        run: 0b10001,
        lead: 0b1010_0000,
        ..Masks::default()
    };
    assert_eq!(masks(&window, None), expected);
}

#[test]
fn more_places_than_there_is_room_for_are_found_all_the_same() {
    const COUNT: usize = if cfg!(miri) { 600 } else { 5000 };
    let haystack = b"$2a$".repeat(COUNT);
    let found =
        places(&haystack, |from, batch| Some(super::sweep(&PREFILTER, &haystack, from, batch)));
    let [_, _, _, rare, _] = found.expect("there is always a way");
    assert_eq!(rare, (0..COUNT).map(|number| 4 * number).collect::<Vec<_>>());
}

#[test]
fn fewer_rules_make_smaller_tables() {
    let few = Prefilter::new(&RULES[..5]);
    assert!(few.heads.filter.words.len() < PREFILTER.heads.filter.words.len());
    let hits = Hits::of(&Prefilter::new(&[]), b"ghp_0123456789 token=abcdef0123456789").count();
    assert_eq!(hits, 0);
}
