"""The conversations that are kept: searched as one types, reopened, renamed, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import Container, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from assistant.history import HistoryError, Kept
from assistant.history.turns import MOST_LISTED
from assistant.text import one_line, printable
from assistant.tui.upstream import Line
from assistant.tui.widgets.kept_list import KeptList, number_of_questions
from assistant.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.history import Journal
    from assistant.history.store import History
    from assistant.tui.ports import Clock

_LONGEST_NAME: Final = 120
_LONGEST_SEARCH: Final = 200
_LONGEST_ASKED_ABOUT: Final = 48

_BUSY: Final = "Another program keeps the history for itself; try again."
_NOT_KEPT: Final = "These conversations end with the program; none of them is kept."
_ONLY_READ: Final = "The history can be read, but not written: what is said now ends with the program."
_NOTHING_YET: Final = "There is no conversation yet. Ask a question, and it will be listed here."
_MORE: Final = f"The latest {MOST_LISTED}; search for older ones."


_ENTER_FIRST: Final = sorted(
    Binding.make_bindings(Input.BINDINGS), key=lambda binding: binding.key != "enter"
)


class SearchInput(Line, inherit_bindings=False):
    """The words that are searched for."""

    # Enter first: where the screen has another use for a key, it stands in the footer in its place.
    BINDINGS: ClassVar[list[BindingType]] = [*_ENTER_FIRST]


class NameInput(Line):
    """The new name of a conversation, on its own line; posts `Submitted` or `Left`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Rename", tooltip="Give it the new name", id="name.keep"),
        Binding("escape", "leave", "Cancel", tooltip="Leave the name as it was", id="name.leave"),
    ]

    class Left(Message):
        """The name is to stay as it was."""

    def action_leave(self) -> None:
        """Report that nothing is to change."""
        self.post_message(self.Left())

    def on_blur(self) -> None:
        """Whoever turns to something else has left it."""
        self.action_leave()


