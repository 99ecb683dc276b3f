"""pandas, Polars, DuckDB, Presidio."""

from __future__ import annotations

import importlib
import io
import pickle

import credentials
import keysieve
import pytest

URL = credentials.redis_url()
PASSWORD = credentials.password()
CLEAN = "redis://app:[REDACTED:redis-url-password]@cache.internal:6379/0"
RECORDS = ["up", None, f"é {URL}", URL]
REDACTED = ["up", None, f"é {CLEAN}", CLEAN]


def assert_a_column_is_records(column: object) -> None:
    """A column does as the list of what stands in it."""
    assert keysieve.scan_many(column) == keysieve.scan_many(RECORDS)  # type: ignore[arg-type]
    assert keysieve.redact_many(column) == REDACTED  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "binary"])
def test_a_column_of_pyarrow_is_an_iterable_of_records(kind: str) -> None:
    pa = pytest.importorskip("pyarrow")
    if kind == "binary":
        records = [record and record.encode() for record in RECORDS]
        column = pa.array(records, kind)
        assert keysieve.scan_many(column) == keysieve.scan_many(records)
    else:
        column = pa.array(RECORDS, kind)
        assert_a_column_is_records(column)
        assert_a_column_is_records(pa.chunked_array([column[:2], column[2:]]))
        assert_a_column_is_records(list(column))
    with pytest.raises(TypeError, match="of which `as_py` gives the value"):
        keysieve.scan(column[3])


def test_a_number_of_numpy_is_no_bytes() -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(TypeError, match="not int8"):
        keysieve.scan(numpy.int8(65))


