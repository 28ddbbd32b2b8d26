"""Reading the parts of one question, none of them twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.dialogue.understanding import Context, Reading, Understanding
    from assistant.matching.analysis import Analysis


class Reader:
    """Reads texts for as long as one question is resolved, and remembers what it has read."""

    def __init__(self, understanding: Understanding) -> None:
        self.understanding = understanding
        self._analyses: dict[str, Analysis] = {}
        self._readings: dict[str, Reading] = {}

    def analyse(self, text: str) -> Analysis:
        """The features of `text`."""
        analysis = self._analyses.get(text)
        if analysis is None:
            analysis = self._analyses[text] = self.understanding.analyzer.analyse(text)
        return analysis

    def read(self, text: str, context: Context | None = None) -> Reading:
        """`text` by itself, or in the light of `context`."""
        if context is not None:
            return self.understanding.weigh(self.analyse(text), context)
        reading = self._readings.get(text)
        if reading is None:
            reading = self._readings[text] = self.understanding.weigh(self.analyse(text))
        return reading
