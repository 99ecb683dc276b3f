//! Strings to bytes, and what data is then.

use encoding_rs::mem::{convert_latin1_to_utf8, convert_utf16_to_utf8};
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

use crate::error::{self, Result};

/// How offsets in the bytes become offsets in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// They are the same: an array, or a string that is all ASCII.
    Byte,
    /// The bytes are UTF-8, the data is UTF-16.
    Utf16,
}

impl Unit {
    /// The unit of bytes that are UTF-8 of a string that is not all ASCII, or are not.
    pub(crate) const fn of(is_utf16: bool) -> Self {
        if is_utf16 { Self::Utf16 } else { Self::Byte }
    }
}

/// Writes the UTF-8 of a string whose code units are at the beginning of the memory behind them, and
/// gives back its length; nothing if they are ASCII, and so UTF-8 already. Half of a surrogate pair
/// becomes U+FFFD, which is one code unit, too.
///
/// # Errors
///
/// If the memory has no room for it: three bytes for two, two bytes for one.
#[napi]
pub fn utf8(mut memory: Uint8ArraySlice<'_>, units: u32, is_two_byte: bool) -> Result<Option<u32>> {
    let size = units as usize * if is_two_byte { 2 } else { 1 };
    // SAFETY: JavaScript is waiting for this call, and no thread of it is given this memory.
    let memory = unsafe { memory.as_mut() };
    let room = units as usize * if is_two_byte { 3 } else { 2 };
    let Some((text, target)) = memory.split_at_mut_checked(size).filter(|(_, t)| t.len() >= room)
    else {
        return Err(error::option("memory: too little of it"));
    };
    let length = if is_two_byte {
        let units = bytemuck::try_cast_slice(text).map_err(error::option)?;
        convert_utf16_to_utf8(units, target)
    } else if text.is_ascii() {
        return Ok(None);
    } else {
        convert_latin1_to_utf8(text, target)
    };
    Ok(u32::try_from(length).ok())
}
