//! Every rule keeps to its own examples, wherever they stand.
//!
//! The examples come from the rule files, and each contract below is tried with all of them. It
//! reports every breach at once; `KEYSIEVE_RULES=aws cargo test --test detectors` tries those of
//! `aws.toml` alone. See `support/template.rs` for the language the examples are written in.

mod support;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::iter;
use std::ops::Range;
use std::sync::LazyLock;

use keysieve::{Class, DEFAULT_MIN_CONFIDENCE, Finding, Rule, Ruleset, Validity};
use support::examples::{self, Example, Examples};
use support::places::PLACES;
use support::random::Random;

static EXAMPLES: LazyLock<Vec<Examples>> = LazyLock::new(examples::load);

/// The built-in rules, indicators included.
static ALL: LazyLock<Ruleset> = LazyLock::new(|| {
    Ruleset::builder().indicators(true).build().expect("the built-in rules make a ruleset")
});

/// The ruleset that a rule works in unless something else is asked for, or the one that was asked
/// for.
fn ruleset(rule: &str) -> &'static Ruleset {
    let builtin = Ruleset::builtin();
    if builtin.rule(rule).is_some() { builtin } else { &ALL }
}

#[test]
fn every_rule_has_examples_and_every_negative_a_reason() {
    every_rule(|rule, complain| {
        for (kind, examples) in [("positive", &rule.positives), ("negative", &rule.negatives)] {
            if examples.len() < 2 {
                complain(format!("{} {kind} examples, and it takes two", examples.len()));
            }
            for (at, example) in examples.iter().enumerate() {
                if examples[..at].iter().any(|other| other.template == example.template) {
                    complain(format!("{} stands there twice", example.case));
                }
            }
        }
        for example in &rule.negatives {
            if example.reason.trim().is_empty() {
                complain(format!("{} gives no reason", example.case));
            }
        }
    });
}

#[test]
fn every_rule_says_what_it_finds_what_to_do_and_where_that_is_written() {
    every_rule(|examples, complain| {
        let Some(rule) = ALL.rule(&examples.rule) else { return };
        for (field, text) in [
            ("description", rule.description()),
            ("remediation", rule.remediation()),
            ("remediation_url", rule.remediation_url()),
        ] {
            if text.is_empty() {
                complain(format!("has no {field}"));
            }
        }
        // A service's entry names the vendor's page alone: nobody has looked its form up.
        if rule.references().len() == 0 && examples.service.is_none() {
            complain("names no reference".into());
        }
    });
}

#[test]
fn the_rule_files_are_the_built_in_rules() {
    every_rule(|rule, complain| {
        if ALL.rule(&rule.rule).is_none() {
            complain("is in no build".into());
        }
    });
    let whole = std::env::var_os("KEYSIEVE_RULES").is_none();
    assert!(!whole || ALL.rules().len() == EXAMPLES.len());
}

#[test]
fn a_positive_is_found_wherever_it_stands() {
    every_positive(|example| {
        let mut places = PLACES.iter().filter(|place| place.suits(example));
        places.try_for_each(|place| expect_between(example, place.name, place.before, place.after))
    });
}

#[test]
fn two_positives_are_found_back_to_back() {
    every_positive(|example| {
        let mut haystack = Haystack::default();
        haystack.push(example);
        haystack.bytes.push(b'\n');
        haystack.push(&example.sibling());
        haystack.expect_all(example, "back to back")
    });
}

#[test]
fn positives_are_found_under_padding() {
    let padding = padding(256 << 10);
    every_rule(|rule, complain| {
        let mut haystack = Haystack::default();
        for example in &rule.positives {
            haystack.bytes.extend(&padding);
            haystack.push(example);
            haystack.bytes.push(b'\n');
        }
        haystack.bytes.extend(&padding);
        if let Some(example) = rule.positives.first() {
            haystack.expect_all(example, "under padding").unwrap_or_else(&mut *complain);
        }
    });
}

