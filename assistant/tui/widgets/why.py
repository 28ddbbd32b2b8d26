"""Why an answer was given: a sentence and a number, and in detail how the question met the intents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from assistant.render import why_lines
from assistant.tui.widgets.chip import Chip, chosen_by_enter
from assistant.tui.widgets.hanging import HangingText

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.dialogue.explanation import Explanation

_BAR: Final = 12


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
        return Content.styled(f"{bar:░<{_BAR}}", style) + Content(f" {self.belief:.2f}  ")

    def body(self) -> Content:
        """The question."""
        return Content(self.question)


class WhyView(VerticalGroup):
    """The reasons for a reply: those for people, and beneath them those for curators."""

    def __init__(self, explanation: Explanation) -> None:
        super().__init__()
        self._explanation = explanation

    def compose(self) -> ComposeResult:
        """A widget a line."""
        for line in why_lines(self._explanation):
            if line.belief is not None:
                yield BeliefLine(line.belief, line.text)
                continue
            unexplained = " -unexplained" if line.is_unexplained else ""
            yield Static(Content(line.text), classes=f"why--line -level-{line.level}{unexplained}")
