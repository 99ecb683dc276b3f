//! Any bytes, redacted in every way: no scan finds anything in what comes out.

#![no_main]

use std::cell::RefCell;
use std::ops::ControlFlow;

use keysieve::{FingerprintKey, Redaction, Ruleset, Scratch};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

fuzz_target!(|bytes: &[u8]| {
    let redactions = [
        Redaction::Mask,
        Redaction::Label,
        Redaction::KeepLast(4),
        Redaction::Fingerprint(FingerprintKey::public()),
        Redaction::Twin,
    ];
    SCRATCH.with_borrow_mut(|scratch| {
        let ruleset = Ruleset::builtin();
        let mut masked = bytes.to_vec();
        let _ = ruleset.redact_in_place(&mut masked, scratch);
        assert_eq!(masked.len(), bytes.len());
        let mut outputs = vec![masked];
        outputs.extend(redactions.iter().map(|how| ruleset.redact(bytes, how, scratch).bytes));
        for output in outputs {
            let flow = ruleset.scan_decoded(&output, scratch, |_| ControlFlow::Break(()));
            assert!(flow.is_continue(), "something is left");
        }
    });
});
