"""The end of a demo: the article, each sentence tinted by how often it was drawn on, and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.coverage.replies import MOST_TINTED
from assistant.text import one_line
from assistant.tui.widgets.cited_text import cited
from assistant.tui.widgets.hanging import HangingText
from assistant.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.style import Style

    from assistant.coverage.replies import Coverage
    from assistant.knowledge.source import Sentence
    from assistant.reply import Reply


class CoveredSentence(HangingText):
    """A sentence, its number, and how many answers rest on it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"covered--number", "covered--times"}

    def __init__(self, sentence: Sentence, times: int, *, opens_paragraph: bool) -> None:
        tint = f"-tint-{min(times, MOST_TINTED)}"
        super().__init__(classes=f"{tint} -opens-paragraph" if opens_paragraph else tint)
        self._sentence = sentence
        self._times = times

    def lead(self) -> Content:
        """The number, and the count where there is one."""
        told = f"{self._times}×" if self._times else ""
        return Content.assemble(
            Content.styled(f"{self._sentence.number:>3} ", self._style("covered--number")),
            Content.styled(f"{told:>4}  ", self._style("covered--times")),
        )

    def body(self) -> Content:
        """The sentence."""
        return cited(self._sentence, (), self._style("covered--number"))

    def _style(self, name: str) -> Style:
        return self.get_visual_style(name)


class RefusedQuestion(VerticalGroup):
    """A question, and what was said instead of an answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._reply = reply

    def compose(self) -> ComposeResult:
        """Question and reply."""
        yield Static(Content(f"✗ {one_line(self._reply.question)}"), classes="refused--question")
        yield Static(Content(one_line(self._reply.answer)), classes="refused--said")


class CoverageScreen(ModalScreen[None]):
    """What the demo called `title` drew on, and what it refused."""

    CSS_PATH = "coverage_screen.tcss"
    AUTO_FOCUS = "#coverage"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (96, "-wide")]  # noqa: RUF012  (Textual types it as a plain one)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "close", "Close", tooltip="Back to the chat", id="coverage.close"),
    ]

    def __init__(self, title: str, coverage: Coverage[Reply]) -> None:
        super().__init__()
        self._title = title
        self._coverage = coverage

    def compose(self) -> ComposeResult:
        """Title, figures, article, refused questions, keys."""
        covered = self._coverage
        with VerticalGroup(id="coverage-head"):
            yield Static(Content(f"What was drawn on: {one_line(self._title)}"), classes="coverage--title")
            yield Static(Content(f"{covered.in_words}."), classes="coverage--figures")
        with VerticalScroll(id="coverage"):
            yield VerticalGroup(*self._refused(), id="coverage-refused")
            yield VerticalGroup(*self._article(), id="coverage-article")
        yield KeyBar(show_command_palette=False)

    def _article(self) -> ComposeResult:
        for source in self._coverage.sources:
            name = "The article" if len(self._coverage.sources) == 1 else one_line(source.name)
            yield Static(
                Content(f"{name}, and how many answers rest on each sentence"), classes="coverage--label"
            )
            for sentence, opens in source.with_openings():
                times = self._coverage.times(source.name, sentence.number)
                yield CoveredSentence(sentence, times, opens_paragraph=opens)

    def _refused(self) -> ComposeResult:
        refused = self._coverage.refused
        label = "Refused, because the article does not say" if refused else "No question was refused"
        yield Static(Content(label), classes="coverage--label")
        for reply in refused:
            yield RefusedQuestion(reply)

    def action_close(self) -> None:
        """Back to the chat."""
        self.dismiss()
