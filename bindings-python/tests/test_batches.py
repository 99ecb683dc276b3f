"""Many records together: the findings of each alone."""

from __future__ import annotations

import base64
import random
import urllib.parse
import warnings
from collections.abc import Callable

import credentials
import keysieve
import pyarrow as pa
import pytest

LIMITS = [
    None,
    keysieve.Limits(input=150),
    keysieve.Limits(reported=0),
    keysieve.Limits(reported=1),
    keysieve.Limits(steps=0),
    keysieve.Limits(steps=2),
    keysieve.Limits(steps=2, input=100, depth=1),
    keysieve.Limits(depth=1, total=100, input=5_000, reported=2),
]


def as_it_is(text: str) -> str:
    return text


def as_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def as_hex(text: str) -> str:
    return text.encode().hex()


def as_escapes(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


FORMS: list[Callable[[str], str]] = [
    as_it_is,
    as_base64,
    as_hex,
    as_escapes,
    urllib.parse.quote,
    lambda text: as_base64(as_base64(text)),
]


def records(count: int) -> list[str]:
    """Lines, most of them short and clean, as they are or encoded, some with credentials."""
    generator = random.Random(3)
    lines = []
    for number in range(count):
        secrets = generator.choice([0, 0, 0, 1, 1, 2])
        parts = [f"request {number} served in {generator.randrange(99)} ms, é日"]
        for _ in range(secrets):
            seed = generator.randrange(1000)
            secret = generator.choice([credentials.redis_url, credentials.github_token])(seed)
            parts.append(generator.choice(FORMS)(secret))
        parts.append(generator.choice(FORMS)("nothing that anybody has to hide" * 3))
        parts.append("." * generator.choice([0, 0, 0, 0, 0, 0, 0, 0, 0, 10_000]))
        lines.append(" ".join(parts))
    return lines


@pytest.mark.parametrize("decode", [False, True])
@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_many_are_found_as_each_alone(limits: keysieve.Limits | None, decode: bool) -> None:
    scanner = keysieve.Scanner(limits=limits, decode=decode)
    lines = records(1_500)
    alone = [scanner._scan_covered(line) for line in lines]
    assert any(found for found, _ in alone) or (limits and 0 in (limits.reported, limits.steps))
    reached = [f"record {at}: {limit}" for at, (_, limit) in enumerate(alone) if limit]
    for call in (scanner.scan_many, lambda lines: scanner.findings_arrow(pa.array(lines))):
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            together = call(lines)
        assert [str(each.message) for each in warned] == reached
        assert [len(found) for found in together] == [len(found) for found, _ in alone]
    with warnings.catch_warnings(action="ignore"):
        assert scanner.scan_many(lines) == [found for found, _ in alone]
