"""A question and what came back for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import HorizontalGroup, ItemGrid, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from assistant.history import Mark
from assistant.response import MOST_FOLLOW_UPS, not_read_out
from assistant.text import one_line, printable
from assistant.tui.messages import AnswerMarked, CitationChosen
from assistant.tui.widgets.chip import Chip, chosen_by_enter
from assistant.tui.widgets.choices import Choices
from assistant.tui.widgets.cited_text import CitedText, by_sentence
from assistant.tui.widgets.marks import MarkChip
from assistant.tui.widgets.why import WhyChip, WhyView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.history import Place
    from assistant.knowledge.source import Source
    from assistant.reply import Citation, Reply

MOST_OPTIONS: Final = 9
# What the widest chip of a sentence takes, with a blank after it.
_CHIP_COLUMNS: Final = 15


class CitationChip(Chip):
    """The number of a cited sentence; choosing it posts `CitationChosen`."""

    BINDING_GROUP_TITLE = "Citations"
    BINDINGS: ClassVar[list[BindingType]] = chosen_by_enter(
        "citation", "Show in the article", "Show the quote"
    )

    def __init__(self, citations: tuple[Citation, ...], *, name_source: bool) -> None:
        source = f" of {one_line(citations[0].source)}" if name_source else ""
        super().__init__(Content(f"sentence {citations[0].sentence}{source}"))
        self._citations = citations

    def action_choose(self) -> None:
        """Report that the sentence is to be shown in the article."""
        self.post_message(CitationChosen(self._citations))


class CitationView(VerticalGroup):
    """The citations of one sentence: their chip, and the sentence with the quotes marked in it."""

    def __init__(
        self, citations: tuple[Citation, ...], sources: Mapping[str, Source], *, name_source: bool
    ) -> None:
        super().__init__()
        self._citations = citations
        self._sources = sources
        self._name_source = name_source

    def compose(self) -> ComposeResult:
        """Chip and sentence; the bare quotes where the source has no such sentence, or not any more."""
        first = self._citations[0]
        source = self._sources.get(first.source)
        stands = source and all(source.text.startswith(each.quote, each.start) for each in self._citations)
        sentence = source.sentence_at(first.start) if source and stands else None
        yield CitationChip(self._citations, name_source=self._name_source)
        if sentence:
            yield CitedText(sentence, self._citations)
        else:
            yield Static(Content("\n".join(one_line(citation.quote) for citation in self._citations)))


class FollowUps(VerticalGroup):
    """The questions worth asking after a reply."""

    def __init__(self, questions: Sequence[str]) -> None:
        super().__init__()
        self._questions = questions

    def compose(self) -> ComposeResult:
        """Label and questions."""
        yield Static(Content("Ask next"), classes="reply--label")
        yield Choices(self._questions)


class SourcesView(VerticalGroup):
    """What a reply quotes, said again: each sentence whole, with the name of its source.

    `offered` are the questions that could be picked by number before, and still can.
    """

    def __init__(self, reply: Reply, sources: Mapping[str, Source], offered: Sequence[str]) -> None:
        super().__init__()
        self._reply = reply
        self._sources = sources
        self._offered = offered[:MOST_OPTIONS]

    def compose(self) -> ComposeResult:
        """A line that tells whose quotes they are, the quotes, suggestions."""
        yield Static(Content(f"Quoted for: {one_line(self._reply.question)}"), classes="reply--label")
        for citations in by_sentence(self._reply.citations).values():
            yield CitationView(tuple(citations), self._sources, name_source=True)
        if self._offered:
            yield FollowUps(self._offered)


class ReplyView(VerticalGroup):
    """A reply: how it went at a glance, the answer, what it rests on, and where to go from there."""

    def __init__(self, reply: Reply, sources: Mapping[str, Source], why: WhyView) -> None:
        super().__init__(classes=f"-{reply.status.value.replace('_', '-')}")
        self._reply = reply
        self._sources = sources
        self._why = why

    def compose(self) -> ComposeResult:
        """Status, answer, citations, suggestions."""
        reply, mark = self._reply, self._reply.status.traits[:2]
        with HorizontalGroup():
            yield Static(Content(" ".join(mark)), classes="reply--status")
            yield WhyChip()
            if reply.status.traits.can_be_marked:
                yield MarkChip(Mark.RIGHT)
                yield MarkChip(Mark.WRONG)
        yield Static(Content(printable(reply.answer)), classes="reply--answer")
        shown, of_many = not_read_out(reply), len(self._sources) > 1
        if shown and (label := reply.status.traits.quotes):
            yield Static(Content(label), classes="reply--label")
        in_order = by_sentence(shown)
        if reply.status.traits.is_answer:
            # As one reads the article, whatever is said first; what is nearest comes first of passages.
            order = {name: place for place, name in enumerate(self._sources)}
            first = sorted(in_order, key=lambda at: (order.get(at[0], len(order)), at[1]))
            in_order = {place: in_order[place] for place in first}
        for citations in in_order.values():
            yield CitationView(tuple(citations), self._sources, name_source=of_many)
        # What the answer reads out is not shown again, but can be shown in the article.
        read_out = by_sentence(each for each in reply.citations if each not in shown).values()
        chips = [CitationChip(tuple(citations), name_source=of_many) for citations in read_out]
        if chips and not of_many:
            yield ItemGrid(*chips, min_column_width=_CHIP_COLUMNS, max_column_width=_CHIP_COLUMNS)
        else:
            yield from chips
        if reply.status.traits.offers_choice:
            yield Choices(reply.suggestions[:MOST_OPTIONS], classes="reply--options")
        elif reply.suggestions:
            yield FollowUps(reply.suggestions[:MOST_FOLLOW_UPS])

    @on(WhyChip.Chosen)
    async def toggle_why(self) -> None:
        """Fold or unfold the reasons, under the answer."""
        if self._why.is_attached:
            self._why.display = not self._why.display
        else:
            await self.mount(self._why, after=self.query_one(".reply--answer"))


class Exchange(VerticalGroup):
    """The question, echoed at once, and its reply beneath it as soon as there is one.

    `place` is where it stands, and in which conversation.
    """

    def __init__(self, question: str, place: Place) -> None:
        super().__init__()
        self.question = question
        self.place = place

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(Content(printable(self.question)), classes="exchange--question")

    async def show(self, reply: Reply, sources: Mapping[str, Source], why: WhyView) -> None:
        """Put the reply beneath the question, the reasons folded."""
        await self.mount(ReplyView(reply, sources, why))

    @on(MarkChip.Chosen)
    def _report_mark(self, message: MarkChip.Chosen) -> None:
        self.post_message(AnswerMarked(self.place, message.mark))

    def show_mark(self, mark: Mark) -> None:
        """Show what the person says of the reply."""
        for chip in self.query(MarkChip):
            chip.show(mark)

    @property
    def shows_why(self) -> bool:
        """Whether the reasons of its reply are unfolded."""
        return any(why.display for why in self.query(WhyView))

    async def toggle_why(self) -> None:
        """Fold or unfold why the reply is what it is, once there is one."""
        for reply in self.query(ReplyView):
            await reply.toggle_why()
