"""What can be asked for on the command line."""

from __future__ import annotations

import argparse
import os

from .. import DEFAULT_MIN_CONFIDENCE, Scanner, __version__

__all__ = ["parse", "scanner"]

_DESCRIPTION = """\
Finds credentials in files, directories and standard input.

Exit code: 0 if nothing was found, 1 if something was, 2 if something could not be read or a limit
was reached: it is named on standard error, and all else was scanned."""


def parse(argv: list[str]) -> argparse.Namespace:
    """The arguments; ends the program where they make no sense."""
    parser = argparse.ArgumentParser(
        prog="keysieve",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="a file, a directory, or - for standard input")
    add("--format", choices=["text", "jsonl", "sarif"], default="text", help="how to report")
    add(
        "--jsonl-records",
        metavar="FIELD",
        help="each line is a JSON object: scan this string field of it as a record of its own",
    )
    add("--rules", metavar="FILE", action="append", default=[], help="a file with further rules")
    add("--only", metavar="ID,…", action="append", default=[], help="use these rules alone")
    add("--disable", metavar="ID,…", action="append", default=[], help="leave these rules out")
    add("--indicators", action="store_true", help="use the rules for signs of credentials, too")
    add(
        "--min-confidence",
        metavar="N",
        type=int,
        default=DEFAULT_MIN_CONFIDENCE,
        help="report from this confidence on, 0 to 100 (%(default)s)",
    )
    add(
        "--markers",
        choices=["none", "own", "all"],
        default="own",
        help="whose comments beside a value say that it may stand there (%(default)s)",
    )
    add("--allow-known", action="store_true", help="accept documented examples and canaries")
    add("--decode", action="store_true", help="look into encoded text, too")
    add("--no-ignore", action="store_true", help="scan what ignore files exclude, too")
    add("--threads", metavar="N", type=int, default=0, help="threads; 0 is one a processor")
    add("--show-secrets", action="store_true", help="put the secrets themselves into the report")
    add("--stats", action="store_true", help="bytes, findings, seconds and MB/s on standard error")
    add("--version", action="version", version=f"keysieve {__version__}")
    args = parser.parse_args(argv)
    if args.threads < 0:
        parser.error(f"argument --threads: must not be negative, but is {args.threads}")
    return args


def scanner(args: argparse.Namespace) -> Scanner:
    """What the arguments say to look for."""
    return Scanner(
        rules=args.rules,
        only=_ids(args.only) if args.only else None,
        disable=_ids(args.disable),
        indicators=args.indicators,
        min_confidence=args.min_confidence,
        markers=args.markers,
        allow_known=args.allow_known,
        decode=args.decode,
        fingerprint_key=os.environb.get(b"KEYSIEVE_FINGERPRINT_KEY"),
    )


def _ids(lists: list[str]) -> list[str]:
    return [id for ids in lists for id in ids.split(",") if id]
