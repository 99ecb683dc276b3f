"""Columns in, columns out."""

from __future__ import annotations

import credentials
import keysieve
import pyarrow as pa
import pytest

URL = credentials.redis_url()
PASSWORD = credentials.password()
TOKEN = credentials.github_token()
CLEAN = "redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0"
RECORDS = ["nothing", None, f"é {URL}", "", f"{TOKEN} 日 {URL}", "x" * 40, "short"]
REDACTED = [
    "nothing",
    None,
    f"é {CLEAN}",
    "",
    f"[REDACTED:github-personal-access-token] 日 {CLEAN}",
    "x" * 40,
    "short",
]
TEXT = [pa.string(), pa.large_string(), pa.string_view()]
BINARY = [pa.binary(), pa.large_binary(), pa.binary_view()]
FLAT = [*TEXT, *BINARY]
TYPES = [
    *FLAT,
    *(pa.dictionary(key, value) for key in (pa.int8(), pa.uint32()) for value in FLAT),
]


def values(type_: pa.DataType, records: list[str | None] = RECORDS) -> list[str | bytes | None]:
    kind = type_.value_type if pa.types.is_dictionary(type_) else type_
    if kind in TEXT:
        return list(records)
    return [None if record is None else record.encode() for record in records]


def column(type_: pa.DataType, records: list[str | None] = RECORDS) -> pa.Array:
    kind = type_.value_type if pa.types.is_dictionary(type_) else type_
    array = pa.array(values(type_, records), kind)
    if kind is type_:
        return array
    codes = pa.array([None if r is None else at for at, r in enumerate(records)], type_.index_type)
    return pa.DictionaryArray.from_arrays(codes, array)


def check(found: pa.Table, data: list[str | bytes | None]) -> None:
    assert found.column("record").to_pylist() == [2, 4, 4]
    rows = found.to_pylist()
    for row, secret in zip(rows, [PASSWORD, TOKEN, PASSWORD], strict=True):
        value = data[row["record"]]
        cut = value[row["start"] : row["end"]]
        assert cut == (secret if isinstance(value, str) else secret.encode())
        assert row["redact_start"] <= row["start"] < row["end"] <= row["redact_end"]
        [same] = [f for f in keysieve.scan(value) if f.start == row["start"]]
        expected = same.as_dict()
        for name in (
            "rule",
            "end",
            "confidence",
            "severity",
            "secrecy",
            "validity",
            "decoded",
            "fingerprint",
        ):
            assert row[name] == expected[name]
        assert dict(row["facts"]) == expected["facts"]


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_every_type_is_scanned(type_: pa.DataType) -> None:
    check(keysieve.scan_arrow(column(type_)), values(type_))


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_every_type_is_redacted(type_: pa.DataType) -> None:
    redacted = keysieve.redact_arrow(column(type_))
    assert isinstance(redacted, pa.Array)
    assert redacted.type == type_
    redacted.validate(full=True)
    assert redacted.to_pylist() == values(type_, REDACTED)
    assert keysieve.scan_arrow(redacted).num_rows == 0


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_chunks_stay(type_: pa.DataType) -> None:
    whole = column(type_)
    chunked = pa.chunked_array([whole[:2], whole[2:3], whole[3:3], whole[3:]], type_)
    check(keysieve.scan_arrow(chunked), values(type_))
    redacted = keysieve.redact_arrow(chunked)
    assert isinstance(redacted, pa.ChunkedArray)
    assert [len(chunk) for chunk in redacted.chunks] == [2, 1, 0, 4]
    assert redacted.to_pylist() == values(type_, REDACTED)
    redacted.validate(full=True)


@pytest.mark.parametrize("type_", FLAT, ids=str)
def test_slices_are_of_their_rows(type_: pa.DataType) -> None:
    sliced = column(type_)[1:6]
    assert keysieve.scan_arrow(sliced).column("record").to_pylist() == [1, 3, 3]
    assert keysieve.redact_arrow(sliced).to_pylist() == values(type_, REDACTED)[1:6]


def test_rows_of_a_dictionary_have_the_findings_of_their_value() -> None:
    codes = [2, 0, None, 2, 1, 4, 2, 3]
    plain = pa.array([None if code is None else RECORDS[code] for code in codes])
    array = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), column(pa.string()))
    for whole in (array, array[1:6], pa.chunked_array([array[:3], array[:0], array[3:]])):
        same = plain[1:6] if len(whole) == 5 else plain
        assert keysieve.scan_arrow(whole).equals(keysieve.scan_arrow(same))
        lists = keysieve.findings_arrow(whole)
        assert lists.to_pylist() == keysieve.findings_arrow(same).to_pylist()