class Confirmation(Static, can_focus=True):
    """A question whose answer is a yes or a no; posts `Answered`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes, delete", tooltip="Delete it for good", id="confirmation.yes"),
        Binding(
            "n,escape", "answer(False)", "No", key_display="n/esc", tooltip="Keep it", id="confirmation.no"
        ),
    ]

    class Answered(Message):
        """The answer."""

        def __init__(self, *, yes: bool) -> None:
            super().__init__()
            self.yes = yes

    def action_answer(self, yes: bool) -> None:
        """Report the answer."""
        self.post_message(self.Answered(yes=yes))

    def on_blur(self) -> None:
        """Whoever turns to something else has not said yes."""
        self.action_answer(False)


class HistoryScreen(ModalScreen[Kept | None]):
    """The conversations about the present pack; it is dismissed with the one to reopen, or None.

    Args:
        journal: The present conversation, and where others are kept.
        clock: Tells the moment.
        on_deleted: Called with the number of each conversation that was deleted, at once.
    """

    CSS_PATH: ClassVar = ["dialog.tcss", "history_screen.tcss"]
    AUTO_FOCUS = "#history-search"
    # No ClassVar: Textual types it as a plain attribute.
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    # They come before those of the search line, which has other uses for some of these keys.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "reopen",
            "Open",
            priority=True,
            tooltip="Go on with a conversation",
            id="history.reopen",
        ),
        Binding("delete,ctrl+d", "delete", "Delete", priority=True, tooltip="Delete it", id="history.delete"),
        Binding(
            "ctrl+r,f2", "rename", "Rename", priority=True, tooltip="Give it a name", id="history.rename"
        ),
        Binding("down", "to_list", "To the list", show=False, tooltip="To the list", id="history.down"),
        Binding("escape", "close", "Close", tooltip="Back to the chat", id="history.close"),
        Binding("ctrl+q", "app.quit", "Quit", tooltip="Leave the program", id="history.quit"),
    ]

    def __init__(
        self, journal: Journal, clock: Clock, on_deleted: Callable[[int], None] | None = None
    ) -> None:
        super().__init__()
        self._journal = journal
        self._clock = clock
        self._on_deleted = on_deleted
        self._kept: list[Kept] = []
        # What is being renamed, or is asked about.
        self._concerned: Kept | None = None

    def compose(self) -> ComposeResult:
        """Title, search line, list, what there is to say, keys."""
        with VerticalGroup(id="history", classes="dialog") as box:
            box.border_title = "Conversations"
            yield SearchInput(
                placeholder="Type to search",
                max_length=_LONGEST_SEARCH,
                # A letter that brings the focus along is not to be typed over by the next.
                select_on_focus=False,
                compact=True,
                id="history-search",
                classes="dialog--search",
            )
            with Container(id="history-body"):
                yield KeptList(id="history-list")
                yield Static(id="history-empty")
                yield NameInput(max_length=_LONGEST_NAME, compact=True, id="history-name")
                yield Confirmation(id="history-confirmation")
            yield Static(id="history-note")
            yield KeyBar(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """List all there is."""
        for widget in (self._new_name, self._confirmation):
            widget.display = False
        self.watch(self._list, "scroll_y", self._put_name, init=False)
        self.watch(self._list, "scroll_y", self._put_confirmation, init=False)
        self._fill()

    # What is there

    @property
    def _search(self) -> Input:
        return self.query_one("#history-search", Input)

    @property
    def _list(self) -> KeptList:
        return self.query_one(KeptList)

    @property
    def _new_name(self) -> NameInput:
        return self.query_one(NameInput)

    @property
    def _confirmation(self) -> Confirmation:
        return self.query_one(Confirmation)

    def _fill(self) -> None:
        """List what is found, and say what there is to say."""
        self._say(self._state())
        text = self._search.value
        self._kept = self._read(text)
        self._list.show(
            self._kept[:MOST_LISTED],
            self._clock(),
            self._journal.conversation,
            _MORE if len(self._kept) > MOST_LISTED else "",
        )
        self._list.display = bool(self._kept)
        empty = self.query_one("#history-empty", Static)
        empty.display = not self._kept
        if not self._kept:
            searched = f"No conversation holds “{one_line(text)}”. Words are found by how they begin."
            empty.update(Content(searched if text.strip() else _NOTHING_YET))
        self.refresh_bindings()

    def _state(self) -> str:
        """What to say of where the conversations are, if that is not as ever."""
        if self._journal.kept:
            return ""
        return _ONLY_READ if self._journal.only_read else _NOT_KEPT

    def _read(self, text: str) -> list[Kept]:
        def found(history: History) -> list[Kept]:
            return history.conversations(self._journal.pack, text, MOST_LISTED + 1)

        # What was said while the history was being opened belongs to it.
        self._journal.settle()
        try:
            return found(self._journal.history)
        except HistoryError as error:
            if error.may_pass:
                self._say(_BUSY if error.busy else f"The history cannot be read: {error}")
                return self._kept
            self._journal.mend(error)
        try:
            return found(self._journal.history)
        except HistoryError as error:
            self._say(f"The history cannot be read: {error}")
            return []

    def _change(self, change: Callable[[History], None]) -> bool:
        """Change what is kept and list it anew; whether that went well."""
        wrong = ""
        try:
            change(self._journal.history)
        except HistoryError as error:
            # In another file the same number may be another conversation's: nothing is tried twice.
            self._journal.mend(error)
            wrong = _BUSY if error.busy else f"Nothing was changed: {error}"
        self._fill()
        if wrong:
            self._say(wrong)
        return not wrong

    def _say(self, text: str) -> None:
        note = self.query_one("#history-note", Static)
        note.update(Content(printable(text)))
        note.display = bool(text)

    @on(Input.Changed, "#history-search")
    def _find(self) -> None:
        self._list.choose_first()
        self._fill()
        self._list.choose_first()

    # Moving about

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave its keys to whatever is open, and to the search line those that it edits with."""
        if action in {"reopen", "rename", "delete", "to_list"}:
            if self._concerned or not self._kept:
                return False
            if action in {"rename", "delete"} and self._journal.only_read:
                return False
            search = self._search
            if action == "delete" and search.has_focus:
                return search.cursor_position == len(search.value) and search.selection.is_empty
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Typing goes to the search line, wherever the focus is."""
        if self._concerned or not event.is_printable or not event.character or self._search.has_focus:
            return
        event.stop()
        self._search.focus()
        self._search.insert_text_at_cursor(event.character)

    def action_to_list(self) -> None:
        """From the search line to the list."""
        self._list.focus()

    @on(KeptList.AboveFirst)
    def _to_search(self) -> None:
        self._search.focus()

    def action_close(self) -> None:
        """Back to the chat."""
        self.dismiss(None)

    # Reopening

    @on(OptionList.OptionSelected)
    def action_reopen(self) -> None:
        """Leave with the chosen conversation."""
        if self._list.chosen:
            self.dismiss(self._list.chosen)

    # Renaming

    def action_rename(self) -> None:
        """Let the name be typed where it stands."""
        self._concerned = self._list.chosen
        if self._concerned:
            self._list.scroll_to_highlight()
            self._new_name.value = one_line(self._concerned.title)[:_LONGEST_NAME]
            self._new_name.display = True
            self._put_name()
            self._new_name.focus()
            self._new_name.action_select_all()

    def _put_name(self) -> None:
        """Put the line for the name over the conversation that gets it."""
        line = self._list.place_of_chosen()
        if line is not None:
            self._new_name.styles.offset = (0, line)

    def on_resize(self) -> None:
        """Keep what is about a conversation where it belongs."""
        if self._new_name.display:
            self.call_after_refresh(self._put_name)
        if self._confirmation.display:
            self.call_after_refresh(self._make_room)

    @on(Input.Submitted, "#history-name")
    def _rename(self, message: Input.Submitted) -> None:
        concerned, name = self._turn_back(), one_line(message.value)
        # A name that is the first question is none.
        if concerned and name != one_line(concerned.title)[:_LONGEST_NAME]:
            self._change(lambda history: history.rename(concerned.number, name))

    @on(NameInput.Left)
    def _leave_name(self) -> None:
        self._turn_back()

    # Deleting

    def action_delete(self) -> None:
        """Ask whether to delete the chosen conversation."""
        self._concerned = self._list.chosen
        if self._concerned:
            title = one_line(self._concerned.title[: _LONGEST_ASKED_ABOUT + 1])
            if len(title) > _LONGEST_ASKED_ABOUT:
                title = f"{title[:_LONGEST_ASKED_ABOUT].rstrip()}…"
            asked = f"Delete “{title}” and its {number_of_questions(self._concerned)} for good? y/n"
            self._confirmation.update(Content(asked))
            self._list.scroll_to_highlight()
            self._confirmation.display = True
            self._put_confirmation()
            self._confirmation.focus()
            # How many lines the question takes is known once it is there.
            self.call_after_refresh(self._make_room)

    def _put_confirmation(self) -> None:
        """Put the question beneath the conversation that it is about, at the edge if that is out of view."""
        if self._concerned:
            lowest = self._list.scrollable_content_region.height - self._confirmation.outer_size.height
            beneath = self._list.place_beneath_chosen()
            self._confirmation.styles.offset = (0, max(0, min(beneath, lowest)))

    def _make_room(self) -> None:
        """Let the list leave room for the question, which so hides no other conversation."""
        if self._concerned:
            self._list.make_room(self._confirmation.outer_size.height)
            self._put_confirmation()

    @on(Confirmation.Answered)
    def _delete(self, message: Confirmation.Answered) -> None:
        concerned = self._turn_back()
        if concerned and message.yes and self._change(lambda history: history.delete(concerned.number)):
            self._deleted(concerned.number)

    def _deleted(self, number: int) -> None:
        if self._on_deleted:
            self._on_deleted(number)

    def _turn_back(self) -> Kept | None:
        """Close what is open and go on where it was opened from; what it was about, once."""
        concerned, self._concerned = self._concerned, None
        if concerned:
            if self.focused in {self._new_name, self._confirmation, None}:
                self._list.focus()
            self._new_name.display = False
            self._confirmation.display = False
            self._list.make_room(0)
            self.refresh_bindings()
        return concerned
