//! Any text as a file in the format of Gitleaks: refused or imported, without a panic; what is
//! imported can scan, and all of its rules are in the report.

use keysieve::Ruleset;

pub fn run(bytes: &[u8]) {
    let Ok(toml) = std::str::from_utf8(bytes) else { return };
    let imported = Ruleset::builder().gitleaks_toml("fuzz.toml", toml);
    let Ok((builder, report)) = imported else { return };
    assert!(report.to_string().lines().count() > report.rules.len());
    let Ok(ruleset) = builder.build() else { return };
    let mut findings = ruleset.find_iter(bytes).in_file("fuzz.toml");
    for finding in findings.by_ref() {
        assert!(finding.redact().end <= bytes.len());
    }
    let all = ruleset.find_iter(bytes).in_file("fuzz.toml").judged();
    assert_eq!(all.filter(|(_, allowed)| allowed.is_some()).count(), findings.suppressed());
}
