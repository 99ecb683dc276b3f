//! The bytes of a string or a typed array.
//!
//! A string is read in the cheapest way that its content allows. Of one that is all ASCII, which
//! Node-API tells by two lengths that are the same, every character is a byte, so that the engine
//! copies it as it is and offsets in it are those in the bytes. All others are read as UTF-16 and
//! written as UTF-8; a surrogate without its other half becomes U+FFFD, which is one code unit, too.
//!
//! The memory is kept for the next string, as far as it is no more than [`KEPT`]: to get and give it
//! back each time costs as much as copying the string.

use std::cell::RefCell;
use std::ptr;

use napi::bindgen_prelude::{Either, Uint8ArraySlice};
use napi::{JsString, JsValue as _, sys};

use crate::error::{Code, Error, Result};

/// Bytes of memory that are kept from one string to the next.
const KEPT: usize = 48 << 20;

/// What can be scanned.
pub(crate) type Data<'a> = Either<JsString<'a>, Uint8ArraySlice<'a>>;

/// How offsets in the bytes become offsets in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// They are the same.
    Byte,
    /// The bytes are UTF-8, the data is UTF-16.
    Utf16,
}

#[derive(Default)]
struct Memory {
    /// As long as the longest text so far, so that no byte is set to zero twice.
    bytes: Vec<u8>,
    utf16: Vec<u16>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Hands the bytes to a function, and what their offsets count.
pub(crate) fn with_bytes<R>(data: &Data<'_>, then: impl FnOnce(&[u8], Unit) -> R) -> Result<R> {
    match data {
        Either::B(array) => Ok(then(array, Unit::Byte)),
        Either::A(string) => {
            let mut memory = MEMORY.take();
            let (length, unit) = read(string, &mut memory)?;
            let result = then(memory.bytes.get(..length).unwrap_or_default(), unit);
            if memory.bytes.capacity() + 2 * memory.utf16.capacity() <= KEPT {
                MEMORY.set(memory);
            }
            Ok(result)
        }
    }
}

/// The bytes for another thread: a copy, since the data may change meanwhile.
pub(crate) fn to_bytes(data: &Data<'_>) -> Result<(Vec<u8>, Unit)> {
    with_bytes(data, |bytes, unit| (bytes.to_vec(), unit))
}

/// Reads a string to the front of the memory; gives back how many bytes that are.
fn read(string: &JsString<'_>, memory: &mut Memory) -> Result<(usize, Unit)> {
    let units = string.utf16_len().map_err(crate::error::internal)?;
    let length = string.utf8_len().map_err(crate::error::internal)?;
    // For the zero behind an ASCII string, or for what a conversion wants to have left.
    let room = length + 4;
    if memory.bytes.len() < room {
        memory.bytes.resize(room, 0);
    }
    if units == length {
        read_ascii(string, length, &mut memory.bytes)?;
        return Ok((length, Unit::Byte));
    }
    read_utf16(string, units, &mut memory.utf16)?;
    let (mut read, mut written) = (0, 0);
    while read < memory.utf16.len() {
        let (more, bytes) = encoding_rs::mem::convert_utf16_to_utf8_partial(
            &memory.utf16[read..],
            &mut memory.bytes[written..],
        );
        read += more;
        written += bytes;
        if more == 0 {
            // Never so long as the engine's own count is right.
            memory.bytes.resize(memory.bytes.len() + memory.utf16.len() - read + 4, 0);
        }
    }
    Ok((written, Unit::Utf16))
}

fn read_ascii(string: &JsString<'_>, length: usize, bytes: &mut [u8]) -> Result<()> {
    let value = string.value();
    let mut written = 0;
    if bytes.len() <= length {
        return Err(Error::new(Code::Internal, "no room for the string"));
    }
    // SAFETY: there is room for `length` bytes and the zero that Node-API puts behind them; `env`
    // and `value` are those of the call at hand.
    let status = unsafe {
        sys::napi_get_value_string_latin1(
            value.env,
            value.value,
            bytes.as_mut_ptr().cast(),
            length + 1,
            ptr::from_mut(&mut written),
        )
    };
    check(status)
}

fn read_utf16(string: &JsString<'_>, length: usize, units: &mut Vec<u16>) -> Result<()> {
    let value = string.value();
    let mut written = 0;
    units.clear();
    units.reserve(length + 1);
    // SAFETY: as above, in code units.
    let status = unsafe {
        sys::napi_get_value_string_utf16(
            value.env,
            value.value,
            units.as_mut_ptr(),
            length + 1,
            ptr::from_mut(&mut written),
        )
    };
    check(status)?;
    // SAFETY: so many units were written, and no more than there is room for.
    unsafe { units.set_len(written.min(length)) };
    Ok(())
}

fn check(status: sys::napi_status) -> Result<()> {
    if status == sys::Status::napi_ok {
        Ok(())
    } else {
        Err(Error::new(Code::Internal, "the string cannot be read"))
    }
}
