//! Any text as a file of rules: refused or compiled, without a panic; what compiles can scan, in a
//! stream too.

use std::ops::ControlFlow;

use keysieve::Ruleset;

pub fn run(bytes: &[u8]) {
    let Ok(toml) = std::str::from_utf8(bytes) else { return };
    let Ok(builder) = Ruleset::builder().rules_toml("fuzz.toml", toml) else { return };
    let Ok(ruleset) = builder.build() else { return };
    let mut places = Vec::new();
    for finding in ruleset.find_iter(bytes) {
        assert!(finding.redact().end <= bytes.len());
        places.push(finding.secret().start as u64);
    }
    let buffer = vec![0; ruleset.stream_buffer()];
    let mut stream = ruleset.stream(buffer).expect("it is as long as it has to be");
    let mut streamed = Vec::new();
    let flow = stream.read_all(bytes, |found| {
        streamed.push(found.secret().start);
        ControlFlow::<()>::Continue(())
    });
    assert!(flow.is_ok() && streamed == places);
}
