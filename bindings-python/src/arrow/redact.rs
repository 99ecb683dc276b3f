//! Arrays of the same type and length, without credentials.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::{ArrowError, DataType, Fields};
use keysieve::{Coverage, Redaction};
use pyo3::PyResult;

use super::nested::{self, Items};
use super::sheet::Sheet;
use super::{dictionary, input, plain, rows, types, views};
use crate::engine::Engine;
use crate::offsets::Unit;
use crate::signals::{Signals, in_pieces};

/// What is told of rows at which a limit was reached.
type Reached<'a> = &'a mut dyn FnMut(usize, Coverage);

/// The rows that change, in order, and what they become.
pub(super) type Changes = Vec<(usize, Vec<u8>)>;

/// Redacts arrays.
pub(super) struct Redactor<'a> {
    engine: &'a Engine,
    style: &'a Redaction,
    signals: Signals,
    /// What the rows of nested chunks told.
    told: Option<Told>,
}

/// What changes in the leaves of nested chunks, as their rows told.
#[derive(Default)]
struct Told {
    /// Leaf by leaf, chunk by chunk; nothing of dictionaries.
    changes: VecDeque<Changes>,
    /// Of the leaves that are dictionaries, what becomes of which value in all chunks.
    values: Vec<HashMap<Vec<u8>, Vec<u8>>>,
    /// The number of the next leaf of the chunk.
    leaf: usize,
}

impl<'a> Redactor<'a> {
    pub(super) fn new(engine: &'a Engine, style: &'a Redaction) -> Self {
        Self { engine, style, signals: Signals::default(), told: None }
    }

    /// Looks at each row of a chunk as a record, if it is nested: what it tells of a dictionary's value
    /// goes for all chunks, so that is done before any is redacted.
    pub(super) fn look_at(&mut self, chunk: &ArrayRef, reached: Reached<'_>) -> PyResult<()> {
        let Some(sheet) = Sheet::of(chunk)? else { return Ok(()) };
        let lease = self.engine.lease();
        let changes = sheet.changes(lease, self.style, &mut self.signals, reached)?;
        let told = self.told.get_or_insert_default();
        told.values.resize_with(changes.len(), HashMap::new);
        for (leaf, mut changes) in changes.into_iter().enumerate() {
            if sheet.is_dictionary(leaf) {
                for (row, new) in changes.drain(..) {
                    let value = sheet.value(leaf, row).unwrap_or_default().to_vec();
                    told.values[leaf].entry(value).or_insert(new);
                }
            }
            told.changes.push_back(changes);
        }
        Ok(())
    }

    /// A chunk without credentials. If it is nested, it was looked at.
    pub(super) fn chunk(&mut self, chunk: &ArrayRef, reached: Reached<'_>) -> PyResult<ArrayRef> {
        if let Some(told) = &mut self.told {
            told.leaf = 0;
        }
        self.array(chunk, reached)
    }

    /// The array without credentials, and without bytes that are none of a row's: those under nulls,
    /// and those around a slice. They would be written out with it. The very same array if it is that
    /// already.
    pub(super) fn array(&mut self, array: &ArrayRef, reached: Reached<'_>) -> PyResult<ArrayRef> {
        let data_type = array.data_type();
        if !types::holds_text(data_type) {
            return Ok(array.clone());
        }
        if let DataType::Dictionary(..) = data_type {
            return self.dictionary(array, reached);
        }
        if let DataType::Struct(fields) = data_type {
            return self.structs(array, fields, reached);
        }
        if let Some(items) = Items::of(array).map_err(input::error)? {
            let mut of_row = |value, coverage| reached(items.row(value).0, coverage);
            let new = self.array(&items.values, &mut of_row)?;
            if items.are_as_given && Arc::ptr_eq(&new, &items.values) {
                return Ok(array.clone());
            }
            return items.with_values(array, new).map_err(input::error);
        }
        let changes = self.changes(array, reached)?;
        rebuilt(array, changes)
    }

    fn structs(
        &mut self,
        array: &ArrayRef,
        fields: &Fields,
        reached: Reached<'_>,
    ) -> PyResult<ArrayRef> {
        let structs = array.as_struct();
        let old = nested::fields(structs).map_err(input::error)?;
        let new = old.iter().map(|field| self.array(field, reached));
        let new = new.collect::<PyResult<Vec<_>>>()?;
        if new.iter().zip(structs.columns()).all(|(new, old)| Arc::ptr_eq(new, old)) {
            return Ok(array.clone());
        }
        let structs = StructArray::try_new(fields.clone(), new, array.nulls().cloned());
        Ok(Arc::new(structs.map_err(input::error)?))
    }

