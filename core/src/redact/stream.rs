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
use super::replacement::mask;
use super::{Echo, InFile, Places, Redaction};
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
/// Nothing is lost if the writer fails: the redactor keeps what it had for it, and every later call
/// offers that anew before all else. What was pushed has been taken all the same, so it is not to be
/// pushed again; [`push`](Self::push) of nothing tries once more. Whoever goes on pushing to a writer
/// that fails makes the redactor grow.
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
    from: InFile<'r>,
    redaction: Redaction,
    scratch: Scratch,
    echo: Echo<'r>,
    /// A part of the stream, no longer than it has room for.
    window: Vec<u8>,
    /// Bytes of it that have been given out.
    given: usize,
    margin: usize,
    /// The end of what was written, then what is about to be.
    out: Vec<u8>,
    /// Bytes of it that have been written.
    written: usize,
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
            from: self.in_no_file(),
            redaction,
            echo: scratch.take_echo().growing(MOST_IN_A_STREAM),
            scratch,
            window: Vec::with_capacity(4 * margin),
            given: 0,
            margin,
            out: Vec::with_capacity(5 * margin),
            written: 0,
            found: Places::default(),
            offset: 0,
            done: NOTHING,
        }
    }
}

impl<'r> Redactor<'r> {
    /// Says what file the stream comes from, for allowlists that go by paths; an empty path is none.
    ///
    /// ```
    /// use keysieve::{Allow, DecodeLimits, Redaction, Ruleset};
    /// use std::convert::Infallible;
    /// let allow = Allow::new("not ours").path_prefix("vendor/");
    /// let ruleset = Ruleset::builder().allow(allow).build().unwrap();
    /// let redactor = ruleset.redactor(Redaction::Mask, DecodeLimits::default());
    /// let mut redactor = redactor.in_file("vendor/a.yml");
    /// let mut write = |_: &[u8]| Ok::<(), Infallible>(());
    /// redactor.push(b"redis://app:kX93mLq0ZtWv@cache:6379/0", &mut write)?;
    /// assert_eq!(redactor.finish(&mut write)?.places, 0);
    /// # Ok::<(), Infallible>(())
    /// ```
    #[must_use]
    pub const fn in_file(mut self, path: &'r str) -> Self {
        self.from = self.from.at(path);
        self
    }

    /// Bytes of the stream that it looks at together: how far what it gives out stays behind, at
    /// most. How far it is at the moment [`held`](Self::held) says, and [`flush`](Self::flush) gives
    /// that out, too.
    ///
    /// ```
    /// use keysieve::{DecodeLimits, Redaction, Ruleset};
    /// let redactor = Ruleset::builtin().redactor(Redaction::Mask, DecodeLimits::default());
    /// assert!(redactor.window() <= 1 << 20);
    /// ```
    pub const fn window(&self) -> usize {
        4 * self.margin
    }

    /// Bytes that are held until it is settled what they are, or until the writer takes them.
    ///
    /// ```
    /// use keysieve::{DecodeLimits, Redaction, Ruleset};
    /// use std::convert::Infallible;
    /// let mut redactor = Ruleset::builtin().redactor(Redaction::Mask, DecodeLimits::default());
    /// let mut written = 0;
    /// let mut write = |bytes: &[u8]| Ok::<(), Infallible>(written += bytes.len());
    /// redactor.push(b"nothing to see here", &mut write)?;
    /// assert_eq!(redactor.held(), 19);
    /// redactor.flush(&mut write)?;
    /// assert_eq!((redactor.held(), written), (0, 19));
    /// # Ok::<(), Infallible>(())
    /// ```
    pub const fn held(&self) -> usize {
        self.window.len() - self.given + self.out.len() - self.written
    }

    /// What came of the stream as far as it was looked at.
    ///
    /// ```
    /// use keysieve::{Coverage, DecodeLimits, Redaction, Ruleset};
    /// let redactor = Ruleset::builtin().redactor(Redaction::Mask, DecodeLimits::default());
    /// assert_eq!((redactor.so_far().places, redactor.so_far().coverage), (0, Coverage::Complete));
    /// ```
    pub const fn so_far(&self) -> RedactedStream {
        self.done
    }

