//! Many records at once: what is found is what is found in each alone.

mod support;

use std::convert::Infallible;
use std::ops::ControlFlow;

use keysieve::{Companion, Coverage, DecodeLimits, Finding, Limits, Redaction, Ruleset, Scratch};
use proptest::prelude::*;
use support::examples;
use support::random::Random;

/// What is found in each record, with all that a finding says of itself.
type Found = Vec<(usize, String)>;

fn note(found: &mut Found, number: usize, record: &[u8], finding: &Finding<'_>) {
    let mut facts = Vec::new();
    finding.facts(record, |fact| facts.push(format!("{}={fact}", fact.name())));
    let companions: Vec<_> = finding.companions().map(Companion::secret).collect();
    found.push((number, format!("{finding:?} {facts:?} {companions:?}")));
}

fn together(ruleset: &Ruleset, records: &[&[u8]]) -> Found {
    let mut found = Found::new();
    let flow = ruleset.scan_records(records.iter().copied(), |number, record, finding| {
        assert_eq!(record, records[number]);
        note(&mut found, number, record, &finding);
        ControlFlow::<()>::Continue(())
    });
    assert!(flow.is_continue());
    found
}

fn alone(ruleset: &Ruleset, records: &[&[u8]]) -> Found {
    let mut found = Found::new();
    for (number, record) in records.iter().enumerate() {
        for finding in ruleset.find_iter(record) {
            note(&mut found, number, record, &finding);
        }
    }
    found
}

/// The text in pieces of up to so many bytes.
fn cut<'t>(mut text: &'t [u8], longest: usize, random: &mut Random) -> Vec<&'t [u8]> {
    let mut records = Vec::new();
    while !text.is_empty() {
        let (record, rest) = text.split_at(random.below(longest + 1).min(text.len()));
        records.push(record);
        text = rest;
    }
    records
}

/// All examples of all rules, each in a line.
fn all_examples() -> Vec<Vec<u8>> {
    let rules = examples::load();
    let of_rule = |rule: examples::Examples| rule.positives.into_iter().chain(rule.negatives);
    rules.into_iter().flat_map(of_rule).map(|example| example.bytes).collect()
}

#[test]
fn each_example_is_found_among_others_as_it_is_alone() {
    let all = Ruleset::builder().indicators(true).min_confidence(0).build().unwrap();
    let examples = all_examples();
    let records: Vec<&[u8]> = examples.iter().map(Vec::as_slice).collect();
    for ruleset in [Ruleset::builtin(), &all] {
        let expected = alone(ruleset, &records);
        assert!(expected.len() > 1000);
        assert_eq!(together(ruleset, &records), expected);
    }
}

#[test]
fn wherever_text_is_cut_each_piece_is_scanned_alone() {
    let text = all_examples().join(&b'\n');
    for longest in [1, 10, 40, 100, 300, 1000, 3000, 10_000] {
        let mut random = Random::seeded(&["cut", &longest.to_string()]);
        let records = cut(&text, longest, &mut random);
        assert_eq!(together(Ruleset::builtin(), &records), alone(Ruleset::builtin(), &records));
    }
}

#[test]
fn what_two_records_share_is_no_finding() {
    let text = b"cache: redis://app:kX93mLq0ZtWv@cache:6379/0 password = \"kX93mLq0ZtWv1p\"";
    assert_eq!(alone(Ruleset::builtin(), &[text]).len(), 2);
    for at in 0..=text.len() {
        let (one, other) = text.split_at(at);
        let records = [&b"password="[..], one, other, b"", b"kX93mLq0ZtWv1pQe"];
        assert_eq!(together(Ruleset::builtin(), &records), alone(Ruleset::builtin(), &records));
    }
}

