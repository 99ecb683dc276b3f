"""An accessor ``secrets`` for pandas Series: ``import keysieve.pandas`` makes it known.

>>> import pandas as pd
>>> import keysieve.pandas
>>> logs = pd.Series(["up", "redis://app:kX93mLq0ZtWv@cache.internal:6379/0"])
>>> logs.secrets.found().tolist()
[False, True]
>>> logs.secrets.redact()[1]
'redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ._integration import chosen

if TYPE_CHECKING:
    from ._scanner import Scanner
    from ._types import Style

__all__ = ["SecretsAccessor"]


@pd.api.extensions.register_series_accessor("secrets")
class SecretsAccessor:
    """The credentials in a Series of text or bytes."""

    def __init__(self, series: pd.Series[Any]) -> None:
        self._series = series

    def scan(self, scanner: Scanner | None = None) -> pd.DataFrame:
        """A row for each finding; ``record`` is the row's number, from 0. See
        ``Scanner.scan_arrow``."""
        table: pd.DataFrame = chosen(scanner).scan_arrow(self._series)
        return table

    def found(self, scanner: Scanner | None = None) -> pd.Series[bool]:
        """Whether a row holds any."""
        records = self.scan(scanner)["record"]
        rows = pd.RangeIndex(len(self._series)).isin(records)
        return pd.Series(rows, index=self._series.index, name=self._series.name)

    def redact(self, scanner: Scanner | None = None, *, style: Style = "label") -> pd.Series[Any]:
        """The Series without them, of the same type, with the same index and name."""
        redacted: pd.Series[Any] = chosen(scanner, style).redact_arrow(self._series, style=style)
        return redacted