    /// Takes the next bytes, and writes what is settled.
    ///
    /// # Errors
    ///
    /// What the writer returns. All was taken, and what it was offered is offered again.
    ///
    /// ```
    /// use keysieve::{DecodeLimits, Redaction, Ruleset};
    /// let mut redactor = Ruleset::builtin().redactor(Redaction::Mask, DecodeLimits::default());
    /// let text = b"nothing to see here ".repeat(50_000);
    /// assert_eq!(redactor.push(&text, &mut |_| Err("it would block")), Err("it would block"));
    /// let mut out = Vec::new();
    /// let mut write = |bytes: &[u8]| Ok::<(), &str>(out.extend_from_slice(bytes));
    /// redactor.push(b"", &mut write)?;
    /// redactor.finish(&mut write)?;
    /// assert_eq!(out, text);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn push<E>(
        &mut self,
        mut piece: &[u8],
        write: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut flow = self.write_out(write);
        while !piece.is_empty() {
            if self.window.len() >= self.window() {
                self.redact(false);
                flow = flow.and_then(|()| self.write_out(write));
            }
            let room = self.window() - self.window.len();
            let (now, later) = piece.split_at(room.min(piece.len()));
            self.window.extend_from_slice(now);
            piece = later;
        }
        flow
    }

    /// Writes all that is held, as if the stream ended here; it goes on all the same. Of a credential
    /// that is cut here the first part may be written as it is, since nothing may tell yet what it is;
    /// the rest is redacted. So flush where a record ends, and only if somebody waits for it: a quarter
    /// of the window is looked at again each time.
    ///
    /// # Errors
    ///
    /// What the writer returns. What it was offered is offered again.
    pub fn flush<E>(&mut self, write: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        self.redact(true);
        self.write_out(write)
    }

    /// Ends the stream and writes what is left. What is pushed next begins another.
    ///
    /// # Errors
    ///
    /// What the writer returns. The stream has not ended then: finish again, or
    /// [`restart`](Self::restart).
    pub fn finish<E>(
        &mut self,
        write: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<RedactedStream, E> {
        self.flush(write)?;
        let done = self.done;
        self.restart();
        Ok(done)
    }

    /// Forgets the stream so far, with all that is held of it, and begins another.
    ///
    /// ```
    /// use keysieve::{DecodeLimits, Redaction, Ruleset};
    /// use std::convert::Infallible;
    /// let mut redactor = Ruleset::builtin().redactor(Redaction::Mask, DecodeLimits::default());
    /// redactor.push(b"nothing to see here", &mut |_| Ok::<(), Infallible>(()))?;
    /// redactor.restart();
    /// assert_eq!(redactor.held(), 0);
    /// # Ok::<(), Infallible>(())
    /// ```
    pub fn restart(&mut self) {
        self.echo = mem::take(&mut self.echo).emptied().growing(MOST_IN_A_STREAM);
        self.window.clear();
        self.out.clear();
        (self.given, self.written, self.offset, self.done) = (0, 0, 0, NOTHING);
    }

    /// Writes what was not written yet.
    fn write_out<E>(&mut self, write: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        if let Some(left @ [_, ..]) = self.out.get(self.written..) {
            write(left)?;
        }
        // As much stays as may be needed to judge what comes.
        let forgotten = self.out.len().saturating_sub(self.margin);
        self.out.drain(..forgotten);
        self.written = self.out.len();
        Ok(())
    }

    /// Redacts the window, and gives out as much of it as is settled.
    fn redact(&mut self, is_last: bool) {
        let coverage = self.from.find_places(
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
        let from = before.saturating_sub(self.margin);
        let out = out.get_mut(from..).unwrap_or_default();
        let (masked, _) = self.from.mask_all(out, &mut self.scratch, &mut self.echo);
        self.done.places += masked;

        let forgotten = end.saturating_sub(self.margin);
        self.window.drain(..forgotten);
        self.given = end - forgotten;
        self.offset += forgotten as u64;
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
