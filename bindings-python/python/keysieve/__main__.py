"""``python -m keysieve PATH…``: finds credentials in files, directories and standard input."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command line; gives back its exit code."""
    from ._cli import run

    return run.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
