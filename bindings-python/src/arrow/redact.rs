//! Arrays of the same type and length, without credentials.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{ArrowError, DataType};
use keysieve::{Coverage, Redaction};
use pyo3::PyResult;

use super::{dictionary, input, plain, rows, views};
use crate::engine::Engine;
use crate::signals::{Signals, in_pieces};

/// What is told of rows at which a limit was reached.
type Reached<'a> = &'a mut dyn FnMut(usize, Coverage);

/// The rows that change, in order, and what they become.
pub(super) type Changes = Vec<(usize, Vec<u8>)>;

/// The array without credentials, and without bytes that are none of a row's: those under nulls, and
/// those around a slice. They would be written out with it. The very same array if it is that
/// already.
pub(super) fn array(
    engine: &Engine,
    array: &ArrayRef,
    style: &Redaction,
    reached: Reached<'_>,
    signals: &mut Signals,
) -> PyResult<ArrayRef> {
    if let DataType::Dictionary(..) = array.data_type() {
        let old = array.as_any_dictionary().values();
        let new = self::array(engine, old, style, reached, signals)?;
        if Arc::ptr_eq(&new, old) {
            return Ok(array.clone());
        }
        return dictionary::with_values(array, &new).map_err(input::error);
    }
    let changes = changes(engine, array, style, reached, signals)?;
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

fn changes(
    engine: &Engine,
    array: &ArrayRef,
    style: &Redaction,
    reached: Reached<'_>,
    signals: &mut Signals,
) -> PyResult<Changes> {
    let mut lease = engine.lease();
    let is_text = input::unit(array.data_type()) == crate::offsets::Unit::CodePoints;
    let mut changes = Changes::new();
    in_pieces(signals, rows::all(array), |first, records| {
        lease.redact_records(records, style, |number, redacted, coverage| {
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
