"""pandas: its DataFrames, and Series that hold objects of Python, or codes of such. Arrow would make
one type of them.

Nothing here is called before the caller has imported pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _native
from ._errors import ColumnError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._scanner import Scanner
    from ._types import Style

__all__ = [
    "as_arrow",
    "by_type",
    "is_frame",
    "is_of_missing",
    "is_of_objects",
    "joined_lists",
    "joined_tables",
    "like",
    "redacted",
    "redacted_frame",
    "table_of_text",
]

#: What a row may be, unless it is missing.
_BYTES = (bytes, bytearray, memoryview)
_RECORD = (str, *_BYTES)


def is_of_objects(series: Any) -> bool:
    """Whether it is redacted here."""
    import pandas as pd

    return series.dtype == object or isinstance(series.dtype, pd.CategoricalDtype)


def like(column: Any, values: Any) -> Any:
    """Other values as a Series of the same rows."""
    import pandas as pd

    name = getattr(column, "name", None)
    return pd.Series(values, index=column.index, name=name, copy=False)


def is_of_missing(series: Any) -> bool:
    """Whether it is what pandas makes of a column in which all is missing: one of no numbers."""
    return series.dtype.kind == "f" and bool(series.isna().all())


def as_arrow(series: Any) -> Any:
    import pyarrow as pa

    if is_of_missing(series):
        return pa.nulls(len(series))
    try:
        array = pa.array(series, from_pandas=True)
    except (UnicodeEncodeError, pa.ArrowException):
        # Its message would show a value.
        raise _misfit(series) from None
    if series.dtype == object and pa.types.is_nested(array.type):
        # Redaction could not give back the objects that they were.
        raise _misfit(series)
    return array


def is_frame(column: Any) -> bool:
    import pandas as pd

    return isinstance(column, pd.DataFrame)


def _holds_text(dtype: Any) -> bool:
    """Whether there may be text or bytes in a column of that type."""
    import pandas as pd

    if isinstance(dtype, pd.CategoricalDtype):
        return dtype.categories is not None and _holds_text(dtype.categories.dtype)
    if isinstance(dtype, pd.ArrowDtype):
        return _native.holds_text(dtype.pyarrow_dtype)
    return isinstance(dtype, pd.StringDtype) or pd.api.types.is_object_dtype(dtype)


def _of_text(frame: Any) -> list[int]:
    """The places of the columns in which there may be text or bytes."""
    places = [at for at, dtype in enumerate(frame.dtypes) if _holds_text(dtype)]
    if not places:
        raise ColumnError("expected a column of text or bytes, and the DataFrame has none")
    return places


def _by_name(frame: Any, at: int, work: Callable[[Any], Any]) -> Any:
    """What becomes of a column; errors say which it is."""
    try:
        return work(frame.iloc[:, at])
    except ColumnError as error:
        raise ColumnError(f"column {frame.columns[at]!r}: {error}") from None


def table_of_text(frame: Any) -> Any:
    """The columns in which there may be text or bytes, as a table of pyarrow."""
    import pyarrow as pa

    names, arrays = [], []
    for at in _of_text(frame):
        parts = _by_name(frame, at, lambda series: [as_arrow(part) for part in by_type(series)])
        arrays += parts
        names += [str(frame.columns[at])] * len(parts)
    return pa.table(arrays, names=names)


def redacted_frame(scanner: Scanner, frame: Any, style: Style) -> Any:
    new = frame.copy(deep=False)
    for at in _of_text(frame):
        new.isetitem(
            at, _by_name(frame, at, lambda series: scanner.redact_arrow(series, style=style))
        )
    return new


def redacted(scanner: Scanner, series: Any, style: Style) -> Any:
    if series.dtype == object:
        return _redacted_objects(scanner, series, style)
    return _redacted_codes(scanner, series, style)


def _redacted_objects(scanner: Scanner, series: Any, style: Style) -> Any:
    """Each row in the type it has; a missing value stays the one it was."""
    import pandas as pd

    present = series.notna()
    records = [value if there else None for value, there in zip(series, present, strict=True)]
    if not all(value is None or isinstance(value, _RECORD) for value in records):
        raise _misfit(series)
    new = pd.Series(scanner.redact_many(records, style=style), index=series.index, dtype=object)
    return new.where(present, series).rename(series.name)


def _redacted_codes(scanner: Scanner, series: Any, style: Style) -> Any:
    """Looks at categories alone, be they in use or not; those that become alike are one."""
    import numpy as np
    import pandas as pd

    categories = scanner.redact_arrow(pd.Series(series.cat.categories), style=style)
    numbers, distinct = pd.factorize(categories)
    # A missing value is code -1, and so it stays.
    codes = np.append(numbers, -1)[series.cat.codes]
    return like(
        series, pd.Categorical.from_codes(codes, pd.Index(distinct), ordered=series.cat.ordered)
    )


def by_type(series: Any) -> list[Any]:
    """The columns of text and of bytes that a Series of both is, null where a row is of the other;
    the Series alone if it is of one."""
    import pandas as pd

    if series.dtype != object or pd.api.types.infer_dtype(series, skipna=True) != "mixed":
        return [series]
    masks = [series.map(lambda value, of=of: isinstance(value, of)) for of in (str, _BYTES)]
    if not all(mask.any() for mask in masks):
        return [series]
    # What is neither stays in both, to be refused.
    others = series.notna() & ~masks[0] & ~masks[1]
    return [series.where(mask | others, None) for mask in masks]


def joined_tables(tables: list[Any]) -> Any:
    """The findings of columns of one type each as those of the column that they are together."""
    import pandas as pd

    return pd.concat(tables).sort_values("record", kind="stable", ignore_index=True)


def joined_lists(lists: list[Any]) -> Any:
    """The same of lists of findings by row."""
    first, second = lists
    return first.fillna(second)


def _misfit(series: Any) -> ColumnError:
    """Which row no column can hold, without showing it."""
    for row, (value, there) in enumerate(zip(series, series.notna(), strict=True)):
        if there and not isinstance(value, _RECORD):
            return ColumnError(f"row {row}: expected text or bytes, not {type(value).__name__}")
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                return ColumnError(
                    f"row {row} holds lone surrogates, which no column can: see `str.encode`'s "
                    "`errors`"
                )
    return ColumnError("expected a column of text or bytes")
