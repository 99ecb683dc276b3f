//! Nested records written out as one text in which keys and neighbours are context, and what is found
//! there as places of the values.

use keysieve::{Coverage, Redaction, Span};
use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyMemoryView, PyString,
    PyTuple, PyType,
};

use crate::data::{surrogates, type_name};
use crate::engine::{Engine, Found, Lease};
use crate::errors::RecordError;
use crate::offsets::{Offsets, Unit};
use crate::record::Record;
use crate::scanner::LARGE;

/// Containers within one another.
const DEEPEST: usize = 200;

/// Bytes that most records take no more than.
const USUAL: usize = 512;

/// A record as text like JSON's, but with all strings as they are.
pub(crate) struct Written<'py> {
    text: Vec<u8>,
    pieces: Vec<Piece<'py>>,
    /// Where the pieces stand in the text.
    spans: Vec<Span>,
    steps: Vec<Step<'py>>,
    /// The containers that are being written, the innermost last.
    holders: Vec<Bound<'py, PyAny>>,
}

/// A text of the record.
struct Piece<'py> {
    value: Bound<'py, PyAny>,
    /// Whether each of its characters stands for a byte.
    is_bytes: bool,
    place: Place,
}

/// The last step that leads to it, and whether it is that step's name, not the value there.
#[derive(Clone, Copy)]
struct Place {
    step: Option<usize>,
    is_key: bool,
}

/// A key or an index, and the step before it.
struct Step<'py> {
    outer: Option<usize>,
    key: Key<'py>,
}

enum Key<'py> {
    Name(Bound<'py, PyAny>),
    Index(usize),
}

impl<'py> Written<'py> {
    /// Writes out a record.
    ///
    /// # Errors
    ///
    /// `TypeError` for an iterator, `RecordError` for what holds itself or is nested too deeply, and
    /// what the record's own methods raise.
    pub(crate) fn new(record: &Bound<'py, PyAny>) -> PyResult<Self> {
        refuse_iterator(record)?;
        let mut written = Self {
            text: Vec::with_capacity(USUAL),
            pieces: Vec::with_capacity(USUAL / 16),
            spans: Vec::with_capacity(USUAL / 16),
            steps: Vec::with_capacity(USUAL / 16),
            holders: Vec::new(),
        };
        written.value(record, None)?;
        Ok(written)
    }