#[test]
fn a_rule_finds_its_positives_without_the_other_rules() {
    every_rule(|rule, complain| {
        let companions = rule.companions.iter().map(String::as_str);
        let services = EXAMPLES.iter().filter(|other| other.service.is_some());
        let services = services.filter(|_| rule.is_within_service).map(|other| other.rule.as_str());
        let ids: Vec<_> =
            iter::once(rule.rule.as_str()).chain(companions).chain(services).collect();
        let ruleset = match Ruleset::builder().only(&ids).build() {
            Ok(ruleset) => ruleset,
            Err(error) => return complain(format!("cannot be built alone: {error}")),
        };
        for example in &rule.positives {
            let haystack = Haystack::of(example);
            haystack.expect_all_by(&ruleset, example, "alone").unwrap_or_else(&mut *complain);
        }
    });
}

#[test]
fn indicators_are_off_and_when_on_take_nothing_from_credentials() {
    let (builtin, all) = (Ruleset::builtin(), &*ALL);
    assert!(builtin.rules().iter().all(|rule| rule.class() != Class::Indicator));
    let credentials = |ruleset: &'static Ruleset, bytes: &[u8]| {
        let found = ruleset.find_iter(bytes).filter(|f| f.rule().class() != Class::Indicator);
        found.map(|f| (f.rule().id(), f.secret().range(), f.confidence())).collect::<Vec<_>>()
    };
    every_positive(|example| {
        let (without, with) =
            (credentials(builtin, &example.bytes), credentials(all, &example.bytes));
        if without == with { Ok(()) } else { Err(format!("{without:?} became {with:?}")) }
    });
}

#[test]
fn a_positive_is_worth_reporting() {
    every_positive(|example| match finding(example)?.confidence() {
        DEFAULT_MIN_CONFIDENCE.. => Ok(()),
        low => Err(format!("the confidence is {low}")),
    });
}

#[test]
fn a_validator_accepts_every_example() {
    every_rule(|rule, complain| {
        let builtin = ALL.rule(&rule.rule);
        let Some(validator) = builtin.and_then(Rule::validator) else { return };
        for example in &rule.positives {
            if finding(example).is_ok_and(|found| found.validity() == Validity::Invalid) {
                complain(format!("`{validator}` holds {} for invalid", example.case));
            }
        }
    });
}

#[test]
fn facts_can_be_read() {
    every_positive(|example| {
        let mut shown = String::new();
        finding(example)?.facts(&example.bytes, |fact| {
            write!(shown, "{}: {fact}", fact.name()).expect("text takes text");
        });
        Ok(())
    });
}

#[test]
fn redaction_leaves_nothing() {
    /// Fewer bytes in a row say nothing of a secret.
    const TELLING: usize = 8;
    every_positive(|example| {
        let mut masked = example.bytes.clone();
        for finding in of_rule(ruleset(&example.rule), &example.rule, &example.bytes) {
            let (secret, redact) = (finding.secret().range(), finding.redact().range());
            if secret.start < redact.start || redact.end < secret.end {
                return Err(format!("{redact:?} is to be redacted, {secret:?} is the secret"));
            }
            masked[redact].fill(b'*');
        }
        if let Some(left) = of_rule(ruleset(&example.rule), &example.rule, &masked).first() {
            return Err(format!("redacted, there is still a finding at {:?}", left.secret()));
        }
        // The words of an event are no secret.
        if ALL.rule(&example.rule).is_some_and(|rule| rule.class() == Class::Indicator) {
            return Ok(());
        }
        let telling = TELLING.min(example.secret.len()).max(1);
        let left: HashSet<&[u8]> = masked.windows(telling).collect();
        match example.secret().windows(telling).position(|part| left.contains(part)) {
            None => Ok(()),
            Some(at) => Err(format!("redacted, the secret can still be read from its byte {at}")),
        }
    });
}

#[test]
fn a_negative_is_not_found() {
    complaints(EXAMPLES.iter().flat_map(|rule| &rule.negatives).filter_map(|example| {
        let found = of_rule(ruleset(&example.rule), &example.rule, &example.bytes);
        let spans: Vec<_> = found.iter().map(|finding| finding.secret().range()).collect();
        let Example { rule, case, reason, .. } = example;
        (!spans.is_empty()).then(|| format!("{rule}: {case} ({reason}) is found at {spans:?}"))
    }));
}

