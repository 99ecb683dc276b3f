//! The scanner: `str` and bytes in, findings or redacted data out.

use std::path::{Path, PathBuf};

use keysieve::{Coverage, FingerprintKey, Redaction};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple, PyType};

use crate::config::{AllowArgs, LimitsArgs, Selection, Style, redaction};
use crate::data::{Data, is_scalar, type_name};
use crate::engine::{Engine, Found, Lease};
use crate::errors;
use crate::finding::Finding;
use crate::offsets::{OfRecord, Offsets, Unit};
use crate::record::Record;
use crate::rule::Rule;
use crate::written::{self, Written};

/// From so many bytes on it is worth letting other Python threads run meanwhile.
pub(crate) const LARGE: usize = 1 << 13;

/// Records that are taken from an iterable before they are scanned together.
const BATCH: usize = 512;

/// Bytes after which a batch ends.
const BATCH_BYTES: usize = 1 << 20;

/// What one redaction uncovers can be redacted only so often in a row before it is no accident.
pub(crate) const MOST_PASSES: usize = 16;

/// What `keysieve.Scanner` is built on.
#[pyclass(frozen, subclass, module = "keysieve._native")]
pub(crate) struct Scanner {
    pub(crate) engine: Engine,
}

impl Scanner {
    /// The records of one piece of data.
    fn records(
        lease: &mut Lease<'_>,
        bytes: &[u8],
        unit: Unit,
        path: Option<&str>,
        mut push: impl FnMut(Record),
    ) -> Coverage {
        let mut offsets = Offsets::new(bytes, unit);
        let engine = lease.engine();
        lease.scan(bytes, path, |found| push(engine.record(found, &mut offsets)))
    }

    pub(crate) fn redaction(&self, style: &Style) -> PyResult<Redaction> {
        redaction(style, &self.engine.key)
    }
}

