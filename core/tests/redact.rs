//! What is redacted is gone: no scan finds it, and no eight bytes of it are left.

mod support;

use std::cell::RefCell;
use std::ops::ControlFlow;

use data_encoding::{BASE64, HEXLOWER};
use keysieve::{Coverage, FingerprintKey, Incomplete, Limit, Redaction, Ruleset, Scratch};
use proptest::prelude::*;
use support::random::Random;
use support::{examples, template};

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Bytes of a credential that may stay side by side.
const MOST_KEPT: usize = 7;

fn redactions() -> [Redaction; 5] {
    [
        Redaction::Mask,
        Redaction::Label,
        Redaction::KeepLast(4),
        Redaction::Fingerprint(FingerprintKey::public()),
        Redaction::Twin,
    ]
}

/// A secret as it is or as it is encoded, and in how many bytes of it eight bytes of the secret
/// stand at least. One that is seen where nothing is decoded counts, too, be it that something else
/// is seen in its place where it is.
struct Secret {
    rule: String,
    bytes: Vec<u8>,
    window: usize,
}

fn secrets(bytes: &[u8]) -> Vec<Secret> {
    let mut secrets = Vec::new();
    let _ = SCRATCH.with_borrow_mut(|scratch| {
        Ruleset::builtin().scan_decoded(bytes, scratch, |found| {
            let secret = found.secret_bytes();
            for bytes in [secret, &bytes[found.secret().range()]] {
                let window = ((MOST_KEPT + 1) * bytes.len()).div_ceil(secret.len());
                let rule = found.rule().id().to_owned();
                secrets.push(Secret { rule, bytes: bytes.to_vec(), window });
            }
            ControlFlow::<()>::Continue(())
        })
    });
    for found in Ruleset::builtin().find_iter(bytes) {
        let rule = found.rule().id().to_owned();
        let bytes = bytes[found.secret().range()].to_vec();
        secrets.push(Secret { rule, bytes, window: MOST_KEPT + 1 });
    }
    secrets
}

/// What stands around the secrets.
fn outside(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes.to_vec();
    let _ = SCRATCH.with_borrow_mut(|scratch| {
        Ruleset::builtin().scan_decoded(bytes, scratch, |found| {
            for span in [found.secret(), found.redact()] {
                rest[span.range()].fill(0xff);
            }
            ControlFlow::<()>::Continue(())
        })
    });
    rest
}

