//! The scanner for a page: text in, findings as JSON out, in the memory that both share.
//!
//! The page calls [`input`] for room, writes UTF-8 there, calls [`scan`], and reads the JSON that
//! [`output`] and [`output_length`] tell the place of. Nothing leaves the page.

use std::cell::RefCell;

use keysieve::{Fact, Finding, Ruleset};
use serde_json::{Value, json};

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for that many bytes, the last of which are rules if [`scan`] says so.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(length, 0);
        input.as_mut_ptr()
    })
}

/// Scans what stands in the room, but for the last `rules` bytes: these are a rule file.
#[unsafe(no_mangle)]
pub extern "C" fn scan(rules: usize) {
    let report = INPUT.with_borrow(|input| {
        let (text, rules) = input.split_at(input.len().saturating_sub(rules));
        report(text, &String::from_utf8_lossy(rules))
    });
    OUTPUT.set(report.to_string().into_bytes());
}

/// Where the outcome stands.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.with_borrow(Vec::as_ptr)
}

/// How long it is.
#[unsafe(no_mangle)]
pub extern "C" fn output_length() -> usize {
    OUTPUT.with_borrow(Vec::len)
}

/// `{"findings": […]}`, or `{"error": "…"}` if the rules make no sense.
pub fn report(text: &[u8], rules: &str) -> Value {
    if rules.trim().is_empty() {
        return findings(Ruleset::builtin(), text);
    }
    let ruleset = Ruleset::builder().rules_toml("your rules", rules).map_err(|e| e.to_string());
    match ruleset.and_then(|builder| builder.build().map_err(|error| error.to_string())) {
        Ok(ruleset) => findings(&ruleset, text),
        Err(error) => json!({ "error": error }),
    }
}

fn findings(ruleset: &Ruleset, text: &[u8]) -> Value {
    let findings: Vec<Value> =
        ruleset.find_iter(text).map(|finding| object(finding, text)).collect();
    json!({ "findings": findings })
}

fn object(finding: Finding<'_>, text: &[u8]) -> Value {
    let rule = finding.rule();
    let mut facts = Vec::new();
    finding.facts(text, |fact: Fact<'_>| facts.push(json!([fact.name(), fact.to_string()])));
    json!({
        "rule": rule.id(),
        "name": rule.name(),
        "start": finding.secret().start,
        "end": finding.secret().end,
        "severity": rule.severity().as_str(),
        "confidence": finding.confidence(),
        "validity": finding.validity().as_str(),
        "evidence": finding.evidence().reasons().collect::<Vec<_>>(),
        "facts": facts,
        "built_in": Ruleset::builtin().rule(rule.id()).is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::report;

    const TEXT: &[u8] = b"cache = redis://app:kX93mLq0ZtWv@cache.internal:6379/0";

    #[test]
    fn findings_are_told_with_their_places() {
        let report = report(TEXT, "");
        let finding = &report["findings"][0];
        assert_eq!(finding["rule"], "redis-url-password");
        assert_eq!((&finding["start"], &finding["end"]), (&20.into(), &32.into()));
        assert!(!report.to_string().contains("kX93"), "no secret in the report");
    }

    #[test]
    fn rules_of_ones_own_are_added_and_broken_ones_explained() {
        let rules = "vendor = 'Acme'\n[[rule]]\nid = 'acme-key'\nname = 'Acme key'\n\
                     pattern = '\\bacme_[0-9]{9}\\b'\nseverity = 'high'\nconfidence = 90\ncategory = 'saas'";
        let own = report(b"acme_493827165", rules);
        assert_eq!(own["findings"][0]["rule"], "acme-key");
        let broken = report(b"", "vendor = ");
        assert!(broken["error"].as_str().is_some_and(|error| error.starts_with("your rules:1:")));
    }
}