def test_every_row_of_a_dictionary_has_the_findings_of_its_value() -> None:
    array = pa.DictionaryArray.from_arrays(
        pa.array([0, 1] * 2_000, pa.int32()), pa.array([URL, "up"])
    )
    found = keysieve.scan_arrow(array)
    assert found.column("record").to_pylist() == list(range(0, 4_000, 2))


def test_every_row_is_a_list_of_findings() -> None:
    lists = keysieve.findings_arrow(column(pa.string()))
    assert [None if row is None else len(row) for row in lists.to_pylist()] == [
        0, None, 1, 0, 2, 0, 0,
    ]  # fmt: skip
    assert lists[2].as_py()[0]["rule"] == "redis-url-password"
    lists.validate(full=True)
    chunked = pa.chunked_array([column(pa.string()), column(pa.string())])
    assert len(keysieve.findings_arrow(chunked)) == 14


@pytest.mark.parametrize(
    "type_", [*FLAT, pa.null(), pa.dictionary(pa.int8(), pa.string())], ids=str
)
def test_nothing_is_something_too(type_: pa.DataType) -> None:
    for data in ([], [None, None]):
        empty = pa.array(data, type_)
        assert keysieve.scan_arrow(empty).num_rows == 0
        assert keysieve.redact_arrow(empty).to_pylist() == data
        assert keysieve.redact_arrow(empty).type == type_
        assert keysieve.findings_arrow(empty).to_pylist() == [[] if x else None for x in data]
    assert keysieve.redact_arrow(pa.chunked_array([], type_)).type == type_
    assert keysieve.scan_arrow(pa.chunked_array([], type_)).num_rows == 0


def test_what_is_clean_is_not_copied() -> None:
    array = pa.array(["clean"] * 1000)
    redacted = keysieve.redact_arrow(array)
    assert redacted.buffers()[2].address == array.buffers()[2].address


def bytes_of(array: pa.Array | pa.ChunkedArray) -> bytes:
    """All that the array's buffers hold, be it of a row or not."""
    if isinstance(array, pa.ChunkedArray):
        return b"".join(map(bytes_of, array.chunks))
    held = b"".join(map(bytes, filter(None, array.buffers())))
    return held + (bytes_of(array.dictionary) if pa.types.is_dictionary(array.type) else b"")


def with_nulls(array: pa.Array, rows: set[int]) -> pa.Array:
    """The array with nulls in these rows, and what stands under them."""
    valid = sum(1 << row for row in range(len(array)) if row not in rows)
    buffers = [pa.py_buffer(valid.to_bytes(8, "little")), *array.buffers()[1:]]
    return pa.Array.from_buffers(array.type, len(array), buffers)


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_no_buffer_holds_what_is_redacted(type_: pa.DataType) -> None:
    redacted = keysieve.redact_arrow(column(type_))
    held = bytes_of(redacted)
    assert PASSWORD.encode() not in held and TOKEN.encode() not in held


@pytest.mark.parametrize("type_", FLAT, ids=str)
@pytest.mark.parametrize(
    "records", [["up", URL, "x" * 40], ["up", URL, TOKEN], ["up", "x" * 12, "down"]]
)
def test_no_buffer_holds_what_stands_under_a_null(type_: pa.DataType, records: list[str]) -> None:
    array = with_nulls(column(type_, records), {1})
    assert records[1].encode() in bytes_of(array)
    redacted = keysieve.redact_arrow(array)
    redacted.validate(full=True)
    assert redacted.null_count == 1 and redacted[0].as_py() == array[0].as_py()
    held = bytes_of(redacted)
    assert records[1].encode() not in held and PASSWORD.encode() not in held


@pytest.mark.parametrize("type_", FLAT, ids=str)
def test_no_buffer_holds_what_stands_around_a_slice(type_: pa.DataType) -> None:
    records = [URL, "a clean line of text", None, "up", f"{URL} again", TOKEN]
    for start, end in [(1, 4), (1, 5), (3, 3)]:
        redacted = keysieve.redact_arrow(column(type_, records)[start:end])
        redacted.validate(full=True)
        expected = [r if r is None else r.replace(URL, CLEAN) for r in records[start:end]]
        assert redacted.to_pylist() == values(type_, expected)
        assert PASSWORD.encode() not in bytes_of(redacted)
        assert TOKEN.encode() not in bytes_of(redacted)


