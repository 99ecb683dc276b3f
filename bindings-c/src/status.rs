//! How calls end.

use crate::guard::guard;
use crate::memory::Text;

macro_rules! statuses {
    ($($(#[$meta:meta])* $name:ident = $number:literal, $message:literal;)+) => {
        /// `keysieve_status`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(transparent)]
        pub struct Status(pub i32);

        impl Status {
            $($(#[$meta])* pub const $name: Self = Self($number);)+

            const fn message(self) -> &'static str {
                match self.0 { $($number => $message,)+ _ => "unknown status" }
            }
        }
    };
}

statuses! {
    /// `KEYSIEVE_OK`.
    OK = 0, "done";
    /// `KEYSIEVE_STOPPED`.
    STOPPED = 1, "stopped by the callback";
    /// `KEYSIEVE_INCOMPLETE`.
    INCOMPLETE = 2, "done, but a limit was reached: not everything was looked at";
    /// `KEYSIEVE_ERROR_ARGUMENT`.
    ARGUMENT = -1, "an argument that cannot be: NULL, out of range, or not UTF-8";
    /// `KEYSIEVE_ERROR_ROOM`.
    ROOM = -2, "the buffer is too small";
    /// `KEYSIEVE_ERROR_RULE`.
    RULE = -3, "a rule is wrong";
    /// `KEYSIEVE_ERROR_SELECTION`.
    SELECTION = -4, "a selection names a rule that does not exist";
    /// `KEYSIEVE_ERROR_BUSY`.
    BUSY = -5, "the object is in use";
    /// `KEYSIEVE_ERROR_GONE`.
    GONE = -6, "the bytes of the finding are there no more";
    /// `KEYSIEVE_ERROR_INTERNAL`.
    INTERNAL = -7, "a bug in the library was caught";
}

/// `keysieve_status_message`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_status_message(status: Status) -> Text {
    guard(Text::EMPTY, || status.message().into())
}
