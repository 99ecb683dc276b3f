//! Streams against whole buffers, with a look and a move after every piece: nothing may depend on
//! where the window stands.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::allow::Markers;
use crate::support;

/// What is reported of a finding.
type Seen = (String, [Range64; 2], u8, Vec<Range64>, Position);

type Range64 = core::ops::Range<u64>;

fn wide(span: crate::Span) -> Range64 {
    span.start as u64..span.end as u64
}

/// Everything is reported, so that everything is compared; and what stands around a finding counts.
static RULESET: LazyLock<Ruleset> = LazyLock::new(|| {
    let builder = Ruleset::builder().indicators(true).min_confidence(0).markers(Markers::ALL);
    builder.build().expect("the built-in rules build")
});

/// Examples of all rules, and what may stand between them.
static FRAGMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let examples = support::examples::load();
    let examples = examples.iter().flat_map(|rule| rule.positives.iter().chain(&rule.negatives));
    let mut fragments: Vec<_> = examples.map(|example| example.bytes.clone()).collect();
    let between = [
        "\n",
        " ",
        "\"",
        "=",
        ": ",
        "- ",
        "{",
        "}",
        "_",
        ".",
        " # keysieve:allow",
        "gitleaks:allow",
        "pragma: allowlist nextline secret\n",
    ];
    for _ in 0..fragments.len() / 20 {
        fragments.extend(between.iter().map(|text| text.as_bytes().to_vec()));
    }
    // A token of many runs, and one that is longer than any.
    fragments.push(b"kX93mLq0ZtWv.vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB-".repeat(30));
    fragments.push(b"Zk3vQ9mX2bLr7WnT5cHd1JpY6gSf8UaEo4iR".repeat(100));
    fragments
});

fn whole(haystack: &[u8]) -> Vec<Seen> {
    let mut positions = crate::Positions::new(haystack);
    let see = |finding: Finding<'_>| {
        let companions = finding.companions().map(|other| wide(other.secret())).collect();
        let position = positions.at(finding.secret().start);
        let spans = [wide(finding.secret()), wide(finding.redact())];
        (finding.rule().id().into(), spans, finding.confidence(), companions, position)
    };
    RULESET.find_iter(haystack).map(see).collect()
}

/// The same in pieces of these lengths, over and over.
fn streamed(haystack: &[u8], lengths: &[usize]) -> Vec<Seen> {
    let mut seen = Vec::new();
    let mut visit = |found: StreamFinding<'_, '_>| {
        let companions = found.companions().map(|(_, secret)| secret).collect();
        let spans = [found.secret(), found.redact()];
        let confidence = found.finding().confidence();
        let id = found.rule().id().into();
        seen.push((id, spans, confidence, companions, found.position()));
        ControlFlow::<()>::Continue(())
    };
    let mut stream = RULESET.stream(vec![0xff; RULESET.stream_buffer()]).expect("it is as long");
    stream.step = 1;
    let mut rest = haystack;
    for &length in lengths.iter().cycle() {
        let (piece, later) = rest.split_at(length.min(rest.len()));
        assert!(stream.push(piece, &mut visit).is_continue());
        stream.make_room();
        rest = later;
        if rest.is_empty() {
            break;
        }
    }
    assert_eq!(stream.finish(&mut visit), ControlFlow::Continue(Coverage::Complete));
    assert_eq!(stream.filled, 0, "the stream is ready for the next");
    seen
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_stream_finds_what_the_whole_holds(
        choices in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..150),
        lengths in prop::collection::vec(1usize..3000, 1..20),
    ) {
        let mut haystack = Vec::new();
        for (index, cut) in choices {
            let fragment = &FRAGMENTS[index.index(FRAGMENTS.len())];
            let kept = if cut < 64 { fragment.len() * usize::from(cut) / 64 } else { fragment.len() };
            haystack.extend_from_slice(&fragment[..kept]);
        }
        prop_assert_eq!(streamed(&haystack, &lengths), whole(&haystack));
    }
}

#[test]
fn what_overlaps_and_belongs_together_without_end_is_found_the_same_way() {
    let id = ["AK", "IAQ3EGV5VZSW2LX7KM"].concat();
    let secret = "vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB";
    let pem = ["-----BEGIN RSA PRIVATE", " KEY-----\nMIIEpAIBAAKCAQEA"].concat();
    for pattern in [
        std::format!("{id},{secret},"),
        std::format!("{id} "),
        std::format!("{id}:{secret}\n{secret}\n"),
        std::format!("{pem}\n"),
        "postgres://a:".into(),
        "eyJhbGciOiJIUzI1NiJ9.".into(),
        "password: ".into(),
        "secret=a1b2c3d4e5f6".into(),
        "kX93mLq0ZtWv.".into(),
    ] {
        let haystack = pattern.repeat(60_000 / pattern.len());
        let expected = whole(haystack.as_bytes());
        for lengths in [&[977][..], &[1, 64, 4096], &[60_000]] {
            assert_eq!(streamed(haystack.as_bytes(), lengths), expected, "{pattern}");
        }
    }
}
