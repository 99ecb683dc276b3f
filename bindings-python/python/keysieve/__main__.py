"""``python -m keysieve PATH…``: finds credentials in files, directories and standard input."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Runs the command line; gives back its exit code."""
    from ._cli import run

    # Ctrl-C, and a reader that has gone, end it at once and silently, as they end other programs.
    for name in ("SIGINT", "SIGPIPE"):
        number = getattr(signal, name, None)
        if number is not None and (name != "SIGINT" or signal.getsignal(number) != signal.SIG_IGN):
            signal.signal(number, signal.SIG_DFL)
    return run.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
