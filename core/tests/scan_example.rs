//! The example `scan`, run as a program on files it has never seen.

mod support;

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;

fn scan(folder: &Path, arguments: &[&str]) -> Output {
    support::program::scan(folder).args(arguments).output().expect("the example runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("reports are UTF-8")
}

/// The findings of a report in JSON lines.
fn findings(output: &Output) -> Vec<Value> {
    let lines = text(&output.stdout).lines();
    lines.map(|line| serde_json::from_str(line).expect("reports are JSON")).collect()
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
    let finding: Value = serde_json::from_str(&line).expect("one finding");
    assert_eq!(finding["rule"], "gitlab-personal-access-token");
    assert_eq!((&finding["line"], &finding["column"]), (&2.into(), &9.into()));
    assert_eq!(
        (&finding["category"], &finding["class"]),
        (&"source-control".into(), &"secret".into())
    );
    assert_eq!(finding["cwe"][0], "CWE-798");
    assert_eq!(finding["reasons"][0], "distinctive format");
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
    let finding: Value = serde_json::from_slice(&output.stdout).expect("one finding");
    assert_eq!((&finding["record"], &finding["start"]), (&2.into(), &3.into()));
    let output = scan(folder.path(), &["--format", "sarif", "--jsonl-records", "t", "r.jsonl"]);
    let log: Value = serde_json::from_slice(&output.stdout).expect("SARIF is JSON");
    let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["region"], serde_json::json!({ "startLine": 3 }), "all of the line");
}

#[test]
fn rules_by_path_are_in_all_reports() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let rules = "[[rules]]\nid = 'pkcs12-file'\npath = '''^certs/.*\\.p12$'''\n";
    fs::write(folder.path().join("g.toml"), rules).expect("a file can be written");
    fs::create_dir(folder.path().join("certs")).expect("a folder can be made");
    fs::write(folder.path().join("certs/ci.p12"), "x").expect("a file can be written");
    let output = scan(folder.path(), &["--format", "jsonl", "--rules", "g.toml", "."]);
    let finding = &findings(&output)[0];
    assert_eq!(finding["rule"], "pkcs12-file");
    assert_eq!(finding["reasons"], serde_json::json!(["the path of the file"]));
    let output = scan(folder.path(), &["--format", "sarif", "--rules", "g.toml", "."]);
    let log = valid_sarif(&output.stdout);
    let run = &log["runs"][0];
    let index = run["results"][0]["ruleIndex"].as_u64().expect("an index") as usize;
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "pkcs12-file");
    let listed = findings(&scan(folder.path(), &["--list-rules", "--rules", "g.toml"]));
    assert!(listed.iter().any(|rule| rule["id"] == "pkcs12-file"));
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

#[test]
fn text_names_the_place_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("a"), format!("x\n  {}", token())).expect("a file can be written");
    let output = scan(folder.path(), &["a"]);
    let report = text(&output.stdout);
    assert!(report.starts_with("a:2:3  GitLab personal access token  critical"), "{report}");
    assert!(report.contains("1 finding in 1 file. What to do:"));
    assert!(!report.contains(&token()) && !report.contains('\u{1b}'));
    let colored = scan(folder.path(), &["--color", "always", "a"]);
    assert!(text(&colored.stdout).contains('\u{1b}'));
}

/// The log, which keeps to the standard's schema.
fn valid_sarif(bytes: &[u8]) -> Value {
    let log: Value = serde_json::from_slice(bytes).expect("SARIF is JSON");
    // The standard's, with a bracket set right in the pattern of its property `language`.
    let schema = include_str!("data/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let problems: Vec<String> = validator.iter_errors(&log).map(|e| e.to_string()).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    log
}

#[test]
fn sarif_keeps_to_its_schema_and_counts_columns_in_utf16() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let name = "d\u{e9}p\u{f4}t 1.txt";
    let content = format!("one\n\u{1f511} \u{e9} {}\n", token());
    fs::write(folder.path().join(name), &content).expect("a file can be written");
    let output = scan(folder.path(), &["--format", "sarif", ".", "missing"]);
    assert_eq!(code(&output), Some(2));
    let log = valid_sarif(&output.stdout);

    let run = &log["runs"][0];
    let result = &run["results"][0];
    let rule =
        &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
    assert_eq!(rule["id"], "gitlab-personal-access-token");
    let location = &result["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "d%C3%A9p%C3%B4t%201.txt");
    let region = &location["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&2.into(), &6.into()));
    assert_eq!((&region["endLine"], &region["endColumn"]), (&2.into(), &32.into()));
    assert_eq!(region["byteOffset"], content.find(&token()).expect("it is there"));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert!(!text(&output.stdout).contains(&token()));
}

/// What a JSON list of objects holds under that name.
fn column<'v>(list: &'v Value, name: &str) -> Vec<&'v str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|item| item[name].as_str().expect("a string")).collect()
}

