"""SARIF, the Static Analysis Results Interchange Format.

Source: OASIS, "SARIF Version 2.1.0".
"""

from __future__ import annotations

import collections
import json
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from .. import __version__

if TYPE_CHECKING:
    from .. import Rule, Scanner
    from .found import Found

__all__ = ["Sarif"]

_LEVELS = {"critical": "error", "high": "error", "medium": "warning"}

#: On the scale of CVSS, as code hosts sort by it.
_SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0", "info": "0.0"}


class Sarif:
    """One run: its results as they come, then its rules, and last whether all could be read."""

    def __init__(self, out: IO[str], scanner: Scanner) -> None:
        self._out = out
        self._rules = {rule.id: rule for rule in scanner.rules}
        self._numbers = {id: number for number, id in enumerate(self._rules)}
        self._separator = ""
        out.write(
            '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0",'
            '"runs":[{"columnKind":"utf16CodeUnits","results":['
        )

    def findings(self, found: list[Found]) -> None:
        seen: collections.Counter[str] = collections.Counter()
        for one in found:
            seen[one.finding.fingerprint] += 1
            result = self._result(one, seen[one.finding.fingerprint])
            self._out.write(f"{self._separator}\n{json.dumps(result)}")
            self._separator = ","

    def finish(self, errors: list[str]) -> None:
        driver = {
            "name": "keysieve",
            "semanticVersion": __version__,
            "rules": [_descriptor(rule) for rule in self._rules.values()],
        }
        notifications = [{"level": "error", "message": {"text": error}} for error in errors]
        invocation = {
            "executionSuccessful": not errors,
            "toolExecutionNotifications": notifications,
        }
        self._out.write(
            f'\n],"tool":{{"driver":{json.dumps(driver)}}},'
            f'"invocations":[{json.dumps(invocation)}]}}]}}\n'
        )
        self._out.flush()

    def _result(self, found: Found, occurrence: int) -> dict[str, Any]:
        finding, detector = found.finding, found.finding.detector
        start, end = found.utf16
        return {
            "ruleId": finding.rule,
            "ruleIndex": self._numbers[finding.rule],
            "level": _LEVELS.get(finding.severity, "note"),
            "rank": finding.confidence,
            "message": {"text": f"{detector.name}: {', '.join(finding.reasons)}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(found.path)},
                        "region": {
                            "startLine": found.line,
                            "startColumn": start,
                            "endLine": found.end_line,
                            "endColumn": end,
                            "byteOffset": finding.start,
                            "byteLength": finding.end - finding.start,
                        },
                    }
                }
            ],
            "partialFingerprints": {
                "keysieve/v1": finding.fingerprint,
                # By this one GitHub knows a finding again, within its file, when lines move.
                "primaryLocationLineHash": f"{finding.fingerprint}:{occurrence}",
            },
            "properties": {
                "confidence": finding.confidence,
                "validity": finding.validity,
                "class": finding.secrecy,
                "facts": finding.facts,
            },
        }


def _descriptor(rule: Rule) -> dict[str, Any]:
    # As GitHub's code scanning writes them.
    cwe = [f"external/cwe/{entry.lower()}" for entry in rule.cwe]
    descriptor: dict[str, Any] = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.description or rule.name},
        "help": {"text": "\n".join(rule.remediation) or rule.name},
        "defaultConfiguration": {"level": _LEVELS.get(rule.severity, "note")},
        "properties": {
            "tags": ["security", "secret", rule.category, *cwe],
            "security-severity": _SCORES[rule.severity],
            "vendor": rule.vendor,
            "class": rule.secrecy,
        },
    }
    if rule.remediation_url:
        descriptor["helpUri"] = rule.remediation_url
    return descriptor


def _uri(path: str) -> str:
    """The path as a URI reference: relative if the path is."""
    path = path.replace("\\", "/") if "\\" in path and ":" in path[:2] else path
    scheme = "file://" if path.startswith("/") else ""
    return scheme + quote(path.removeprefix("./").encode("utf-8", "surrogateescape"))
