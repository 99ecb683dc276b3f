"""The command line, from its arguments to its exit code."""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from .. import KeysieveError
from . import args as arguments
from . import found

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from .. import Scanner
    from .report import Report

__all__ = ["main"]


def main(argv: list[str]) -> int:
    """Scans what the arguments say: 0 for nothing found, 1 for findings, 2 for errors."""
    args = arguments.parse(argv)
    try:
        with warnings.catch_warnings(record=True) as left_out:
            warnings.simplefilter("always")
            scanner = arguments.scanner(args)
    except (KeysieveError, OSError) as wrong:
        print(f"keysieve: {wrong}", file=sys.stderr)
        return 2
    for warning in left_out:
        print(f"keysieve: {warning.message}", file=sys.stderr)
    started = time.perf_counter()
    files, errors = found.find(args.paths, args.no_ignore)
    report = _report(args, scanner)
    size = count = 0
    threads = args.threads or os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        work = pool.map(lambda path: found.scan(scanner, path, args.jsonl_records), files)
        for scanned in _progress(work, len(files)):
            size, count = size + scanned.bytes, count + len(scanned.found)
            errors += scanned.errors
            report.findings(scanned.found)
    report.finish(errors)
    for error in errors:
        print(f"keysieve: {error}", file=sys.stderr)
    if args.stats:
        _stats(size, count, time.perf_counter() - started)
    return 2 if errors else 1 if count else 0


def _report(args: argparse.Namespace, scanner: Scanner) -> Report:
    from .report import Jsonl, Text
    from .sarif import Sarif

    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    match args.format:
        case "jsonl":
            return Jsonl(sys.stdout, args.show_secrets)
        case "sarif":
            return Sarif(sys.stdout, scanner)
        case _:
            return Text(sys.stdout, args.show_secrets)


def _progress(work: Iterable[found.Scanned], total: int) -> Iterable[found.Scanned]:
    """Shows how far it is, if somebody looks and the extra `cli` is installed."""
    if not sys.stderr.isatty():
        return work
    try:
        from tqdm import tqdm
    except ImportError:
        return work
    bar: Any = tqdm(work, total=total, unit="file", file=sys.stderr, leave=False)
    return bar  # type: ignore[no-any-return]


def _stats(size: int, count: int, seconds: float) -> None:
    stats = {
        "bytes": size,
        "findings": count,
        "seconds": round(seconds, 6),
        "mb_per_second": round(size / seconds / 1e6, 3),
    }
    print(json.dumps(stats), file=sys.stderr)
