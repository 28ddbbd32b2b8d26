"""The help: a few words on how to ask, every command and every key."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.tui.widgets.hanging import HangingText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


class KeyLine(HangingText):
    """Keys, and what they do."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--keys"}

    def __init__(self, keys: str, meaning: str) -> None:
        super().__init__()
        self.keys = keys
        self.meaning = meaning

    def lead(self) -> Content:
        """The keys."""
        return Content.styled(f"{self.keys:<20}  ", self.get_visual_style("key-line--keys"))

    def body(self) -> Content:
        """What they do."""
        return Content(self.meaning)


class HelpScreen(ModalScreen[None]):
    """The words of ``help.md``, the `typed` commands, then `groups` of bindings under their titles."""

    CSS_PATH = "help_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "close", "Close", tooltip="Back to the chat", id="help.close"),
    ]

    def __init__(
        self, groups: Sequence[tuple[str, Iterable[BindingType]]], typed: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        self._groups = groups
        self._typed = typed

    def compose(self) -> ComposeResult:
        """Words, commands, keys."""
        with VerticalScroll(id="help"):
            for paragraph in files("assistant.tui").joinpath("help.md").read_text("utf-8").split("\n\n"):
                heading = paragraph.startswith("# ")
                text = " ".join(paragraph.removeprefix("# ").split())
                yield Static(Content(text), classes="help--heading" if heading else "help--words")
            sections = [("Commands to type", self._typed)]
            sections += [(title, self._rows(group)) for title, group in self._groups]
            for title, rows in sections:
                yield Static(Content(title), classes="help--heading")
                yield VerticalGroup(*(KeyLine(keys, meaning) for keys, meaning in rows))

    def _rows(self, group: Iterable[BindingType]) -> Sequence[tuple[str, str]]:
        """The keys of each action, and what it does."""
        keys: dict[str, list[str]] = {}
        meanings: dict[str, str] = {}
        for binding in Binding.make_bindings(group):
            keys.setdefault(binding.action, []).append(self.app.get_key_display(binding))
            meanings[binding.action] = binding.tooltip or binding.description
        return [(", ".join(keys[action]), meaning) for action, meaning in meanings.items()]

    def action_close(self) -> None:
        """Back to the chat."""
        self.dismiss()
