"""Nested records."""

from __future__ import annotations

import collections
import types
from collections import UserString

import credentials
import keysieve
import pytest

TOKEN = credentials.github_token()
URL = credentials.redis_url()
PASSWORD = credentials.password()


def test_paths_lead_to_the_value() -> None:
    record = {"a": [{"é": f"日 {TOKEN}"}, "x"], "b": (1, None, True, 2.5, {"c": TOKEN.encode()})}
    first, second = keysieve.scan_record(record)
    assert first.path == ("a", 0, "é")
    assert first.finding.secret(record["a"][0]["é"]) == TOKEN
    assert second.path == ("b", 4, "c")
    assert second.finding.secret(b"" + record["b"][4]["c"]) == TOKEN.encode()
    assert not first.in_key


def test_a_value_of_bytes_keeps_its_offsets() -> None:
    record = {"é": "é", "data": b"\xff\xfe\x80 " + TOKEN.encode() + b"\xff"}
    [found] = keysieve.scan_record(record)
    assert found.finding.secret(record["data"]) == TOKEN.encode()
    [redacted] = [keysieve.redact_record(record)["data"]]
    assert redacted == b"\xff\xfe\x80 [REDACTED:github-personal-access-token]\xff"


def test_keys_are_context() -> None:
    value = credentials.password(3, 24)
    assert keysieve.scan(value) == []
    [found] = keysieve.scan_record({"db": {"password": value}})
    assert found.path == ("db", "password")
    assert found.finding.secret(value) == value


def test_siblings_are_context() -> None:
    key, secret = credentials.aws_pair()
    record = {"access_key_id": key, "note": "x", "secret_access_key": secret}
    paths = {found.path: found.finding.rule for found in keysieve.scan_record(record)}
    assert paths == {
        ("access_key_id",): "aws-access-key-id",
        ("secret_access_key",): "aws-secret-access-key",
    }


def test_a_name_beside_a_value_is_context() -> None:
    value = credentials.password(3, 24)
    record = {"env": [{"name": "DB_PASSWORD", "value": value}]}
    assert [found.path for found in keysieve.scan_record(record)] == [("env", 0, "value")]


def test_keys_are_looked_at_themselves() -> None:
    record = {TOKEN: 1, credentials.github_token(1): 2}
    found = keysieve.scan_record(record)
    assert [(f.path, f.in_key) for f in found] == [((key,), True) for key in record]
    label = "[REDACTED:github-personal-access-token]"
    assert keysieve.redact_record(record) == {label: 1, f"{label}#2": 2}


def test_what_is_clean_is_the_same_object() -> None:
    clean = {"a": [1, "x", {"b": "y"}]}
    assert keysieve.redact_record(clean) is clean
    half = {"clean": clean, "url": URL}
    redacted = keysieve.redact_record(half)
    assert redacted["clean"] is clean
    assert half["url"] == URL
    assert redacted["url"] == "redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0"


def test_types_stay() -> None:
    Point = collections.namedtuple("Point", "a b")
    record = {
        "point": Point(URL, 1),
        "ordered": collections.OrderedDict(x=URL),
        "default": collections.defaultdict(list, x=URL),
        "set": {URL},
        "array": bytearray(URL.encode()),
        "proxy": types.MappingProxyType({"x": URL}),
        "other": range(3),
    }
    redacted = keysieve.redact_record(record)
    for name, value in record.items():
        if name != "proxy":
            assert type(redacted[name]) is type(value)
    assert redacted["point"].b == 1
    assert redacted["default"]["new"] == []
    assert keysieve.scan_record(redacted) == []
    assert credentials.password() not in repr(redacted)


def test_nothing_is_left_across_values() -> None:
    key, secret = credentials.aws_pair()
    record = {"access_key_id": key, "secret_access_key": secret, "list": [TOKEN, URL, [TOKEN]]}
    for style in ("label", "mask", "twin", "last4"):
        redacted = keysieve.redact_record(record, style=style)
        assert keysieve.scan_record(redacted) == []
        assert secret not in repr(redacted) and TOKEN not in repr(redacted)


