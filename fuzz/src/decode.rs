//! Any bytes, decoded: no panic, spans within them and in order, the same every time, and nothing
//! that stands in plain sight is lost.

use std::cell::RefCell;
use std::ops::ControlFlow;

use keysieve::{DecodeLimits, Ruleset, Scratch};

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::new({
        let mut limits = DecodeLimits::default();
        // As little as there may be, so that its ends are reached.
        limits.piece = 0;
        limits
    }));
}

/// Start, end and number of layers of each finding.
fn scan(haystack: &[u8]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    let flow = SCRATCH.with_borrow_mut(|scratch| {
        Ruleset::builtin().scan_decoded(haystack, scratch, |finding| {
            let (secret, redact) = (finding.secret(), finding.redact());
            assert!(secret.start < secret.end && secret.end <= haystack.len());
            assert!(redact.end <= haystack.len());
            assert!(!finding.secret_bytes().is_empty());
            found.push((secret.start, secret.end, finding.layers().len()));
            ControlFlow::<()>::Continue(())
        })
    });
    assert!(flow.is_continue());
    found
}

pub fn run(haystack: &[u8]) {
    let found = scan(haystack);
    assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].0));
    assert_eq!(scan(haystack), found);
    for plain in Ruleset::builtin().find_iter(haystack) {
        let secret = plain.secret();
        assert!(found.iter().any(|&(start, end, _)| start < secret.end && secret.start < end));
    }
}
