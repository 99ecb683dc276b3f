"""A namespace ``secrets`` for Polars expressions and Series: ``import keysieve.polars`` makes it
known.

>>> import polars as pl
>>> import keysieve.polars
>>> logs = pl.LazyFrame({"line": ["up", "redis://app:kX93mLq0ZtWv@cache.internal:6379/0"]})
>>> redacted = logs.with_columns(pl.col("line").secrets.redact())
>>> redacted.collect()["line"][1]
'redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0'

The expressions are elementwise: they are part of lazy plans, and the streaming engine runs them on
a batch at a time. Batches are handed over through the Arrow PyCapsule interface without being
copied, with the interpreter's lock released, so linking Polars itself into this package would make
it many times larger and no faster, and tie it to one version of Polars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from . import _default
from ._integration import chosen

if TYPE_CHECKING:
    from ._scanner import Scanner
    from ._types import Style

__all__ = ["SecretsExpr", "SecretsSeries"]

#: What a list of findings is in this version of Polars.
_FINDINGS: pl.DataType = _default.findings_arrow(pl.Series([], dtype=pl.String)).dtype


@pl.api.register_expr_namespace("secrets")
class SecretsExpr:
    """The credentials in an expression of text or bytes."""

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def redact(self, scanner: Scanner | None = None, *, style: Style = "label") -> pl.Expr:
        """The values without them, of the same type."""
        scanner = chosen(scanner, style)
        return self._expr.map_batches(
            lambda values: scanner.redact_arrow(values, style=style),
            return_dtype=pl.self_dtype(),
            is_elementwise=True,
        )

    def findings(self, scanner: Scanner | None = None) -> pl.Expr:
        """A list of findings for each value, null for null. See ``Scanner.scan_arrow``."""
        return self._expr.map_batches(
            chosen(scanner).findings_arrow,
            return_dtype=_FINDINGS,
            is_elementwise=True,
        )

    def found(self, scanner: Scanner | None = None) -> pl.Expr:
        """Whether a value holds any; null for null."""
        return self.findings(scanner).list.len() > 0


@pl.api.register_series_namespace("secrets")
class SecretsSeries:
    """The credentials in a Series of text or bytes."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def scan(self, scanner: Scanner | None = None) -> pl.DataFrame:
        """A row for each finding. See ``Scanner.scan_arrow``."""
        table: pl.DataFrame = chosen(scanner).scan_arrow(self._series)
        return table

    def redact(self, scanner: Scanner | None = None, *, style: Style = "label") -> pl.Series:
        """The Series without them, of the same type."""
        return chosen(scanner, style).redact_arrow(self._series, style=style)

    def findings(self, scanner: Scanner | None = None) -> pl.Series:
        """A list of findings for each value, null for null."""
        lists: pl.Series = chosen(scanner).findings_arrow(self._series)
        return lists

    def found(self, scanner: Scanner | None = None) -> pl.Series:
        """Whether a value holds any; null for null."""
        return self.findings(scanner).list.len() > 0