def test_plain_values_are_records_too() -> None:
    [found] = keysieve.scan_record(TOKEN)
    assert found.path == ()
    assert keysieve.redact_record(TOKEN) == "[REDACTED:github-personal-access-token]"
    assert keysieve.scan_record(None) == []


def test_what_cannot_be_walked_is_refused() -> None:
    loop: dict[str, object] = {}
    loop["self"] = loop
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    for record, message in ((loop, "holds itself"), (deep, "nested more than 200 levels")):
        for call in (keysieve.scan_record, keysieve.redact_record):
            with pytest.raises(keysieve.RecordError, match=message):
                call(record)
    shared = ["x"]
    assert keysieve.scan_record([shared, shared]) == []


def test_pairs_are_names_and_values() -> None:
    headers = [("host", "cache"), ("DB_PASSWORD", "wq8Zk2LmX0vTy7Rb")]
    [found] = keysieve.scan_record(headers)
    assert found.path == (1, 1)
    assert keysieve.redact_record(headers, style="mask")[1] == ("DB_PASSWORD", "*" * 16)


class Row(tuple):
    """A tuple that takes its items one by one, and says elsewhere what they are called."""

    def __new__(cls, *items: object) -> Row:
        return super().__new__(cls, items)


@pytest.mark.parametrize("items", [(URL,), (1, URL)])
def test_a_tuple_that_takes_its_items_one_by_one_stays_one(items: tuple[object, ...]) -> None:
    row = Row(*items)
    row.names = ["a"]
    redacted = keysieve.redact_record({"row": row})["row"]
    assert type(redacted) is Row and len(redacted) == len(row)
    assert PASSWORD not in str(redacted) and redacted.names == ["a"]


class Shy(int):
    """A number that cannot be shown."""

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize("number", [10**5000, Shy(1)], ids=["long", "shy"])
def test_a_number_that_cannot_be_shown_hides_nothing(number: int) -> None:
    record = {"number": number, number: 1, "url": URL}
    assert [found.path for found in keysieve.scan_record(record)] == [("url",)]
    redacted = keysieve.redact_record(record)
    assert redacted["number"] is number and PASSWORD not in redacted["url"]


class Shown:
    """What is no container but shows a credential."""

    def __str__(self) -> str:
        return f"<{URL}>"


class Silent:
    """What cannot be shown."""

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    "value", [Shown(), UserString(f"<{URL}>"), memoryview(f"<{URL}>".encode())]
)
def test_what_others_show_is_looked_at(value: object) -> None:
    record = {"a": [value], "b": Silent(), "c": 1.5}
    [found] = keysieve.scan_record(record)
    assert found.path == ("a", 0)
    is_bytes = isinstance(value, memoryview)
    text = bytes(value) if is_bytes else str(value)
    secret = text[found.finding.start : found.finding.end]
    assert secret == (PASSWORD.encode() if is_bytes else PASSWORD)
    redacted = keysieve.redact_record(record)
    assert redacted["b"] is record["b"]
    [new] = redacted["a"]
    if is_bytes:
        assert isinstance(new, memoryview) and PASSWORD.encode() not in new.tobytes()
    else:
        assert isinstance(new, str) and PASSWORD not in new and new.startswith("<redis://app:[")


@pytest.mark.parametrize("key", [URL, URL.encode(), (URL, 3)])
def test_keys_of_any_kind_are_looked_at(key: object) -> None:
    [found] = keysieve.scan_record({key: 1})
    assert found.path == (key,) and found.in_key
    [new] = keysieve.redact_record({key: 1})
    assert PASSWORD not in str(new)
    assert type(new) is (bytes if isinstance(key, bytes) else str)


def test_keys_that_become_alike_stay_apart() -> None:
    keys = [f"{credentials.redis_url(n)}".encode() for n in (0, 1)]
    redacted = keysieve.redact_record(dict.fromkeys(keys, 1))
    assert len(redacted) == 2 and all(type(key) is bytes for key in redacted)