#[test]
fn sarif_relates_rules_to_weaknesses_and_controls() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let twice = format!("{0}\n{0}\n", token());
    fs::write(folder.path().join("a"), &twice).expect("a file can be written");
    let output = scan(folder.path(), &["--format", "sarif", "--indicators", "."]);
    let log: Value = serde_json::from_slice(&output.stdout).expect("SARIF is JSON");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    let names = column(&run["taxonomies"], "name");
    assert_eq!(names, column(&driver["supportedTaxonomies"], "name"));
    assert!(names.contains(&"CWE") && names.contains(&"NIST SP 800-53"), "{names:?}");

    let rules = driver["rules"].as_array().expect("a list");
    let mut relationships = 0;
    for rule in rules {
        for relationship in rule["relationships"].as_array().expect("a list") {
            let target = &relationship["target"];
            let index = |value: &Value| value.as_u64().expect("an index") as usize;
            let taxonomy = &run["taxonomies"][index(&target["toolComponent"]["index"])];
            assert_eq!(taxonomy["name"], target["toolComponent"]["name"]);
            assert_eq!(taxonomy["taxa"][index(&target["index"])]["id"], target["id"]);
            relationships += 1;
        }
    }
    assert!(relationships > rules.len());

    let rule = rules.iter().find(|rule| rule["id"] == "aws-secret-access-key").expect("a rule");
    let markdown = rule["help"]["markdown"].as_str().expect("a string");
    assert!(markdown.contains("\n2. Deactivate it, before you delete anything"), "{markdown}");
    assert_eq!(rule["properties"]["security-severity"], "9.5");
    let tags = rule["properties"]["tags"].as_array().expect("a list");
    assert!(tags.contains(&"external/cwe/cwe-798".into()), "{tags:?}");

    let hashes: Vec<&str> = run["results"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|result| &result["partialFingerprints"]["primaryLocationLineHash"])
        .map(|hash| hash.as_str().expect("a string"))
        .collect();
    let [first, second] = hashes.as_slice() else { panic!("{hashes:?}") };
    assert_eq!(first.strip_suffix(":1"), second.strip_suffix(":2"));
}

#[test]
fn indicators_are_found_when_asked_for_and_say_what_the_record_says() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let record = r#"{"Records":[{"eventName":"CreateServiceSpecificCredential","awsRegion":"eu-west-1","requestParameters":{"userName":"ci","serviceName":"bedrock.amazonaws.com"},"recipientAccountId":"210987654321"}]}"#;
    fs::write(folder.path().join("a.json"), record).expect("a file can be written");
    assert_eq!(code(&scan(folder.path(), &["a.json"])), Some(0));
    let id = "aws-event-service-specific-credential";
    for choice in [vec!["--indicators"], vec!["--only", id]] {
        let output = scan(folder.path(), &[&["--format", "jsonl", "a.json"], &*choice].concat());
        let found = &findings(&output)[0];
        assert_eq!((&found["rule"], &found["class"]), (&id.into(), &"indicator".into()));
        let facts = serde_json::json!({
            "account": "210987654321",
            "region": "eu-west-1",
            "service": "bedrock.amazonaws.com",
            "user": "ci",
        });
        assert_eq!(found["facts"], facts);
    }
}

#[test]
fn rules_are_listed_with_all_that_is_known_of_them() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let rules = findings(&scan(folder.path(), &["--list-rules"]));
    assert_eq!(rules.len(), keysieve::Ruleset::builtin().rules().len());
    let rule = rules.iter().find(|rule| rule["id"] == "aws-access-key-id").expect("a rule");
    assert_eq!(rule["vendor"], "AWS");
    assert_eq!(rule["validator"], "aws-access-key-id");
    let length = |list: &Value| list.as_array().expect("a list").len();
    assert!(length(&rule["cwe"]) > 0 && length(&rule["controls"]) > 0);
    assert!(length(&rule["remediation"]) > 1 && length(&rule["references"]) > 0);

    let one = scan(folder.path(), &["--list-rules", "--only", "jwt"]);
    assert_eq!(code(&one), Some(0));
    assert_eq!(findings(&one)[0]["id"], "jwt");
    assert_eq!(code(&scan(folder.path(), &[])), Some(2));
}

