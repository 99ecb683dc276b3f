//! A writer whose writer gets no credentials.

use std::fmt;
use std::io::{self, Write};

use super::Redaction;
use super::stream::{RedactedStream, Redactor};
use crate::decode::DecodeLimits;
use crate::ruleset::Ruleset;

/// Writes to another writer what is left once credentials are replaced. Made by
/// [`Ruleset::redact_writer`].
///
/// The end of what was written waits for what may follow: `flush` flushes what is settled,
/// [`write_held`](Self::write_held) writes all that waits, and [`finish`](Self::finish) the rest. What
/// is dropped before that is not written.
///
/// Nothing is lost or doubled if the writer fails or would block. A call that fails has taken nothing,
/// and can be made again; what a call has taken and the writer has not is offered to it first the next
/// time.
///
/// ```
/// use keysieve::{DecodeLimits, Redaction, Ruleset};
/// use std::io::Write;
///
/// let limits = DecodeLimits::default();
/// let mut log = Ruleset::builtin().redact_writer(Vec::new(), Redaction::Mask, limits);
/// writeln!(log, "connecting to redis://app:kX93mLq0ZtWv@cache:6379/0")?;
/// let (written, done) = log.finish()?;
/// assert_eq!(written, b"connecting to redis://app:************@cache:6379/0\n");
/// assert_eq!(done.places, 1);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct RedactWriter<'r, W> {
    redactor: Redactor<'r>,
    writer: Partly<W>,
}

/// A writer that is offered some bytes until it has taken all.
struct Partly<W> {
    writer: W,
    /// How many of them it has taken.
    taken: usize,
}

impl<W: Write> Partly<W> {
    /// What is offered after a failure begins with the same bytes.
    fn offer(&mut self, bytes: &[u8]) -> io::Result<()> {
        while let Some(left @ [_, ..]) = bytes.get(self.taken..) {
            match self.writer.write(left) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => self.taken += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.taken = 0;
        Ok(())
    }
}

impl Ruleset {
    /// A writer that passes on what is left once credentials are replaced.
    pub fn redact_writer<W: Write>(
        &self,
        writer: W,
        redaction: Redaction,
        limits: DecodeLimits,
    ) -> RedactWriter<'_, W> {
        let writer = Partly { writer, taken: 0 };
        RedactWriter { redactor: self.redactor(redaction, limits), writer }
    }
}

impl<'r, W: Write> RedactWriter<'r, W> {
    /// Says what file the bytes come from, as [`Redactor::in_file`] does.
    ///
    /// ```
    /// use keysieve::{DecodeLimits, Redaction, Ruleset};
    /// let limits = DecodeLimits::default();
    /// let log = Ruleset::builtin().redact_writer(Vec::new(), Redaction::Mask, limits);
    /// assert!(log.in_file("a.log").finish().is_ok());
    /// ```
    #[must_use]
    pub fn in_file(mut self, path: &'r str) -> Self {
        self.redactor = self.redactor.in_file(path);
        self
    }

    /// Writes what is left, and gives back the writer and what was done.
    ///
    /// # Errors
    ///
    /// What the writer returns; then both are gone. One that may block is to be given all by
    /// [`write_held`](Self::write_held) before, which can be called again.
    pub fn finish(mut self) -> io::Result<(W, RedactedStream)> {
        let done = self.redactor.finish(&mut |bytes| self.writer.offer(bytes))?;
        let mut writer = self.writer.writer;
        writer.flush()?;
        Ok((writer, done))
    }

    /// Writes all that waits, as if nothing followed: see [`Redactor::flush`].
    ///
    /// # Errors
    ///
    /// What the writer returns. What it has not taken is kept.
    ///
    /// ```
    /// use keysieve::{DecodeLimits, Redaction, Ruleset};
    /// use std::io::Write;
    ///
    /// let limits = DecodeLimits::default();
    /// let mut out = Vec::new();
    /// let mut log = Ruleset::builtin().redact_writer(&mut out, Redaction::Mask, limits);
    /// writeln!(log, "connecting to redis://app:kX93mLq0ZtWv@cache:6379/0")?;
    /// log.write_held()?;
    /// assert_eq!((log.redactor().held(), log.redactor().so_far().places), (0, 1));
    /// drop(log);
    /// assert_eq!(out, b"connecting to redis://app:************@cache:6379/0\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn write_held(&mut self) -> io::Result<()> {
        self.redactor.flush(&mut |bytes| self.writer.offer(bytes))
    }

    /// The redactor, which says what it holds and what it has done so far.
    ///
    /// ```
    /// use keysieve::{DecodeLimits, Redaction, Ruleset};
    /// let limits = DecodeLimits::default();
    /// let log = Ruleset::builtin().redact_writer(Vec::new(), Redaction::Mask, limits);
    /// assert_eq!(log.redactor().held(), 0);
    /// ```
    pub const fn redactor(&self) -> &Redactor<'r> {
        &self.redactor
    }
}

impl<W: Write> Write for RedactWriter<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut offer = |bytes: &[u8]| self.writer.offer(bytes);
        self.redactor.push(&[], &mut offer)?;
        // From here on all is taken; what fails now fails again when it is offered the next time.
        let _ = self.redactor.push(bytes, &mut offer);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.redactor.push(&[], &mut |bytes| self.writer.offer(bytes))?;
        self.writer.writer.flush()
    }
}

impl<W> fmt::Debug for RedactWriter<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactWriter").field("redactor", &self.redactor).finish_non_exhaustive()
    }
}
