//! Redaction of bytes that come in pieces.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use keysieve::{RedactedStream, Redactor as Core};

use crate::exclusive::{Exclusive, InUse};
use crate::guard::answer;
use crate::memory::{slice_of, text_of};
use crate::redact::{Redaction, how};
use crate::ruleset::{Held, Ruleset};
use crate::scanner::{Limits, Summary, limits};
use crate::status::Status;
use crate::versioned;

/// `keysieve_write_fn`.
pub type WriteFn = unsafe extern "C" fn(data: *const u8, length: usize, user: *mut c_void) -> c_int;

/// `keysieve_redactor`.
pub type Redactor = Exclusive<RedactorState>;

/// A redactor, and what it borrows from; it goes before that does.
pub struct RedactorState {
    /// There is always one, but while its path changes.
    redactor: Option<Core<'static>>,
    path: Box<str>,
    _ruleset: Held,
}

impl RedactorState {
    fn redactor(&mut self) -> Result<&mut Core<'static>, Status> {
        self.redactor.as_mut().ok_or(Status::INTERNAL)
    }

    fn set_path(&mut self, path: &str) -> Result<(), Status> {
        let path: Box<str> = path.into();
        // SAFETY: the text does not move with its box, and is held until the redactor has another or is
        // gone.
        let lent: &'static str = unsafe { &*ptr::from_ref(&*path) };
        self.redactor = self.redactor.take().map(|redactor| redactor.in_file(lent));
        self.path = path;
        self.redactor().map(|_| ())
    }
}

/// `keysieve_redactor_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_redactor_new(
    ruleset: *const Ruleset,
    given_limits: *const Limits,
    redaction: *const Redaction,
    redactor: *mut *mut Redactor,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for NULL or a place to write to.
        let redactor = unsafe { redactor.as_mut() }.ok_or(Status::ARGUMENT)?;
        *redactor = ptr::null_mut();
        // SAFETY: the header asks for a ruleset, and for NULL or limits and a redaction.
        let (held, limits, how) =
            unsafe { (Held::new(ruleset)?, limits(given_limits)?, how(redaction)?) };
        // SAFETY: a ruleset never moves nor changes, and is held until after the redactor is gone.
        let rules = unsafe { &*ptr::from_ref(held.get()) };
        *redactor = Exclusive::hand_out(RedactorState {
            redactor: Some(rules.redactor(how, limits)),
            path: Box::default(),
            _ruleset: held,
        });
        Ok(Status::OK)
    })
}

/// `keysieve_redactor_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_redactor_free(redactor: *mut Redactor) {
    // SAFETY: the header asks for NULL or a redactor that is not freed yet.
    unsafe { Exclusive::take_back(redactor) }
}

/// `keysieve_redactor_push`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_redactor_push(
    redactor: *mut Redactor,
    data: *const u8,
    length: usize,
    callback: Option<WriteFn>,
    user: *mut c_void,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a redactor, bytes and a callback.
        let (mut redactor, piece, mut write) =
            unsafe { (InUse::new(redactor)?, slice_of(data, length)?, writer(callback, user)?) };
        redactor.redactor()?.push(piece, &mut write).map(|()| Status::OK)
    })
}

/// `keysieve_redactor_set_path`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_redactor_set_path(
    redactor: *mut Redactor,
    path: *const c_char,
    length: usize,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a redactor and a text.
        let (mut redactor, path) = unsafe { (InUse::new(redactor)?, text_of(path, length)?) };
        redactor.set_path(path).map(|()| Status::OK)
    })
}

/// `keysieve_redactor_flush`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_redactor_flush(
    redactor: *mut Redactor,
    callback: Option<WriteFn>,
    user: *mut c_void,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a redactor and a callback.
        let (mut redactor, mut write) = unsafe { (InUse::new(redactor)?, writer(callback, user)?) };
        redactor.redactor()?.flush(&mut write).map(|()| Status::OK)
    })
}

/// `keysieve_redactor_summary`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_redactor_summary(
    redactor: *const Redactor,
    summary: *mut Summary,
    held: *mut usize,
) -> Status {
    answer(|| {
        let tell = |told: Summary, number: usize| {
            // SAFETY: the header asks for a struct of the size that it says, and for NULL or a number.
            unsafe {
                if let Some(held) = held.as_mut() {
                    *held = number;
                }
                versioned::write(summary, told)
            }
        };
        tell(Summary::default(), 0)?;
        // SAFETY: the header asks for a redactor.
        let mut redactor = unsafe { InUse::new(redactor) }?;
        let core = redactor.redactor()?;
        let RedactedStream { places, coverage } = core.so_far();
        tell(Summary::of(places as u64, 0, coverage).1, core.held()).map(|()| Status::OK)
    })
}

/// `keysieve_redactor_restart`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_redactor_restart(redactor: *mut Redactor) -> Status {
    answer(|| {
        // SAFETY: the header asks for a redactor.
        let mut redactor = unsafe { InUse::new(redactor) }?;
        redactor.redactor()?.restart();
        Ok(Status::OK)
    })
}

/// `keysieve_redactor_finish`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_redactor_finish(
    redactor: *mut Redactor,
    callback: Option<WriteFn>,
    user: *mut c_void,
    summary: *mut Summary,
) -> Status {
    answer(|| {
        let tell = |told: Summary| {
            if summary.is_null() {
                return Ok(());
            }
            // SAFETY: the header asks for NULL or a struct of the size that it says.
            unsafe { versioned::write(summary, told) }
        };
        // One of a wrong size is refused before anything is handed over.
        tell(Summary::default())?;
        // SAFETY: the header asks for a redactor and a callback.
        let (mut redactor, mut write) = unsafe { (InUse::new(redactor)?, writer(callback, user)?) };
        let RedactedStream { places, coverage } = redactor.redactor()?.finish(&mut write)?;
        let (status, told) = Summary::of(places as u64, 0, coverage);
        tell(told).map(|()| status)
    })
}

/// Hands what is written to the callback, which may stop it.
///
/// # Safety
///
/// The callback may be called with bytes and that pointer.
unsafe fn writer(
    callback: Option<WriteFn>,
    user: *mut c_void,
) -> Result<impl FnMut(&[u8]) -> Result<(), Status>, Status> {
    let callback = callback.ok_or(Status::ARGUMENT)?;
    Ok(move |bytes: &[u8]| {
        if bytes.is_empty() {
            return Ok(());
        }
        // SAFETY: the caller keeps to the contract of this function.
        let answer = unsafe { callback(bytes.as_ptr(), bytes.len(), user) };
        if answer == 0 { Ok(()) } else { Err(Status::STOPPED) }
    })
}
