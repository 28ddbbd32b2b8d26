"""The article, each sentence tinted by how many answers rest on it, and the questions that were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.binding import Binding
from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from assistant.coverage.conversation import NOTHING_ASKED
from assistant.coverage.replies import MOST_TINTED
from assistant.text import one_line
from assistant.tui.widgets.cited_text import cited
from assistant.tui.widgets.hanging import Hanging, HangingText
from assistant.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size
    from textual.style import Style

    from assistant.coverage.conversation import ConversationCoverage
    from assistant.coverage.replies import Coverage
    from assistant.knowledge.source import Sentence, Source
    from assistant.reply import Reply
    from assistant.tui.upstream import InOrder


class TintLegend(Widget):
    """What the tints and signs beside the sentences stand for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"legend--tint-{tint}" for tint in range(1, MOST_TINTED + 1)),
        "legend--quote",
    }

    def __init__(self, *, has_passages: bool) -> None:
        super().__init__()
        self._has_passages = has_passages

    def render(self) -> Content:
        """A sample of each tint, and the words that go with it."""
        return self._content(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The number of lines at `width`."""
        return self._content(width).get_height({}, width)

    def _content(self, width: int) -> Content:
        tints = range(1, MOST_TINTED + 1)
        samples = [f" {tint}×{' or more' if tint == MOST_TINTED else ''} " for tint in tints]
        styles = [self.get_visual_style(f"legend--tint-{tint}") for tint in tints]
        spaced = [part for sample in zip(samples, styles, strict=True) for part in (sample, " ")]
        quoted = ("underlined", self.get_visual_style("legend--quote"))
        passages = "; » shown as it stands, for want of an answer" if self._has_passages else ""
        tinted = Content.assemble("Answers that rest on it: ", *spaced)
        rest = Content.assemble(quoted, ": quoted", passages)
        # A blank at the end of a sample is lost where a line is only broken.
        gap = "\n" if tinted.cell_length + rest.cell_length > width else ""
        return Content.assemble(tinted, gap, rest)


class CoveredSentence(HangingText):
    """A sentence, its number, how many answers rest on it, and the words that were quoted."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"covered--number", "covered--times", "covered--quote"}

    def __init__(
        self, source: Source, sentence: Sentence, covered: Coverage[Reply], *, opens_paragraph: bool
    ) -> None:
        tint = f"-tint-{covered.tint(source.name, sentence.number)}"
        super().__init__(classes=f"{tint} -opens-paragraph" if opens_paragraph else tint)
        self._sentence = sentence
        self._times = covered.times(source.name, sentence.number)
        self._is_passage = bool(covered.times_shown(source.name, sentence.number))
        self._quotes = [(start, end) for start, end, _ in covered.parts(source.name, sentence.number)]

    @property
    def is_drawn_on(self) -> bool:
        """Whether an answer rests on it, or it was shown for want of one."""
        return bool(self._times or self._is_passage)

    def lead(self) -> Content:
        """The number, and the count where there is one."""
        count = f"{self._times}×" if self._times else "»" if self._is_passage else ""
        return Content.assemble(
            Content.styled(f"{self._sentence.number:>3} ", self._style("covered--number")),
            Content.styled(f"{count:>4}  ", self._style("covered--times")),
        )

    def body(self) -> Content:
        """The sentence."""
        return cited(self._sentence, self._quotes, self._style("covered--quote"))

    def _style(self, name: str) -> Style:
        return self.get_visual_style(name)


class RefusedQuestion(VerticalGroup):
    """A question, and what was said instead of an answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._reply = reply

    def compose(self) -> ComposeResult:
        """Question and reply."""
        question = Hanging(Content("✗ "), Content(one_line(self._reply.question)))
        yield Static(question, classes="refused--question")
        yield Static(Content(one_line(self._reply.answer)), classes="refused--said")


class CoverageScreen(ModalScreen[None]):
    """What was drawn on, as it is `covered`, under a `heading`; and what was refused, if anything.

    It opens at the first sentence that was drawn on where that would not be in sight, but for one that is to
    be read `from_top`.
    """

    CSS_PATH = "coverage_screen.tcss"
    AUTO_FOCUS = "#coverage"
    # No ClassVar: Textual types these two as plain attributes.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (96, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f5", "close", "Close", tooltip="Back to the chat", id="coverage.close"),
        Binding(
            "f4",
            "toggle_questions",
            "Questions",
            tooltip="Show or hide which questions drew on each sentence",
            id="coverage.questions",
        ),
        Binding("ctrl+q", "app.quit", "Quit", tooltip="Leave the program", id="coverage.quit"),
    ]

    def __init__(self, heading: str, covered: ConversationCoverage, *, from_top: bool = False) -> None:
        super().__init__()
        self._heading = heading
        self._from_top = from_top
        self._covered = covered

    def compose(self) -> ComposeResult:
        """Title, figures, what the tints mean, article, refused questions, keys."""
        covered = self._covered.coverage
        with VerticalGroup(id="coverage-head"), VerticalGroup(id="coverage-summary"):
            yield Static(Content(one_line(self._heading)), classes="coverage--title")
            figures = f"{covered.in_words}." if covered.replies else NOTHING_ASKED
            yield Static(Content(figures), classes="coverage--figures")
            if covered.replies:
                yield TintLegend(has_passages=bool(covered.passages))
        parts = [VerticalGroup(*self._article(), id="coverage-article")]
        if covered.refused:
            parts.append(VerticalGroup(*self._refused(), id="coverage-refused"))
        yield VerticalScroll(*parts, id="coverage", classes="-with-refused" if covered.refused else "")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin where something is drawn on."""
        if not self._from_top:
            self.call_after_refresh(self._show_first_drawn_on)

    def _show_first_drawn_on(self) -> None:
        page = self.query_one("#coverage", VerticalScroll)
        first = next((sentence for sentence in self.query(CoveredSentence) if sentence.is_drawn_on), None)
        if first and first.region.bottom > page.region.bottom:
            page.scroll_to_widget(first, top=True, animate=False)

    def _article(self) -> ComposeResult:
        covered, questions = self._covered
        for source in covered.sources:
            if len(covered.sources) > 1:
                yield Static(Content(one_line(source.name)), classes="coverage--label")
            for sentence, opens in source.with_openings():
                yield CoveredSentence(source, sentence, covered, opens_paragraph=opens)
                if asked := questions.get((source.name, sentence.number)):
                    listed = "\n".join(f"· {question}" for question in asked)
                    yield Static(Content(listed), classes="covered--questions")

    def _refused(self) -> ComposeResult:
        yield Static(Content("Refused, because the article does not say"), classes="coverage--label")
        for reply in self._covered.coverage.refused:
            yield RefusedQuestion(reply)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the questions where there are any."""
        if action == "toggle_questions" and not self._covered.questions:
            return False
        return super().check_action(action, parameters)

    def action_toggle_questions(self) -> None:
        """Show or hide which questions drew on each sentence."""
        self.toggle_class("-with-questions")

    def action_close(self) -> None:
        """Back to the chat."""
        self.dismiss()

    def on_key(self, event: events.Key) -> None:
        """A question is asked in the chat: its first letter leads there."""
        if event.is_printable and event.character:
            event.stop()
            self._leave_to(events.Key(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """So does one that is pasted."""
        event.stop()
        self._leave_to(events.Paste(event.text))

    def _leave_to(self, event: events.Event) -> None:
        self.dismiss()
        cast("InOrder[None]", self.app).deal_again_with(event)
