"""Reports for people and programs."""

from __future__ import annotations

import json
import os
from typing import IO, TYPE_CHECKING, Any, Protocol

from .found import Found, readable

if TYPE_CHECKING:
    from .. import Rule

__all__ = ["Jsonl", "Report", "Text"]


class Report(Protocol):
    """Where findings go."""

    def findings(self, found: list[Found]) -> None:
        """Those of one file."""

    def finish(self, errors: list[str]) -> None:
        """All has been scanned but what the errors name."""


class Jsonl:
    """One JSON object a finding."""

    def __init__(self, out: IO[str], show_secrets: bool) -> None:
        self._out = out
        self._show_secrets = show_secrets

    def findings(self, found: list[Found]) -> None:
        for one in found:
            self._out.write(json.dumps(self._object(one), ensure_ascii=False) + "\n")

    def finish(self, errors: list[str]) -> None:
        self._out.flush()

    def _object(self, found: Found) -> dict[str, Any]:
        finding = found.finding.as_dict()
        secrecy = finding.pop("secrecy")
        detector = found.finding.detector
        # JSON is UTF-8, and names need not be.
        path = os.fsencode(found.path).decode(errors="replace")
        shown: dict[str, Any] = {"path": path}
        if found.record is not None:
            shown["record"] = found.record
        for name in ("rule", "start", "end", "redact_start", "redact_end"):
            shown[name] = finding.pop(name)
        shown |= {"line": found.line, "column": found.column, **finding}
        shown |= {"category": detector.category, "class": secrecy}
        shown["cwe"] = list(detector.cwe)
        if self._show_secrets:
            shown["secret"] = readable(found.secret)
        return shown


class Text:
    """For people: findings by file, then what to do about them."""

    def __init__(self, out: IO[str], show_secrets: bool) -> None:
        self._out = out
        self._show_secrets = show_secrets
        self._files = 0
        self._findings = 0
        self._rules: dict[str, Rule] = {}

    def findings(self, found: list[Found]) -> None:
        self._files += bool(found)
        self._findings += len(found)
        for one in found:
            finding, detector = one.finding, one.finding.detector
            self._rules[finding.rule] = detector
            record = "" if one.record is None else f"#{one.record}"
            place = f"{_plain(one.path)}{record}:{one.line}:{one.column}"
            shown = _plain(readable(one.secret)) if self._show_secrets else _masked(one.secret)
            notes = [", ".join(finding.reasons)]
            notes += [f"{name} {_plain(value)}" for name, value in finding.facts.items()]
            if finding.decoded:
                notes.append("encoded: " + ", ".join(finding.decoded))
            self._out.write(
                f"{place}  {detector.name}  {finding.severity}, {finding.confidence} % sure\n"
                f"    {shown}  {finding.rule}: {'; '.join(notes)}\n"
            )

    def finish(self, errors: list[str]) -> None:
        if self._findings:
            findings, files = _count(self._findings, "finding"), _count(self._files, "file")
            self._out.write(f"\n{findings} in {files}. What to do:\n")
        for _, rule in sorted(self._rules.items()):
            self._out.write(f"  {rule.name}:\n")
            for number, step in enumerate(rule.remediation, 1):
                self._out.write(f"    {number}. {step}\n")
            if rule.remediation_url:
                self._out.write(f"    {rule.remediation_url}\n")
        self._out.flush()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _plain(text: str) -> str:
    """The text without what a terminal would obey."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _masked(secret: bytes) -> str:
    """A few characters at the start of a long one, so that it can be told apart."""
    text = readable(secret)
    kept = 4 if len(text) >= 20 else 0
    return f"{_plain(text[:kept])}{'*' * min(len(text) - kept, 12)} ({len(secret)} bytes)"
