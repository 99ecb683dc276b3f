//! Any bytes, redacted in every way: no scan finds anything in what comes out, and nothing is left of
//! what was found.

use std::cell::RefCell;
use std::ops::ControlFlow;

use keysieve::{Coverage, FingerprintKey, Redaction, Ruleset, Scratch};

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// So many bytes of a secret must not be left side by side.
const TOO_MANY: usize = 8;

pub fn run(bytes: &[u8]) {
    let redactions = [
        Redaction::Mask,
        Redaction::Label,
        Redaction::KeepLast(4),
        Redaction::Fingerprint(FingerprintKey::public()),
        Redaction::Twin,
    ];
    SCRATCH.with_borrow_mut(|scratch| {
        let ruleset = Ruleset::builtin();
        let mut secrets = Vec::new();
        let flow = ruleset.scan_decoded(bytes, scratch, |found| {
            secrets.push(found.secret_bytes().to_vec());
            ControlFlow::<()>::Continue(())
        });
        let is_whole = flow == ControlFlow::Continue(Coverage::Complete);
        let mut masked = bytes.to_vec();
        let _ = ruleset.redact_in_place(&mut masked, scratch);
        assert_eq!(masked.len(), bytes.len());
        let mut outputs = vec![masked];
        outputs.extend(redactions.iter().map(|how| ruleset.redact(bytes, how, scratch).bytes));
        for output in outputs {
            let flow = ruleset.scan_decoded(&output, scratch, |_| ControlFlow::Break(()));
            assert!(flow.is_continue(), "something is left");
            let holds = |secret: &[u8]| output.windows(secret.len()).any(|text| text == secret);
            for secret in secrets.iter().filter(|secret| is_whole && secret.len() >= TOO_MANY) {
                assert!(!holds(secret), "a secret stands elsewhere, too");
            }
        }
    });
}
