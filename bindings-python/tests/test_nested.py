"""Lists, maps, structs and tables of text."""

from __future__ import annotations

import credentials
import keysieve
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

URL = credentials.redis_url()
PASSWORD = credentials.password()
CLEAN = "redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0"

RECORDS = [
    ["up", None, f"é {URL}"],
    None,
    [],
    [URL, ""],
]
LISTS = [pa.list_, pa.large_list, pa.list_view, pa.large_list_view]
LEAVES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.binary(),
    pa.binary_view(),
    pa.dictionary(pa.int8(), pa.string()),
]


def clean(value: object) -> object:
    """The value with all text in it redacted by itself."""
    match value:
        case str() | bytes():
            return keysieve.redact(value)
        case dict():
            return {name: clean(item) for name, item in value.items()}
        case list() | tuple():
            return type(value)(map(clean, value))
        case _:
            return value


def found(value: object, type_: pa.DataType, within: str = "") -> list[tuple[str, int, int]]:
    """Where each finding of the value is, and its offsets there."""
    if isinstance(value, str | bytes):
        return [(within, finding.start, finding.end) for finding in keysieve.scan(value)]
    parts: list[tuple[object, pa.DataType, str]] = []
    if pa.types.is_map(type_) and value is not None:
        for at, (key, item) in enumerate(value):  # type: ignore[arg-type]
            parts.append((key, type_.key_type, f"[{at}].key"))
            parts.append((item, type_.item_type, f"[{at}].value"))
    elif isinstance(value, dict):
        dot = "." if within else ""
        parts = [(value[field.name], field.type, f"{dot}{field.name}") for field in type_]
    elif isinstance(value, list):
        parts = [(item, type_.value_type, f"[{at}]") for at, item in enumerate(value)]
    return [place for part, of, step in parts for place in found(part, of, within + step)]


def held(array: pa.Array) -> bytes:
    """All that the array's buffers hold."""
    buffers = b"".join(map(bytes, filter(None, array.buffers())))
    if pa.types.is_dictionary(array.type):
        return buffers + held(array.dictionary)
    if pa.types.is_struct(array.type):
        return buffers + b"".join(held(array.field(at)) for at in range(array.type.num_fields))
    return buffers + (held(array.values) if pa.types.is_nested(array.type) else b"")


def check(array: pa.Array) -> None:
    """That the array is found and redacted as each of its texts is by itself."""
    redacted = keysieve.redact_arrow(array)
    redacted.validate(full=True)
    assert type(redacted) is type(array) and redacted.type == array.type
    assert redacted.to_pylist() == clean(array.to_pylist())
    rows = keysieve.scan_arrow(array).to_pylist()
    places = [(row["record"], row["within"], row["start"], row["end"]) for row in rows]
    expected = [
        (number, *place)
        for number, value in enumerate(array.to_pylist())
        for place in found(value, array.type)
    ]
    assert sorted(places) == sorted(expected)
    assert [place[0] for place in places] == [place[0] for place in expected]
    lists = keysieve.findings_arrow(array)
    lists.validate(full=True)
    assert [None if row is None else len(row) for row in lists.to_pylist()] == [
        None if value is None else sum(place[0] == number for place in places)
        for number, value in enumerate(array.to_pylist())
    ]
    assert keysieve.scan_arrow(redacted).num_rows == 0
    assert PASSWORD.encode() not in held(redacted)