#[pymethods]
impl Scanner {
    #[new]
    #[pyo3(signature = (*, rules=Vec::new(), only=None, disable=Vec::new(), min_confidence=None,
        indicators=false, allow=Vec::new(), allow_known=false, markers=None, decode=false,
        limits=None, fingerprint_key=None))]
    #[expect(clippy::too_many_arguments, reason = "they are keyword arguments")]
    fn new(
        py: Python<'_>,
        rules: Vec<(String, String)>,
        only: Option<Vec<String>>,
        disable: Vec<String>,
        min_confidence: Option<u8>,
        indicators: bool,
        allow: Vec<AllowArgs>,
        allow_known: bool,
        markers: Option<&str>,
        decode: bool,
        limits: Option<LimitsArgs>,
        fingerprint_key: Option<&[u8]>,
    ) -> PyResult<Self> {
        let key =
            fingerprint_key.map_or_else(FingerprintKey::public, FingerprintKey::from_passphrase);
        let markers = markers.filter(|&markers| markers != "none");
        let selection =
            Selection { rules, only, disable, min_confidence, indicators, allow_known, markers };
        let (rules, left_out) = py.detach(|| selection.rules(&allow, &key))?;
        errors::warn_of_rules(py, &left_out)?;
        Ok(Self { engine: Engine::new(rules, decode, LimitsArgs::split(limits), key) })
    }

    /// The findings in a `str` or bytes-like object, a list in the order of their places.
    ///
    /// Offsets count code points of a `str`, bytes of all else. `path` is what allowlists by path
    /// look at; nothing is read from there. Buffers that can be written to are copied first.
    ///
    /// Raises `TypeError` for what is neither text nor bytes. Warns with an `IncompleteWarning` where
    /// a limit was reached.
    ///
    /// >>> import keysieve
    /// >>> text = "cache: redis://app:kX93mLq0ZtWv@cache:6379/0"
    /// >>> [(found.rule, text[found.start : found.end]) for found in keysieve.scan(text)]
    /// [('redis-url-password', 'kX93mLq0ZtWv')]
    #[pyo3(signature = (data, /, *, path=None))]
    fn scan<'py>(
        slf: &Bound<'py, Self>,
        data: &Bound<'py, PyAny>,
        path: Option<PathBuf>,
    ) -> PyResult<Bound<'py, PyList>> {
        let (findings, coverage) = Self::scan_covered(slf, data, path)?;
        errors::warn(slf.py(), coverage, None)?;
        Ok(findings)
    }

    /// The same, and which limit was reached, in words, instead of a warning.
    #[pyo3(signature = (data, /, *, path=None))]
    fn _scan_covered<'py>(
        slf: &Bound<'py, Self>,
        data: &Bound<'py, PyAny>,
        path: Option<PathBuf>,
    ) -> PyResult<(Bound<'py, PyList>, Option<String>)> {
        let (findings, coverage) = Self::scan_covered(slf, data, path)?;
        let reached = match coverage {
            Coverage::Complete => None,
            Coverage::Incomplete(incomplete) => Some(incomplete.to_string()),
        };
        Ok((findings, reached))
    }

    /// The findings of each of many records, `str` or bytes-like, from any iterable, also a column of
    /// pyarrow, Polars or pandas: as many lists as there were records, an empty one for `None` and what
    /// is missing. It is read a batch at a time.
    ///
    /// Raises `TypeError` that says which item is neither text nor bytes, and what the iterable raises.
    ///
    /// >>> import keysieve
    /// >>> lists = keysieve.scan_many(["up", b"redis://app:kX93mLq0ZtWv@cache:6379/0"])
    /// >>> [len(findings) for findings in lists]
    /// [0, 1]
    #[pyo3(signature = (records, /))]
    fn scan_many<'py>(
        slf: &Bound<'py, Self>,
        records: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = slf.py();
        let lists = PyList::empty(py);
        let engine = &slf.get().engine;
        let mut lease = engine.lease();
        in_batches(records, |Batch { first, bytes: batch, .. }| {
            let (mut found, mut incomplete) = (Vec::new(), Vec::new());
            py.detach(|| {
                let mut offsets = OfRecord::default();
                let visit = |number, bytes, one: Found<'_, '_>| {
                    let (_, unit) = batch[number];
                    let offsets = offsets.get(number, bytes, unit);
                    found.push((number, engine.record(one, offsets)));
                };
                let records = &mut batch.iter().map(|&(bytes, _)| bytes);
                lease.scan_records(records, visit, |number, coverage| {
                    incomplete.push((number, coverage));
                });
            });
            for (number, coverage) in incomplete {
                errors::warn(py, coverage, Some(first + number))?;
            }
            let mut found = found.into_iter().peekable();
            for number in 0..batch.len() {
                let of_record = std::iter::from_fn(|| found.next_if(|(of, _)| *of == number));
                lists.append(to_list(slf, of_record.map(|(_, record)| record))?)?;
            }
            Ok(())
        })?;
        Ok(lists)
    }

    /// The data without its credentials, encoded ones neither, in the type it had (`bytes` for other
    /// buffers than `bytearray`). What is clean comes back as the same object, if it cannot change.
    ///
    /// `style` is what stands there instead: `label`, `mask` (as many `*`), `last4`, `fingerprint`
    /// (the same for the same credential) or `twin` (of the same form, but opens nothing).
    ///
    /// Raises `TypeError` for what is neither text nor bytes, `ConfigError` for another style.
    ///
    /// >>> import keysieve
    /// >>> keysieve.redact("redis://app:kX93mLq0ZtWv@cache:6379/0", style="mask")
    /// 'redis://app:************@cache:6379/0'
    #[pyo3(
        signature = (data, /, *, style=Style::label()),
        text_signature = "($self, data, /, *, style='label')"
    )]
    fn redact<'py>(&self, data: &Bound<'py, PyAny>, style: Style) -> PyResult<Bound<'py, PyAny>> {
        let style = self.redaction(&style)?;
        redact_one(data, &style, &mut self.engine.lease())
    }

    /// The same of many records from any iterable: a list as long. `None` stays, and stands for what is
    /// missing in a column.
    ///
    /// Raises `TypeError` that says which item is neither text nor bytes, and what the iterable raises.
    ///
    /// >>> import keysieve
    /// >>> keysieve.redact_many(["up", b"redis://app:kX93mLq0ZtWv@cache:6379/0"], style="mask")
    /// ['up', b'redis://app:************@cache:6379/0']
    #[pyo3(
        signature = (records, /, *, style=Style::label()),
        text_signature = "($self, records, /, *, style='label')"
    )]
    fn redact_many<'py>(
        &self,
        records: &Bound<'py, PyAny>,
        style: Style,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = records.py();
        let style = self.redaction(&style)?;
        let mut lease = self.engine.lease();
        let list = PyList::empty(py);
        in_batches(records, |Batch { first, items, data, bytes }| {
            let mut changes = Vec::new();
            py.detach(|| {
                let records = &mut bytes.iter().map(|&(bytes, _)| bytes);
                lease.redact_records(records, &style, |number, redacted, coverage| {
                    changes.push((number, redacted, coverage));
                });
            });
            let mut changes = changes.into_iter().peekable();
            for (number, (item, data)) in items.iter().zip(data).enumerate() {
                let change = changes.next_if(|&(changed, ..)| changed == number);
                let (_, redacted, coverage) = change.unwrap_or((number, None, Coverage::Complete));
                errors::warn(py, coverage, Some(first + number))?;
                list.append(like(item, data, redacted.as_deref())?)?;
            }
            Ok(())
        })?;
        Ok(list)
    }

    /// The findings of a nested record of `dict`, `list` and the like. The names of keys (and of a
    /// named tuple's items) and what stands beside a value count as its context. Columns and tables of
    /// NumPy, pandas, Polars and pyarrow are gone through, too. Of a value that is neither text, bytes,
    /// number nor holds others, what `str` shows is looked at.
    ///
    /// Raises `TypeError` for an iterator, which could not be read twice, and `RecordError` if it holds
    /// itself, or is nested too deeply.
    ///
    /// >>> import keysieve
    /// >>> [found] = keysieve.scan_record({"env": [("DB_PASSWORD", "wq8Zk2LmX0vTy7Rb")]})
    /// >>> found.path, found.finding.start, found.finding.end
    /// (('env', 0, 1), 0, 16)
    fn scan_record<'py>(
        slf: &Bound<'py, Self>,
        record: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyList>> {
        static RECORD_FINDING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let py = slf.py();
        let written = Written::new(record)?;
        let (records, coverage) = written.scan(py, &mut slf.get().engine.lease());
        let list = PyList::empty(py);
        for (number, record) in records {
            let (path, is_key) = written.place(number, py)?;
            let finding = Finding::new(slf.clone().unbind(), record);
            let class = RECORD_FINDING.import(py, "keysieve._scanner", "RecordFinding")?;
            list.append(class.call1((path, finding, is_key))?)?;
        }
        errors::warn(py, coverage, None)?;
        Ok(list)
    }

    /// A copy of a nested record without its credentials; what holds none is not copied. A value of
    /// another type in whose `str` there is one becomes that text, redacted.
    ///
    /// Raises `TypeError` for an iterator, which could not be read twice, and `RecordError` if it holds
    /// itself, or is nested too deeply.
    ///
    /// >>> import keysieve
    /// >>> keysieve.redact_record({"failed": ValueError("redis://app:kX93mLq0ZtWv@cache:6379")})
    /// {'failed': 'redis://app:[REDACTED:redis-url-password]@cache:6379'}
    #[pyo3(
        signature = (record, *, style=Style::label()),
        text_signature = "($self, record, *, style='label')"
    )]
    fn redact_record<'py>(
        &self,
        record: &Bound<'py, PyAny>,
        style: Style,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = record.py();
        let style = self.redaction(&style)?;
        let mut lease = self.engine.lease();
        let mut record = record.clone();
        for _ in 0..MOST_PASSES {
            let (changes, coverage) = Written::new(&record)?.redacted(py, &mut lease, &style)?;
            errors::warn(py, coverage, None)?;
            if changes.is_empty() {
                break;
            }
            record = written::rebuilt(&record, &changes)?;
        }
        Ok(record)
    }

    /// All rules, in the order of their files.
    #[getter]
    fn rules<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let all = 0..slf.get().engine.rules.get().rules().len();
        let all = all.map(|number| Rule::new(slf.clone().unbind(), number));
        PyTuple::new(slf.py(), all.collect::<Vec<_>>())
    }

    /// The rule of that id. Raises `KeyError` if there is none.
    ///
    /// >>> import keysieve
    /// >>> keysieve.rule("jwt").name
    /// 'JSON Web Token'
    fn rule(slf: &Bound<'_, Self>, id: &str) -> PyResult<Rule> {
        let number = slf.get().engine.rules.find(id)?;
        Ok(Rule::new(slf.clone().unbind(), number))
    }

    /// The confidence from which on findings are reported.
    #[getter]
    fn min_confidence(&self) -> u8 {
        self.engine.rules.get().min_confidence()
    }
}

