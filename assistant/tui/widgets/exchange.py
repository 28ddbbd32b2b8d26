"""A question and what came back for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from assistant.render import MARKS
from assistant.reply import Status
from assistant.text import one_line, printable
from assistant.tui.messages import CitationChosen
from assistant.tui.widgets.chip import Chip
from assistant.tui.widgets.choices import Choices
from assistant.tui.widgets.cited_text import CitedText, by_sentence
from assistant.tui.widgets.why import WhyChip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.knowledge.source import Source
    from assistant.reply import Citation, Reply
    from assistant.tui.widgets.why import WhyView

MOST_OPTIONS: Final = 9
MOST_FOLLOW_UPS: Final = 3


class CitationChip(Chip):
    """The number of a cited sentence; choosing it posts `CitationChosen`."""

    BINDING_GROUP_TITLE = "Citations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "choose",
            "Show in the article",
            show=False,
            tooltip="Show the quote",
            id="citation.choose",
        )
    ]

    def __init__(self, citations: tuple[Citation, ...], *, of_many: bool) -> None:
        source = f" of {one_line(citations[0].source)}" if of_many else ""
        super().__init__(Content(f"sentence {citations[0].sentence}{source}"))
        self._citations = citations

    def action_choose(self) -> None:
        """Report that the sentence is to be shown in the article."""
        self.post_message(CitationChosen(self._citations))


class CitationView(VerticalGroup):
    """The citations of one sentence: their chip, and the sentence with the quotes marked in it."""

    def __init__(self, citations: tuple[Citation, ...], sources: Mapping[str, Source]) -> None:
        super().__init__()
        self._citations = citations
        self._sources = sources

    def compose(self) -> ComposeResult:
        """Chip and sentence; the bare quotes where the source has no such sentence."""
        first = self._citations[0]
        source = self._sources.get(first.source)
        sentence = source.sentence_at(first.start) if source else None
        yield CitationChip(self._citations, of_many=len(self._sources) > 1)
        if sentence:
            yield CitedText(sentence, self._citations)
        else:
            yield Static(Content("\n".join(one_line(citation.quote) for citation in self._citations)))


class ReplyView(VerticalGroup):
    """A reply: how it went at a glance, the answer, what it rests on, and where to go from there."""

    def __init__(self, reply: Reply, sources: Mapping[str, Source], why: WhyView) -> None:
        super().__init__(classes=f"-{reply.status.value.replace('_', '-')}")
        self._reply = reply
        self._sources = sources
        self._why = why

    def compose(self) -> ComposeResult:
        """Status, answer, citations, suggestions."""
        reply, mark = self._reply, MARKS[self._reply.status]
        with HorizontalGroup():
            yield Static(Content(" ".join(mark)), classes="reply--status")
            yield WhyChip()
        yield Static(Content(printable(reply.answer)), classes="reply--answer")
        if reply.citations and reply.status is Status.NOT_IN_ARTICLE:
            yield Static(Content("Closest in the article"), classes="reply--label")
        for citations in by_sentence(reply.citations).values():
            yield CitationView(tuple(citations), self._sources)
        if reply.status is Status.CLARIFY:
            yield Choices(reply.suggestions[:MOST_OPTIONS], classes="reply--options")
        elif reply.suggestions:
            with VerticalGroup(classes="reply--follow-ups"):
                yield Static(Content("Ask next"), classes="reply--label")
                yield Choices(reply.suggestions[:MOST_FOLLOW_UPS])

    @on(WhyChip.Chosen)
    async def toggle_why(self) -> None:
        """Fold or unfold the reasons, under the answer."""
        if self._why.is_attached:
            self._why.display = not self._why.display
        else:
            await self.mount(self._why, after=self.query_one(".reply--answer"))


class Exchange(VerticalGroup):
    """The question, echoed at once, and its reply beneath it as soon as there is one."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(Content(printable(self.question)), classes="exchange--question")

    async def show(self, reply: Reply, sources: Mapping[str, Source], why: WhyView) -> None:
        """Put the reply beneath the question, the reasons folded."""
        await self.mount(ReplyView(reply, sources, why))

    async def toggle_why(self) -> None:
        """Fold or unfold why the reply is what it is, once there is one."""
        for reply in self.query(ReplyView):
            await reply.toggle_why()
