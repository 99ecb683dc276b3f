"""Scanning text and bytes."""

from __future__ import annotations

import array
import copy
import json
import mmap
import multiprocessing
import pickle
import sys
import threading

import credentials
import keysieve
import pytest

TOKEN = credentials.github_token()


@pytest.mark.parametrize("before", ["", "a", "é", "日本", "😀 ", "\ud800 ", "ab\0", "é" * 10_000])
@pytest.mark.parametrize("after", ["", " é", "\n😀"])
def test_offsets_of_text_are_code_points(before: str, after: str) -> None:
    text = f"{before} {TOKEN}{after}"
    [finding] = keysieve.scan(text)
    assert text[finding.start : finding.end] == TOKEN
    assert text[finding.redact_start : finding.redact_end] == TOKEN
    assert finding.secret(text) == TOKEN


BUFFERS = [
    bytes,
    bytearray,
    memoryview,
    lambda data: memoryview(bytearray(data)),
    lambda data: memoryview(bytearray(data)).toreadonly(),
    lambda data: memoryview(data)[2:],
    lambda data: memoryview(b"".join(bytes([byte, 0]) for byte in data))[::2],
    lambda data: array.array("B", data),
    lambda data: memoryview(data).cast("c"),
]


@pytest.mark.parametrize("make", BUFFERS)
@pytest.mark.parametrize("padding", [0, 100_000])
def test_offsets_of_buffers_are_bytes(make: object, padding: int) -> None:
    data = make("é日 ".encode() + b"." * padding + b" " + TOKEN.encode())  # type: ignore[operator]
    [finding] = keysieve.scan(data)
    assert bytes(data[finding.start : finding.end]) == TOKEN.encode()
    assert type(finding.secret(data)) is type(data)


def test_items_of_more_than_a_byte_count_as_their_bytes() -> None:
    data = array.array("I", (b"    " + TOKEN.encode()))
    data = memoryview((TOKEN + "    ").encode()[:44]).cast("I")
    [finding] = keysieve.scan(data)
    assert bytes(data)[finding.start : finding.end] == TOKEN.encode()


def test_a_mapped_file_is_scanned(tmp_path) -> None:
    (tmp_path / "log").write_text(TOKEN)
    with (
        open(tmp_path / "log", "rb") as file,
        mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as map,
    ):
        assert keysieve.scan(map)[0].secret(map) == TOKEN.encode()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (None, "expected str or a bytes-like object, not NoneType"),
        (3, "expected str or a bytes-like object, not int"),
        ([TOKEN], "not list; for many at once there is `scan_many`"),
        ({"a": TOKEN}, "not dict; .* `scan_record`"),
        (array.array("u", TOKEN), "not array of objects or text; .* `scan_many`"),
    ],
)
def test_a_wrong_type_is_named(wrong: object, message: str) -> None:
    for call in (keysieve.scan, keysieve.redact):
        with pytest.raises(TypeError, match=message) as raised:
            call(wrong)
        assert TOKEN not in str(raised.value)


def test_nothing_of_the_secret_is_shown() -> None:
    text = credentials.redis_url()
    [finding] = keysieve.scan(text)
    assert credentials.password() not in repr(finding)
    assert credentials.password() not in json.dumps(finding.as_dict())
    assert repr(finding).startswith(
        "Finding(rule='redis-url-password', start=12, end=26, confidence="
    )


def test_a_finding_tells_what_it_knows() -> None:
    key, secret = credentials.aws_pair()
    text = f"é aws_access_key_id={key}\naws_secret_access_key={secret}\n"
    first, second = keysieve.scan(text)
    assert (first.rule, second.rule) == ("aws-access-key-id", "aws-secret-access-key")
    assert first.severity in {"medium", "high", "critical"}
    assert 0 < first.confidence <= 100
    assert 3 < second.entropy < 6
    assert "other part of the credential nearby" in first.reasons
    assert first.detector.vendor == "AWS"
    assert len(first.detector.remediation) > 1
    [companion] = first.companions
    assert companion.rule == second.rule
    assert text[companion.start : companion.end] == secret
    assert first.decoded == ()
    assert first.as_dict()["companions"] == [
        {"rule": second.rule, "start": second.start, "end": second.end}
    ]
    [token] = keysieve.scan(TOKEN)
    assert token.validity == "valid"


