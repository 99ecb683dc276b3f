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
use arrow_schema::DataType;
use keysieve::Coverage;
use pyo3::prelude::*;

use crate::config::Style;
use crate::engine::{Engine, Found};
use crate::errors;
use crate::offsets::{OfRecord, Unit};
use crate::record::Record;
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
    style: Style,
) -> PyResult<Column> {
    let input = Input::new(column)?;
    let style = scanner.redaction(&style)?;
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
    let (chunks, field) = input.like(chunks)?;
    Ok(Column::new(chunks, field))
}

/// Scans all chunks.
fn find(engine: &Engine, input: &Input) -> PyResult<(Findings, Incomplete)> {
    let (mut findings, mut incomplete) = (Findings::default(), Incomplete::new());
    let (unit, mut signals) = (input::unit(input.field.data_type()), Signals::default());
    if !matches!(input.field.data_type(), DataType::Dictionary(..)) {
        let rows = input.chunks.iter().flat_map(rows::all);
        let found = |row, record: Record| findings.push(row, engine, &record);
        let reached = |row, coverage| incomplete.push((row, coverage));
        scan(engine, rows, unit, &mut signals, found, reached)?;
        return Ok((findings, incomplete));
    }
    let mut first = 0;
    for chunk in &input.chunks {
        let (values, numbers) = rows::distinct(chunk);
        let mut found = vec![Vec::new(); values.len()];
        let mut coverages = vec![Coverage::Complete; values.len()];
        let push = |number: usize, record| found[number].push(record);
        let reached = |number: usize, coverage| coverages[number] = coverage;
        scan(engine, values.into_iter(), unit, &mut signals, push, reached)?;
        for (row, number) in numbers.iter().enumerate() {
            let &Some(number) = number else { continue };
            found[number].iter().for_each(|record| findings.push(first + row, engine, record));
            if coverages[number] != Coverage::Complete {
                incomplete.push((first + row, coverages[number]));
            }
        }
        first += chunk.len();
    }
    Ok((findings, incomplete))
}

/// Scans one record after the other, and tells of findings, and of limits that were reached, with
/// the record's number.
fn scan<'h>(
    engine: &Engine,
    records: impl Iterator<Item = &'h [u8]>,
    unit: Unit,
    signals: &mut Signals,
    mut found: impl FnMut(usize, Record),
    mut reached: impl FnMut(usize, Coverage),
) -> PyResult<()> {
    let mut lease = engine.lease();
    in_pieces(signals, records, |first, records| {
        let mut offsets = OfRecord::default();
        let visit = |number, record, one: Found<'_, '_>| {
            found(first + number, engine.record(one, offsets.get(number, record, unit)));
        };
        lease.scan_records(records, visit, |number, coverage| reached(first + number, coverage));
    })
}

fn warn_all(py: Python<'_>, incomplete: &Incomplete) -> PyResult<()> {
    incomplete.iter().try_for_each(|&(row, coverage)| errors::warn(py, coverage, Some(row)))
}