/// Holds each rule to a contract, which is given the rule and a way to complain.
fn every_rule(contract: impl Fn(&Examples, &mut dyn FnMut(String))) {
    complaints(EXAMPLES.iter().flat_map(|rule| {
        let mut breaches = Vec::new();
        contract(rule, &mut |breach| breaches.push(format!("{}: {breach}", rule.rule)));
        breaches
    }));
}

/// Holds each positive to a contract.
fn every_positive(contract: impl Fn(&Example) -> Result<(), String>) {
    complaints(EXAMPLES.iter().flat_map(|rule| &rule.positives).filter_map(|example| {
        let breach = contract(example).err()?;
        Some(format!("{}: {}: {breach}", example.rule, example.case))
    }));
}

/// Fails with all the complaints, if there are any.
#[track_caller]
fn complaints(all: impl Iterator<Item = String>) {
    let all: Vec<_> = all.collect();
    assert!(all.is_empty(), "{} breaches\n{}", all.len(), all.join("\n"));
}

/// What the ruleset finds in the haystack by that rule, in order.
fn of_rule<'r>(ruleset: &'r Ruleset, rule: &str, haystack: &[u8]) -> Vec<Finding<'r>> {
    ruleset.find_iter(haystack).filter(|finding| finding.rule().id() == rule).collect()
}

/// The finding that the example asks for, in the example as it is.
fn finding(example: &Example) -> Result<Finding<'static>, String> {
    of_rule(ruleset(&example.rule), &example.rule, &example.bytes)
        .into_iter()
        .find(|finding| finding.secret().range() == example.secret)
        .ok_or_else(|| "is not found".into())
}

fn expect_between(
    example: &Example,
    place: &str,
    before: &[u8],
    after: &[u8],
) -> Result<(), String> {
    let mut haystack = Haystack { bytes: before.to_vec(), secrets: Vec::new() };
    haystack.push(example);
    haystack.bytes.extend(after);
    haystack.expect_all(example, place)
}

/// Bytes to scan, and where the secrets of the examples among them are.
#[derive(Default)]
struct Haystack {
    bytes: Vec<u8>,
    secrets: Vec<Range<usize>>,
}

impl Haystack {
    fn of(example: &Example) -> Self {
        let mut haystack = Self::default();
        haystack.push(example);
        haystack
    }

    fn push(&mut self, example: &Example) {
        let start = self.bytes.len();
        self.secrets.push(start + example.secret.start..start + example.secret.end);
        self.bytes.extend(&example.bytes);
    }

    /// Whether the example's rule finds every secret, and at its exact place.
    fn expect_all(&self, example: &Example, place: &str) -> Result<(), String> {
        self.expect_all_by(ruleset(&example.rule), example, place)
    }

    fn expect_all_by(
        &self,
        ruleset: &Ruleset,
        example: &Example,
        place: &str,
    ) -> Result<(), String> {
        let found: Vec<_> = ruleset
            .find_iter(&self.bytes)
            .map(|finding| (finding.rule().id(), finding.secret().range()))
            .collect();
        let missed: Vec<_> = self
            .secrets
            .iter()
            .filter(|secret| !found.contains(&(example.rule.as_str(), (*secret).clone())))
            .collect();
        if missed.is_empty() {
            return Ok(());
        }
        Err(format!(
            "{place}: nothing at {missed:?} of {} bytes; found {found:?}",
            self.bytes.len()
        ))
    }
}

/// That many bytes of words, in lines.
fn padding(size: usize) -> Vec<u8> {
    const WORDS: [&str; 12] = [
        "river", "stone", "of", "the", "morning", "walked", "and", "over", "light", "a", "slow",
        "garden",
    ];
    let mut random = Random::seeded(&["padding"]);
    let words = iter::repeat_with(|| [random.pick(&WORDS), random.pick(&[" ", " ", " ", ".\n"])]);
    let mut bytes: Vec<u8> = words.flatten().flat_map(|text| text.bytes()).take(size).collect();
    bytes.push(b'\n');
    bytes
}
