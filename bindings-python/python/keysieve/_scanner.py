"""The scanner."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, Self, TypeVar, overload

from . import _config, _native
from ._config import Allow, Limits
from ._types import Comparable, Rules, Source, Style, Target

__all__ = ["RecordFinding", "Scanner"]

C = TypeVar("C", bound=Comparable)


class Scanner(_native.Scanner):
    """What to look for. It never changes, can be shared between threads, and is pickled by its
    arguments, so it is cheap to send; a process builds it once, however often it is unpickled.

    Args:
        rules: rules of one's own: a path of a TOML file, or such text itself (anything with a line
            break), or several of them. Files in the format of Gitleaks are read, too; a
            ``RuleWarning`` names each rule that cannot be carried over, and why.
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
        ConfigError: an unknown rule id, no rule left, a threshold out of range, a bad pattern, an
            empty key.
        TypeError: an argument of another type.
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
        given = {name: value for name, value in locals().items() if name in _config.DEFAULTS}
        arguments = _config.arguments(given)
        self = super().__new__(cls, **arguments)
        self._arguments = tuple(
            (name, value)
            for name, value in arguments.items()
            if type(value) is not type(_config.DEFAULTS[name]) or value != _config.DEFAULTS[name]
        )
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
        # Texts of rules are long, and the key is secret.
        shown = (
            f"{name}=…" if name in ("rules", "allow", "fingerprint_key") else f"{name}={value!r}"
            for name, value in self._arguments
        )
        return f"Scanner({', '.join(shown)})"

    def scan_arrow(self, column: Any) -> Any:
        """The findings of a column, as a table with a row a finding.

        Args:
            column: text or bytes, also in lists, structs and maps, or a table of such: anything with
                the Arrow PyCapsule interface (of pyarrow, Polars, DuckDB, …), or of pandas. A row of
                a table, or of what is nested, is a record, as for ``scan_record``.

        Returns:
            A table of the library that the column is of, or a ``keysieve.Table`` that every such
            library takes. Its columns: ``record`` (row, from 0), ``within`` (where in a nested row,
            or in a row of a table, the value is: ``env[0].value``; else empty), ``rule``, ``start``,
            ``end`` (of the value), ``redact_start``, ``redact_end`` (code points of text, bytes of
            binary), ``confidence`` (0 to 100), ``severity``, ``secrecy``, ``validity``, ``facts`` (a
            map), ``decoded`` (a list), ``fingerprint``.

        Raises:
            ColumnError: the column holds neither text nor bytes, or some in a type that is not looked
                at (unions, run-ends, binary of fixed size): which it is, and where.
            TypeError: it is no column.

        >>> import keysieve, pyarrow
        >>> column = pyarrow.array(["up", None, "redis://app:kX93mLq0ZtWv@cache:6379/0"])
        >>> keysieve.scan_arrow(column).select(["record", "rule", "start", "end"]).to_pylist()
        [{'record': 2, 'rule': 'redis-url-password', 'start': 12, 'end': 24}]
        """
        from . import _arrow

        return _arrow.scan(self, column)

    def findings_arrow(self, column: Any) -> Any:
        """The same as a column as long as the one given: a list of findings for each record, null
        for null.

        Raises:
            ColumnError: the column holds neither text nor bytes.
            TypeError: it is no column.

        >>> import keysieve, pyarrow
        >>> column = pyarrow.array(["up", None, "redis://app:kX93mLq0ZtWv@cache:6379/0"])
        >>> lists = keysieve.findings_arrow(column).to_pylist()
        >>> lists[0], lists[1], lists[2][0]["rule"]
        ([], None, 'redis-url-password')
        """
        from . import _arrow

        return _arrow.findings(self, column)

    @overload
    def redact_arrow(self, column: C, *, style: Style = "label") -> C: ...
    @overload
    def redact_arrow(
        self, column: Any, *, style: Style = "label"
    ) -> _native.Column | _native.Table: ...
    def redact_arrow(self, column: Any, *, style: Style = "label") -> Any:
        """The column or the table without its credentials: of the same length, type and library, if
        that is pyarrow, Polars or pandas; else a ``keysieve.Column`` or a ``keysieve.Table``, which
        every such library takes.

        Its buffers hold the bytes of its rows alone: nothing under nulls, nothing around a slice. A
        dictionary column is redacted value by value; values that become alike are one, and what one
        row of a table says of a value goes for all. What is nested is redacted where it stands; what
        is no text stays.

        Raises:
            ColumnError: the column holds neither text nor bytes, or some in a type that is not looked
                at (which it is, and where), or the result is too long for it.
            TypeError: it is no column.

        >>> import keysieve, pyarrow
        >>> column = pyarrow.array([None, "redis://app:kX93mLq0ZtWv@cache:6379/0"])
        >>> keysieve.redact_arrow(column, style="mask").to_pylist()
        [None, 'redis://app:************@cache:6379/0']
        """
        from . import _arrow

        return _arrow.redact(self, column, style)

    def scan_file(self, source: Source) -> list[_native.Finding]:
        """The findings of a file: of a path (in bytes) or of a file object, binary (in bytes from
        where it stands) or text (in code points).

        Raises:
            OSError: it cannot be read.

        >>> import io, keysieve
        >>> file = io.StringIO("redis://app:kX93mLq0ZtWv@cache:6379/0")
        >>> [(found.start, found.end) for found in keysieve.scan_file(file)]
        [(12, 24)]
        """
        from . import _files

        return _files.scan(self, source)

    def redact_file(self, source: Source, target: Target, *, style: Style = "label") -> int:
        """Copies a file without its credentials, and says how many characters (of text) or bytes
        were written. The target may be the same path: it is replaced once all is written.

        A file of up to 32 MiB (of text: Mi characters) is looked at as a whole; a longer one as
        ``StreamRedactor`` does, so that it need not fit into memory: a secret that also stands
        earlier in the file than where it is known by is then replaced from there on only.

        Entries of an allowlist that go by paths allow nothing here, whatever the file's path is.

        Raises:
            OSError: it cannot be read or written.

        >>> import io, keysieve
        >>> source, target = io.StringIO("redis://app:kX93mLq0ZtWv@cache:6379/0"), io.StringIO()
        >>> keysieve.redact_file(source, target, style="mask")
        37
        >>> target.getvalue()
        'redis://app:************@cache:6379/0'
        """
        from . import _files

        return _files.redact(self, source, target, style)


class RecordFinding(NamedTuple):
    """A finding of a nested record."""

    #: The keys and indices that lead to the value.
    path: tuple[Any, ...]
    #: The finding, whose offsets are of that value.
    finding: _native.Finding
    #: Whether it was found in the name of the path's last key, not in the value there.
    in_key: bool = False


@functools.lru_cache(maxsize=16)
def _restore(cls: type[Scanner], arguments: tuple[tuple[str, Any], ...]) -> Scanner:
    """What pickles call. Keeps the last scanners, so that a worker builds each once."""
    return cls(**dict(arguments))
