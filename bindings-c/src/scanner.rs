//! Scanners: a ruleset and the memory that decoding takes.

use std::ffi::{c_char, c_void};
use std::ops::ControlFlow;
use std::ptr;

use keysieve::{Coverage, DecodeLimits, DecodedFinding, FindIter, Scratch};

use crate::exclusive::{Exclusive, InUse};
use crate::finding::Finding;
use crate::guard::answer;
use crate::memory::{slice_of, text_of};
use crate::names::limit_number;
use crate::ruleset::{Held, Ruleset};
use crate::scan::{FindingFn, Room, Visitor};
use crate::status::Status;
use crate::versioned::{self, Versioned};

/// `KEYSIEVE_NO_DECODING`.
pub const NO_DECODING: i32 = -1;

/// `keysieve_limits`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Limits {
    /// Its size.
    pub size: usize,
    /// Encodings within one another.
    pub depth: i32,
    /// Zero.
    pub reserved: u32,
    /// Encoded bytes that are decoded at a time.
    pub piece: u64,
    /// Encoded bytes that are decoded in one input.
    pub total: u64,
    /// Findings that are held at a time.
    pub findings: u64,
}

// SAFETY: `repr(C)`; integers; no padding.
unsafe impl Versioned for Limits {
    const FIRST: usize = size_of::<Self>();
}

impl Limits {
    /// The core's limits; 0 stands for its own.
    fn of_core(self) -> Result<DecodeLimits, Status> {
        const MOST_DEPTH: i32 = 8;
        const LEAST_PIECE: usize = 1 << 14;
        const MOST_PIECE: usize = 1 << 31;
        const LEAST_FINDINGS: usize = 16;
        const MOST_FINDINGS: usize = 1 << 24;

        let mut limits = DecodeLimits::default();
        let chosen = |number: u64, default: usize| match number {
            0 => Ok(default),
            _ => usize::try_from(number).map_err(|_| Status::ARGUMENT),
        };
        limits.depth = match self.depth {
            NO_DECODING => 0,
            0 => limits.depth,
            1..=MOST_DEPTH => self.depth as usize,
            _ => return Err(Status::ARGUMENT),
        };
        limits.piece = chosen(self.piece, limits.piece)?;
        limits.total = chosen(self.total, limits.total)?;
        limits.findings = chosen(self.findings, limits.findings)?;
        let fits = (LEAST_PIECE..=MOST_PIECE).contains(&limits.piece)
            && (LEAST_FINDINGS..=MOST_FINDINGS).contains(&limits.findings);
        if fits && self.reserved == 0 { Ok(limits) } else { Err(Status::ARGUMENT) }
    }
}

/// `keysieve_summary`.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Summary {
    /// Its size.
    pub size: usize,
    /// Findings handed over, or places replaced.
    pub findings: u64,
    /// Findings that the ruleset allows.
    pub allowed: u64,
    /// The first limit that was reached.
    pub limit: u32,
    /// Zero.
    pub reserved: u32,
    /// Where that was.
    pub limit_offset: u64,
}

// SAFETY: `repr(C)`; integers; no padding.
unsafe impl Versioned for Summary {
    const FIRST: usize = size_of::<Self>();
}

impl Summary {
    /// What came of a call, and its status.
    pub(crate) fn of(findings: u64, allowed: u64, coverage: Coverage) -> (Status, Self) {
        let mut summary = Self { findings, allowed, ..Self::default() };
        let Coverage::Incomplete(incomplete) = coverage else { return (Status::OK, summary) };
        summary.limit = limit_number(incomplete.limit());
        summary.limit_offset = incomplete.at();
        (Status::INCOMPLETE, summary)
    }
}

/// `keysieve_scanner`.
pub type Scanner = Exclusive<ScannerState>;

/// What changes while scanning.
pub struct ScannerState {
    pub(crate) ruleset: Held,
    pub(crate) scratch: Scratch,
    pub(crate) path: String,
    summary: Summary,
}

