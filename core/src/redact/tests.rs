//! What redaction costs, and what stands for covers that overlap.

use alloc::string::String;
use alloc::vec::Vec;

use data_encoding::BASE64;
use proptest::prelude::*;

use super::replacement::mask;
use super::{Place, Places};

use crate::decode::tests::decoded_by;
use crate::span::Span;
use crate::support::random::Random;
use crate::{Coverage, Limit, Ruleset, Scratch};

/// Many times as many as there is room for at a time.
#[test]
fn redaction_in_place_looks_at_nothing_more_often_the_more_there_is_to_mask() {
    let mut random = Random::seeded(&["in place"]);
    let mut text = String::new();
    for _ in 0..20_000 {
        let password = BASE64.encode(&random.bytes(12)).replace(['+', '/', '='], "x");
        let url = std::format!("redis://app:{password}@cache:6379/0");
        text.push_str("url: ");
        text.push_str(&BASE64.encode(url.as_bytes()));
        text.push('\n');
    }
    let mut masked = text.clone().into_bytes();
    let (mut places, mut coverage) = (0, Coverage::Complete);
    let decoded = decoded_by(|| {
        let mut scratch = Scratch::default();
        (places, coverage) = Ruleset::builtin().redact_in_place(&mut masked, &mut scratch);
    });
    assert!(places > 19_000, "{places}");
    assert!(decoded < 6 * text.len(), "{decoded} bytes for {}", text.len());
    // There is not that much room for what they were.
    let Coverage::Incomplete(reached) = coverage else { panic!("there is room for 4096") };
    assert_eq!(reached.limit(), Limit::Findings);
}

proptest! {
    #[test]
    fn masks_of_covers_that_cross_are_as_long_as_what_they_mask(
        bytes in prop::collection::vec(any::<u8>(), 64),
        covers in prop::collection::vec((0usize..64, 0usize..24), 0..12),
    ) {
        let mut places = Places::default();
        let mut is_covered = [false; 64];
        for (start, length) in covers {
            let span = Span { start, end: (start + length).min(64) };
            let text = places.texts.len();
            places.texts.extend(bytes[span.range()].iter().map(|&byte| mask(byte)));
            places.places.push(Place { span, text: Span { start: text, end: places.texts.len() } });
            is_covered[span.range()].fill(true);
        }
        places.join(&bytes);
        let (mut out, mut done): (Vec<u8>, usize) = (Vec::new(), 0);
        places.visit(|span, text| {
            assert!(span.start >= done, "in order and without overlap");
            out.extend(&bytes[done..span.start]);
            out.extend(text);
            done = span.end;
        });
        out.extend(&bytes[done..]);
        let expected = bytes.iter().zip(is_covered);
        let expected = expected.map(|(&byte, is)| if is { mask(byte) } else { byte });
        prop_assert_eq!(out, expected.collect::<Vec<_>>());
    }
}
