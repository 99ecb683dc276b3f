//! What is redacted in pieces keeps to the law, too; and a credential goes wherever it stands.

mod support;

use std::cell::RefCell;
use std::collections::HashSet;
use std::convert::Infallible;
use std::io::Write;
use std::ops::ControlFlow;

use data_encoding::{BASE64, HEXLOWER};
use keysieve::{
    Coverage, DecodeLimits, FingerprintKey, Limit, RedactedStream, Redaction, Ruleset, Scratch,
};
use proptest::prelude::*;
use support::examples;
use support::random::Random;
use support::template;

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

fn redactions() -> [Redaction; 5] {
    [
        Redaction::Mask,
        Redaction::Label,
        Redaction::KeepLast(4),
        Redaction::Fingerprint(FingerprintKey::public()),
        Redaction::Twin,
    ]
}

/// What a scan finds, decoded. Examples side by side may be nested beyond the stated depth, which is
/// reported and hides nothing that lies less deep.
fn secrets(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut secrets = Vec::new();
    let flow = SCRATCH.with_borrow_mut(|scratch| {
        Ruleset::builtin().scan_decoded(bytes, scratch, |found| {
            secrets.push(found.secret_bytes().to_vec());
            ControlFlow::<()>::Continue(())
        })
    });
    match flow {
        ControlFlow::Continue(Coverage::Complete) => {}
        ControlFlow::Continue(Coverage::Incomplete(incomplete)) => {
            assert_eq!(incomplete.limit(), Limit::Depth);
        }
        ControlFlow::Break(()) => unreachable!("the visitor goes on"),
    }
    secrets
}

fn redact(bytes: &[u8], redaction: &Redaction) -> Vec<u8> {
    SCRATCH.with_borrow_mut(|scratch| Ruleset::builtin().redact(bytes, redaction, scratch)).bytes
}

fn redact_in_pieces(
    bytes: &[u8],
    redaction: Redaction,
    mut length: impl FnMut() -> usize,
) -> (Vec<u8>, RedactedStream) {
    let mut redactor = Ruleset::builtin().redactor(redaction, DecodeLimits::default());
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| {
        out.extend_from_slice(bytes);
        Ok::<(), Infallible>(())
    };
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(length().min(rest.len()));
        let Ok(()) = redactor.push(piece, &mut write);
        rest = later;
    }
    let Ok(done) = redactor.finish(&mut write);
    (out, done)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

fn token(random: &mut Random) -> Vec<u8> {
    let template = "ghp_[[alnum 30]][[crc32-base62 30]]";
    template::expand(template, random).expect("it is well formed").bytes
}

#[test]
fn a_password_goes_wherever_it_stands() {
    let password = "kX93mLq0ZtWv";
    let encoded = BASE64.encode(format!("user app, word {password}, all plain").as_bytes());
    let hex = HEXLOWER.encode(format!("user app, word {password}, all plain").as_bytes());
    let text = format!(
        "before: {password}\nredis://app:{password}@cache:6379/0\nin_a_word{password}and more\n{encoded}\n{hex}\n"
    );
    for redaction in redactions() {
        let out = redact(text.as_bytes(), &redaction);
        let how = format!("{redaction:?}");
        assert!(!contains(&out, password.as_bytes()), "{how}");
        assert!(!contains(&out, encoded.as_bytes()) && !contains(&out, hex.as_bytes()), "{how}");
        assert!(contains(&out, b"before: ") && contains(&out, b"and more"), "{how}");
    }
    let mut masked = text.clone().into_bytes();
    let done =
        SCRATCH.with_borrow_mut(|scratch| Ruleset::builtin().redact_in_place(&mut masked, scratch));
    assert_eq!(done, (5, Coverage::Complete));
    assert!(!contains(&masked, password.as_bytes()));
}

