//! Any text as a file of rules: refused or compiled, without a panic; what compiles can scan.

#![no_main]

use keysieve::Ruleset;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|toml: &str| {
    let Ok(builder) = Ruleset::builder().rules_toml("fuzz.toml", toml) else { return };
    let Ok(ruleset) = builder.build() else { return };
    for finding in ruleset.find_iter(toml.as_bytes()) {
        assert!(finding.redact().end <= toml.len());
    }
});
