//! The C interface of keysieve. Its documentation is the header, `include/keysieve.h`; what is here
//! translates between the two and decides nothing.
//!
//! A file a part of the header. What all of them need: `guard` stops panics at the border, `memory`
//! makes slices and texts of pointers and lengths, `versioned` reads and writes structs that begin
//! with their size, `exclusive` keeps objects that one call at a time may use.
//!
//! ```
//! use keysieve_c::{keysieve_abi_version, keysieve_ruleset_builtin, keysieve_ruleset_rule_count};
//!
//! assert_eq!(keysieve_abi_version(), 0);
//! // SAFETY: the built-in ruleset is always there.
//! assert!(unsafe { keysieve_ruleset_rule_count(keysieve_ruleset_builtin()) } > 100);
//! ```

#![allow(
    clippy::missing_safety_doc,
    reason = "the header says what each function asks of its arguments"
)]

mod backtrace;
mod error;
mod exclusive;
mod fact;
mod finding;
mod guard;
mod memory;
mod names;
mod options;
mod position;
mod redact;
mod redactor;
mod rule;
mod ruleset;
mod scan;
mod scanner;
mod status;
mod stream;
mod version;
mod versioned;

pub use error::*;
pub use fact::*;
pub use finding::*;
pub use memory::{Text, Texts};
pub use names::*;
pub use options::*;
pub use position::*;
pub use redact::*;
pub use redactor::*;
pub use rule::*;
pub use ruleset::*;
pub use scan::*;
pub use scanner::*;
pub use status::*;
pub use stream::*;
pub use version::*;
