//! Finds credentials in bytes: API keys, tokens, private keys, passwords in connection strings.
//!
//! For tools that look for secrets where they should not be (a proxy, an editor, a build, a
//! pipeline, a backup) and want the detection as a library: bytes in, places out.
//!
//! ```
//! use keysieve::Ruleset;
//!
//! let config = b"cache = \"redis://app:kX93mLq0ZtWv@cache.internal:6379/0\"";
//! for finding in Ruleset::builtin().find_iter(config) {
//!     assert_eq!(finding.rule().id(), "redis-url-password");
//!     assert_eq!(&config[finding.secret().range()], b"kX93mLq0ZtWv");
//! }
//! ```
//!
//! # When not to use it
//!
//! - To learn whether a credential still works. Nothing here asks the network; checks are of
//!   checksums, structure and context.
//! - To search history, archives or compressed data: unpacking is the caller's. Other encodings
//!   (base64, escapes, UTF-16, …) are undone where [`Ruleset::scan_decoded`] is asked to.
//! - To prove that there is no secret. A password that looks like a word is found only where a
//!   known syntax says that it is one.
//!
//! # In pieces
//!
//! What does not fit into memory, or comes bit by bit, goes through a [`Stream`]: pieces of any size
//! are pushed, and the findings are those of the whole, but for what is encoded.
//!
//! ```
//! use keysieve::{Ruleset, STREAM_BUFFER};
//! use std::ops::ControlFlow;
//!
//! let mut stream = Ruleset::builtin().stream(vec![0; STREAM_BUFFER])?;
//! let mut places = Vec::new();
//! let mut visit = |found: keysieve::StreamFinding<'_, '_>| {
//!     places.push(found.secret());
//!     ControlFlow::<()>::Continue(())
//! };
//! let _ = stream.push(b"cache: redis://app:kX93mL", &mut visit);
//! let _ = stream.push(b"q0ZtWv@cache.internal:6379/0", &mut visit);
//! let _ = stream.finish(&mut visit);
//! assert_eq!(places, [19..31]);
//! # Ok::<(), keysieve::BufferTooSmall>(())
//! ```
//!
//! Many short texts that have nothing to do with one another, such as the lines of a log, go through
//! [`Ruleset::scan_records`] or [`Ruleset::redact_records`], which take less time than a scan of each.
//!
//! # Bounds
//!
//! What a scan may take is bounded by [`Limits`], and what it decodes by [`DecodeLimits`]; neither
//! is a clock. Where one is reached [`Coverage`] says which, and up to where everything was looked
//! at.
//!
//! # What holds
//!
//! - Scanning takes nothing from the heap, no lock, no clock, and time linear in the input's length.
//!   What a match may span bounds the work at each place, so text that seems to begin a long match
//!   again and again is slow.
//! - No input makes it panic: invalid UTF-8 and NUL are bytes like any other. There is `unsafe` in
//!   one module, which tells bytes apart by the processor's vector instructions.
//! - [`Finding`] holds places, not secrets; `Debug` and errors never show one.
//! - [`Finding::redact`] covers the whole credential: mask it, and nothing of it is left there.
//!   [`Ruleset::redact`] masks it wherever else it stands, too.
//! - A [`Stream`] finds what a scan of the whole finds, however it is cut.
//! - A checksum that does not hold lowers the confidence and is reported; it drops nothing.
//!
//! # The way of a byte
//!
//! ```text
//! bytes → prefilter → confirm → validate → score → resolve → companion → Finding
//! ```
//! `prefilter` stops where a rule's literal may stand; `confirm` walks the rule's automata from there;
//! `validate` checks what can be checked offline; `score` weighs that with entropy, shape and
//! placeholders; `resolve` picks one of several overlapping matches; `companion` joins the parts of
//! one credential.
//!
//! # Features
//!
//! - `std` (default): detects the processor at run time. Without it the crate needs `core`, `alloc` and
//!   atomic pointers.
//! - `fingerprint` (default): keyed fingerprints of credentials.
//! - `baseline`: files of findings that are known.
//! - `custom-rules`: rules from TOML at run time; brings in the rule compiler.

#![cfg_attr(not(test), no_std)]
#![deny(unsafe_code)]
#![cfg_attr(
    not(feature = "custom-rules"),
    allow(dead_code, reason = "some of it is for the rule compiler alone")
)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod allow;
#[cfg(feature = "baseline")]
mod baseline;
mod builder;
mod builtin;
mod companion;
#[cfg(feature = "custom-rules")]
mod compile;
mod confirm;
mod context;
mod coverage;
mod cursor;
mod decode;
mod dfa;
mod encoded;
mod entropy;
mod error;
mod evidence;
mod fact;
mod finding;
#[cfg(feature = "fingerprint")]
mod fingerprint;
mod form;
#[cfg(feature = "custom-rules")]
mod gitleaks;
mod issued;
mod judged;
mod kind;
#[cfg(feature = "fingerprint")]
mod known;
mod label;
mod likeness;
mod limits;
mod map;
mod name;
mod odds;
#[cfg(test)]
mod oracle;
mod pairs;
mod password;
mod path;
mod placeholder;
mod position;
mod prefilter;
mod program;
mod records;
mod redact;
mod resolve;
mod rule;
mod ruleset;
mod scan;
mod score;
mod search;
mod section;
mod shape;
mod sibling;
mod span;
mod stream;
/// What the tests share, those of the modules and those beside them.
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;
mod table;
mod tables;
mod taxonomy;
mod text;
mod validate;
mod words;

pub use allow::{Allow, Allowed, Markers, Target};
#[cfg(feature = "baseline")]
pub use baseline::{Baseline, BaselineEntry, BaselineError, Comparison};
pub use builder::RulesetBuilder;
pub use coverage::{Coverage, Incomplete, Limit};
pub use decode::{DecodeLimits, DecodedFinding, Encoding, Scratch};
pub use error::{BuildError, RuleError, RuleProblem};
pub use evidence::Evidence;
pub use fact::{Fact, Timestamp};
pub use finding::{Companion, Finding};
#[cfg(feature = "fingerprint")]
pub use fingerprint::{Fingerprint, FingerprintError, FingerprintKey};
#[cfg(feature = "custom-rules")]
pub use gitleaks::{ImportOutcome, ImportReport, ImportedRule};
#[cfg(feature = "fingerprint")]
pub use known::{KNOWN_SECRET_RULE, KnownPrint, KnownSecretError, KnownSecrets};
pub use limits::Limits;
pub use position::{Position, Positions};
#[cfg(feature = "std")]
pub use redact::RedactWriter;
pub use redact::{InFile, NoRoom, Redacted, RedactedStream, Redaction, Redactor};
pub use rule::{Category, Class, Entropy, Reference, Rule, Severity, Specificity};
pub use ruleset::{DEFAULT_MIN_CONFIDENCE, Ruleset};
pub use scan::{FindIter, Judged};
pub use span::Span;
pub use stream::{BufferTooSmall, STREAM_BUFFER, Stream, StreamFinding};
pub use taxonomy::{Control, Cwe, Framework};
pub use validate::Validity;
