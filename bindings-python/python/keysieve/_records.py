"""Nested records: written out as one text in which keys and neighbours are context, scanned, and
mapped back to the values."""

from __future__ import annotations

import bisect
from collections import UserString
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, NamedTuple

from ._errors import RecordError

if TYPE_CHECKING:
    from ._scanner import RecordFinding, Scanner
    from ._types import Style

__all__ = ["redact", "scan", "shown"]

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
        text = _text(value)
        self._write('"')
        start = self.length
        self._write(text)
        self.pieces.append(_Piece(start, self.length, path, is_key))
        self._write('"')

    def _value(self, value: Any, path: _Path) -> None:
        match value:
            case str() | bytes():
                self._piece(value, path)
            case None | bool() | int() | float():
                self._write(str(value))
            case Mapping():
                self._container("{", value, ((key, value[key]) for key in value), "}", path)
            case _ if _is_list(value):
                self._container("[", value, enumerate(value), "]", path)
            case _:
                self._piece(value, path)

    def _container(self, opening: str, holder: Any, items: Any, closing: str, path: _Path) -> None:
        if id(holder) in self.holders:
            raise RecordError("the record holds itself")
        if len(self.holders) >= _DEEPEST:
            raise RecordError(f"the record is nested more than {_DEEPEST} levels deep")
        self.holders.add(id(holder))
        self._write(opening + "\n")
        names = _names(holder)
        for key, item in items:
            below = (*path, key)
            if opening == "{":
                if key is None or isinstance(key, int | float):
                    self._write(str(key))
                else:
                    self._piece(key, below, is_key=True)
                self._write(": ")
            elif names:
                self._write(f'"{names[key]}": ')
            self._value(item, below)
            # Pairs like those of HTTP's headers are names and values.
            is_name = not names and _is_pair(holder) and key == 0 and isinstance(item, str)
            self._write(": " if is_name else ",\n")
        self._write(closing)
        self.holders.remove(id(holder))


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence | Set) and not isinstance(
        value, str | bytes | bytearray | memoryview | UserString | range
    )


def _names(holder: Any) -> tuple[str, ...]:
    """What the items of a named tuple are called."""
    return getattr(holder, "_fields", ()) if isinstance(holder, tuple) else ()


def _is_pair(holder: Any) -> bool:
    return isinstance(holder, tuple) and len(holder) == 2


def shown(value: Any) -> str | None:
    """How a value shows itself; None if it cannot."""
    try:
        return str(value)
    except Exception:
        return None


def _text(value: Any) -> str:
    """What is scanned of a value that holds no others."""
    if isinstance(value, bytes | bytearray | memoryview):
        # Every byte becomes one character, so offsets are those of the bytes.
        return bytes(value).decode("latin-1")
    # What `str` is of members of an enumeration is another text.
    return str.__str__(value) if isinstance(value, str) else shown(value) or ""


def _at(pieces: list[_Piece], offset: int) -> int:
    """The number of the piece in which the offset lies, or of the next one."""
    return bisect.bisect_right(pieces, offset, key=lambda piece: piece.end)


def scan(scanner: Scanner, record: Any) -> list[RecordFinding]:
    from ._scanner import RecordFinding

    _refuse_iterator(record)
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


def _refuse_iterator(record: Any) -> None:
    """It could not be read twice, and what it gives would not be looked at."""
    if isinstance(record, Iterator):
        raise TypeError(f"expected a dict, a list or the like, not {type(record).__name__}")


def redact(scanner: Scanner, record: Any, style: Style) -> Any:
    _refuse_iterator(record)
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
        case Mapping():
            return _rebuilt_mapping(value, path, changes)
        case _ if _is_list(value):
            items = [_rebuilt(item, (*path, at), changes) for at, item in enumerate(value)]
            if all(new is old for new, old in zip(items, value, strict=True)):
                return value
            return _like(value, items)
        case _:
            places = changes.get((path, False))
            return value if places is None else _replaced(value, places)


def _like(value: Any, items: list[Any]) -> Any:
    """The items in a sequence or set like the old one; a list where it cannot be made from one."""
    try:
        return value._make(items) if hasattr(value, "_make") else type(value)(items)
    except TypeError:
        return items


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


def _unused(key: Any, *taken: Mapping[Any, Any]) -> Any:
    """The key, numbered if two credentials were keys and are replaced by the same."""
    number, new = 2, key
    while any(new in mapping for mapping in taken):
        suffix = f"#{number}"
        number, new = number + 1, key + (suffix if isinstance(key, str) else suffix.encode())
    return new


def _replaced(value: Any, places: list[tuple[int, int, str]]) -> Any:
    """The value with places replaced; text, if it was neither text nor bytes."""
    text = _text(value)
    parts, done = [], 0
    for start, end, replacement in places:
        parts += [text[done:start], replacement]
        done = end
    whole = "".join([*parts, text[done:]])
    if isinstance(value, bytes | bytearray | memoryview):
        data = whole.encode("latin-1", "replace")
        return memoryview(data) if isinstance(value, memoryview) else type(value)(data)
    return whole
