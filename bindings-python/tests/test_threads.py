"""Threads, memory and start-up."""

from __future__ import annotations

import gc
import itertools
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import credentials
import keysieve
import pytest

TEXTS = [f"é {credentials.redis_url(n)} {credentials.github_token(n)}" for n in range(100)]


def test_one_scanner_serves_many_threads() -> None:
    scanner = keysieve.Scanner(decode=True, disable=["jwt"])
    expected = scanner.scan_many(TEXTS)
    redacted = scanner.redact_many(TEXTS)

    def work(number: int) -> bool:
        return (
            scanner.scan_many(TEXTS) == expected
            and scanner.redact_many(TEXTS) == redacted
            and scanner.scan(TEXTS[number]) == expected[number]
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(64)))


def test_a_buffer_may_be_written_to_meanwhile() -> None:
    """Other threads write to what is scanned: whatever is found, it is sound."""
    data = bytearray(b" ".join(text.encode() for text in TEXTS) * 20)
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number = (number + 4099) % len(data)
            data[number] = number % 256

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(20):
            for finding in keysieve.scan(data):
                assert finding.end <= len(data)
            assert len(keysieve.redact(data)) > 0
    finally:
        stop.set()
        writer.join()


def test_a_buffer_is_let_go() -> None:
    data = bytearray(TEXTS[0].encode())
    keysieve.scan(data)
    keysieve.redact(memoryview(data))
    data.extend(b"more")


@pytest.mark.thread_unsafe(reason="signals are the main thread's")
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers")
@pytest.mark.parametrize("call", ["scan_arrow", "redact_arrow", "scan_many", "redact_many"])
def test_signals_are_heard_meanwhile(call: str) -> None:
    """However much there is to scan, Ctrl-C need not wait for its end."""
    pa = pytest.importorskip("pyarrow")
    heard = [0]

    def hear(*_: object) -> None:
        heard[0] += 1

    chunk = pa.array(["nothing but words " * 50] * 1000)
    texts = chunk.to_pylist()
    before = signal.signal(signal.SIGALRM, hear)
    try:
        # Signals that come while nobody listens are heard once, at the end; those that are heard
        # meanwhile are more, if it takes long enough.
        for times in (2**power for power in range(5, 14)):
            column = pa.chunked_array([chunk] * times)
            # No iterator of the interpreter's own, which hears signals by itself.
            many = itertools.chain.from_iterable(itertools.repeat(texts, times))
            records = many if call.endswith("many") else column
            heard[0] = 0
            signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)
            getattr(keysieve, call)(records)
            signal.setitimer(signal.ITIMER_REAL, 0)
            if heard[0] > 3:
                break
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert heard[0] > 3


@pytest.mark.thread_unsafe(reason="it measures the memory of the process")
def test_nothing_leaks() -> None:
    psutil = pytest.importorskip("psutil")
    pa = pytest.importorskip("pyarrow")
    process = psutil.Process()
    column = pa.array([*TEXTS, None])
    table = {"a": [TEXTS, {"b": TEXTS[0]}]}

    def work() -> None:
        keysieve.Scanner(only=["jwt"]).scan(TEXTS[0])
        for _ in range(20):
            for finding in keysieve.scan(TEXTS[0]):
                finding.as_dict()
            keysieve.scan_many(TEXTS)
            keysieve.redact_many([text.encode() for text in TEXTS])
            keysieve.scan(bytearray(TEXTS[0].encode()))
            keysieve.scan_arrow(column)
            keysieve.redact_arrow(column)
            keysieve.findings_arrow(column)
            keysieve.redact_record(table)
            with pytest.raises(TypeError):
                keysieve.scan_many([3])  # type: ignore[list-item]

    for _ in range(5):
        work()
    gc.collect()
    objects, before = len(gc.get_objects()), process.memory_info().rss
    for _ in range(15):
        work()
    gc.collect()
    assert len(gc.get_objects()) - objects < 100
    # A leak of one finding a call would be some megabytes.
    assert process.memory_info().rss - before < 4 << 20


def test_importing_takes_little_in() -> None:
    """What is not needed by all is imported when it is asked for."""
    heavy = "pyarrow pandas polars numpy duckdb logging tempfile asyncio dataclasses inspect"
    script = (
        "import sys; before = set(sys.modules); import keysieve;"
        f"print([m for m in {heavy.split()!r} if m in sys.modules and m not in before])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
