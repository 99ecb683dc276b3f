//! Streams that are read.

use core::ops::ControlFlow;
use std::io::{self, ErrorKind, Read};

use super::{Stream, StreamFinding};
use crate::coverage::Coverage;

impl<'r, B: AsRef<[u8]> + AsMut<[u8]>> Stream<'r, B> {
    /// Reads to the end, straight into the buffer, and calls the visitor with each finding, until it
    /// breaks. Then the stream is finished, too.
    ///
    /// # Errors
    ///
    /// What the reader gives, but [`ErrorKind::Interrupted`], upon which it reads on. The stream
    /// stays as it was: read on, or [`restart`](Self::restart).
    ///
    /// ```
    /// use keysieve::{Coverage, Ruleset, STREAM_BUFFER};
    /// use std::ops::ControlFlow;
    ///
    /// let file = std::io::Cursor::new("redis://app:kX93mLq0ZtWv@cache:6379/0");
    /// let mut stream = Ruleset::builtin().stream(vec![0; STREAM_BUFFER]).unwrap();
    /// let mut places = Vec::new();
    /// let flow = stream.read_all(file, |found| {
    ///     places.push(found.secret());
    ///     ControlFlow::<()>::Continue(())
    /// })?;
    /// assert_eq!(flow, ControlFlow::Continue(Coverage::Complete));
    /// assert_eq!(places, [12..24]);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn read_all<T>(
        &mut self,
        mut reader: impl Read,
        mut visit: impl FnMut(StreamFinding<'r, '_>) -> ControlFlow<T>,
    ) -> io::Result<ControlFlow<T, Coverage>> {
        loop {
            let room = self.room();
            match reader.read(room) {
                Ok(0) => return Ok(self.finish(visit)),
                // A reader that claims to have read more than it could is wrong.
                Ok(count) => self.filled += count.min(room.len()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if let ControlFlow::Break(value) = self.look(&mut visit) {
                return Ok(ControlFlow::Break(value));
            }
        }
    }
}
