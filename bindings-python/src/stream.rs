//! What comes in pieces.

use std::convert::Infallible;
use std::ops::{ControlFlow, Range};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard};

use keysieve::{Stream, StreamFinding};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyList;

use crate::data::Data;
use crate::engine::{Found, Rules};
use crate::errors::{self, ConfigError};
use crate::offsets::{Cursor, Unit};
use crate::record::Record;
use crate::scanner::{LARGE, Scanner, to_list};

/// What is said of pieces of two types.
pub(crate) const MIXED: &str = "a stream is either of str or of bytes, not of both";

type Buffered<'r> = Stream<'r, Vec<u8>>;

/// What a stream borrows from.
struct Owner {
    rules: Rules,
    path: Option<String>,
}

self_cell::self_cell!(
    struct Cell {
        owner: Owner,
        #[not_covariant]
        dependent: Buffered,
    }
);

/// Takes text or bytes in pieces of any size and finds what a scan of the whole finds. It is for one
/// stream after the other: `finish` makes it ready for the next. Its memory is some 200 KB,
/// and less than 1 MB for text that is not ASCII.
///
/// Encoded text is not looked into.
///
/// Raises `ConfigError` for a scanner that is to do so (`decode=True`).
///
/// >>> import keysieve
/// >>> stream = keysieve.StreamScanner()
/// >>> stream.push("redis://app:kX93m")
/// []
/// >>> found = stream.push("Lq0ZtWv@cache:6379/0") + stream.finish()
/// >>> [(finding.start, finding.end) for finding in found]
/// [(12, 24)]
#[pyclass(frozen, module = "keysieve")]
pub(crate) struct StreamScanner {
    scanner: Py<Scanner>,
    state: Mutex<State>,
}

struct State {
    cell: Cell,
    places: Places,
}

/// Places in the stream so far.
struct Places {
    /// Of text, whatever the first piece was; none yet before.
    is_text: Option<bool>,
    /// Bytes, and code points, before the tail.
    before: (u64, u64),
    /// The latest bytes, from the first on that is not ASCII.
    tail: Vec<u8>,
    /// The place in the tail that was asked for last.
    cursor: Cursor,
    /// How many of the latest bytes findings may still lie in.
    reach: usize,
}

impl Places {
    const fn new(reach: usize) -> Self {
        Self { is_text: None, before: (0, 0), tail: Vec::new(), cursor: Cursor::START, reach }
    }

    /// Takes note of bytes that are looked at next.
    fn push(&mut self, bytes: &[u8], unit: Unit) {
        if self.is_text != Some(true) || (unit == Unit::Bytes && self.tail.is_empty()) {
            self.before.0 += bytes.len() as u64;
            self.before.1 += bytes.len() as u64;
            return;
        }
        self.tail.extend_from_slice(bytes);
    }

    /// Lets go of what no finding lies in any more, once all of the tail was looked at.
    fn trim(&mut self) {
        if self.tail.len() > 2 * self.reach {
            let gone = self.tail.len() - self.reach;
            self.before.0 += gone as u64;
            self.before.1 += self.cursor.move_to(&self.tail, gone) as u64;
            self.tail.drain(..gone);
            self.cursor = Cursor::START;
        }
    }

    /// What Python calls the place of that byte.
    fn get(&mut self, offset: u64) -> usize {
        let (bytes, code_points) = self.before;
        let at = match offset.checked_sub(bytes) {
            // All before the tail is ASCII as long as findings may lie there.
            None => offset,
            Some(rest) => {
                let rest = usize::try_from(rest).unwrap_or(usize::MAX);
                code_points + self.cursor.move_to(&self.tail, rest) as u64
            }
        };
        usize::try_from(at).unwrap_or(usize::MAX)
    }
}

