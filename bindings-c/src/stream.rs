//! Streams: bytes that come in pieces.

use std::ffi::{c_char, c_void};
use std::ops::ControlFlow;
use std::ptr;

use keysieve::{Coverage, Stream as Core, StreamFinding};

use crate::exclusive::{Exclusive, InUse};
use crate::finding::Finding;
use crate::guard::answer;
use crate::memory::{slice_of, text_of};
use crate::ruleset::{Held, Ruleset};
use crate::scan::{FindingFn, Visitor};
use crate::status::Status;

/// `keysieve_stream`.
pub type Stream = Exclusive<StreamState>;

/// A stream, and what it borrows from; it goes before those do.
pub struct StreamState {
    /// There is always one, but while its path changes.
    stream: Option<Core<'static, Vec<u8>>>,
    path: Box<str>,
    _ruleset: Held,
}

impl StreamState {
    /// # Safety
    ///
    /// The pointer is NULL or that of a ruleset of which the caller holds a reference.
    unsafe fn new(ruleset: *const Ruleset, buffer: usize) -> Result<Self, Status> {
        // SAFETY: the caller keeps to the contract of this function.
        let held = unsafe { Held::new(ruleset) }?;
        // SAFETY: a ruleset never moves nor changes, and is held until after the stream is gone.
        let rules = unsafe { &*ptr::from_ref(held.get()) };
        let length = if buffer == 0 { rules.stream_buffer() } else { buffer };
        let length = isize::try_from(length).map_err(|_| Status::ARGUMENT)?.unsigned_abs();
        if length < rules.stream_buffer() {
            return Err(Status::ARGUMENT);
        }
        let stream = rules.stream(vec![0; length]).map_err(|_| Status::ARGUMENT)?;
        Ok(Self { stream: Some(stream), path: Box::default(), _ruleset: held })
    }

    fn stream(&mut self) -> Result<&mut Core<'static, Vec<u8>>, Status> {
        self.stream.as_mut().ok_or(Status::INTERNAL)
    }

    fn set_path(&mut self, path: &str) -> Result<(), Status> {
        let path: Box<str> = path.into();
        // SAFETY: the text does not move with its box, and is held until the stream has another or is
        // gone.
        let lent: &'static str = unsafe { &*ptr::from_ref(&*path) };
        self.stream = self.stream.take().map(|stream| stream.in_file(lent));
        self.path = path;
        self.stream().map(|_| ())
    }
}

/// `keysieve_stream_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_stream_new(
    ruleset: *const Ruleset,
    buffer: usize,
    stream: *mut *mut Stream,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for NULL or a place to write to.
        let stream = unsafe { stream.as_mut() }.ok_or(Status::ARGUMENT)?;
        *stream = ptr::null_mut();
        // SAFETY: the header asks for a ruleset.
        *stream = Exclusive::hand_out(unsafe { StreamState::new(ruleset, buffer) }?);
        Ok(Status::OK)
    })
}

/// `keysieve_stream_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_stream_free(stream: *mut Stream) {
    // SAFETY: the header asks for NULL or a stream that is not freed yet.
    unsafe { Exclusive::take_back(stream) }
}

/// `keysieve_stream_set_path`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_stream_set_path(
    stream: *mut Stream,
    path: *const c_char,
    length: usize,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a stream and a text.
        let (mut stream, path) = unsafe { (InUse::new(stream)?, text_of(path, length)?) };
        stream.set_path(path).map(|()| Status::OK)
    })
}

/// `keysieve_stream_push`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_stream_push(
    stream: *mut Stream,
    data: *const u8,
    length: usize,
    callback: Option<FindingFn>,
    user: *mut c_void,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a stream, bytes and a callback.
        let (mut stream, piece, visitor) = unsafe {
            (InUse::new(stream)?, slice_of(data, length)?, Visitor::new(callback, user)?)
        };
        let flow = stream.stream()?.push(piece, |found| visit(visitor, found));
        Ok(if flow.is_break() { Status::STOPPED } else { Status::OK })
    })
}

/// `keysieve_stream_finish`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_stream_finish(
    stream: *mut Stream,
    callback: Option<FindingFn>,
    user: *mut c_void,
) -> Status {
    answer(|| {
        // SAFETY: the header asks for a stream and a callback.
        let (mut stream, visitor) = unsafe { (InUse::new(stream)?, Visitor::new(callback, user)?) };
        match stream.stream()?.finish(|found| visit(visitor, found)) {
            ControlFlow::Break(()) => Ok(Status::STOPPED),
            ControlFlow::Continue(Coverage::Complete) => Ok(Status::OK),
            ControlFlow::Continue(Coverage::Incomplete(_)) => Ok(Status::INCOMPLETE),
        }
    })
}

/// `keysieve_stream_restart`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_stream_restart(stream: *mut Stream) -> Status {
    answer(|| {
        // SAFETY: the header asks for a stream.
        let mut stream = unsafe { InUse::new(stream) }?;
        stream.stream()?.restart();
        Ok(Status::OK)
    })
}

fn visit(visitor: Visitor, found: StreamFinding<'_, '_>) -> ControlFlow<()> {
    visitor.visit(&Finding::streamed(found))
}
