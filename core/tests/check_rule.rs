//! The example `check-rule`, run as a program on rules of somebody who writes their first.

mod support;

use std::fs;

/// A rule that is as it should be.
const RULE: &str = r#"
vendor = "Acme"
[[rule]]
id = "acme-key"
name = "Acme key"
description = "Opens the shop."
pattern = '\bacme_[0-9a-z]{20}\b'
severity = "high"
confidence = 90
category = "saas"
remediation = "Revoke it."
remediation_url = "https://acme.test/revoke"
references = [{ url = "https://acme.test/keys", checked = "2026-01-31" }]
positives = ["key: «acme_[[loweralnum 20]]»", "K=«acme_[[loweralnum 20]]»"]
negatives = [
    { text = "acme_[[loweralnum 19]]", reason = "short" },
    { text = "acme_[[loweralnum 21]]", reason = "long" },
]
"#;

/// The exit code and the report for such a file, with another file as the corpus.
fn check(rules: &str, corpus: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("acme.toml"), rules).expect("a file can be written");
    fs::write(folder.path().join("text"), corpus).expect("a file can be written");
    let mut program = support::program::example("check-rule", folder.path());
    let output = program.args(["acme.toml", "--corpus", "text"]).output().expect("it runs");
    let report = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(report).expect("reports are UTF-8"))
}

#[track_caller]
fn expect(rules: &str, code: i32, said: &str) {
    let (exit, report) = check(rules, "nothing\n");
    assert_eq!(exit, Some(code), "{report}");
    assert!(report.contains(said), "{report}");
}

#[test]
fn a_rule_that_is_as_it_should_be_passes() {
    expect(RULE, 0, "examples: all as they should be");
}

#[test]
fn what_is_to_be_mended_is_named() {
    let loose = RULE.replace("{20}\\b'", "{19,20}\\b'");
    expect(&loose, 1, "acme-key: negative 1 (short) is found");
    let tight = RULE.replace("{20}\\b'", "{18}\\b'");
    expect(&tight, 1, "acme-key: positive 1: as it is: expected at 5..30, found nothing");
    expect(&RULE.replace("remediation = ", "# "), 1, "acme-key: has no `remediation`");
}

#[test]
fn a_rule_that_takes_from_another_is_told_so() {
    let pattern = "pattern = 'rediss://[a-z]{1,40}:(?<secret>[0-9A-Za-z]{8,80})@'";
    let greedy = RULE.replace("pattern = '\\bacme_[0-9a-z]{20}\\b'", pattern);
    expect(&greedy, 1, "acme-key: takes an example of `redis-url-password`");
}

#[test]
fn what_makes_no_sense_is_refused_with_its_place() {
    let boundless = RULE.replace("{20}\\b'", "+'");
    expect(&boundless, 2, "acme.toml:3: rule `acme-key`, field `max_length`");
    let template = RULE.replace("key: «acme_[[loweralnum 20]]", "key: «acme_[[lowralnum 20]]");
    expect(&template, 2, "rule `acme-key`, positive 1: no [[lowralnum]]");
}

#[test]
fn noise_is_counted_and_shown() {
    let corpus = format!("a\nb: {}{}\n", "acme_", "k3v9x0q27mz5t1rw84bd");
    let (exit, report) = check(RULE, &corpus);
    assert_eq!(exit, Some(0), "{report}");
    assert!(report.contains("noise: 1 finding in"), "{report}");
    assert!(report.contains("text:2:4: acme-key"), "{report}");
}
