"""What comes in pieces."""

from __future__ import annotations

import random
import threading

import credentials
import keysieve
import pytest

TEXT = "".join(
    f"é 日 line {n} {credentials.redis_url(n)} {'x' * 997} {credentials.github_token(n)}\n"
    for n in range(300)
)


def pieces(data, seed: int):
    generator, at = random.Random(seed), 0
    while at < len(data):
        size = generator.choice([1, 7, 100, 4096, 50_000])
        yield data[at : at + size]
        at += size


def stream(data, seed: int, **arguments) -> list[keysieve.Finding]:
    scanner = keysieve.StreamScanner(**arguments)
    found = [finding for piece in pieces(data, seed) for finding in scanner.push(piece)]
    return found + scanner.finish()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("make", [str, str.encode, lambda text: bytearray(text.encode())])
def test_pieces_give_what_the_whole_gives(make, seed: int) -> None:
    data = make(TEXT)
    found = stream(data, seed)
    assert found == keysieve.scan(data)
    assert len(found) == 600
    for finding in found[:4]:
        assert (
            data[finding.start : finding.end] in (make(credentials.password(n)) for n in range(2))
            or finding.validity == "valid"
        )


def test_text_that_begins_plain() -> None:
    text = "plain " * 40_000 + credentials.redis_url() + " é " * 100_000 + credentials.redis_url(1)
    assert stream(text, 0) == keysieve.scan(text)
    surrogates = "\udcff" * 100 + credentials.redis_url()
    assert stream(surrogates, 0) == keysieve.scan(surrogates)


@pytest.mark.parametrize("size", [100_000, 300_000, 1_000_000, 5_000_000])
def test_pieces_of_any_size_give_the_places_of_the_whole(size: int) -> None:
    line = "an ordinary line of the log\n"
    parts = ["é", line * 2000, "é\n" * 100, line * 30_000, "日\n", line * 40_000, "😀", line * 10]
    text = "".join(f"{part}{credentials.redis_url(n)}\n" for n, part in enumerate(parts))
    scanner = keysieve.StreamScanner()
    found = [
        finding
        for at in range(0, len(text), size)
        for finding in scanner.push(text[at : at + size])
    ]
    found += scanner.finish()
    assert found == keysieve.scan(text)
    assert [text[finding.start : finding.end] for finding in found] == [
        credentials.password(n) for n in range(len(parts))
    ]


def test_findings_come_before_the_end() -> None:
    scanner = keysieve.StreamScanner()
    assert scanner.push(credentials.redis_url()) == []
    [finding] = scanner.push(" clean" * 100_000)
    assert finding.rule == "redis-url-password"
    assert scanner.finish() == []


def test_one_stream_after_the_other() -> None:
    scanner = keysieve.StreamScanner(keysieve.Scanner(only=["redis-url-password"]))
    for data in (b"  " + credentials.redis_url().encode(), "é " + credentials.redis_url()):
        assert scanner.push(data) == []
        [finding] = scanner.finish()
        assert finding.start == 14
    with pytest.raises(TypeError, match="either of str or of bytes"):
        scanner.push("a"), scanner.push(b"a")
    with pytest.raises(TypeError, match="not int"):
        scanner.push(3)  # type: ignore[arg-type]


def test_a_scanner_that_decodes_is_refused() -> None:
    with pytest.raises(keysieve.ConfigError, match="does not look into encoded text"):
        keysieve.StreamScanner(keysieve.Scanner(decode=True))


def test_the_path_counts() -> None:
    scanner = keysieve.Scanner(allow=[keysieve.Allow("", path_suffixes=[".log"])])
    assert stream(credentials.redis_url(), 0, scanner=scanner, path="a.log") == []
    assert len(stream(credentials.redis_url(), 0, scanner=scanner, path="a.txt")) == 1


def test_limits() -> None:
    scanner = keysieve.Scanner(limits=keysieve.Limits(reported=1))
    text = f"{credentials.redis_url(0)} {credentials.redis_url(1)}"
    with pytest.warns(keysieve.IncompleteWarning, match="more findings than are reported"):
        assert len(stream(text, 0, scanner=scanner)) == 1
    with pytest.warns(keysieve.IncompleteWarning, match="more findings than are reported"):
        assert len(scanner.scan(text)) == 1
    short = keysieve.Scanner(limits=keysieve.Limits(input=10))
    with pytest.warns(keysieve.IncompleteWarning, match="a longer input than is scanned"):
        assert short.scan(text) == []


def test_threads_wait_for_one_another() -> None:
    scanner = keysieve.StreamScanner()
    piece = (credentials.redis_url() + " clean" * 2000).encode()
    found: list[keysieve.Finding] = []

    def work() -> None:
        for _ in range(20):
            found.extend(scanner.push(piece))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found + scanner.finish()) == 80


def redacted(data, seed: int, **arguments):
    redactor = keysieve.StreamRedactor(**arguments)
    out = [redactor.push(piece) for piece in pieces(data, seed)]
    return (data[:0]).join([*out, redactor.finish()])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("make", [str, str.encode])
def test_pieces_are_redacted_as_the_whole_is(make, seed: int) -> None:
    data = make(TEXT)
    clean = redacted(data, seed)
    assert type(clean) is type(data)
    assert clean == keysieve.redact(data)
    assert redacted(data, seed, style="mask") == keysieve.redact(data, style="mask")


@pytest.mark.parametrize("character", ["é", "日", "😀", "\ud800"])
def test_characters_come_out_whole(character: str) -> None:
    """Whatever bytes are settled, what is given back is text."""
    text = character * 300_000
    redactor = keysieve.StreamRedactor()
    out = [redactor.push(character * 7) for _ in range(300_000 // 7)]
    out.append(redactor.finish())
    assert "".join(out) == text[: 300_000 // 7 * 7]
    assert sum(map(bool, out)) > 1


def test_a_redactor_is_for_one_stream_after_the_other() -> None:
    redactor = keysieve.StreamRedactor(keysieve.Scanner(only=["redis-url-password"]))
    for data in (credentials.redis_url(), credentials.redis_url().encode()):
        clean = redactor.push(data) + redactor.finish()
        assert clean == keysieve.redact(data)
        assert type(clean) is type(data)
    assert redactor.finish() == b""
    redactor.push("text")
    with pytest.raises(TypeError, match="either of str or of bytes"):
        redactor.push(b"bytes")
    with pytest.raises(TypeError, match="expected str or a bytes-like object, not int"):
        redactor.push(3)  # type: ignore[call-overload]
    with pytest.raises(keysieve.ConfigError, match="style must be"):
        keysieve.StreamRedactor(style="nonsense")  # type: ignore[arg-type]
