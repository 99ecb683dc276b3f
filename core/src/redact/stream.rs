//! Redacting what comes in pieces.
//!
//! ```text
//! pieces → window: | given out already | to be given out |  not yet  |
//!                    what is needed                       what a credential that begins
//!                    to judge the rest                    before it may still reach
//! ```

use alloc::vec::Vec;
use core::fmt;
use core::mem;

use super::echo::MOST_IN_A_STREAM;
use super::{Echo, Places, Redaction, mask};
use crate::coverage::Coverage;
use crate::decode::{DecodeLimits, Scratch};
use crate::ruleset::Ruleset;

/// What remains of a window on either side of what is given out, at least.
const LEAST_MARGIN: usize = 64 << 10;

/// Redacts what comes in pieces of any size, and gives out bytes as soon as nothing that follows can
/// change them. Made by [`Ruleset::redactor`].
///
/// It keeps to the law of [`Ruleset::redact`], encoded credentials included, for all that is no
/// longer than a quarter of its [`window`](Self::window), encoded; of a credential that stands in
/// the stream before the place that gives it away only what comes later is known to be one. All
/// memory is taken when it is made, but for what replacements need beyond that.
///
/// ```
/// use keysieve::{Coverage, DecodeLimits, Redaction, Ruleset};
///
/// let mut redactor = Ruleset::builtin().redactor(Redaction::Label, DecodeLimits::default());
/// let mut out = Vec::new();
/// let mut write = |bytes: &[u8]| {
///     out.extend_from_slice(bytes);
///     Ok::<(), std::convert::Infallible>(())
/// };
/// for piece in [b"redis://app:kX93m".as_slice(), b"Lq0ZtWv@cache:6379/0 and kX93mLq0ZtWv"] {
///     redactor.push(piece, &mut write)?;
/// }
/// let done = redactor.finish(&mut write)?;
/// assert_eq!((done.places, done.coverage), (2, Coverage::Complete));
/// let label = "[REDACTED:redis-url-password]";
/// assert_eq!(out, format!("redis://app:{label}@cache:6379/0 and {label}").into_bytes());
/// # Ok::<(), std::convert::Infallible>(())
/// ```
pub struct Redactor<'r> {
    ruleset: &'r Ruleset,
    redaction: Redaction,
    scratch: Scratch,
    echo: Echo<'r>,
    /// A part of the stream, no longer than it has room for.
    window: Vec<u8>,
    /// Bytes of it that have been given out.
    given: usize,
    margin: usize,
    /// The end of what was given out, then what is about to be.
    out: Vec<u8>,
    found: Places,
    /// Where the window starts in the stream.
    offset: u64,
    done: RedactedStream,
}

/// What came of redacting a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedactedStream {
    /// How many places were replaced.
    pub places: usize,
    /// Whether everything was looked at.
    pub coverage: Coverage,
}

const NOTHING: RedactedStream = RedactedStream { places: 0, coverage: Coverage::Complete };

impl Ruleset {
    /// Redacts a text that comes in pieces: see [`Redactor`]. The limits are those of what is
    /// decoded in a window.
    pub fn redactor(&self, redaction: Redaction, limits: DecodeLimits) -> Redactor<'_> {
        let margin = self.stream_buffer().max(LEAST_MARGIN);
        let mut scratch = Scratch::new(limits);
        Redactor {
            ruleset: self,
            redaction,
            echo: scratch.take_echo().growing(MOST_IN_A_STREAM),
            scratch,
            window: Vec::with_capacity(4 * margin),
            given: 0,
            margin,
            out: Vec::with_capacity(5 * margin),
            found: Places::default(),
            offset: 0,
            done: NOTHING,
        }
    }
}

impl<'r> Redactor<'r> {
    /// Bytes of the stream that it looks at together: how far what it gives out stays behind, at
    /// most.
    ///
    /// ```
    /// use keysieve::{DecodeLimits, Redaction, Ruleset};
    /// let redactor = Ruleset::builtin().redactor(Redaction::Mask, DecodeLimits::default());
    /// assert!(redactor.window() <= 1 << 20);
    /// ```
    pub const fn window(&self) -> usize {
        4 * self.margin
    }

    /// Takes the next bytes, and writes what is settled.
    ///
    /// # Errors
    ///
    /// What the writer returns. What it was given then counts as written.
    pub fn push<E>(
        &mut self,
        mut piece: &[u8],
        write: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while !piece.is_empty() {
            if self.window.len() >= self.window() {
                self.redact(false, write)?;
            }
            let room = self.window() - self.window.len();
            let (now, later) = piece.split_at(room.min(piece.len()));
            self.window.extend_from_slice(now);
            piece = later;
        }
        Ok(())
    }

    /// Ends the stream and writes what is left. What is pushed next begins another.
    ///
    /// # Errors
    ///
    /// What the writer returns.
    pub fn finish<E>(
        &mut self,
        write: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<RedactedStream, E> {
        let flow = self.redact(true, write);
        let done = mem::replace(&mut self.done, NOTHING);
        self.echo = mem::take(&mut self.echo).emptied().growing(MOST_IN_A_STREAM);
        self.window.clear();
        self.out.clear();
        (self.given, self.offset) = (0, 0);
        flow.map(|()| done)
    }

    /// Redacts the window and writes as much of it as is settled.
    fn redact<E>(
        &mut self,
        is_last: bool,
        write: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let ruleset: &'r Ruleset = self.ruleset;
        let coverage = ruleset.find_places(
            &self.window,
            &self.redaction,
            &mut self.scratch,
            &mut self.echo,
            &mut self.found,
        );
        self.done.coverage = self.done.coverage.and(coverage.after(self.offset));
        let end = if is_last { self.window.len() } else { self.settled_end() };

        let Self { window, out, found, given, .. } = self;
        let (before, mut done) = (out.len(), *given);
        found.visit(|span, replacement| {
            if span.end <= done || span.start >= end {
                return;
            }
            if let Some(unchanged) = window.get(done..span.start) {
                out.extend_from_slice(unchanged);
                out.extend_from_slice(replacement);
            } else {
                // What is found only now, but begins in what was given out, is masked from there on.
                let left = window.get(done..span.end).unwrap_or_default();
                out.extend(left.iter().map(|&byte| mask(byte)));
            }
            done = span.end;
            self.done.places += 1;
        });
        out.extend_from_slice(window.get(done..end).unwrap_or_default());
        let end = end.max(done);

        // As in one piece, what was written is looked at again, with the end of what was before.
        let (masked, _) = ruleset.mask_all(out, &mut self.scratch, &mut self.echo);
        self.done.places += masked;
        let written = write(self.out.get(before..).unwrap_or_default());
        let forgotten = self.out.len().saturating_sub(self.margin);
        self.out.drain(..forgotten);

        let forgotten = end.saturating_sub(self.margin);
        self.window.drain(..forgotten);
        self.given = end - forgotten;
        self.offset += forgotten as u64;
        written
    }

    /// Up to where nothing changes any more: not within a place, and not where one may yet begin
    /// that goes on after the window.
    fn settled_end(&self) -> usize {
        let border = self.window.len().saturating_sub(self.margin);
        let (mut end, mut after) = (border, border);
        self.found.visit(|span, _| {
            if span.start < border && span.end > border {
                (end, after) = (span.start, span.end);
            }
        });
        // One place may hold all of it.
        if end > self.given { end } else { after }
    }
}

impl fmt::Debug for Redactor<'_> {
    /// Leaves the window out, since it holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("done", &self.done).finish_non_exhaustive()
    }
}
