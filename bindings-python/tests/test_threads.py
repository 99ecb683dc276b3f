"""Threads, memory and start-up."""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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


#: What is called again and again, in a process of its own: what other libraries' threads take is no
#: leak of this one's.
WORK = """
import ctypes, gc, sys
import credentials, keysieve, pyarrow as pa

class Allocated(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks",
        "keepcost")]

mallinfo = ctypes.CDLL(None).mallinfo2
mallinfo.restype = Allocated
texts = [f"é {credentials.redis_url(n)} {credentials.github_token(n)}" for n in range(10)]
column = pa.array([*texts, None])
record = {"a": [texts, {"b": texts[0]}]}

def work():
    keysieve.Scanner(only=["jwt"]).scan(texts[0])
    for finding in keysieve.scan(texts[0]):
        finding.as_dict()
    keysieve.scan_many(texts)
    keysieve.redact_many([text.encode() for text in texts])
    keysieve.scan(bytearray(texts[0].encode()))
    keysieve.scan_arrow(column)
    keysieve.redact_arrow(column)
    keysieve.findings_arrow(column)
    keysieve.redact_record(record)
    keysieve.StreamScanner().push(texts[0])
    keysieve.StreamRedactor().push(texts[0])
    try:
        keysieve.scan_many([3])
    except TypeError:
        pass

def taken(rounds):
    for _ in range(rounds):
        work()
    gc.collect()
    now = mallinfo()
    return sys.getallocatedblocks(), now.uordblks + now.hblkhd

taken(10)
for _ in range(10):
    blocks, size = taken(1)
    more_blocks, more_size = taken(200)
    print(more_blocks - blocks, more_size - size)
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(ctypes.CDLL(None), "mallinfo2"),
    reason="the C library does not say what is taken",
)
def test_nothing_leaks() -> None:
    """Hundreds of calls later as much is taken as before."""
    pytest.importorskip("pyarrow")
    folder = str(Path(credentials.__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([folder, *sys.path])},
    )
    assert done.returncode == 0, done.stderr
    taken = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    # Two hundred calls that leak an object each, or a few bytes, are more, every time; what caches
    # take is so once.
    assert any(blocks < 150 and size < 2400 for blocks, size in taken), taken


def test_importing_takes_little_in() -> None:
    """What is not needed by all is imported when it is asked for."""
    heavy = "pyarrow pandas polars numpy duckdb logging tempfile asyncio dataclasses inspect"
    script = (
        "import sys; before = set(sys.modules); import keysieve;"
        f"print([m for m in {heavy.split()!r} if m in sys.modules and m not in before])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