#[pymethods]
impl StreamScanner {
    #[new]
    #[pyo3(signature = (scanner=None, *, path=None))]
    fn new(py: Python<'_>, scanner: Option<Py<Scanner>>, path: Option<PathBuf>) -> PyResult<Self> {
        let path = path.map(|path| path.to_string_lossy().into_owned());
        let scanner = or_default(py, scanner)?;
        let engine = &scanner.get().engine;
        if engine.decode {
            return Err(ConfigError::new_err(
                "a StreamScanner does not look into encoded text, but its scanner is to: make it \
                 without `decode`, or scan all at once",
            ));
        }
        let (rules, limits) = (engine.rules.clone(), engine.scan_limits);
        let reach = rules.get().stream_buffer();
        let cell = Cell::new(Owner { rules, path }, |owner| {
            let stream = owner.rules.get().stream(vec![0; reach]);
            // A buffer of the size that the ruleset asks for is large enough.
            let stream = stream
                .unwrap_or_else(|error| unreachable!("{error}"))
                .limited(limits.unwrap_or_default());
            match &owner.path {
                Some(path) => stream.in_file(path),
                None => stream,
            }
        });
        let places = Places::new(reach);
        Ok(Self { scanner, state: Mutex::new(State { cell, places }) })
    }

    /// Takes the next piece; gives back the findings that are settled by now. Their offsets count
    /// from the start of the stream: code points if it is of `str`, bytes otherwise.
    ///
    /// Raises `TypeError` for `str` after bytes, or the other way round.
    #[pyo3(signature = (piece, /))]
    fn push<'py>(
        slf: &Bound<'py, Self>,
        piece: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = slf.py();
        let data = Data::new(piece)?;
        let (bytes, unit, is_text) = (data.bytes(), data.unit(), data.is_text());
        let this = slf.get();
        let mut state = lock(&this.state, py);
        if state.places.is_text.is_some_and(|other| other != is_text) {
            return Err(PyTypeError::new_err(MIXED));
        }
        state.places.is_text = Some(is_text);
        let State { cell, places } = &mut *state;
        let engine = &this.scanner.get().engine;
        let mut records = Vec::new();
        let mut run = || {
            // What has to be held of a long piece is a part of it at a time.
            for part in bytes.chunks(places.reach) {
                places.push(part, unit);
                cell.with_dependent_mut(|_, stream| {
                    let flow = stream.push(part, |found| {
                        records.push(record(&engine.rules, &engine.key, found, places));
                        ControlFlow::<Infallible>::Continue(())
                    });
                    let ControlFlow::Continue(()) = flow;
                });
                places.trim();
            }
        };
        if bytes.len() < LARGE {
            run();
        } else {
            py.detach(run);
        }
        drop(state);
        to_list(this.scanner.bind(py), records)
    }

    /// Ends the stream; gives back the findings that are left. What is pushed next begins another.
    fn finish<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        let py = slf.py();
        let this = slf.get();
        let mut state = lock(&this.state, py);
        let State { cell, places } = &mut *state;
        let engine = &this.scanner.get().engine;
        let mut records = Vec::new();
        let coverage = py.detach(|| {
            cell.with_dependent_mut(|_, stream| {
                let flow = stream.finish(|found| {
                    records.push(record(&engine.rules, &engine.key, found, places));
                    ControlFlow::<Infallible>::Continue(())
                });
                let ControlFlow::Continue(coverage) = flow;
                coverage
            })
        });
        *places = Places::new(places.reach);
        drop(state);
        errors::warn(py, coverage, None)?;
        to_list(this.scanner.bind(py), records)
    }
}

fn record(
    rules: &Rules,
    key: &keysieve::FingerprintKey,
    found: StreamFinding<'_, '_>,
    places: &mut Places,
) -> Record {
    let mut span = |range: Range<u64>| (places.get(range.start), places.get(range.end));
    let companions = found.companions();
    let mut record = Record::unplaced(rules, key, &Found::plain(found.finding(), found.bytes()));
    (record.start, record.end) = span(found.secret());
    (record.redact_start, record.redact_end) = span(found.redact());
    record.companions = companions
        .map(|(rule, range)| {
            let (start, end) = span(range);
            (rules.number(rule), start, end)
        })
        .collect();
    record
}

/// Waits for another thread that uses the stream, without keeping it from going on.
pub(crate) fn lock<'s, S>(state: &'s Mutex<S>, py: Python<'_>) -> MutexGuard<'s, S> {
    state.lock_py_attached(py).unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The scanner that was given, or the one with all rules.
pub(crate) fn or_default(py: Python<'_>, scanner: Option<Py<Scanner>>) -> PyResult<Py<Scanner>> {
    match scanner {
        Some(scanner) => Ok(scanner),
        None => Ok(py.import("keysieve")?.getattr("_default")?.extract()?),
    }
}
