"""Columns of other libraries: what comes out is of the library that came in.

Nothing here imports a library that the caller has not imported already, but pyarrow for pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _native, _pandas, _rows

if TYPE_CHECKING:
    from ._scanner import Scanner
    from ._types import Style

__all__ = ["findings", "redact", "scan"]


def _library(column: Any) -> str:
    """The top-level package that the column's type is of."""
    return type(column).__module__.partition(".")[0]


def _input(column: Any) -> Any:
    """Something with the PyCapsule interface."""
    match _library(column):
        case "pandas" if _is_series(column):
            return _pandas.as_arrow(column)
        case "pandas" if _pandas.is_frame(column):
            return _pandas.table_of_text(column)
        case "polars":
            from . import _polars

            return _polars.as_text(column)
        case _:
            return column


def _is_series(column: Any) -> bool:
    return hasattr(column, "array") and hasattr(column, "index")


def _parts(column: Any) -> list[Any]:
    """The column, or several that are it together, of one type each."""
    if _library(column) == "pandas" and _is_series(column):
        return _pandas.by_type(column)
    return [column]


def _rows_of(column: Any) -> Any:
    """A column or a table of pandas whose rows have to be looked at one by one, without what holds no
    text; None for all others."""
    if _library(column) != "pandas":
        return None
    if _pandas.is_frame(column):
        return _pandas.records_of_text(column) if _pandas.is_of_records(column) else None
    return column if _is_series(column) and _pandas.is_of_records(column) else None


def scan(scanner: Scanner, column: Any) -> Any:
    if (rows := _rows_of(column)) is not None:
        return _rows.scan(scanner, rows)
    if len(parts := _parts(column)) > 1:
        return _pandas.joined_tables([scan(scanner, part) for part in parts])
    table = _native.find_in_column(scanner, _input(column))
    match _library(column):
        case "pyarrow":
            import pyarrow as pa

            return pa.table(table)
        case "polars":
            import polars as pl

            return pl.DataFrame(table)
        case "pandas":
            import pyarrow as pa

            return pa.table(table).to_pandas(maps_as_pydicts="strict")
        case _:
            return table


def findings(scanner: Scanner, column: Any) -> Any:
    if (rows := _rows_of(column)) is not None:
        return _pandas.like(column, _rows.findings(scanner, rows))
    if len(parts := _parts(column)) > 1:
        return _pandas.joined_lists([findings(scanner, part) for part in parts])
    return _like(column, _native.find_by_record(scanner, _input(column)))


def redact(scanner: Scanner, column: Any, style: Style) -> Any:
    if _library(column) == "pandas":
        if _pandas.is_frame(column):
            return _pandas.redacted_frame(scanner, column, style)
        if _is_series(column) and _pandas.is_of_objects(column):
            return _pandas.redacted(scanner, column, style)
    result = _native.redact_column(scanner, _input(column), style)
    if _library(column) == "pandas" and _is_series(column) and _pandas.is_of_missing(column):
        return column.copy()
    if isinstance(result, _native.Table):
        return _table_like(column, result)
    match _library(column):
        case "pandas" if _is_series(column) and hasattr(column.dtype, "__from_arrow__"):
            return _pandas.like(column, column.dtype.__from_arrow__(_chunked(result)))
        case "polars":
            from . import _polars

            return _polars.like(column, _like(column, result))
        case _:
            return _like(column, result)


def _like(column: Any, result: _native.Column) -> Any:
    """The result as what the column was; of a table, as a column of its library."""
    match _library(column):
        case "pyarrow":
            import pyarrow as pa

            return pa.array(result) if isinstance(column, pa.Array) else _chunked(result)
        case "polars":
            from . import _polars

            return _polars.series(column, result)
        case "pandas":
            import pandas as pd

            return _pandas.like(column, pd.arrays.ArrowExtensionArray(_chunked(result)))
        case _:
            return result


def _table_like(table: Any, result: _native.Table) -> Any:
    """The result as what the table was."""
    match _library(table):
        case "pyarrow":
            import pyarrow as pa

            new = pa.table(result)
            if isinstance(table, pa.RecordBatch):
                columns = [column.combine_chunks() for column in new.columns]
                return pa.RecordBatch.from_arrays(columns, schema=new.schema)
            return new.to_reader() if isinstance(table, pa.RecordBatchReader) else new
        case "polars":
            import polars as pl

            from . import _polars

            return _polars.like(table, pl.DataFrame(result))
        case _:
            return result


def _chunked(result: _native.Column) -> Any:
    import pyarrow as pa

    return pa.chunked_array(map(pa.array, result._chunks()), pa.field(result).type)
