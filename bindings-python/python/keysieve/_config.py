"""What a scanner is made from, and the checks of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ._errors import ConfigError
from ._types import Rules

__all__ = ["DEFAULTS", "Allow", "Limits", "arguments"]

#: Encodings within one another that are decoded at most.
_DEEPEST = 8


class Allow(NamedTuple):
    """One entry of an allowlist: findings that are known and accepted.

    Entries of one field are alternatives; of several fields all have to hold, unless ``any`` says
    that one is enough. The rules have to in any case. An entry without any criterion allows
    nothing.

    >>> import keysieve
    >>> scanner = keysieve.Scanner(allow=[keysieve.Allow("the test database", words=["kx93"])])
    >>> scanner.scan("redis://app:kX93mLq0ZtWv@cache.internal:6379/0")
    []
    """

    reason: str
    #: Ids of rules; all if there are none.
    rules: Sequence[str] = ()
    #: How the path that ``scan(…, path=…)`` is told starts,
    path_prefixes: Sequence[str] = ()
    #: or ends,
    path_suffixes: Sequence[str] = ()
    #: or a regular expression over it.
    paths: Sequence[str] = ()
    #: Words that the secret holds, in either case.
    words: Sequence[str] = ()
    #: Regular expressions over the secret,
    secrets: Sequence[str] = ()
    #: over all that the rule matched,
    matches: Sequence[str] = ()
    #: or over its line.
    lines: Sequence[str] = ()
    #: Fingerprints, as ``Finding.fingerprint`` shows them.
    fingerprints: Sequence[str] = ()
    #: Whether one of these fields is enough.
    any: bool = False


class Limits(NamedTuple):
    """How much is scanned and decoded. A limit that is reached is reported by an
    ``IncompleteWarning``. Of many records, be they in a list or in a column, each is a scan by itself.

    >>> import keysieve
    >>> scanner = keysieve.Scanner(decode=True, limits=keysieve.Limits(depth=2, total=1 << 20))
    """

    #: Encodings within one another, at most 8; with 0 nothing is decoded.
    depth: int = 4
    #: Encoded bytes that are decoded at a time; what is longer is decoded in overlapping pieces.
    piece: int = 1 << 20
    #: Encoded bytes that one scan decodes, all levels together.
    total: int = 256 << 20
    #: Findings that are held until it is settled which of those that overlap are reported.
    findings: int = 4096
    #: Bytes of the input that a scan looks at; all if None.
    input: int | None = None
    #: Findings that a scan reports; all if None.
    reported: int | None = None
    #: Places at which a scan tries a rule; all if None.
    steps: int | None = None


#: What is asked for where nothing is said.
DEFAULTS: dict[str, Any] = {
    "rules": (),
    "only": None,
    "disable": (),
    "min_confidence": None,
    "indicators": False,
    "allow": (),
    "allow_known": False,
    "markers": "none",
    "decode": False,
    "limits": None,
    "fingerprint_key": None,
}


def arguments(given: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a scanner as the native half takes them; none of them can change any more."""
    checked = dict(given)
    checked["rules"] = _rules(given["rules"])
    checked["only"] = None if given["only"] is None else _texts("only", given["only"])
    checked["disable"] = _texts("disable", given["disable"])
    checked["allow"] = _allow(given["allow"])
    for name in ("indicators", "allow_known", "decode"):
        _expect(name, given[name], bool)
    _expect("markers", given["markers"], str)
    if given["min_confidence"] is not None:
        _number("min_confidence", given["min_confidence"], 100)
    if given["limits"] is not None:
        _limits(given["limits"])
    checked["fingerprint_key"] = _key(given["fingerprint_key"])
    return checked


def _key(key: str | bytes | None) -> bytes | None:
    if key is None:
        return None
    if isinstance(key, str):
        key = key.encode("utf-8", "surrogatepass")
    _expect("fingerprint_key", key, bytes, "str or bytes")
    if not key:
        raise ConfigError("fingerprint_key must not be empty: leave it out for the public key")
    return key


def _expect(name: str, value: object, kind: type, shown: str = "") -> None:
    # Whether something is so is no number of it, though Python counts with it.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{name} must be {shown or kind.__name__}, not {type(value).__name__}")


def _number(name: str, value: int, most: int) -> None:
    _expect(name, value, int)
    if not 0 <= value <= most:
        raise ConfigError(f"{name} must be 0 to {most}, not {value}")


def _limits(limits: Limits) -> None:
    _expect("limits", limits, Limits, "keysieve.Limits")
    for name, value in limits._asdict().items():
        if value is not None or Limits._field_defaults[name] is not None:
            _number(f"limits.{name}", value, _DEEPEST if name == "depth" else sys.maxsize)


def _texts(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        one = "a single " if isinstance(texts, str | bytes) else ""
        raise TypeError(f"{name} must be an iterable of str, not {one}{type(texts).__name__}")
    texts = tuple(texts)
    for text in texts:
        _expect(f"each of {name}", text, str)
    return texts


def _allow(entries: Iterable[Allow]) -> tuple[Allow, ...]:
    if isinstance(entries, Allow | str) or not isinstance(entries, Iterable):
        one = "a single " if isinstance(entries, Allow | str) else ""
        raise TypeError(
            f"allow must be an iterable of keysieve.Allow, not {one}{type(entries).__name__}"
        )
    return tuple(_frozen(f"allow[{number}]", entry) for number, entry in enumerate(entries))


def _frozen(name: str, entry: Allow) -> Allow:
    """The entry with tuples for lists, so that it can be a key."""
    _expect(name, entry, Allow, "keysieve.Allow")
    _expect(f"{name}.reason", entry.reason, str)
    _expect(f"{name}.any", entry.any, bool)
    lists = {
        field: _texts(f"{name}.{field}", texts)
        for field, texts in entry._asdict().items()
        if field not in ("reason", "any")
    }
    return entry._replace(**lists)  # type: ignore[arg-type]


def _rules(rules: Rules | Sequence[Rules]) -> tuple[tuple[str, str], ...]:
    """Names and contents of rule files."""
    if isinstance(rules, str | os.PathLike):
        rules = (rules,)
    elif isinstance(rules, bytes) or not isinstance(rules, Iterable):
        raise TypeError(
            f"rules must be the path or the text of a rule file, or several, not {type(rules).__name__}"
        )
    return tuple(map(_rule_file, rules))


def _rule_file(rules: Rules | tuple[str, str]) -> tuple[str, str]:
    if isinstance(rules, tuple):
        return rules
    if isinstance(rules, str) and "\n" in rules:
        return "<rules>", rules
    if not isinstance(rules, str | os.PathLike):
        raise TypeError(f"each of rules must be str or os.PathLike, not {type(rules).__name__}")
    path = os.fspath(rules)
    with open(path, encoding="utf-8") as file:
        return path, file.read()
