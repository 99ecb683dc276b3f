//! What a scan reports.

use std::borrow::Cow;

use keysieve::{Position, Positions};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PySlice, PyString, PyTuple, PyType};

use crate::data::Data;
use crate::engine::Rules;
use crate::offsets::Offsets;
use crate::record::Record;
use crate::rule::Rule;
use crate::scanner::Scanner;

/// A credential: which rule found it, where it is, and how sure that is. It never holds the secret
/// itself, so it can be logged, stored and sent.
///
/// >>> import keysieve
/// >>> text = "redis://app:kX93mLq0ZtWv@cache:6379/0"
/// >>> [finding] = keysieve.scan(text)
/// >>> finding.secret(text), finding.severity, finding.validity, finding.facts["host"]
/// ('kX93mLq0ZtWv', 'critical', 'unchecked', 'cache')
#[pyclass(frozen, module = "keysieve")]
pub(crate) struct Finding {
    scanner: Py<Scanner>,
    record: Record,
}

impl Finding {
    pub(crate) const fn new(scanner: Py<Scanner>, record: Record) -> Self {
        Self { scanner, record }
    }

    fn rules(&self) -> &Rules {
        &self.scanner.get().engine.rules
    }

    /// Says so if the data is too short to be what was scanned.
    fn fits(&self, length: usize) -> PyResult<()> {
        if length >= self.record.end {
            return Ok(());
        }
        Err(PyIndexError::new_err(format!(
            "the finding ends at {}, the data at {length}: it is not what was scanned",
            self.record.end
        )))
    }

    fn known_rule(&self) -> &keysieve::Rule {
        &self.rules().get().rules()[self.record.rule]
    }
}

