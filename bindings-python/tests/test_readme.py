"""What README and docstrings show is what comes out."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import keysieve
import pytest

README = Path(__file__).parents[1] / "README.md"
BLOCKS = re.findall(r"^```pycon\n(.*?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
NEEDS = ("pyarrow", "pandas", "polars", "duckdb", "structlog", "loguru", "presidio_analyzer")
NEEDS += ("pyspark", "ray", "dask", "apache_beam")
MODULES = ["", "logging", "structlog", "loguru", "pandas", "polars", "presidio", "spark", "ray"]

#: What is told by the examples of others.
WITHOUT = {"DEFAULT_MIN_CONFIDENCE", "IncompleteWarning", "KeysieveError", "__version__"}

pytestmark = pytest.mark.thread_unsafe(reason="doctests replace standard output")


class Checker(doctest.OutputChecker):
    """Takes any number for a confidence: those are weighed anew with every set of rules."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        want, got = (re.sub(r"(confidence=|score: )[\d.]+", r"\1N", text) for text in (want, got))
        return super().check_output(want, got, optionflags)


def check(test: doctest.DocTest) -> str:
    """What is wrong with the examples, if anything is."""
    shown: list[str] = []
    runner = doctest.DocTestRunner(
        Checker(), optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    )
    runner.run(test, out=shown.append, clear_globs=False)
    assert runner.tries
    return "".join(shown) if runner.failures else ""


def test_readme(request, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for module in NEEDS:
        pytest.importorskip(module)
    url = "connecting to redis://app:kX93mLq0ZtWv@cache.internal:6379/0"
    (tmp_path / "app.log").write_text(url)
    names = {"spark": request.getfixturevalue("spark"), "ray": request.getfixturevalue("ray")}
    parser = doctest.DocTestParser()
    wrong: list[str] = []
    assert len(BLOCKS) > 15
    for number, block in enumerate(BLOCKS):
        test = parser.get_doctest(block, names, f"block {number}", str(README), 0)
        wrong.append(check(test))
        names = test.globs
    assert not any(wrong), "".join(wrong)


@pytest.mark.parametrize("name", sorted(set(keysieve.__all__) - WITHOUT))
def test_every_public_thing_shows_how_it_is_used(name: str) -> None:
    for module in ("pyarrow", "duckdb"):
        pytest.importorskip(module)
    thing = getattr(keysieve, name)
    found = doctest.DocTestFinder().find(thing, name, module=False, globs={})  # type: ignore[arg-type]
    tests = [test for test in found if test.examples]
    assert tests
    for test in tests:
        assert not check(test)


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name: str) -> None:
    if name in {"structlog", "loguru", "pandas", "polars"}:
        pytest.importorskip(name)
    if name in {"spark", "presidio", "ray"}:
        pytest.importorskip({"spark": "pyspark", "presidio": "presidio_analyzer"}.get(name, name))
    module = importlib.import_module(f"keysieve.{name}".rstrip("."))
    tests = [test for test in doctest.DocTestFinder().find(module) if test.examples]
    if not name:
        scanner = importlib.import_module("keysieve._scanner")
        tests += [test for test in doctest.DocTestFinder().find(scanner) if test.examples]
    assert tests
    for test in tests:
        if all(example.options.get(doctest.SKIP) for example in test.examples[1:]):
            continue
        assert not check(test)
