//! Whatever has the PyCapsule interface, as arrays of text or bytes.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array, ArrayReader, ArrayRef, StructArray, make_array};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::{ARRAY, SCHEMA, STREAM};
use crate::data::type_name;
use crate::errors::ColumnError;
use crate::offsets::Unit;

/// A column: chunks of one type.
pub(crate) struct Input {
    pub(crate) chunks: Vec<ArrayRef>,
    pub(crate) field: FieldRef,
    /// What the chunks are the only field of, if they are that of structs: these may be null.
    structs: Option<(FieldRef, Vec<Option<NullBuffer>>)>,
}

impl Input {
    /// Takes an array or a stream of arrays; of a table its only column, of structs their only field.
    ///
    /// # Errors
    ///
    /// `TypeError` if the object has no such interface, `ColumnError` if it holds neither text nor
    /// bytes.
    pub(crate) fn new(column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = column.py();
        if let Some(array) = column.getattr_opt(intern!(py, "__arrow_c_array__"))? {
            return Self::of_array(&array.call0()?);
        }
        if let Some(stream) = column.getattr_opt(intern!(py, "__arrow_c_stream__"))? {
            return Self::of_stream(&stream.call0()?);
        }
        Err(PyTypeError::new_err(format!(
            "expected a column with the Arrow PyCapsule interface or a pandas Series, not {}: see \
             `pyarrow.array`",
            type_name(column)
        )))
    }

    fn of_array(capsules: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (schema, array) = capsules.extract::<(Bound<'_, PyCapsule>, Bound<'_, PyCapsule>)>()?;
        let schema = schema.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
        let array = array.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
        // SAFETY: by the interface's rules capsules of these names hold these structures, and the
        // array is moved out of its own, which leaves a released one behind.
        let (schema, array) =
            unsafe { (schema.as_ref(), FFI_ArrowArray::from_raw(array.as_ptr())) };
        let field = Field::try_from(schema).map_err(error)?;
        // SAFETY: whoever exports an array vouches for its buffers.
        let data = unsafe { from_ffi(array, schema) }.map_err(error)?;
        Self::of(vec![make_array(data)], Arc::new(field))
    }

    fn of_stream(capsule: &Bound<'_, PyAny>) -> PyResult<Self> {
        let stream = capsule.cast::<PyCapsule>()?.pointer_checked(Some(STREAM))?;
        // SAFETY: by the interface's rules a capsule of this name holds this structure; it is moved
        // out, which leaves a released one behind.
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.cast().as_ptr()) };
        let reader = ArrayStreamReader::try_new(stream).map_err(error)?;
        let field = reader.field().clone();
        // What gives the chunks may need the interpreter in another thread.
        let chunks = capsule.py().detach(|| reader.collect::<Result<Vec<_>, ArrowError>>());
        Self::of(chunks.map_err(error)?, field)
    }

    fn of(chunks: Vec<ArrayRef>, field: FieldRef) -> PyResult<Self> {
        match field.data_type() {
            DataType::Struct(fields) => {
                let [only] = &fields[..] else {
                    let names: Vec<&str> = fields.iter().map(|field| &**field.name()).collect();
                    return Err(ColumnError::new_err(format!(
                        "expected one column, not the {} of a table: {}",
                        names.len(),
                        names.join(", ")
                    )));
                };
                let chunks = chunks.iter().map(AsArray::as_struct);
                if !field.is_nullable() {
                    // What is exported as a table cannot be null, and a column always can.
                    return Self::of(
                        chunks.map(|chunk| chunk.column(0).clone()).collect(),
                        only.clone(),
                    );
                }
                let nulls = chunks.clone().map(|chunk| chunk.nulls().cloned()).collect();
                let inner = chunks.map(|chunk| masked(chunk.column(0), chunk.nulls()));
                let inner = inner.collect::<Result<_, _>>().map_err(error)?;
                let inner = Self::of(inner, only.clone())?;
                match inner.structs {
                    None => Ok(Self { structs: Some((field.clone(), nulls)), ..inner }),
                    Some(_) => Err(not_of(field.data_type())),
                }
            }
            data_type if is_supported(data_type) => Ok(Self { chunks, field, structs: None }),
            other => Err(not_of(other)),
        }
    }

    /// Other chunks, as many and as long, as a column like this one.
    ///
    /// # Errors
    ///
    /// `ColumnError` if they do not fit into the structs that the column is of.
    pub(crate) fn like(self, chunks: Vec<ArrayRef>) -> PyResult<(Vec<ArrayRef>, FieldRef)> {
        let Some((field, nulls)) = self.structs else { return Ok((chunks, self.field)) };
        let fields = Fields::from(vec![self.field]);
        let structs = chunks.into_iter().zip(nulls).map(|(chunk, nulls)| {
            let array = StructArray::try_new(fields.clone(), vec![chunk], nulls)?;
            Ok(Arc::new(array) as ArrayRef)
        });
        Ok((structs.collect::<Result<_, _>>().map_err(error)?, field))
    }
}

/// The field of structs, null where they are.
fn masked(array: &ArrayRef, nulls: Option<&NullBuffer>) -> Result<ArrayRef, ArrowError> {
    if nulls.is_none() || *array.data_type() == DataType::Null {
        return Ok(array.clone());
    }
    let nulls = NullBuffer::union(array.nulls(), nulls);
    Ok(make_array(array.to_data().into_builder().nulls(nulls).build()?))
}

#[cold]
fn not_of(data_type: &DataType) -> PyErr {
    ColumnError::new_err(format!("expected a column of text or bytes, not of {data_type}"))
}

fn is_supported(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => is_flat(values),
        other => is_flat(other) || *other == DataType::Null,
    }
}

const fn is_flat(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
    )
}

/// What offsets into a column's records count.
pub(crate) fn unit(data_type: &DataType) -> Unit {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Unit::CodePoints,
        DataType::Dictionary(_, values) => unit(values),
        _ => Unit::Bytes,
    }
}

pub(crate) fn error(error: ArrowError) -> PyErr {
    ColumnError::new_err(error.to_string())
}
