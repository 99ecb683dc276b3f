"""Series of pandas that hold objects of Python, or codes of such: Arrow would make one type of them.

Nothing here is called before the caller has imported pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._errors import ColumnError

if TYPE_CHECKING:
    from ._scanner import Scanner
    from ._types import Style

__all__ = [
    "by_type",
    "is_of_objects",
    "joined_lists",
    "joined_tables",
    "like",
    "misfit",
    "redacted",
]

#: What a row may be, unless it is missing.
_BYTES = (bytes, bytearray, memoryview)
_RECORD = (str, *_BYTES)


def is_of_objects(series: Any) -> bool:
    """Whether it is redacted here."""
    import pandas as pd

    return series.dtype == object or isinstance(series.dtype, pd.CategoricalDtype)


def like(series: Any, values: Any) -> Any:
    """Other values as a Series like the old one."""
    import pandas as pd

    return pd.Series(values, index=series.index, name=series.name, copy=False)


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
        raise misfit(series)
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


def misfit(series: Any) -> ColumnError:
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
