"""Names of types that signatures share. They exist at run time, since libraries look at them."""

from __future__ import annotations

import os
from typing import IO, Any, Literal, Protocol, TypeAlias

__all__ = [
    "Comparable",
    "Rules",
    "Source",
    "Style",
    "Target",
]

#: What a credential is replaced by.
Style: TypeAlias = Literal["label", "mask", "last4", "fingerprint", "twin"]

#: A path of a rule file, or the text of one.
Rules: TypeAlias = "str | os.PathLike[str]"

#: A path, or a file object to read from,
Source: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes]"

#: or to write to.
Target: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes]"


class Comparable(Protocol):
    """A column or a table of pyarrow, Polars or pandas, as far as types tell: others have no such
    method."""

    def equals(self, other: Any) -> Any: ...
