"""Events without credentials, for structlog."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any

from ._integration import chosen, redact_fields

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from ._scanner import Scanner
    from ._types import Style

__all__ = ["RedactProcessor"]


class RedactProcessor:
    """A processor that redacts all of an event, nested values and exceptions, too. Its place is
    just before the renderer.

    >>> import structlog
    >>> from keysieve.structlog import RedactProcessor
    >>> structlog.configure(processors=[RedactProcessor(), structlog.processors.JSONRenderer()])
    >>> structlog.reset_defaults()
    """

    def __init__(self, scanner: Scanner | None = None, *, style: Style = "label") -> None:
        self._scanner = chosen(scanner, style)
        self._style: Style = style

    def __call__(
        self, logger: Any, method_name: str, event_dict: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """The event without credentials."""
        error = event_dict.get("exc_info")
        if error is True:
            error = sys.exc_info()[1]
        elif isinstance(error, tuple):
            error = error[1]
        if isinstance(error, BaseException):
            # A renderer would write it out itself.
            del event_dict["exc_info"]
            event_dict["exception"] = "".join(traceback.format_exception(error)).rstrip("\n")
        redacted: Any = redact_fields(self._scanner, event_dict, self._style)
        return redacted  # type: ignore[no-any-return]
