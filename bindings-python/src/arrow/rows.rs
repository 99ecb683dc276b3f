//! The rows of an array as bytes.

use arrow_array::cast::AsArray;
use arrow_array::types::{ByteArrayType, ByteViewType};
use arrow_array::{Array, ArrayRef, GenericByteArray, GenericByteViewArray};
use arrow_schema::DataType;

/// Calls the visitor with each row that is not null and its bytes, until it fails.
pub(super) fn each<E>(
    array: &ArrayRef,
    visit: impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    match array.data_type() {
        DataType::Utf8 => bytes(array.as_string::<i32>(), visit),
        DataType::LargeUtf8 => bytes(array.as_string::<i64>(), visit),
        DataType::Binary => bytes(array.as_binary::<i32>(), visit),
        DataType::LargeBinary => bytes(array.as_binary::<i64>(), visit),
        DataType::Utf8View => views(array.as_string_view(), visit),
        DataType::BinaryView => views(array.as_binary_view(), visit),
        DataType::Dictionary(..) => dictionary(array, visit),
        // Nothing else comes in but arrays of nulls.
        _ => Ok(()),
    }
}

fn bytes<T: ByteArrayType, E>(
    array: &GenericByteArray<T>,
    mut visit: impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut rows = (0..array.len()).filter(|&row| !array.is_null(row));
    rows.try_for_each(|row| visit(row, array.value(row).as_ref()))
}

fn views<T: ByteViewType, E>(
    array: &GenericByteViewArray<T>,
    mut visit: impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut rows = (0..array.len()).filter(|&row| !array.is_null(row));
    rows.try_for_each(|row| visit(row, array.value(row).as_ref()))
}

fn dictionary<E>(
    array: &ArrayRef,
    mut visit: impl FnMut(usize, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let dictionary = array.as_any_dictionary();
    if dictionary.values().is_empty() {
        return Ok(());
    }
    let mut values = vec![None; dictionary.values().len()];
    each_value(dictionary.values(), &mut values);
    for (row, key) in dictionary.normalized_keys().into_iter().enumerate() {
        if let (false, Some(bytes)) = (dictionary.keys().is_null(row), values[key]) {
            visit(row, bytes)?;
        }
    }
    Ok(())
}

/// Puts the bytes of each value into its place.
fn each_value<'a>(array: &'a ArrayRef, places: &mut [Option<&'a [u8]>]) {
    fn put<'a, T: AsRef<[u8]> + ?Sized + 'a>(
        values: impl Iterator<Item = Option<&'a T>>,
        places: &mut [Option<&'a [u8]>],
    ) {
        for (place, value) in places.iter_mut().zip(values) {
            *place = value.map(AsRef::as_ref);
        }
    }
    match array.data_type() {
        DataType::Utf8 => put(array.as_string::<i32>().iter(), places),
        DataType::LargeUtf8 => put(array.as_string::<i64>().iter(), places),
        DataType::Binary => put(array.as_binary::<i32>().iter(), places),
        DataType::LargeBinary => put(array.as_binary::<i64>().iter(), places),
        DataType::Utf8View => put(array.as_string_view().iter(), places),
        DataType::BinaryView => put(array.as_binary_view().iter(), places),
        _ => {}
    }
}
