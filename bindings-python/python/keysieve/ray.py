"""Credentials in Ray datasets: blocks are Arrow tables, and are handed over as they are.

>>> import keysieve.ray
>>> clean = keysieve.ray.redact(dataset, ["line"])  # doctest: +SKIP
>>> found = keysieve.ray.scan(dataset, "line", keep=["id"])  # doctest: +SKIP
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ._integration import chosen, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ray.data

    from ._scanner import Scanner
    from ._types import Style

__all__ = ["redact", "scan"]


def scan(
    dataset: ray.data.Dataset,
    column: str,
    *,
    keep: Sequence[str] = (),
    scanner: Scanner | None = None,
    **options: Any,
) -> ray.data.Dataset:
    """A row for each finding in a column of text or bytes.

    Args:
        dataset: the records.
        column: the column to scan.
        keep: columns that are repeated beside each finding of their row, to tell which it is.
        scanner: what to look for. It is built once a worker.
        options: more for ``Dataset.map_batches``, such as ``concurrency`` or ``batch_size``.
    """
    work = partial(_scan, column=column, keep=list(keep), scanner=chosen(scanner))
    return dataset.map_batches(work, batch_format="pyarrow", **options)


def redact(
    dataset: ray.data.Dataset,
    columns: Sequence[str],
    *,
    scanner: Scanner | None = None,
    style: Style = "label",
    **options: Any,
) -> ray.data.Dataset:
    """The dataset with these columns of text or bytes redacted.

    ``options`` are more for ``Dataset.map_batches``.
    """
    work = partial(_redact, columns=names(columns), scanner=chosen(scanner, style), style=style)
    return dataset.map_batches(work, batch_format="pyarrow", **options)


def _scan(table: pa.Table, column: str, keep: list[str], scanner: Scanner) -> pa.Table:
    found: pa.Table = scanner.scan_arrow(table.column(column))
    rows = found.column("record")
    for at, name in enumerate(keep):
        found = found.add_column(at, table.schema.field(name), table.column(name).take(rows))
    # Numbers within a block mean nothing.
    return found.drop_columns(["record"])


def _redact(table: pa.Table, columns: list[str], scanner: Scanner, style: Style) -> pa.Table:
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise ValueError(f"there is no column {', '.join(missing)}")
    if not columns:
        return table
    # Together, as names and what stands beside a value count.
    redacted = scanner.redact_arrow(table.select(columns), style=style)
    for name in columns:
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), redacted.column(name))
    return table