@pytest.mark.parametrize("type_", [pa.string_view(), pa.binary_view()], ids=str)
def test_views_of_the_same_bytes_stay_that(type_: pa.DataType) -> None:
    long = column(type_, ["y" * 1000, URL, "z" * 1000])
    views = bytes(long.buffers()[1])
    [first, secret, last] = [views[at : at + 16] for at in (0, 16, 32)]
    # In no order, one above the other, and each many times.
    part = (900).to_bytes(4, "little") + first[4:12] + (100).to_bytes(4, "little")
    rows = [last, part, secret, first] * 500
    buffers = [None, pa.py_buffer(b"".join(rows)), *long.buffers()[2:]]
    array = pa.Array.from_buffers(type_, len(rows), buffers)
    array.validate(full=True)
    redacted = keysieve.redact_arrow(array)
    redacted.validate(full=True)
    assert redacted.to_pylist() == values(type_, ["z" * 1000, "y" * 900, CLEAN, "y" * 1000] * 500)
    held = bytes_of(redacted)
    assert held.count(b"z" * 1000) == held.count(b"y" * 1000) == 1
    assert PASSWORD.encode() not in held


@pytest.mark.parametrize("value", FLAT, ids=str)
@pytest.mark.parametrize("key", [pa.int8(), pa.uint16(), pa.int64()], ids=str)
def test_values_that_become_alike_are_one(key: pa.DataType, value: pa.DataType) -> None:
    records = ["up", *(credentials.redis_url(n) for n in range(3)), None, "down"]
    codes = pa.array([5, 3, 2, None, 1, 4, 0], key)
    kind = pa.dictionary(key, value)
    array = pa.DictionaryArray.from_arrays(codes, pa.array(values(value, records), value))
    redacted = keysieve.redact_arrow(array)
    redacted.validate(full=True)
    assert redacted.type == kind
    assert redacted.dictionary.to_pylist() == values(value, ["up", CLEAN, None, "down"])
    assert redacted.to_pylist() == values(value, ["down", CLEAN, CLEAN, None, CLEAN, None, "up"])


def test_wrong_types_are_named() -> None:
    with pytest.raises(keysieve.ColumnError, match="text or bytes, not of Int64"):
        keysieve.scan_arrow(pa.array([1]))
    for wrong in ("text", ["text"], None, 3):
        with pytest.raises(TypeError, match="PyCapsule interface or a pandas Series, not "):
            keysieve.scan_arrow(wrong)


class Other:
    """A column of no library that is known."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self.column = column

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.column.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_chunks_of_others_become_one(type_: pa.DataType) -> None:
    chunks = [column(type_), column(type_)[:3], column(type_, RECORDS[4:])]
    whole = pa.array(keysieve.redact_arrow(Other(pa.chunked_array(chunks))))
    whole.validate(full=True)
    expected = values(type_, REDACTED)
    assert whole.to_pylist() == [*expected, *expected[:3], *expected[4:]]


def test_others_get_what_every_library_takes() -> None:
    other = Other(pa.chunked_array([column(pa.string()), column(pa.string())]))
    table = keysieve.scan_arrow(other)
    assert isinstance(table, keysieve.Table)
    assert len(table) == table.num_rows == 6
    assert table.column_names == pa.table(table).column_names
    assert repr(table) == "<keysieve.Table of 6 rows>"
    redacted = keysieve.redact_arrow(other)
    assert isinstance(redacted, keysieve.Column)
    assert len(redacted) == 14 and repr(redacted) == "<keysieve.Column of 14 rows>"
    assert pa.chunked_array(redacted).to_pylist() == REDACTED * 2
    assert pa.schema(table) == pa.table(table).schema


def test_a_stream_is_read_once() -> None:
    batches = [pa.record_batch({"line": column(pa.string())})] * 2
    reader = pa.RecordBatchReader.from_batches(batches[0].schema, iter(batches))
    assert keysieve.scan_arrow(reader).num_rows == 6


def test_what_a_stream_raises_comes_through() -> None:
    def batches():
        yield pa.record_batch({"line": ["x"]})
        raise RuntimeError("the source broke")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"line": pa.string()}), batches())
    with pytest.raises(Exception, match="the source broke"):
        keysieve.scan_arrow(reader)


def test_limits_are_told_by_record() -> None:
    import base64

    encoded = base64.b64encode(base64.b64encode(URL.encode())).decode()
    scanner = keysieve.Scanner(decode=True, limits=keysieve.Limits(depth=1))
    for call in (scanner.scan_arrow, scanner.redact_arrow, scanner.findings_arrow):
        with pytest.warns(keysieve.IncompleteWarning, match="record 2: "):
            call(pa.chunked_array([["x"], ["y", encoded]]))
    repeated = pa.array(["x", "y", encoded, encoded]).dictionary_encode()
    with pytest.warns(keysieve.IncompleteWarning) as warned:
        scanner.scan_arrow(repeated)
        scanner.redact_arrow(repeated)
    assert [str(each.message)[:10] for each in warned] == ["record 2: ", "record 3: "] * 2
