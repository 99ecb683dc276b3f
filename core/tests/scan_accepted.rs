//! What the example `scan` keeps back, run as a program: allowlists, comments, baselines, caches.

mod support;

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

fn scan(folder: &Path, arguments: &[&str]) -> Output {
    support::program::scan(folder).args(arguments).output().expect("the example runs")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder"))
            .expect("folders can be made");
        fs::write(path, text).expect("a file can be written");
    }
    folder
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stats(output: &Output) -> Value {
    let text = stderr(output);
    let line = text.lines().find(|line| line.starts_with('{')).expect("statistics were asked for");
    serde_json::from_str(line).expect("they are JSON")
}

/// A GitLab token of the right form, made here so that none stands in the source.
fn token() -> String {
    ["glp", "at-", "Zk3vQ9x-L0mT7wR2bN5s"].concat()
}

/// Another.
fn other_token() -> String {
    ["glp", "at-", "b8Yw2Jc_4nVh6RtXq9Lz"].concat()
}

#[test]
fn a_baseline_keeps_back_what_it_knows_wherever_its_line_is() {
    let folder = folder(&[("a.env", &format!("T={}\n", token())), ("b.env", "")]);
    let path = folder.path();
    let first = scan(path, &["--write-baseline", "known.jsonl", "."]);
    assert_eq!(code(&first), Some(1));
    let file = fs::read_to_string(path.join("known.jsonl")).expect("it was written");
    assert_eq!(file.lines().count(), 2, "{file}");
    assert!(!file.contains(&token()) && file.contains("a.env"));

    let known = scan(path, &["--baseline", "known.jsonl", "a.env", "b.env"]);
    assert_eq!(code(&known), Some(0), "paths are the same with and without `./`");
    assert!(stderr(&known).contains("1 more known, 0 fixed"));

    fs::write(path.join("a.env"), format!("\n# moved\nT={}\n", token()))
        .expect("it can be written");
    assert_eq!(code(&scan(path, &["--baseline", "known.jsonl", "."])), Some(0));

    fs::write(path.join("b.env"), format!("U={}\nT={}\n", other_token(), token()))
        .expect("it can be written");
    let new = scan(path, &["--format", "jsonl", "--baseline", "known.jsonl", "."]);
    let report = String::from_utf8_lossy(&new.stdout);
    assert_eq!((code(&new), report.lines().count()), (Some(1), 2), "another file is another place");
    assert!(report.lines().all(|line| line.contains("b.env")));

    fs::write(path.join("a.env"), "T=\n").expect("it can be written");
    fs::write(path.join("b.env"), "").expect("it can be written");
    let fixed = scan(path, &["--baseline", "known.jsonl", "."]);
    assert_eq!(code(&fixed), Some(0));
    assert!(stderr(&fixed).contains("fixed: a.env: gitlab-personal-access-token"));
    let elsewhere = scan(path, &["--baseline", "known.jsonl", "b.env"]);
    assert!(!stderr(&elsewhere).contains("fixed: a.env"), "that file was not looked at");
}

#[test]
fn a_baseline_is_of_one_key() {
    let folder = folder(&[("a", &token())]);
    let with_key = |key: &str, arguments: &[&str]| {
        support::program::scan(folder.path())
            .env("KEYSIEVE_FINGERPRINT_KEY", key)
            .args(arguments)
            .output()
            .expect("the example runs")
    };
    assert_eq!(code(&with_key("one", &["--write-baseline", "known", "a"])), Some(1));
    assert_eq!(code(&with_key("one", &["--baseline", "known", "a"])), Some(0));
    let other = with_key("other", &["--baseline", "known", "a"]);
    assert_eq!(code(&other), Some(2));
    assert!(stderr(&other).contains("another fingerprint key"), "{}", stderr(&other));
    let none = scan(folder.path(), &["--baseline", "a", "a"]);
    assert_eq!(code(&none), Some(2));
    assert!(stderr(&none).contains("line 1 is no line of a baseline"));
    assert!(!stderr(&none).contains(&token()));
}