    fn value(&mut self, value: &Bound<'py, PyAny>, step: Option<usize>) -> PyResult<()> {
        let place = Place { step, is_key: false };
        if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
            return self.piece(value, place);
        }
        if is_number(value) {
            return self.number(value);
        }
        if let Ok(dict) = value.cast_exact::<PyDict>() {
            // A copy, since what shows a value may change the record.
            let items = dict.items();
            let items = items.iter().map(|pair| pair.extract());
            return self.mapping(value, items, step);
        }
        if let Ok(list) = value.cast_exact::<PyList>() {
            return self.sequence(value, list.iter().map(Ok), step);
        }
        if let Ok(tuple) = value.cast_exact::<PyTuple>() {
            return self.sequence(value, tuple.iter().map(Ok), step);
        }
        if value.cast::<PyMapping>().is_ok() {
            let keys = value.try_iter()?;
            let items = keys.map(|key| {
                let key = key?;
                let item = value.get_item(&key)?;
                Ok((key, item))
            });
            return self.mapping(value, items, step);
        }
        let held = opened(value)?;
        if held.is_none() {
            return self.piece(value, place);
        }
        if let Ok(dict) = held.cast_exact::<PyDict>() {
            let items = dict.items();
            let items = items.iter().map(|pair| pair.extract());
            return self.mapping(value, items, step);
        }
        self.sequence(value, held.try_iter()?, step)
    }

    fn mapping(
        &mut self,
        holder: &Bound<'py, PyAny>,
        items: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
        outer: Option<usize>,
    ) -> PyResult<()> {
        self.open(holder, b"{\n")?;
        for item in items {
            let (key, item) = item?;
            let step = Some(self.step(outer, Key::Name(key.clone())));
            if is_number(&key) {
                self.number(&key)?;
            } else {
                self.piece(&key, Place { step, is_key: true })?;
            }
            self.write(b": ");
            self.value(&item, step)?;
            self.write(b",\n");
        }
        self.close(b"}");
        Ok(())
    }

    fn sequence(
        &mut self,
        holder: &Bound<'py, PyAny>,
        items: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
        outer: Option<usize>,
    ) -> PyResult<()> {
        self.open(holder, b"[\n")?;
        let names = names(holder)?;
        // Pairs like those of HTTP's headers are names and values.
        let is_pair = names.is_none() && holder.cast::<PyTuple>().is_ok_and(|t| t.len() == 2);
        for (number, item) in items.enumerate() {
            let item = item?;
            let step = Some(self.step(outer, Key::Index(number)));
            if let Some(names) = &names
                && let Ok(name) = names.get_item(number)
            {
                self.write(b"\"");
                self.shown(&name)?;
                self.write(b"\": ");
            }
            self.value(&item, step)?;
            let is_name = is_pair && number == 0 && item.is_instance_of::<PyString>();
            self.write(if is_name { b": " } else { b",\n" });
        }
        self.close(b"]");
        Ok(())
    }

    fn open(&mut self, holder: &Bound<'py, PyAny>, opening: &[u8]) -> PyResult<()> {
        if self.holders.iter().any(|outer| outer.is(holder)) {
            return Err(RecordError::new_err("the record holds itself"));
        }
        if self.holders.len() >= DEEPEST {
            let problem = format!("the record is nested more than {DEEPEST} levels deep");
            return Err(RecordError::new_err(problem));
        }
        self.holders.push(holder.clone());
        self.write(opening);
        Ok(())
    }

    fn close(&mut self, closing: &[u8]) {
        self.write(closing);
        self.holders.pop();
    }

    fn step(&mut self, outer: Option<usize>, key: Key<'py>) -> usize {
        self.steps.push(Step { outer, key });
        self.steps.len() - 1
    }

    fn write(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    fn piece(&mut self, value: &Bound<'py, PyAny>, place: Place) -> PyResult<()> {
        self.write(b"\"");
        let start = self.text.len();
        let is_bytes = self.bytes(value)?;
        if !is_bytes {
            self.shown(value)?;
        }
        self.spans.push(Span { start, end: self.text.len() });
        self.pieces.push(Piece { value: value.clone(), is_bytes, place });
        self.write(b"\"");
        Ok(())
    }

    /// Writes bytes, each as one character, so that offsets are those of the bytes; says whether it
    /// is bytes.
    fn bytes(&mut self, value: &Bound<'py, PyAny>) -> PyResult<bool> {
        let (copied, bytes);
        let bytes = if let Ok(bytes) = value.cast::<PyBytes>() {
            bytes.as_bytes()
        } else if is_bytes(value) {
            copied = value.py().get_type::<PyBytes>().call1((value,))?;
            bytes = copied.cast::<PyBytes>()?;
            bytes.as_bytes()
        } else {
            return Ok(false);
        };
        if bytes.is_ascii() {
            self.write(bytes);
        } else {
            let characters = bytes.iter().copied().map(char::from);
            let mut buffer = [0; 4];
            characters.for_each(|character| {
                self.text.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
            });
        }
        Ok(true)
    }

    /// Writes what stands for nothing but itself.
    fn number(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        match value.cast_exact::<PyInt>().map(|number| number.extract::<i64>()) {
            Ok(Ok(number)) => {
                use std::io::Write;
                write!(self.text, "{number}")?;
                Ok(())
            }
            _ => self.shown(value),
        }
    }

    /// Writes a `str`, or how another value shows itself: nothing, if it cannot.
    fn shown(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        let shown;
        // What `str` is of members of an enumeration is another text.
        let text = if let Ok(text) = value.cast::<PyString>() {
            text
        } else {
            match value.str() {
                Ok(text) => shown = text,
                Err(error) if error.is_instance_of::<PyException>(value.py()) => return Ok(()),
                Err(error) => return Err(error),
            }
            &shown
        };
        if let Ok(utf8) = text.to_str() {
            self.write(utf8.as_bytes());
            return Ok(());
        }
        let encoded = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
        self.write(encoded.cast::<PyBytes>()?.as_bytes());
        Ok(())
    }

    /// The keys and indices that lead there.
    fn path(&self, step: Option<usize>, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let mut keys = Vec::new();
        let mut next = step;
        while let Some(at) = next {
            let Step { outer, key } = &self.steps[at];
            keys.push(match key {
                Key::Name(name) => name.clone(),
                Key::Index(number) => number.into_pyobject(py)?.into_any(),
            });
            next = *outer;
        }
        PyTuple::new(py, keys.into_iter().rev())
    }

    /// The findings in the values, each with the number of the piece that it is in.
    pub(crate) fn scan(
        &self,
        py: Python<'_>,
        lease: &mut Lease<'_>,
    ) -> (Vec<(usize, Record)>, Coverage) {
        let engine = lease.engine();
        let (bytes, spans) = (&*self.text, &*self.spans);
        let mut records = Vec::new();
        let mut run = || {
            lease.scan(bytes, None, |found| {
                if let Some(number) = piece_of(spans, &found) {
                    let record = within(spans[number], bytes, Unit::CodePoints, engine, &found);
                    records.push((number, record));
                }
            })
        };
        let coverage = if bytes.len() < LARGE { run() } else { py.detach(run) };
        (records, coverage)
    }

    /// Where the value of the piece of that number is, and whether it is the name of the path's last
    /// key.
    pub(crate) fn place(
        &self,
        number: usize,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyTuple>, bool)> {
        let Place { step, is_key } = self.pieces[number].place;
        Ok((self.path(step, py)?, is_key))
    }

    /// What the values become: by their places, as [`Self::place`] has them.
    pub(crate) fn redacted(
        &self,
        py: Python<'py>,
        lease: &mut Lease<'_>,
        how: &Redaction,
    ) -> PyResult<(Bound<'py, PyDict>, Coverage)> {
        let (bytes, spans) = (&*self.text, &*self.spans);
        let mut places: Vec<(usize, Span, Vec<u8>)> = Vec::new();
        let mut run = || {
            lease.replacements(bytes, how, |span, replacement| {
                spread(spans, span, replacement, |number, part, replacement| {
                    places.push((number, part, replacement.to_vec()));
                });
            })
        };
        let coverage = if bytes.len() < LARGE { run() } else { py.detach(run) };
        let changes = PyDict::new(py);
        for of_one in places.chunk_by(|one, next| one.0 == next.0) {
            let number = of_one[0].0;
            let whole = patched(bytes, spans[number], of_one, true);
            changes.set_item(self.place(number, py)?, self.pieces[number].with(&whole)?)?;
        }
        Ok((changes, coverage))
    }
}

