//! Streams that are read.

use core::ops::ControlFlow;
use std::io::{self, ErrorKind, Read};

use super::{Stream, StreamFinding};
use crate::coverage::{Coverage, Limit};

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
            if self.search.is_over() {
                return Ok(self.finish(visit));
            }
            let left = self.left();
            let room = self.room();
            // One byte more, to know whether there is more.
            let most = room.len().min(left.saturating_add(1));
            let room = &mut room[..most];
            match reader.read(room) {
                Ok(0) => return Ok(self.finish(visit)),
                // A reader that claims to have read more than it could is wrong.
                Ok(count) => {
                    let count = count.min(room.len());
                    self.filled += count.min(left);
                    if count > left {
                        self.reach(Limit::Input, self.limits.input);
                        return Ok(self.finish(visit));
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if let ControlFlow::Break(value) = self.look(&mut visit) {
                return Ok(ControlFlow::Break(value));
            }
        }
    }
}
