//! Any bytes: no panic, spans within them and in order, and the same findings every time.

#![no_main]

use std::ops::ControlFlow;

use keysieve::{Finding, Ruleset};
use libfuzzer_sys::fuzz_target;

/// What has to be equal if two findings are the same.
fn key(finding: Finding<'static>) -> (&'static str, usize, usize, u8) {
    let secret = finding.secret();
    (finding.rule().id(), secret.start, secret.end, finding.confidence())
}

fuzz_target!(|haystack: &[u8]| {
    let ruleset = Ruleset::builtin();
    let mut keys = Vec::new();
    let mut last_end = 0;
    for finding in ruleset.find_iter(haystack) {
        let (secret, redact) = (finding.secret(), finding.redact());
        assert!(last_end <= secret.start && secret.start < secret.end);
        assert!(redact.start <= secret.start && secret.end <= redact.end);
        assert!(redact.end <= haystack.len());
        finding.facts(haystack, |fact| drop(fact.to_string()));
        last_end = secret.end;
        keys.push(key(finding));
    }

    let mut visited = Vec::new();
    let flow = ruleset.scan(haystack, |finding| {
        visited.push(key(finding));
        ControlFlow::<()>::Continue(())
    });
    assert!(flow.is_continue());
    assert_eq!(keys, visited);
});
