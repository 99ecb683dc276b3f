//! Scanning bytes as they are.

use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::ops::ControlFlow;

use crate::finding::Finding;
use crate::guard::answer;
use crate::memory::{slice_of, slice_of_mut};
use crate::ruleset::Ruleset;
use crate::status::Status;

/// `keysieve_finding_fn`.
pub type FindingFn = unsafe extern "C" fn(finding: *const Finding, user: *mut c_void) -> c_int;

/// A callback and what it asked for.
#[derive(Clone, Copy)]
pub(crate) struct Visitor {
    callback: FindingFn,
    user: *mut c_void,
}

impl Visitor {
    /// # Safety
    ///
    /// The callback may be called with findings and that pointer.
    pub(crate) unsafe fn new(
        callback: Option<FindingFn>,
        user: *mut c_void,
    ) -> Result<Self, Status> {
        Ok(Self { callback: callback.ok_or(Status::ARGUMENT)?, user })
    }

    /// Breaks if the callback says so.
    pub(crate) fn visit(self, finding: &Finding) -> ControlFlow<()> {
        // SAFETY: whoever made this has promised it.
        let answer = unsafe { (self.callback)(finding, self.user) };
        if answer == 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

/// A caller's array, and how many findings there are for it.
pub(crate) struct Room<'a> {
    places: &'a mut [MaybeUninit<Finding>],
    count: &'a mut usize,
}

impl Room<'_> {
    /// # Safety
    ///
    /// The pointers are NULL, or so many findings can be written to the one and a number to the
    /// other.
    pub(crate) unsafe fn new(
        findings: *mut Finding,
        capacity: usize,
        count: *mut usize,
    ) -> Result<Self, Status> {
        // SAFETY: the caller keeps to the contract of this function; nothing is read.
        let (places, count) = unsafe { (slice_of_mut(findings.cast(), capacity), count.as_mut()) };
        let count = count.ok_or(Status::ARGUMENT)?;
        *count = 0;
        Ok(Self { places: places?, count })
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        if let Some(place) = self.places.get_mut(*self.count) {
            place.write(finding.kept());
        }
        *self.count += 1;
    }

    /// Whether there was room for all.
    pub(crate) fn status(&self) -> Result<(), Status> {
        if *self.count > self.places.len() { Err(Status::ROOM) } else { Ok(()) }
    }
}

/// `keysieve_scan`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scan(
    ruleset: *const Ruleset,
    data: *const u8,
    length: usize,
    callback: Option<FindingFn>,
    user: *mut c_void,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a ruleset, bytes and a callback.
        let (ruleset, input, visitor) = unsafe {
            (Ruleset::lent(ruleset)?, slice_of(data, length)?, Visitor::new(callback, user)?)
        };
        let flow = ruleset.scan(input, |found| visitor.visit(&Finding::plain(found, input)));
        Ok(if flow.is_break() { Status::STOPPED } else { Status::OK })
    })
}

/// `keysieve_bytes`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Bytes {
    /// The first byte.
    pub data: *const u8,
    /// How many there are.
    pub length: usize,
}

/// `keysieve_record_fn`.
pub type RecordFn =
    unsafe extern "C" fn(record: usize, finding: *const Finding, user: *mut c_void) -> c_int;

/// `keysieve_scan_records`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scan_records(
    ruleset: *const Ruleset,
    records: *const Bytes,
    count: usize,
    callback: Option<RecordFn>,
    user: *mut c_void,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a ruleset and records.
        let (ruleset, records) = unsafe { (Ruleset::lent(ruleset)?, slice_of(records, count)?) };
        let callback = callback.ok_or(Status::ARGUMENT)?;
        // SAFETY: the header asks for the bytes of each.
        let of_record = |record: &Bytes| unsafe { slice_of(record.data, record.length) };
        // Before any finding is handed over.
        records.iter().try_for_each(|record| of_record(record).map(drop))?;
        let slices = records.iter().map(|record| of_record(record).unwrap_or_default());
        let flow = ruleset.scan_records(slices, |number, record, found| {
            let finding = Finding::plain(found, record);
            // SAFETY: the header asks for a callback that takes findings and that pointer.
            let answer = unsafe { callback(number, &raw const finding, user) };
            if answer == 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        Ok(if flow.is_break() { Status::STOPPED } else { Status::OK })
    })
}

/// `keysieve_scan_into`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scan_into(
    ruleset: *const Ruleset,
    data: *const u8,
    length: usize,
    findings: *mut Finding,
    capacity: usize,
    count: *mut usize,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a ruleset, bytes and room.
        let (mut into, ruleset, input) = unsafe {
            let into = Room::new(findings, capacity, count)?;
            (into, Ruleset::lent(ruleset)?, slice_of(data, length)?)
        };
        for found in ruleset.find_iter(input) {
            into.push(Finding::plain(found, input));
        }
        into.status().map(|()| Status::OK)
    })
}
