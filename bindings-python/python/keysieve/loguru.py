"""Log records without credentials, for loguru."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from ._integration import chosen, redact_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._scanner import Scanner
    from ._types import Style

__all__ = ["patcher", "sink"]


def patcher(scanner: Scanner | None = None, *, style: Style = "label") -> Callable[[Any], None]:
    """What ``logger.configure(patcher=…)`` takes: redacts message, ``extra`` and exception. An
    exception that shows a credential becomes text after the message.

    Where loguru's ``diagnose`` writes out the values of variables, use ``sink``, too.

    >>> from loguru import logger
    >>> import keysieve.loguru
    >>> logger.configure(patcher=keysieve.loguru.patcher())
    []
    """
    scanner = chosen(scanner, style)

    def patch(record: Any) -> None:
        record["message"] = scanner.redact(record["message"], style=style)
        record["extra"] = redact_fields(scanner, record["extra"], style)
        error = record["exception"]
        if error is not None and error.value is not None:
            text = "".join(traceback.format_exception(error.value))
            redacted = scanner.redact(text, style=style)
            if redacted != text:
                record["exception"] = None
                record["message"] += "\n" + redacted.rstrip("\n")

    return patch


def sink(
    write: Callable[[str], Any], scanner: Scanner | None = None, *, style: Style = "label"
) -> Callable[[str], None]:
    """A sink that redacts all that is written, in the form it is written in.

    >>> import sys
    >>> from loguru import logger
    >>> import keysieve.loguru
    >>> number = logger.add(keysieve.loguru.sink(sys.stderr.write))
    >>> logger.remove(number)
    """
    scanner = chosen(scanner, style)

    def redacted(message: str) -> None:
        write(scanner.redact(str(message), style=style))

    return redacted
