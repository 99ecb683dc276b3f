"""Names of types that signatures share. They exist at run time, since libraries look at them."""

from __future__ import annotations

import os
from typing import IO, Literal, TypeAlias

__all__ = ["Rules", "Source", "Style", "Target"]

#: What a credential is replaced by.
Style: TypeAlias = Literal["label", "mask", "last4", "fingerprint", "twin"]

#: A path of a rule file, or the text of one.
Rules: TypeAlias = "str | os.PathLike[str]"

#: A path, or a file object to read from,
Source: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes]"

#: or to write to.
Target: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes]"