class TestPandas:
    """Series, and the accessor."""

    @pytest.fixture(autouse=True)
    def _pandas(self) -> None:
        self.pd = pytest.importorskip("pandas")
        importlib.import_module("keysieve.pandas")

    @pytest.mark.parametrize(
        "dtype",
        ["object", "str", "string", "string[python]", "string[pyarrow]", "category", "arrow"],
    )
    def test_types(self, dtype: str) -> None:
        import pyarrow as pa

        pd = self.pd
        kind = pd.ArrowDtype(pa.large_string()) if dtype == "arrow" else dtype
        series = pd.Series(RECORDS, index=[3, 5, 7, 9], name="line", dtype=kind)
        assert_a_column_is_records(series)
        found = keysieve.scan_arrow(series)
        assert isinstance(found, pd.DataFrame)
        assert found["record"].tolist() == [2, 3]
        row = found.iloc[0]
        assert RECORDS[2][row["start"] : row["end"]] == PASSWORD
        assert row["facts"] == {"user": "app", "host": "cache.internal"}
        redacted = keysieve.redact_arrow(series)
        if dtype == "category":
            assert redacted.dtype == "category"
        else:
            assert redacted.dtype == series.dtype
        assert redacted.index.equals(series.index) and redacted.name == "line"
        assert redacted.isna().tolist() == series.isna().tolist()
        assert redacted.dropna().tolist() == [r for r in REDACTED if r]

    def test_missing_values_stay_what_they_were(self) -> None:
        series = self.pd.Series([None, float("nan"), self.pd.NA, URL], dtype=object)
        redacted = series.secrets.redact()
        assert redacted[0] is None and redacted[1] != redacted[1] and redacted[2] is self.pd.NA

    def test_bytes(self) -> None:
        series = self.pd.Series([URL.encode(), None])
        assert series.secrets.redact().tolist() == [CLEAN.encode(), None]

    def test_the_accessor(self) -> None:
        series = self.pd.Series(RECORDS, index=list("abcd"))
        assert series.secrets.found().to_dict() == {"a": False, "b": False, "c": True, "d": True}
        assert series.secrets.scan()["rule"].tolist() == ["redis-url-password"] * 2
        scanner = keysieve.Scanner(only=["jwt"])
        assert not series.secrets.found(scanner).any()
        assert series.secrets.redact(style="mask")["d"] == URL.replace(PASSWORD, "*" * 14)

    def test_findings_by_row(self) -> None:
        lists = keysieve.findings_arrow(self.pd.Series(RECORDS))
        assert [len(row) for row in lists.dropna()] == [0, 1, 1]

    def test_objects_are_looked_at_row_by_row(self) -> None:
        from decimal import Decimal

        import numpy as np

        items = np.array([URL, "up"], dtype=object)
        records = [
            None, f"é {URL}", 1.5, b"up", {"env": [{"name": "DB_PASSWORD", "value": PASSWORD}]},
            [URL, {"é": f"é {URL}"}], float("nan"), Decimal(1), bytearray(URL.encode()), items,
        ]  # fmt: skip
        series = self.pd.Series(records, index=list("abcdefghia"), name="n", dtype=object)
        places = [
            (1, ""), (4, "env[0].value"), (5, "[0]"), (5, "[1].é"), (8, ""), (9, "[0]"),
        ]  # fmt: skip
        found = series.secrets.scan()
        assert list(zip(found["record"], found["within"], strict=True)) == places
        assert (found.dtypes == self.pd.Series([URL]).secrets.scan().dtypes).all()
        assert found["start"].tolist() == [14, 0, 12, 14, 12, 12]
        assert found["facts"][0] == {"user": "app", "host": "cache.internal"}
        lists = keysieve.findings_arrow(series)
        assert lists.index.equals(series.index) and lists.isna().sum() == 2
        assert [len(row) for row in lists.dropna()] == [1, 0, 0, 1, 2, 0, 1, 1]
        redacted = series.secrets.redact()
        assert redacted.index.equals(series.index) and redacted.name == "n"
        assert [type(value) for value in redacted] == [type(value) for value in records]
        assert redacted.iloc[4] == {
            "env": [{"name": "DB_PASSWORD", "value": "[REDACTED:password-of-member]"}]
        }
        assert redacted.iloc[5] == [CLEAN, {"é": f"é {CLEAN}"}]
        assert redacted.iloc[9].tolist() == [CLEAN, "up"] and items[0] == URL
        assert redacted.iloc[8] == bytearray(CLEAN.encode())
        assert redacted.secrets.scan().empty
        assert series.iloc[5][0] == URL

    def test_a_frame_of_objects(self) -> None:
        from decimal import Decimal

        import pyarrow as pa

        pd = self.pd
        frame = pd.DataFrame(
            {
                "id": [1, 2],
                "user": ["é", "x"],
                "password": [PASSWORD, None],
                "kind": pd.Categorical([URL, "up"]),
                "nested": [[{"line": URL}], 7],
                "parts": pd.Series([["up"], [URL]], dtype=pd.ArrowDtype(pa.list_(pa.string()))),
                "price": [Decimal(1), Decimal(2)],
                5: ["up", URL],
            }
        ).set_axis(["a", "a"])
        places = [
            (0, "password"), (0, "kind"), (0, "nested[0].line"), (1, "parts[0]"), (1, "5"),
        ]  # fmt: skip
        found = keysieve.scan_arrow(frame)
        assert list(zip(found["record"], found["within"], strict=True)) == places
        assert [len(row) for row in keysieve.findings_arrow(frame)] == [3, 2]
        redacted = keysieve.redact_arrow(frame)
        assert keysieve.scan_arrow(redacted).empty
        assert redacted["password"].iloc[0] == "[REDACTED:password-drawn]"
        assert redacted["nested"].tolist() == [[{"line": CLEAN}], 7]
        assert redacted["kind"].tolist() == [CLEAN, "up"]
        assert redacted["price"].equals(frame["price"])
        assert redacted.index.equals(frame.index) and redacted.columns.equals(frame.columns)
        assert (redacted.dtypes == frame.dtypes).drop("kind").all()
        twice = pd.concat([frame, frame], axis=1)
        assert len(keysieve.scan_arrow(twice)) == 10
        assert keysieve.scan_arrow(keysieve.redact_arrow(twice)).empty

    def test_rows_of_a_frame_are_records(self) -> None:
        import pyarrow as pa

        pd = self.pd
        key, secret = credentials.aws_pair()
        frame = pd.DataFrame(
            {
                "password": [PASSWORD, None, PASSWORD],
                "db_password": pd.Categorical([None, PASSWORD, "up"]),
                "id": pd.Series([key, "up", None], dtype=object),
                "key": pd.Series([secret.encode(), None, bytearray(b"up")], dtype=object),
                "arrow": pd.Series(["up", None, "up"], dtype=pd.ArrowDtype(pa.large_string())),
            }
        )
        found = keysieve.scan_arrow(frame)
        places = [(0, "password"), (0, "id"), (0, "key"), (1, "db_password"), (2, "password")]
        assert list(zip(found["record"], found["within"], strict=True)) == places
        redacted = keysieve.redact_arrow(frame)
        assert keysieve.scan_arrow(redacted).empty
        assert [type(value) for value in redacted["key"]] == [bytes, type(None), bytearray]
        assert (redacted.dtypes == frame.dtypes).drop("db_password").all()
        assert frame["password"].iloc[0] == PASSWORD

    def test_objects_that_no_row_can_be_are_refused_without_showing_them(self) -> None:
        import datetime

        itself: list[object] = [URL]
        itself.append(itself)
        series = self.pd.Series([None, URL, itself], dtype=object)
        for call in (keysieve.scan_arrow, keysieve.redact_arrow, keysieve.findings_arrow):
            with pytest.raises(keysieve.ColumnError, match="row 2: .* holds itself") as raised:
                call(series)
            assert PASSWORD not in str(raised.value)
            with pytest.raises(keysieve.ColumnError, match="not of Date32|not date"):
                call(self.pd.Series([None, datetime.date(2026, 1, 1)], dtype=object))

    def test_text_and_bytes_in_one_column_stay_what_they_are(self) -> None:
        records = [f"é {URL}", f"é {URL}".encode(), None, "up", bytearray(URL.encode())]
        series = self.pd.Series(records, index=list("abcca"), dtype=object)
        clean = [f"é {CLEAN}", f"é {CLEAN}".encode(), None, "up", bytearray(CLEAN.encode())]
        redacted = series.secrets.redact()
        assert redacted.tolist() == clean
        assert [type(value) for value in redacted] == [type(value) for value in records]
        assert redacted.index.equals(series.index)
        found = series.secrets.scan()
        assert found["record"].tolist() == [0, 1, 4]
        assert found["start"].tolist() == [keysieve.scan(records[n])[0].start for n in (0, 1, 4)]
        assert series.secrets.found().tolist() == [True, True, False, False, True]
        lists = keysieve.findings_arrow(series)
        assert lists.isna().tolist() == [False, False, True, False, False]
        assert [len(row) for row in lists.dropna()] == [1, 1, 0, 1]

    def test_a_frame_stays_one(self) -> None:
        import pyarrow as pa

        pd = self.pd
        lists = pd.ArrowDtype(pa.list_(pa.string()))
        frame = pd.DataFrame(
            {
                "id": range(4),
                "line": RECORDS,
                "raw": pd.Series([URL, URL.encode(), None, "up"], dtype=object),
                "kind": pd.Categorical(RECORDS),
                "code": pd.Categorical([1, 2, 1, 2]),
                "parts": pd.Series([[URL], [], None, ["up"]], dtype=lists),
                "number": pd.Series(range(4), dtype=pd.ArrowDtype(pa.int64())),
            }
        ).set_axis(list("abcd"))
        found = keysieve.scan_arrow(frame)
        assert isinstance(found, pd.DataFrame)
        assert list(zip(found["record"], found["within"], strict=True)) == [
            (0, "raw"), (0, "parts[0]"), (1, "raw"), (2, "line"), (2, "kind"), (3, "line"),
            (3, "kind"),
        ]  # fmt: skip
        by_row = keysieve.findings_arrow(frame)
        assert by_row.map(len).to_dict() == {"a": 2, "b": 1, "c": 2, "d": 2}
        redacted = keysieve.redact_arrow(frame)
        assert isinstance(redacted, pd.DataFrame)
        assert redacted.index.equals(frame.index) and redacted.columns.equals(frame.columns)
        assert (redacted.dtypes == frame.dtypes).drop("kind").all()
        assert redacted["line"].dropna().tolist() == [r for r in REDACTED if r]
        assert redacted["kind"].dropna().tolist() == [r for r in REDACTED if r]
        assert redacted["raw"].tolist() == [CLEAN, CLEAN.encode(), None, "up"]
        assert list(redacted["parts"].iloc[0]) == [CLEAN]
        assert frame["line"].iloc[3] == URL

    def test_a_frame_without_text_is_refused(self) -> None:
        for call in (keysieve.scan_arrow, keysieve.redact_arrow, keysieve.findings_arrow):
            with pytest.raises(keysieve.ColumnError, match="the DataFrame has none"):
                call(self.pd.DataFrame({"id": [1]}))

    @pytest.mark.parametrize("ordered", [True, False])
    def test_categories_stay(self, ordered: bool) -> None:
        categories = ["none", "z", credentials.redis_url(1), "a", URL]
        dtype = self.pd.CategoricalDtype(categories, ordered=ordered)
        series = self.pd.Series(["a", URL, None, credentials.redis_url(1), "z"], dtype=dtype)
        redacted = series.secrets.redact()
        assert redacted.astype(object).where(redacted.notna(), None).tolist() == [
            "a", CLEAN, None, CLEAN, "z",
        ]  # fmt: skip
        assert redacted.cat.categories.tolist() == ["none", "z", CLEAN, "a"]
        assert redacted.cat.ordered == ordered
        assert redacted.value_counts()[CLEAN] == 2
        clean = series[[0, 2]].cat.remove_categories([URL, credentials.redis_url(1)])
        assert clean.secrets.redact().equals(clean)
        assert clean.secrets.redact().dtype == clean.dtype
        nothing = self.pd.Series([None], dtype=self.pd.CategoricalDtype([]))
        assert nothing.secrets.redact().isna().all()


