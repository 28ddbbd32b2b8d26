"""A numbered list of questions, any of which can be asked by picking it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import VerticalGroup
from textual.content import Content

from assistant.text import one_line
from assistant.tui.messages import ChoicePicked
from assistant.tui.widgets.hanging import HangingText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

PICK_DELAY: Final = 0.4
"""Seconds from a choice's number to its being picked, so that "100 apps" can be typed over choice 1."""


class Choice(HangingText, can_focus=True):
    """One question with its number; posts `ChoicePicked`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--number"}
    BINDING_GROUP_TITLE = "Questions to pick"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Ask this", show=False, tooltip="Ask this question", id="choice.pick"),
        Binding("up", "previous", "Previous", show=False, tooltip="The question above", id="choice.previous"),
        Binding("down", "next", "Next", show=False, tooltip="The question below", id="choice.next"),
    ]

    def __init__(self, number: int, question: str) -> None:
        super().__init__()
        self.number = number
        self.question = question

    def lead(self) -> Content:
        """The number, unless the style sheet hides it."""
        if self.get_component_styles("choice--number").visibility == "hidden":
            return Content(" " * 4)
        return Content.styled(f" {self.number}  ", self.get_visual_style("choice--number"))

    def body(self) -> Content:
        """The question."""
        return Content(one_line(self.question))

    def on_click(self) -> None:
        """Pick by mouse."""
        self.action_pick()

    def action_pick(self) -> None:
        """Report that this question is wanted."""
        self.post_message(ChoicePicked(self.question))

    def action_previous(self) -> None:
        """Focus the choice above."""
        self.screen.focus_previous(Choice)

    def action_next(self) -> None:
        """Focus the choice below."""
        self.screen.focus_next(Choice)


class Choices(VerticalGroup):
    """The list; numbers count from 1."""

    def __init__(self, questions: Sequence[str], *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._choices = [Choice(number, question) for number, question in enumerate(questions, start=1)]
        self._typed = ""
        self._pick: Timer | None = None

    def compose(self) -> ComposeResult:
        """One line for each question."""
        yield from self._choices

    @property
    def questions(self) -> list[str]:
        """What is offered, in order."""
        return [choice.question for choice in self._choices]

    def numbered(self, text: str) -> Choice | None:
        """The choice that `text` is the number of, or None."""
        return next((choice for choice in self._choices if str(choice.number) == text), None)

    def typed(self, text: str) -> None:
        """Note what stands at the prompt: a number that is all that was typed picks its choice."""
        self.disarm()
        choice = None if self._typed else self.numbered(text)
        self._typed = text
        if choice:
            choice.add_class("-armed")
            # On the choice, not on self: a message does not bubble past the widget that sent it.
            self._pick = choice.set_timer(PICK_DELAY, choice.action_pick)

    def disarm(self) -> None:
        """Pick nothing after all."""
        if self._pick:
            self._pick.stop()
            self._pick = None
        for choice in self._choices:
            choice.remove_class("-armed")
