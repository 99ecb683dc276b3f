//! The native half of the package `keysieve` for Node.js.
//!
//! It converts: byte spans to the units that JavaScript counts in, findings to objects, errors to
//! `Error` objects with a `code`. What a credential is, the core decides. The public half, in `js/`,
//! gives this shape, types and documentation.
//!
//! | file | what |
//! |---|---|
//! | `text` | strings to bytes, and what data is then |
//! | `offsets` | bytes to UTF-16 code units, lines and columns |
//! | `finding` | a finding as an object |
//! | `options` | what a scanner is made from |
//! | `scanner` | the scanner |
//! | `stream` | scanning what comes in pieces |
//! | `redactor` | redacting what comes in pieces |
//! | `task` | scanning in the thread pool |
//! | `scratch` | memory to scan with, kept from one scan to the next |
//! | `memory` | what the engine is told of native memory |
//! | `rules` | what is known of the rules |
//! | `baseline` | files of known findings |
//! | `cli` | the command |
//! | `digest` | telling whether content is the same as before |
//! | `source_map`, `originals` | the originals in source maps |
//! | `known`, `forms` | values that are known, in whatever form they stand there |
//! | `error` | errors |

#![deny(clippy::undocumented_unsafe_blocks)]
// Exports are for JavaScript: nothing in Rust reaches them, and in a test nothing registers them.
#![allow(unreachable_pub)]
#![cfg_attr(test, allow(dead_code))]
// Values that come from JavaScript are owned by the call.
#![allow(clippy::needless_pass_by_value)]

mod baseline;
mod cli;
mod digest;
mod error;
mod finding;
mod forms;
mod known;
mod memory;
mod offsets;
mod options;
mod originals;
mod redactor;
mod rules;
mod scanner;
mod scratch;
mod source_map;
mod stream;
mod task;
mod text;
