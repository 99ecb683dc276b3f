//! Whether a rule keeps to its examples, and says what a reader needs.

use keysieve::{DEFAULT_MIN_CONFIDENCE, Rule, Ruleset, Validity};

use crate::support::examples::{Example, Examples};
use crate::support::places::PLACES;

/// All that is to be mended.
pub(crate) fn check(ruleset: &Ruleset, examples: &Examples) -> Vec<String> {
    let id = &examples.rule;
    let mut breaches = Vec::new();
    for (kind, list) in [("positives", &examples.positives), ("negatives", &examples.negatives)] {
        if list.len() < 2 {
            breaches.push(format!("{id}: {} {kind}, and it takes two", list.len()));
        }
    }
    if let Some(rule) = ruleset.rule(id) {
        breaches.extend(unsaid(rule, examples.service.is_some()));
    }
    for example in &examples.positives {
        breaches
            .extend(missed(ruleset, example).map(|why| format!("{id}: {}: {why}", example.case)));
    }
    for example in &examples.negatives {
        let found = ruleset.find_iter(&example.bytes).any(|finding| finding.rule().id() == id);
        if found {
            breaches.push(format!("{id}: {} ({}) is found", example.case, example.reason));
        }
    }
    breaches
}

/// What the rule does not say.
fn unsaid(rule: &Rule, is_service: bool) -> Vec<String> {
    let fields = [
        ("description", rule.description()),
        ("remediation", rule.remediation()),
        ("remediation_url", rule.remediation_url()),
    ];
    let mut unsaid: Vec<&str> =
        fields.iter().filter(|(_, text)| text.is_empty()).map(|(field, _)| *field).collect();
    if rule.references().len() == 0 && !is_service {
        unsaid.push("references");
    }
    unsaid.iter().map(|field| format!("{}: has no `{field}`", rule.id())).collect()
}

/// Why a positive is not found as it should be, if it is not.
fn missed(ruleset: &Ruleset, example: &Example) -> Option<String> {
    PLACES.iter().filter(|place| place.suits(example)).find_map(|place| {
        let bytes = [place.before, &example.bytes, place.after].concat();
        let start = place.before.len();
        let secret = start + example.secret.start..start + example.secret.end;
        let finding = ruleset.find_iter(&bytes).find(|finding| finding.secret().range() == secret);
        let Some(finding) = finding else {
            let near = ruleset.find_iter(&bytes).map(|finding| {
                let found = finding.secret().range();
                format!("{} at {found:?}", finding.rule().id())
            });
            let near: Vec<String> = near.collect();
            let instead = if near.is_empty() { "nothing".into() } else { near.join(", ") };
            return Some(format!("{}: expected at {secret:?}, found {instead}", place.name));
        };
        if finding.rule().id() != example.rule {
            return Some(format!("{}: found by `{}`", place.name, finding.rule().id()));
        }
        if finding.confidence() < DEFAULT_MIN_CONFIDENCE {
            return Some(format!("{}: the confidence is {}", place.name, finding.confidence()));
        }
        (finding.validity() == Validity::Invalid)
            .then(|| format!("{}: its check holds it for invalid", place.name))
    })
}
