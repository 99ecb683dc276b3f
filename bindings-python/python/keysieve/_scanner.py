"""The scanner, and what it is made from."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, Self, TypeVar

from . import _native
from ._types import Rules, Source, Style, Target

__all__ = ["Allow", "Limits", "Scanner"]

C = TypeVar("C")
R = TypeVar("R")


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
    """How much is scanned and decoded. A limit that is reached is reported by an ``IncompleteWarning``."""

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


class Scanner(_native.Scanner):
    """What to look for. It never changes, can be shared between threads, and is pickled by its
    arguments, so it is cheap to send; a process builds it once, however often it is unpickled.

    Args:
        rules: rules of one's own: a path of a TOML file, or such text itself (anything with a line
            break), or several of them. Files in the format of Gitleaks are read, too.
        only: ids of the rules to use, instead of all.
        disable: ids of rules not to use.
        min_confidence: report findings from this confidence on, 0 to 100.
        indicators: use the rules for signs of credentials in audit logs, too.
        allow: findings that are known and accepted.
        allow_known: accept what vendors' documentation shows to everybody, and canaries.
        markers: comments beside a value that say that it may stand there: ``"none"``, ``"own"``
            (``keysieve:allow``) or ``"all"`` (those of other scanners, too).
        decode: look into encoded text, too: base64, hexadecimal, escapes, UTF-16, split literals.
            Redaction always does.
        limits: how much is scanned and decoded.
        fingerprint_key: the passphrase that fingerprints are made with. Without one they are made
            with a public key, so whoever guesses a secret can check the guess. Pickles hold it.

    Raises:
        RuleError: a rule is refused.
        ConfigError: an unknown rule id, a threshold out of range, a bad pattern.
        OSError: a rule file cannot be read.

    >>> import keysieve
    >>> scanner = keysieve.Scanner(only=["redis-url-password"], min_confidence=70)
    >>> [rule.id for rule in scanner.rules]
    ['redis-url-password']
    """

    _arguments: tuple[tuple[str, Any], ...]

    def __new__(
        cls,
        *,
        rules: Rules | Sequence[Rules] = (),
        only: Iterable[str] | None = None,
        disable: Iterable[str] = (),
        min_confidence: int | None = None,
        indicators: bool = False,
        allow: Iterable[Allow] = (),
        allow_known: bool = False,
        markers: Literal["none", "own", "all"] = "none",
        decode: bool = False,
        limits: Limits | None = None,
        fingerprint_key: str | bytes | None = None,
    ) -> Self:
        if isinstance(fingerprint_key, str):
            fingerprint_key = fingerprint_key.encode()
        if min_confidence is not None and not 0 <= min_confidence <= 100:
            from ._errors import ConfigError

            raise ConfigError(f"min_confidence must be 0 to 100, not {min_confidence}")
        arguments: dict[str, Any] = {
            "rules": _rules(rules),
            "only": None if only is None else _ids("only", only),
            "disable": _ids("disable", disable),
            "min_confidence": min_confidence,
            "indicators": indicators,
            "allow": tuple(map(_frozen, allow)),
            "allow_known": allow_known,
            "markers": None if markers == "none" else markers,
            "decode": decode,
            "limits": limits,
            "fingerprint_key": fingerprint_key,
        }
        self = super().__new__(cls, **arguments)
        given = (item for item in arguments.items() if item[1] not in (None, False, ()))
        self._arguments = tuple(given)
        return self

    def __init__(self, **_: Any) -> None:
        super().__init__()

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self._arguments)

    @property
    def decodes(self) -> bool:
        """Whether it looks into encoded text, too."""
        return any(name == "decode" for name, _ in self._arguments)

    def __repr__(self) -> str:
        shown = (f"{name}=…" for name, _ in self._arguments)
        return f"Scanner({', '.join(shown)})"

    def scan_arrow(self, column: Any) -> Any:
        """The findings of a column, as a table with a row a finding.

        Args:
            column: text or bytes: anything with the Arrow PyCapsule interface (of pyarrow, Polars,
                DuckDB, …; also a table of one column), or a pandas Series.

        Returns:
            A table of the library that the column is of, or a ``keysieve.Table`` that every such
            library takes. Its columns: ``record`` (row, from 0), ``rule``, ``start``, ``end``,
            ``redact_start``, ``redact_end`` (code points of text, bytes of binary), ``confidence``
            (0 to 100), ``severity``, ``validity``, ``facts`` (a map), ``decoded`` (a list),
            ``fingerprint``.

        Raises:
            ColumnError: the column holds neither text nor bytes.
            TypeError: it is no column.
        """
        from . import _arrow

        return _arrow.scan(self, column)

    def findings_arrow(self, column: Any) -> Any:
        """The same as a column as long as the one given: a list of findings for each record, null
        for null."""
        from . import _arrow

        return _arrow.findings(self, column)

    def redact_arrow(self, column: C, *, style: Style = "label") -> C:
        """The column without its credentials: of the same length, type and library. A dictionary
        column is redacted value by value.

        Raises:
            ColumnError: the column holds neither text nor bytes, or the result is too long for it.
            TypeError: it is no column.
        """
        from . import _arrow

        redacted: C = _arrow.redact(self, column, style)
        return redacted

    def scan_file(self, source: Source) -> list[_native.Finding]:
        """The findings of a file: of a path (in bytes) or of a file object, binary (in bytes from
        where it stands) or text (in code points).

        Raises:
            OSError: it cannot be read.
        """
        from . import _files

        return _files.scan(self, source)

    def redact_file(self, source: Source, target: Target, *, style: Style = "label") -> int:
        """Copies a file without its credentials, and says how many characters (of text) or bytes
        were written. The target may be the same path: it is replaced once all is written.

        Raises:
            OSError: it cannot be read or written.
        """
        from . import _files

        return _files.redact(self, source, target, style)

    def scan_record(self, record: Any) -> list[RecordFinding]:
        """The findings of a nested record of ``dict``, ``list`` and the like. The names of keys and
        what stands beside a value count as its context.

        Raises:
            RecordError: it holds itself, or is nested too deeply.
        """
        from . import _records

        return _records.scan(self, record)

    def redact_record(self, record: R, *, style: Style = "label") -> R:
        """A copy of a nested record without its credentials; what holds none is not copied.

        Raises:
            RecordError: it holds itself, or is nested too deeply.
        """
        from . import _records

        redacted: R = _records.redact(self, record, style)
        return redacted


class RecordFinding(NamedTuple):
    """A finding of a nested record."""

    #: The keys and indices that lead to the value.
    path: tuple[Any, ...]
    #: The finding, whose offsets are of that value.
    finding: _native.Finding
    #: Whether it was found in the name of the path's last key, not in the value there.
    in_key: bool = False


def _rules(rules: Rules | Sequence[Rules]) -> tuple[tuple[str, str], ...]:
    """Names and contents of rule files."""
    if isinstance(rules, (str, os.PathLike)):
        rules = (rules,)
    return tuple(map(_rule_file, rules))


def _rule_file(rules: Rules | tuple[str, str]) -> tuple[str, str]:
    if isinstance(rules, tuple):
        return rules
    if isinstance(rules, str) and "\n" in rules:
        return "<rules>", rules
    path = os.fspath(rules)
    with open(path, encoding="utf-8") as file:
        return path, file.read()


def _ids(name: str, ids: Iterable[str]) -> tuple[str, ...]:
    if isinstance(ids, str):
        raise TypeError(f"{name} must be an iterable of rule ids, not a single str")
    return tuple(ids)


def _frozen(allow: Allow) -> Allow:
    """The entry with tuples for lists, so that it can be a key."""
    lists: dict[str, Any] = {
        name: tuple(value) for name, value in allow._asdict().items() if _is_list(value)
    }
    return allow._replace(**lists)


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


@functools.lru_cache(maxsize=16)
def _restore(cls: type[Scanner], arguments: tuple[tuple[str, Any], ...]) -> Scanner:
    """What pickles call. Keeps the last scanners, so that a worker builds each once."""
    return cls(**dict(arguments))
