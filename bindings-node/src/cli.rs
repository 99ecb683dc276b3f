//! The command.

use std::ffi::OsString;

use napi_derive::napi;

/// Runs the command with these arguments, its name left out, and gives back its exit code. A call
/// for help, or an argument that is none, ends the process.
#[napi]
pub fn cli(arguments: Vec<String>) -> u8 {
    let name = OsString::from("keysieve");
    keysieve_cli::start(std::iter::once(name).chain(arguments.into_iter().map(OsString::from)))
}