impl<'py> Piece<'py> {
    /// Another text in its stead; text, if the value was neither text nor bytes.
    fn with(&self, text: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        let py = self.value.py();
        let text = match str::from_utf8(text) {
            Ok(text) => PyString::new(py, text).into_any(),
            Err(_) => surrogates(py, text)?,
        };
        if !self.is_bytes {
            return Ok(text);
        }
        let bytes = text.call_method1(intern!(py, "encode"), ("latin-1", "replace"))?;
        if self.value.is_exact_instance_of::<PyBytes>() {
            return Ok(bytes);
        }
        self.value.get_type().call1((bytes,))
    }
}

/// What stands somewhere in a text.
pub(crate) trait Frame {
    /// Where.
    fn span(&self) -> Span;
}

impl Frame for Span {
    fn span(&self) -> Span {
        *self
    }
}

/// The number of the piece in which the offset lies, or of the next one.
fn at(pieces: &[impl Frame], offset: usize) -> usize {
    pieces.partition_point(|piece| piece.span().end <= offset)
}

/// The number of the piece that the secret of a finding begins in, or reaches into.
pub(crate) fn piece_of(pieces: &[impl Frame], found: &Found<'_, '_>) -> Option<usize> {
    let number = at(pieces, found.secret.start);
    pieces.get(number).filter(|piece| found.secret.end > piece.span().start).map(|_| number)
}

