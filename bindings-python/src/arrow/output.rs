//! What is handed back: columns and tables that every library with the PyCapsule interface takes.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, new_empty_array};
use arrow_data::ArrayData;
use arrow_data::transform::MutableArrayData;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};

use super::input::error;
use super::{ARRAY, SCHEMA, STREAM};

/// A table: one of findings, a row each, whose columns are those of `Scanner.scan_arrow`, or a table
/// that was redacted. `pyarrow.table`, `polars.DataFrame`, DuckDB and others take it as it is.
///
/// >>> import duckdb, keysieve
/// >>> found = keysieve.scan_arrow(duckdb.sql("SELECT 'redis://app:kX93mLq0ZtWv@cache:6379' AS line"))
/// >>> found
/// <keysieve.Table of 1 rows>
/// >>> duckdb.sql("SELECT rule, start FROM found").fetchall()
/// [('redis-url-password', 12)]
#[pyclass(frozen, module = "keysieve")]
pub(crate) struct Table {
    batches: Vec<RecordBatch>,
    schema: SchemaRef,
}

impl Table {
    pub(super) fn new(batch: RecordBatch) -> Self {
        Self { schema: batch.schema(), batches: vec![batch] }
    }

    /// Of arrays of structs of which none is null.
    pub(super) fn of_structs(chunks: &[ArrayRef], field: &Field) -> Self {
        let metadata = field.metadata();
        let batches = chunks.iter().map(|chunk| RecordBatch::from(chunk.as_struct()));
        let schema = match field.data_type() {
            DataType::Struct(fields) => Schema::new_with_metadata(fields.clone(), metadata.clone()),
            _ => Schema::empty(),
        };
        Self { batches: batches.collect(), schema: Arc::new(schema) }
    }
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter]
    fn column_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.schema.fields().iter().map(|field| field.name()))
    }

    /// How many rows there are: of findings, as many as these.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<keysieve.Table of {} rows>", self.num_rows())
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema(py, FFI_ArrowSchema::try_from(self.schema.as_ref()))
    }

    /// Casts nothing, whatever schema is requested: the interface leaves that to the consumer.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let batches = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), STREAM)
    }
}

fn schema(
    py: Python<'_>,
    schema: Result<FFI_ArrowSchema, ArrowError>,
) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, schema.map_err(error)?, SCHEMA)
}

/// A column. `pyarrow.array`, `polars.Series` and others take it as it is.
///
/// >>> import keysieve, pyarrow
/// >>> lines = pyarrow.chunked_array([["redis://app:kX93mLq0ZtWv@cache:6379"]])
/// >>> class OfAnotherLibrary:
/// ...     __arrow_c_stream__ = lines.__arrow_c_stream__
/// >>> column = keysieve.redact_arrow(OfAnotherLibrary(), style="mask")
/// >>> column
/// <keysieve.Column of 1 rows>
/// >>> pyarrow.array(column).to_pylist()
/// ['redis://app:************@cache:6379']
#[pyclass(frozen, module = "keysieve")]
pub(crate) struct Column {
    chunks: Vec<ArrayRef>,
    field: FieldRef,
}

impl Column {
    pub(super) const fn new(chunks: Vec<ArrayRef>, field: FieldRef) -> Self {
        Self { chunks, field }
    }

    pub(super) fn of_one(array: ArrayRef, name: &str) -> Self {
        let field = Field::new(name, array.data_type().clone(), true);
        Self { chunks: vec![array], field: Arc::new(field) }
    }
}

#[pymethods]
impl Column {
    fn __len__(&self) -> usize {
        self.chunks.iter().map(Array::len).sum()
    }

    fn __repr__(&self) -> String {
        format!("<keysieve.Column of {} rows>", self.__len__())
    }

    /// The chunks, each as a column of its own.
    fn _chunks(&self) -> Vec<Self> {
        let chunks = self.chunks.iter();
        chunks.map(|chunk| Self::new(vec![chunk.clone()], self.field.clone())).collect()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema(py, FFI_ArrowSchema::try_from(&*self.field))
    }

    /// Puts chunks together. Casts nothing, whatever schema is requested: the interface leaves that
    /// to the consumer.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let _ = requested_schema;
        let chunks: Vec<ArrayData> = self.chunks.iter().map(Array::to_data).collect();
        let array = match &chunks[..] {
            [] => new_empty_array(self.field.data_type()).to_data(),
            [only] => only.clone(),
            chunks => {
                let mut whole =
                    MutableArrayData::new(chunks.iter().collect(), false, self.__len__());
                for (number, chunk) in chunks.iter().enumerate() {
                    whole.try_extend(number, 0, chunk.len()).map_err(error)?;
                }
                whole.freeze()
            }
        };
        let array = FFI_ArrowArray::new(&array);
        Ok((self.__arrow_c_schema__(py)?, PyCapsule::new_with_value(py, array, ARRAY)?))
    }
}