def test_what_no_column_can_hold_shows_nothing() -> None:
    pd = pytest.importorskip("pandas")
    series = pd.Series(["é", f"\ud800 {URL}"], dtype=object)
    with pytest.raises(keysieve.ColumnError, match="row 1 holds lone surrogates") as raised:
        keysieve.scan_arrow(series)
    assert keysieve.redact_arrow(series).tolist() == ["é", f"\ud800 {CLEAN}"]
    assert raised.value.__suppress_context__ and PASSWORD not in repr(raised.value)


class TestPolars:
    """Series, expressions and lazy plans."""

    @pytest.fixture(autouse=True)
    def _polars(self) -> None:
        self.pl = pytest.importorskip("polars")
        importlib.import_module("keysieve.polars")

    @pytest.mark.parametrize("dtype", ["String", "Categorical", "Binary"])
    def test_types(self, dtype: str) -> None:
        pl = self.pl
        series = pl.Series("line", RECORDS).cast(getattr(pl, dtype))
        if dtype != "Binary":
            assert_a_column_is_records(series)
        found = keysieve.scan_arrow(series)
        assert isinstance(found, pl.DataFrame)
        assert found["record"].to_list() == [2, 3]
        redacted = keysieve.redact_arrow(series)
        assert redacted.dtype == series.dtype and redacted.name == "line"
        assert redacted.cast(pl.String).to_list() == REDACTED
        assert series.secrets.found().to_list() == [False, None, True, True]
        assert series.secrets.redact().equals(redacted)
        assert series.secrets.scan().equals(found)

    @pytest.mark.parametrize("engine", ["in-memory", "streaming"])
    def test_lazy_plans(self, engine: str) -> None:
        pl = self.pl
        frame = pl.LazyFrame({"id": range(400), "line": RECORDS * 100})
        plan = frame.with_columns(
            clean=pl.col("line").secrets.redact(),
            found=pl.col("line").secrets.found(),
            findings=pl.col("line").secrets.findings(),
        )
        assert plan.collect_schema()["clean"] == pl.String
        assert plan.collect_schema()["found"] == pl.Boolean
        result = plan.collect(engine=engine)
        assert result.schema == plan.collect_schema()
        assert result["clean"].to_list() == REDACTED * 100
        assert result["found"].to_list() == [False, None, True, True] * 100
        assert [len(row) for row in result["findings"].drop_nulls()] == [0, 1, 1] * 100
        finding = result["findings"][3][0]
        assert finding["rule"] == "redis-url-password"
        assert URL[finding["start"] : finding["end"]] == PASSWORD

    def test_a_plan_streams(self, tmp_path) -> None:
        pl = self.pl
        pl.DataFrame({"line": RECORDS * 50_000}).write_parquet(tmp_path / "in.parquet")
        calls = []

        class Watching(keysieve.Scanner):
            def redact_arrow(self, column, **arguments):
                calls.append(len(column))
                return super().redact_arrow(column, **arguments)

        plan = pl.scan_parquet(tmp_path / "in.parquet")
        plan = plan.select(pl.col("line").secrets.redact(Watching()))
        plan.sink_parquet(tmp_path / "out.parquet", engine="streaming")
        assert len(calls) > 1 and sum(calls) == 200_000
        clean = pl.read_parquet(tmp_path / "out.parquet")["line"]
        assert not clean.str.contains(PASSWORD).any()
        assert clean.null_count() == 50_000

    @pytest.mark.parametrize("dtype", ["String", "Binary", "Categorical"])
    def test_files_hold_nothing_of_a_credential(self, dtype: str) -> None:
        pl = self.pl
        records = ["an ordinary line of the log", None, URL, f"é {URL}"]
        frame = pl.DataFrame({"line": pl.Series(records).cast(getattr(pl, dtype))})
        # Rows that are left out, and rows that are made null, are in the buffers still.
        masked = pl.when(pl.col("line").cast(pl.String) == URL).then(None).otherwise(pl.col("line"))
        for plan in (frame, frame.head(1), frame.with_columns(line=masked)):
            redacted = plan.with_columns(pl.col("line").secrets.redact())
            file = io.BytesIO()
            redacted.write_ipc(file, compression="uncompressed")
            assert PASSWORD.encode() not in file.getvalue()
            assert PASSWORD.encode() not in pickle.dumps(redacted)

    def test_an_expression_with_a_scanner(self) -> None:
        pl = self.pl
        frame = pl.DataFrame({"line": RECORDS})
        scanner = keysieve.Scanner(only=["jwt"])
        assert not frame.select(pl.col("line").secrets.found(scanner))["line"].any()
        masked = frame.select(pl.col("line").secrets.redact(style="mask"))["line"]
        assert masked[3] == URL.replace(PASSWORD, "*" * 14)

    @pytest.mark.parametrize("type_", ["Null", "Categorical", "Enum"])
    def test_types_that_are_no_text(self, type_: str) -> None:
        pl = self.pl
        dtype = pl.Enum(["up", "down"]) if type_ == "Enum" else getattr(pl, type_)()
        series = pl.Series("a", [None, None] if type_ == "Null" else ["up", None], dtype=dtype)
        clean = series.secrets.redact()
        assert clean.dtype == dtype and clean.to_list() == series.to_list()
        assert series.secrets.found().to_list() == [None if v is None else False for v in series]

    def test_an_enum_of_credentials_is_refused(self) -> None:
        series = self.pl.Series([URL], dtype=self.pl.Enum([URL]))
        nested = self.pl.Series([[URL]], dtype=self.pl.List(self.pl.Enum([URL])))
        for column in (series, nested, series.to_frame()):
            with pytest.raises(keysieve.ColumnError, match="cast it to String"):
                keysieve.redact_arrow(column)

    def test_a_frame_stays_one(self) -> None:
        pl = self.pl
        enum = pl.Enum(["up", "down"])
        frame = pl.DataFrame(
            {
                "id": range(4),
                "line": RECORDS,
                "kind": pl.Series(RECORDS, dtype=pl.Categorical),
                "state": pl.Series(["up", None, "up", "down"], dtype=enum),
                "none": [None] * 4,
                "parts": [RECORDS, None, [], [URL]],
                "kinds": pl.Series([RECORDS, None, [], [URL]], dtype=pl.List(pl.Categorical)),
            }
        )
        found = keysieve.scan_arrow(frame)
        assert isinstance(found, pl.DataFrame)
        assert found.select("record", "within").rows() == [
            (0, "parts[2]"), (0, "parts[3]"), (0, "kinds[2]"), (0, "kinds[3]"),
            (2, "line"), (2, "kind"),
            (3, "line"), (3, "kind"), (3, "parts[0]"), (3, "kinds[0]"),
        ]  # fmt: skip
        lists = keysieve.findings_arrow(frame)
        assert isinstance(lists, pl.Series) and lists.list.len().to_list() == [4, 0, 2, 4]
        redacted = keysieve.redact_arrow(frame)
        assert isinstance(redacted, pl.DataFrame) and redacted.schema == frame.schema
        assert redacted["id"].to_list() == [0, 1, 2, 3]
        assert redacted["line"].to_list() == redacted["kind"].to_list() == REDACTED
        assert redacted["parts"].to_list() == redacted["kinds"].to_list()
        assert redacted["parts"].to_list() == [REDACTED, None, [], [CLEAN]]
        with pytest.raises(TypeError, match="PyCapsule interface or a pandas Series, not list"):
            keysieve.scan_arrow(RECORDS)

    def test_wrong_arguments_are_named_at_once(self) -> None:
        with pytest.raises(keysieve.ConfigError, match="style must be"):
            self.pl.col("line").secrets.redact(style="nonsense")
        with pytest.raises(TypeError, match="scanner must be a keysieve.Scanner, not str"):
            self.pl.col("line").secrets.redact("jwt")


