//! What is told while a scan goes on: the same as at its end, and soon.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use std::sync::LazyLock;

use data_encoding::{BASE64, HEXLOWER};
use proptest::prelude::*;

use super::*;
use crate::coverage::Coverage;
use crate::support;

std::thread_local! {
    /// Bytes that this thread has decoded.
    pub(crate) static DECODED: Cell<usize> = const { Cell::new(0) };
}

/// How many bytes are decoded while `work` runs.
pub(crate) fn decoded_by(work: impl FnOnce()) -> usize {
    let before = DECODED.get();
    work();
    DECODED.get() - before
}

/// Examples of all rules, and what may stand between them.
static FRAGMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let examples = support::examples::load();
    let examples = examples.iter().flat_map(|rule| &rule.positives);
    let mut fragments: Vec<_> = examples.map(|example| example.bytes.clone()).collect();
    let between = ["\n", " ", "%20", "\\n", "=\n", "\" + \"", "the cache\0is full", "&amp;"];
    for _ in 0..fragments.len() / 10 {
        fragments.extend(between.iter().map(|text| text.as_bytes().to_vec()));
    }
    fragments.push(b"etaoin shrdlu ".repeat(400));
    fragments.push(b"Zk3vQ9mX2bLr7WnT5cHd1JpY6gSf8UaEo4iR".repeat(200));
    fragments
});

/// All that is told of the findings in a text, with a report after so many bytes.
fn found(text: &[u8], step: usize, scratch: &mut Scratch) -> (Vec<String>, Coverage) {
    let mut seen = Vec::new();
    let flow = Ruleset::builtin().find_iter(text).decoded_by_steps(step, scratch, |found| {
        let companions: Vec<_> = found.companions().collect();
        seen.push(std::format!("{found:?} {companions:?}"));
        ControlFlow::<()>::Continue(())
    });
    let ControlFlow::Continue(coverage) = flow else { panic!("the visitor goes on") };
    (seen, coverage)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_found_does_not_depend_on_how_often_it_is_told(
        choices in prop::collection::vec((any::<prop::sample::Index>(), 0..8u8), 1..120),
        step in 1usize..3000,
    ) {
        let mut text = Vec::new();
        for (index, how) in choices {
            let fragment = &FRAGMENTS[index.index(FRAGMENTS.len())];
            match how {
                0 => text.extend(BASE64.encode(fragment).bytes()),
                1 => text.extend(HEXLOWER.encode(fragment).bytes()),
                2 => text.extend(fragment.iter().flat_map(|byte| std::format!("%{byte:02x}").into_bytes())),
                3 => text.extend(fragment.iter().flat_map(|&byte| [byte, 0])),
                4 => BASE64.encode(fragment).as_bytes().chunks(64).for_each(|line| {
                    text.extend_from_slice(line);
                    text.push(b'\n');
                }),
                _ => text.extend_from_slice(fragment),
            }
        }
        let limits = DecodeLimits { piece: 1 << 14, ..DecodeLimits::default() };
        let mut scratch = Scratch::new(limits);
        let at_the_end = found(&text, usize::MAX, &mut scratch);
        prop_assert_eq!(found(&text, step, &mut scratch), at_the_end);
    }
}

/// The place of the first finding, and how much is decoded before it is told.
fn first(text: &[u8]) -> (usize, usize) {
    let (mut scratch, mut place) = (Scratch::default(), 0);
    let decoded = decoded_by(|| {
        let flow = Ruleset::builtin()
            .scan_decoded(text, &mut scratch, |found| ControlFlow::Break(found.secret().start));
        let ControlFlow::Break(start) = flow else { panic!("there is a finding") };
        place = start;
    });
    (place, decoded)
}

const LINE: &str = "A line of text so long that what begins after it is in another block of bytes.";

#[test]
fn the_first_finding_does_not_wait_for_what_comes_after_it() {
    let plain = "redis://app:kX93mLq0ZtWv@cache:6379/0";
    let encoded = BASE64.encode(plain.as_bytes());
    let escaped = "a%20line of %41 text that is escaped, ".repeat(100_000);
    let words = BASE64.encode("a line of text that is encoded ".repeat(100_000).as_bytes());
    let wrapped: Vec<&[u8]> = words.as_bytes().chunks(64).collect();
    let wrapped = String::from_utf8(wrapped.join(&b'\n')).expect("it is ASCII");
    for rest in [&escaped, &words, &wrapped, &(words.clone() + &escaped)] {
        for first_line in [plain, &encoded] {
            let (place, decoded) = first(std::format!("{first_line}\n{LINE}\n{rest}").as_bytes());
            assert!(place < 20, "{place}");
            assert!(decoded <= 2 << 20, "{decoded} of {} bytes", rest.len());
        }
    }
}
