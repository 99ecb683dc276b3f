"""What the modules for other libraries share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _default
from ._errors import RecordError
from ._records import shown
from ._scanner import Scanner

if TYPE_CHECKING:
    from ._types import Style

__all__ = ["chosen", "names", "redact_fields", "redact_value"]


def chosen(scanner: Scanner | None, style: Style = "label") -> Scanner:
    """The scanner that was asked for. What is wrong is said now, not where it is used first."""
    if scanner is None:
        scanner = _default
    elif not isinstance(scanner, Scanner):
        raise TypeError(f"scanner must be a keysieve.Scanner, not {type(scanner).__name__}")
    scanner.redact("", style=style)
    return scanner


def names(columns: Sequence[str]) -> list[str]:
    """The names of columns; a single one is most likely a mistake."""
    if isinstance(columns, str):
        raise TypeError("columns must be a sequence of names, not a single str")
    return list(columns)


def redact_value(scanner: Scanner, value: Any, style: Style) -> Any:
    """A value of any kind. What cannot be walked is text, if there is a credential in it: whoever
    logs must not be stopped."""
    try:
        return scanner.redact_record(value, style=style)
    except (RecordError, TypeError):
        text = shown(value)
        redacted = None if text is None else scanner.redact(text, style=style)
        return value if redacted == text else redacted


def redact_fields(scanner: Scanner, fields: Mapping[str, Any], style: Style) -> Mapping[str, Any]:
    """The same of named values; the very same mapping if there is nothing in it."""
    try:
        return scanner.redact_record(fields, style=style)
    except RecordError:
        redacted: dict[str, Any] = {}
        for name, value in fields.items():
            try:
                redacted |= scanner.redact_record({name: value}, style=style)
            except RecordError:
                redacted[name] = redact_value(scanner, value, style)
        return redacted
