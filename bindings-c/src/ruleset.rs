//! Rulesets: shared, counted, never changed.

use std::ffi::c_char;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use keysieve::Rule;

use crate::error::Error;
use crate::guard::{answer, guard};
use crate::memory::text_of;
use crate::options::{self, Options};
use crate::status::Status;

/// `keysieve_ruleset`.
pub struct Ruleset {
    /// Nothing stands for the built-in one.
    own: Option<keysieve::Ruleset>,
}

static BUILTIN: Ruleset = Ruleset { own: None };

impl Ruleset {
    pub(crate) fn get(&self) -> &keysieve::Ruleset {
        self.own.as_ref().unwrap_or_else(|| keysieve::Ruleset::builtin())
    }

    /// What the caller hands in, for as long as the call runs.
    ///
    /// # Safety
    ///
    /// The pointer is NULL or that of a ruleset of which the caller holds a reference.
    pub(crate) unsafe fn lent<'a>(ruleset: *const Self) -> Result<&'a keysieve::Ruleset, Status> {
        // SAFETY: the caller keeps to the contract of this function.
        unsafe { ruleset.as_ref() }.map(Self::get).ok_or(Status::ARGUMENT)
    }
}

/// A reference that is counted.
pub(crate) struct Held(NonNull<Ruleset>);

// SAFETY: a ruleset never changes, and its count is atomic.
unsafe impl Send for Held {}
// SAFETY: the same.
unsafe impl Sync for Held {}

impl Held {
    /// Takes another reference.
    ///
    /// # Safety
    ///
    /// The pointer is NULL or that of a ruleset of which the caller holds a reference.
    pub(crate) unsafe fn new(ruleset: *const Ruleset) -> Result<Self, Status> {
        let held = NonNull::new(ruleset.cast_mut()).ok_or(Status::ARGUMENT)?;
        // SAFETY: the caller keeps to the contract of this function.
        unsafe { keysieve_ruleset_retain(ruleset) };
        Ok(Self(held))
    }

    pub(crate) fn get(&self) -> &keysieve::Ruleset {
        // SAFETY: it is there as long as the reference is held.
        unsafe { self.0.as_ref() }.get()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: the reference is this one's.
        unsafe { keysieve_ruleset_release(self.0.as_ptr()) }
    }
}

/// `keysieve_ruleset_builtin`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_ruleset_builtin() -> *const Ruleset {
    &raw const BUILTIN
}

/// `keysieve_ruleset_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_ruleset_new(
    options: *const Options,
    ruleset: *mut *mut Ruleset,
    error: *mut *mut Error,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for NULL or a place to write to.
        let (mut ruleset, mut error) = unsafe { (ruleset.as_mut(), error.as_mut()) };
        // A panic leaves nothing behind, either.
        if let Some(place) = &mut ruleset {
            **place = ptr::null_mut();
        }
        if let Some(place) = &mut error {
            **place = ptr::null_mut();
        }
        // SAFETY: the header asks for NULL or options.
        let built = unsafe { options::build(options) };
        let outcome = match (ruleset, built) {
            (None, _) => Err(Error::argument("there is no place for the ruleset")),
            (Some(place), Ok(built)) => {
                *place = Arc::into_raw(Arc::new(Ruleset { own: Some(built) })).cast_mut();
                Ok(Status::OK)
            }
            (Some(_), Err(wrong)) => Err(wrong),
        };
        let status = outcome.as_ref().map_or_else(|wrong| wrong.status, |&status| status);
        if let Some(error) = error {
            *error = outcome.err().map_or(ptr::null_mut(), |wrong| Box::into_raw(Box::new(wrong)));
        }
        Ok(status)
    })
}

/// `keysieve_ruleset_retain`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_ruleset_retain(ruleset: *const Ruleset) -> *const Ruleset {
    guard(ptr::null(), || {
        if !ruleset.is_null() && !ptr::eq(ruleset, &raw const BUILTIN) {
            // SAFETY: all but the built-in one are handed out as counted pointers, and the caller
            // holds a reference.
            unsafe { Arc::increment_strong_count(ruleset) };
        }
        ruleset
    })
}

/// `keysieve_ruleset_release`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_ruleset_release(ruleset: *const Ruleset) {
    guard((), || {
        if !ruleset.is_null() && !ptr::eq(ruleset, &raw const BUILTIN) {
            // SAFETY: all but the built-in one are handed out as counted pointers, and the caller
            // gives back a reference of its own.
            unsafe { Arc::decrement_strong_count(ruleset) };
        }
    });
}

/// The rules of a ruleset; none of NULL.
///
/// # Safety
///
/// As for [`Ruleset::lent`].
unsafe fn rules<'a>(ruleset: *const Ruleset) -> &'a [Rule] {
    // SAFETY: the caller keeps to the contract of this function.
    unsafe { Ruleset::lent(ruleset) }.map_or(&[], keysieve::Ruleset::rules)
}

/// `keysieve_ruleset_rule_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_ruleset_rule_count(ruleset: *const Ruleset) -> usize {
    // SAFETY: the header asks for a ruleset or NULL.
    guard(0, || unsafe { rules(ruleset) }.len())
}

/// `keysieve_ruleset_rule_at`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_ruleset_rule_at(
    ruleset: *const Ruleset,
    index: usize,
) -> *const Rule {
    guard(ptr::null(), || {
        // SAFETY: the header asks for a ruleset or NULL.
        unsafe { rules(ruleset) }.get(index).map_or(ptr::null(), ptr::from_ref)
    })
}

/// `keysieve_ruleset_rule_named`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_ruleset_rule_named(
    ruleset: *const Ruleset,
    id: *const c_char,
    id_length: usize,
) -> *const Rule {
    guard(ptr::null(), || {
        // SAFETY: the header asks for a ruleset or NULL, and for a text.
        let (rules, id) = unsafe { (rules(ruleset), text_of(id, id_length)) };
        let is_it = |rule: &&Rule| id == Ok(rule.id());
        rules.iter().find(is_it).map_or(ptr::null(), ptr::from_ref)
    })
}
