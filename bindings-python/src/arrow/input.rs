//! Whatever has the PyCapsule interface, as arrays of text or bytes.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{ArrayReader, ArrayRef, make_array};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};
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
}

impl Input {
    /// Takes an array or a stream of arrays; of a table its only column.
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
                let chunks = chunks.iter().map(|chunk| chunk.as_struct().column(0).clone());
                Self::of(chunks.collect(), only.clone())
            }
            data_type if is_supported(data_type) => Ok(Self { chunks, field }),
            other => Err(ColumnError::new_err(format!(
                "expected a column of text or bytes, not of {other}"
            ))),
        }
    }
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
