//! What the fuzz targets hold to be true of any input, for `cargo fuzz` and for the replay in the
//! library's own tests. What holds of the C interface (`c_api.rs`) is replayed by its tests.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "there is nobody to read about it but those who fuzz"
)]

pub mod decode;
pub mod gitleaks;
pub mod layouts;
pub mod redact;
pub mod rules;
pub mod scan;
pub mod stream;

/// What a target does with an input.
pub type Body = fn(&[u8]);

/// All targets, by their names.
pub const TARGETS: [(&str, Body); 7] = [
    ("scan", scan::run),
    ("stream", stream::run),
    ("layouts", layouts::run),
    ("decode", decode::run),
    ("redact", redact::run),
    ("rules", rules::run),
    ("gitleaks", gitleaks::run),
];
