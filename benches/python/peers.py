"""Measures keysieve beside its peers, and writes what README's comparison is made of.

Every tool is called from a program, as its package says, with its standard rules. `--cases` takes
examples of other projects' tests, a JSON object a line: `text`, and `want`, the list of secrets in it
(empty: there is none).
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

from bench import records
from scanners import KEYSIEVE, PEERS, Scanner

HERE = Path(__file__).parent
NODE = HERE.parent / "node"
RESULTS = HERE.parent / "peers" / "results.json"
# A tool that is slow gets fewer rounds, not less text.
SECONDS = 2.0
START = "postgres://app:kX93mLq0ZtWv@db.internal:5432/shop"


def best(work: Callable[[], object]) -> float:
    """The shortest of several times that something takes, in seconds."""
    shortest, until = float("inf"), time.perf_counter() + SECONDS
    rounds = 0
    while rounds < 2 or (time.perf_counter() < until and rounds < 50):
        started = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - started)
        rounds += 1
    return shortest


def source_code(size: int) -> str:
    """Real code of many authors that is on every machine that runs this: Python's own library."""
    pieces: list[str] = []
    left = size
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        pieces.append(path.read_text(encoding="utf-8", errors="replace")[:left])
        left -= len(pieces[-1])
    return "".join(pieces)


def start_up(*command: str, bare: list[str]) -> float:
    """Milliseconds from the start of a process to its first finding, but for those of the language."""

    def run(arguments: list[str]) -> float:
        return best(lambda: subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL))

    return (run(list(command)) - run(bare)) * 1e3


def installed_megabytes(distribution: str) -> float:
    """The files of a Python package as it is installed."""
    files = importlib.metadata.files(distribution) or []
    paths = [Path(str(file.locate())) for file in files if not str(file).endswith(".pyc")]
    return sum(path.stat().st_size for path in paths if path.exists()) / 1e6


def judged(find: Callable[[str], list[str]], cases: list[dict[str, object]]) -> dict[str, float]:
    """Shares of the examples, in percent: those whose secrets were all found, and those without any
    of which something was said."""

    def holds(want: str, found: list[str]) -> bool:
        """A part of it that is at least half counts, and so does more than it."""
        return any(want in one or (one in want and 2 * len(one) >= len(want)) for one in found)

    found_all = silent = positives = negatives = 0
    for case in cases:
        text, want = str(case["text"]), list(case["want"])  # type: ignore[call-overload]
        found = [str(one) for one in find(text)]
        if want:
            positives += 1
            found_all += all(holds(one, found) for one in want)
        else:
            negatives += 1
            silent += not found
    return {
        "found": 100 * found_all / max(positives, 1),
        "false": 100 * (1 - silent / max(negatives, 1)),
    }


def python_package(
    scanner: Scanner, lines: list[str], text: str, cases: list[dict[str, object]]
) -> dict[str, object]:
    """All figures of a Python package."""
    find = scanner.find()
    # So that no tool answers from memory and the slow ones come to an end.
    started = time.perf_counter()
    find(lines[0])
    few = lines[: 20_000 if time.perf_counter() - started < 1e-4 else 2_000]
    piece = text
    while len(piece) > 50_000 and best_once(find, piece[:50_000]) * len(piece) / 50_000 > 20:
        piece = piece[: len(piece) // 2]
    code = f"{scanner.code}\nassert find({START!r})"
    result: dict[str, object] = {
        "name": scanner.name,
        "version": importlib.metadata.version(scanner.distribution),
        "language": "Python",
        "record_us": best(lambda: [find(line) for line in few]) / len(few) * 1e6,
        "text_mb_s": len(piece.encode()) / best(lambda: find(piece)) / 1e6,
        "start_ms": start_up(sys.executable, "-c", code, bare=[sys.executable, "-c", ""]),
        "size_mb": installed_megabytes(scanner.distribution),
    }
    return result | (judged(find, cases) if cases else {})


def best_once(find: Callable[[str], list[str]], text: str) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    find(text)
    return time.perf_counter() - started


def node_package(
    name: str, lines: list[str], text: str, cases: list[dict[str, object]]
) -> dict[str, object] | None:
    """All figures of a package for Node.js; nothing if it is not installed."""
    # secretlint keeps something of each call, and gets slower with every one.
    work = {"lines": lines[:200], "text": text, "cases": [case["text"] for case in cases]}
    script = [str(NODE / "peer.mjs"), name]
    try:
        done = subprocess.run(
            ["node", *script], input=json.dumps(work), text=True, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{name}, Node.js: left out: {getattr(error, 'stderr', error)}", file=sys.stderr)
        return None
    figures: dict[str, object] = json.loads(done.stdout)
    found = iter(figures.pop("found"))  # type: ignore[call-overload]
    figures["start_ms"] = start_up("node", *script, "start", bare=["node", "-e", ""])
    return figures | (judged(lambda _: next(found), cases) if cases else {})


def main() -> None:
    """Measures all that is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, help="examples of other projects' tests")
    args = parser.parse_args()
    cases = [json.loads(line) for line in args.cases.open(encoding="utf-8")] if args.cases else []
    lines, text = records(20_000), source_code(4_000_000)
    results: list[dict[str, object]] = []
    for scanner in [KEYSIEVE, *PEERS]:
        if scanner.is_installed:
            results.append(python_package(scanner, lines, text, cases))
            print(json.dumps(results[-1]), flush=True)
    for name in ["keysieve", "secretlint"]:
        if figures := node_package(name, lines, text, cases):
            results.append(figures)
            print(json.dumps(figures), flush=True)
    if RESULTS.exists():
        # What was measured with examples that are not at hand stays, and so do tools that are not.
        before = {(old["name"], old["language"]): old for old in json.loads(RESULTS.read_text())}
        for result in results:
            old = before.pop((result["name"], result["language"]), {})
            result |= {key: old[key] for key in ("found", "false") if key in old and not cases}
        results += before.values()
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
