"""Taking credentials out of text and bytes."""

from __future__ import annotations

import base64

import credentials
import keysieve
import pytest

URL = credentials.redis_url()
PASSWORD = credentials.password()


@pytest.mark.parametrize(
    ("style", "left"),
    [
        ("label", "[REDACTED:redis-url-password]"),
        ("mask", "*" * len(PASSWORD)),
        ("last4", "****"),
        ("twin", "x" * len(PASSWORD)),
    ],
)
def test_styles(style, left) -> None:
    assert keysieve.redact(f"é {URL}", style=style) == f"é redis://app:{left}@cache.internal:6379/0"


def test_the_fingerprint_is_of_the_key() -> None:
    one, other = (keysieve.Scanner(fingerprint_key=key) for key in ("one", "other"))
    first, second = (scanner.redact(URL, style="fingerprint") for scanner in (one, other))
    assert "[REDACTED_" in first and first != second
    assert one.scan(URL)[0].fingerprint in first
    assert first == one.redact(URL.encode(), style="fingerprint").decode()


@pytest.mark.parametrize(
    ("made", "type_of_result"),
    [(str, str), (str.encode, bytes), (lambda t: bytearray(t.encode()), bytearray)],
)
def test_the_type_stays(made, type_of_result) -> None:
    redacted = keysieve.redact(made(URL))
    assert type(redacted) is type_of_result
    assert redacted == made("redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0")


def test_other_buffers_become_bytes() -> None:
    for text in (URL, "nothing"):
        assert type(keysieve.redact(memoryview(text.encode()))) is bytes


def test_what_is_clean_is_the_same_object() -> None:
    text, data = "nothing here", b"nor here"
    assert keysieve.redact(text) is text
    assert keysieve.redact(data) is data
    array = bytearray(data)
    copy = keysieve.redact(array)
    assert copy == array and copy is not array


def test_the_data_itself_is_not_touched() -> None:
    array = bytearray(URL.encode())
    keysieve.redact(array)
    assert array == URL.encode()


def test_lone_surrogates_stay() -> None:
    assert keysieve.redact(f"\udcff {URL} \ud800").startswith("\udcff redis://app:[RED")
    assert keysieve.redact(f"\udcff {URL} \ud800").endswith(" \ud800")


def test_what_is_encoded_goes_too() -> None:
    encoded = base64.b64encode(URL.encode()).decode()
    redacted = keysieve.redact(f"url: {encoded}")
    assert "[REDACTED:redis-url-password]" in redacted
    left = redacted.split("]")[-1].rstrip("=")
    for skipped in range(4):
        text = base64.b64decode(left[skipped:][: (len(left) - skipped) // 4 * 4])
        assert all(PASSWORD[at : at + 8].encode() not in text for at in range(7))


def test_nothing_is_found_in_what_was_redacted() -> None:
    texts = [credentials.redis_url(n) + " " + credentials.github_token(n) for n in range(200)]
    for style in ("label", "mask", "last4", "twin"):
        redacted = keysieve.redact_many(texts, style=style)
        assert len(redacted) == len(texts)
        assert keysieve.scan_many(redacted) == [[]] * len(texts)
        for text, left in zip(texts, redacted, strict=True):
            for secret in (text[12:26], text.split()[1]):
                assert all(secret[at : at + 8] not in left for at in range(len(secret) - 7))


def test_a_wrong_style_is_named() -> None:
    with pytest.raises(keysieve.ConfigError, match="style must be 'label', .* not 'none'"):
        keysieve.redact(URL, style="none")  # type: ignore[call-overload]
    with pytest.raises(keysieve.ConfigError, match="style must be 'label', .* not NoneType"):
        keysieve.redact(URL, style=None)  # type: ignore[call-overload]
