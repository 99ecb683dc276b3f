"""What is reported of a finding, and where that comes from."""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import _native

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .. import Finding, Scanner

__all__ = ["Found", "Scanned", "find", "readable", "scan"]


class Found(NamedTuple):
    """A finding of a file."""

    path: str
    finding: Finding
    #: The number of the line that holds the record, from 0.
    record: int | None
    #: From 1.
    line: int
    #: In bytes, from 1.
    column: int
    end_line: int
    #: In code units of UTF-16, from 1, as SARIF counts them.
    utf16: tuple[int, int]
    secret: bytes


class Scanned(NamedTuple):
    """What came of a file."""

    bytes: int
    found: list[Found]
    errors: list[str]


def find(paths: Iterable[str], no_ignore: bool) -> tuple[list[str], list[str]]:
    """All files below the paths, and what could not be looked at."""
    files: list[str] = []
    errors: list[str] = []
    for path in paths:
        if path == "-":
            files.append(path)
            continue
        found, wrong = _native.walk(path, no_ignore)
        files += map(str, found)
        errors += wrong
    return files, errors


def scan(scanner: Scanner, path: str, field: str | None) -> Scanned:
    """Reads and scans a file."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else _read(path)
    except OSError as error:
        return Scanned(0, [], [f"{path}: {error.strerror or error}"])
    found: list[Found] = []
    errors: list[str] = []
    for number, text in _records(path, data, field, errors):
        # A warning could not tell which of several threads it is of.
        findings, reached = scanner._scan_covered(text, path=path)
        found += _located(path, number, text, findings)
        if reached:
            errors.append(f"{path}: {reached}")
    return Scanned(len(data), found, errors)


def _read(path: str) -> bytes:
    with open(os.fsencode(path), "rb") as file:
        return file.read()


def _records(
    path: str, data: bytes, field: str | None, errors: list[str]
) -> Iterator[tuple[int | None, bytes]]:
    """The pieces of a file that are scanned by themselves."""
    if field is None:
        yield None, data
        return
    for number, line in enumerate(data.split(b"\n")):
        if not line.strip():
            continue
        try:
            record: Any = json.loads(line)
        except ValueError as error:
            # The message itself may show what stands there.
            errors.append(f"{path}: line {number + 1} is not JSON ({type(error).__name__})")
            continue
        text = record.get(field) if isinstance(record, dict) else None
        if isinstance(text, str):
            yield number, text.encode("utf-8", "surrogatepass")
        else:
            errors.append(f"{path}: line {number + 1} has no string field {field!r}")


def _located(
    path: str, record: int | None, data: bytes, findings: list[Finding]
) -> Iterator[Found]:
    """The findings with their lines and columns, in one pass."""
    line, line_start = 1, 0
    for finding in findings:
        line += data.count(b"\n", line_start, finding.start)
        line_start = data.rfind(b"\n", 0, finding.start) + 1
        end_line = line + data.count(b"\n", finding.start, finding.end)
        end_start = data.rfind(b"\n", 0, finding.end) + 1
        yield Found(
            path,
            finding,
            record,
            line,
            finding.start - line_start + 1,
            end_line,
            (
                _utf16(data[line_start : finding.start]) + 1,
                _utf16(data[end_start : finding.end]) + 1,
            ),
            data[finding.start : finding.end],
        )


def _utf16(data: bytes) -> int:
    return len(data.decode("utf-8", "replace").encode("utf-16-le")) // 2


def readable(secret: bytes) -> str:
    """The secret as text; base64 where it is none."""
    try:
        return secret.decode()
    except UnicodeDecodeError:
        return base64.b64encode(secret).decode()