impl ScannerState {
    /// Scans, and notes what came of it.
    fn scan(
        &mut self,
        input: &[u8],
        mut visit: impl FnMut(DecodedFinding<'_, '_>) -> ControlFlow<()>,
    ) -> Status {
        let mut findings = 0;
        let mut search: FindIter<'_, '_> = self.ruleset.get().find_iter(input);
        if !self.path.is_empty() {
            search = search.in_file(&self.path);
        }
        let flow = search.decoded(&mut self.scratch, |found| {
            findings += 1;
            visit(found)
        });
        let allowed = self.scratch.suppressed() as u64;
        match flow {
            ControlFlow::Break(()) => {
                self.note(findings, allowed, Coverage::Complete);
                Status::STOPPED
            }
            ControlFlow::Continue(coverage) => self.note(findings, allowed, coverage),
        }
    }

    /// Notes what came of a call.
    pub(crate) fn note(&mut self, findings: u64, allowed: u64, coverage: Coverage) -> Status {
        let (status, summary) = Summary::of(findings, allowed, coverage);
        self.summary = summary;
        status
    }
}

/// The core's limits; NULL stands for its own.
///
/// # Safety
///
/// The pointer is NULL or that of limits.
pub(crate) unsafe fn limits(limits: *const Limits) -> Result<DecodeLimits, Status> {
    if limits.is_null() {
        return Ok(DecodeLimits::default());
    }
    // SAFETY: the caller keeps to the contract of this function.
    unsafe { versioned::read(limits) }?.of_core()
}

/// `keysieve_scanner_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scanner_new(
    ruleset: *const Ruleset,
    limits: *const Limits,
    scanner: *mut *mut Scanner,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for NULL or a place to write to.
        let scanner = unsafe { scanner.as_mut() }.ok_or(Status::ARGUMENT)?;
        *scanner = ptr::null_mut();
        // SAFETY: the header asks for NULL or limits.
        let limits = unsafe { self::limits(limits) }?;
        *scanner = Exclusive::hand_out(ScannerState {
            // SAFETY: the header asks for a ruleset.
            ruleset: unsafe { Held::new(ruleset) }?,
            scratch: Scratch::new(limits),
            path: String::new(),
            summary: Summary::default(),
        });
        Ok(Status::OK)
    })
}

/// `keysieve_scanner_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scanner_free(scanner: *mut Scanner) {
    // SAFETY: the header asks for NULL or a scanner that is not freed yet.
    unsafe { Exclusive::take_back(scanner) }
}

/// `keysieve_scanner_set_path`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scanner_set_path(
    scanner: *mut Scanner,
    path: *const c_char,
    length: usize,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a scanner and a text.
        let (mut scanner, path) = unsafe { (InUse::new(scanner)?, text_of(path, length)?) };
        scanner.path.clear();
        scanner.path.push_str(path);
        Ok(Status::OK)
    })
}

/// `keysieve_scanner_scan`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scanner_scan(
    scanner: *mut Scanner,
    data: *const u8,
    length: usize,
    callback: Option<FindingFn>,
    user: *mut c_void,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a scanner, bytes and a callback.
        let (mut scanner, input, visitor) = unsafe {
            (InUse::new(scanner)?, slice_of(data, length)?, Visitor::new(callback, user)?)
        };
        Ok(scanner.scan(input, |found| visitor.visit(&Finding::decoded(&found))))
    })
}

/// `keysieve_scanner_scan_into`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scanner_scan_into(
    scanner: *mut Scanner,
    data: *const u8,
    length: usize,
    findings: *mut Finding,
    capacity: usize,
    count: *mut usize,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a scanner, bytes and room.
        let (mut room, mut scanner, input) = unsafe {
            let room = Room::new(findings, capacity, count)?;
            (room, InUse::new(scanner)?, slice_of(data, length)?)
        };
        let status = scanner.scan(input, |found| {
            room.push(Finding::decoded(&found));
            ControlFlow::Continue(())
        });
        room.status().map(|()| status)
    })
}

/// `keysieve_scanner_summary`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_scanner_summary(
    scanner: *const Scanner,
    summary: *mut Summary,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a scanner, and for a struct of the size that it says.
        unsafe {
            versioned::clear(summary)?;
            versioned::write(summary, InUse::new(scanner)?.summary)?;
        }
        Ok(Status::OK)
    })
}
