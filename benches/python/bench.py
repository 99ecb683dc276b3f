"""Measures the Python package beside the Rust core and its peers, on the same records in one run."""

from __future__ import annotations

import argparse
import json
import os
import random
import string
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keysieve
import pyarrow as pa
from scanners import PEERS

LENGTH = 200
HEX = "0123456789abcdef"


def record(generator: random.Random, has_secret: bool) -> str:
    """A line of a log, 200 bytes long."""
    trace = "".join(generator.choices(HEX, k=32))
    message = generator.choice(["request served", "cache filled", "connection closed by peer"])
    line = (
        f'{{"ts":"2026-03-1{generator.randrange(10)}T10:2{generator.randrange(10)}:31.'
        f'{generator.randrange(1000):03}Z","level":"info","trace":"{trace}",'
        f'"user":{generator.randrange(10**6)},"msg":"{message}","url":"'
    )
    if has_secret:
        password = "".join(generator.choices(string.ascii_letters + string.digits, k=16))
        line += f"redis://app:{password}@cache.internal:6379/0"
    else:
        line += f"/api/v2/orders/{generator.randrange(10**6)}"
    return (line + '"}').ljust(LENGTH)[:LENGTH]


def records(count: int) -> list[str]:
    """The same ones on every machine; one in a thousand holds a credential."""
    generator = random.Random(7)
    return [record(generator, number % 1000 == 500) for number in range(count)]


def best(rounds: int, measures: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds of each, the best of several rounds in which they take turns."""
    seconds = dict.fromkeys(measures, float("inf"))
    for _ in range(rounds):
        for name, measure in measures.items():
            started = time.perf_counter()
            measure()
            seconds[name] = min(seconds[name], time.perf_counter() - started)
    return seconds


def core(lines: list[str], rounds: int) -> float:
    """Nanoseconds a record of the Rust library by itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "records")
        path.write_text("\n".join(lines))
        command = [
            "cargo",
            "bench",
            "--quiet",
            "-p",
            "keysieve-benches",
            "--bench",
            "records",
            "--",
        ]
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [*command, str(path), str(rounds)], cwd=root, capture_output=True, text=True, check=True
        )
    return float(json.loads(done.stdout)["ns_per_record"])


def peers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """How to scan a record with each that is installed."""
    for scanner in PEERS:
        if scanner.is_installed:
            yield scanner.name, scanner.find()


def two_threads(column: pa.Array) -> Callable[[], None]:
    """Scans twice as much, half in each thread."""

    def run() -> None:
        threads = [threading.Thread(target=keysieve.scan_arrow, args=(column,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return run


def import_seconds() -> float:
    """What importing the package adds to the start of an interpreter."""
    script = "import time; t = time.perf_counter(); import keysieve; print(time.perf_counter() - t)"
    runs = range(10)
    return min(float(subprocess.check_output([sys.executable, "-c", script])) for _ in runs)


def short_call_nanoseconds() -> float:
    """One call with a text in which there is nothing."""
    import timeit

    timer = timeit.Timer(
        "scan(text)", globals={"scan": keysieve.scan, "text": "user logged in: 42"}
    )
    return min(timer.repeat(20, 20_000)) / 20_000 * 1e9


def main() -> None:
    """Writes all figures, one a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-core", action="store_true", help="leave the Rust library out")
    args = parser.parse_args()
    lines = records(args.records)
    column = pa.array(lines)
    decoding = keysieve.Scanner(decode=True)
    limited = keysieve.Scanner(limits=keysieve.Limits(input=1 << 20, reported=100))

    def show(name: str, value: float, unit: str) -> None:
        print(f"{name:44} {value:12.2f} {unit}", flush=True)

    show("import", import_seconds() * 1e3, "ms")
    show("scan of a short str", short_call_nanoseconds(), "ns")
    if hasattr(os, "sched_setaffinity"):
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
    reference = None if args.no_core else core(lines, args.rounds)
    seconds = best(
        args.rounds,
        {
            "scan_arrow": lambda: keysieve.scan_arrow(column),
            "scan_arrow, with what is encoded": lambda: decoding.scan_arrow(column),
            "scan_arrow, within limits": lambda: limited.scan_arrow(column),
            "findings_arrow": lambda: keysieve.findings_arrow(column),
            "redact_arrow": lambda: keysieve.redact_arrow(column),
            "scan_many": lambda: keysieve.scan_many(lines),
            "redact_many": lambda: keysieve.redact_many(lines),
            "scan, in a loop": lambda: [keysieve.scan(line) for line in lines],
        },
    )
    if reference is not None and (again := core(lines, args.rounds)):
        # Before and after, since what else runs on the machine changes.
        reference = min(reference, again)
        show("Rust core", reference, "ns a record")
    for name, value in seconds.items():
        nanoseconds = value * 1e9 / len(lines)
        show(name, nanoseconds, "ns a record")
        if reference is not None:
            show(f"  of the core's pace, {name}", reference / nanoseconds * 100, "%")
    arrow = seconds["scan_arrow"] * 1e9 / len(lines)
    sample = lines[:2_000]
    for name, find in peers():
        scan = best(2, {name: lambda find=find: [find(line) for line in sample]})[name]
        value = scan * 1e9 / len(sample)
        show(name, value, "ns a record")
        show(f"  scan_arrow beside {name}", value / arrow, "times as fast")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    pair = best(
        args.rounds, {"one": lambda: keysieve.scan_arrow(column), "two": two_threads(column)}
    )
    show("two threads", 2 * pair["one"] / pair["two"], "times as fast as one")


if __name__ == "__main__":
    main()
