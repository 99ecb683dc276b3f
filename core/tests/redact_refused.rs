//! What is redacted in pieces for a writer that does not take all of it at once: nothing is lost, and
//! nothing comes twice.

mod support;

use std::convert::Infallible;
use std::io::{self, Write};

use keysieve::{Coverage, DecodeLimits, Limit, Redaction, Ruleset, Scratch};
use proptest::prelude::*;
use support::random::Random;

/// Lines, some of them with a credential.
fn text(random: &mut Random, length: usize) -> Vec<u8> {
    let mut text = Vec::new();
    while text.len() < length {
        let number = random.below(10_000);
        let _ = match number % 50 {
            0 => writeln!(text, "redis://app:kX93mLq0Zt{number:04}Wv@cache:6379/0"),
            _ => writeln!(text, "line {number}: nothing to see, and no end of it"),
        };
    }
    text
}

fn redacted(text: &[u8]) -> Vec<u8> {
    Ruleset::builtin().redact(text, &Redaction::Label, &mut Scratch::default()).bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_a_callback_refuses_is_offered_again(seed: u64, longest in 1usize..900_000) {
        let mut random = Random::seeded(&[&seed.to_string()]);
        let text = text(&mut random, 2_000_000);
        let mut redactor = Ruleset::builtin().redactor(Redaction::Label, DecodeLimits::default());
        let (mut out, mut refusals, mut dice) = (Vec::new(), 0, Random::seeded(&["dice"]));
        let mut write = |bytes: &[u8]| {
            if dice.below(3) > 0 {
                refusals += 1;
                return Err(());
            }
            out.extend_from_slice(bytes);
            Ok(())
        };
        let mut rest = &text[..];
        while !rest.is_empty() {
            let (piece, later) = rest.split_at((1 + random.below(longest)).min(rest.len()));
            let _ = redactor.push(piece, &mut write);
            rest = later;
        }
        let done = loop {
            if let Ok(done) = redactor.finish(&mut write) {
                break done;
            }
        };
        prop_assert_eq!(done.coverage, Coverage::Complete);
        prop_assert_eq!(done.places, memchr::memmem::find_iter(&out, b"[REDACTED:").count());
        prop_assert!(refusals > 0);
        prop_assert!(out == redacted(&text));
    }

    #[test]
    fn what_a_writer_takes_in_part_comes_once(seed: u64, longest in 1usize..900_000) {
        let mut random = Random::seeded(&[&seed.to_string()]);
        let text = text(&mut random, 2_000_000);
        let slow = Slow { taken: Vec::new(), dice: Random::seeded(&["dice"]), refusals: 0 };
        let mut writer =
            Ruleset::builtin().redact_writer(slow, Redaction::Label, DecodeLimits::default());
        let mut rest = &text[..];
        while !rest.is_empty() {
            let piece = &rest[..(1 + random.below(longest)).min(rest.len())];
            match writer.write(piece) {
                Ok(taken) => rest = &rest[taken..],
                Err(error) => prop_assert_eq!(error.kind(), io::ErrorKind::WouldBlock),
            }
        }
        while writer.write_held().is_err() {}
        prop_assert_eq!(writer.redactor().held(), 0);
        while writer.flush().is_err() {}
        let (slow, done) = writer.finish().expect("nothing is left");
        prop_assert!(slow.refusals > 0);
        prop_assert_eq!(done.places, memchr::memmem::find_iter(&slow.taken, b"[REDACTED:").count());
        prop_assert!(slow.taken == redacted(&text));
    }
}

/// A writer that would block as often as not, and else takes a part.
struct Slow {
    taken: Vec<u8>,
    dice: Random,
    refusals: usize,
}

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.dice.below(2) == 0 {
            self.refusals += 1;
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let count = (1 + self.dice.below(200_000)).min(bytes.len());
        self.taken.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_flush_gives_out_all_that_is_held_and_the_stream_goes_on() {
    let mut random = Random::seeded(&["flush"]);
    let text = text(&mut random, 1_500_000);
    let mut redactor = Ruleset::builtin().redactor(Redaction::Label, DecodeLimits::default());
    let (mut out, mut most) = (Vec::new(), 0);
    let mut write = |bytes: &[u8]| {
        out.extend_from_slice(bytes);
        Ok::<(), Infallible>(())
    };
    for (number, line) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let Ok(()) = redactor.push(line, &mut write);
        most = most.max(redactor.held());
        if number % 3000 == 0 {
            let Ok(()) = redactor.flush(&mut write);
            assert_eq!(redactor.held(), 0);
        }
    }
    assert!(most > 100_000 && most <= redactor.window(), "{most}");
    let so_far = redactor.so_far().places;
    let Ok(done) = redactor.finish(&mut write);
    assert!(so_far > 0 && so_far <= done.places);
    assert_eq!(redactor.so_far().places, 0);
    assert!(out == redacted(&text));
}

/// What was given out of a credential cannot be taken back; the rest of it does not follow.
#[test]
fn of_a_credential_that_a_flush_cuts_the_rest_is_masked() {
    let mut redactor = Ruleset::builtin().redactor(Redaction::Label, DecodeLimits::default());
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| {
        out.extend_from_slice(bytes);
        Ok::<(), Infallible>(())
    };
    let Ok(()) = redactor.push(b"redis://app:kX9", &mut write);
    let Ok(()) = redactor.flush(&mut write);
    let Ok(()) = redactor.push(b"3mLq0ZtWv@cache:6379/0", &mut write);
    let Ok(done) = redactor.finish(&mut write);
    assert_eq!(done.places, 1);
    assert_eq!(out, b"redis://app:kX9*********@cache:6379/0");
}

#[test]
fn a_limit_is_told_while_the_stream_goes_on() {
    let mut limits = DecodeLimits::default();
    limits.total = 16;
    let mut redactor = Ruleset::builtin().redactor(Redaction::Mask, limits);
    let line =
        b"Y29ubmVjdGluZyB0byBhbXFwOi8vd29ya2VyOmtYOTNtTHEwWnRXdkBtcS5pbnRlcm5hbDo1NjcyLw==\n";
    let Ok(()) = redactor.push(&line.repeat(10_000), &mut |_| Ok::<(), Infallible>(()));
    let Coverage::Incomplete(reached) = redactor.so_far().coverage else {
        panic!("it was reached")
    };
    assert_eq!(reached.limit(), Limit::Total);
    redactor.restart();
    assert_eq!(redactor.so_far().coverage, Coverage::Complete);
}