    fn dictionary(&mut self, array: &ArrayRef, reached: Reached<'_>) -> PyResult<ArrayRef> {
        let dictionary = array.as_any_dictionary();
        let old = dictionary.values();
        let mut coverages = HashMap::new();
        // What rows tell of a value goes for all that have it; the others, in use or not, are looked
        // at by themselves.
        let mut told = self.told.take();
        let known = told.as_mut().and_then(Told::next_values);
        let patched = match known.map(|known| by_value(old, known)) {
            Some(changes) if !changes.is_empty() => rebuilt(old, changes)?,
            _ => old.clone(),
        };
        let new = self.array(&patched, &mut |value, coverage| {
            coverages.insert(value, coverage);
        });
        self.told = told;
        let new = new?;
        if !coverages.is_empty() {
            for (row, key) in dictionary.normalized_keys().iter().enumerate() {
                if let Some(&coverage) = coverages.get(key).filter(|_| array.is_valid(row)) {
                    reached(row, coverage);
                }
            }
        }
        if Arc::ptr_eq(&new, old) {
            return Ok(array.clone());
        }
        dictionary::with_values(array, &new).map_err(input::error)
    }

    fn changes(&mut self, array: &ArrayRef, reached: Reached<'_>) -> PyResult<Changes> {
        let is_text = is_text(array);
        if let Some(told) = &mut self.told {
            let known = told.next_changes();
            return Ok(known.into_iter().map(|(row, new)| (row, fitting(new, is_text))).collect());
        }
        let mut lease = self.engine.lease();
        let mut changes = Changes::new();
        in_pieces(&mut self.signals, rows::all(array), |first, records| {
            lease.redact_records(records, self.style, |number, redacted, coverage| {
                if coverage != Coverage::Complete {
                    reached(first + number, coverage);
                }
                if let Some(redacted) = redacted {
                    changes.push((first + number, fitting(redacted, is_text)));
                }
            });
        })?;
        Ok(changes)
    }
}

/// An array of text or bytes with these changes, and with the bytes of its rows alone.
fn rebuilt(array: &ArrayRef, changes: Changes) -> PyResult<ArrayRef> {
    let rebuilt = match array.data_type() {
        DataType::Utf8 => plain::rebuilt(array.as_string::<i32>(), changes),
        DataType::LargeUtf8 => plain::rebuilt(array.as_string::<i64>(), changes),
        DataType::Binary => plain::rebuilt(array.as_binary::<i32>(), changes),
        DataType::LargeBinary => plain::rebuilt(array.as_binary::<i64>(), changes),
        DataType::Utf8View => views::rebuilt(array.as_string_view(), &changes),
        DataType::BinaryView => views::rebuilt(array.as_binary_view(), &changes),
        _ => Ok(None),
    };
    Ok(rebuilt.map_err(input::error)?.unwrap_or_else(|| array.clone()))
}

fn is_text(array: &ArrayRef) -> bool {
    types::unit(array.data_type()) == Unit::CodePoints
}

/// The values that become others.
fn by_value(values: &ArrayRef, known: &HashMap<Vec<u8>, Vec<u8>>) -> Changes {
    if known.is_empty() {
        return Changes::new();
    }
    let is_text = is_text(values);
    let changes = rows::all(values).enumerate().filter(|&(at, _)| values.is_valid(at));
    let changes = changes
        .filter_map(|(at, value)| known.get(value).map(|new| (at, fitting(new.clone(), is_text))));
    changes.collect()
}

impl Told {
    fn next_changes(&mut self) -> Changes {
        self.leaf += 1;
        self.changes.pop_front().unwrap_or_default()
    }

    fn next_values(&mut self) -> Option<&HashMap<Vec<u8>, Vec<u8>>> {
        // Of a dictionary there are no others.
        self.next_changes();
        self.values.get(self.leaf - 1)
    }
}

/// What replaces a credential may end within a character that the credential's bytes ended within.
fn fitting(bytes: Vec<u8>, is_text: bool) -> Vec<u8> {
    if !is_text {
        return bytes;
    }
    match String::from_utf8(bytes) {
        Ok(text) => text.into_bytes(),
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned().into_bytes(),
    }
}

/// What is said of more bytes than a chunk of that type can count.
pub(super) fn too_long(data_type: &DataType, length: usize) -> ArrowError {
    ArrowError::ComputeError(format!(
        "{length} bytes are more than a chunk of {data_type} can hold: cast it to Large{data_type}"
    ))
}
