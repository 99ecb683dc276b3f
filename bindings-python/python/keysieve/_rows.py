"""Columns of pandas whose rows are objects of Python other than text or bytes: lists, dicts, several
types in one column. Arrow has no type for them, so each row is a record, looked at as such.

Nothing here is called before the caller has imported pandas.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from . import _native
from ._errors import ColumnError, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._scanner import Scanner
    from ._types import Style

__all__ = ["findings", "redacted_frame", "redacted_series", "scan"]


def scan(scanner: Scanner, rows: Any) -> Any:
    """The findings of a Series or a DataFrame, as ``Scanner.scan_arrow`` has them."""
    import pyarrow as pa

    table = pa.table(_native.find_in_column(scanner, pa.nulls(0)))
    found = [
        {"record": number, **row}
        for number, record in enumerate(_records(rows))
        for row in _found(scanner, number, record, is_table=rows.ndim > 1)
    ]
    return pa.Table.from_pylist(found, table.schema).to_pandas(maps_as_pydicts="strict")


def findings(scanner: Scanner, rows: Any) -> Any:
    """A list of findings for each row, null for what is missing."""
    import pandas as pd
    import pyarrow as pa

    kind = pa.array(_native.find_by_record(scanner, pa.nulls(0))).type
    missing = rows.isna() if rows.ndim == 1 else [False] * len(rows)
    lists = [
        None if is_missing else list(_found(scanner, number, record, is_table=rows.ndim > 1))
        for number, (record, is_missing) in enumerate(zip(_records(rows), missing, strict=True))
    ]
    return pd.arrays.ArrowExtensionArray(pa.chunked_array([lists], kind))


def redacted_series(scanner: Scanner, series: Any, style: Style) -> list[Any]:
    """The rows without credentials, each of the type that it had."""
    redact = partial(scanner.redact_record, style=style)
    return [_tried(number, redact, record) for number, record in enumerate(_records(series))]


def redacted_frame(scanner: Scanner, frame: Any, style: Style) -> list[dict[int, Any]]:
    """For each column, the rows that change and what they become."""
    redact = partial(scanner.redact_record, style=style)
    changes: list[dict[int, Any]] = [{} for _ in range(frame.shape[1])]
    for row, record in enumerate(_records(frame)):
        new = _tried(row, redact, record)
        if new is not record:
            # Names may be redacted, too, but stay here, as they are those of all rows.
            pairs = zip(record.values(), new.values(), strict=True)
            for at, (before, after) in enumerate(pairs):
                if after is not before:
                    changes[at][row] = after
    return changes


def _records(rows: Any) -> Iterator[Any]:
    if rows.ndim == 1:
        return iter(rows)
    names = _unique(rows.columns)
    columns = [rows.iloc[:, at] for at in range(rows.shape[1])]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _unique(columns: Any) -> list[Any]:
    """The names of columns; numbered, where several have the same."""
    names: list[Any] = []
    for name in columns:
        new, number = name, 2
        while new in names:
            new, number = f"{number}.{name}", number + 1
        names.append(new)
    return names


def _found(scanner: Scanner, row: int, record: Any, *, is_table: bool) -> Iterator[dict[str, Any]]:
    for path, finding, _ in _tried(row, scanner.scan_record, record):
        if is_table:
            # Numbers are names of columns, too.
            path = (str(path[0]), *path[1:])
        found = finding.as_dict()
        yield {**found, "within": _within(path), "facts": list(found["facts"].items())}


def _within(path: tuple[Any, ...]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _tried(row: int, work: Callable[[Any], Any], record: Any) -> Any:
    """What comes of a row; errors say which it is."""
    try:
        return work(record)
    except (RecordError, TypeError) as error:
        raise ColumnError(f"row {row}: {error}") from None