/// Shares out what has to go among the pieces; the first one gets the replacement.
pub(crate) fn spread(
    pieces: &[impl Frame],
    place: Span,
    replacement: &[u8],
    mut part: impl FnMut(usize, Span, &[u8]),
) {
    let mut replacement = replacement;
    for (number, piece) in pieces.iter().enumerate().skip(at(pieces, place.start)) {
        let piece = piece.span();
        if piece.start >= place.end {
            break;
        }
        let (start, end) = (place.start.max(piece.start), place.end.min(piece.end));
        if start < end {
            part(number, Span { start, end }, replacement);
            replacement = b"****";
        }
    }
}

/// A piece of a text with replacements of parts of it; of text, of whole characters.
pub(crate) fn patched(
    text: &[u8],
    piece: Span,
    parts: &[(usize, Span, Vec<u8>)],
    is_text: bool,
) -> Vec<u8> {
    let place = |at| if is_text { whole_character(text, at) } else { at };
    let (mut whole, mut done) = (Vec::new(), piece.start);
    for (_, part, replacement) in parts {
        whole.extend_from_slice(&text[done..place(part.start)]);
        whole.extend_from_slice(replacement);
        done = place(part.end);
    }
    whole.extend_from_slice(&text[done..piece.end]);
    whole
}

/// The finding as one of a piece, whose offsets count that, without companions outside of it.
pub(crate) fn within(
    piece: Span,
    text: &[u8],
    unit: Unit,
    engine: &Engine,
    found: &Found<'_, '_>,
) -> Record {
    let mut offsets = Offsets::new(&text[piece.range()], unit);
    let mut places = |span: Span| {
        [span.start, span.end].map(|at| offsets.get(at.clamp(piece.start, piece.end) - piece.start))
    };
    let ([redact_start, redact_end], [start, end]) = (places(found.redact), places(found.secret));
    let companions = found.companions.iter().filter_map(|companion| {
        let span = companion.secret();
        let is_within = piece.start <= span.start && span.end <= piece.end;
        let [start, end] = is_within.then(|| places(span))?;
        Some((engine.rules.number(companion.rule()), start, end))
    });
    let companions = companions.collect();
    let unplaced = Record::unplaced(&engine.rules, &engine.key, found);
    Record { start, end, redact_start, redact_end, companions, ..unplaced }
}

/// Where the character ends within which the offset lies.
fn whole_character(text: &[u8], offset: usize) -> usize {
    let rest = text[offset..].iter();
    offset + rest.take_while(|&&byte| byte & 0xC0 == 0x80).count()
}

/// Whether it is neither text nor holds anything, however it is shown.
fn is_number(value: &Bound<'_, PyAny>) -> bool {
    // Whether something is so is a number, too.
    value.is_none() || value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>()
}

fn is_bytes(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyByteArray>() || value.is_instance_of::<PyMemoryView>()
}

/// What holds a value's items, as `keysieve._records` knows; `None` if there are none.
fn opened<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    static OPENED: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    OPENED.import(value.py(), "keysieve._records", "opened")?.call1((value,))
}

/// The record with these changes, as `keysieve._records` puts it together.
pub(crate) fn rebuilt<'py>(
    record: &Bound<'py, PyAny>,
    changes: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    static REBUILT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let rebuilt = REBUILT.import(record.py(), "keysieve._records", "rebuilt")?;
    rebuilt.call1((record, PyTuple::empty(record.py()), changes))
}

/// What the items of a named tuple are called.
fn names<'py>(holder: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    if holder.is_exact_instance_of::<PyTuple>() || !holder.is_instance_of::<PyTuple>() {
        return Ok(None);
    }
    holder.getattr_opt(intern!(holder.py(), "_fields"))
}

/// It could not be read twice, and what it gives would not be looked at.
fn refuse_iterator(record: &Bound<'_, PyAny>) -> PyResult<()> {
    static ITERATOR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if record.is_exact_instance_of::<PyDict>() || record.is_exact_instance_of::<PyList>() {
        return Ok(());
    }
    let iterator = ITERATOR.import(record.py(), "collections.abc", "Iterator")?;
    if record.is_instance(iterator)? {
        return Err(PyTypeError::new_err(format!(
            "expected a dict, a list or the like, not {}",
            type_name(record)
        )));
    }
    Ok(())
}