def of_kind(records: list[str | None] | None, kind: pa.DataType) -> list[object] | None:
    is_bytes = "binary" in str(kind)
    if records is None:
        return None
    return [r.encode() if is_bytes and r is not None else r for r in records]


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
@pytest.mark.parametrize("make", LISTS)
def test_lists(make, leaf: pa.DataType) -> None:
    array = pa.array([of_kind(record, leaf) for record in RECORDS], make(leaf))
    for part in (array, array[1:], array[:3], array[3:], array[:0]):
        check(part)
    check(pa.array([array.to_pylist(), None, array.to_pylist()], make(make(leaf))))


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_lists_of_a_fixed_size(leaf: pa.DataType) -> None:
    records = [of_kind(record, leaf) for record in (["up", URL], None, [None, f"é {URL}"])]
    array = pa.array(records, pa.list_(leaf, 2))
    for part in (array, array[1:], array[:1], array[2:]):
        check(part)


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_maps(leaf: pa.DataType) -> None:
    [first, *_, last] = [of_kind([URL, None], leaf), of_kind(["up", f"é {URL}"], leaf)]
    records = [[("a", first[0]), (URL, first[1])], None, [], [(f"é {URL}", last[1])]]
    array = pa.array(records, pa.map_(pa.string(), leaf))
    for part in (array, array[1:], array[:3], array[3:]):
        check(part)


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_structs(leaf: pa.DataType) -> None:
    kind = pa.struct(
        [("id", pa.int64()), ("line", leaf), ("in", pa.struct([("parts", pa.list_(leaf))]))]
    )
    lines = of_kind(["up", URL, f"é {URL}"], leaf)
    records = [
        {"id": 1, "line": lines[0], "in": {"parts": lines}},
        None,
        {"id": None, "line": lines[1], "in": None},
        {"id": 3, "line": None, "in": {"parts": None}},
    ]
    array = pa.array(records, kind)
    for part in (array, array[1:], array[:3], array[3:]):
        check(part)


def test_nothing_stays_that_is_of_no_row() -> None:
    values = pa.array([URL, "up", URL, "down", URL])
    hidden = pa.array([False, True, False])
    lists = pa.ListArray.from_arrays(pa.array([1, 2, 3, 4], pa.int32()), values, mask=hidden)
    views = pa.ListViewArray.from_arrays(
        pa.array([3, 2, 1], pa.int32()), pa.array([1, 1, 1], pa.int32()), values, mask=hidden
    )
    fixed = pa.FixedSizeListArray.from_arrays(values[1:4], 1, mask=hidden)
    structs = pa.StructArray.from_arrays([values[1:4]], ["line"], mask=hidden)
    for array in (lists, views, fixed, structs, lists[2:], fixed[:1]):
        assert keysieve.scan_arrow(array).num_rows == 0
        redacted = keysieve.redact_arrow(array)
        redacted.validate(full=True)
        assert redacted.type == array.type and redacted.to_pylist() == array.to_pylist()
        assert PASSWORD.encode() not in held(redacted)


def test_views_of_the_same_values() -> None:
    starts, sizes = pa.array([1, 0, 1], pa.int32()), pa.array([2, 3, 0], pa.int32())
    check(pa.ListViewArray.from_arrays(starts, sizes, pa.array(["up", URL, f"é {URL}"])))


def test_what_is_clean_is_not_copied() -> None:
    array = pa.array([["clean", "up"], ["down"]] * 100)
    redacted = keysieve.redact_arrow(array)
    assert [buffer and buffer.address for buffer in redacted.buffers()] == [
        buffer and buffer.address for buffer in array.buffers()
    ]


def test_fields_keep_what_is_said_of_them() -> None:
    inner = pa.field("line", pa.string(), nullable=False, metadata={"unit": "line"})
    array = pa.array([[{"line": URL}]], pa.list_(pa.field("item", pa.struct([inner]), False)))
    redacted = keysieve.redact_arrow(array)
    assert redacted.type.equals(array.type, check_metadata=True)
    assert redacted.to_pylist() == [[{"line": CLEAN}]]


TABLE = pa.table({"id": [1, 2], "line": [URL, None], "tags": [["up"], [f"é {URL}"]]})
TABLE = TABLE.replace_schema_metadata({"made": "here"})


@pytest.mark.parametrize(
    "table", [TABLE, TABLE.to_batches()[0], TABLE[:0], TABLE.to_batches()[0][1:]], ids=repr
)
def test_tables_stay_tables(table: pa.Table | pa.RecordBatch) -> None:
    redacted = keysieve.redact_arrow(table)
    assert type(redacted) is type(table)
    assert redacted.schema.equals(table.schema, check_metadata=True)
    assert redacted.to_pylist() == clean(table.to_pylist())
    places = keysieve.scan_arrow(table).select(["record", "within"]).to_pylist()
    expected = [
        {"record": number, "within": within}
        for number, row in enumerate(table.to_pylist())
        for within, *_ in found(row, pa.struct(table.schema))
    ]
    assert places == expected
    assert len(keysieve.findings_arrow(table)) == table.num_rows