class TestDuckDB:
    """Relations in, tables out, and functions of SQL."""

    @pytest.fixture(autouse=True)
    def _duckdb(self) -> None:
        self.db = pytest.importorskip("duckdb").connect()
        self.db.execute(
            "CREATE TABLE logs AS SELECT unnest(?) AS line, unnest([1,2,3,4]) AS id", [RECORDS]
        )

    def test_a_relation_is_a_column(self) -> None:
        found = keysieve.scan_arrow(self.db.sql("SELECT line FROM logs ORDER BY id"))
        assert isinstance(found, keysieve.Table)
        rows = self.db.sql(
            "SELECT record, rule, facts['host'], substring(?, start + 1, \"end\" - start) FROM found",
            params=[URL],
        )
        assert rows.fetchall()[1] == (3, "redis-url-password", "cache.internal", PASSWORD)

    def test_a_relation_becomes_a_table(self) -> None:
        relation = self.db.sql("SELECT id, line, [line] AS parts FROM logs ORDER BY id")
        clean = keysieve.redact_arrow(relation)
        assert isinstance(clean, keysieve.Table)
        assert clean.column_names == ["id", "line", "parts"] and len(clean) == 4
        rows = self.db.sql("SELECT * FROM clean").fetchall()
        assert rows == [(n, line, [line]) for n, line in enumerate(REDACTED, 1)]

    def test_redaction_is_a_function(self) -> None:
        self.db.create_function(
            "redact",
            lambda column: keysieve.redact_arrow(column),
            ["VARCHAR"],
            "VARCHAR",
            type="arrow",
        )
        rows = self.db.sql("SELECT redact(line) FROM logs ORDER BY id").fetchall()
        assert [row for (row,) in rows] == REDACTED


