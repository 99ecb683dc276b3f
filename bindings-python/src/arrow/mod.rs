//! Columns in, columns out, through the Arrow PyCapsule interface.
//!
//! ```text
//! input.rs   whatever has the interface → arrays; types.rs  which of them hold text or bytes
//! nested.rs  lists, maps and structs; sheet.rs  rows of such, and of tables → records
//! rows.rs    arrays → rows of bytes
//! table.rs   findings → columns
//! redact.rs  arrays → arrays of the same type without credentials; plain.rs  with offsets,
//!            views.rs  with views, dictionary.rs  with keys
//! output.rs  arrays → whatever has the interface
//! ```

mod dictionary;
mod input;
mod nested;
mod output;
mod plain;
mod redact;
mod rows;
mod sheet;
mod table;
mod types;
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
use redact::Redactor;
use sheet::Sheet;
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

/// Whether there is text or are bytes in what such a type of Arrow describes.
#[pyfunction]
pub(crate) fn holds_text(data_type: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(types::holds_text(input::field(data_type)?.data_type()))
}

/// The column or the table without credentials, of the same type and in the same chunks.
#[pyfunction]
pub(crate) fn redact_column(
    py: Python<'_>,
    scanner: &Scanner,
    column: &Bound<'_, PyAny>,
    style: Style,
) -> PyResult<Redacted> {
    let input = Input::new(column)?;
    let style = scanner.redaction(&style)?;
    let (chunks, incomplete) = py.detach(|| -> PyResult<_> {
        let (mut incomplete, mut first) = (Incomplete::new(), 0);
        let mut redactor = Redactor::new(&scanner.engine, &style);
        for chunk in &input.chunks {
            redactor.look_at(chunk, &mut |row, coverage| {
                incomplete.push((first + row, coverage));
            })?;
            first += chunk.len();
        }
        first = 0;
        let redact = |chunk: &ArrayRef| {
            let mut reached = |row, coverage| incomplete.push((first + row, coverage));
            let redacted = redactor.chunk(chunk, &mut reached);
            first += chunk.len();
            redacted
        };
        let chunks = input.chunks.iter().map(redact).collect::<PyResult<Vec<_>>>()?;
        Ok((chunks, incomplete))
    })?;
    warn_all(py, &incomplete)?;
    if input.is_table() {
        return Ok(Redacted::Table(Table::of_structs(&chunks, &input.field)));
    }
    Ok(Redacted::Column(Column::new(chunks, input.field)))
}

/// What comes out is what came in.
#[derive(IntoPyObject)]
pub(crate) enum Redacted {
    Column(Column),
    Table(Table),
}

/// Scans all chunks; of what is nested each row as a record.
fn find(engine: &Engine, input: &Input) -> PyResult<(Findings, Incomplete)> {
    let (mut findings, mut incomplete) = (Findings::default(), Incomplete::new());
    let (mut first, mut signals) = (0, Signals::default());
    for chunk in &input.chunks {
        let mut found = |row, within: &str, record: &Record| {
            findings.push(first + row, within, engine, record);
        };
        let reached = |row, coverage| incomplete.push((first + row, coverage));
        if let Some(sheet) = Sheet::of(chunk)? {
            sheet.scan(engine.lease(), &mut signals, found, reached)?;
        } else {
            let found = |row, record: &Record| found(row, "", record);
            find_in_leaf(engine, chunk, &mut signals, found, reached)?;
        }
        first += chunk.len();
    }
    Ok((findings, incomplete))
}

/// Scans an array of text or bytes; of a dictionary each value once.
fn find_in_leaf(
    engine: &Engine,
    leaf: &ArrayRef,
    signals: &mut Signals,
    mut found: impl FnMut(usize, &Record),
    mut reached: impl FnMut(usize, Coverage),
) -> PyResult<()> {
    let unit = types::unit(leaf.data_type());
    if !matches!(leaf.data_type(), DataType::Dictionary(..)) {
        let found = |row, record| found(row, &record);
        return scan(engine, rows::all(leaf), unit, signals, found, reached);
    }
    let (values, numbers) = rows::distinct(leaf);
    let mut records = vec![Vec::new(); values.len()];
    let mut coverages = vec![Coverage::Complete; values.len()];
    let push = |number: usize, record| records[number].push(record);
    let reach = |number: usize, coverage| coverages[number] = coverage;
    scan(engine, values.into_iter(), unit, signals, push, reach)?;
    for (row, number) in numbers.iter().enumerate() {
        let &Some(number) = number else { continue };
        records[number].iter().for_each(|record| found(row, record));
        if coverages[number] != Coverage::Complete {
            reached(row, coverages[number]);
        }
    }
    Ok(())
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