#[test]
fn a_clean_run_is_sarif_too() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let output = scan(folder.path(), &["--format", "sarif", "."]);
    assert_eq!(code(&output), Some(0));
    let log: Value = serde_json::from_slice(&output.stdout).expect("SARIF is JSON");
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

/// What the program holds of a file at a time.
const WINDOW: u64 = 64 << 20;

#[test]
fn a_file_larger_than_the_window_is_scanned_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut file = File::create(folder.path().join("large")).expect("a file can be made");
    // Within the first window, over its border and over the places where findings change hands.
    let (half, overlap) = (512 << 10, 1 << 20);
    let border = 10;
    let places = [
        7,
        WINDOW - overlap - border,
        WINDOW - half - border,
        WINDOW - border,
        WINDOW + overlap + 1,
    ];
    for place in places {
        file.seek(SeekFrom::Start(place)).expect("files can have holes");
        write!(file, "\n {} ", token()).expect("a file can be written");
    }
    let output = scan(folder.path(), &["--format", "jsonl", "--stats", "large"]);
    let starts: Vec<u64> = findings(&output)
        .iter()
        .map(|finding| finding["start"].as_u64().expect("a number"))
        .collect();
    assert_eq!(starts, places.map(|place| place + 2));
    for (at, finding) in findings(&output).iter().enumerate() {
        assert_eq!((&finding["line"], &finding["column"]), (&(at + 2).into(), &2.into()));
    }
    let line: Value = serde_json::from_slice(&output.stderr).expect("one line of JSON");
    assert_eq!(line["findings"], places.len());
    assert_eq!(line["bytes"], places[4] + 3 + token().len() as u64);
}

#[test]
fn binary_files_and_standard_input_are_scanned() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let binary = [b"\x7fELF\0\xff\xfe".as_slice(), token().as_bytes(), b"\0\x80"].concat();
    fs::write(folder.path().join("a.out"), &binary).expect("a file can be written");
    assert_eq!(findings(&scan(folder.path(), &["--format", "jsonl", "a.out"]))[0]["start"], 7);

    let mut child = support::program::scan(folder.path())
        .args(["--format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the example runs");
    let mut input = child.stdin.take().expect("it is piped");
    input.write_all(&binary).expect("the example reads");
    drop(input);
    let output = child.wait_with_output().expect("the example ends");
    let found = &findings(&output)[0];
    assert_eq!((&found["path"], &found["start"]), (&"-".into(), &7.into()));
}

#[test]
fn ignore_files_are_heeded_unless_told_otherwise() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let write = |name: &str, content: &str| {
        fs::write(folder.path().join(name), content).expect("a file can be written");
    };
    write(".ignore", "dist\n");
    write("dist", &token());
    assert_eq!(code(&scan(folder.path(), &["."])), Some(0));
    assert_eq!(code(&scan(folder.path(), &["--no-ignore", "."])), Some(1));
}

#[test]
fn rules_of_ones_own_are_used_and_broken_ones_named() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let rule = "vendor = 'Acme'\n[[rule]]\nid = 'acme-key'\nname = 'Acme key'\n\
                pattern = '\\bacme_[0-9a-z]{16}\\b'\nseverity = 'high'\nconfidence = 90\n\
                category = 'saas'\n";
    fs::write(folder.path().join("acme.toml"), rule).expect("a file can be written");
    fs::write(folder.path().join("a"), "acme_k3v9x0q27mz5t1rw").expect("a file can be written");
    let output = scan(folder.path(), &["--format", "jsonl", "--rules", "acme.toml", "a"]);
    assert_eq!(findings(&output)[0]["rule"], "acme-key");
    fs::write(folder.path().join("acme.toml"), rule.replace("90", "900"))
        .expect("it can be written");
    let output = scan(folder.path(), &["--rules", "acme.toml", "a"]);
    assert_eq!(code(&output), Some(2));
    assert!(text(&output.stderr).contains("acme.toml:7: rule `acme-key`, field `confidence`"));
}

