//! Objects that one call at a time may use, and that may be given back while one does.

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::guard::guard;
use crate::status::Status;

/// What is handed out.
pub struct Exclusive<T> {
    in_use: AtomicBool,
    /// A call has panicked, and may have left something half done.
    is_broken: AtomicBool,
    state: UnsafeCell<T>,
}

// SAFETY: the state is only touched by whoever has set `in_use`.
unsafe impl<T: Send> Sync for Exclusive<T> {}

impl<T> Exclusive<T> {
    /// Hands an object out.
    pub(crate) fn hand_out(state: T) -> *mut Self {
        let (in_use, is_broken) = Default::default();
        Arc::into_raw(Arc::new(Self { in_use, is_broken, state: UnsafeCell::new(state) }))
            .cast_mut()
    }

    /// Takes it back. A call that still runs has a share of its own.
    ///
    /// # Safety
    ///
    /// The pointer is NULL, or was handed out and is taken back once.
    pub(crate) unsafe fn take_back(this: *mut Self) {
        guard((), || {
            if !this.is_null() {
                // SAFETY: it was handed out as a counted pointer.
                drop(unsafe { Arc::from_raw(this) });
            }
        });
    }
}

/// The right to change an object, which only one can have, and a share in its life.
pub(crate) struct InUse<T>(Arc<Exclusive<T>>);

impl<T> InUse<T> {
    /// # Safety
    ///
    /// The pointer is NULL or that of an object that is not taken back yet.
    pub(crate) unsafe fn new(object: *const Exclusive<T>) -> Result<Self, Status> {
        if object.is_null() {
            return Err(Status::ARGUMENT);
        }
        // SAFETY: objects are handed out as counted pointers, and the caller's is still there.
        let object = unsafe {
            Arc::increment_strong_count(object);
            Arc::from_raw(object)
        };
        if object.in_use.swap(true, Ordering::Acquire) {
            return Err(Status::BUSY);
        }
        let this = Self(object);
        if this.0.is_broken.load(Ordering::Relaxed) { Err(Status::INTERNAL) } else { Ok(this) }
    }
}

impl<T> Deref for InUse<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: there is no other `InUse` of the same object.
        unsafe { &*self.0.state.get() }
    }
}

impl<T> DerefMut for InUse<T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: there is no other `InUse` of the same object.
        unsafe { &mut *self.0.state.get() }
    }
}

impl<T> Drop for InUse<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.is_broken.store(true, Ordering::Relaxed);
        }
        self.0.in_use.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::answer;

    #[test]
    fn one_at_a_time_and_none_after_a_panic() {
        let object = Exclusive::hand_out(7);
        // SAFETY: the object is taken back at the end.
        unsafe {
            let first = InUse::new(object).ok().unwrap();
            assert_eq!(InUse::new(object).err(), Some(Status::BUSY));
            assert_eq!(*first, 7);
            drop(first);
            let status = answer(|| {
                let mut object = InUse::new(object)?;
                *object += 1;
                panic!("half done")
            });
            assert_eq!(status, Status::INTERNAL);
            assert_eq!(InUse::new(object).err(), Some(Status::INTERNAL));
            Exclusive::take_back(object);
        }
    }
}
