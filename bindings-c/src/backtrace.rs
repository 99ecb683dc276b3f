//! What stands where a backtrace would.

use std::fmt;

/// Writes none. The `Makefile` links this in place of what writes the standard library's backtraces
/// and, for the names in them, reads debug information and archives, all of which takes a fifteenth
/// of the library: panics are silent (see `guard`), so a backtrace could only follow the message
/// that there is no memory.
#[unsafe(no_mangle)]
#[allow(clippy::no_mangle_with_rust_abi, reason = "as what it stands for, a `Display::fmt`")]
#[allow(clippy::trivially_copy_pass_by_ref, clippy::unnecessary_wraps, reason = "likewise")]
pub(crate) fn no_backtrace(_: &(), _: &mut fmt::Formatter<'_>) -> fmt::Result {
    Ok(())
}