#[test]
fn gitleaks_rules_that_cannot_be_carried_over_are_named() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let rules = "[[rules]]\nid = 'acme'\nregex = 'acme_[0-9a-z]{16}'\n\
                 [[rules]]\nid = 'open'\nregex = '(open'\n\
                 [[rules]]\nid = 'group'\nregex = '(acme)-[0-9a-z]{16}'\nsecretGroup = 2\n";
    fs::write(folder.path().join("g.toml"), rules).expect("a file can be written");
    fs::write(folder.path().join("a"), "acme_k3v9x0q27mz5t1rw").expect("a file can be written");
    let output = scan(folder.path(), &["--format", "jsonl", "--rules", "g.toml", "a"]);
    assert_eq!((findings(&output).len(), code(&output)), (1, Some(2)));
    let errors = text(&output.stderr);
    assert!(errors.contains("g.toml: rule `open` is left out: "), "{errors}");
    assert!(
        errors.contains("g.toml: rule `group` is left out: `secretGroup`: there is no group 2")
    );

    // It is none of Gitleaks' files, but has the name of a table wrong.
    let own = "vendor = 'Acme'\n[[rules]]\nid = 'acme-key'\npattern = 'acme_[0-9a-z]{16}'\n";
    fs::write(folder.path().join("own.toml"), own).expect("a file can be written");
    let output = scan(folder.path(), &["--rules", "own.toml", "a"]);
    assert_eq!(code(&output), Some(2));
    let errors = text(&output.stderr);
    assert!(errors.contains("own.toml:1: field `rule`: is missing"), "{errors}");
}

#[test]
fn what_is_redacted_has_the_fingerprints_of_reports() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("a"), token()).expect("a file can be written");
    let with_key = |arguments: &[&str]| {
        let mut program = support::program::scan(folder.path());
        program.env("KEYSIEVE_FINGERPRINT_KEY", "of ours");
        program.args(arguments).output().expect("the example runs")
    };
    let fingerprint = findings(&with_key(&["--format", "jsonl", "a"]))[0]["fingerprint"].clone();
    let redacted = with_key(&["--redact=fingerprint", "a"]);
    let label = format!("[REDACTED_{}:", fingerprint.as_str().expect("a text"));
    assert!(text(&redacted.stdout).starts_with(&label), "{}", text(&redacted.stdout));
}

#[test]
fn what_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("a"), "nothing here").expect("a file can be written");
    for option in ["--write-baseline", "--cache"] {
        let output = scan(folder.path(), &[option, "no-folder/x", "a"]);
        assert_eq!(code(&output), Some(2));
        assert!(text(&output.stderr).contains("no-folder/x: "), "{}", text(&output.stderr));
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_named_and_the_rest_scanned() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().expect("a folder can be made");
    symlink("nowhere", folder.path().join("broken")).expect("a link can be made");
    let closed = folder.path().join("closed");
    fs::write(&closed, token()).expect("a file can be written");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("it can be closed");
    fs::write(folder.path().join("open"), token()).expect("a file can be written");
    let output = scan(folder.path(), &["--format", "jsonl", "."]);
    let errors = text(&output.stderr);
    // Links that lead nowhere are common, and hold nothing; unless somebody asked for one.
    assert!(!errors.contains("broken"), "{errors}");
    assert!(text(&scan(folder.path(), &["broken"]).stderr).contains("broken: "));
    // Whoever may read everything, reads this file too.
    let is_closed = File::open(&closed).is_err();
    assert_eq!(errors.contains("closed: "), is_closed, "{errors}");
    assert_eq!(code(&output), Some(if is_closed { 2 } else { 1 }));
    assert!(findings(&output).iter().any(|finding| finding["path"] == "./open"));
}

#[test]
fn encoded_credentials_are_reported_and_redacted_when_asked_for() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let encoded = data_encoding::BASE64.encode(token().as_bytes());
    let content = format!("kind: Secret\ndata:\n  token: {encoded}\n");
    fs::write(folder.path().join("a.yaml"), &content).expect("a file can be written");
    let output = scan(folder.path(), &["--decode", "--format", "jsonl", "a.yaml"]);
    let found = &findings(&output)[0];
    assert_eq!(found["rule"], "gitlab-personal-access-token");
    assert_eq!(found["decoded"], serde_json::json!(["base64"]));
    let place = |field: &str| found[field].as_u64().expect("a number") as usize;
    assert_eq!(content[place("start")..place("end")], encoded);

    let redacted = scan(folder.path(), &["--decode", "--redact", "a.yaml"]);
    let expected = content.replace(&encoded, "[REDACTED:gitlab-personal-access-token]");
    assert_eq!((text(&redacted.stdout), code(&redacted)), (expected.as_str(), Some(1)));
    let masked = scan(folder.path(), &["--decode", "--redact=mask", "a.yaml"]);
    assert_eq!(text(&masked.stdout), content.replace(&encoded, &"*".repeat(encoded.len())));
}
