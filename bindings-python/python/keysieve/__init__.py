"""Finds and redacts credentials in text, bytes, records and columns.

>>> import keysieve
>>> log = "connecting to redis://app:kX93mLq0ZtWv@cache.internal:6379/0"
>>> [finding] = keysieve.scan(log)
>>> finding.rule, log[finding.start : finding.end]
('redis-url-password', 'kX93mLq0ZtWv')
>>> keysieve.redact(log)
'connecting to redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0'

Offsets count what Python indexes with: code points of a ``str``, bytes of all else.
"""

from __future__ import annotations

from ._config import Allow, Limits
from ._errors import (
    ColumnError,
    ConfigError,
    IncompleteWarning,
    KeysieveError,
    RecordError,
    RuleError,
    RuleWarning,
)
from ._native import (
    DEFAULT_MIN_CONFIDENCE,
    Column,
    Companion,
    Finding,
    Rule,
    StreamRedactor,
    StreamScanner,
    Table,
    __version__,
)
from ._scanner import Scanner

__all__ = [
    "DEFAULT_MIN_CONFIDENCE",
    "Allow",
    "Column",
    "ColumnError",
    "Companion",
    "ConfigError",
    "Finding",
    "IncompleteWarning",
    "KeysieveError",
    "Limits",
    "RecordError",
    "Rule",
    "RuleError",
    "RuleWarning",
    "Scanner",
    "StreamRedactor",
    "StreamScanner",
    "Table",
    "__version__",
    "findings_arrow",
    "redact",
    "redact_arrow",
    "redact_file",
    "redact_many",
    "redact_record",
    "rule",
    "rules",
    "scan",
    "scan_arrow",
    "scan_file",
    "scan_many",
    "scan_record",
]

_default = Scanner()

scan = _default.scan
scan_many = _default.scan_many
redact = _default.redact
redact_many = _default.redact_many
scan_arrow = _default.scan_arrow
findings_arrow = _default.findings_arrow
redact_arrow = _default.redact_arrow
scan_file = _default.scan_file
redact_file = _default.redact_file
scan_record = _default.scan_record
redact_record = _default.redact_record
rule = _default.rule


def rules() -> tuple[Rule, ...]:
    """All built-in rules.

    >>> import keysieve
    >>> any(rule.vendor == "Slack" for rule in keysieve.rules())
    True
    """
    return _default.rules
