//! The example `scan`, run as a program on files it has never seen.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the example, which stands beside the tests' own folder.
fn scan(folder: &Path, arguments: &[&str]) -> Output {
    let tests = std::env::current_exe().expect("a test knows where it is");
    let profile = tests.ancestors().nth(2).expect("tests stand in `deps`");
    let program = profile.join("examples").join(format!("scan{}", std::env::consts::EXE_SUFFIX));
    Command::new(program).current_dir(folder).args(arguments).output().expect("the example runs")
}

/// A GitLab token of the right form, made here so that none stands in the source.
fn token() -> String {
    ["glp", "at-", "Zk3vQ9x-L0mT7wR2bN5s"].concat()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn findings_are_reported_with_their_places_and_without_the_secret() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let text = format!("a: 1\ntoken: \"{}\"\n", token());
    fs::write(folder.path().join(".env.yaml"), &text).expect("a file can be written");
    let output = scan(folder.path(), &["--format", "jsonl", "."]);
    assert_eq!(code(&output), Some(1));
    let line = String::from_utf8(output.stdout).expect("reports are UTF-8");
    assert!(!line.contains(&token()));
    let finding: serde_json::Value = serde_json::from_str(&line).expect("one finding");
    assert_eq!(finding["rule"], "gitlab-personal-access-token");
    assert_eq!((&finding["line"], &finding["column"]), (&2.into(), &9.into()));
    let end = finding["end"].as_u64().expect("a number") as usize;
    assert_eq!(&text[end - token().len()..end], token());
    let shown = scan(folder.path(), &["--format", "jsonl", "--show-secrets", "."]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains(&token()));
}

#[test]
fn records_are_scanned_each_for_itself_and_bad_lines_named() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let lines = format!("{{\"t\": \"x\"}}\nno json\n{{\"t\": \"\u{e9} {}\"}}\n", token());
    fs::write(folder.path().join("r.jsonl"), lines).expect("a file can be written");
    let output = scan(folder.path(), &["--format", "jsonl", "--jsonl-records", "t", "r.jsonl"]);
    assert_eq!(code(&output), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("r.jsonl:2: "));
    let finding: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one finding");
    assert_eq!((&finding["record"], &finding["start"]), (&2.into(), &3.into()));
}

#[test]
fn exit_codes_tell_nothing_found_and_nothing_read() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("clean"), "nothing here").expect("a file can be written");
    assert_eq!(code(&scan(folder.path(), &["clean"])), Some(0));
    let missing = scan(folder.path(), &["clean", "missing"]);
    assert_eq!(code(&missing), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("missing"));
    assert_eq!(code(&scan(folder.path(), &["--only", "no-such-rule", "clean"])), Some(2));
}
