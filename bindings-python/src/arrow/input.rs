//! Whatever has the PyCapsule interface, as arrays in which there is text or bytes.

use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array, ArrayReader, ArrayRef, make_array};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::{ARRAY, SCHEMA, STREAM, types};
use crate::data::type_name;
use crate::errors::ColumnError;

/// A column: chunks of one type. A table is one of structs.
pub(crate) struct Input {
    pub(crate) chunks: Vec<ArrayRef>,
    pub(crate) field: FieldRef,
}

impl Input {
    /// Takes an array or a stream of arrays.
    ///
    /// # Errors
    ///
    /// `TypeError` if the object has no such interface, `ColumnError` if it holds neither text nor
    /// bytes, or some that cannot be looked at.
    pub(crate) fn new(column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = column.py();
        if let Some(array) = column.getattr_opt(intern!(py, "__arrow_c_array__"))? {
            return Self::of_array(&array.call0()?);
        }
        if let Some(stream) = column.getattr_opt(intern!(py, "__arrow_c_stream__"))? {
            return Self::of_stream(&stream.call0()?);
        }
        Err(no_column(column))
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
        let data_type = field.data_type();
        match types::unsupported(data_type) {
            Some((within, other)) if !within.is_empty() => Err(not_looked_at(&within, other)),
            None if types::holds_text(data_type) => Ok(Self { chunks, field }),
            _ if is_table(&field) => Err(ColumnError::new_err(
                "expected a column of text or bytes, and the table has none",
            )),
            _ => Err(ColumnError::new_err(format!(
                "expected a column of text or bytes, not of {data_type}"
            ))),
        }
    }

    /// Whether it is a table: what is exported as such cannot be null, and a column always can.
    pub(crate) fn is_table(&self) -> bool {
        is_table(&self.field) && self.chunks.iter().all(|chunk| chunk.null_count() == 0)
    }
}

fn is_table(field: &Field) -> bool {
    matches!(field.data_type(), DataType::Struct(_)) && !field.is_nullable()
}

/// What an object with a schema describes.
pub(super) fn field(described: &Bound<'_, PyAny>) -> PyResult<Field> {
    let schema = described.call_method0(intern!(described.py(), "__arrow_c_schema__"))?;
    let schema = schema.cast::<PyCapsule>()?.pointer_checked(Some(SCHEMA))?;
    // SAFETY: by the interface's rules a capsule of this name holds this structure.
    Field::try_from(unsafe { schema.cast::<FFI_ArrowSchema>().as_ref() }).map_err(error)
}

#[cold]
fn no_column(object: &Bound<'_, PyAny>) -> PyErr {
    let name = type_name(object);
    let hint = match &*name {
        "str" | "bytes" => "for a single one there is `scan`",
        "dict" => "for nested records there is `scan_record`",
        "LazyFrame" => "`collect` it, or see `keysieve.polars`",
        _ => "see `pyarrow.array`, or `scan_many` for any iterable",
    };
    PyTypeError::new_err(format!(
        "expected a column with the Arrow PyCapsule interface or a pandas Series, not {name}: {hint}"
    ))
}

#[cold]
fn not_looked_at(within: &str, data_type: &DataType) -> PyErr {
    ColumnError::new_err(format!(
        "`{within}` is of {data_type}, which is not looked at: cast it, or leave it out"
    ))
}

pub(crate) fn error(error: ArrowError) -> PyErr {
    ColumnError::new_err(error.to_string())
}