#[pymethods]
impl Finding {
    /// Id of the rule that found it.
    #[getter]
    fn rule<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        PyString::intern(py, self.known_rule().id())
    }

    /// All that is known of that rule.
    #[getter]
    fn detector(&self, py: Python<'_>) -> Rule {
        Rule::new(self.scanner.clone_ref(py), self.record.rule)
    }

    /// Where the secret starts: `data[start:end]` is the secret. Code points of a `str`, bytes of
    /// anything else.
    #[getter]
    const fn start(&self) -> usize {
        self.record.start
    }

    /// Where the secret ends, exclusive.
    #[getter]
    const fn end(&self) -> usize {
        self.record.end
    }

    /// Where that starts which has to be removed so that nothing of the credential is left.
    #[getter]
    const fn redact_start(&self) -> usize {
        self.record.redact_start
    }

    /// Where that ends, exclusive.
    #[getter]
    const fn redact_end(&self) -> usize {
        self.record.redact_end
    }

    /// How sure it is, from 0 to 100.
    #[getter]
    const fn confidence(&self) -> u8 {
        self.record.confidence
    }

    /// What the offline check says: `valid`, `invalid` or `unchecked`.
    #[getter]
    fn validity(&self) -> &str {
        &self.record.validity
    }

    /// How bad a leak is: `info`, `low`, `medium`, `high` or `critical`.
    #[getter]
    fn severity(&self) -> &'static str {
        self.known_rule().severity().as_str()
    }

    /// Whether it is meant to be secret: `secret`, `public`, `conditional` or `indicator`. That of its
    /// rule, but `conditional` where the rule's is `secret` and the name beside it says that it is none.
    ///
    /// >>> import keysieve
    /// >>> [found] = keysieve.scan("crisp_website_id=4e1f6b0a-93c2-4d57-a8e0-7bd25c19f364")
    /// >>> found.secrecy, found.detector.secrecy
    /// ('conditional', 'secret')
    #[getter]
    fn secrecy(&self) -> &str {
        &self.record.secrecy
    }

    /// The secret's Shannon entropy in bits per character.
    #[getter]
    fn entropy(&self) -> f64 {
        f64::from(self.record.millibits) / 1000.0
    }

    /// What the confidence rests on, in words.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.record.reasons.iter().map(|reason| &**reason).collect::<Vec<_>>())
    }

    /// What can be read from the credential itself: `account`, `region`, `user`, `expires_at`, …
    #[getter]
    fn facts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let facts = PyDict::new(py);
        for (name, value) in &self.record.facts {
            facts.set_item(PyString::intern(py, name), value)?;
        }
        Ok(facts)
    }

    /// How it is encoded, outermost first; empty if it stands in the data as it is.
    #[getter]
    fn decoded<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.record.layers.iter().map(|layer| &**layer).collect::<Vec<_>>())
    }

    /// A keyed hash of the credential, by which it is known again; see `Scanner`'s
    /// `fingerprint_key`.
    #[getter]
    fn fingerprint(&self) -> &str {
        &self.record.fingerprint
    }

    /// The other parts of the same credential that stand nearby.
    #[getter]
    fn companions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let companions = self.record.companions.iter().map(|&(rule, start, end)| {
            let rule = self.rules().get().rules()[rule].id().to_owned();
            Companion { rule, start, end }
        });
        PyTuple::new(py, companions.collect::<Vec<_>>())
    }

    /// The secret, cut out of the data that was scanned, in whose type it is given back; still
    /// encoded if `decoded` names encodings.
    ///
    /// Raises `IndexError` if the data is shorter than what was scanned.
    fn secret<'py>(&self, data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.fits(data.len()?)?;
        data.get_item(PySlice::new(
            data.py(),
            self.record.start as isize,
            self.record.end as isize,
            1,
        ))
    }

    /// The line and the column, from 1, where the secret starts in the data that was scanned. Lines
    /// end with a line feed; columns count what offsets count. Each call looks at all that stands
    /// before the secret.
    ///
    /// Raises `IndexError` if the data is shorter than what was scanned.
    ///
    /// >>> import keysieve
    /// >>> text = "cache:\n  redis://app:kX93mLq0ZtWv@cache:6379/0"
    /// >>> keysieve.scan(text)[0].position(text)
    /// (2, 15)
    fn position(&self, data: &Bound<'_, PyAny>) -> PyResult<(usize, usize)> {
        self.fits(data.len()?)?;
        let data = Data::new(data)?;
        let offset = data.unit().to_bytes(data.bytes(), self.record.start);
        let Position { line, column } = Positions::new(data.bytes()).at(offset);
        let before = &data.bytes()[offset + 1 - column..offset];
        Ok((line, Offsets::new(before, data.unit()).get(before.len()) + 1))
    }

    /// All of it as a dict, ready for JSON.
    fn as_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("rule", self.rule(py))?;
        dict.set_item("start", self.start())?;
        dict.set_item("end", self.end())?;
        dict.set_item("redact_start", self.redact_start())?;
        dict.set_item("redact_end", self.redact_end())?;
        dict.set_item("confidence", self.confidence())?;
        dict.set_item("severity", self.severity())?;
        dict.set_item("secrecy", self.secrecy())?;
        dict.set_item("validity", self.validity())?;
        dict.set_item("reasons", self.reasons(py)?.to_list())?;
        dict.set_item("facts", self.facts(py)?)?;
        dict.set_item("decoded", self.decoded(py)?.to_list())?;
        let companions = pyo3::types::PyList::empty(py);
        for &(rule, start, end) in &self.record.companions {
            let companion = PyDict::new(py);
            companion.set_item("rule", self.rules().get().rules()[rule].id())?;
            companion.set_item("start", start)?;
            companion.set_item("end", end)?;
            companions.append(companion)?;
        }
        dict.set_item("companions", companions)?;
        dict.set_item("fingerprint", self.fingerprint())?;
        Ok(dict)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Pickled<'py>)> {
        let restore = py.import("keysieve._native")?.getattr("restore_finding")?;
        let Record { start, end, redact_start, redact_end, .. } = self.record;
        let record = &self.record;
        let rules = self.rules().get().rules();
        let companions = record.companions.iter();
        let companions: Vec<_> =
            companions.map(|&(rule, start, end)| (rules[rule].id(), start, end)).collect();
        let state = (
            self.known_rule().id(),
            (start, end, redact_start, redact_end),
            record.confidence,
            &record.secrecy,
            &record.validity,
            record.millibits,
            &record.reasons,
            &record.layers,
            &record.facts,
            &record.fingerprint,
            companions,
        );
        Ok((restore, (self.scanner.clone_ref(py), state.into_pyobject(py)?)))
    }

    fn __repr__(&self) -> String {
        let record = &self.record;
        format!(
            "Finding(rule='{}', start={}, end={}, confidence={}, validity='{}')",
            self.known_rule().id(),
            record.start,
            record.end,
            record.confidence,
            record.validity
        )
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.known_rule().id() == other.known_rule().id()
            && Record { rule: 0, ..self.record.clone() }
                == Record { rule: 0, ..other.record.clone() }
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        let record = &self.record;
        (self.known_rule().id(), record.start, record.end, record.confidence)
            .into_pyobject(py)?
            .hash()
    }
}

