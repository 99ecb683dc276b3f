//! Any bytes, in any pieces: the findings of the whole. The first bytes say how to cut and what
//! stands before, so that the window's borders come to stand anywhere.

use std::ops::ControlFlow;

use keysieve::{
    Allow, Limits, Markers, Positions, Ruleset, STREAM_BUFFER, Span, Stream, StreamFinding,
};
use std::cell::RefCell;
use std::sync::LazyLock;

static RULESET: LazyLock<Ruleset> = LazyLock::new(|| {
    let builder = Ruleset::builder().min_confidence(0).markers(Markers::ALL);
    builder.allow(Allow::new("a word").word("allowed")).build().expect("built-in rules build")
});

thread_local! {
    static STREAM: RefCell<Stream<'static, Vec<u8>>> = RefCell::new(
        LazyLock::force(&RULESET).stream(vec![0; STREAM_BUFFER]).expect("it is long enough"),
    );
}

/// Rule, secret, redaction, line and column, confidence.
type Seen = (&'static str, [u64; 4], [usize; 2], u8);

pub fn run(bytes: &[u8]) {
    let Some((&[first, second, third, fourth], text)) = bytes.split_first_chunk() else { return };
    // Often more than the window holds, so that it moves.
    let before = usize::from(u16::from_le_bytes([first, second])) * 3;
    let mut haystack = b"\nlorem ipsum ".iter().copied().cycle().take(before).collect::<Vec<_>>();
    let times = 1 + usize::from(third) % 8;
    haystack.extend_from_slice(&text.repeat(times));

    let mut positions = Positions::new(&haystack);
    let mut findings = RULESET.find_iter(&haystack).limited(Limits::default());
    let wide = |span: Span| [span.start as u64, span.end as u64];
    let mut expected: Vec<Seen> = Vec::new();
    for finding in findings.by_ref() {
        let [start, end] = wide(finding.secret());
        let [from, to] = wide(finding.redact());
        let position = positions.at(finding.secret().start);
        let (id, confidence) = (finding.rule().id(), finding.confidence());
        expected.push((id, [start, end, from, to], [position.line, position.column], confidence));
    }

    STREAM.with_borrow_mut(|stream| {
        let already = stream.suppressed();
        let mut seen: Vec<Seen> = Vec::new();
        let mut visit = |found: StreamFinding<'static, '_>| {
            let (secret, redact) = (found.secret(), found.redact());
            let (position, confidence) = (found.position(), found.finding().confidence());
            let spans = [secret.start, secret.end, redact.start, redact.end];
            seen.push((found.rule().id(), spans, [position.line, position.column], confidence));
            ControlFlow::<()>::Continue(())
        };
        let mut length = 1 + usize::from(fourth);
        let mut rest = haystack.as_slice();
        while !rest.is_empty() {
            let (piece, later) = rest.split_at(length.min(rest.len()));
            assert!(stream.push(piece, &mut visit).is_continue());
            rest = later;
            length = length * 5 % 8191 + 1;
        }
        assert!(stream.finish(&mut visit).is_continue());
        assert_eq!(seen, expected);
        assert_eq!(stream.suppressed() - already, findings.suppressed());
    });
}
