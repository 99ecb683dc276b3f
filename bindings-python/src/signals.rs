//! Ctrl-C while much is scanned.

/// Bytes after which it is looked whether somebody wants to stop: some hundredths of a second.
const EVERY: usize = 1 << 24;

/// Counts rows as much as bytes, since the shortest take their time, too.
const ROW: usize = 64;

/// How much was scanned since signals were looked at.
#[derive(Default)]
pub(crate) struct Signals {
    bytes: usize,
}

impl Signals {
    /// Whether they have to be looked at, after so many bytes more.
    pub(crate) const fn is_due(&mut self, bytes: usize) -> bool {
        self.bytes = self.bytes.saturating_add(bytes).saturating_add(ROW);
        if self.bytes < EVERY {
            return false;
        }
        self.bytes = 0;
        true
    }
}
