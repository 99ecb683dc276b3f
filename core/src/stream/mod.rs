//! Scanning what comes in pieces: a file that is read, a body that is received, a pipe.
//!
//! ```text
//! pieces → buffer: |context| swept … | not yet swept |  room  |
//!                  ↑ needed          ↑ swept         ↑ filled
//! ```
//! The buffer is a window on the stream. A place is looked at once all stands in the buffer that its
//! match and the judgement on it may reach; what is still needed when the buffer is full moves to its
//! front, and the rest makes room. What a scan of one buffer remembers is the same as there, so the
//! findings are, too.

mod finding;
#[cfg(feature = "std")]
mod reader;
#[cfg(test)]
mod tests;

pub use finding::StreamFinding;

use core::fmt;
use core::mem;
use core::ops::ControlFlow;

use crate::allow::CONTEXT;
use crate::coverage::{Coverage, Incomplete, Limit};
use crate::finding::Finding;
use crate::limits::Limits;
use crate::position::Position;
use crate::prefilter::{self, Hits, REACH};
use crate::ruleset::Ruleset;
use crate::search::Search;

/// Bytes of a buffer that suffices for a [`Stream`] with the built-in rules: 128 KiB.
///
/// What other rules need, [`Ruleset::stream_buffer`] says.
///
/// ```
/// assert!(keysieve::Ruleset::builtin().stream_buffer() <= keysieve::STREAM_BUFFER);
/// ```
pub const STREAM_BUFFER: usize = 128 << 10;

/// New bytes that are worth a look.
const STEP: usize = 8 << 10;

/// Bytes that make room for new ones, at least, whenever the buffer is full.
const LEAST_ROOM: usize = 32 << 10;

/// The buffer that is given to a [`Stream`] cannot hold all that its rules look at together.
///
/// ```
/// let error = keysieve::Ruleset::builtin().stream([0; 64]).unwrap_err();
/// assert_eq!(error.given, 64);
/// assert!(error.needed <= keysieve::STREAM_BUFFER);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the buffer of a stream has to hold {needed} bytes, not {given}")]
pub struct BufferTooSmall {
    /// The bytes that are needed.
    pub needed: usize,
    /// The bytes that there are.
    pub given: usize,
}

/// Takes a text in pieces of any size and finds in it what [`Ruleset::scan`] finds in the whole.
///
/// As there, nothing is decoded, and the coverage does not speak of that: what
/// [`Ruleset::scan_decoded`] finds in encoded text it finds in windows that overlap by
/// [`Ruleset::stream_buffer`], too, and a [`Redactor`](crate::Redactor) masks it in a stream.
///
/// It is for one stream after the other: [`finish`](Self::finish) makes it ready for the next. All
/// its memory is the buffer and some tens of kilobytes in itself. A finding comes once it is settled
/// what it is: some 30 KB after it with the built-in rules, or at the end.
///
/// ```
/// use keysieve::{Coverage, Ruleset, STREAM_BUFFER};
/// use std::ops::ControlFlow;
///
/// let mut stream = Ruleset::builtin().stream(vec![0; STREAM_BUFFER]).unwrap();
/// let mut found = Vec::new();
/// let mut visit = |finding: keysieve::StreamFinding<'static, '_>| {
///     found.push((finding.rule().id(), finding.secret(), finding.position().line));
///     ControlFlow::<()>::Continue(())
/// };
/// for piece in [b"\nredis://app:kX93m".as_slice(), b"Lq0ZtWv@cache:6379/0"] {
///     assert!(stream.push(piece, &mut visit).is_continue());
/// }
/// assert_eq!(stream.finish(&mut visit), ControlFlow::Continue(Coverage::Complete));
/// assert_eq!(found, [("redis-url-password", 13..25, 2)]);
/// ```
pub struct Stream<'r, B> {
    ruleset: &'r Ruleset,
    buffer: B,
    path: Option<&'r str>,
    /// Bytes of the buffer that are filled.
    filled: usize,
    /// Where the buffer starts in the stream.
    offset: u64,
    /// Where to go on in the buffer.
    swept: usize,
    search: Search<'r>,
    lines: Lines,
    limits: Limits,
    /// The first limit that was reached; its place counts from the start of the stream.
    coverage: Coverage,
    /// New bytes that are worth a look.
    step: usize,
}

impl Ruleset {
    /// Bytes of the buffer that a [`Stream`] with these rules needs. It grows with the longest match
    /// that a rule allows and with the most bytes between two parts of one credential.
    pub const fn stream_buffer(&self) -> usize {
        self.stream_behind() + self.stream_ahead() + LEAST_ROOM
    }

    /// Bytes before a place that may still be needed.
    const fn stream_behind(&self) -> usize {
        let reach = self.reach();
        // A group that is not decided yet, a part before it that waits, and that one's partner.
        CONTEXT + REACH + reach.longest_group() + reach.longest + 2 * (reach.window + reach.longest)
    }

    /// Bytes after a place that have to be known.
    const fn stream_ahead(&self) -> usize {
        self.reach().longest + CONTEXT + prefilter::AHEAD
    }

