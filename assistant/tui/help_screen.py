"""The help: every key, every command, and a few words on how to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from assistant.manual import how_to_ask
from assistant.tui.upstream import Line
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.widgets.key_table import KeyColumn, KeyTable, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.tui.keys import KeyGroup


class Paragraph(Static):
    """Some sentences on how to ask."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"paragraph--match"}

    def __init__(self, text: str) -> None:
        super().__init__(Content(text))
        self._text = text

    def search(self, words: Sequence[str]) -> None:
        """Show it if it holds each of `words`, in lower case, with these marked."""
        self.display = all(word in self._text.casefold() for word in words)
        match = self.get_visual_style("paragraph--match", partial=True)
        self.update(marked(Content(self._text), words, match))


class HelpScreen(ModalScreen[None]):
    """The `groups` of keys in their order, the `typed` commands, and how to ask.

    A line at the top leaves only what holds the words that are typed there; it begins with `sought`.
    """

    CSS_PATH: ClassVar = ["dialog.tcss", "help_screen.tcss"]
    AUTO_FOCUS = "Line"
    # No ClassVar: Textual types these two as plain attributes.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (95, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "close", "Close", tooltip="Close the help", id="help.close"),
        Binding("up", "scroll('up')", show=False, tooltip="Scroll up a line", id="help.up"),
        Binding("down", "scroll('down')", show=False, tooltip="Scroll down a line", id="help.down"),
        Binding("pageup", "scroll('page_up')", show=False, tooltip="Scroll up a page", id="help.page-up"),
        Binding(
            "pagedown", "scroll('page_down')", show=False, tooltip="Scroll down a page", id="help.page-down"
        ),
        Binding("ctrl+home", "scroll('home')", show=False, tooltip="Scroll to the beginning", id="help.home"),
        Binding("ctrl+end", "scroll('end')", show=False, tooltip="Scroll to the end", id="help.end"),
        Binding("ctrl+q", "app.quit", "Quit", tooltip="Leave the program", id="help.quit"),
    ]

    def __init__(
        self, groups: Sequence[KeyGroup], typed: Sequence[tuple[str, str]], sought: str = ""
    ) -> None:
        super().__init__()
        self._tables = [
            *((group.title, [(row.text, row.meaning) for row in group.rows]) for group in groups),
            ("Commands to type", typed),
        ]
        self._sought = sought

    def compose(self) -> ComposeResult:
        """What is searched for, keys, commands, words, and the keys of this screen."""
        keys = KeyColumn(text for table in self._tables for text, _ in table[1])
        with VerticalGroup(classes="dialog") as box:
            box.border_title = "Help"
            yield Line(
                self._sought,
                placeholder="Type to search, such as “scroll” or “ctrl+u”",
                select_on_focus=False,
                compact=True,
                classes="dialog--search",
            )
            with VerticalScroll(id="help-text", can_focus=False):
                for title, rows in self._tables:
                    yield KeyTable(title, rows, keys)
                with VerticalGroup(id="help-words") as words:
                    words.border_title = " How to ask "
                    for paragraph in how_to_ask("screen"):
                        yield Paragraph(paragraph)
                yield Static(Content("The help says nothing of this."), id="help-nothing")
            yield KeyBar(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show what is sought, or all."""
        self._search(self._sought)

    @on(Input.Changed)
    def _search_typed(self, message: Input.Changed) -> None:
        self._search(message.value)

    def _search(self, text: str) -> None:
        words = text.casefold().split()
        tables = list(self.query(KeyTable))
        for table in tables:
            table.search(words)
        about_asking = self.query_one("#help-words")
        for paragraph in about_asking.query(Paragraph):
            paragraph.search(words)
        about_asking.display = any(paragraph.display for paragraph in about_asking.children)
        nothing = not about_asking.display and not any(table.display for table in tables)
        self.query_one("#help-nothing").display = nothing
        self._text.scroll_home(animate=False)

    @property
    def _text(self) -> VerticalScroll:
        return self.query_one("#help-text", VerticalScroll)

    def action_scroll(self, how: str) -> None:
        """Scroll the text; the focus stays where one types."""
        text = self._text
        scroll = {
            "up": text.scroll_up,
            "down": text.scroll_down,
            "page_up": text.scroll_page_up,
            "page_down": text.scroll_page_down,
            "home": text.scroll_home,
            "end": text.scroll_end,
        }[how]
        scroll(animate=False)

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss()
