//! The scanner against a naive one: every whole pattern, by another engine, at every offset.

use alloc::vec::Vec;
use std::sync::LazyLock;

use proptest::prelude::*;
use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

use crate::confirm::Match;
use crate::dfa::Looked;
use crate::label::{Border, Label};
use crate::prefilter::is_value;
use crate::program::{Anchor, Find};
use crate::resolve::Candidate;
use crate::rule::{Rule, Within};
use crate::ruleset::Ruleset;
use crate::score::score;
use crate::section::rule_there;
use crate::sibling::Sibling;
use crate::span::Span;
use crate::support;
use crate::tables::{Rows, names_secret};

/// Every rule's pattern as it is written, and the number of its group `secret`, or 0.
static PATTERNS: LazyLock<Vec<(Regex, usize)>> = LazyLock::new(|| {
    let compile = |pattern: &str| {
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        let regex = Regex::builder()
            .configure(Regex::config().utf8_empty(false))
            .syntax(syntax)
            .build(pattern)
            .expect("the rule compiler took the pattern");
        let secret =
            regex.group_info().to_index(regex_automata::PatternID::ZERO, "secret").unwrap_or(0);
        (regex, secret)
    };
    Ruleset::builtin().rules().iter().map(|rule| compile(&rule.pattern())).collect()
});

/// Everything is reported, so that everything is compared.
const MIN_CONFIDENCE: u8 = 0;

/// Fragments that make up haystacks: what rules look for, whole and in parts, and what may stand
/// around it.
static FRAGMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let examples = support::examples::load();
    let examples = examples.iter().flat_map(|rule| rule.positives.iter().chain(&rule.negatives));
    // Long ones take the naive scanner long, and have little that short ones do not.
    let mut fragments: Vec<Vec<u8>> =
        examples.map(|example| example.bytes.clone()).filter(|bytes| bytes.len() < 250).collect();
    let between = [
        "\n", " ", "\"", "'", "=", ": ", ",", "-", "_", "a", "Z", "0", ".", "/", "+", "@", "://",
        "\0",
    ];
    for _ in 0..12 {
        fragments.extend(between.iter().map(|text| text.as_bytes().to_vec()));
    }
    fragments.push(b"\xff\xfe".to_vec());
    fragments
});

/// All that any pattern matches anywhere and that is worth reporting.
fn candidates(haystack: &[u8]) -> Vec<Candidate<'static>> {
    let mut found: Vec<Candidate<'static>> = Vec::new();
    let mut heads = Vec::new();
    for (number, (rule, (regex, group))) in
        Ruleset::builtin().rules().iter().zip(PATTERNS.iter()).enumerate()
    {
        // Most rules have nothing to do with most haystacks.
        let starts = if regex.is_match(haystack) { 0..haystack.len() } else { 0..0 };
        for start in starts {
            let limit = haystack.len().min(start + rule.max_length());
            let input = Input::new(haystack).range(start..limit).anchored(Anchored::Yes);
            let mut captures = regex.create_captures();
            regex.search_captures(&input, &mut captures);
            let span =
                |group| captures.get_group(group).map(|s| Span { start: s.start, end: s.end });
            let (Some(whole), Some(secret)) = (span(0), span(*group)) else { continue };
            let known = |other: &Candidate<'_>| {
                other.number == number as u16 && other.found.secret == secret
            };
            if found.iter().any(known) {
                continue;
            }
            let mut matched = Match { whole, secret };
            if rule.within == Some(Within::Value) {
                let Some(before) = Sibling::value_before(haystack, secret.end) else { continue };
                matched = before;
            }
            let secret = matched.secret;
            if let Some(within @ (Within::Table | Within::Map)) = rule.within {
                heads.push((secret, number as u16, within));
                continue;
            }
            if !is_led_to(rule, haystack, matched) {
                continue;
            }
            let there = rule_there(number as u16, Ruleset::builtin(), haystack, secret);
            let Some(number) = there else { continue };
            let rule = &Ruleset::builtin().rules()[usize::from(number)];
            let Some(score) = score(rule, haystack, matched) else { continue };
            let candidate = Candidate::new(rule, number, matched, score);
            let same = found.iter_mut().find(|it| it.number == number && it.found.secret == secret);
            match same {
                Some(other) if candidate.says_more_than(other) => *other = candidate,
                Some(_) => {}
                None => found.push(candidate),
            }
        }
    }
    for (number, matched) in named_after(haystack) {
        let Some(number) = rule_there(number, Ruleset::builtin(), haystack, matched.secret) else {
            continue;
        };
        let rule = &Ruleset::builtin().rules()[usize::from(number)];
        let known = |it: &Candidate<'_>| it.number == number && it.found.secret == matched.secret;
        if let (false, Some(score)) = (found.iter().any(known), score(rule, haystack, matched)) {
            found.push(Candidate::new(rule, number, matched, score));
        }
    }
    heads.sort_unstable_by_key(|&(secret, number, _)| (secret, number));
    heads.dedup();
    for (number, matched) in cells(haystack, &heads) {
        let rule = &Ruleset::builtin().rules()[usize::from(number)];
        if let Some(score) = score(rule, haystack, matched) {
            found.push(Candidate::new(rule, number, matched, score));
        }
    }
    found
}

