"""Log records without credentials, for the standard library's ``logging``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ._integration import chosen, redact_fields, redact_value

if TYPE_CHECKING:
    from ._scanner import Scanner
    from ._types import Style

__all__ = ["RedactingFilter"]

#: What every record has; all else comes from ``extra``.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class RedactingFilter(logging.Filter):
    """Redacts the message, its arguments, what came as ``extra``, exceptions and stacks. It keeps
    all records.

    Add it to handlers: a filter of a logger does not see the records of loggers below.

    >>> import logging
    >>> from keysieve.logging import RedactingFilter
    >>> handler = logging.StreamHandler()
    >>> handler.addFilter(RedactingFilter())
    """

    def __init__(
        self, scanner: Scanner | None = None, *, style: Style = "label", name: str = ""
    ) -> None:
        super().__init__(name)
        self._scanner = chosen(scanner, style)
        self._style: Style = style

    def filter(self, record: logging.LogRecord) -> bool:
        """Redacts the record, which is changed, and keeps it."""
        if not super().filter(record):
            return True
        self._message(record)
        self._extra(record)
        if record.exc_info and not record.exc_text:
            # Formatters show this text instead of making their own.
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._text(record.exc_text)
        if record.stack_info:
            record.stack_info = self._text(record.stack_info)
        return True

    def _text(self, text: str) -> str:
        return self._scanner.redact(text, style=self._style)

    def _extra(self, record: logging.LogRecord) -> None:
        fields = vars(record)
        # The names are context for the values.
        extra = {name: value for name, value in fields.items() if name not in _STANDARD}
        redacted = redact_fields(self._scanner, extra, self._style)
        if redacted is not extra:
            for name in extra:
                del fields[name]
            fields.update(redacted)

    def _message(self, record: logging.LogRecord) -> None:
        """Keeps template and arguments apart where what they give holds nothing."""
        original = _formatted(record.msg, record.args)
        template, args = self._text(str(record.msg)), self._argument(record.args)
        if original is not None and args is record.args and self._text(original) == original:
            return
        message = _formatted(template, args)
        if message is None:
            message = original
        if message is None:
            # The arguments do not fit. Reports of that show both, so neither may hold anything.
            record.msg, record.args = template, args
            return
        redacted = self._text(message)
        record.msg, record.args = (template, args) if redacted == message else (redacted, None)

    def _argument(self, args: Any) -> Any:
        """Arguments of any type, each by itself; what is clean stays as it is."""
        if not isinstance(args, tuple):
            return redact_value(self._scanner, args, self._style) if args else args
        new = tuple(redact_value(self._scanner, argument, self._style) for argument in args)
        return args if all(a is b for a, b in zip(new, args, strict=True)) else new


def _formatted(template: Any, args: Any) -> str | None:
    """The message, or None if the arguments do not fit the template."""
    try:
        return str(template) % args if args else str(template)
    except Exception:
        return None


_FORMATTER = logging.Formatter()
