"""What becomes of nested records: the same with other values. The native half reads them."""

from __future__ import annotations

from collections import UserString
from collections.abc import Mapping, Sequence, Set
from typing import Any

from . import _holders

__all__ = ["opened", "rebuilt", "shown"]

_Path = tuple[Any, ...]


def opened(value: Any) -> Any:
    """A mapping or what gives the items of a value that holds others; None if it holds none."""
    if isinstance(value, str | bytes | bytearray | memoryview | UserString | range):
        return None
    return value if isinstance(value, Mapping | Sequence | Set) else _holders.opened(value)


def shown(value: Any) -> str | None:
    """How a value shows itself; None if it cannot."""
    try:
        return str(value)
    except Exception:
        return None


def rebuilt(value: Any, path: _Path, changes: Any) -> Any:
    """The value with all changes below the path; the same object where there is none."""
    held = opened(value)
    if held is None:
        return changes.get((path, False), value)
    if held is not value:
        new = rebuilt(held, path, changes)
        return value if new is held else _holders.closed(value, new)
    if isinstance(value, Mapping):
        return _rebuilt_mapping(value, path, changes)
    items = [rebuilt(item, (*path, at), changes) for at, item in enumerate(value)]
    if all(new is old for new, old in zip(items, value, strict=True)):
        return value
    return _like(value, items)


def _like(value: Any, items: list[Any]) -> Any:
    """The items in a sequence or set like the old one; a list where it cannot be made from one."""
    if isinstance(value, tuple):
        # What a class of its own is made from need not be its items.
        new = tuple.__new__(type(value), items)
        if hasattr(value, "__dict__"):
            vars(new).update(vars(value))
        return new
    try:
        return type(value)(items)
    except TypeError:
        return items


def _rebuilt_mapping(value: Mapping[Any, Any], path: _Path, changes: Any) -> Any:
    new: dict[Any, Any] = {}
    changed = False
    for key in value:
        below = (*path, key)
        item = rebuilt(value[key], below, changes)
        renamed = changes.get((below, True), key)
        changed = changed or renamed is not key or item is not value[key]
        new[key if renamed is key else _unused(renamed, value, new)] = item
    if not changed:
        return value
    return new if type(value) is dict else _as(value, new)


def _as(value: Mapping[Any, Any], items: dict[Any, Any]) -> Any:
    """The items in a mapping like the old one; a dict where it cannot be made from one."""
    import copy

    try:
        new = copy.copy(value)
        new.clear()  # type: ignore[attr-defined]
        new.update(items)  # type: ignore[attr-defined]
    except (AttributeError, TypeError):
        return items
    return new


def _unused(key: Any, *taken: Mapping[Any, Any]) -> Any:
    """The key, numbered if two credentials were keys and are replaced by the same."""
    number, new = 2, key
    while any(new in mapping for mapping in taken):
        suffix = f"#{number}"
        number, new = number + 1, key + (suffix if isinstance(key, str) else suffix.encode())
    return new
