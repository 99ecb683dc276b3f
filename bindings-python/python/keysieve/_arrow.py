"""Columns of other libraries: what comes out is of the library that came in.

Nothing here imports a library that the caller has not imported already, but pyarrow for pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _native
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
    except UnicodeEncodeError:
        # It would hold the whole text.
        raise ColumnError(
            "a record holds lone surrogates, which no column can: see `str.encode`'s `errors`"
        ) from None
    except pa.ArrowException:
        # Its message would show a value.
        kinds = sorted({type(value).__name__ for value in series})
        raise ColumnError(
            f"expected a column of text or bytes, not of {', '.join(kinds)}"
        ) from None


def scan(scanner: Scanner, column: Any) -> Any:
    table = _native.find_in_column(scanner, _input(column))
    match _library(column):
        case "pyarrow":
            import pyarrow as pa

            return pa.table(table)
        case "polars":
            import polars as pl

            return pl.DataFrame(table)
        case "pandas":
            return _pandas_table(table)
        case _:
            return table


def findings(scanner: Scanner, column: Any) -> Any:
    return _like(column, _native.find_by_record(scanner, _input(column)))


def redact(scanner: Scanner, column: Any, style: Style) -> Any:
    result = _native.redact_column(scanner, _input(column), style)
    match _library(column):
        case "pandas" if _is_series(column):
            return _redacted_pandas(column, result)
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
            import pyarrow as pa

            values = _chunked(result)
            array = pd.arrays.ArrowExtensionArray(values)
            return pd.Series(array, index=column.index, name=column.name)
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


def _pandas_table(table: _native.Table) -> Any:
    import pyarrow as pa

    return pa.table(table).to_pandas(maps_as_pydicts="strict")


def _redacted_pandas(series: Any, result: _native.Column) -> Any:
    import pandas as pd

    values = _chunked(result)
    if hasattr(series.dtype, "__from_arrow__") and not isinstance(
        series.dtype, pd.CategoricalDtype
    ):
        array = series.dtype.__from_arrow__(values)
        return pd.Series(array, index=series.index, name=series.name)
    redacted = pd.Series(values.to_pylist(), index=series.index, name=series.name, dtype=object)
    # A missing value stays the one it was.
    return redacted.where(series.notna(), series.astype(object)).astype(series.dtype.name)
