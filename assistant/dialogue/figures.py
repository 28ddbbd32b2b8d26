"""Figures: a number is no variant of another, and one that the article lacks is not told by it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.matching.analysis import YES_NO, Origin
from assistant.text import words

if TYPE_CHECKING:
    from assistant.dialogue.understanding import Understanding
    from assistant.matching.analysis import Analysis, Feature

_FIGURE = re.compile(r"\d+(?:st|nd|rd|th|[a-z])?")
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")
# A question of more words than this tells of other things too, and of other numbers.
_LONG = 16


class Figures:
    """The numbers of a question beside those of the sources."""

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding

    def strange(self, analysis: Analysis, intent: str) -> list[Feature]:
        """The figures that the article lacks, but for a number that a fact of `intent` puts right."""
        figures = [figure for figure in self._figures(analysis) if figure.name not in self._told]
        wants_no_more = {YES_NO}.issuperset("?" + kind for kind in analysis.asks)
        if figures and wants_no_more and self._has_number(intent):
            return [figure for figure in figures if not _NUMBER.fullmatch(figure.surface)]
        return figures

    def _figures(self, analysis: Analysis) -> list[Feature]:
        """The figures of a question, but for those that size the answer ("in 3 sentences")."""
        english = self._understanding.english
        if len(analysis.tokens) > _LONG or english.demands.intersection(analysis.tokens[:1]):
            return []
        following = zip(analysis.features, (*analysis.features[1:], None), strict=True)
        return [
            feature
            for feature, after in following
            if feature.origin is Origin.WORD
            and _FIGURE.fullmatch(feature.surface)
            and feature.surface not in english.digits_for_words
            and (after is None or after.surface not in english.framing_words)
        ]

    @cached_property
    def _told(self) -> frozenset[str]:
        """The names of the features that the sources have."""
        sources, read = self._understanding.pack.sources.values(), self._understanding.matcher.phrase
        sentences = [sentence for source in sources for sentence in source.sentences]
        return frozenset(name for sentence in sentences for name in read(sentence.text).names)

    def _has_number(self, intent: str) -> bool:
        pack = self._understanding.pack
        statements = [pack.facts[fact].statement for fact in pack.intents[intent].facts]
        return any(word.isdigit() for statement in statements for word in words(statement))
