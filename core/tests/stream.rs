//! Text that comes in pieces: the findings are those of the whole, however it is cut.

mod support;

use std::io::{self, Read};
use std::ops::{ControlFlow, Range};

use keysieve::{Coverage, Position, Positions, Ruleset, STREAM_BUFFER, Stream, StreamFinding};
use proptest::prelude::*;
use support::examples;
use support::random::Random;
use support::template;

/// What is reported of a finding.
#[derive(Debug, PartialEq)]
struct Seen {
    rule: String,
    secret: Range<u64>,
    redact: Range<u64>,
    confidence: u8,
    companions: Vec<Range<u64>>,
    position: Position,
}

fn whole(haystack: &[u8]) -> Vec<Seen> {
    let wide = |span: keysieve::Span| span.start as u64..span.end as u64;
    let mut positions = Positions::new(haystack);
    let findings = Ruleset::builtin().find_iter(haystack);
    findings
        .map(|finding| Seen {
            rule: finding.rule().id().into(),
            secret: wide(finding.secret()),
            redact: wide(finding.redact()),
            confidence: finding.confidence(),
            companions: finding.companions().map(|other| wide(other.secret())).collect(),
            position: positions.at(finding.secret().start),
        })
        .collect()
}

fn see(found: StreamFinding<'_, '_>) -> Seen {
    Seen {
        rule: found.rule().id().into(),
        secret: found.secret(),
        redact: found.redact(),
        confidence: found.finding().confidence(),
        companions: found.companions().map(|(_, secret)| secret).collect(),
        position: found.position(),
    }
}

fn stream() -> Stream<'static, Vec<u8>> {
    Ruleset::builtin().stream(vec![0; STREAM_BUFFER]).expect("it is long enough")
}

fn streamed<'h>(pieces: impl Iterator<Item = &'h [u8]>) -> Vec<Seen> {
    let mut seen = Vec::new();
    let mut visit = |found: StreamFinding<'_, '_>| {
        seen.push(see(found));
        ControlFlow::<()>::Continue(())
    };
    let mut stream = stream();
    for piece in pieces {
        assert!(stream.push(piece, &mut visit).is_continue());
    }
    assert_eq!(stream.finish(&mut visit), ControlFlow::Continue(Coverage::Complete));
    seen
}

/// The examples of all rules in an order of chance, with text between them.
fn corpus(random: &mut Random, size: usize) -> Vec<u8> {
    let rules = examples::load();
    let mut corpus = Vec::new();
    while corpus.len() < size {
        let rule = random.pick(&rules);
        let all: Vec<_> = rule.positives.iter().chain(&rule.negatives).collect();
        corpus.extend_from_slice(&random.pick(&all).bytes);
        let filler = random.below(400);
        corpus.extend(random.bytes(filler).iter().map(|byte| b" etaoin\n"[usize::from(byte % 8)]));
        corpus.push(b'\n');
    }
    corpus
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_split_gives_the_findings_of_the_whole(
        seed: u64,
        longest in prop::sample::select(vec![2usize, 100, 5_000, 70_000, 500_000]),
    ) {
        let mut random = Random::seeded(&[&seed.to_string()]);
        let corpus = corpus(&mut random, 400_000);
        let mut rest = corpus.as_slice();
        let pieces = std::iter::from_fn(|| {
            let (piece, later) = rest.split_at(random.below(longest).min(rest.len()));
            rest = later;
            (!later.is_empty() || !piece.is_empty()).then_some(piece)
        });
        let expected = whole(&corpus);
        prop_assert!(expected.len() > 100);
        prop_assert_eq!(streamed(pieces), expected);
    }
}

#[test]
fn a_byte_at_a_time_gives_the_findings_of_the_whole() {
    let corpus = corpus(&mut Random::seeded(&["a byte at a time"]), 300_000);
    assert_eq!(streamed(corpus.chunks(1)), whole(&corpus));
}

/// Gives a few bytes at a time, and is interrupted now and then.
struct Slow<'h>(&'h [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        if self.1.is_multiple_of(7) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let length = buffer.len().min(1 + self.1 % 999);
        self.0.read(&mut buffer[..length])
    }
}

#[test]
fn a_reader_gives_the_findings_of_the_whole() {
    let corpus = corpus(&mut Random::seeded(&["a reader"]), 300_000);
    let mut stream = stream();
    // Twice, since a stream that is finished is ready for another.
    for _ in 0..2 {
        let mut seen = Vec::new();
        let flow = stream.read_all(Slow(&corpus, 0), |found| {
            seen.push(see(found));
            ControlFlow::<()>::Continue(())
        });
        assert_eq!(flow.unwrap(), ControlFlow::Continue(Coverage::Complete));
        assert_eq!(seen, whole(&corpus));
    }
}

#[test]
fn a_reader_that_fails_says_so() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let error = stream().read_all(Broken, |_| ControlFlow::<()>::Continue(())).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
}

#[test]
fn a_break_ends_the_stream() {
    let text = b"redis://app:kX93mLq0ZtWv@cache:6379/0\n".repeat(10_000);
    let mut stream = stream();
    let flow = stream.push(&text, |found| ControlFlow::Break(found.secret()));
    assert_eq!(flow, ControlFlow::Break(12..24));
    // What comes next is another stream: its places count from there.
    let flow = stream.push(&text, |found| ControlFlow::Break(found.secret()));
    assert_eq!(flow, ControlFlow::Break(12..24));
}

#[test]
fn one_line_of_12_megabytes_loses_no_token() {
    const TOKENS: usize = 11_488;
    let mut random = Random::seeded(&["one line"]);
    let mut line = Vec::new();
    let mut starts = Vec::new();
    for number in 0..TOKENS {
        let token = template::expand("ghp_[[alnum 30]][[crc32-base62 30]]", &mut random).unwrap();
        starts.push(line.len() as u64);
        line.extend_from_slice(&token.bytes);
        while line.len() < (number + 1) * 12_000_000 / TOKENS {
            line.extend_from_slice(b" lorem ipsum dolor sit amet,");
        }
    }
    assert!(line.len() >= 12_000_000 && !line.contains(&b'\n'));
    let found = streamed(line.chunks(4096));
    assert_eq!(found.len(), TOKENS);
    for (seen, start) in found.iter().zip(starts) {
        assert_eq!(seen.secret, start..start + 40);
        assert_eq!((seen.position.line, seen.position.column as u64), (1, start + 1));
    }
}

#[test]
fn what_is_hostile_is_found_the_same_way() {
    let pem = ["-----BEGIN RSA PRIVATE", " KEY-----\nMIIEpAIBAAKCAQEA"].concat();
    for pattern in
        ["eyJ", "eyJhbGciOiJIUzI1NiJ9.", "postgres://a:", "password: ", "kX93mLq0.", &pem]
    {
        let haystack = pattern.repeat(600_000 / pattern.len());
        let haystack = haystack.as_bytes();
        assert_eq!(streamed(haystack.chunks(4096)), whole(haystack), "{pattern}");
    }
}

#[test]
fn below_a_carriage_return_alone_no_map_goes_on_after_whatever_line_feed_follows() {
    let mut random = Random::seeded(&["carriage return"]);
    let item = template::expand("\n  bob: «[[alnum 8]]!7»\n", &mut random).unwrap().bytes;
    for (filler, count) in [(0, 1), (200_000, 0)] {
        let text = [b"passwords:\r  ", vec![b'x'; filler].as_slice(), &item].concat();
        let found = whole(&text);
        assert_eq!(found.len(), count);
        assert_eq!(streamed([text.as_slice()].into_iter()), found);
    }
}
