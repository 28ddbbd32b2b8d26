"""A sentence of a source with quoted spans marked in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.widget import Widget

from assistant.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.style import Style

    from assistant.knowledge.source import Sentence
    from assistant.reply import Citation

_WHITE_SPACE: Final = re.compile(r"\s+")


def by_sentence(citations: Iterable[Citation]) -> dict[tuple[str, int], list[Citation]]:
    """The citations of each sentence, by the name of its source and its number, in order of appearance."""
    groups: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.source, citation.sentence), []).append(citation)
    return groups


def spans(citations: Iterable[Citation]) -> list[tuple[int, int]]:
    """Where the quotes stand in the source."""
    return [(citation.start, citation.end) for citation in citations]


def cited(sentence: Sentence, quotes: Sequence[tuple[int, int]], quote: Style) -> Content:
    """The sentence on one line, printable, with the spans `quotes` of its source in the style `quote`.

    What overlaps is marked once, and what lies outside the sentence is left out. What has no letter between
    two quotes is marked with them.
    """
    parts, place = [], sentence.start
    for start, end in sorted(quotes):
        quote_start, quote_end = max(start, place), min(end, sentence.end)
        if parts and not any(map(str.isalnum, _shown(sentence, place, quote_start))):
            quote_start = place
        if quote_start < quote_end:
            parts.append(Content(_shown(sentence, place, quote_start)))
            parts.append(Content.styled(_shown(sentence, quote_start, quote_end), quote))
            place = quote_end
    return Content.assemble(*parts, Content(_shown(sentence, place, sentence.end)))


def _shown(sentence: Sentence, start: int, end: int) -> str:
    return _WHITE_SPACE.sub(" ", printable(sentence.text[start - sentence.start : end - sentence.start]))


class CitedText(Widget):
    """The sentence of citations, the quotes in it marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"cited-text--quote"}
    DEFAULT_CSS = "CitedText { height: auto; }"

    def __init__(self, sentence: Sentence, citations: Sequence[Citation]) -> None:
        super().__init__()
        self._sentence = sentence
        self._citations = citations

    def render(self) -> Content:
        """The marked sentence."""
        # By name alone the style would lose its background: Textual resolves such names as partial styles.
        return cited(self._sentence, spans(self._citations), self.get_visual_style("cited-text--quote"))
