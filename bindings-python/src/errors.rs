//! The core's errors as the exceptions of `keysieve._errors`.

use std::ffi::CString;

use keysieve::{Coverage, Incomplete};
use pyo3::prelude::*;

use crate::config::LeftOut;

pyo3::import_exception!(keysieve._errors, ColumnError);
pyo3::import_exception!(keysieve._errors, ConfigError);
pyo3::import_exception!(keysieve._errors, RecordError);
pyo3::import_exception!(keysieve._errors, RuleError);
pyo3::import_exception!(keysieve._errors, IncompleteWarning);
pyo3::import_exception!(keysieve._errors, RuleWarning);

/// A rule that was refused.
pub(crate) fn rule_error(error: &keysieve::RuleError) -> PyErr {
    RuleError::new_err((
        error.file.clone(),
        error.line,
        error.rule.clone(),
        error.field.clone(),
        error.problem.to_string(),
    ))
}

/// Warns of what is left out of files of rules.
pub(crate) fn warn_of_rules(py: Python<'_>, left_out: &[LeftOut]) -> PyResult<()> {
    left_out.iter().try_for_each(|LeftOut(file, rule, why)| {
        let rule = rule.as_ref().map(|id| format!("rule `{id}` is left out: ")).unwrap_or_default();
        let message = CString::new(format!("{file}: {rule}{why}").replace('\0', "\u{fffd}"))?;
        // It is of the line that asks for a scanner, which Python's half makes.
        PyErr::warn(py, &py.get_type::<RuleWarning>(), &message, 2)
    })
}

/// Warns if a limit kept a scan from looking at everything.
pub(crate) fn warn(py: Python<'_>, coverage: Coverage, record: Option<usize>) -> PyResult<()> {
    let Coverage::Incomplete(incomplete) = coverage else { return Ok(()) };
    warn_of(py, incomplete, record)
}

#[cold]
fn warn_of(py: Python<'_>, incomplete: Incomplete, record: Option<usize>) -> PyResult<()> {
    let place = record.map(|record| format!("record {record}: ")).unwrap_or_default();
    let message = CString::new(format!("{place}{incomplete}"))?;
    PyErr::warn(py, &py.get_type::<IncompleteWarning>(), &message, 1)
}
