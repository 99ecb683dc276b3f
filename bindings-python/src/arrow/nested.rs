//! Structs, lists and maps: what they hold, and the same ones of other values.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, FixedSizeListArray, GenericListArray, GenericListViewArray, MapArray,
    OffsetSizeTrait, StructArray, make_array,
};
use arrow_buffer::{ArrowNativeType, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_data::transform::MutableArrayData;
use arrow_schema::{ArrowError, DataType, FieldRef};

use super::types;

/// The fields of structs, null where these are.
pub(super) fn fields(structs: &StructArray) -> Result<Vec<ArrayRef>, ArrowError> {
    let fields = structs.columns().iter();
    fields.map(|field| masked(field, structs.nulls())).collect()
}

/// The array, null there too. What holds no text stays as it is.
fn masked(array: &ArrayRef, nulls: Option<&NullBuffer>) -> Result<ArrayRef, ArrowError> {
    let is_text = types::holds_text(array.data_type()) && *array.data_type() != DataType::Null;
    if nulls.is_none_or(|nulls| nulls.null_count() == 0) || !is_text {
        return Ok(array.clone());
    }
    let nulls = NullBuffer::union(array.nulls(), nulls);
    Ok(make_array(array.to_data().into_builder().nulls(nulls).build()?))
}

/// What the rows of lists or maps hold: row after row, and nothing else.
pub(super) struct Items {
    pub(super) values: ArrayRef,
    /// Where each row ends in them.
    ends: Vec<usize>,
    /// Whether the lists themselves have them so.
    pub(super) are_as_given: bool,
}

impl Items {
    /// Those of the array; `None` if it is of neither.
    pub(super) fn of(array: &ArrayRef) -> Result<Option<Self>, ArrowError> {
        let items = match array.data_type() {
            DataType::List(_) => Self::of_list(array.as_list::<i32>()),
            DataType::LargeList(_) => Self::of_list(array.as_list::<i64>()),
            DataType::ListView(_) => Self::of_view(array.as_list_view::<i32>()),
            DataType::LargeListView(_) => Self::of_view(array.as_list_view::<i64>()),
            DataType::FixedSizeList(..) => Self::of_fixed(array.as_fixed_size_list()),
            DataType::Map(..) => {
                let map = array.as_map();
                let entries = Arc::new(map.entries().clone()) as ArrayRef;
                Self::gathered(&entries, map.nulls(), spans(map.offsets()))
            }
            _ => return Ok(None),
        };
        items.map(Some)
    }

    fn of_list<O: OffsetSizeTrait>(list: &GenericListArray<O>) -> Result<Self, ArrowError> {
        Self::gathered(list.values(), list.nulls(), spans(list.offsets()))
    }

    fn of_view<O: OffsetSizeTrait>(list: &GenericListViewArray<O>) -> Result<Self, ArrowError> {
        let spans = list.offsets().iter().zip(list.sizes());
        let spans = spans.map(|(start, size)| (start.as_usize(), size.as_usize()));
        Self::gathered(list.values(), list.nulls(), spans)
    }

    fn of_fixed(list: &FixedSizeListArray) -> Result<Self, ArrowError> {
        let size = list.value_length().as_usize();
        let nulls = list.nulls().map(|nulls| nulls.expand(size));
        let values = masked(list.values(), nulls.as_ref())?;
        let are_as_given = Arc::ptr_eq(&values, list.values());
        Ok(Self { values, ends: (1..=list.len()).map(|row| row * size).collect(), are_as_given })
    }

    /// Those of rows that start there and are so long, if they are not null.
    fn gathered(
        values: &ArrayRef,
        nulls: Option<&NullBuffer>,
        rows: impl ExactSizeIterator<Item = (usize, usize)>,
    ) -> Result<Self, ArrowError> {
        let mut ends = Vec::with_capacity(rows.len());
        // Rows that follow one another are one run.
        let (mut runs, mut length) = (Vec::<(usize, usize)>::new(), 0);
        for (row, (start, size)) in rows.enumerate() {
            if size > 0 && nulls.is_none_or(|nulls| nulls.is_valid(row)) {
                length += size;
                match runs.last_mut() {
                    Some((_, end)) if *end == start => *end += size,
                    _ => runs.push((start, start + size)),
                }
            }
            ends.push(length);
        }
        let are_as_given = length == values.len() && runs.len() <= 1;
        let values = match &runs[..] {
            _ if are_as_given => values.clone(),
            [] => values.slice(0, 0),
            &[(start, end)] => values.slice(start, end - start),
            runs => {
                let data = values.to_data();
                let mut gathered = MutableArrayData::new(vec![&data], false, length);
                for &(start, end) in runs {
                    gathered.try_extend(0, start, end)?;
                }
                make_array(gathered.freeze())
            }
        };
        Ok(Self { values, ends, are_as_given })
    }

    /// The row that the value of that number is of, and its number there.
    pub(super) fn row(&self, value: usize) -> (usize, usize) {
        let row = self.ends.partition_point(|&end| end <= value);
        (row, value - self.start(row))
    }

    /// The values of a row.
    pub(super) fn of_row(&self, row: usize) -> Range<usize> {
        self.start(row)..self.ends[row]
    }

    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// Lists or maps like the old ones, of other values, as many.
    pub(super) fn with_values(
        &self,
        array: &ArrayRef,
        values: ArrayRef,
    ) -> Result<ArrayRef, ArrowError> {
        let nulls = array.nulls().cloned();
        Ok(match array.data_type() {
            DataType::List(field) => self.list::<i32>(field, values, nulls)?,
            DataType::LargeList(field) => self.list::<i64>(field, values, nulls)?,
            DataType::ListView(field) => self.view::<i32>(field, values, nulls)?,
            DataType::LargeListView(field) => self.view::<i64>(field, values, nulls)?,
            DataType::FixedSizeList(field, size) => {
                Arc::new(FixedSizeListArray::try_new_with_length(
                    field.clone(),
                    *size,
                    values,
                    nulls,
                    array.len(),
                )?)
            }
            DataType::Map(field, is_sorted) => {
                let (entries, offsets) = (values.as_struct().clone(), self.offsets()?);
                Arc::new(MapArray::try_new(field.clone(), offsets, entries, nulls, *is_sorted)?)
            }
            other => return Err(ArrowError::ComputeError(format!("{other} is no list"))),
        })
    }

    fn list<O: OffsetSizeTrait>(
        &self,
        field: &FieldRef,
        values: ArrayRef,
        nulls: Option<NullBuffer>,
    ) -> Result<ArrayRef, ArrowError> {
        let offsets = self.offsets::<O>()?;
        Ok(Arc::new(GenericListArray::try_new(field.clone(), offsets, values, nulls)?))
    }

    fn view<O: OffsetSizeTrait>(
        &self,
        field: &FieldRef,
        values: ArrayRef,
        nulls: Option<NullBuffer>,
    ) -> Result<ArrayRef, ArrowError> {
        let (starts, sizes) = self.views::<O>()?;
        Ok(Arc::new(GenericListViewArray::try_new(field.clone(), starts, sizes, values, nulls)?))
    }

    fn offsets<O: OffsetSizeTrait>(&self) -> Result<OffsetBuffer<O>, ArrowError> {
        let offsets = std::iter::once(&0).chain(&self.ends).map(|&end| offset(end));
        Ok(OffsetBuffer::new(ScalarBuffer::from(offsets.collect::<Result<Vec<O>, _>>()?)))
    }

    /// Where each row starts, and how long it is.
    fn views<O: OffsetSizeTrait>(&self) -> Result<(ScalarBuffer<O>, ScalarBuffer<O>), ArrowError> {
        let starts = (0..self.ends.len()).map(|row| offset(self.start(row)));
        let sizes = (0..self.ends.len()).map(|row| offset(self.ends[row] - self.start(row)));
        let [starts, sizes] =
            [starts.collect::<Result<Vec<O>, _>>()?, sizes.collect::<Result<Vec<O>, _>>()?];
        Ok((starts.into(), sizes.into()))
    }
}

/// Where each row starts, and how long it is.
fn spans<O: OffsetSizeTrait>(
    offsets: &OffsetBuffer<O>,
) -> impl ExactSizeIterator<Item = (usize, usize)> {
    offsets.windows(2).map(|ends| (ends[0].as_usize(), (ends[1] - ends[0]).as_usize()))
}

fn offset<O: OffsetSizeTrait>(at: usize) -> Result<O, ArrowError> {
    O::from_usize(at).ok_or(ArrowError::OffsetOverflowError(at))
}