/// What patterns of names match where the name of a value stands after it: as if it stood before.
fn named_after(haystack: &[u8]) -> Vec<(u16, Match)> {
    let mut found = Vec::new();
    let values = (0..haystack.len()).filter(|&at| is_value(haystack, at));
    for (value, sibling) in values.filter_map(|at| Some((at, Sibling::of(haystack, at)?))) {
        let name = &haystack[sibling.name.range()];
        let text = [b"\"", name, b"=\"", &haystack[value..sibling.name.start]].concat();
        let led_to = name.len() + 3;
        for (number, (rule, (regex, group))) in
            Ruleset::builtin().rules().iter().zip(PATTERNS.iter()).enumerate()
        {
            let Anchor::Literals { find: Find::Name, .. } = &rule.program.anchor else { continue };
            let secret = (0..led_to).find_map(|start| {
                let input = Input::new(&text).range(start..).anchored(Anchored::Yes);
                let mut captures = regex.create_captures();
                regex.search_captures(&input, &mut captures);
                captures.get_group(*group).filter(|secret| secret.start == led_to)
            });
            if let Some(secret) = secret {
                let secret = Span { start: value, end: value + secret.len() };
                let whole = Span { start: sibling.word.start, end: sibling.name.end };
                found.push((number as u16, Match { whole, secret }));
            }
        }
    }
    found
}

/// The cells below those names of columns and the members below those of maps, and the rules that
/// they are for.
fn cells(haystack: &[u8], heads: &[(Span, u16, Within)]) -> Vec<(u16, Match)> {
    let mut found = Vec::new();
    let mut table: Option<Rows> = None;
    let mut heads_from = 0;
    for &(name, rule, within) in heads {
        if name.start < heads_from || !names_secret(haystack, name) {
            continue;
        }
        match Rows::open(haystack, name, rule, within) {
            Err(line_end) => heads_from = line_end,
            Ok(next) => {
                if table.as_mut().is_some_and(|table| table.add(&next)) {
                    continue;
                }
                if let Some(mut before) = table.replace(next) {
                    found.extend(core::iter::from_fn(|| before.next(haystack, name.start)));
                }
            }
        }
    }
    if let Some(mut last) = table {
        found.extend(core::iter::from_fn(|| last.next(haystack, haystack.len())));
    }
    found
}

/// Whether a rule that goes by names has one where words meet in the label of the value.
fn is_led_to(rule: &Rule, haystack: &[u8], found: Match) -> bool {
    let Anchor::Literals { literals, find: Find::Name, lead_max, .. } = &rule.program.anchor else {
        return true;
    };
    let mut label = Label::of(haystack, found.secret.start);
    let mut borders = std::iter::from_fn(|| label.next(haystack));
    is_value(haystack, found.secret.start)
        && borders.any(|border| {
            literals.iter().any(|literal| {
                let start = match border {
                    Border::Start(at) => Some(at),
                    Border::End(_) if *lead_max > 0 => None,
                    Border::End(at) => at.checked_sub(literal.len()),
                };
                start.is_some_and(|start| {
                    let stands = haystack[start..].get(..literal.len());
                    stands.is_some_and(|text| text.eq_ignore_ascii_case(literal.as_bytes()))
                        && rule.program.confirm(haystack, start, Some(found.secret.start), &mut {
                            Looked::NOTHING
                        }) == Some(found)
                })
            })
        })
}

/// The rule of `resolve`, over all candidates at once.
fn resolved(mut candidates: Vec<Candidate<'static>>) -> Vec<(&'static str, Span)> {
    candidates.sort_by_key(|candidate| core::cmp::Reverse(candidate.rank(MIN_CONFIDENCE)));
    let mut kept: Vec<Candidate<'static>> = Vec::new();
    for candidate in candidates {
        if !kept.iter().any(|other| other.found.secret.overlaps(candidate.found.secret)) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|candidate| candidate.found.secret);
    kept.iter().map(|candidate| (candidate.rule.id(), candidate.found.secret)).collect()
}

fn scanned(haystack: &[u8]) -> Vec<(&'static str, Span)> {
    static ALL: LazyLock<Ruleset> = LazyLock::new(|| {
        Ruleset::builder().min_confidence(MIN_CONFIDENCE).build().expect("the built-in rules build")
    });
    ALL.find_iter(haystack).map(|finding| (finding.rule().id(), finding.secret())).collect()
}

#[test]
fn every_example_is_seen_the_same_way() {
    let mut findings = 0;
    for fragment in FRAGMENTS.iter() {
        let expected = resolved(candidates(fragment));
        assert_eq!(scanned(fragment), expected, "{}", fragment.escape_ascii());
        findings += expected.len();
    }
    // Otherwise it would hold of a scanner that finds nothing.
    assert!(findings > Ruleset::builtin().rules().len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_scanner_finds_what_the_patterns_say(
        choices in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut haystack = Vec::new();
        for (index, cut) in choices {
            let fragment = &FRAGMENTS[index.index(FRAGMENTS.len())];
            // One in four is damaged: its tail is missing.
            let kept = if cut < 64 { fragment.len() * usize::from(cut) / 64 } else { fragment.len() };
            haystack.extend_from_slice(&fragment[..kept]);
        }
        prop_assert_eq!(scanned(&haystack), resolved(candidates(&haystack)), "{}", haystack.escape_ascii());
    }
}
