"""Columns and tables within records: what they show of themselves is cut short, so they are opened.

Nothing here imports a library but that of the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import _native

__all__ = ["closed", "opened"]

#: Kinds of NumPy's types that text may be of: objects, bytes, text of either kind, and rows.
_TEXT = "OSUTV"


def opened(value: Any) -> Any:
    """The items of a column, or the columns of a table by name; None for what is neither, and for
    numbers alone."""
    match _library(value):
        case "numpy":
            return list(value) if _is_array(value) and value.dtype.kind in _TEXT else None
        case "pandas" if hasattr(value, "isetitem"):
            columns = [_column(value.iloc[:, at]) for at in range(value.shape[1])]
            return _by_name(list(value.columns), columns)
        case "pandas" if hasattr(value, "tolist") and hasattr(value, "dtype"):
            if value.dtype.kind not in _TEXT:
                return None
            # A row of a table is one, too: its labels are names.
            is_named = hasattr(value, "index") and value.index.is_unique
            return dict(zip(value.index, value, strict=True)) if is_named else list(value)
        case "polars" if hasattr(value, "get_columns"):
            return {column.name: _column(column) for column in value.get_columns()}
        case "polars" if hasattr(value, "to_list"):
            return None if value.dtype.is_numeric() else value.to_list()
        case "pyarrow" if hasattr(value, "columns"):
            return _by_name(value.schema.names, [_column(column) for column in value.columns])
        case "pyarrow" if hasattr(value, "to_pylist"):
            return value.to_pylist() if _native.holds_text(value.type) else None
    return None


def _library(value: Any) -> str:
    """The top-level package that the value's type is of."""
    return str(type(value).__module__).partition(".")[0]


def _is_array(value: Any) -> bool:
    return getattr(value, "ndim", 0) > 0 and hasattr(value, "tolist")


def _column(column: Any) -> list[Any] | None:
    """The items of a table's column; None for numbers alone."""
    items = opened(column)
    return list(items.values()) if isinstance(items, dict) else items


def _by_name(names: list[Any], columns: list[list[Any] | None]) -> Any:
    return dict(zip(names, columns, strict=True)) if len(set(names)) == len(names) else columns


def closed(value: Any, new: Any) -> Any:
    """What was opened, with other items."""
    items = list(new.values()) if isinstance(new, Mapping) else new
    names = list(new) if isinstance(new, Mapping) else None
    match _library(value):
        case "numpy":
            return _array(value, items)
        case "pandas" if hasattr(value, "isetitem"):
            frame = value.copy()
            for at, column in _changed(value, items):
                frame.isetitem(at, _series(value.iloc[:, at], column))
            return frame if names is None else frame.set_axis(names, axis=1)
        case "pandas" if hasattr(value, "index"):
            series = _series(value, items)
            return series if names is None else series.set_axis(names)
        case "polars" if hasattr(value, "get_columns"):
            import polars as pl

            old = value.get_columns()
            columns = [pl.Series(old[at].name, column) for at, column in _changed(value, items)]
            return value.with_columns(columns).rename(dict(zip(value.columns, new, strict=True)))
        case "polars":
            import polars as pl

            return pl.Series(value.name, items)
        case "pyarrow" if hasattr(value, "columns"):
            for at, column in _changed(value, items):
                value = value.set_column(
                    at, value.schema.names[at], _arrow(value.column(at), column)
                )
            return value if names is None else value.rename_columns(names)
        case "pyarrow":
            return _arrow(value, items)
    return items


def _changed(table: Any, columns: list[Any]) -> list[tuple[int, list[Any]]]:
    """The columns that hold something else than they did."""
    old = opened(table)
    old = list(old.values()) if isinstance(old, dict) else old
    return [(at, new) for at, new in enumerate(columns) if new != old[at]]


def _array(array: Any, items: list[Any]) -> Any:
    import numpy as np

    # Text is as wide as the longest.
    if (kind := array.dtype.kind) in "SUT":
        return np.array(items, dtype=array.dtype if kind == "T" else kind)
    new = np.empty(array.shape, dtype=object)
    for at, item in enumerate(items):
        new[at] = item
    return new


def _series(series: Any, items: list[Any]) -> Any:
    import pandas as pd

    # What is new is none of the old categories.
    dtype = "category" if isinstance(series.dtype, pd.CategoricalDtype) else series.dtype
    try:
        return pd.Series(items, index=series.index, name=series.name, dtype=dtype)
    except (TypeError, ValueError):
        return pd.Series(items, index=series.index, name=series.name, dtype=object)


def _arrow(column: Any, items: list[Any]) -> Any:
    import pyarrow as pa

    try:
        new = pa.array(items, column.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        new = pa.array(items)
    return pa.chunked_array([new]) if isinstance(column, pa.ChunkedArray) else new
