"""Files: paths and file objects."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

from ._native import StreamRedactor, StreamScanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._native import Finding
    from ._scanner import Scanner
    from ._types import Source, Style, Target

__all__ = ["redact", "scan"]

#: Bytes or characters that are read at a time.
_PIECE = 1 << 20

#: Up to so many a file is redacted as a whole; a longer one in pieces.
_WHOLE = 32 << 20


def scan(scanner: Scanner, source: Source) -> list[Finding]:
    with _opened(source) as file:
        path = os.fsdecode(source) if _is_path(source) else _name(source)  # type: ignore[arg-type]
        if scanner.decodes:
            return scanner.scan(_some(file.read()), path=path)
        return _stream(scanner, file, path)


def _stream(scanner: Scanner, file: Any, path: str | None) -> list[Finding]:
    """The findings of a file that need not fit into memory."""
    stream = StreamScanner(scanner, path=path)
    found: list[Finding] = []
    while piece := _some(file.read(_PIECE)):
        found += stream.push(piece)
    return found + stream.finish()


def redact(scanner: Scanner, source: Source, target: Target, style: Style) -> int:
    is_path = _is_path(target)
    with _opened(source) as file:
        pieces = _redacted(scanner, file, style)
        return _replace(target, pieces) if is_path else _write(target, pieces)


def _write(file: Any, pieces: Iterable[str | bytes]) -> int:
    """Says how much was written."""
    length = 0
    for piece in pieces:
        if piece:
            file.write(piece)
            length += len(piece)
    return length


class _Encoded:
    """A binary file that text can be written to."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, piece: str | bytes) -> None:
        if isinstance(piece, str):
            # What a text file's `surrogateescape` made of bytes becomes these again.
            piece = piece.encode("utf-8", "surrogateescape")
        self._file.write(piece)


def _redacted(scanner: Scanner, file: Any, style: Style) -> Iterator[str | bytes]:
    """What the file holds without its credentials."""
    # What is wrong with the style is said before anything is read.
    stream = StreamRedactor(scanner, style=style)
    first: list[Any] = []
    while sum(map(len, first)) <= _WHOLE:
        if not (piece := _some(file.read(_PIECE))):
            if first:
                nothing: Any = "" if isinstance(first[0], str) else b""
                yield scanner.redact(nothing.join(first), style=style)
            return
        first.append(piece)
    for piece in first:
        yield stream.push(piece)
    first.clear()
    while piece := _some(file.read(_PIECE)):
        yield stream.push(piece)
    yield stream.finish()


def _some(data: Any) -> Any:
    """What was read. That there is nothing yet does not mean that there is nothing."""
    if data is None:
        raise BlockingIOError("the file gives nothing now, and would have to be asked again")
    return data


def _is_path(source: object) -> bool:
    if isinstance(source, (str, os.PathLike)):
        return True
    if hasattr(source, "read") or hasattr(source, "write"):
        return False
    raise TypeError(f"expected a path or a file object, not {type(source).__name__}")


def _opened(source: Any) -> contextlib.AbstractContextManager[Any]:
    """A file to read from; one that was open stays open."""
    if _is_path(source):
        return open(os.fsdecode(source), "rb", buffering=0)
    return contextlib.nullcontext(source)


def _name(file: Any) -> str | None:
    name = getattr(file, "name", None)
    return name if isinstance(name, str) else None


def _replace(path: Any, pieces: Iterable[str | bytes]) -> int:
    """Writes the file beside the one it replaces, so that no half of it is ever seen."""
    import errno
    import shutil
    import tempfile

    path = os.path.realpath(os.fsdecode(path))
    if os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not os.path.isdir(folder := os.path.dirname(path)):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), folder)
    file = tempfile.NamedTemporaryFile(dir=folder, delete=False)  # noqa: SIM115
    try:
        with file:
            length = _write(_Encoded(file), pieces)
        if os.path.exists(path):
            shutil.copymode(path, file.name)
        else:
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(file.name, 0o666 & ~umask)
        os.replace(file.name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(file.name)
        raise
    return length
