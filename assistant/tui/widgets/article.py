"""The article beside the conversation: what was cited stands out in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import HorizontalGroup, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.text import one_line
from assistant.tui.widgets.cited_text import CitedText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from assistant.knowledge.source import Sentence, Source
    from assistant.reply import Citation


class SentenceView(HorizontalGroup):
    """A sentence and its number; the class ``-cited`` is set while it is cited."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__()
        self._number = sentence.number
        self._text = CitedText(sentence)

    def compose(self) -> ComposeResult:
        """The number in the margin, then the text."""
        yield Static(Content(f"{self._number}"), classes="sentence--number")
        yield self._text

    def cite(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark `spans` as quoted; none takes the marks away."""
        self.set_class(bool(spans), "-cited")
        self._text.mark(spans)


class ArticlePane(VerticalScroll):
    """Every sentence of every source, by paragraph."""

    BINDING_GROUP_TITLE = "Article"

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__()
        self._sources = sources
        self._views = {
            (source.name, sentence.number): SentenceView(sentence)
            for source in sources
            for sentence in source.sentences
        }
        self._cited: list[SentenceView] = []

    def compose(self) -> ComposeResult:
        """A heading for each source, then its paragraphs."""
        for source in self._sources:
            count = f"{len(source.sentences)} sentence{'' if len(source.sentences) == 1 else 's'}"
            heading = "The article" if len(self._sources) == 1 else one_line(source.name)
            with HorizontalGroup(classes="article--heading"):
                yield Static(Content(heading), classes="article--title")
                yield Static(Content(count), classes="article--count")
            for paragraph in paragraphs(source):
                yield VerticalGroup(
                    *(self._views[source.name, sentence.number] for sentence in paragraph),
                    classes="article--paragraph",
                )

    def cite(self, citations: Sequence[Citation]) -> None:
        """Highlight the sentences and quotes of `citations` alone, and bring the first into view."""
        for view in self._cited:
            view.cite(())
        spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for citation in citations:
            spans.setdefault((citation.source, citation.sentence), []).append((citation.start, citation.end))
        self._cited = [self._views[place] for place in spans if place in self._views]
        for place, quoted in spans.items():
            if place in self._views:
                self._views[place].cite(quoted)
        self.reveal()

    def reveal(self) -> None:
        """Bring the first cited sentence into view, as far as the pane is on the screen."""
        if self._cited:
            self.call_after_refresh(self.scroll_to_center, self._cited[0])

    def on_show(self) -> None:
        """A pane that was hidden has not scrolled."""
        self.reveal()


def paragraphs(source: Source) -> Iterator[list[Sentence]]:
    """The sentences of `source`, grouped where the text between them breaks the line."""
    paragraph: list[Sentence] = []
    for sentence in source.sentences:
        if paragraph and "\n" in source.text[paragraph[-1].end : sentence.start]:
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph
