"""Columns of other libraries: what comes out is of the library that came in.

Nothing here imports a library that the caller has not imported already, but pyarrow for pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _native, _pandas
from ._errors import ColumnError

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
            return _from_pandas(column)
        case "polars" if _is_polars_series(column) and str(column.dtype).startswith(_AS_TEXT):
            return column.cast(str)
        case _:
            return column


#: Types of Polars that are exported as others than text: what they hold is asked for as that.
_AS_TEXT = ("Categorical", "Enum", "Null")


def _is_polars_series(column: Any) -> bool:
    import polars as pl

    return isinstance(column, pl.Series)


def _is_series(column: Any) -> bool:
    return hasattr(column, "array") and hasattr(column, "index")


def _from_pandas(series: Any) -> Any:
    import pyarrow as pa

    try:
        return pa.array(series, from_pandas=True)
    except (UnicodeEncodeError, pa.ArrowException):
        # Its message would show a value.
        raise _pandas.misfit(series) from None


def _parts(column: Any) -> list[Any]:
    """The column, or several that are it together, of one type each."""
    if _library(column) == "pandas" and _is_series(column):
        return _pandas.by_type(column)
    return [column]


def scan(scanner: Scanner, column: Any) -> Any:
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
    if len(parts := _parts(column)) > 1:
        return _pandas.joined_lists([findings(scanner, part) for part in parts])
    return _like(column, _native.find_by_record(scanner, _input(column)))


def redact(scanner: Scanner, column: Any, style: Style) -> Any:
    if _library(column) == "pandas" and _is_series(column) and _pandas.is_of_objects(column):
        return _pandas.redacted(scanner, column, style)
    result = _native.redact_column(scanner, _input(column), style)
    match _library(column):
        case "pandas" if _is_series(column) and hasattr(column.dtype, "__from_arrow__"):
            return _pandas.like(column, column.dtype.__from_arrow__(_chunked(result)))
        case "polars" if _is_polars_series(column):
            # Categories are text while they are looked at.
            return _polars_cast(_like(column, result), column.dtype)
        case _:
            return _like(column, result)


def _like(column: Any, result: _native.Column) -> Any:
    """The result as what the column was."""
    match _library(column):
        case "pyarrow":
            import pyarrow as pa

            return pa.array(result) if isinstance(column, pa.Array) else _chunked(result)
        case "polars" if _is_polars_series(column):
            import polars as pl

            chunks = [pl.Series(chunk) for chunk in result._chunks()]
            series = pl.concat(chunks, rechunk=False) if chunks else pl.Series(result)
            return series.alias(column.name)
        case "pandas" if _is_series(column):
            import pandas as pd

            return _pandas.like(column, pd.arrays.ArrowExtensionArray(_chunked(result)))
        case _:
            return result


def _polars_cast(series: Any, dtype: Any) -> Any:
    import polars as pl

    try:
        return series.cast(dtype)
    except pl.exceptions.InvalidOperationError:
        raise ColumnError(
            "a category of the Enum holds a credential, and no other text fits it: cast it to String"
        ) from None


def _chunked(result: _native.Column) -> Any:
    import pyarrow as pa

    return pa.chunked_array(map(pa.array, result._chunks()), pa.field(result).type)