KEY, SECRET = credentials.aws_pair()
#: What only its row tells of: by the name of its field, or by what stands beside it.
TOLD = [
    {"user": "é", "password": PASSWORD, "env": None, "labels": [], "id": None, "key": None},
    {
        "user": None,
        "password": None,
        "env": [{"name": "é", "value": "1"}, {"name": "DB_PASSWORD", "value": PASSWORD}],
        "labels": [("app", "web"), ("db-password", PASSWORD)],
        "id": f"é {KEY}",
        "key": f"é {SECRET}",
    },
    {"user": "x", "password": None, "env": [], "labels": None, "id": KEY, "key": "no"},
]


def told(leaf: pa.DataType) -> pa.Table:
    """The same as a table, with such a type for texts."""
    env = pa.list_(pa.struct([("name", leaf), ("value", leaf)]))
    types = {"env": env, "labels": pa.map_(pa.string(), leaf)}

    def of(value: object) -> object:
        match value:
            case str():
                return value.encode() if "binary" in str(leaf) else value
            case dict():
                return {name: of(item) for name, item in value.items()}
            case list() | tuple():
                return type(value)(map(of, value))
            case _:
                return value

    return pa.table(
        {name: pa.array([of(row[name]) for row in TOLD], types.get(name, leaf)) for name in TOLD[0]}
    )


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_rows_are_records(leaf: pa.DataType) -> None:
    table = told(leaf)
    unit = (lambda text: text.encode()) if "binary" in str(leaf) else str
    places = {
        (0, "password"): PASSWORD,
        (1, "env[1].value"): PASSWORD,
        (1, "labels[1].value"): PASSWORD,
        (1, "id"): KEY,
        (1, "key"): SECRET,
        (2, "id"): KEY,
    }
    for whole in (table, pa.concat_tables([table[:1], table[1:]])):
        found = keysieve.scan_arrow(whole).to_pylist()
        assert {(row["record"], row["within"]) for row in found} == set(places)
        for row in found:
            secret = unit(places[row["record"], row["within"]])
            before = len(unit("é ")) if row["record"] == 1 and row["within"] in ("id", "key") else 0
            assert (row["start"], row["end"]) == (before, before + len(secret))
        redacted = keysieve.redact_arrow(whole)
        redacted.validate(full=True)
        assert redacted.schema == whole.schema
        assert keysieve.scan_arrow(redacted).num_rows == 0
        text = str(redacted.to_pylist())
        assert not any(secret in text for secret in places.values())
        assert text.count("[REDACTED:") == len(places)
        for name in whole.column_names:
            for chunk in redacted[name].chunks:
                assert PASSWORD.encode() not in held(chunk)
    structs = table.to_struct_array().combine_chunks()
    assert keysieve.scan_arrow(structs).to_pylist() == keysieve.scan_arrow(table).to_pylist()
    assert keysieve.redact_arrow(structs).to_pylist() == keysieve.redact_arrow(table).to_pylist()
    assert keysieve.scan_arrow(table["password"]).num_rows == 0


def test_a_row_has_the_findings_of_its_record() -> None:
    found = keysieve.scan_arrow(told(pa.string())).to_pylist()
    for number, record in enumerate(TOLD):
        record = {**record, "labels": dict(record["labels"] or [])}
        of_row = [row for row in found if row["record"] == number]
        of_record = [finding for _, finding, _ in keysieve.scan_record(record)]
        assert [(row["rule"], row["confidence"], row["fingerprint"]) for row in of_row] == [
            (finding.rule, finding.confidence, finding.fingerprint) for finding in of_record
        ]


def test_what_a_row_says_of_a_category_goes_for_all_its_rows() -> None:
    values = pa.array([PASSWORD, "up", None, PASSWORD, "up"]).dictionary_encode()
    table = pa.table({"name": ["password", "password", "x", "x", "x"], "value": values})
    assert keysieve.scan_arrow(table)["record"].to_pylist() == [0]
    for part in (table, pa.concat_tables([table[2:], table[:2]])):
        redacted = keysieve.redact_arrow(part)["value"]
        assert redacted.type == values.type
        [label] = set(redacted.to_pylist()) - {"up", None}
        expected = [value and value.replace(PASSWORD, label) for value in part["value"].to_pylist()]
        assert redacted.to_pylist() == expected
        assert all(PASSWORD.encode() not in held(chunk) for chunk in redacted.chunks)


