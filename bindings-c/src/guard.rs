//! The border that no panic passes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::status::Status;

/// Does the work; gives back `otherwise` if it panics.
///
/// Unwind safety: what a panic may leave half done is a scanner or a stream, and those refuse to work
/// from then on.
pub(crate) fn guard<T>(otherwise: T, work: impl FnOnce() -> T) -> T {
    be_silent();
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(otherwise)
}

/// Does what ends with a status.
pub(crate) fn answer(work: impl FnOnce() -> Result<Status, Status>) -> Status {
    guard(Status::INTERNAL, || work().unwrap_or_else(|error| error))
}

/// Keeps the standard library from printing a panic's message, which may quote the input. A library
/// for C brings the standard library along, so no other program's messages are lost.
#[cfg(not(any(test, fuzzing)))]
fn be_silent() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|_| ())));
}

/// Tests and fuzzing want to see where it went wrong.
#[cfg(any(test, fuzzing))]
const fn be_silent() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_status() {
        assert_eq!(answer(|| panic!("a bug")), Status::INTERNAL);
        assert_eq!(answer(|| Err(Status::BUSY)), Status::BUSY);
        assert_eq!(answer(|| Ok(Status::STOPPED)), Status::STOPPED);
        assert_eq!(guard(7, || [1, 2, 3][..].iter().map(|n| 6 / (n - 3)).sum::<i32>()), 7);
    }
}
