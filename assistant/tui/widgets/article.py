"""The article beside the conversation: what was cited stands out in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
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
    from textual.binding import BindingType

    from assistant.knowledge.source import Sentence, Source
    from assistant.reply import Citation


class SentenceView(HangingText):
    """A sentence and its number; choosing it posts `SentenceChosen`.

    The class ``-cited`` is set while it is cited, ``-used`` once an answer has rested on it, and ``-cursor``
    while the keys of the pane are about it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sentence--number", "sentence--quote"}

    def __init__(self, source: str, sentence: Sentence, *, opens_paragraph: bool, columns: int) -> None:
        """`columns` is how many the number takes, with what is blank before it."""
        super().__init__(classes="-opens-paragraph" if opens_paragraph else None)
        self.source = source
        self.sentence = sentence
        self.tooltip = "What this sentence answers"
        self._quotes: Sequence[tuple[int, int]] = ()
        self._columns = columns

    def lead(self) -> Content:
        """The number, marked where an answer has rested on the sentence."""
        mark = "•" if self.has_class("-used") else " "
        return Content.styled(
            f"{mark}{self.sentence.number:>{self._columns}} ", self.get_visual_style("sentence--number")
        )

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
        """Choose by mouse."""
        self.choose()

    def choose(self) -> None:
        """Report that the questions it answers are wanted."""
        self.post_message(SentenceChosen(self.source, self.sentence.number))


class ArticlePane(VerticalScroll):
    """Every sentence of every source, by paragraph.

    It takes the focus as a whole, for an article has many sentences; a cursor moves among them by key.
    """

    BINDING_GROUP_TITLE = "Article"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "choose",
            "Questions",
            show=False,
            tooltip="Show what the sentence answers",
            id="article.choose",
        ),
        Binding("up", "move(-1)", "Above", show=False, tooltip="The sentence above", id="article.up"),
        Binding("down", "move(1)", "Below", show=False, tooltip="The sentence below", id="article.down"),
        Binding("home", "first", "First", show=False, tooltip="The first sentence", id="article.first"),
        Binding("end", "last", "Last", show=False, tooltip="The last sentence", id="article.last"),
        Binding(
            "pageup", "page(-1)", "Page up", show=False, tooltip="Scroll up a page", id="article.page-up"
        ),
        Binding(
            "pagedown",
            "page(1)",
            "Page down",
            show=False,
            tooltip="Scroll down a page",
            id="article.page-down",
        ),
    ]

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__()
        self._sources = sources
        columns = len(str(max((len(source.sentences) for source in sources), default=0))) + 1
        self._views = {
            (source.name, sentence.number): SentenceView(
                source.name, sentence, opens_paragraph=opens, columns=columns
            )
            for source in sources
            for sentence, opens in source.with_openings()
        }
        self._cited: list[SentenceView] = []
        self._cursor: SentenceView | None = None

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
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        if self._cited and self.display and not self.content_region.contains_region(self._cited[0].region):
            self.scroll_to_center(self._cited[0], animate=False, immediate=True)

    def on_show(self) -> None:
        """A pane that was hidden has not scrolled."""
        self.reveal()

    # The cursor

    def on_focus(self) -> None:
        """Put the cursor on a sentence in view: where it was, else one that is cited, else the first."""
        candidates = [view for view in (self._cursor, *self._cited) if view and self._shows(view)]
        self._put_cursor(candidates[0] if candidates else self._first_shown())

    def on_blur(self) -> None:
        """Show no cursor where no key moves it."""
        if self._cursor:
            self._cursor.remove_class("-cursor")

    def _put_cursor(self, view: SentenceView | None) -> None:
        if self._cursor:
            self._cursor.remove_class("-cursor")
        self._cursor = view
        if view:
            view.add_class("-cursor")

    @on(SentenceChosen)
    def _follow_mouse(self, message: SentenceChosen) -> None:
        self._put_cursor(self._views[message.source, message.number])

    def _shows(self, view: SentenceView) -> bool:
        """Whether the beginning of a sentence is in view."""
        top = view.virtual_region.y - self.scroll_target_y
        return 0 <= top < self.scrollable_content_region.height

    def _first_shown(self) -> SentenceView | None:
        """The first sentence that begins in view, else the one that fills the pane."""
        views = list(self._views.values())
        above = [view for view in views if view.virtual_region.y <= self.scroll_target_y]
        return next(filter(self._shows, views), above[-1] if above else next(iter(views), None))

    def action_choose(self) -> None:
        """Choose the sentence under the cursor."""
        if self._cursor:
            self._cursor.choose()

    def action_move(self, by: int) -> None:
        """Move the cursor by so many sentences, not past the ends; one that is out of view is left there."""
        views = list(self._views.values())
        first = self._first_shown()
        if self._cursor is None or not (self._shows(self._cursor) or self._cursor is first):
            self._move_to(first)
            return
        place = views.index(self._cursor) + by
        if place < 0:
            # Above the first there is only the heading.
            self.scroll_home(animate=False, immediate=True)
        elif place < len(views):
            self._move_to(views[place])

    def action_first(self) -> None:
        """Move the cursor to the first sentence."""
        self._move_to(next(iter(self._views.values()), None))
        self.scroll_home(animate=False, immediate=True)

    def action_last(self) -> None:
        """Move the cursor to the last sentence."""
        self._move_to(next(reversed(self._views.values()), None))

    def _move_to(self, view: SentenceView | None) -> None:
        self._put_cursor(view)
        if view:
            self.scroll_to_widget(view, animate=False, immediate=True)

    def action_page(self, by: int) -> None:
        """Scroll by a page, and put the cursor on a sentence that is in view then."""
        height = self.scrollable_content_region.height
        self.scroll_relative(y=by * height, animate=False, immediate=True)
        self._put_cursor(self._first_shown())