#[test]
fn what_is_allowed_is_counted() {
    let text = format!("T={}\n", token());
    let allow = "[[allow]]\nreason = 'test data'\nrules = ['gitlab-personal-access-token']\npaths = ['t/**/*.env']\n";
    let folder = folder(&[("t/x/a.env", &text), ("src/a.env", &text), ("allow.toml", allow)]);
    let path = folder.path();
    let output = scan(path, &["--format", "jsonl", "--allow", "allow.toml", "--stats", "."]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert_eq!(report.lines().count(), 1);
    assert!(report.contains("src/a.env"));
    assert_eq!(stats(&output)["allowed"], 1);
    assert!(stderr(&output).contains("1 more allowed"));
    for (file, problem) in [
        ("[[allow]]\nrule = 'x'\n", "unknown field `rule`"),
        ("[[allow]]\nrules = ['no-such-rule']\n", "no-such-rule"),
        ("[[allow]]\nsecrets = ['(']\n", "entry 1: "),
        ("[[allow]]\nfingerprints = ['xyz']\n", "32 hexadecimal digits"),
    ] {
        fs::write(path.join("bad.toml"), file).expect("it can be written");
        let output = scan(path, &["--allow", "bad.toml", "."]);
        assert_eq!(code(&output), Some(2));
        assert!(stderr(&output).contains(problem), "{}", stderr(&output));
    }
}

#[test]
fn fingerprints_of_a_report_can_be_allowed() {
    let folder = folder(&[("a", &token())]);
    let output = scan(folder.path(), &["--format", "jsonl", "a"]);
    let finding: Value = serde_json::from_slice(&output.stdout).expect("one finding");
    let allow = format!("[[allow]]\nfingerprints = [{}]\n", finding["fingerprint"]);
    fs::write(folder.path().join("allow.toml"), allow).expect("it can be written");
    assert_eq!(code(&scan(folder.path(), &["--allow", "allow.toml", "a"])), Some(0));
}

#[test]
fn comments_count_by_choice() {
    let own = format!("{} # keysieve:allow\n", token());
    let others = format!("{} # gitleaks:allow\n", token());
    let folder = folder(&[("own", &own), ("others", &others)]);
    let codes = |markers| {
        ["own", "others"].map(|file| code(&scan(folder.path(), &["--markers", markers, file])))
    };
    assert_eq!(codes("own"), [Some(0), Some(1)]);
    assert_eq!(codes("all"), [Some(0), Some(0)]);
    assert_eq!(codes("none"), [Some(1), Some(1)]);
}

#[test]
fn clean_content_is_not_scanned_again_until_it_or_the_rules_change() {
    let folder = folder(&[("a", "nothing\n"), ("b", "nothing either\n"), ("c", &token())]);
    let path = folder.path();
    let skipped = |arguments: &[&str]| {
        let files = ["--cache", "cache", "--stats", "a", "b", "c"];
        let output = scan(path, &[arguments, &files].concat());
        assert_eq!(stats(&output)["findings"], 1);
        stats(&output)["skipped"].as_u64().expect("a number")
    };
    assert_eq!(skipped(&[]), 0);
    assert_eq!(skipped(&[]), 2);
    fs::write(path.join("b"), "changed\n").expect("it can be written");
    assert_eq!(skipped(&[]), 1);
    assert_eq!(skipped(&[]), 2);
    assert_eq!(skipped(&["--min-confidence", "30"]), 0, "with other rules all is new");
    fs::write(path.join("cache"), "garbage").expect("it can be written");
    assert_eq!(skipped(&[]), 0);
    let cache = fs::read_to_string(path.join("cache")).expect("it was written");
    assert!(!cache.contains(&token()));
    assert_eq!(cache.lines().count(), 3);

    fs::write(path.join("a"), token()).expect("it can be written");
    let output = scan(path, &["--cache", "cache", "--stats", "a", "b", "c"]);
    assert_eq!(stats(&output)["findings"], 2);
}

#[test]
fn rule_files_of_either_format_are_read() {
    let gitleaks =
        "[[rules]]\nid = 'acme'\nregex = 'acme-[a-z0-9]{10}'\n[[rules]]\nid = 'p'\npath = 'x'\n";
    let own = "vendor = 'Acme'\n[[rule]]\nid = 'acme'\nname = 'Key'\npattern = 'acme-[a-z0-9]{10}'\n\
               severity = 'high'\nconfidence = 90\ncategory = 'saas'\n";
    let folder = folder(&[("g.toml", gitleaks), ("o.toml", own), ("a", "acme-k3v9x0q27m\n")]);
    for file in ["g.toml", "o.toml"] {
        let output = scan(folder.path(), &["--rules", file, "--only", "acme", "a"]);
        assert_eq!(code(&output), Some(1), "{}", stderr(&output));
    }
    // A rule that goes by the path takes the whole file.
    fs::write(folder.path().join("fox"), "").expect("it can be written");
    for (file, expected) in [("a", 0), ("fox", 1)] {
        let output = scan(folder.path(), &["--rules", "g.toml", "--only", "p", file]);
        assert_eq!(code(&output), Some(expected), "{}", stderr(&output));
    }
    let output = scan(folder.path(), &["--rules", "g.toml", "--gitleaks-report", "a"]);
    assert!(stderr(&output).contains("g.toml: 2 rules: 2 carried over, 0 changed, 0 left out"));
}
