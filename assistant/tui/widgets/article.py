"""The article beside the conversation: what was cited stands out in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.text import one_line
from assistant.tui.messages import SentenceChosen
from assistant.tui.widgets.cited_text import by_sentence, cited, spans
from assistant.tui.widgets.hanging import HangingText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from assistant.knowledge.source import Sentence, Source
    from assistant.reply import Citation


class SentenceView(HangingText):
    """A sentence and its number; a click on it posts `SentenceChosen`.

    The class ``-cited`` is set while it is cited, ``-used`` once an answer has rested on it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sentence--number", "sentence--quote"}

    def __init__(self, source: str, sentence: Sentence, *, opens_paragraph: bool) -> None:
        super().__init__(classes="-opens-paragraph" if opens_paragraph else None)
        self.source = source
        self.sentence = sentence
        self.tooltip = "What this sentence answers"
        self._quotes: Sequence[tuple[int, int]] = ()

    def lead(self) -> Content:
        """The number, marked where an answer has rested on the sentence."""
        mark = "•" if self.has_class("-used") else " "
        return Content.styled(f"{self.sentence.number:>3}{mark}", self.get_visual_style("sentence--number"))

    def body(self) -> Content:
        """The sentence, what is quoted of it marked."""
        return cited(self.sentence, self._quotes, self.get_visual_style("sentence--quote"))

    @property
    def quotes(self) -> Sequence[tuple[int, int]]:
        """The spans of the source that are marked."""
        return self._quotes

    def cite(self, quotes: Sequence[tuple[int, int]]) -> None:
        """Mark the spans `quotes`; none takes the marks away."""
        self._quotes = quotes
        self.set_class(bool(quotes), "-cited")
        self.refresh(layout=True)

    def use(self, used: bool) -> None:
        """Mark the sentence as one that an answer has rested on, or take the mark away."""
        self.set_class(used, "-used")
        self.refresh()

    def on_click(self) -> None:
        """Report that the questions it answers are wanted."""
        self.post_message(SentenceChosen(self.source, self.sentence.number))


class ArticlePane(VerticalScroll):
    """Every sentence of every source, by paragraph."""

    BINDING_GROUP_TITLE = "Article"

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__()
        self._sources = sources
        self._views = {
            (source.name, sentence.number): SentenceView(source.name, sentence, opens_paragraph=opens)
            for source in sources
            for sentence, opens in source.with_openings()
        }
        self._cited: list[SentenceView] = []

    def compose(self) -> ComposeResult:
        """A heading for each source, then its sentences."""
        for source in self._sources:
            title = "The article" if len(self._sources) == 1 else one_line(source.name)
            yield Static(Content(title), classes="article--title")
            for sentence in source.sentences:
                yield self._views[source.name, sentence.number]

    def cite(self, citations: Sequence[Citation], *, again: bool = False) -> None:
        """Highlight the sentences and quotes of `citations` alone, and bring the first into view.

        Where they are of something that was said before, `again`, what is cited whole keeps its marks.
        """
        before = {view: view.quotes for view in self._cited} if again else {}
        for view in self._cited:
            view.cite(())
        groups = by_sentence(self._standing(citations))
        for place, group in groups.items():
            view, quotes = self._views[place], spans(group)
            is_whole = quotes == [(view.sentence.start, view.sentence.end)]
            view.cite(before.get(view, quotes) if is_whole else quotes)
        self._cited = [self._views[place] for place in groups]
        self.reveal()

    def use(self, citations: Sequence[Citation]) -> None:
        """Mark the sentences of `citations` as used by this conversation."""
        for place in by_sentence(self._standing(citations)):
            self._views[place].use(True)

    def _standing(self, citations: Sequence[Citation]) -> list[Citation]:
        """Each of `citations` as it stands in the article, which may be edited since; some may be gone."""
        from assistant.coverage.conversation import standing_citations  # noqa: PLC0415  (for the first answer)

        return list(standing_citations(citations, {source.name: source for source in self._sources}))

    def forget(self) -> None:
        """Begin a conversation: nothing is cited, and nothing was used."""
        self.cite(())
        for view in self._views.values():
            view.use(False)
        self.scroll_home(animate=False)

    def reveal(self) -> None:
        """Bring the first cited sentence into view, as far as the pane is on the screen."""
        if self._cited:
            self.call_after_refresh(self.scroll_to_center, self._cited[0])

    def on_show(self) -> None:
        """A pane that was hidden has not scrolled."""
        self.reveal()
