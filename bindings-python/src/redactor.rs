//! Redacting what comes in pieces.

use std::convert::Infallible;
use std::sync::Mutex;

use keysieve::{DecodeLimits, Redaction, Redactor};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::config::Style;
use crate::data::Data;
use crate::engine::Rules;
use crate::errors;
use crate::scanner::{LARGE, Scanner};
use crate::stream::{MIXED, lock, or_default};

type Redacting<'r> = Redactor<'r>;

self_cell::self_cell!(
    struct Cell {
        owner: Rules,
        #[not_covariant]
        dependent: Redacting,
    }
);

/// Takes text or bytes in pieces of any size and gives them back without their credentials, encoded
/// ones neither. It is for one stream after the other: `finish` makes it ready for the next.
///
/// What comes out stays behind what was pushed by some 260 KB at most. A credential that reaches
/// further than 64 KB is not known as one, and one that also stands earlier in the stream than where
/// it is known by is replaced from there on only: `redact` looks at all of a text.
///
/// >>> import keysieve
/// >>> redactor = keysieve.StreamRedactor(style="mask")
/// >>> out = redactor.push("redis://app:kX93m") + redactor.push("Lq0ZtWv@cache:6379/0")
/// >>> out + redactor.finish()
/// 'redis://app:************@cache:6379/0'
#[pyclass(frozen, module = "keysieve")]
pub(crate) struct StreamRedactor {
    state: Mutex<State>,
}

struct State {
    cell: Cell,
    /// Whatever the first piece was; none yet before.
    is_text: Option<bool>,
    /// What came out but is no whole character yet.
    rest: Vec<u8>,
}

impl State {
    /// What has come out, as what went in.
    fn take<'py>(&mut self, py: Python<'py>, is_last: bool) -> PyResult<Bound<'py, PyAny>> {
        let end = match self.is_text {
            Some(true) if !is_last => whole_characters(&self.rest),
            _ => self.rest.len(),
        };
        let bytes: Vec<u8> = self.rest.drain(..end).collect();
        if self.is_text != Some(true) {
            return Ok(PyBytes::new(py, &bytes).into_any());
        }
        match str::from_utf8(&bytes) {
            Ok(text) => Ok(PyString::new(py, text).into_any()),
            Err(_) => crate::data::surrogates(py, &bytes),
        }
    }
}

#[pymethods]
impl StreamRedactor {
    #[new]
    #[pyo3(
        signature = (scanner=None, *, style=Style::label()),
        text_signature = "(scanner=None, *, style='label')"
    )]
    fn new(py: Python<'_>, scanner: Option<Py<Scanner>>, style: Style) -> PyResult<Self> {
        let scanner = or_default(py, scanner)?;
        let engine = &scanner.get().engine;
        let (style, limits) = (scanner.get().redaction(&style)?, engine.limits);
        let cell = make(engine.rules.clone(), style, limits);
        Ok(Self { state: Mutex::new(State { cell, is_text: None, rest: Vec::new() }) })
    }

    /// Takes the next piece; gives back what is settled by now, in the type of the first piece:
    /// `str` or `bytes`. It may be empty.
    ///
    /// Raises `TypeError` for `str` after bytes, or the other way round.
    #[pyo3(signature = (piece, /))]
    fn push<'py>(slf: &Bound<'py, Self>, piece: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let data = Data::new(piece)?;
        let (bytes, is_text) = (data.bytes(), data.is_text());
        let mut state = lock(&slf.get().state, py);
        if state.is_text.is_some_and(|other| other != is_text) {
            return Err(PyTypeError::new_err(MIXED));
        }
        state.is_text = Some(is_text);
        let State { cell, rest, .. } = &mut *state;
        let mut run = || {
            cell.with_dependent_mut(|_, redactor| {
                let Ok(()) = redactor.push(bytes, &mut |out: &[u8]| {
                    rest.extend_from_slice(out);
                    Ok::<(), Infallible>(())
                });
            });
        };
        if bytes.len() < LARGE {
            run();
        } else {
            py.detach(run);
        }
        state.take(py, false)
    }

    /// Ends the stream; gives back the rest of it. What is pushed next begins another.
    fn finish<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let mut state = lock(&slf.get().state, py);
        let State { cell, rest, .. } = &mut *state;
        let done = py.detach(|| {
            cell.with_dependent_mut(|_, redactor| {
                let Ok(done) = redactor.finish(&mut |out: &[u8]| {
                    rest.extend_from_slice(out);
                    Ok::<(), Infallible>(())
                });
                done
            })
        });
        let out = state.take(py, true)?;
        state.is_text = None;
        drop(state);
        errors::warn(py, done.coverage, None)?;
        Ok(out)
    }
}

fn make(rules: Rules, style: Redaction, limits: DecodeLimits) -> Cell {
    Cell::new(rules, |rules| rules.get().redactor(style, limits))
}

/// How many of the bytes are whole characters, as far as they are text at all.
fn whole_characters(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(3);
    let lead = bytes[tail..].iter().rposition(|&byte| byte >= 0xC0).map(|at| tail + at);
    match lead {
        Some(at) if bytes.len() - at < length(bytes[at]) => at,
        _ => bytes.len(),
    }
}

/// The bytes of a character of UTF-8 that begins with this one.
const fn length(lead: u8) -> usize {
    match lead {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    }
}
