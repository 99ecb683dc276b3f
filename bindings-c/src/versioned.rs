//! Structs that begin with their size, so that they can grow at their end.

use std::mem::MaybeUninit;
use std::ptr;

use crate::memory::slice_of;
use crate::status::Status;

/// A struct whose first field is its size as the caller's header knows it.
///
/// # Safety
///
/// It is `repr(C)`, begins with a `usize`, may be all zero bytes, and has no padding at its end.
pub(crate) unsafe trait Versioned: Copy {
    /// Its size in the first version of the interface.
    const FIRST: usize;
}

/// No struct ever grows beyond this; what says so is not initialized.
const MOST: usize = 1 << 12;

/// The size that the caller's header knows.
///
/// # Safety
///
/// The pointer is NULL or that of a struct of the caller's.
unsafe fn size_of_callers<T: Versioned>(pointer: *const T) -> Result<usize, Status> {
    if pointer.is_null() {
        return Err(Status::ARGUMENT);
    }
    // SAFETY: the struct begins with its size.
    let size = unsafe { pointer.cast::<usize>().read() };
    if (T::FIRST..=MOST).contains(&size) { Ok(size) } else { Err(Status::ARGUMENT) }
}

/// Reads a struct of the caller's. What its header does not know yet is zero; what this library does
/// not know yet must be.
///
/// # Safety
///
/// The pointer is NULL, or as many bytes as its first field says can be read there.
pub(crate) unsafe fn read<T: Versioned>(from: *const T) -> Result<T, Status> {
    // SAFETY: the caller keeps to the contract of this function.
    let size = unsafe { size_of_callers(from) }?;
    // SAFETY: that many bytes can be read.
    let bytes = unsafe { slice_of(from.cast::<u8>(), size) }?;
    let (known, unknown) = bytes.split_at(size.min(size_of::<T>()));
    if unknown.iter().any(|&byte| byte != 0) {
        return Err(Status::ARGUMENT);
    }
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: `known` is no longer than the struct, which may be all zero, and of which the caller has
    // written those bytes.
    unsafe {
        ptr::copy_nonoverlapping(known.as_ptr(), value.as_mut_ptr().cast::<u8>(), known.len());
        Ok(value.assume_init())
    }
}

/// Writes as much of a struct as the caller's header knows, but for the size, which stays.
///
/// # Safety
///
/// The pointer is NULL, or as many bytes as its first field says can be written there.
pub(crate) unsafe fn write<T: Versioned>(to: *mut T, value: T) -> Result<(), Status> {
    // SAFETY: the caller keeps to the contract of this function.
    let size = unsafe { size_of_callers(to) }?;
    let known = size.min(size_of::<T>());
    // SAFETY: the caller's struct is at least that long, and so is this one.
    unsafe {
        ptr::copy_nonoverlapping((&raw const value).cast::<u8>(), to.cast::<u8>(), known);
        to.cast::<usize>().write(size);
        // A library that knows less than the header leaves no rubbish.
        to.cast::<u8>().add(known).write_bytes(0, size - known);
    }
    Ok(())
}

/// Leaves nothing but the size, as a call that fails does.
///
/// # Safety
///
/// As for [`write()`].
pub(crate) unsafe fn clear<T: Versioned>(to: *mut T) -> Result<(), Status> {
    // SAFETY: it may be all zero, and the caller keeps to the contract of this function.
    unsafe { write(to, MaybeUninit::<T>::zeroed().assume_init()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    struct Two {
        size: usize,
        first: usize,
        second: usize,
    }

    // SAFETY: `repr(C)`, integers alone.
    unsafe impl Versioned for Two {
        const FIRST: usize = 2 * size_of::<usize>();
    }

    /// What a caller with some header has in memory.
    fn caller(words: [usize; 4]) -> *mut Two {
        Box::leak(Box::new(words)).as_mut_ptr().cast()
    }

    #[test]
    fn older_and_newer_callers_are_understood() {
        let word = size_of::<usize>();
        // SAFETY: all sizes are at most that of the four words, or refused.
        unsafe {
            let older = read(caller([2 * word, 7, 9, 9]));
            assert_eq!(older, Ok(Two { size: 2 * word, first: 7, second: 0 }));
            let newer = read(caller([4 * word, 7, 8, 0]));
            assert_eq!(newer, Ok(Two { size: 4 * word, first: 7, second: 8 }));
            assert_eq!(read(caller([4 * word, 7, 8, 1])), Err(Status::ARGUMENT));
            assert_eq!(read(caller([word, 7, 8, 1])), Err(Status::ARGUMENT));
            assert_eq!(read(caller([usize::MAX, 7, 8, 0])), Err(Status::ARGUMENT));
            assert_eq!(read::<Two>(ptr::null()), Err(Status::ARGUMENT));

            let value = Two { size: 0, first: 1, second: 2 };
            let older = caller([2 * word, 9, 9, 9]);
            assert_eq!(write(older, value), Ok(()));
            assert_eq!(older.cast::<[usize; 4]>().read(), [2 * word, 1, 9, 9]);
            let newer = caller([4 * word, 9, 9, 9]);
            assert_eq!(write(newer, value), Ok(()));
            assert_eq!(newer.cast::<[usize; 4]>().read(), [4 * word, 1, 2, 0]);
        }
    }
}
