"""Why an answer was given: the ranking as bars, and how the question met the phrase that won."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from assistant.render import NOTHING_MATCHED
from assistant.text import one_line
from assistant.tui.widgets.chip import Chip, chosen_by_enter
from assistant.tui.widgets.hanging import HangingText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.dialogue.explanation import Explanation, RankedIntent

_BAR: Final = 12
_SHOWN: Final = 3


class WhyChip(Chip):
    """Folds and unfolds the reasons; choosing it posts `Chosen`."""

    BINDING_GROUP_TITLE = "Why"
    BINDINGS: ClassVar[list[BindingType]] = chosen_by_enter("why", "Why this answer", "Fold or unfold why")

    class Chosen(Message):
        """The reasons are to be folded or unfolded."""

    def __init__(self) -> None:
        super().__init__(Content("why"))
        self.tooltip = "Why this answer"

    def action_choose(self) -> None:
        """Report it."""
        self.post_message(self.Chosen())


class BeliefLine(HangingText):
    """How far an intent is believed to be meant, as a bar and a number, and what it asks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"belief-line--bar"}

    def __init__(self, belief: float, question: str) -> None:
        super().__init__()
        self.belief = belief
        self.question = question

    def lead(self) -> Content:
        """Bar and number."""
        bar = "█" * round(self.belief * _BAR)
        style = self.get_visual_style("belief-line--bar")
        return Content.styled(f"{bar:░<{_BAR}}", style) + Content(f" {self.belief:4.0%}  ")

    def body(self) -> Content:
        """The question."""
        return Content(one_line(self.question))


class WhyView(VerticalGroup):
    """The reasons for a reply, one group a part of the question."""

    def __init__(self, explanations: Iterable[Explanation]) -> None:
        super().__init__()
        self._explanations = tuple(explanations)

    def compose(self) -> ComposeResult:
        """Bars, the phrase, the words."""
        if not self._explanations:
            yield Static(Content(NOTHING_MATCHED))
        for explanation in self._explanations:
            for ranked in explanation.ranking[:_SHOWN]:
                yield BeliefLine(ranked.belief, ranked.question)
            if explanation.ranking:
                yield from self._winner(explanation, explanation.ranking[0])
            yield Static(Content(one_line(explanation.decision)), classes="why--line")

    def _winner(self, explanation: Explanation, best: RankedIntent) -> ComposeResult:
        yield Static(Content(f"Nearest phrase: {one_line(best.phrase)}"), classes="why--line")
        met = [_link(link.asked, link.phrase, link.how) for link in explanation.links]
        if met:
            yield Static(Content(f"Words met: {', '.join(met)}"), classes="why--line")
        if best.unexplained:
            left = ", ".join(map(one_line, best.unexplained))
            yield Static(Content(f"Nothing accounts for: {left}"), classes="why--line -unexplained")


def _link(asked: str, phrase: str, how: str) -> str:
    said = one_line(asked) if asked == phrase else f"{one_line(asked)} = {one_line(phrase)}"
    return f"{said} ({how})" if how else said
