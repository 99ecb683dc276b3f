//! What exactly went wrong.

use keysieve::{BuildError, RuleError};

use crate::guard::guard;
use crate::memory::Text;
use crate::status::Status;

/// `keysieve_error`.
pub struct Error {
    pub(crate) status: Status,
    message: String,
    file: String,
    line: usize,
    rule: String,
    field: String,
}

impl Error {
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        let (file, rule, field) = Default::default();
        Self { status, message: message.into(), file, line: 0, rule, field }
    }

    /// An argument that cannot be.
    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::new(Status::ARGUMENT, message)
    }
}

impl From<RuleError> for Error {
    fn from(error: RuleError) -> Self {
        let message = error.to_string();
        let RuleError { file, line, rule, field, .. } = error;
        Self { status: Status::RULE, message, file, line, rule, field }
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        let message = error.to_string();
        match error {
            BuildError::UnknownRule { id } => {
                Self { rule: id, ..Self::new(Status::SELECTION, message) }
            }
            BuildError::UnknownCompanion { rule, .. } => {
                Self { rule, field: "companions".into(), ..Self::new(Status::RULE, message) }
            }
            _ => Self::argument(message),
        }
    }
}

/// A text of an error.
///
/// # Safety
///
/// The pointer is NULL or that of an error.
unsafe fn text(error: *const Error, get: impl FnOnce(&Error) -> &str) -> Text {
    // SAFETY: the caller keeps to the contract of this function.
    guard(Text::EMPTY, || unsafe { error.as_ref() }.map_or(Text::EMPTY, |error| get(error).into()))
}

/// `keysieve_error_message`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_error_message(error: *const Error) -> Text {
    // SAFETY: the header asks for an error or NULL.
    unsafe { text(error, |error| &error.message) }
}

/// `keysieve_error_file`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_error_file(error: *const Error) -> Text {
    // SAFETY: the header asks for an error or NULL.
    unsafe { text(error, |error| &error.file) }
}

/// `keysieve_error_line`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_error_line(error: *const Error) -> usize {
    // SAFETY: the header asks for an error or NULL.
    guard(0, || unsafe { error.as_ref() }.map_or(0, |error| error.line))
}

/// `keysieve_error_rule`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_error_rule(error: *const Error) -> Text {
    // SAFETY: the header asks for an error or NULL.
    unsafe { text(error, |error| &error.rule) }
}

/// `keysieve_error_field`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_error_field(error: *const Error) -> Text {
    // SAFETY: the header asks for an error or NULL.
    unsafe { text(error, |error| &error.field) }
}

/// `keysieve_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_error_free(error: *mut Error) {
    guard((), || {
        if !error.is_null() {
            // SAFETY: errors are handed out as boxes, and freed once.
            drop(unsafe { Box::from_raw(error) });
        }
    });
}
