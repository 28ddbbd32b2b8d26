"""The command palette: every command and key, searched as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.visual import Visual
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assistant.tui.palette import Entry
from assistant.tui.upstream import Line
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.widgets.searched_list import SearchedList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.visual import RenderOptions

    from assistant.tui.palette import Palette
    from assistant.tui.word_search import WordSearch


class CommandLine(Line):
    """Where one types what is searched for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Run", tooltip="Do what is chosen", id="palette.run"),
    ]


class EntryLines(Visual):
    """What an entry does, and beneath it how else that is done; what was `sought` is marked in both."""

    def __init__(self, list_: EntryList, entry: Entry, sought: WordSearch) -> None:
        self._list = list_
        self._entry = entry
        self._sought = sought

    def _content(self, *, chosen: bool) -> Content:
        """Muted and coloured only where it is not the one that is chosen."""
        muted, match = Style(bold=False), Style(bold=True, underline=True)
        if not chosen:
            muted += self._list.muted_style
            match += self._list.match_style
        text, help_ = Content(self._entry.text), Content.styled(self._entry.help, muted)
        for start, end in self._sought.places(text.plain):
            text = text.stylize(match, start, end)
        for start, end in self._sought.places(help_.plain, among=self._entry.words_of_names):
            help_ = help_.stylize(match, start, end)
        return Content("\n").join([text, help_])

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines."""
        chosen = style.background == self._list.chosen_style.background
        return self._content(chosen=chosen).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which nothing wraps."""
        return self._content(chosen=False).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The number of lines at `width`."""
        return self._content(chosen=False).get_height(rules, width)


class EntryList(SearchedList, can_focus=False):
    """The entries; the focus stays where one types."""

    def show(self, entries: Sequence[Entry], sought: WordSearch) -> None:
        """List `entries`, the first of them chosen."""
        self.set_options([Option(EntryLines(self, entry, sought)) for entry in entries])
        self.highlighted = 0 if entries else None


class PaletteScreen(ModalScreen[Entry | None]):
    """The entries of a `palette`, filtered as one types; it is dismissed with the one to run, or None."""

    CSS_PATH: ClassVar = ["dialog.tcss", "palette_screen.tcss"]
    AUTO_FOCUS = "CommandLine"
    # No ClassVar: Textual types it as a plain attribute.
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+p", "close", "Close", tooltip="Back to the chat", id="palette.close"),
        Binding("up", "choose('cursor_up')", show=False, tooltip="The line above", id="palette.up"),
        Binding("down", "choose('cursor_down')", show=False, tooltip="The line below", id="palette.down"),
        Binding("pageup", "choose('page_up')", show=False, tooltip="A page up", id="palette.page-up"),
        Binding("pagedown", "choose('page_down')", show=False, tooltip="A page down", id="palette.page-down"),
        Binding("ctrl+home", "choose('first')", show=False, tooltip="The first line", id="palette.first"),
        Binding("ctrl+end", "choose('last')", show=False, tooltip="The last line", id="palette.last"),
        Binding("ctrl+q", "app.quit", "Quit", tooltip="Leave the program", id="palette.quit"),
    ]

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.entries: Sequence[Entry] = ()
        """Those that are listed."""

    def compose(self) -> ComposeResult:
        """What is searched for, what there is, keys."""
        with VerticalGroup(classes="dialog") as box:
            box.border_title = "Menu"
            yield CommandLine(
                placeholder="Type to search", select_on_focus=False, compact=True, classes="dialog--search"
            )
            yield EntryList(compact=True, markup=False)
            yield Static(Content("No command, question or key holds these words."), id="palette-nothing")
            yield KeyBar(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """List the commands and the questions."""
        self._list("")

    @on(Input.Changed)
    def _search(self, message: Input.Changed) -> None:
        self._list(message.value)

    def _list(self, typed: str) -> None:
        palette = self._palette
        self.entries = palette.search(typed) if typed.strip() else palette.listed()
        list_ = self.query_one(EntryList)
        list_.show(self.entries, palette.words_typed(typed))
        list_.display = bool(self.entries)
        self.query_one("#palette-nothing").display = not self.entries

    @on(Input.Submitted)
    def _run_chosen(self) -> None:
        place = self.query_one(EntryList).highlighted
        if place is not None:
            self.dismiss(self.entries[place])

    @on(OptionList.OptionSelected)
    def _run_clicked(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(self.entries[message.option_index])

    def action_choose(self, how: str) -> None:
        """Choose another entry; the focus stays where one types."""
        getattr(self.query_one(EntryList), f"action_{how}")()

    def action_close(self) -> None:
        """Back to the chat."""
        self.dismiss(None)