def test_facts_are_text() -> None:
    [finding] = keysieve.scan(credentials.redis_url())
    assert finding.facts == {"user": "app", "host": "cache.internal"}


def test_findings_are_values() -> None:
    [first], [second], [other] = keysieve.scan_many([TOKEN, TOKEN, " " + TOKEN])
    assert first == second and hash(first) == hash(second)
    assert first != other and first != "other"
    assert len({first, second, other}) == 2
    with pytest.raises(AttributeError):
        first.start = 3  # type: ignore[misc]


def test_a_finding_survives_pickling() -> None:
    key, secret = credentials.aws_pair()
    scanner = keysieve.Scanner(only=["aws-access-key-id", "aws-secret-access-key"])
    for finding in scanner.scan(f"aws_access_key_id={key} aws_secret_access_key={secret}"):
        for again in (pickle.loads(pickle.dumps(finding)), copy.deepcopy(finding)):
            assert again == finding
            assert again.as_dict() == finding.as_dict()
            assert again.detector == finding.detector
        for value in (finding.detector, *finding.companions, *scanner.rules):
            assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
        assert finding.companions


@pytest.mark.thread_unsafe(reason="it starts a process")
def test_values_reach_another_process() -> None:
    [finding] = keysieve.scan(TOKEN)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(_of, [finding]) == [(finding, finding.detector)]
    assert pickle.loads(pickle.dumps(keysieve.rule("jwt"))) == keysieve.rule("jwt")


def _of(finding: keysieve.Finding) -> tuple[keysieve.Finding, keysieve.Rule]:
    return finding, finding.detector


def test_the_secret_of_other_data_is_refused() -> None:
    [finding] = keysieve.scan(TOKEN)
    with pytest.raises(IndexError, match="not what was scanned"):
        finding.secret("short")


def test_many_are_as_many() -> None:
    records = ["nothing", TOKEN.encode(), f"é {TOKEN} {credentials.github_token(1)}", ""]
    found = keysieve.scan_many(iter(records))
    assert [len(findings) for findings in found] == [0, 1, 2, 0]
    assert found[2][1].secret(records[2]) == credentials.github_token(1)
    assert keysieve.scan_many([]) == []
    assert [len(findings) for findings in keysieve.scan_many([TOKEN] * 3000)] == [1] * 3000


def test_none_is_no_record_and_stays() -> None:
    assert [len(findings) for findings in keysieve.scan_many([None, TOKEN, None])] == [0, 1, 0]
    label = "[REDACTED:github-personal-access-token]"
    assert keysieve.redact_many([None, TOKEN, "up", None]) == [None, label, "up", None]


@pytest.mark.parametrize("make", [str, str.encode, lambda text: memoryview(text.encode())])
def test_a_finding_has_a_line_and_a_column(make) -> None:
    text = make(f"é\r\n日本 {TOKEN}\n\n{TOKEN} é {TOKEN}")
    places = [finding.position(text) for finding in keysieve.scan(text)]
    assert places == [(2, 4 if make is str else 8), (4, 1), (4, 44 if make is str else 45)]
    with pytest.raises(IndexError, match="it is not what was scanned"):
        keysieve.scan(text)[1].position(text[:50])


def test_a_wrong_item_is_counted() -> None:
    with pytest.raises(TypeError, match="item 700: expected str or a bytes-like object, not int"):
        keysieve.scan_many([TOKEN] * 700 + [3])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="item 1: expected str"):
        keysieve.redact_many(["", 3])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="expected an iterable of records, not a single str"):
        keysieve.scan_many(TOKEN)
    with pytest.raises(TypeError):
        keysieve.scan_many(3)  # type: ignore[arg-type]