impl Scanner {
    fn scan_covered<'py>(
        slf: &Bound<'py, Self>,
        data: &Bound<'py, PyAny>,
        path: Option<PathBuf>,
    ) -> PyResult<(Bound<'py, PyList>, Coverage)> {
        let py = slf.py();
        let data = Data::new(data)?;
        let (bytes, unit) = (data.bytes(), data.unit());
        let path = path.as_deref().map(Path::to_string_lossy);
        let mut records = Vec::new();
        let mut lease = slf.get().engine.lease();
        let mut run = || {
            Self::records(&mut lease, bytes, unit, path.as_deref(), |record| records.push(record))
        };
        let coverage = if bytes.len() < LARGE { run() } else { py.detach(run) };
        Ok((to_list(slf, records)?, coverage))
    }
}

fn redact_one<'py>(
    object: &Bound<'py, PyAny>,
    style: &Redaction,
    lease: &mut Lease<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    let data = Data::new(object)?;
    let bytes = data.bytes();
    let mut run = || lease.redact(bytes, style);
    let (redacted, coverage) = if bytes.len() < LARGE { run() } else { py.detach(run) };
    errors::warn(py, coverage, None)?;
    like(object, &data, redacted.as_deref())
}

/// What comes out for an object, given what it is redacted to, if anything in it has to go.
fn like<'py>(
    object: &Bound<'py, PyAny>,
    data: &Data<'_, 'py>,
    redacted: Option<&[u8]>,
) -> PyResult<Bound<'py, PyAny>> {
    match redacted {
        Some(redacted) => data.to_python(object.py(), redacted),
        None if data.never_changes() => Ok(object.clone()),
        None => data.to_python(object.py(), data.bytes()),
    }
}

