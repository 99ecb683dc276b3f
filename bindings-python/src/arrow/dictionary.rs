//! Dictionaries whose values were redacted.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::ArrowDictionaryKeyType;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, PrimitiveArray, downcast_integer_array, make_array,
};
use arrow_buffer::ArrowNativeType;
use arrow_data::transform::MutableArrayData;
use arrow_schema::ArrowError;

use super::rows;

/// The dictionary with other values, as many. Those that became alike are one, as libraries expect:
/// they compare and group by keys.
pub(super) fn with_values(array: &ArrayRef, values: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let (numbers, distinct) = distinct(values)?;
    if distinct.len() == values.len() {
        return Ok(array.as_any_dictionary().with_values(distinct));
    }
    let keys = array.as_any_dictionary().keys();
    downcast_integer_array!(
        keys => renumbered(keys, &numbers, distinct),
        other => Err(ArrowError::ComputeError(format!("{other} is no type of keys")))
    )
}

/// A dictionary whose keys are what the numbers make of these.
fn renumbered<K: ArrowDictionaryKeyType>(
    keys: &PrimitiveArray<K>,
    numbers: &[usize],
    values: ArrayRef,
) -> Result<ArrayRef, ArrowError> {
    let keys = keys.unary::<_, K>(|key| {
        // A key under a null may be that of no value.
        let number = numbers.get(key.as_usize()).copied();
        K::Native::usize_as(number.unwrap_or_default())
    });
    Ok(Arc::new(DictionaryArray::try_new(keys, values)?))
}

/// The first of each values that are alike, and the number among these of each value.
fn distinct(values: &ArrayRef) -> Result<(Vec<usize>, ArrayRef), ArrowError> {
    let data = values.to_data();
    let mut distinct = MutableArrayData::new(vec![&data], false, values.len());
    let (mut known, mut numbers) = (HashMap::new(), Vec::with_capacity(values.len()));
    for (at, bytes) in rows::all(values).enumerate() {
        let next = known.len();
        let number = *known.entry(values.is_valid(at).then_some(bytes)).or_insert(next);
        if number == next {
            distinct.try_extend(0, at, at + 1)?;
        }
        numbers.push(number);
    }
    if known.len() == values.len() {
        return Ok((numbers, values.clone()));
    }
    Ok((numbers, make_array(distinct.freeze())))
}