    /// A scan of a text that comes in pieces. The buffer (a `Vec<u8>`, an array, a `&mut [u8]`) is
    /// the caller's and keeps its length; what it holds does not matter. A larger one costs fewer moves.
    ///
    /// # Errors
    ///
    /// [`BufferTooSmall`] tells how long the buffer has to be.
    ///
    /// ```
    /// let mut buffer = vec![0; keysieve::STREAM_BUFFER];
    /// let stream = keysieve::Ruleset::builtin().stream(buffer.as_mut_slice());
    /// assert!(stream.is_ok());
    /// ```
    pub fn stream<B: AsRef<[u8]> + AsMut<[u8]>>(
        &self,
        buffer: B,
    ) -> Result<Stream<'_, B>, BufferTooSmall> {
        let (needed, given) = (self.stream_buffer(), buffer.as_ref().len());
        if given < needed {
            return Err(BufferTooSmall { needed, given });
        }
        Ok(Stream {
            ruleset: self,
            buffer,
            path: None,
            filled: 0,
            offset: 0,
            swept: 0,
            search: Search::new(self),
            lines: Lines::START,
            limits: Limits::NONE,
            coverage: Coverage::Complete,
            step: STEP,
        })
    }
}

impl<'r, B: AsRef<[u8]> + AsMut<[u8]>> Stream<'r, B> {
    /// Says where the stream comes from, for allowlists that go by paths.
    ///
    /// ```
    /// use keysieve::{Allow, Ruleset, STREAM_BUFFER};
    /// use std::ops::ControlFlow;
    /// let allow = Allow::new("not ours").path_prefix("vendor/");
    /// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
    /// let mut stream = ruleset.stream(vec![0; STREAM_BUFFER]).unwrap().in_file("vendor/a.go");
    /// let text = b"mysql://app:kX93mLq0ZtWv@db.internal/shop";
    /// assert!(stream.push(text, |_| ControlFlow::Break(())).is_continue());
    /// assert!(stream.finish(|_| ControlFlow::Break(())).is_continue());
    /// assert_eq!(stream.suppressed(), 1);
    /// ```
    #[must_use]
    pub const fn in_file(mut self, path: &'r str) -> Self {
        self.path = Some(path);
        self
    }

    /// Bounds what a stream takes. Once a limit is reached, what is pushed costs nothing and gives
    /// nothing, and [`coverage`](Self::coverage) says so; so does [`finish`](Self::finish).
    ///
    /// ```
    /// use keysieve::{Coverage, Limit, Limits, Ruleset, STREAM_BUFFER};
    /// use std::ops::ControlFlow;
    /// let mut limits = Limits::default();
    /// limits.input = 1 << 20;
    /// let mut stream = Ruleset::builtin().stream(vec![0; STREAM_BUFFER]).unwrap().limited(limits);
    /// let mut visit = |_: keysieve::StreamFinding<'_, '_>| ControlFlow::<()>::Continue(());
    /// for _ in 0..3 {
    ///     let _ = stream.push(&[b' '; 500_000], &mut visit);
    /// }
    /// let ControlFlow::Continue(Coverage::Incomplete(reached)) = stream.finish(visit) else { panic!() };
    /// assert_eq!((reached.limit(), reached.at()), (Limit::Input, 1 << 20));
    /// ```
    #[must_use]
    pub fn limited(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self.restart();
        self
    }

    /// Whether everything was looked at so far, and will be as the stream goes on.
    pub const fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// How many findings the ruleset's allowlist has kept back, of all streams so far.
    pub const fn suppressed(&self) -> usize {
        self.search.suppressed
    }

    /// Takes the next bytes, and calls the visitor with each finding that is settled, in the order
    /// of their places, until it breaks.
    ///
    /// A break ends the stream: the rest of the piece is dropped, and what is pushed next begins
    /// another. To finish then tells of that other one, which is empty.
    pub fn push<T>(
        &mut self,
        mut piece: &[u8],
        mut visit: impl FnMut(StreamFinding<'r, '_>) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let left = self.left();
        if let Some((now, [_, ..])) = piece.split_at_checked(left) {
            self.reach(Limit::Input, self.taken() + left as u64);
            piece = now;
        }
        while !piece.is_empty() && !self.search.is_over() {
            let room = self.room();
            let count = room.len().min(piece.len());
            let (now, later) = piece.split_at(count);
            room.split_at_mut(count).0.copy_from_slice(now);
            piece = later;
            self.filled += count;
            self.look(&mut visit)?;
        }
        ControlFlow::Continue(())
    }

    /// Ends the stream: the visitor gets what is left. What is pushed next begins another.
    pub fn finish<T>(
        &mut self,
        mut visit: impl FnMut(StreamFinding<'r, '_>) -> ControlFlow<T>,
    ) -> ControlFlow<T, Coverage> {
        let flow = self.scan(true, &mut visit);
        let coverage = self.coverage;
        self.restart();
        flow?;
        ControlFlow::Continue(coverage)
    }

