//! The native half of the Python package `keysieve`: it translates, and decides nothing about
//! detection.
//!
//! ```text
//! data.rs      str and buffers → bytes that stay as they are while they are looked at
//! offsets.rs   byte offsets → what Python indexes with
//! engine.rs    one scan, be it with decoding or without
//! config.rs    keyword arguments → ruleset
//! record.rs    findings on their way to Python
//! written.rs   nested records → one text, and back to their values
//! scanner.rs   Scanner; finding.rs  Finding; rule.rs  Rule
//! stream.rs    StreamScanner; redactor.rs  StreamRedactor
//! arrow/       columns in, columns out; walk.rs  files of directories; signals.rs  Ctrl-C
//! ```

#![allow(
    clippy::doc_link_with_quotes,
    clippy::doc_markdown,
    reason = "what documents classes and methods is read by Python"
)]
#![allow(
    clippy::cast_possible_wrap,
    clippy::needless_pass_by_value,
    reason = "no offset comes near the largest i64, and Python hands over values"
)]

mod arrow;
mod config;
mod data;
mod engine;
mod errors;
mod finding;
mod offsets;
mod record;
mod redactor;
mod rule;
mod scanner;
mod signals;
mod stream;
mod walk;
mod written;

/// What `keysieve/__init__.py` is made of.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::arrow::{Column, Table, find_by_record, find_in_column, holds_text, redact_column};
    #[pymodule_export]
    use crate::finding::{Companion, Finding, restore_finding};
    #[pymodule_export]
    use crate::redactor::StreamRedactor;
    #[pymodule_export]
    use crate::rule::Rule;
    #[pymodule_export]
    use crate::scanner::Scanner;
    #[pymodule_export]
    use crate::stream::StreamScanner;
    #[pymodule_export]
    use crate::walk::walk;
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("DEFAULT_MIN_CONFIDENCE", keysieve::DEFAULT_MIN_CONFIDENCE)
    }
}
