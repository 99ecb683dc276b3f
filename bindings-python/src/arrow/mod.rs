//! Columns in, columns out, through the Arrow PyCapsule interface.
//!
//! ```text
//! input.rs   whatever has the interface → arrays of text or bytes
//! rows.rs    arrays → rows of bytes
//! table.rs   findings → columns
//! redact.rs  arrays → arrays of the same type without credentials; plain.rs  with offsets,
//!            views.rs  with views, dictionary.rs  with keys
//! output.rs  arrays → whatever has the interface
//! ```

mod dictionary;
mod input;
mod output;
mod plain;
mod redact;
mod rows;
mod table;
mod views;

use std::ffi::CStr;

use arrow_array::{Array, ArrayRef};
use keysieve::Coverage;
use pyo3::prelude::*;

use crate::engine::{Engine, Found};
use crate::errors;
use crate::offsets::OfRecord;
use crate::scanner::Scanner;
use crate::signals::{Signals, in_pieces};
use input::Input;
pub(crate) use output::{Column, Table};
use table::Findings;

/// What the interface calls capsules.
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// Limits that were reached, and the records where they were.
type Incomplete = Vec<(usize, Coverage)>;

/// The findings of a column as a table, a row a finding.
#[pyfunction]
pub(crate) fn find_in_column(
    py: Python<'_>,
    scanner: &Scanner,
    column: &Bound<'_, PyAny>,
) -> PyResult<Table> {
    let input = Input::new(column)?;
    let (findings, incomplete) = py.detach(|| find(&scanner.engine, &input))?;
    warn_all(py, &incomplete)?;
    Ok(Table::new(findings.into_batch().map_err(input::error)?))
}

/// The findings of a column as a column of lists.
#[pyfunction]
pub(crate) fn find_by_record(
    py: Python<'_>,
    scanner: &Scanner,
    column: &Bound<'_, PyAny>,
) -> PyResult<Column> {
    let input = Input::new(column)?;
    let (findings, incomplete) = py.detach(|| find(&scanner.engine, &input))?;
    warn_all(py, &incomplete)?;
    let lists = findings.into_lists(&input.chunks).map_err(input::error)?;
    Ok(Column::of_one(lists, input.field.name()))
}

/// The column without credentials, of the same type and in the same chunks.
#[pyfunction]
pub(crate) fn redact_column(
    py: Python<'_>,
    scanner: &Scanner,
    column: &Bound<'_, PyAny>,
    style: &str,
) -> PyResult<Column> {
    let input = Input::new(column)?;
    let style = scanner.redaction(style)?;
    let (chunks, incomplete) = py.detach(|| -> PyResult<_> {
        let (mut incomplete, mut first) = (Incomplete::new(), 0);
        let mut signals = Signals::default();
        let redact = |chunk: &ArrayRef| {
            let mut reached = |row, coverage| incomplete.push((first + row, coverage));
            let redacted =
                redact::array(&scanner.engine, chunk, &style, &mut reached, &mut signals);
            first += chunk.len();
            redacted
        };
        let chunks = input.chunks.iter().map(redact).collect::<PyResult<Vec<_>>>()?;
        Ok((chunks, incomplete))
    })?;
    warn_all(py, &incomplete)?;
    Ok(Column::new(chunks, input.field))
}

/// Scans all chunks, one record after the other.
fn find(engine: &Engine, input: &Input) -> PyResult<(Findings, Incomplete)> {
    let (mut findings, mut incomplete) = (Findings::default(), Incomplete::new());
    let (mut lease, unit) = (engine.lease(), input::unit(input.field.data_type()));
    let rows = input.chunks.iter().flat_map(rows::all);
    in_pieces(&mut Signals::default(), rows, |first, records| {
        let mut offsets = OfRecord::default();
        let visit = |number, record, found: Found<'_, '_>| {
            let found = engine.record(found, offsets.get(number, record, unit));
            findings.push(first + number, engine, found);
        };
        lease.scan_records(records, visit, |number, coverage| {
            incomplete.push((first + number, coverage));
        });
    })?;
    Ok((findings, incomplete))
}

fn warn_all(py: Python<'_>, incomplete: &Incomplete) -> PyResult<()> {
    incomplete.iter().try_for_each(|&(row, coverage)| errors::warn(py, coverage, Some(row)))
}
