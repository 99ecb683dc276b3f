"""Nested records: written out as one text in which keys and neighbours are context, scanned, and
mapped back to the values."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, NamedTuple

from ._errors import RecordError

if TYPE_CHECKING:
    from ._scanner import RecordFinding, Scanner
    from ._types import Style

__all__ = ["redact", "scan"]

#: Containers within one another.
_DEEPEST = 200

#: What one redaction uncovers can be redacted only so often in a row before it is no accident.
_MOST_PASSES = 16

_Path = tuple[Any, ...]


class _Piece(NamedTuple):
    """A text of the record, and where it stands in what is scanned."""

    start: int
    end: int
    path: _Path
    #: Whether it is the name of the path's last key, not the value there.
    is_key: bool


class _Writer:
    """A record as text like JSON's, but with all strings as they are."""

    def __init__(self, record: Any) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.pieces: list[_Piece] = []
        self.holders: set[int] = set()
        self._value(record, ())

    def text(self) -> str:
        return "".join(self.parts)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _piece(self, value: Any, path: _Path, is_key: bool = False) -> None:
        # Every byte becomes one character, so offsets are those of the bytes.
        text = value if isinstance(value, str) else bytes(value).decode("latin-1")
        self._write('"')
        start = self.length
        self._write(text)
        self.pieces.append(_Piece(start, self.length, path, is_key))
        self._write('"')

    def _value(self, value: Any, path: _Path) -> None:
        match value:
            case str() | bytes() | bytearray():
                self._piece(value, path)
            case Mapping():
                self._container("{", value, ((path, key, value[key]) for key in value), "}")
            case Sequence() | Set() if not isinstance(value, memoryview | range):
                items = ((path, at, item) for at, item in enumerate(value))
                self._container("[", value, items, "]")
            case None | bool() | int() | float():
                self._write(str(value))
            case _:
                # Of anything else nobody knows how it would be written.
                self._write("null")

    def _container(self, opening: str, holder: Any, items: Any, closing: str) -> None:
        if id(holder) in self.holders:
            raise RecordError("the record holds itself")
        if len(self.holders) >= _DEEPEST:
            raise RecordError(f"the record is nested more than {_DEEPEST} levels deep")
        self.holders.add(id(holder))
        self._write(opening + "\n")
        for path, key, item in items:
            path = (*path, key)
            if opening == "{":
                if isinstance(key, str):
                    self._piece(key, path, is_key=True)
                else:
                    self._write(str(key) if isinstance(key, int | float) else "null")
                self._write(": ")
            self._value(item, path)
            self._write(",\n")
        self._write(closing)
        self.holders.remove(id(holder))


def _at(pieces: list[_Piece], offset: int) -> int:
    """The number of the piece in which the offset lies, or of the next one."""
    return bisect.bisect_right(pieces, offset, key=lambda piece: piece.end)


def scan(scanner: Scanner, record: Any) -> list[RecordFinding]:
    from ._scanner import RecordFinding

    written = _Writer(record)
    pieces = written.pieces
    found = []
    for finding in scanner.scan(written.text()):
        number = _at(pieces, finding.start)
        if number < len(pieces) and finding.end > pieces[number].start:
            piece = pieces[number]
            moved = finding._within(piece.start, piece.end)
            found.append(RecordFinding(piece.path, moved, piece.is_key))
    return found


def redact(scanner: Scanner, record: Any, style: Style) -> Any:
    for _ in range(_MOST_PASSES):
        written = _Writer(record)
        changes: dict[tuple[_Path, bool], list[tuple[int, int, str]]] = {}
        for start, end, replacement in scanner._replacements(written.text(), style):
            _spread(written.pieces, start, end, replacement, changes)
        if not changes:
            break
        record = _rebuilt(record, (), changes)
    return record


def _spread(
    pieces: list[_Piece],
    start: int,
    end: int,
    replacement: str,
    changes: dict[tuple[_Path, bool], list[tuple[int, int, str]]],
) -> None:
    """Shares out what has to go among the pieces; the first one gets the replacement."""
    for piece in pieces[_at(pieces, start) :]:
        if piece.start >= end:
            break
        first, last = max(start, piece.start) - piece.start, min(end, piece.end) - piece.start
        if first < last:
            place = (first, last, replacement)
            changes.setdefault((piece.path, piece.is_key), []).append(place)
            replacement = "****"


def _rebuilt(value: Any, path: _Path, changes: Any) -> Any:
    """The value with all changes below the path; the same object where there is none."""
    match value:
        case str() | bytes() | bytearray():
            places = changes.get((path, False))
            return value if places is None else _replaced(value, places)
        case Mapping():
            return _rebuilt_mapping(value, path, changes)
        case Sequence() | Set() if not isinstance(value, memoryview | range):
            items = [_rebuilt(item, (*path, at), changes) for at, item in enumerate(value)]
            if all(new is old for new, old in zip(items, value, strict=True)):
                return value
            if hasattr(value, "_make"):
                return value._make(items)
            return type(value)(items)  # type: ignore[call-arg]
        case _:
            return value


def _rebuilt_mapping(value: Mapping[Any, Any], path: _Path, changes: Any) -> Any:
    rebuilt: dict[Any, Any] = {}
    changed = False
    for key in value:
        below = (*path, key)
        item = _rebuilt(value[key], below, changes)
        places = changes.get((below, True))
        changed = changed or places is not None or item is not value[key]
        if places is not None:
            key = _unused(_replaced(key, places), value, rebuilt)
        rebuilt[key] = item
    if not changed:
        return value
    return rebuilt if type(value) is dict else _as(value, rebuilt)


def _as(value: Mapping[Any, Any], rebuilt: dict[Any, Any]) -> Any:
    """The items in a mapping like the old one; a dict where it cannot be made from one."""
    import copy

    try:
        new = copy.copy(value)
        new.clear()  # type: ignore[attr-defined]
        new.update(rebuilt)  # type: ignore[attr-defined]
    except (AttributeError, TypeError):
        return rebuilt
    return new


def _unused(key: str, *taken: Mapping[Any, Any]) -> str:
    """The key, numbered if two credentials were keys and are replaced by the same."""
    number, new = 2, key
    while any(new in mapping for mapping in taken):
        number, new = number + 1, f"{key}#{number}"
    return new


def _replaced(value: Any, places: list[tuple[int, int, str]]) -> Any:
    """The text or bytes with places replaced, in the type it had."""
    parts, done = [], 0
    for start, end, replacement in places:
        new = replacement if isinstance(value, str) else replacement.encode("latin-1", "replace")
        parts += [value[done:start], new]
        done = end
    parts.append(value[done:])
    if isinstance(value, str):
        return "".join(parts)
    return type(value)(b"".join(parts))
