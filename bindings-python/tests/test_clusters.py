"""Spark, Ray, Dask and Beam, each really started on this machine."""

from __future__ import annotations

import credentials
import keysieve
import pytest

pytestmark = pytest.mark.thread_unsafe(reason="there is one session a process")

URL = credentials.redis_url()
PASSWORD = credentials.password()
CLEAN = "redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0"
ROWS = [(0, "up"), (1, None), (2, f"é {URL}"), (3, URL)]
REDACTED = ["up", None, f"é {CLEAN}", CLEAN]


class TestSpark:
    """Data frames and SQL."""

    def test_scan(self, spark) -> None:
        import keysieve.spark

        logs = spark.createDataFrame(ROWS, "id long, line string").repartition(2)
        found = keysieve.spark.scan(logs, "line", keep=["id"])
        assert found.columns == ["id", *keysieve.spark.FINDING.names]
        rows = {row["id"]: row for row in found.collect()}
        assert rows.keys() == {2, 3}
        for id, row in rows.items():
            assert ROWS[id][1][row["start"] : row["end"]] == PASSWORD
            assert row["facts"] == {"user": "app", "host": "cache.internal"}
        assert found.where("facts['host'] = 'cache.internal' AND confidence > 50").count() == 2
        binary = logs.selectExpr("id", "cast(line AS binary) AS line")
        assert keysieve.spark.scan(binary, "line").count() == 2
        with pytest.raises(ValueError, match="rename the columns rule"):
            keysieve.spark.scan(logs.withColumn("rule", logs.line), "line", keep=["rule"])

    def test_redact(self, spark) -> None:
        import keysieve.spark

        logs = spark.createDataFrame(ROWS, "id long, line string")
        clean = keysieve.spark.redact(logs, ["line"])
        assert clean.schema == logs.schema
        assert [row["line"] for row in clean.orderBy("id").collect()] == REDACTED
        scanner = keysieve.Scanner(only=["jwt"], fingerprint_key="key")
        same = keysieve.spark.redact(logs, ["line"], scanner=scanner, style="fingerprint")
        assert [tuple(row) for row in same.orderBy("id").collect()] == ROWS
        with pytest.raises(ValueError, match="there is no column other"):
            keysieve.spark.redact(logs, ["other"])

    def test_sql(self, spark) -> None:
        import keysieve.spark

        keysieve.spark.register(spark)
        spark.createDataFrame(ROWS, "id long, line string").createOrReplaceTempView("logs")
        clean = spark.sql("SELECT keysieve_redact(line) AS line FROM logs ORDER BY id")
        assert [row["line"] for row in clean.collect()] == REDACTED
        found = spark.sql(
            "SELECT id, f.rule FROM logs LATERAL VIEW explode(keysieve_findings(line)) AS f"
        )
        assert {tuple(row) for row in found.collect()} == {
            (2, "redis-url-password"),
            (3, "redis-url-password"),
        }


class TestRay:
    """Datasets."""

    def test_scan_and_redact(self, ray) -> None:
        import keysieve.ray
        import ray.data

        dataset = ray.data.from_items([{"id": id, "line": line} for id, line in ROWS])
        rows = keysieve.ray.redact(dataset, ["line"]).take_all()
        assert [row["line"] for row in sorted(rows, key=lambda row: row["id"])] == REDACTED
        scanner = keysieve.Scanner(only=["redis-url-password"])
        found = keysieve.ray.scan(dataset, "line", keep=["id"], scanner=scanner).take_all()
        assert {row["id"]: row["rule"] for row in found} == {
            2: "redis-url-password",
            3: "redis-url-password",
        }
        for row in found:
            assert ROWS[row["id"]][1][row["start"] : row["end"]] == PASSWORD


@pytest.mark.parametrize("module", ["ray", "spark"])
def test_columns_that_are_redacted_together_are_a_record(module: str) -> None:
    """By their names, and with what stands beside a value."""
    import importlib

    pa = pytest.importorskip("pyarrow")
    pytest.importorskip({"ray": "ray.data", "spark": "pyspark"}[module])
    of = importlib.import_module(f"keysieve.{module}")
    table = pa.table({"id": [1, 2], "user": ["app", "up"], "password": [PASSWORD, None]})
    columns, scanner = ["user", "password"], keysieve.Scanner()
    if module == "ray":
        redacted = of._redact(table, scanner=scanner, columns=columns, style="mask")
    else:
        batches = of._redact(iter(table.to_batches()), scanner, columns, "mask")
        redacted = pa.Table.from_batches(batches)
    assert redacted.schema == table.schema
    assert redacted["password"].to_pylist() == ["*" * len(PASSWORD), None]
    assert redacted["user"].to_pylist() == ["app", "up"]


def test_dask() -> None:
    """Partitions are pandas Series."""
    dd = pytest.importorskip("dask.dataframe")
    import pandas as pd

    lines = dd.from_pandas(pd.Series([line for _, line in ROWS], name="line"), npartitions=2)
    clean = lines.map_partitions(keysieve.redact_arrow, meta=lines._meta)
    assert clean.compute(scheduler="processes").dropna().tolist() == [r for r in REDACTED if r]
    meta = keysieve.scan_arrow(pd.Series([], dtype="str"))
    found = lines.map_partitions(keysieve.scan_arrow, meta=meta)
    assert found.compute(scheduler="threads")["rule"].tolist() == ["redis-url-password"] * 2


def test_beam() -> None:
    """Elements are text."""
    beam = pytest.importorskip("apache_beam")
    from apache_beam.testing.test_pipeline import TestPipeline
    from apache_beam.testing.util import assert_that, equal_to

    with TestPipeline() as pipeline:
        lines = pipeline | beam.Create([line for _, line in ROWS if line])
        assert_that(lines | beam.Map(keysieve.redact), equal_to([r for r in REDACTED if r]))
        rules = lines | "scan" >> beam.FlatMap(keysieve.scan) | beam.Map(lambda found: found.rule)
        assert_that(rules, equal_to(["redis-url-password"] * 2), label="rules")
