//! Ctrl-C while much is scanned.

use pyo3::prelude::*;

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

/// Works on records in pieces, given the number of a piece's first, and looks now and then whether
/// somebody wants to stop.
///
/// # Errors
///
/// What the handler of a signal raises.
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method is of one lifetime")]
pub(crate) fn in_pieces<'h>(
    signals: &mut Signals,
    mut records: impl Iterator<Item = &'h [u8]>,
    mut work: impl FnMut(usize, &mut dyn Iterator<Item = &'h [u8]>),
) -> PyResult<()> {
    let mut next = 0;
    loop {
        let (first, mut is_due) = (next, false);
        let mut piece = std::iter::from_fn(|| {
            let record = if is_due { None } else { records.next() }?;
            is_due = signals.is_due(record.len());
            next += 1;
            Some(record)
        });
        work(first, &mut piece);
        if !is_due {
            return Ok(());
        }
        Python::attach(|py| py.check_signals())?;
    }
}
