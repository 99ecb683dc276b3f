//! Pointers and lengths, as slices and texts.

use std::ffi::c_char;
use std::slice;

use crate::status::Status;

/// `keysieve_string`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Text {
    /// The first byte.
    pub data: *const c_char,
    /// How many there are.
    pub length: usize,
}

impl Text {
    pub(crate) const EMPTY: Self = Self { data: c"".as_ptr(), length: 0 };

    /// What the caller hands in, as text.
    ///
    /// # Safety
    ///
    /// As for [`slice_of`].
    pub(crate) unsafe fn read<'a>(self) -> Result<&'a str, Status> {
        // SAFETY: the caller keeps to the contract of this function, which is the same.
        unsafe { text_of(self.data, self.length) }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { data: text.as_ptr().cast(), length: text.len() }
    }
}

/// `keysieve_strings`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Texts {
    /// The first text.
    pub items: *const Text,
    /// How many there are.
    pub count: usize,
}

impl Texts {
    /// What the caller hands in, as texts.
    ///
    /// # Safety
    ///
    /// As for [`slice_of`], for the list and each text in it.
    pub(crate) unsafe fn read<'a>(self) -> Result<Vec<&'a str>, Status> {
        // SAFETY: the caller keeps to the contract of this function.
        let items = unsafe { slice_of(self.items, self.count) }?;
        // SAFETY: the same holds for each text.
        items.iter().map(|text| unsafe { text.read() }).collect()
    }
}

/// Whether that many items can stand in memory side by side.
fn is_possible<T>(count: usize) -> bool {
    count.checked_mul(size_of::<T>()).is_some_and(|bytes| isize::try_from(bytes).is_ok())
}

/// What a pointer and a length stand for; NULL with 0 is empty.
///
/// # Safety
///
/// If the length is not 0, so many items can be read there for `'a`, and nothing writes to them.
pub(crate) unsafe fn slice_of<'a, T>(data: *const T, length: usize) -> Result<&'a [T], Status> {
    if length == 0 {
        Ok(&[])
    } else if data.is_null() || !is_possible::<T>(length) {
        Err(Status::ARGUMENT)
    } else {
        // SAFETY: the pointer is not NULL, the size possible, and the rest the caller promises.
        Ok(unsafe { slice::from_raw_parts(data, length) })
    }
}

/// The same, to write to.
///
/// # Safety
///
/// If the length is not 0, so many items can be read and written there for `'a`, and nothing else
/// reads or writes them.
pub(crate) unsafe fn slice_of_mut<'a, T>(
    data: *mut T,
    length: usize,
) -> Result<&'a mut [T], Status> {
    if length == 0 {
        Ok(&mut [])
    } else if data.is_null() || !is_possible::<T>(length) {
        Err(Status::ARGUMENT)
    } else {
        // SAFETY: the pointer is not NULL, the size possible, and the rest the caller promises.
        Ok(unsafe { slice::from_raw_parts_mut(data, length) })
    }
}

/// The same of text.
///
/// # Safety
///
/// As for [`slice_of`].
pub(crate) unsafe fn text_of<'a>(data: *const c_char, length: usize) -> Result<&'a str, Status> {
    // SAFETY: the caller keeps to the contract of this function.
    let bytes = unsafe { slice_of(data.cast::<u8>(), length) }?;
    std::str::from_utf8(bytes).map_err(|_| Status::ARGUMENT)
}

/// Copies bytes into the caller's buffer if they fit, and in any case tells how many they are.
///
/// # Safety
///
/// As much as `capacity` says can be written at `buffer`, which does not overlap the bytes, and
/// `length` can be written to.
pub(crate) unsafe fn hand_over(
    bytes: &[u8],
    buffer: *mut u8,
    capacity: usize,
    length: *mut usize,
) -> Result<(), Status> {
    // SAFETY: the caller says that it can be written to.
    unsafe { length.write(bytes.len()) };
    if bytes.len() > capacity {
        return Err(Status::ROOM);
    }
    if !bytes.is_empty() {
        // SAFETY: there is room, and the two do not overlap.
        unsafe { buffer.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    #[test]
    fn nothing_may_be_null_but_not_something() {
        // SAFETY: a length of 0 asks for nothing; a NULL or impossible one is refused before it is read.
        unsafe {
            assert_eq!(slice_of::<u8>(ptr::null(), 0), Ok(&[][..]));
            assert_eq!(slice_of::<u8>(ptr::null(), 1), Err(Status::ARGUMENT));
            let somewhere = ptr::dangling::<u64>();
            assert_eq!(slice_of::<u64>(somewhere, usize::MAX / 8), Err(Status::ARGUMENT));
            assert_eq!(text_of(c"\xff".as_ptr(), 1), Err(Status::ARGUMENT));
        }
    }
}
