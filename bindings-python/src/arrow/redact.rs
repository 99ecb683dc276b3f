//! Arrays of the same type and length, without credentials.

use std::sync::Arc;

use arrow_array::builder::GenericByteViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{ByteArrayType, ByteViewType};
use arrow_array::{Array, ArrayRef, GenericByteArray, GenericByteViewArray};
use arrow_buffer::{ArrowNativeType, Buffer, OffsetBuffer, ScalarBuffer};
use arrow_data::{ByteView, MAX_INLINE_VIEW_LEN};
use arrow_schema::{ArrowError, DataType};
use keysieve::{Coverage, Redaction};
use pyo3::PyResult;

use super::{input, rows};
use crate::engine::Engine;
use crate::signals::{Signals, in_pieces};

/// What is told of rows at which a limit was reached.
type Reached<'a> = &'a mut dyn FnMut(usize, Coverage);

/// The rows that change, in order, and what they become.
type Changes = Vec<(usize, Vec<u8>)>;

/// The array without credentials; the very same one if there is none in it.
pub(super) fn array(
    engine: &Engine,
    array: &ArrayRef,
    style: &Redaction,
    reached: Reached<'_>,
    signals: &mut Signals,
) -> PyResult<ArrayRef> {
    if let DataType::Dictionary(..) = array.data_type() {
        let dictionary = array.as_any_dictionary();
        let values = self::array(engine, dictionary.values(), style, reached, signals)?;
        return Ok(dictionary.with_values(values));
    }
    let changes = changes(engine, array, style, reached, signals)?;
    if changes.is_empty() {
        return Ok(array.clone());
    }
    let redacted = match array.data_type() {
        DataType::Utf8 => bytes(array.as_string::<i32>(), changes),
        DataType::LargeUtf8 => bytes(array.as_string::<i64>(), changes),
        DataType::Binary => bytes(array.as_binary::<i32>(), changes),
        DataType::LargeBinary => bytes(array.as_binary::<i64>(), changes),
        DataType::Utf8View => views(array.as_string_view(), &changes),
        DataType::BinaryView => views(array.as_binary_view(), &changes),
        _ => Ok(array.clone()),
    };
    redacted.map_err(input::error)
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

/// Copies runs of rows that stay as they are in one go.
fn bytes<T: ByteArrayType>(
    array: &GenericByteArray<T>,
    changes: Changes,
) -> Result<ArrayRef, ArrowError> {
    let (old, offsets) = (array.value_data(), array.value_offsets());
    let mut values = Vec::with_capacity(old.len());
    let mut ends = Vec::with_capacity(array.len() + 1);
    ends.push(T::Offset::usize_as(0));
    let mut push_end = |end: usize| {
        let offset = T::Offset::from_usize(end).ok_or_else(|| too_long(array.data_type(), end))?;
        ends.push(offset);
        Ok::<_, ArrowError>(())
    };
    let mut row = 0;
    let end_of_rows = [(array.len(), Vec::new())];
    for (changed, new) in changes.into_iter().chain(end_of_rows) {
        let (from, to) = (offsets[row].as_usize(), offsets[changed].as_usize());
        let shift = values.len();
        values.extend_from_slice(&old[from..to]);
        for end in &offsets[row + 1..=changed] {
            push_end(end.as_usize() - from + shift)?;
        }
        if changed < array.len() {
            values.extend_from_slice(&new);
            push_end(values.len())?;
        }
        row = changed + 1;
    }
    let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
    let values = Buffer::from_vec(values);
    Ok(Arc::new(GenericByteArray::<T>::try_new(offsets, values, array.nulls().cloned())?))
}

/// Rows that stay as they are keep their buffers.
fn views<T: ByteViewType>(
    array: &GenericByteViewArray<T>,
    changes: &Changes,
) -> Result<ArrayRef, ArrowError>
where
    T::Native: FromUtf8Bytes,
{
    let mut builder = GenericByteViewBuilder::<T>::with_capacity(array.len());
    for buffer in array.data_buffers().iter() {
        builder.append_block(buffer.clone());
    }
    let mut changes = changes.iter().peekable();
    for (row, &view) in array.views().iter().enumerate() {
        if let Some((_, new)) = changes.next_if(|(changed, _)| *changed == row) {
            builder.append_value(T::Native::from_utf8_bytes(new)?);
        } else if array.is_null(row) {
            builder.append_null();
        } else {
            let view = ByteView::from(view);
            if view.length <= MAX_INLINE_VIEW_LEN {
                builder.append_value(array.value(row));
            } else {
                builder.try_append_view(view.buffer_index, view.offset, view.length)?;
            }
        }
    }
    Ok(Arc::new(builder.finish()))
}

/// What bytes are read as.
trait FromUtf8Bytes {
    fn from_utf8_bytes(bytes: &[u8]) -> Result<&Self, ArrowError>;
}

impl FromUtf8Bytes for str {
    fn from_utf8_bytes(bytes: &[u8]) -> Result<&Self, ArrowError> {
        std::str::from_utf8(bytes).map_err(|error| ArrowError::ComputeError(error.to_string()))
    }
}

impl FromUtf8Bytes for [u8] {
    fn from_utf8_bytes(bytes: &[u8]) -> Result<&Self, ArrowError> {
        Ok(bytes)
    }
}

fn too_long(data_type: &DataType, length: usize) -> ArrowError {
    ArrowError::ComputeError(format!(
        "{length} bytes are more than a chunk of {data_type} can hold: cast it to Large{data_type}"
    ))
}
