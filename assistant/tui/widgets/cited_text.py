"""A sentence of a source with quoted spans marked in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.widget import Widget

from assistant.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.knowledge.source import Sentence

_WHITE_SPACE: Final = re.compile(r"\s+")


class CitedText(Widget):
    """`sentence`, the quoted spans in the style ``cited-text--quote``; offsets are those of the source."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"cited-text--quote"}
    DEFAULT_CSS = "CitedText { height: auto; }"

    def __init__(self, sentence: Sentence, spans: Iterable[tuple[int, int]] = ()) -> None:
        super().__init__()
        self._sentence = sentence
        self._spans = tuple(sorted(spans))

    def mark(self, spans: Iterable[tuple[int, int]]) -> None:
        """Mark these spans and no others."""
        self._spans = tuple(sorted(spans))
        self.refresh(layout=True)

    def render(self) -> Content:
        """The sentence on one line, printable; what overlaps is marked once."""
        # A style name in the content would lose its background: Textual resolves those as partial styles.
        quote = self.get_visual_style("cited-text--quote")
        sentence, parts, place = self._sentence, [], self._sentence.start
        for start, end in self._spans:
            quote_start, quote_end = max(start, place), min(end, sentence.end)
            if quote_start < quote_end:
                parts.append(Content(_shown(sentence, place, quote_start)))
                parts.append(Content.styled(_shown(sentence, quote_start, quote_end), quote))
                place = quote_end
        return Content.assemble(*parts, Content(_shown(sentence, place, sentence.end)))


def _shown(sentence: Sentence, start: int, end: int) -> str:
    return _WHITE_SPACE.sub(" ", printable(sentence.text[start - sentence.start : end - sentence.start]))
