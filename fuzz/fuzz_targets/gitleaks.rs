//! Any text as a file in the format of Gitleaks: refused or imported, without a panic; what is
//! imported can scan, and all of its rules are in the report.

#![no_main]

use keysieve::Ruleset;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|toml: &str| {
    let imported = Ruleset::builder().gitleaks_toml("fuzz.toml", toml);
    let Ok((builder, report)) = imported else { return };
    assert!(report.to_string().lines().count() > report.rules.len());
    let Ok(ruleset) = builder.build() else { return };
    let mut findings = ruleset.find_iter(toml.as_bytes()).in_file("fuzz.toml");
    for finding in findings.by_ref() {
        assert!(finding.redact().end <= toml.len());
    }
    let all = ruleset.find_iter(toml.as_bytes()).in_file("fuzz.toml").judged();
    assert_eq!(all.filter(|(_, allowed)| allowed.is_some()).count(), findings.suppressed());
});
