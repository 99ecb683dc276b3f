"""Credentials in Spark DataFrames: Arrow batches go to Python and back, column by column.

>>> import keysieve.spark
>>> found = keysieve.spark.scan(logs, "line", keep=["id"])  # doctest: +SKIP
>>> clean = keysieve.spark.redact(logs, ["line"])  # doctest: +SKIP
>>> keysieve.spark.register(spark)  # doctest: +SKIP
>>> spark.sql("SELECT keysieve_redact(line) FROM logs")  # doctest: +SKIP
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql.types import (
    ArrayType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
)

from ._integration import chosen, names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from ._scanner import Scanner
    from ._types import Style

__all__ = ["FINDING", "redact", "register", "scan"]

#: What a row of findings holds. Without ``record``, since rows of a DataFrame have no number.
FINDING = StructType(
    [
        StructField("within", StringType(), nullable=False),
        StructField("rule", StringType(), nullable=False),
        StructField("start", LongType(), nullable=False),
        StructField("end", LongType(), nullable=False),
        StructField("redact_start", LongType(), nullable=False),
        StructField("redact_end", LongType(), nullable=False),
        StructField("confidence", IntegerType(), nullable=False),
        StructField("severity", StringType(), nullable=False),
        StructField("secrecy", StringType(), nullable=False),
        StructField("validity", StringType(), nullable=False),
        StructField("facts", MapType(StringType(), StringType()), nullable=False),
        StructField("decoded", ArrayType(StringType()), nullable=False),
        StructField("fingerprint", StringType(), nullable=False),
    ]
)


def scan(
    frame: DataFrame, column: str, *, keep: Sequence[str] = (), scanner: Scanner | None = None
) -> DataFrame:
    """A row for each finding in a column of strings or binary.

    Args:
        frame: any DataFrame, also a streaming one.
        column: the column to scan.
        keep: columns that are repeated beside each finding of their row, to tell which it is.
        scanner: what to look for. It is built once a worker.

    Returns:
        The kept columns and those of ``FINDING``.
    """
    kept = frame.select(*keep).schema.fields if keep else []
    clash = {field.name for field in kept} & set(FINDING.names)
    if clash:
        raise ValueError(f"rename the columns {', '.join(sorted(clash))}: findings have such, too")
    schema = StructType([*kept, *FINDING.fields])
    work = partial(_scan, scanner=chosen(scanner), keep=list(keep), names=schema.names)
    return frame.select(*keep, frame[column].alias(_SCANNED)).mapInArrow(work, schema)


def redact(
    frame: DataFrame,
    columns: Sequence[str],
    *,
    scanner: Scanner | None = None,
    style: Style = "label",
) -> DataFrame:
    """The DataFrame with these columns of strings or binary redacted; the schema stays."""
    columns = names(columns)
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ValueError(f"there is no column {', '.join(missing)}")
    work = partial(_redact, scanner=chosen(scanner, style), columns=columns, style=style)
    return frame.mapInArrow(work, frame.schema)


def register(
    spark: SparkSession,
    *,
    scanner: Scanner | None = None,
    style: Style = "label",
    prefix: str = "keysieve_",
) -> None:
    """Makes ``keysieve_redact(text)``, which gives text, and ``keysieve_findings(text)``, which
    gives an array of ``FINDING``, known to SQL."""
    scanner = chosen(scanner, style)
    redact = partial(_redact_array, scanner=scanner, style=style)
    findings = partial(_findings_array, scanner=scanner)
    spark.udf.register(f"{prefix}redact", _udf(redact, StringType()))
    spark.udf.register(f"{prefix}findings", _udf(findings, ArrayType(FINDING)))


#: Spark does not let two columns have one name, so the scanned one gets one that nobody has.
_SCANNED = "__keysieve_scanned"


def _scan(
    batches: Iterator[pa.RecordBatch], scanner: Scanner, keep: list[str], names: list[str]
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        found = scanner.scan_arrow(batch.column(_SCANNED))
        rows = found.column("record")
        columns = [batch.column(name).take(rows.combine_chunks()) for name in keep]
        columns += [found.column(name).combine_chunks() for name in FINDING.names]
        yield pa.RecordBatch.from_arrays(columns, names=names)


def _redact(
    batches: Iterator[pa.RecordBatch], scanner: Scanner, columns: list[str], style: Style
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        # Together, as names and what stands beside a value count.
        redacted = scanner.redact_arrow(batch.select(columns), style=style) if columns else batch
        for name in columns:
            at = batch.schema.get_field_index(name)
            batch = batch.set_column(at, batch.schema.field(at), redacted.column(name))
        yield batch


def _udf(function: Any, returns: Any) -> Any:
    # Spark looks at the annotations, which a partial has none of.
    def work(column: pa.Array) -> pa.Array:
        return function(column)

    # Of Spark 4.1 and later; all else works with 3.3, too.
    from pyspark.sql.pandas import functions

    return functions.arrow_udf(work, returns)  # type: ignore[call-overload]


def _redact_array(column: pa.Array, scanner: Scanner, style: Style) -> pa.Array:
    return scanner.redact_arrow(column, style=style)


def _findings_array(column: pa.Array, scanner: Scanner) -> pa.Array:
    return scanner.findings_arrow(column)