def test_a_stream_of_batches_stays_one() -> None:
    redacted = keysieve.redact_arrow(TABLE.to_reader())
    assert isinstance(redacted, pa.RecordBatchReader)
    assert redacted.read_all().to_pylist() == clean(TABLE.to_pylist())


def test_limits_are_told_by_row() -> None:
    import base64

    deep = base64.b64encode(base64.b64encode(URL.encode())).decode()
    scanner = keysieve.Scanner(decode=True, limits=keysieve.Limits(depth=1))
    column = pa.array([[{"a": "up"}], None, [{"a": "up"}, {"a": deep}]])
    for call in (scanner.scan_arrow, scanner.redact_arrow):
        with pytest.warns(keysieve.IncompleteWarning, match="^record 2: "):
            call(column)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (pa.array([[1]]), "text or bytes, not of List\\(Int64\\)"),
        (pa.array([b"abc"], pa.binary(3)), "text or bytes, not of FixedSizeBinary\\(3\\)"),
        (
            pa.table({"a": ["x"], "id": pa.array([b"abc"], pa.binary(3))}),
            "`id` is of FixedSizeBinary\\(3\\), which is not looked at",
        ),
        (
            pa.array(
                [[{"a": "x", "b": [b"abc"]}]],
                pa.list_(pa.struct([("a", pa.string()), ("b", pa.list_(pa.binary(3)))])),
            ),
            "`\\[\\].b\\[\\]` is of FixedSizeBinary",
        ),
        (
            pa.table({"runs": pa.RunEndEncodedArray.from_arrays([1], pa.array(["x"]))}),
            "`runs` is of RunEndEncoded",
        ),
        (
            pa.table({"codes": pa.DictionaryArray.from_arrays([0], pa.array([["x"]]))}),
            "`codes` is of Dictionary",
        ),
    ],
)
def test_what_is_not_looked_at_is_named(column: pa.Array | pa.Table, message: str) -> None:
    for call in (keysieve.scan_arrow, keysieve.redact_arrow, keysieve.findings_arrow):
        with pytest.raises(keysieve.ColumnError, match=message):
            call(column)


TEXT = st.sampled_from(
    ["up", "é", URL, f"é {credentials.redis_url(1)}", credentials.github_token()]
)
TREES = st.recursive(
    st.sampled_from([*LEAVES, pa.int64(), pa.bool_(), pa.null()]),
    lambda inner: st.one_of(
        st.builds(lambda make, of: make(of), st.sampled_from(LISTS), inner),
        st.builds(lambda of: pa.list_(of, 2), inner),
        st.builds(lambda of: pa.map_(pa.string(), of), inner),
        st.builds(lambda *of: pa.struct(list(zip("ab", of, strict=True))), inner, inner),
    ),
    max_leaves=4,
)


def rows(type_: pa.DataType) -> st.SearchStrategy[object]:
    """Values of the type."""
    if type_ == pa.int64() or type_ == pa.bool_() or type_ == pa.null():
        return st.none() if type_ == pa.null() else st.sampled_from([None, True])
    if type_ in LEAVES:
        return st.none() | TEXT.map(lambda text: of_kind([text], type_)[0])  # type: ignore[index]
    if pa.types.is_struct(type_):
        return st.none() | st.fixed_dictionaries({f.name: rows(f.type) for f in type_})
    if pa.types.is_map(type_):
        return st.none() | st.lists(st.tuples(TEXT, rows(type_.item_type)), max_size=2)
    least = 2 if pa.types.is_fixed_size_list(type_) else 0
    return st.none() | st.lists(rows(type_.value_type), min_size=least, max_size=2)


@given(st.data())
def test_whatever_is_nested_is_found_and_redacted(data: st.DataObject) -> None:
    type_ = data.draw(TREES.filter(lambda t: any(name in str(t) for name in ("string", "binary"))))
    array = pa.array(data.draw(st.lists(rows(type_), max_size=3)), type_)
    check(array[data.draw(st.integers(0, len(array))) :])
