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
/// The end of what was written waits for what may follow: `flush` flushes what is settled, and
/// [`finish`](Self::finish) writes the rest. What is dropped before that is not written.
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
    writer: W,
}

impl Ruleset {
    /// A writer that passes on what is left once credentials are replaced.
    pub fn redact_writer<W: Write>(
        &self,
        writer: W,
        redaction: Redaction,
        limits: DecodeLimits,
    ) -> RedactWriter<'_, W> {
        RedactWriter { redactor: self.redactor(redaction, limits), writer }
    }
}

impl<W: Write> RedactWriter<'_, W> {
    /// Writes what is left, and gives back the writer and what was done.
    ///
    /// # Errors
    ///
    /// What the writer returns.
    pub fn finish(mut self) -> io::Result<(W, RedactedStream)> {
        let done = self.redactor.finish(&mut |bytes| self.writer.write_all(bytes))?;
        self.writer.flush()?;
        Ok((self.writer, done))
    }
}

impl<W: Write> Write for RedactWriter<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.redactor.push(bytes, &mut |bytes| self.writer.write_all(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl<W> fmt::Debug for RedactWriter<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactWriter").field("redactor", &self.redactor).finish_non_exhaustive()
    }
}
