"""Credentials among the entities of Presidio.

>>> from keysieve.presidio import CredentialRecognizer
>>> recognizer = CredentialRecognizer()
>>> [result] = recognizer.analyze("redis://app:kX93mLq0ZtWv@cache.internal:6379/0", ["CREDENTIAL"])
>>> result.entity_type, result.start, result.end
('CREDENTIAL', 12, 24)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

from ._integration import chosen

if TYPE_CHECKING:
    from ._scanner import Scanner

__all__ = ["CredentialRecognizer"]


class CredentialRecognizer(EntityRecognizer):
    """Reports credentials; the results span all that has to be removed, and their score is the
    confidence. ``recognition_metadata`` names the rule.

    Args:
        scanner: what to look for.
        entity: what such an entity is called.
        language: the language that it is asked for; what it finds is of none.
    """

    def __init__(
        self,
        scanner: Scanner | None = None,
        *,
        entity: str = "CREDENTIAL",
        language: str = "en",
    ) -> None:
        self._scanner = chosen(scanner)
        super().__init__(
            supported_entities=[entity],
            name="keysieve",
            supported_language=language,
        )

    def load(self) -> None:
        """Nothing has to be loaded."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any = None
    ) -> list[RecognizerResult]:
        """The credentials in a text, if they are among the entities asked for."""
        [entity] = self.supported_entities
        if entities and entity not in entities:
            return []
        return [
            RecognizerResult(
                entity_type=entity,
                start=finding.redact_start,
                end=finding.redact_end,
                score=finding.confidence / 100,
                analysis_explanation=AnalysisExplanation(
                    recognizer=self.name,
                    original_score=finding.confidence / 100,
                    pattern_name=finding.rule,
                    textual_explanation=", ".join(finding.reasons),
                ),
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    "rule": finding.rule,
                },
            )
            for finding in self._scanner.scan(text)
        ]
