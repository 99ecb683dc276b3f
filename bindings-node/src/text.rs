//! Strings to bytes, and what data is then.

use encoding_rs::Encoding;
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

/// How many bytes from the beginning on are ASCII, of so many.
#[napi]
pub fn ascii_length(bytes: Uint8ArraySlice<'_>, length: u32) -> u32 {
    let bytes = &bytes[..bytes.len().min(length as usize)];
    Encoding::ascii_valid_up_to(bytes) as u32
}

/// Writes the UTF-8 of code units to a place in memory, and gives back its length. Half of a
/// surrogate pair becomes U+FFFD, which is one code unit, too.
///
/// # Errors
///
/// If there are not so many units, or the memory has no room: three bytes for two, two bytes for one.
#[napi]
pub fn utf8(
    units: Uint8ArraySlice<'_>,
    count: u32,
    is_two_byte: bool,
    mut memory: Uint8ArraySlice<'_>,
    at: u32,
) -> Result<u32> {
    let (size, room) = if is_two_byte { (2, 3) } else { (1, 2) };
    let units = units.get(..count as usize * size);
    // SAFETY: JavaScript is waiting for this call, no thread of it is given this memory, and it is
    // not that of the units: those are of an array of their own.
    let memory = unsafe { memory.as_mut() };
    let target = memory.get_mut(at as usize..).filter(|t| t.len() >= count as usize * room);
    let (Some(units), Some(target)) = (units, target) else {
        return Err(error::option("memory: too little of it"));
    };
    let length = if is_two_byte {
        utf8_of_utf16(bytemuck::try_cast_slice(units).map_err(error::option)?, target)
    } else {
        convert_latin1_to_utf8(units, target)
    };
    Ok(length as u32)
}

/// Code units that are looked at together.
const BLOCK: usize = 32;
/// Code units that are converted together where one is not ASCII: others are mostly near.
const STRETCH: usize = 4 * BLOCK;

/// Converts text that is ASCII for the most part: blocks of that become vector code here. There is
/// room for three bytes a code unit.
fn utf8_of_utf16(units: &[u16], target: &mut [u8]) -> usize {
    let (mut read, mut written) = (0, 0);
    while read < units.len() {
        if let (Some(block), Some(bytes)) =
            (units[read..].first_chunk::<BLOCK>(), target[written..].first_chunk_mut::<BLOCK>())
            && block.iter().fold(0, |all, unit| all | unit) < 0x80
        {
            for (byte, unit) in bytes.iter_mut().zip(block) {
                *byte = *unit as u8;
            }
            read += BLOCK;
            written += BLOCK;
            continue;
        }
        let mut end = units.len().min(read + STRETCH);
        // A surrogate pair stays together.
        if end < units.len() && matches!(units[end - 1], 0xD800..=0xDBFF) {
            end += 1;
        }
        written += convert_utf16_to_utf8(&units[read..end], &mut target[written..]);
        read = end;
    }
    written
}