class TestPresidio:
    """The recognizer."""

    @pytest.fixture(autouse=True)
    def _presidio(self) -> None:
        pytest.importorskip("presidio_analyzer")

    def test_results_span_what_has_to_go(self) -> None:
        from keysieve.presidio import CredentialRecognizer

        text = f"é {URL}"
        [result] = CredentialRecognizer().analyze(text, ["CREDENTIAL", "PERSON"])
        assert text[result.start : result.end] == PASSWORD
        assert result.score == keysieve.scan(text)[0].confidence / 100
        assert result.recognition_metadata["rule"] == "redis-url-password"
        assert CredentialRecognizer().analyze(text, ["PERSON"]) == []

    def test_it_is_one_of_an_analyzer(self) -> None:
        from keysieve.presidio import CredentialRecognizer
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
        from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

        class NoEngine(NlpEngine):
            """Without a model of a language."""

            def load(self) -> None: ...

            def is_loaded(self) -> bool:
                return True

            def process_text(self, text, language):
                return NlpArtifacts([], [], [], [], self, language)

            def process_batch(self, texts, language, **_):
                return ((text, self.process_text(text, language)) for text in texts)

            def is_stopword(self, word, language) -> bool:
                return False

            def is_punct(self, word, language) -> bool:
                return False

            def get_supported_entities(self):
                return []

            def get_supported_languages(self):
                return ["en"]

        registry = RecognizerRegistry(recognizers=[CredentialRecognizer(entity="SECRET")])
        analyzer = AnalyzerEngine(registry=registry, nlp_engine=NoEngine())
        [result] = analyzer.analyze(URL, language="en")
        assert (result.entity_type, result.start) == ("SECRET", 12)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("text", "not str: for a single one there is `scan`"),
        ({"line": ["text"]}, "not dict: for nested records there is `scan_record`"),
        (["text"], "not list: see `pyarrow.array`, or `scan_many` for any iterable"),
    ],
)
def test_what_is_no_column_is_told_where_to_go(wrong: object, message: str) -> None:
    for call in (keysieve.scan_arrow, keysieve.findings_arrow, keysieve.redact_arrow):
        with pytest.raises(TypeError, match=message):
            call(wrong)


