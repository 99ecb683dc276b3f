//! Limits: what is reached is said, with the place, and up to there nothing is missing.

mod support;

use std::ops::{ControlFlow, Range};

use keysieve::{Coverage, Limit, Limits, Ruleset, STREAM_BUFFER, Scratch, StreamFinding};
use proptest::prelude::*;
use support::examples;
use support::random::Random;

/// The examples of all rules in an order of chance.
fn corpus(random: &mut Random, size: usize) -> Vec<u8> {
    let rules = examples::load();
    let mut corpus = Vec::new();
    while corpus.len() < size {
        let rule = random.pick(&rules);
        let all: Vec<_> = rule.positives.iter().chain(&rule.negatives).collect();
        corpus.extend_from_slice(&random.pick(&all).bytes);
        corpus.push(b'\n');
    }
    corpus
}

/// Where secrets are found, and what the scan says of itself.
type Outcome = (Vec<Range<u64>>, Coverage);

fn whole(haystack: &[u8], limits: Limits) -> Outcome {
    let mut findings = Ruleset::builtin().find_iter(haystack).limited(limits);
    let places = findings.by_ref().map(|finding| {
        let secret = finding.secret();
        secret.start as u64..secret.end as u64
    });
    (places.collect(), findings.coverage())
}

fn streamed(haystack: &[u8], limits: Limits) -> Outcome {
    let buffer = vec![0; STREAM_BUFFER];
    let mut stream = Ruleset::builtin().stream(buffer).expect("it is long enough").limited(limits);
    let mut places = Vec::new();
    let mut visit = |found: StreamFinding<'_, '_>| {
        places.push(found.secret());
        ControlFlow::<()>::Continue(())
    };
    for piece in haystack.chunks(3000) {
        assert!(stream.push(piece, &mut visit).is_continue());
    }
    let ControlFlow::Continue(coverage) = stream.finish(&mut visit) else { unreachable!() };
    let mut read = Vec::new();
    let flow = stream.read_all(haystack, |found| {
        read.push(found.secret());
        ControlFlow::<()>::Continue(())
    });
    assert_eq!(flow.expect("a slice can be read"), ControlFlow::Continue(coverage));
    assert_eq!(read, places);
    (places, coverage)
}

fn decoded(haystack: &[u8], limits: Limits) -> Outcome {
    let mut places = Vec::new();
    let findings = Ruleset::builtin().find_iter(haystack).limited(limits);
    let flow = findings.decoded(&mut Scratch::default(), |found| {
        places.push(found.secret().start as u64..found.secret().end as u64);
        ControlFlow::<()>::Continue(())
    });
    let ControlFlow::Continue(coverage) = flow else { unreachable!() };
    (places, coverage)
}

/// What ends so far before the limit that nothing behind it has a say.
fn before(outcome: &Outcome) -> (Vec<Range<u64>>, u64) {
    /// A match, and what is between it and another part of its credential.
    const NEAR: u64 = 40_000;
    let at = match outcome.1 {
        Coverage::Complete => u64::MAX,
        Coverage::Incomplete(incomplete) => incomplete.at().saturating_sub(NEAR),
    };
    (outcome.0.iter().filter(|place| place.end <= at).cloned().collect(), at)
}

fn limit(outcome: &Outcome) -> Option<Limit> {
    match outcome.1 {
        Coverage::Complete => None,
        Coverage::Incomplete(incomplete) => Some(incomplete.limit()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn nothing_is_missing_before_a_limit(seed: u64, share in 0.0..1.2f64) {
        let haystack = corpus(&mut Random::seeded(&[&seed.to_string()]), 200_000);
        for scan in [whole, streamed, decoded] {
            let all = scan(&haystack, Limits::default());
            prop_assert_eq!(limit(&all), None);
            let of = |number: usize| (number as f64 * share) as u64;
            let mut input = Limits::default();
            input.input = of(haystack.len());
            let mut findings = Limits::default();
            findings.findings = of(all.0.len());
            let mut steps = Limits::default();
            // There are some more steps than findings.
            steps.steps = of(2 * all.0.len());
            for (limits, kind) in
                [(input, Limit::Input), (findings, Limit::Reported), (steps, Limit::Steps)]
            {
                let some = scan(&haystack, limits);
                let (places, at) = before(&some);
                prop_assert!(limit(&some).is_none_or(|reached| reached == kind));
                prop_assert!(some.0.len() as u64 <= limits.findings);
                let expected: Vec<_> = all.0.iter().filter(|place| place.end <= at).cloned().collect();
                prop_assert_eq!(places, expected);
                if share > 1.0 && kind != Limit::Steps {
                    prop_assert_eq!(&some, &all);
                } else if share < 0.99 && kind != Limit::Steps {
                    prop_assert_eq!(limit(&some), Some(kind));
                }
            }
        }
    }

    #[test]
    fn a_stream_stops_where_the_whole_does(seed: u64, count in 0u64..600) {
        let haystack = corpus(&mut Random::seeded(&[&seed.to_string()]), 200_000);
        let mut limits = Limits::default();
        limits.findings = count;
        prop_assert_eq!(streamed(&haystack, limits), whole(&haystack, limits));
        let mut limits = Limits::default();
        limits.steps = 4 * count;
        prop_assert_eq!(streamed(&haystack, limits), whole(&haystack, limits));
        let mut limits = Limits::default();
        limits.input = 333 * count;
        prop_assert_eq!(streamed(&haystack, limits), whole(&haystack, limits));
    }
}

#[test]
fn hostile_text_ends_after_as_many_steps_as_it_may_take() {
    let haystack = b"eyJhbGciOiJIUzI1NiJ9.".repeat(50_000);
    let mut limits = Limits::default();
    limits.steps = 100;
    for scan in [whole, streamed, decoded] {
        let outcome = scan(&haystack, limits);
        assert_eq!(limit(&outcome), Some(Limit::Steps));
    }
}