def test_what_is_no_iterable_of_records_is_named() -> None:
    class DataFrame(list):
        """What iterates over the names of its columns."""

    for wrong, message in [
        ({"a": TOKEN}, "not a single dict; for nested records there is `scan_record`"),
        (bytearray(TOKEN.encode()), "not a single bytearray"),
        (memoryview(b"x"), "not a single memoryview"),
        (DataFrame(["line"]), "not a table; for columns there is `scan_arrow`"),
        (None, "not NoneType"),
    ]:
        for call in (keysieve.scan_many, keysieve.redact_many):
            with pytest.raises(TypeError, match=f"expected an iterable of records, {message}"):
                call(wrong)  # type: ignore[arg-type]


def test_text_of_numpy_is_no_bytes() -> None:
    numpy = pytest.importorskip("numpy")
    for dtype in (str, object):
        with pytest.raises(TypeError, match="not ndarray of objects or text"):
            keysieve.scan(numpy.array([TOKEN], dtype=dtype))
    assert len(keysieve.scan(numpy.array([TOKEN.encode()]))) == 1


@pytest.mark.parametrize("dtype", ["M8[s]", "m8[ns]", "f2", "f4", "f8", "c16", "?", "i8", "V3"])
def test_what_numpy_has_beside_text_is_no_bytes(dtype: str) -> None:
    numpy = pytest.importorskip("numpy")
    array = numpy.zeros(3, dtype=dtype)
    scalar = array[0]
    for call in (keysieve.scan, keysieve.redact, lambda item: keysieve.scan_many([item])):
        with pytest.raises(TypeError, match=f"not {type(scalar).__name__}"):
            call(scalar)
        # Whole numbers are bytes, of a width of their own.
        if dtype != "i8":
            with pytest.raises(TypeError, match="not ndarray"):
                call(array)
    with pytest.raises(TypeError, match=f"item 0: .* not {type(scalar).__name__}"):
        keysieve.scan_many(array)


@pytest.mark.parametrize("dtype", ["S60", "U60", "O"])
def test_rows_of_numpy_are_no_bytes(dtype: str) -> None:
    numpy = pytest.importorskip("numpy")
    value = TOKEN.encode() if dtype == "S60" else TOKEN
    rows = numpy.array([(1, value)], dtype=[("number", "i4"), ("text", dtype)])
    for call in (keysieve.scan, keysieve.redact):
        with pytest.raises(TypeError, match="not ndarray of what are no bytes"):
            call(rows)
        with pytest.raises(TypeError, match="not void"):
            call(rows[0])
    [[found]] = keysieve.scan_many(rows["text"])
    assert found.secret(rows["text"][0]) == value


def test_what_an_iterable_raises_comes_through() -> None:
    def records():
        yield TOKEN
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        keysieve.scan_many(records())


@pytest.mark.thread_unsafe(reason="it changes how threads take turns")
def test_other_threads_run_meanwhile() -> None:
    """A scan of much data lets the interpreter go: a thread that counts gets on."""
    data = b"password = 'x' " * (1 << 21)
    counted, done = 0, threading.Event()
    during = 0

    def scan() -> None:
        nonlocal during
        # A machine that is busy may not get round to the other thread within one scan.
        for _ in range(1000):
            before = counted
            keysieve.scan(data)
            during = counted - before
            if during:
                break
        done.set()

    interval = sys.getswitchinterval()
    # Nobody is made to give way, so whoever runs was let.
    sys.setswitchinterval(1000)
    try:
        thread = threading.Thread(target=scan)
        thread.start()
        while not done.wait(0.001):
            counted += 1
        thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert during > 0


def test_a_finding_has_a_class_of_its_own() -> None:
    text = "crisp_website_id=4e1f6b0a-93c2-4d57-a8e0-7bd25c19f364"
    [found] = keysieve.scan(text)
    assert (found.secrecy, found.detector.secrecy) == ("conditional", "secret")
    assert found.as_dict()["secrecy"] == "conditional"
    again = pickle.loads(pickle.dumps(found))
    assert again == found and again.secrecy == "conditional"
    [found] = keysieve.scan(TOKEN)
    assert found.secrecy == "secret"
    pa = pytest.importorskip("pyarrow")
    table = keysieve.scan_arrow(pa.array([text, TOKEN]))
    assert table.column("secrecy").to_pylist() == ["conditional", "secret"]
    lists = keysieve.findings_arrow(pa.array([text]))
    assert lists[0].as_py()[0]["secrecy"] == "conditional"