/// What pickled findings are made with again.
type Pickled<'py> = (Py<Scanner>, Bound<'py, PyTuple>);

/// What a pickled finding holds beside its scanner.
#[derive(FromPyObject)]
pub(crate) struct State(
    String,
    (usize, usize, usize, usize),
    u8,
    String,
    String,
    u16,
    Vec<String>,
    Vec<String>,
    Vec<(String, String)>,
    String,
    Vec<(String, usize, usize)>,
);

/// What pickled findings are made with.
#[pyfunction]
pub(crate) fn restore_finding(scanner: Py<Scanner>, state: State) -> PyResult<Finding> {
    let State(
        rule,
        spans,
        confidence,
        secrecy,
        validity,
        millibits,
        reasons,
        layers,
        facts,
        print,
        near,
    ) = state;
    let owned = |texts: Vec<String>| texts.into_iter().map(Cow::Owned).collect();
    let rules = &scanner.get().engine.rules;
    let companions = near.into_iter().map(|(id, start, end)| Ok((rules.find(&id)?, start, end)));
    let record = Record {
        rule: rules.find(&rule)?,
        start: spans.0,
        end: spans.1,
        redact_start: spans.2,
        redact_end: spans.3,
        confidence,
        secrecy: secrecy.into(),
        validity: validity.into(),
        millibits,
        reasons: owned(reasons),
        layers: owned(layers),
        facts: facts.into_iter().map(|(name, value)| (name.into(), value)).collect(),
        fingerprint: print,
        companions: companions.collect::<PyResult<_>>()?,
    };
    Ok(Finding::new(scanner, record))
}

/// Another part of the same credential: its rule's id, and its place.
///
/// >>> import keysieve
/// >>> key, secret = "AK" "IAQ3EGRIJ2ZTOUAZLW", "yV1CrH1Ba6QzZkE9" "wjC0sZxXpLm3NfRb7Gd2TqUo"
/// >>> text = f"aws_access_key_id={key} aws_secret_access_key={secret}"
/// >>> [companion] = keysieve.scan(text)[0].companions
/// >>> companion.rule, text[companion.start : companion.end] == secret
/// ('aws-secret-access-key', True)
#[pyclass(frozen, eq, hash, get_all, module = "keysieve")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Companion {
    /// Id of the rule that found it.
    rule: String,
    /// Where it starts, counted like the finding's own offsets.
    start: usize,
    /// Where it ends, exclusive.
    end: usize,
}

#[pymethods]
impl Companion {
    #[new]
    const fn new(rule: String, start: usize, end: usize) -> Self {
        Self { rule, start, end }
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (&str, usize, usize)) {
        (py.get_type::<Self>(), (&self.rule, self.start, self.end))
    }

    fn __repr__(&self) -> String {
        format!("Companion(rule='{}', start={}, end={})", self.rule, self.start, self.end)
    }
}
