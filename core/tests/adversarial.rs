//! Input made to hurt: it ends, it gives sound findings, and no more of them than it has room for.
//!
//! Time is not measured here, since machines differ; a scan that grew faster than its input would
//! take hours on these and never finish.

mod support;

use std::ops::Range;
use std::sync::LazyLock;

use keysieve::{Limits, Ruleset};
use support::examples;
use support::random::Random;

/// The built-in rules, indicators included.
static RULESET: LazyLock<Ruleset> = LazyLock::new(|| {
    Ruleset::builder().indicators(true).build().expect("the built-in rules make a ruleset")
});

/// How long the hostile inputs are; the second shows what doubling does.
const SIZES: [usize; 2] = [1 << 20, 2 << 20];

/// No rule takes fewer bytes for a secret.
const SHORTEST_SECRET: usize = 4;

/// Scans, checks what comes out, and counts it.
#[track_caller]
fn scan(name: &str, haystack: &[u8]) -> usize {
    let mut count = 0;
    let mut last_end = 0;
    for finding in RULESET.find_iter(haystack) {
        let (secret, redact) = (finding.secret().range(), finding.redact().range());
        assert!(last_end <= secret.start, "{name}: findings overlap or are out of order");
        assert!(secret.start < secret.end, "{name}: an empty secret");
        assert!(redact.start <= secret.start && secret.end <= redact.end, "{name}: {redact:?}");
        assert!(redact.end <= haystack.len(), "{name}: a span past the end");
        last_end = secret.end;
        count += 1;
    }
    assert!(count <= haystack.len() / SHORTEST_SECRET, "{name}: {count} findings");
    count
}

/// The pattern again and again, up to that size.
fn repeated(pattern: &[u8], size: usize) -> Vec<u8> {
    pattern.iter().copied().cycle().take(size).collect()
}

#[test]
fn repeated_beginnings_of_secrets_end() {
    let beginnings: &[&str] = &[
        "eyJ",
        "eyJ.",
        "eyJhbGciOiJIUzI1NiJ9.",
        "eyJ.eyJ.",
        "AKIA",
        "ghp_",
        "github_pat_",
        "sk-",
        "sk-ant-api03-",
        "xoxb-",
        "AIza",
        "SG.",
        "bedrock-api-key-",
        "ABSK",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\\n",
        "-----END ",
        "-----",
        "password=",
        "password: ",
        "password = \"",
        "secret_key\":\"",
        "passwordpassword",
        "api_key api-key apikey ",
        "Authorization: Bearer ",
        "Authorization: Basic ",
        "://",
        "://a:",
        "://a:b@",
        "https://",
        "https://user:pass",
        "https://hooks.slack.com/",
        "Endpoint=sb://",
        "AccountKey=",
        "_authToken=",
        "X-Amz-Signature=",
        "X-Amz-Credential=AKIA",
        "aws_secret_access_key=",
        "00000000-0000-",
        "https%3A%2F%2F",
    ];
    for beginning in beginnings {
        let [once, twice] =
            SIZES.map(|size| scan(beginning, &repeated(beginning.as_bytes(), size)));
        assert!(twice <= 2 * once + 2, "{beginning}: {once} findings, then {twice}");
    }
}

#[test]
fn long_runs_of_one_byte_end() {
    for byte in *b"\n \"'=:/+-_.,A a0f\\%{<*\0\xff" {
        for size in SIZES {
            scan(&format!("byte {byte:#04x}"), &vec![byte; size]);
        }
    }
}

#[test]
fn long_runs_of_one_alphabet_end() {
    let alphabets: &[&[u8]] = &[
        b"0123456789",
        b"0123456789abcdef",
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=",
        b" \t\r\n",
        b"\"'`=: ",
        b"()[]{}<>",
    ];
    let mut random = Random::seeded(&["alphabets"]);
    for alphabet in alphabets {
        for size in SIZES {
            let haystack: Vec<u8> = (0..size).map(|_| *random.pick(alphabet)).collect();
            scan(&String::from_utf8_lossy(alphabet), &haystack);
        }
    }
}

#[test]
fn every_rule_s_own_beginning_repeated_ends() {
    const SIZE: usize = 64 << 10;
    for example in examples::load().iter().filter_map(|rule| rule.positives.first()) {
        let secret = example.secret();
        for part in [secret, &secret[..secret.len() / 2], &secret[..secret.len().min(4)]] {
            let name = format!("{}, {} bytes repeated", example.rule, part.len());
            scan(&name, &repeated(part, SIZE));
        }
        let before = &example.bytes[..example.secret.start];
        scan(&format!("{}, what stands before it repeated", example.rule), &repeated(before, SIZE));
    }
}

/// What is found, with the limits of one who counts steps: then every place is looked at, also one
/// that is like others.
fn found(haystack: &[u8], steps: u64) -> Vec<(&'static str, Range<usize>)> {
    let mut limits = Limits::default();
    limits.steps = steps;
    let findings = RULESET.find_iter(haystack).limited(limits);
    findings.map(|finding| (finding.rule().id(), finding.redact().range())).collect()
}

#[test]
fn what_repeats_hides_nothing_among_it() {
    for example in examples::load().iter().filter_map(|rule| rule.positives.first()) {
        let Range { start, end } = example.secret;
        // Ends before, within and with the secret, so that what goes on like it differs only later.
        for cut in [start, end.min(start + 4), usize::midpoint(start, end), end] {
            // Longer than what is gone over at once.
            let size = (12 * cut.clamp(1, 400)).max(2000);
            let part = repeated(&example.bytes[..cut.max(1)], size);
            let pieces = [&part, &example.bytes[..], &part, b"\n", &example.bytes[..], &part];
            let haystack = pieces.concat();
            let each = found(&haystack, u64::MAX >> 2);
            assert_eq!(found(&haystack, u64::MAX), each, "{}, cut at {cut}", example.rule);
        }
    }
}

#[test]
fn every_prefix_and_suffix_of_an_example_can_be_scanned() {
    for example in examples::load().iter().filter_map(|rule| rule.positives.first()) {
        // Every cut of a short example, and as many of a long one.
        let step = example.bytes.len().div_ceil(200);
        for at in (0..=example.bytes.len()).step_by(step.max(1)) {
            let (prefix, suffix) = example.bytes.split_at(at);
            scan(&format!("{}, cut at {at}", example.rule), prefix);
            scan(&format!("{}, cut at {at}", example.rule), suffix);
        }
    }
}

#[test]
fn nested_quotes_and_escapes_end() {
    for size in SIZES {
        let mut haystack = Vec::new();
        for depth in (1..).take_while(|depth| depth * depth < size) {
            haystack.extend(b"{\"password\":");
            haystack.extend(std::iter::repeat_n(b'\\', depth));
            haystack.push(b'"');
        }
        scan("nested escapes", &haystack);
    }
}
