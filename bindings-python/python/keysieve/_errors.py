"""What can go wrong. No message ever holds a credential."""

from __future__ import annotations

__all__ = [
    "ColumnError",
    "ConfigError",
    "IncompleteWarning",
    "KeysieveError",
    "RecordError",
    "RuleError",
    "RuleWarning",
]


class KeysieveError(Exception):
    """The base of all exceptions of this package."""


class ConfigError(KeysieveError, ValueError):
    """An argument that is no choice: an unknown rule id, a threshold out of range, …

    >>> import keysieve
    >>> keysieve.Scanner(only=["no-such-rule"])
    Traceback (most recent call last):
    keysieve._errors.ConfigError: there is no rule `no-such-rule`
    """


class RuleError(KeysieveError, ValueError):
    """A rule of one's own that was refused.

    Attributes:
        file: the file, as it was given; ``<rules>`` for text.
        line: the line in it, from 1.
        rule: the rule's id, or its number where it has none; empty if the file itself is wrong.
        field: the field; empty if no single one is wrong.
        problem: what is wrong.

    >>> import keysieve
    >>> keysieve.Scanner(rules="vendor = 'Acme'\\n[[rule]]\\nid = 'two words'\\n")
    Traceback (most recent call last):
    keysieve._errors.RuleError: <rules>:3: rule `two words`, field `id`: ...
    """

    def __init__(self, file: str, line: int, rule: str, field: str, problem: str) -> None:
        super().__init__(file, line, rule, field, problem)
        self.file = file
        self.line = line
        self.rule = rule
        self.field = field
        self.problem = problem

    def __str__(self) -> str:
        where = [f"{self.file}:{self.line}:"]
        if self.rule:
            where.append(f"rule `{self.rule}`" + ("," if self.field else ":"))
        if self.field:
            where.append(f"field `{self.field}`:")
        return " ".join([*where, self.problem])


class ColumnError(KeysieveError, TypeError):
    """A column that holds neither text nor bytes, or some in a type that is not looked at.

    >>> import keysieve, pyarrow
    >>> keysieve.scan_arrow(pyarrow.array([1, 2]))
    Traceback (most recent call last):
    keysieve._errors.ColumnError: expected a column of text or bytes, not of Int64
    """


class RecordError(KeysieveError, ValueError):
    """A nested record that cannot be walked: it holds itself, or is nested too deeply.

    >>> import keysieve
    >>> record = {}
    >>> record["self"] = record
    >>> keysieve.scan_record(record)
    Traceback (most recent call last):
    keysieve._errors.RecordError: the record holds itself
    """


class IncompleteWarning(UserWarning):
    """A limit was reached, so not everything was looked at: what was not is not known to be clean.

    ``warnings.simplefilter("error", keysieve.IncompleteWarning)`` makes it an error.
    """


class RuleWarning(UserWarning):
    """A rule of another scanner's file, or something else in it, could not be carried over: the
    message names the file, the rule's id and the reason.

    >>> import keysieve, warnings
    >>> with warnings.catch_warnings(record=True) as warned:
    ...     _ = keysieve.Scanner(rules="[[rules]]\\nid = 'keys'\\nregex = '('\\n")
    >>> print(warned[0].message)
    <rules>: rule `keys` is left out: ...
    """