pub(crate) fn to_list<'py>(
    scanner: &Bound<'py, Scanner>,
    records: impl IntoIterator<Item = Record>,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(scanner.py());
    for record in records {
        list.append(Finding::new(scanner.clone().unbind(), record))?;
    }
    Ok(list)
}

/// Items of an iterable, in three views.
struct Batch<'a, 'py> {
    /// The number of the first.
    first: usize,
    items: &'a [Bound<'py, PyAny>],
    data: &'a [Data<'a, 'py>],
    /// What can be looked at without the interpreter.
    bytes: &'a [(&'a [u8], Unit)],
}

/// Hands over an iterable's items, many at a time.
fn in_batches(
    records: &Bound<'_, PyAny>,
    mut work: impl FnMut(Batch<'_, '_>) -> PyResult<()>,
) -> PyResult<()> {
    let py = records.py();
    let mut items = iterate(records)?.peekable();
    let mut first = 0;
    while items.peek().is_some() {
        let (mut batch, mut bytes) = (Vec::with_capacity(BATCH), 0);
        // What an item gives may be borrowed from it, so it is held.
        let mut held = Vec::with_capacity(BATCH);
        while held.len() < BATCH && bytes < BATCH_BYTES {
            let Some(item) = items.next() else { break };
            let item = out_of_column(item?)?;
            bytes += item.len().unwrap_or_default();
            held.push(item);
        }
        for (number, item) in held.iter().enumerate() {
            // As a null of a column is: nothing, and it stays.
            let data = if item.is_none() { Ok(Data::Bytes(&[])) } else { Data::new(item) };
            batch.push(data.map_err(|error| in_item(py, error, first + number))?);
        }
        let bytes: Vec<_> = batch.iter().map(|data| (data.bytes(), data.unit())).collect();
        work(Batch { first, items: &held, data: &batch, bytes: &bytes })?;
        py.check_signals()?;
        first += held.len();
    }
    Ok(())
}

/// What stands in a column of pyarrow for an item: as that itself.
fn out_of_column(item: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    let is_plain = item.is_instance_of::<PyString>() || item.is_instance_of::<PyBytes>();
    if is_plain || !is_scalar(&item) {
        return Ok(item);
    }
    item.call_method0(intern!(item.py(), "as_py"))
}

/// Iterates over records. What is a single one, or what iterates over the names in it, is a mistake.
fn iterate<'py>(
    records: &Bound<'py, PyAny>,
) -> PyResult<impl Iterator<Item = PyResult<Bound<'py, PyAny>>>> {
    let name = type_name(records);
    let wrong = match &*name {
        "DataFrame" | "LazyFrame" | "Table" | "RecordBatch" | "RecordBatchReader" => {
            "not a table; for columns there is `scan_arrow`".to_owned()
        }
        _ if records.is_instance_of::<PyDict>() => {
            format!("not a single {name}; for nested records there is `scan_record`")
        }
        _ if Data::is_one(records) => format!("not a single {name}"),
        _ => match with_none_for_missing(records)?.try_iter() {
            Ok(records) => return Ok(records),
            Err(error) if error.is_instance_of::<PyTypeError>(records.py()) => {
                format!("not {name}")
            }
            Err(error) => return Err(error),
        },
    };
    Err(PyTypeError::new_err(format!("expected an iterable of records, {wrong}")))
}

/// A column of pandas with `None` for what is missing: there it is a number, or an object of pandas.
fn with_none_for_missing<'py>(records: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = records.py();
    let Some(notna) = records.getattr_opt(intern!(py, "notna"))? else {
        return Ok(records.clone());
    };
    let objects = records.call_method1(intern!(py, "astype"), ("object",))?;
    objects.call_method1(intern!(py, "where"), (notna.call0()?, py.None()))
}

/// Says which item of an iterable was wrong.
#[cold]
fn in_item(py: Python<'_>, error: PyErr, number: usize) -> PyErr {
    if error.is_instance_of::<PyTypeError>(py) {
        return PyTypeError::new_err(format!("item {number}: {}", error.value(py)));
    }
    error
}
