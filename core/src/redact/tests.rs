//! What redaction costs.

use alloc::string::String;

use data_encoding::BASE64;

use crate::decode::tests::decoded_by;
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
