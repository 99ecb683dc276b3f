"""Polars: its types that are exported as others than text, though they hold it.

Nothing here is called before the caller has imported Polars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ._errors import ColumnError

if TYPE_CHECKING:
    from . import _native

__all__ = ["as_text", "like", "series"]


def as_text(column: Any) -> Any:
    """A Series or a DataFrame with text for categories, and for nulls of no type."""
    match column:
        case pl.Series():
            return _cast(column, _text(column.dtype))
        case pl.DataFrame():
            return pl.DataFrame([as_text(one) for one in column])
        case _:
            return column


def like(column: Any, new: Any) -> Any:
    """What became of such a column, of the types that it had."""
    match column:
        case pl.Series():
            return _cast(new, column.dtype)
        case pl.DataFrame():
            return pl.DataFrame([like(one, its) for one, its in zip(column, new, strict=True)])
        case _:
            return new


def series(column: Any, result: _native.Column) -> Any:
    """The result as a Series; of the same name, if the column is one."""
    chunks = [pl.Series(chunk) for chunk in result._chunks()]
    whole = pl.concat(chunks, rechunk=False) if chunks else pl.Series(result)
    return whole.alias(column.name) if isinstance(column, pl.Series) else whole


def _text(dtype: Any) -> Any:
    if dtype in (pl.Categorical, pl.Enum, pl.Null):
        return pl.String()
    if dtype == pl.Object:
        raise ColumnError(
            "expected a column of text or bytes, not of Object: `scan_many` takes any iterable"
        )
    match dtype:
        case pl.List():
            return pl.List(_text(dtype.inner))
        case pl.Array():
            return pl.Array(_text(dtype.inner), dtype.size)
        case pl.Struct():
            return pl.Struct([pl.Field(field.name, _text(field.dtype)) for field in dtype.fields])
        case _:
            return dtype


def _cast(series: Any, to: Any) -> Any:
    if series.dtype == to:
        return series
    try:
        return series.cast(to)
    except pl.exceptions.InvalidOperationError:
        raise ColumnError(
            "a category of the Enum holds a credential, and no other text fits it: cast it to String"
        ) from None
