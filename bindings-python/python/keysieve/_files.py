"""Files: paths and file objects."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._native import Finding
    from ._scanner import Scanner, Style

Source = str | os.PathLike[str] | IO[str] | IO[bytes]
Target = str | os.PathLike[str] | IO[str] | IO[bytes]

__all__ = ["Source", "Target", "redact", "scan"]


def scan(scanner: Scanner, source: Source) -> list[Finding]:
    path, data = _read(source)
    return scanner.scan(data, path=path)


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
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else None, source.read()


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
