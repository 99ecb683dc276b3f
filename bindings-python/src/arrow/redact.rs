//! Arrays of the same type and length, without credentials.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::{ArrowError, DataType, Fields};
use keysieve::{Coverage, Redaction};
use pyo3::PyResult;

use super::nested::{self, Items};
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
}

impl<'a> Redactor<'a> {
    pub(super) fn new(engine: &'a Engine, style: &'a Redaction) -> Self {
        Self { engine, style, signals: Signals::default() }
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
        let rebuilt = match data_type {
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
        let new = self.array(old, &mut |value, coverage| {
            coverages.insert(value, coverage);
        })?;
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
        let mut lease = self.engine.lease();
        let is_text = types::unit(array.data_type()) == Unit::CodePoints;
        let mut changes = Changes::new();
        in_pieces(&mut self.signals, rows::all(array), |first, records| {
            lease.redact_records(records, self.style, |number, redacted, coverage| {
                if coverage != Coverage::Complete {
                    reached(first + number, coverage);
                }
                if let Some(redacted) = redacted {
                    changes.push((first + number, if is_text { utf8(redacted) } else { redacted }));
                }
            });
        })?;
        Ok(changes)
    }
}

/// What replaces a credential may end within a character that the credential's bytes ended within.
fn utf8(bytes: Vec<u8>) -> Vec<u8> {
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
