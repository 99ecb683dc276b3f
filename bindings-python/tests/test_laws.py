"""What holds for any input."""

from __future__ import annotations

import base64

import credentials
import keysieve
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

#: Any text, lone surrogates too, with credentials in it.
PIECES = st.one_of(
    st.text(st.characters(), max_size=30),
    st.integers(0, 50).map(credentials.github_token),
    st.integers(0, 50).map(lambda n: f" {credentials.redis_url(n)} "),
)
TEXT = st.lists(PIECES, max_size=8).map("".join)
BYTES = st.lists(PIECES.map(lambda t: t.encode("utf-8", "surrogatepass")) | st.binary(), max_size=8)
BYTES = BYTES.map(b"".join)
STYLES = st.sampled_from(["label", "mask", "last4", "twin"])
SECRETS = {credentials.github_token(n) for n in range(51)} | {
    credentials.password(n) for n in range(51)
}


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@given(TEXT)
def test_offsets_of_text_are_those_of_its_bytes(text: str) -> None:
    data = encoded(text)
    of_text, of_bytes = keysieve.scan(text), keysieve.scan(data)
    assert len(of_text) == len(of_bytes)
    for mine, bytewise in zip(of_text, of_bytes, strict=True):
        assert encoded(text[mine.start : mine.end]) == bytewise.secret(data)
        assert encoded(text[: mine.redact_start]) == data[: bytewise.redact_start]
        assert encoded(text[: mine.redact_end]) == data[: bytewise.redact_end]
        assert mine.as_dict().keys() == bytewise.as_dict().keys()
        assert (mine.rule, mine.fingerprint) == (bytewise.rule, bytewise.fingerprint)


@given(TEXT)
def test_findings_are_in_order_and_apart(text: str) -> None:
    end = 0
    for finding in keysieve.scan(text):
        assert end <= finding.start < finding.end <= len(text)
        assert finding.redact_start <= finding.start < finding.end <= finding.redact_end
        end = finding.end


@given(BYTES)
def test_any_bytes_are_scanned(data: bytes) -> None:
    assert keysieve.scan(data) == keysieve.scan(bytearray(data)) == keysieve.scan(memoryview(data))


@given(TEXT, STYLES)
def test_what_is_redacted_is_clean(text: str, style) -> None:
    redacted = keysieve.redact(text, style=style)
    assert type(redacted) is str
    assert keysieve.Scanner(decode=True).scan(redacted) == []
    assert keysieve.redact(redacted, style=style) == redacted


@given(BYTES, STYLES)
def test_text_and_bytes_are_redacted_alike(data: bytes, style) -> None:
    redacted = keysieve.redact(data, style=style)
    assert keysieve.redact(bytearray(data), style=style) == redacted
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    assert keysieve.redact(text, style=style) == redacted.decode("utf-8", "replace")


@given(TEXT, st.integers(0, 60), STYLES)
def test_pieces_of_text_are_redacted_as_the_whole(text: str, at: int, style) -> None:
    redactor = keysieve.StreamRedactor(style=style)
    out = redactor.push(text[:at]) + redactor.push(text[at:]) + redactor.finish()
    assert out == keysieve.redact(text, style=style)


@given(st.lists(TEXT, max_size=5))
def test_many_are_as_one_by_one(texts: list[str]) -> None:
    assert keysieve.scan_many(texts) == [keysieve.scan(text) for text in texts]
    assert keysieve.redact_many(texts) == [keysieve.redact(text) for text in texts]


@given(st.lists(st.none() | st.text(max_size=20) | TEXT.filter(str.isascii), max_size=8))
def test_columns_are_as_one_by_one(texts: list[str | None]) -> None:
    pa = pytest.importorskip("pyarrow")
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        column = pa.array(texts, kind)
        redacted = keysieve.redact_arrow(column)
        redacted.validate(full=True)
        assert redacted.to_pylist() == [t if t is None else keysieve.redact(t) for t in texts]
        rows = keysieve.scan_arrow(column).to_pylist()
        expected = [
            (row, finding.start, finding.end, finding.rule)
            for row, text in enumerate(texts)
            if text is not None
            for finding in keysieve.scan(text)
        ]
        assert [(r["record"], r["start"], r["end"], r["rule"]) for r in rows] == expected


@given(
    st.recursive(
        TEXT | st.none() | st.integers() | BYTES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=8,
    )
)
def test_records_are_found_and_cleaned(record: object) -> None:
    for path, finding, in_key in keysieve.scan_record(record):
        value: object = record
        for key in path:
            value = value[key]  # type: ignore[index]
        whole = path[-1] if in_key else value
        assert 0 <= finding.start < finding.end <= len(whole)
    redacted = keysieve.redact_record(record)
    assert keysieve.scan_record(redacted) == []
    assert type(redacted) is type(record)


@given(TEXT)
@settings(max_examples=30)
def test_what_is_encoded_is_found_where_it_stands(text: str) -> None:
    url = credentials.redis_url()
    data = f"{text.encode('utf-8', 'replace').decode()} {base64.b64encode(url.encode()).decode()}"
    found = keysieve.Scanner(decode=True).scan(data)
    [finding] = [finding for finding in found if finding.start > len(data) - 70]
    assert data[finding.start : finding.end] in base64.b64encode(url.encode()).decode()
