//! The rows of an array as bytes.

use arrow_array::cast::AsArray;
use arrow_array::types::{ByteArrayType, ByteViewType};
use arrow_array::{Array, ArrayRef, GenericByteArray, GenericByteViewArray};
use arrow_schema::DataType;

/// Rows as bytes, one after the other; of none where they are null.
pub(super) type Rows<'a> = Box<dyn Iterator<Item = &'a [u8]> + 'a>;

/// All rows of an array of text or bytes that is no dictionary.
pub(super) fn all(array: &ArrayRef) -> Rows<'_> {
    match array.data_type() {
        DataType::Utf8 => bytes(array.as_string::<i32>()),
        DataType::LargeUtf8 => bytes(array.as_string::<i64>()),
        DataType::Binary => bytes(array.as_binary::<i32>()),
        DataType::LargeBinary => bytes(array.as_binary::<i64>()),
        DataType::Utf8View => views(array.as_string_view()),
        DataType::BinaryView => views(array.as_binary_view()),
        // Nothing else comes in but arrays of nulls.
        _ => Box::new(std::iter::repeat_n(&[][..], array.len())),
    }
}

fn bytes<T: ByteArrayType>(array: &GenericByteArray<T>) -> Rows<'_> {
    Box::new(array.iter().map(|row| row.map_or(&[][..], AsRef::as_ref)))
}

fn views<T: ByteViewType>(array: &GenericByteViewArray<T>) -> Rows<'_> {
    Box::new(array.iter().map(|row| row.map_or(&[][..], AsRef::as_ref)))
}

/// The values that a dictionary's rows are, each once, and which of them each row is; none if it is
/// null.
pub(super) fn distinct(array: &ArrayRef) -> (Vec<&[u8]>, Vec<Option<usize>>) {
    let dictionary = array.as_any_dictionary();
    if dictionary.values().is_empty() {
        return (Vec::new(), vec![None; array.len()]);
    }
    let values: Vec<&[u8]> = all(dictionary.values()).collect();
    let (mut used, mut numbers) = (Vec::new(), vec![None; values.len()]);
    let of_row = |(row, key): (usize, usize)| {
        let value = values.get(key).filter(|_| dictionary.keys().is_valid(row))?;
        Some(*numbers[key].get_or_insert_with(|| {
            used.push(*value);
            used.len() - 1
        }))
    };
    let rows = dictionary.normalized_keys().into_iter().enumerate().map(of_row).collect();
    (used, rows)
}