/// More than there is room for at first, all of them bare later on.
#[test]
fn many_passwords_go_wherever_they_stand() {
    let mut random = Random::seeded(&["many passwords"]);
    let mut password = || {
        let password = template::expand("[[alnum 6]]7[[alnum 9]]", &mut random);
        String::from_utf8(password.expect("it is well formed").bytes).expect("it is ASCII")
    };
    let url = |password: &String| format!("redis://app:{password}@cache.internal:6379/0\n");
    let mut passwords: Vec<String> = (0..6000).map(|_| password()).collect();
    passwords.retain(|password| !secrets(url(password).as_bytes()).is_empty());
    let named: String = passwords.iter().map(url).collect();
    let text = [&named[..], &passwords.join("\n")].concat().into_bytes();
    let passwords: HashSet<&[u8]> = passwords.iter().map(String::as_bytes).collect();
    assert!(passwords.len() > 5900);
    let bare = |out: &[u8]| {
        out.split(|&byte| byte == b'\n').filter(|line| passwords.contains(line)).count()
    };

    assert_eq!(bare(&redact(&text, &Redaction::Label)), 0);
    let (out, done) = redact_in_pieces(&text, Redaction::Label, || 100_000);
    assert_eq!((bare(&out), done.coverage), (0, Coverage::Complete));

    // There the room is what it is, but each goes where it was found.
    let mut masked = text;
    let (places, coverage) =
        SCRATCH.with_borrow_mut(|scratch| Ruleset::builtin().redact_in_place(&mut masked, scratch));
    assert!(places >= passwords.len());
    let Coverage::Incomplete(incomplete) = coverage else { panic!("there was no room for all") };
    assert_eq!(incomplete.limit(), Limit::Findings);
}

#[test]
fn what_holds_no_credential_comes_out_as_it_is() {
    let mut random = Random::seeded(&["nothing to redact"]);
    let bytes = random.bytes(2_000_000);
    let text: Vec<u8> =
        bytes.iter().map(|byte| b"etaoin shrdlu\n,."[usize::from(byte % 16)]).collect();
    for haystack in [bytes, text] {
        let expected = redact(&haystack, &Redaction::Label);
        let (out, _) = redact_in_pieces(&haystack, Redaction::Label, || 1 + random.below(100_000));
        assert!(out == expected);
    }
}

#[test]
fn a_writer_gets_no_credential() {
    let mut random = Random::seeded(&["a writer"]);
    let mut writer =
        Ruleset::builtin().redact_writer(Vec::new(), Redaction::Label, DecodeLimits::default());
    let mut tokens = Vec::new();
    for number in 0..20_000 {
        writeln!(writer, "line {number}: nothing to see, and no end of it").unwrap();
        if number % 500 == 0 {
            let token = token(&mut random);
            writer.write_all(b"token ").unwrap();
            for piece in token.chunks(7) {
                writer.write_all(piece).unwrap();
            }
            writer.write_all(b"\n").unwrap();
            tokens.push(token);
        }
    }
    let (written, done) = writer.finish().unwrap();
    assert_eq!(done, RedactedStream { places: tokens.len(), coverage: Coverage::Complete });
    assert!(tokens.iter().all(|token| !contains(&written, &token[..8])));
    assert_eq!(memchr::memmem::find_iter(&written, b"[REDACTED:").count(), tokens.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn what_was_redacted_in_pieces_is_gone(seed: u64, longest in 1usize..300_000) {
        let mut random = Random::seeded(&[&seed.to_string()]);
        let rules = examples::load();
        let mut text = Vec::new();
        while text.len() < 1_500_000 {
            let rule = random.pick(&rules);
            let positives: Vec<_> = rule.positives.iter().collect();
            let Some(&example) = (!positives.is_empty()).then(|| *random.pick(&positives)).as_ref()
            else { continue };
            match random.below(4) {
                0 => text.extend(BASE64.encode(&example.bytes).bytes()),
                _ => text.extend_from_slice(&example.bytes),
            }
            text.push(b'\n');
            let filler = random.below(4000);
            text.extend(random.bytes(filler).iter().map(|byte| b"etaoin \n"[usize::from(byte % 8)]));
            text.push(b'\n');
        }
        let redaction = random.pick(&redactions()).clone();
        let how = format!("{redaction:?}");
        let (out, done) = redact_in_pieces(&text, redaction, || 1 + random.below(longest));
        prop_assert!(done.places > 0);
        let left = secrets(&out);
        prop_assert!(left.is_empty(), "{}: {} are left", how, left.len());
        for secret in secrets(&text).iter().filter(|secret| secret.len() >= 16) {
            prop_assert!(!contains(&out, secret), "{}: one stands in the clear", how);
        }
    }
}