def test_an_iterator_is_refused() -> None:
    for call in (keysieve.scan_record, keysieve.redact_record):
        with pytest.raises(TypeError, match="expected a dict, a list or the like, not generator"):
            call(record for record in [URL])


def test_names_of_a_tuples_items_are_context() -> None:
    Login = collections.namedtuple("Login", "user password")
    value = credentials.password(3, 24)
    [found] = keysieve.scan_record({"logins": [Login("app", value)]})
    assert found.path == ("logins", 0, 1)
    assert found.finding.secret(value) == value
    redacted = keysieve.redact_record(Login("app", value), style="mask")
    assert redacted == Login("app", "*" * 24)
    # A pair is a name and a value, and these are not.
    Pair = collections.namedtuple("Pair", "first second")
    assert keysieve.scan_record(Pair("password", value)) == []


#: What shows only some of many items, and not all of a long one.
LONG = ["x" * 100] * 1500 + ["x" * 100 + " " + URL] + ["x" * 100] * 1500


def _columns() -> list[object]:
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    return [
        np.array(LONG),
        np.array([text.encode() for text in LONG]),
        np.array(LONG, dtype=object),
        np.array([LONG, LONG]),
        pd.Series(LONG),
        pd.Series(LONG, dtype=object, index=range(7, len(LONG) + 7), name="line"),
        pd.Series(LONG, dtype="category"),
        pd.Series(LONG, dtype="string"),
        pd.Series(LONG, index=[1] * len(LONG)),
        pd.DataFrame({"number": range(len(LONG)), "line": LONG}),
        pd.DataFrame([[text, text, 1] for text in LONG], columns=["a", "a", "b"]),
        pl.Series("line", LONG),
        pl.DataFrame({"number": range(len(LONG)), "line": LONG}),
        pa.array(LONG, pa.large_string()),
        pa.array(LONG).dictionary_encode(),
        pa.chunked_array([LONG, LONG]),
        pa.table({"number": range(len(LONG)), "line": LONG}),
        pa.RecordBatch.from_pydict({"line": pa.array(LONG, pa.string_view())}),
    ]


def test_columns_and_tables_in_records_are_looked_at_as_a_whole() -> None:
    for column in _columns():
        for record in ({"data": column}, [column], column):
            found = keysieve.scan_record(record)
            assert len(found) in (1, 2), type(column)
            assert 1500 in found[0].path or 1507 in found[0].path
            redacted = keysieve.redact_record(record)
            assert keysieve.scan_record(redacted) == []
        assert type(redacted) is type(column) and len(redacted) == len(column)
        for name in ("dtype", "dtypes", "type", "schema", "shape", "columns", "name"):
            if not name.startswith(("columns", "dtype")) or type(column).__module__ == "polars":
                assert getattr(redacted, name, 0) == getattr(column, name, 0), type(column)
        assert keysieve.redact_record({"data": redacted})["data"] is redacted


def test_a_row_of_a_table_is_a_record() -> None:
    pd = pytest.importorskip("pandas")
    value = credentials.password(3, 24)
    frame = pd.DataFrame({"name": ["app"], "password": [value], "number": [1.5]})
    [found] = frame.apply(keysieve.scan_record, axis=1)[0]
    assert found.path == ("password",) and found.finding.secret(value) == value
    redacted = frame.apply(keysieve.redact_record, axis=1, style="mask")
    assert redacted.to_dict("records") == [{"name": "app", "password": "*" * 24, "number": 1.5}]
    assert frame["password"][0] == value


def test_numbers_of_columns_are_left_alone() -> None:
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    record = {"a": np.arange(3), "b": pd.Series([1.5]), "c": np.float64(1), "url": URL}
    redacted = keysieve.redact_record(record)
    assert all(redacted[name] is record[name] for name in "abc")
    assert PASSWORD not in redacted["url"]