#[test]
fn records_of_any_length_are_found_in_their_order() {
    let secret = b" redis://app:kX93mLq0ZtWv@cache:6379/0";
    let mut records = Vec::new();
    for length in (0..300).chain([1023, 1024, 1025, 4095, 4096, 4097, 100_000, 3, 2000, 0]) {
        records.push([&b"-".repeat(length)[..], secret].concat());
        records.push(b"-".repeat(length));
    }
    let records: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
    let found = together(Ruleset::builtin(), &records);
    assert_eq!(found, alone(Ruleset::builtin(), &records));
    assert_eq!(found.len(), records.len() / 2);
}

/// The findings of a record within limits, and whether one was reached.
fn limited(record: &[u8], limits: Limits, decoding: Option<DecodeLimits>) -> (Found, Coverage) {
    let mut found = Found::new();
    let mut findings = Ruleset::builtin().find_iter(record).limited(limits);
    let Some(decoding) = decoding else {
        findings.by_ref().for_each(|finding| note(&mut found, 0, record, &finding));
        return (found, findings.coverage());
    };
    let flow = findings.decoded(&mut Scratch::new(decoding), |decoded| {
        found.push((0, format!("{:?} {:?}", decoded.finding(), decoded.secret())));
        ControlFlow::<Infallible>::Continue(())
    });
    let ControlFlow::Continue(coverage) = flow;
    (found, coverage)
}

#[test]
fn in_records_that_are_sifted_out_there_is_nothing_and_no_limit_is_reached() {
    let text = all_examples().join(&b'\n');
    let (mut input, mut steps, mut findings) =
        (Limits::default(), Limits::default(), Limits::default());
    (input.input, steps.steps, findings.findings) = (100, 0, 0);
    let limits = [Limits::default(), input, steps, findings];
    for (limits, decoding) in limits
        .into_iter()
        .flat_map(|limits| [None, Some(DecodeLimits::default())].map(|decoding| (limits, decoding)))
    {
        let records = cut(&text, 200, &mut Random::seeded(&["sifted"]));
        let mut next = 0;
        let mut check_until = |number: usize| {
            for record in &records[next..number] {
                let (found, coverage) = limited(record, limits, decoding);
                assert!(found.is_empty() && coverage == Coverage::Complete, "{record:?}");
            }
            next = number + 1;
        };
        let each = records.iter().copied();
        let flow = Ruleset::builtin().sift_records(each, limits, decoding, |number, record| {
            assert_eq!(record, records[number]);
            check_until(number);
            ControlFlow::<()>::Continue(())
        });
        assert!(flow.is_continue());
        check_until(records.len());
    }
}

#[test]
fn what_is_redacted_of_records_is_what_is_redacted_of_each() {
    let mut scratch = Scratch::default();
    let encoded =
        ["cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA==", "redis://app:kX93%6dLq0ZtWv@c/0"];
    let mut records = all_examples();
    records.extend(encoded.map(|text| text.as_bytes().to_vec()));
    let text = records.join(&b'\n');
    let cut = cut(&text, 400, &mut Random::seeded(&["redacted"]));
    let whole: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
    for records in [whole, cut] {
        let how = Redaction::Label;
        let mut redacted = Vec::new();
        let flow = Ruleset::builtin().redact_records(
            records.iter().copied(),
            &how,
            &mut scratch,
            |number, record| {
                redacted.push((number, record.bytes));
                ControlFlow::<()>::Continue(())
            },
        );
        assert!(flow.is_continue() && redacted.len() > 500);
        let mut redacted = redacted.into_iter().peekable();
        for (number, record) in records.iter().enumerate() {
            let expected = Ruleset::builtin().redact(record, &how, &mut scratch);
            assert_eq!(expected.coverage, Coverage::Complete);
            let changed = redacted.next_if(|&(changed, _)| changed == number);
            assert_eq!(changed.is_some(), expected.places > 0, "record {number}");
            assert!(changed.is_none_or(|(_, bytes)| bytes == expected.bytes), "record {number}");
        }
    }
}

