"""What the stubs say is what comes out: each call is checked by mypy, and run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, assert_type

import credentials
import duckdb
import keysieve
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

URL = credentials.redis_url()


def of(value: object, *types: type) -> None:
    assert isinstance(value, types)


def test_one_is_redacted_as_what_it_is() -> None:
    of(assert_type(keysieve.redact(URL), str), str)
    of(assert_type(keysieve.redact(URL.encode()), bytes), bytes)
    of(assert_type(keysieve.redact(bytearray(URL.encode())), bytearray), bytearray)
    of(assert_type(keysieve.redact(memoryview(URL.encode())), bytes), bytes)
    for some in some_of_each():
        of(assert_type(keysieve.redact(some), str | bytes | bytearray), type(some))


def some_of_each() -> Sequence[str | bytes | bytearray]:
    return [URL, URL.encode(), bytearray(URL.encode())]


def test_many_are_redacted_as_what_they_are() -> None:
    data = URL.encode()
    texts = assert_type(keysieve.redact_many([URL]), list[str])
    some = assert_type(keysieve.redact_many([URL, None]), list[str | None])
    blobs = assert_type(keysieve.redact_many([data]), list[bytes])
    arrays = assert_type(keysieve.redact_many([bytearray(data)]), list[bytearray])
    views = assert_type(keysieve.redact_many([memoryview(data)]), list[bytes])
    mixed = assert_type(keysieve.redact_many([URL, data]), list[str | bytes | bytearray])
    both = assert_type(keysieve.redact_many([data, bytearray(data)]), list[bytes | bytearray])
    any_of = assert_type(
        keysieve.redact_many([URL, data, None]), list[str | bytes | bytearray | None]
    )
    nothing = type(None)
    lists: list[tuple[Sequence[object], list[type]]] = [
        (texts, [str]),
        (some, [str, nothing]),
        (blobs, [bytes]),
        (arrays, [bytearray]),
        (views, [bytes]),
        (mixed, [str, bytes]),
        (both, [bytes, bytearray]),
        (any_of, [str, bytes, nothing]),
    ]
    for redacted, types in lists:
        assert [type(record) for record in redacted] == types


def test_columns_and_tables_are_redacted_as_what_they_are() -> None:
    series, frame = pl.Series([URL]), pl.DataFrame({"line": [URL]})
    of(assert_type(keysieve.redact_arrow(series), pl.Series), pl.Series)
    of(assert_type(keysieve.redact_arrow(frame), pl.DataFrame), pl.DataFrame)
    text, table = pd.Series([URL]), pd.DataFrame({"line": [URL]})
    of(assert_type(keysieve.redact_arrow(text), "pd.Series[str]"), pd.Series)
    of(assert_type(keysieve.redact_arrow(table), pd.DataFrame), pd.DataFrame)
    # pyarrow has no types of its own.
    column = pa.chunked_array([[URL]])
    for of_arrow in (column, column.chunk(0), pa.table({"line": column})):
        of(keysieve.redact_arrow(of_arrow), type(of_arrow))
    of(keysieve.redact_arrow(pa.record_batch({"line": [URL]})), pa.RecordBatch)


class Other:
    """A column or a table of no library that is known."""

    def __init__(self, held: Any) -> None:
        self.held = held

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.held.__arrow_c_stream__(requested_schema)


def test_others_are_redacted_as_what_every_library_takes() -> None:
    column = Other(pa.chunked_array([[URL]]))
    redacted = keysieve.redact_arrow(column)
    assert_type(redacted, keysieve.Column | keysieve.Table)
    of(redacted, keysieve.Column)
    of(keysieve.redact_arrow(Other(pa.table({"line": [URL]}))), keysieve.Table)
    relation = duckdb.connect().sql("SELECT 1 AS id, 'up' AS line")
    clean = keysieve.redact_arrow(relation)
    assert_type(clean, keysieve.Column | keysieve.Table)
    of(clean, keysieve.Table)


@pytest.mark.thread_unsafe(reason="mypy keeps its state in its modules")
def test_the_types_of_this_file_hold() -> None:
    api = pytest.importorskip("mypy.api")
    root = Path(__file__).parents[1]
    tests, config = root / "tests", root / "pyproject.toml"
    out, errors, status = api.run(
        [
            "--strict",
            f"--config-file={config}",
            "--no-incremental",
            f"{tests / 'credentials.py'}",
            __file__,
        ]
    )
    assert (status, errors) == (0, ""), out