/// The bytes without what redaction itself has put there.
fn without_labels(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes;
    let mut kept = Vec::new();
    while let Some(start) = memchr::memmem::find(rest, b"[REDACTED") {
        kept.extend(&rest[..start]);
        kept.push(b'|');
        rest = &rest[start..];
        let is_label = |byte: &&u8| !b"*]\n".contains(byte);
        rest = &rest[rest.iter().take_while(is_label).count()..];
    }
    kept.extend(rest);
    kept
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

/// What is wrong with what was made of some bytes, if anything is.
fn broken(bytes: &[u8], redacted: &[u8]) -> Option<String> {
    let kept = without_labels(redacted);
    let others = outside(bytes);
    for label in memchr::memmem::find_iter(redacted, b"[REDACTED") {
        // As the user of a URL it reads like a name and a password, and the latter is masked.
        if redacted[..label].ends_with(b"//") || redacted[..label].ends_with(b"f") {
            continue;
        }
        let label = &redacted[label + 1..];
        let end = label
            .iter()
            .position(|&byte| !(byte.is_ascii_alphanumeric() || b"-:_".contains(&byte)));
        if end.is_none_or(|end| label[end] != b']' && label[end] != 0) {
            return Some("a label was masked".into());
        }
    }
    for secret in secrets(bytes) {
        for window in secret.bytes.windows(secret.window) {
            // Signs alone tell nothing, and a twin keeps them.
            if !window.iter().any(u8::is_ascii_alphanumeric) {
                continue;
            }
            // The same word may stand beside it.
            if contains(&kept, window) && !contains(&others, window) {
                let window = String::from_utf8_lossy(window);
                return Some(format!("{}: `{window}` is left", secret.rule));
            }
        }
    }
    let left: Vec<String> = secrets(redacted).into_iter().map(|secret| secret.rule).collect();
    (!left.is_empty()).then(|| format!("still found: {left:?}"))
}

fn check(name: &str, bytes: &[u8], problems: &mut Vec<String>) {
    if secrets(bytes).is_empty() {
        return;
    }
    for redaction in redactions() {
        let how = format!("{redaction:?}");
        let redacted = SCRATCH
            .with_borrow_mut(|scratch| Ruleset::builtin().redact(bytes, &redaction, scratch));
        // What is nested too deeply is no secret to `secrets` either; no other limit may be reached.
        let is_deep = |incomplete: Incomplete| incomplete.limit() == Limit::Depth;
        assert!(match redacted.coverage {
            Coverage::Complete => true,
            Coverage::Incomplete(incomplete) => is_deep(incomplete),
        });
        assert!(redacted.places > 0);
        if let Some(problem) = broken(bytes, &redacted.bytes) {
            let made = String::from_utf8_lossy(&redacted.bytes);
            problems.push(format!("{name}, {how}: {problem}, in\n    {made}"));
        }
    }
    let mut masked = bytes.to_vec();
    let (places, _) =
        SCRATCH.with_borrow_mut(|scratch| Ruleset::builtin().redact_in_place(&mut masked, scratch));
    assert!(places > 0 && masked.len() == bytes.len());
    if let Some(problem) = broken(bytes, &masked) {
        problems.push(format!("{name}, in place: {problem}"));
    }
}

/// The examples of all rules, each by itself.
fn all() -> Vec<(String, Vec<u8>)> {
    let rules = examples::load();
    let named = rules.iter().flat_map(|rule| &rule.positives);
    named
        .map(|example| (format!("{}, {}", example.rule, example.case), example.bytes.clone()))
        .collect()
}

#[test]
fn nothing_is_left_of_any_kind() {
    let mut problems = Vec::new();
    for (name, bytes) in all() {
        check(&name, &bytes, &mut problems);
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn nothing_is_left_of_any_kind_when_encoded() {
    let mut problems = Vec::new();
    for (name, bytes) in all() {
        let base64 = BASE64.encode(&bytes).into_bytes();
        let escaped = bytes.iter().flat_map(|byte| format!("%{byte:02x}").into_bytes());
        let escaped: Vec<u8> = escaped.collect();
        check(&format!("{name}, base64"), &base64, &mut problems);
        check(&format!("{name}, hex"), HEXLOWER.encode(&bytes).as_bytes(), &mut problems);
        check(&format!("{name}, percent"), &escaped, &mut problems);
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn what_ends_with_an_equals_sign_is_not_joined_with_the_next_line() {
    let mut random = Random::seeded(&["padded"]);
    let mut problems = Vec::new();
    let nexts = [
        "ghp_[[alnum 30]][[crc32-base62 30]]",
        "xoxb-[[digits 12]]-[[digits 12]]-[[alnum 24]]",
        "redis://app:[[alnum 20]]@cache:6379/0",
        "region = eu-west-1",
    ];
    for joint in ["=\n", "=\r\n", "==\n\n", r"=\n", r"=\r\n"] {
        for length in 600..606 {
            for next in nexts {
                let text = format!("IQoJb3JpZ2luX2VjE[[base64 {length}]]{joint}{next}\n");
                let bytes = template::expand(&text, &mut random).expect("it is well formed").bytes;
                check(&format!("{length}, {joint:?}, {next}"), &bytes, &mut problems);
                let redact = |scratch: &mut Scratch| {
                    Ruleset::builtin().redact(&bytes, &Redaction::Label, scratch).bytes
                };
                let redacted = SCRATCH.with_borrow_mut(redact);
                if next.contains("region") && !contains(&redacted, next.as_bytes()) {
                    problems.push(format!("{length}, {joint:?}: the next line is changed"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// The vendor of the first gives out longer ones, so that there it would not be reported.
#[test]
fn what_one_name_makes_sure_goes_from_under_another_that_casts_doubt_on_it() {
    let value = ["d1766940-8c10", "-4b3e-b065-e485"].concat();
    let text = format!("{{\"vapiToken\": \"{value}\"}}, {{\"ourToken\": \"{value}\"}}");
    let redact = |text: &str| {
        let redact = |scratch: &mut Scratch| {
            Ruleset::builtin().redact(text.as_bytes(), &Redaction::Label, scratch)
        };
        SCRATCH.with_borrow_mut(redact).places
    };
    assert_eq!(redact(&text), 2);
    assert_eq!(redact(text.split_once(',').map_or("", |(first, _)| first)), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_is_left_of_many_in_a_row(
        choice in prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, "[ \n;,]{0,3}"), 1..12),
    ) {
        let all = all();
        let mut bytes = Vec::new();
        for (index, encoding, separator) in choice {
            let (_, example) = index.get(&all);
            bytes.extend(match encoding {
                0 => BASE64.encode(example).into_bytes(),
                1 => example.iter().flat_map(|byte| format!("\\u{byte:04x}").into_bytes()).collect(),
                _ => example.clone(),
            });
            bytes.extend(separator.bytes());
        }
        let mut problems = Vec::new();
        check("many", &bytes, &mut problems);
        prop_assert!(problems.is_empty(), "{}", problems.join("\n"));
        // And in place what is left is what a copy has.
        let (redacted, masked) = SCRATCH.with_borrow_mut(|scratch| {
            let redacted = Ruleset::builtin().redact(&bytes, &Redaction::Mask, scratch);
            let places = Ruleset::builtin().redact_in_place(&mut bytes, scratch).0;
            (redacted, places)
        });
        prop_assert_eq!((redacted.bytes, redacted.places), (bytes, masked));
    }
}
