//! Taking credentials out.

use keysieve::Redaction as How;

use crate::exclusive::InUse;
use crate::finding::fingerprint_key;
use crate::guard::answer;
use crate::memory::{hand_over, slice_of, slice_of_mut};
use crate::scanner::Scanner;
use crate::status::Status;
use crate::versioned::{Versioned, read};

/// `KEYSIEVE_MASK`.
pub const MASK: u32 = 0;
/// `KEYSIEVE_LABEL`.
pub const LABEL: u32 = 1;
/// `KEYSIEVE_KEEP_LAST`.
pub const KEEP_LAST: u32 = 2;
/// `KEYSIEVE_FINGERPRINT`.
pub const FINGERPRINT: u32 = 3;
/// `KEYSIEVE_TWIN`.
pub const TWIN: u32 = 4;

/// `keysieve_redaction`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Redaction {
    /// Its size.
    pub size: usize,
    /// [`MASK`] and so on.
    pub replacement: u32,
    /// Of [`KEEP_LAST`].
    pub keep: u32,
    /// Of [`FINGERPRINT`].
    pub key: *const u8,
    /// Its length.
    pub key_length: usize,
}

// SAFETY: `repr(C)`; integers and a pointer; no padding.
unsafe impl Versioned for Redaction {
    const FIRST: usize = size_of::<Self>();
}

/// The core's redaction; NULL stands for masking.
///
/// # Safety
///
/// The pointer is NULL or that of a redaction whose key can be read.
pub(crate) unsafe fn how(redaction: *const Redaction) -> Result<How, Status> {
    if redaction.is_null() {
        return Ok(How::Mask);
    }
    // SAFETY: the caller keeps to the contract of this function.
    let redaction = unsafe { read(redaction) }?;
    match (redaction.replacement, redaction.keep) {
        (MASK, _) => Ok(How::Mask),
        (LABEL, _) => Ok(How::Label),
        (KEEP_LAST, keep @ 1..=7) => Ok(How::KeepLast(keep as u8)),
        (FINGERPRINT, _) => {
            // SAFETY: the same.
            let key = unsafe { fingerprint_key(redaction.key, redaction.key_length) };
            key.map(How::Fingerprint)
        }
        (TWIN, _) => Ok(How::Twin),
        _ => Err(Status::ARGUMENT),
    }
}

/// `keysieve_scanner_redact_in_place`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scanner_redact_in_place(
    scanner: *mut Scanner,
    data: *mut u8,
    length: usize,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a scanner and bytes that nobody else uses meanwhile.
        let (mut scanner, bytes) = unsafe { (InUse::new(scanner)?, slice_of_mut(data, length)?) };
        let state = &mut *scanner;
        let rules = state.ruleset.get().in_file(&state.path);
        let (places, coverage) = rules.redact_in_place(bytes, &mut state.scratch);
        Ok(state.note(places as u64, 0, coverage))
    })
}

/// `keysieve_scanner_redact`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scanner_redact(
    scanner: *mut Scanner,
    data: *const u8,
    length: usize,
    redaction: *const Redaction,
    buffer: *mut u8,
    capacity: usize,
    written: *mut usize,
) -> Status {
    answer(|| {
        if written.is_null() {
            return Err(Status::ARGUMENT);
        }
        // SAFETY: it can be written to.
        unsafe { written.write(0) };
        if buffer.is_null() && capacity != 0 {
            return Err(Status::ARGUMENT);
        }
        // SAFETY: the header asks for a scanner, bytes and a redaction.
        let (mut scanner, input, how) =
            unsafe { (InUse::new(scanner)?, slice_of(data, length)?, how(redaction)?) };
        let state = &mut *scanner;
        let rules = state.ruleset.get().in_file(&state.path);
        let redacted = rules.redact(input, &how, &mut state.scratch);
        let status = state.note(redacted.places as u64, 0, redacted.coverage);
        // SAFETY: neither is NULL, and the header asks for so much room.
        unsafe { hand_over(&redacted.bytes, buffer, capacity, written) }?;
        Ok(status)
    })
}
