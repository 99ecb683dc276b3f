"""Files: paths and file objects."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ._native import StreamScanner

if TYPE_CHECKING:
    from ._native import Finding
    from ._scanner import Scanner
    from ._types import Source, Style, Target

__all__ = ["redact", "scan"]

#: Bytes or characters that are read at a time.
_PIECE = 1 << 20


def scan(scanner: Scanner, source: Source) -> list[Finding]:
    if scanner.decodes:
        path, data = _read(source)
        return scanner.scan(data, path=path)
    if _is_path(source):
        with open(os.fsdecode(source), "rb", buffering=0) as file:  # type: ignore[arg-type]
            return _stream(scanner, file, os.fsdecode(source))  # type: ignore[arg-type]
    return _stream(scanner, source, _name(source))


def _stream(scanner: Scanner, file: Any, path: str | None) -> list[Finding]:
    """The findings of a file that need not fit into memory."""
    stream = StreamScanner(scanner, path=path)
    found: list[Finding] = []
    while piece := file.read(_PIECE):
        found += stream.push(piece)
    return found + stream.finish()


def redact(scanner: Scanner, source: Source, target: Target, style: Style) -> int:
    _, data = _read(source)
    redacted: Any = scanner.redact(data, style=style)
    if not _is_path(target):
        target.write(redacted)  # type: ignore[union-attr]
    elif isinstance(redacted, str):
        _replace(target, redacted.encode())
    else:
        _replace(target, redacted)
    return len(redacted)


def _is_path(source: object) -> bool:
    if isinstance(source, (str, os.PathLike)):
        return True
    if hasattr(source, "read") or hasattr(source, "write"):
        return False
    raise TypeError(f"expected a path or a file object, not {type(source).__name__}")


def _read(source: Any) -> tuple[str | None, str | bytes]:
    """The path, as far as there is one, and the content."""
    if _is_path(source):
        path = os.fsdecode(source)
        with open(path, "rb") as file:
            return path, file.read()
    return _name(source), source.read()


def _name(file: Any) -> str | None:
    name = getattr(file, "name", None)
    return name if isinstance(name, str) else None


def _replace(path: Any, data: bytes) -> None:
    """Writes the file beside the one it replaces, so that no half of it is ever seen."""
    import contextlib
    import shutil
    import tempfile

    path = os.path.realpath(os.fsdecode(path))
    file = tempfile.NamedTemporaryFile(dir=os.path.dirname(path), delete=False)  # noqa: SIM115
    try:
        with file:
            file.write(data)
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
