//! What is known of a detector.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::scanner::Scanner;

/// A detector: what it looks for, how bad a leak is, and what to do about one.
///
/// >>> import keysieve
/// >>> rule = keysieve.rule("redis-url-password")
/// >>> rule.severity, rule.category, rule.secrecy
/// ('critical', 'database', 'secret')
/// >>> rule.remediation
/// ('Change the password, and keep it out of the URL.',)
#[pyclass(frozen, module = "keysieve")]
pub(crate) struct Rule {
    scanner: Py<Scanner>,
    number: usize,
}

impl Rule {
    pub(crate) const fn new(scanner: Py<Scanner>, number: usize) -> Self {
        Self { scanner, number }
    }

    fn get(&self) -> &keysieve::Rule {
        &self.scanner.get().engine.rules.get().rules()[self.number]
    }
}

#[pymethods]
impl Rule {
    /// Stable id, `vendor-thing`.
    #[getter]
    fn id(&self) -> &str {
        self.get().id()
    }

    /// What people call the credential.
    #[getter]
    fn name(&self) -> &str {
        self.get().name()
    }

    /// Who issues it.
    #[getter]
    fn vendor(&self) -> &str {
        self.get().vendor()
    }

    /// What it opens and how it is built.
    #[getter]
    fn description(&self) -> &str {
        self.get().description()
    }

    /// The regular expression over bytes; its group `secret`, if there is one, is the credential.
    #[getter]
    fn pattern(&self) -> String {
        self.get().pattern()
    }

    /// How bad a leak is: `info`, `low`, `medium`, `high` or `critical`.
    #[getter]
    fn severity(&self) -> &'static str {
        self.get().severity().as_str()
    }

    /// What kind of thing it opens: `cloud`, `database`, `source-control`, …
    #[getter]
    fn category(&self) -> &'static str {
        self.get().category().as_str()
    }

    /// Whether it is meant to be secret: `secret`, `public`, `conditional` or `indicator`.
    #[getter]
    fn secrecy(&self) -> &'static str {
        self.get().class().as_str()
    }

    /// How much of a finding rests on the value itself: `distinctive`, `keyword`, `structured`,
    /// `generic` or `shape`.
    #[getter]
    fn specificity(&self) -> &'static str {
        self.get().specificity().as_str()
    }

    /// The confidence, 0 to 100, of a match of which nothing more is known.
    #[getter]
    fn confidence(&self) -> u8 {
        self.get().confidence()
    }

    /// The name of the offline check on the value, or None.
    #[getter]
    fn validator(&self) -> Option<&'static str> {
        self.get().validator()
    }

    /// What to do about a leak, step by step.
    #[getter]
    fn remediation<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.get().remediation_steps().collect::<Vec<_>>())
    }

    /// The vendor's page on that; may be empty.
    #[getter]
    fn remediation_url(&self) -> &str {
        self.get().remediation_url()
    }

    /// Where the facts come from: pairs of a page and the date it was last checked, `YYYY-MM-DD`.
    #[getter]
    fn references<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let references = self.get().references();
        PyTuple::new(py, references.map(|page| (page.url(), page.checked())).collect::<Vec<_>>())
    }

    /// Weaknesses that such a credential in the clear shows: `CWE-798`, …
    #[getter]
    fn cwe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.get().cwe().map(keysieve::Cwe::as_str).collect::<Vec<_>>())
    }

    /// Controls of security catalogues that it goes against.
    #[getter]
    fn controls<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.get().controls().map(keysieve::Control::as_str).collect::<Vec<_>>())
    }

    /// The most bytes a match may span.
    #[getter]
    fn max_length(&self) -> usize {
        self.get().max_length()
    }

    fn __repr__(&self) -> String {
        format!("Rule('{}')", self.get().id())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.get().id() == other.get().id() && self.get().pattern() == other.get().pattern()
    }

    /// By its scanner, which knows it by its id.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (&str,))> {
        let find = self.scanner.bind(py).getattr(intern!(py, "rule"))?;
        Ok((find, (self.get().id(),)))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        pyo3::types::PyString::new(py, self.get().id()).hash()
    }
}