#[test]
fn records_that_a_limit_cuts_short_are_told() {
    let mut limits = DecodeLimits::default();
    limits.total = 0;
    let mut scratch = Scratch::new(limits);
    let records = [&b"up"[..], b"cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA=="];
    let mut told = Vec::new();
    let _ = Ruleset::builtin().redact_records(
        records,
        &Redaction::Mask,
        &mut scratch,
        |number, redacted| {
            told.push((number, redacted.places, redacted.coverage == Coverage::Complete));
            ControlFlow::<()>::Continue(())
        },
    );
    assert_eq!(told, [(1, 0, false)]);
}

#[test]
fn a_break_ends_it() {
    let records = [&b"up"[..], b"redis://app:kX93mLq0ZtWv@cache:6379/0", b"down"].repeat(100);
    let mut seen = 0;
    let flow = Ruleset::builtin().scan_records(records, |number, _, _| {
        seen += 1;
        if seen == 3 { ControlFlow::Break(number) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((flow, seen), (ControlFlow::Break(7), 3));
}

#[cfg(feature = "fingerprint")]
#[test]
fn known_secrets_are_found_in_records() {
    let mut known = keysieve::KnownSecrets::new(keysieve::FingerprintKey::new(&[3; 32]));
    known.add_secret("vault", b"nothing to see, move along").expect("it is long enough");
    let ruleset = Ruleset::builder().known_secrets(known).build().expect("it can be looked for");
    let records = [&b"a"[..], b"nothing to see, move along", b"nothing to see,", b" move along"];
    let found = together(&ruleset, &records);
    assert_eq!(found, alone(&ruleset, &records));
    assert_eq!(found.len(), 1);
}

#[cfg(feature = "custom-rules")]
#[test]
fn rules_may_want_what_stands_between_records() {
    let toml = r"
vendor = 'Acme'
[[rule]]
id = 'acme-paged'
pattern = '\x0Ckey\x0C(?P<secret>[a-z]{12}\x0C)'
name = 'Key on a page of its own'
severity = 'high'
confidence = 90
category = 'saas'
";
    let builder = Ruleset::builder().rules_toml("acme.toml", toml).expect("the rule is sound");
    let ruleset = builder.min_confidence(0).build().expect("it is");
    let whole = b"\x0Ckey\x0Cqwhxkzvbplmg\x0C";
    let mut count = 0;
    for (from, to) in (0..2).flat_map(|from| (0..2).map(move |cut| (from, whole.len() - cut))) {
        let records = [&b"\x0C"[..], &whole[from..to], b"\x0C", &whole[from..], b"x", &whole[..to]];
        let found = together(&ruleset, &records);
        assert_eq!(found, alone(&ruleset, &records));
        count += found.len();
    }
    assert!(count > 0);
}

/// Parts of what rules look for, and of what they look at around that.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let parts: Vec<&[u8]> = vec![
        b"redis://app:",
        b"kX93mLq0ZtWv",
        b"@cache:6379/0",
        b"postgres://",
        b"//",
        b":",
        b"@",
        b" ",
        b"\n",
        b"\0",
        b"\x0c",
        b"\x08",
        b"\t",
        b"password",
        b"=",
        b"\"",
        b"api_key: ",
        b"secret",
        b"AKIA",
        b"Z7Q2WEXAMPLE4KTR",
        b"ghp_",
        b"user,password\nbob,",
        b"-----BEGIN",
        b"value",
        b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ8vT3mNpL",
        b"eyJhbGciOiJIUzI1NiJ9.",
        b"\xc3",
        b"(",
        b"3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c",
        b"stripe: ",
        b"{",
        b"}",
        b"  ",
    ];
    let piece = prop_oneof![
        8 => prop::sample::select(parts).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..12),
        1 => "[a-zA-Z0-9_+/.-]{0,70}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..200).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_records_give_the_findings_of_each(
        text in pieces(),
        longest in prop::sample::select(vec![3usize, 20, 60, 200, 2000]),
        seed: u64,
    ) {
        let records = cut(&text, longest, &mut Random::seeded(&[&seed.to_string()]));
        prop_assert_eq!(
            together(Ruleset::builtin(), &records),
            alone(Ruleset::builtin(), &records)
        );
    }
}
