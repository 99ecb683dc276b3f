//! Text and bytes with offsets, made anew.

use std::sync::Arc;

use arrow_array::types::ByteArrayType;
use arrow_array::{Array, ArrayRef, GenericByteArray};
use arrow_buffer::{ArrowNativeType, Buffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use super::redact::{Changes, too_long};

/// The array with its changes and with the bytes of its rows alone; `None` if it is that already.
pub(super) fn rebuilt<T: ByteArrayType>(
    array: &GenericByteArray<T>,
    mut changes: Changes,
) -> Result<Option<ArrayRef>, ArrowError> {
    let hidden =
        |&row: &usize| array.is_null(row) && array.value_length(row) != T::Offset::default();
    if array.null_count() > 0 {
        changes.extend((0..array.len()).filter(hidden).map(|row| (row, Vec::new())));
        changes.sort_by_key(|&(row, _)| row);
    }
    if changes.is_empty() && is_whole(array) {
        return Ok(None);
    }
    with_changes(array, changes).map(Some)
}

/// Whether no byte stands before the first row or behind the last, as around slices.
fn is_whole<T: ByteArrayType>(array: &GenericByteArray<T>) -> bool {
    let offsets = array.value_offsets();
    let [first, last] =
        [offsets.first(), offsets.last()].map(|end| end.map_or(0, |end| end.as_usize()));
    first == 0 && last == array.value_data().len()
}

/// Copies runs of rows that stay as they are in one go.
fn with_changes<T: ByteArrayType>(
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