def test_a_table_without_text_is_named_as_such() -> None:
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    message = "expected a column of text or bytes, and the table has none"
    for table in (pa.table({"number": [1]}), pa.table({}), pl.DataFrame({"number": [1]})):
        for call in (keysieve.scan_arrow, keysieve.redact_arrow):
            with pytest.raises(keysieve.ColumnError, match=message):
                call(table)
    with pytest.raises(TypeError, match="not LazyFrame: `collect` it"):
        keysieve.scan_arrow(pl.LazyFrame({"line": ["text"]}))
    with pytest.raises(keysieve.ColumnError, match="not of Object: `scan_many`"):
        keysieve.scan_arrow(pl.Series([object()], dtype=pl.Object))


def test_a_column_of_pandas_in_which_all_is_missing_has_no_findings() -> None:
    pd = pytest.importorskip("pandas")
    for values in ([], [float("nan")] * 3):
        series = pd.Series(values, dtype="float64", name="line", index=range(4, len(values) + 4))
        assert len(keysieve.scan_arrow(series)) == 0
        redacted = keysieve.redact_arrow(series)
        pd.testing.assert_series_equal(redacted, series)
        assert keysieve.findings_arrow(series).isna().all()
        with pytest.raises(keysieve.ConfigError):
            keysieve.redact_arrow(series, style="no such")  # type: ignore[arg-type]
    with pytest.raises(keysieve.ColumnError, match="not of Float64"):
        keysieve.scan_arrow(pd.Series([1.5, None]))