    /// Forgets the stream so far and begins another.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// let buffer = vec![0; keysieve::STREAM_BUFFER];
    /// let mut stream = keysieve::Ruleset::builtin().stream(buffer).unwrap();
    /// let text = b"mysql://app:kX93mLq0ZtWv@db.internal/shop";
    /// assert!(stream.push(text, |_| ControlFlow::Break(())).is_continue());
    /// stream.restart();
    /// assert!(stream.finish(|_| ControlFlow::Break(())).is_continue());
    /// ```
    pub fn restart(&mut self) {
        (self.filled, self.offset, self.swept) = (0, 0, 0);
        self.lines = Lines::START;
        self.search.restart(self.limits);
        self.coverage = Coverage::Complete;
    }

    /// Bytes that were taken so far.
    const fn taken(&self) -> u64 {
        self.offset + self.filled as u64
    }

    /// Bytes that may still be taken.
    fn left(&self) -> usize {
        usize::try_from(self.limits.input.saturating_sub(self.taken())).unwrap_or(usize::MAX)
    }

    fn reach(&mut self, limit: Limit, at: u64) {
        self.coverage = self.coverage.and(Coverage::Incomplete(Incomplete { limit, at }));
    }

    /// Where the next bytes go.
    fn room(&mut self) -> &mut [u8] {
        if self.filled >= self.buffer.as_ref().len() {
            self.make_room();
        }
        self.buffer.as_mut().get_mut(self.filled..).unwrap_or_default()
    }

    /// Looks at what is new, if that is enough.
    fn look<T>(
        &mut self,
        visit: &mut impl FnMut(StreamFinding<'r, '_>) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let is_full = self.filled >= self.buffer.as_ref().len();
        if !is_full && self.filled < self.swept + self.ruleset.stream_ahead() + self.step {
            return ControlFlow::Continue(());
        }
        let flow = self.scan(false, visit);
        if flow.is_break() {
            self.restart();
        }
        flow
    }

    /// Scans as far as is known what follows; to the end if nothing will.
    fn scan<T>(
        &mut self,
        is_last: bool,
        visit: &mut impl FnMut(StreamFinding<'r, '_>) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let bytes = self.buffer.as_ref().get(..self.filled).unwrap_or_default();
        let ahead = if is_last { 0 } else { self.ruleset.stream_ahead() };
        let limit = bytes.len().saturating_sub(ahead);
        let mut hits = Hits::between(self.ruleset, bytes, self.swept, limit);
        let offset = self.offset;
        while let Some((finding, allowed)) = self.search.judge_next(&mut hits, self.path, is_last) {
            if allowed.is_none() {
                let position = self.lines.at(bytes, offset, finding);
                visit(StreamFinding { finding, bytes, offset, position })?;
            }
        }
        self.swept = hits.stopped_at();
        let reached = mem::replace(&mut self.search.coverage, Coverage::Complete);
        self.coverage = self.coverage.and(reached.after(offset));
        ControlFlow::Continue(())
    }

    /// Moves what is still needed to the front.
    fn make_room(&mut self) {
        let start = self.search.needed_from(self.swept).min(self.filled);
        debug_assert!(self.filled - start <= self.buffer.as_ref().len() - LEAST_ROOM);
        if let Some(bytes) = self.buffer.as_ref().get(..start) {
            self.lines.count_to(bytes, self.offset, start);
        }
        if let Some(bytes) = self.buffer.as_mut().get_mut(..self.filled) {
            bytes.copy_within(start.., 0);
        }
        self.filled -= start;
        self.offset += start as u64;
        self.swept -= start;
        self.lines.counted = self.lines.counted.saturating_sub(start);
        self.search.forget_before(start);
    }
}

impl<B> fmt::Debug for Stream<'_, B> {
    /// Leaves the buffer out, since it holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken = self.offset + self.filled as u64;
        f.debug_struct("Stream")
            .field("taken", &taken)
            .field("coverage", &self.coverage)
            .finish_non_exhaustive()
    }
}

/// Lines of the stream, counted as it goes by.
#[derive(Clone, Copy)]
struct Lines {
    /// The line that is known furthest on.
    line: usize,
    /// Where it starts in the stream.
    start: u64,
    /// Up to here of the buffer they are counted.
    counted: usize,
}

impl Lines {
    const START: Self = Self { line: 1, start: 0, counted: 0 };

    /// The position of a finding's secret; findings come in the order of those.
    fn at(&mut self, bytes: &[u8], offset: u64, finding: Finding<'_>) -> Position {
        let start = finding.secret().start;
        self.count_to(bytes, offset, start);
        let column = offset + start as u64 - self.start + 1;
        Position { line: self.line, column: usize::try_from(column).unwrap_or(usize::MAX) }
    }

    fn count_to(&mut self, bytes: &[u8], offset: u64, end: usize) {
        let Some(new) = bytes.get(self.counted..end) else { return };
        if let Some(last) = memchr::memrchr(b'\n', new) {
            self.line += memchr::memchr_iter(b'\n', new).count();
            self.start = offset + (self.counted + last) as u64 + 1;
        }
        self.counted = end;
    }
}
