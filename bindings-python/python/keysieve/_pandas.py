"""pandas: its DataFrames, and Series that hold objects of Python, or codes of such. Arrow would make
one type of them.

Nothing here is called before the caller has imported pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _native, _rows
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
    "is_of_records",
    "joined_lists",
    "joined_tables",
    "like",
    "records_of_text",
    "redacted",
    "redacted_frame",
    "table_of_text",
]

#: What a row may be, unless it is missing.
_BYTES = (bytes, bytearray, memoryview)
_RECORD = (str, *_BYTES)

#: What pandas calls objects of one kind that hold no text.
_PLAIN = (
    *("boolean", "complex", "decimal", "floating", "integer", "mixed-integer-float"),
    *("date", "datetime", "datetime64", "interval", "period", "time", "timedelta", "timedelta64"),
)


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
    return array


def is_of_records(column: Any) -> bool:
    """Whether some rows of a Series, or of a column of a DataFrame, are neither text nor bytes but may
    hold such, so that no type of Arrow is theirs."""
    if is_frame(column):
        return any(_is_mixed(column.iloc[:, at]) for at in range(column.shape[1]))
    return _is_mixed(column)


def _is_mixed(series: Any) -> bool:
    if series.dtype != object:
        return False
    import pandas as pd

    inferred = pd.api.types.infer_dtype(series, skipna=True)
    if inferred in _PLAIN or inferred in ("string", "bytes", "empty"):
        return False
    present = series[series.notna()]
    return not all(isinstance(value, _RECORD) for value in present)


def _is_plain(series: Any) -> bool:
    """Whether all objects are numbers, dates and the like."""
    import pandas as pd

    return series.dtype == object and pd.api.types.infer_dtype(series, skipna=True) in _PLAIN


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
    places = [at for at in places if not _is_plain(frame.iloc[:, at])]
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

    parts = [(at, part) for at in _of_text(frame) for part in _by_name(frame, at, _as_arrays)]
    return pa.table([part for _, part in parts], names=[str(frame.columns[at]) for at, _ in parts])


def _as_arrays(series: Any) -> list[Any]:
    return [as_arrow(part) for part in by_type(series)]


def records_of_text(frame: Any) -> Any:
    """The same columns as a DataFrame."""
    return frame.iloc[:, _of_text(frame)]


def redacted_frame(scanner: Scanner, frame: Any, style: Style) -> Any:
    """Each row is a record, so columns are not redacted one by one."""
    new, places = frame.copy(deep=False), _of_text(frame)
    if is_of_records(frame):
        changes = _rows.redacted_frame(scanner, frame.iloc[:, places], style)
        for at, cells in zip(places, changes, strict=True):
            new.isetitem(at, _settled(scanner, frame.iloc[:, at], cells, style))
        return new
    import pyarrow as pa

    old = table_of_text(frame)
    redacted = pa.table(_native.redact_column(scanner, old, style))
    columns = iter(zip(old.columns, redacted.columns, strict=True))
    for at in places:
        series = frame.iloc[:, at]
        parts = [next(columns) for _ in by_type(series)]
        if is_of_objects(series):
            cells = {row: cell for part in parts for row, cell in _changed(*part)}
            new.isetitem(at, _settled(scanner, series, cells, style))
        else:
            [(_, column)] = parts
            new.isetitem(at, like(series, series.dtype.__from_arrow__(column)))
    return new


def _changed(old: Any, new: Any) -> list[tuple[int, Any]]:
    """The rows of a column of text or bytes that are not what they were, and what they are."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_null(old.type):
        return []
    if pa.types.is_dictionary(old.type):
        old, new = (pc.cast(column, old.type.value_type) for column in (old, new))
    changed = pc.fill_null(pc.not_equal(old, new), False)
    rows = np.flatnonzero(changed.to_numpy())
    return list(zip(rows.tolist(), new.take(pa.array(rows)).to_pylist(), strict=True))


def _settled(scanner: Scanner, series: Any, cells: dict[int, Any], style: Style) -> Any:
    """A column with these cells, of the type that it had. What of it no row uses is redacted by
    itself."""
    import pandas as pd

    if isinstance(series.dtype, pd.CategoricalDtype):
        known = {series.iloc[row]: cell for row, cell in cells.items()}
        return _redacted_codes(scanner, series, style, known)
    if not cells:
        return series
    values = list(series)
    for row, cell in cells.items():
        values[row] = bytearray(cell) if isinstance(values[row], bytearray) else cell
    new = _of_objects(values) if series.dtype == object else pd.array(values, dtype=series.dtype)
    return pd.Series(new, index=series.index, name=series.name, dtype=series.dtype)


def redacted(scanner: Scanner, series: Any, style: Style) -> Any:
    if series.dtype == object:
        return _redacted_objects(scanner, series, style)
    return _redacted_codes(scanner, series, style)


def _redacted_objects(scanner: Scanner, series: Any, style: Style) -> Any:
    """Each row in the type it has; a missing value stays the one it was."""
    import pandas as pd

    if _is_mixed(series):
        new = pd.Series(index=series.index, dtype=object, name=series.name)
        new[:] = _of_objects(_rows.redacted_series(scanner, series, style))
        return new
    present = series.notna()
    records = [value if there else None for value, there in zip(series, present, strict=True)]
    if not all(value is None or isinstance(value, _RECORD) for value in records):
        raise _misfit(series)
    new = pd.Series(scanner.redact_many(records, style=style), index=series.index, dtype=object)
    return new.where(present, series).rename(series.name)


def _of_objects(values: list[Any]) -> Any:
    """An array of these objects, whatever they hold."""
    import numpy as np

    array = np.empty(len(values), dtype=object)
    for at, value in enumerate(values):
        array[at] = value
    return array


def _redacted_codes(
    scanner: Scanner, series: Any, style: Style, known: dict[Any, Any] | None = None
) -> Any:
    """Looks at categories alone, be they in use or not, but for what is known to become of some;
    those that become alike are one."""
    import numpy as np
    import pandas as pd

    categories = pd.Series(series.cat.categories)
    if known:
        categories = categories.map(lambda category: known.get(category, category))
    categories = scanner.redact_arrow(categories, style=style)
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
