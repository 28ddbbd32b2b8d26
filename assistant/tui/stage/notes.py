"""The presenter's notes: follows the demo that plays in another terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from assistant.errors import AssistantError
from assistant.text import one_line, printable
from assistant.tui.kept_theme import kept_theme
from assistant.tui.leaving import in_good_order
from assistant.tui.stage.player import State
from assistant.tui.stage.progress import progress_path, read_progress
from assistant.tui.stage.widgets import MARKS, minutes
from assistant.tui.themed_app import ThemedApp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.tui.stage.progress import Progress

# So often it looks.
_SECONDS: Final = 0.25
NO_DEMO: Final = "No demo is playing. Start one with “assistant demo” in another terminal."
NO_NOTES: Final = "No notes for this step."
WITHOUT_SCRIPT: Final[Mapping[str, str]] = {
    State.LIVE: "ctrl+r on the stage returns to the script, to this step",
    State.PAUSED: "space on the stage goes on",
}
"""What the presenter does next where the script does nothing by itself."""


class NotesApp(ThemedApp):
    """Shows what stands in the file at `path`, as it changes."""

    TITLE = "notes"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar = [Path(__file__).parent / "notes.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q", "quit", "Quit", tooltip="Leave the notes", id="quit"),
        Binding("ctrl+t", "toggle_theme", "Theme", tooltip="Switch between dark and light", id="theme"),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._shown: Progress | None = None
        self._said = ""

    def compose(self) -> ComposeResult:
        """Where it stands, what to say, what comes next."""
        with Horizontal(id="notes-top"):
            yield Static(id="notes-title")
            yield Static(id="notes-state")
        yield Static(id="notes-doing")
        with VerticalScroll(id="notes-said"):
            yield Static(id="notes-presenter")
        yield Static(id="notes-next")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Follow."""
        self._show(None)
        self.look()
        self.set_interval(_SECONDS, self.look)

    def look(self) -> None:
        """Show how the demo stands."""
        found = read_progress(self._path)
        if found != self._shown:
            self._shown = found
            self._show(found)

    def _show(self, now: Progress | None) -> None:
        title = state = doing = following = ""
        said = NO_DEMO
        if now:
            mark = next((MARKS[state] for state in State if state.value == now.state), "")
            title = now.title
            state = f"{mark} {now.state} · {now.number}/{now.steps} · {minutes(now.elapsed)}"
            doing = now.doing or "The end"
            said = now.presenter or NO_NOTES
            following = f"Next: {now.next}" if now.next else "Next: the end" if now.doing else ""
            if now.doing:
                following = WITHOUT_SCRIPT.get(now.state, following)
        for name, text in (("title", title), ("state", state), ("doing", doing), ("next", following)):
            self.query_one(f"#notes-{name}", Static).update(Content(one_line(text)))
        if said != self._said:
            self._said = said
            self.query_one("#notes-presenter", Static).update(Content(printable(said)))
            # Other notes are read from their beginning, however far these were scrolled.
            self.query_one("#notes-said", VerticalScroll).scroll_home(animate=False)
        self.set_class(now is None or not now.presenter, "-nothing")


def show_notes() -> int:
    """Follow the demo until the presenter leaves; the exit code.

    Raises:
        AssistantError: when there is no place in which a demo could tell how it stands.
    """
    path = progress_path()
    if path is None:
        raise AssistantError("no folder in which a demo could tell how it stands")
    app = NotesApp(path)
    app.begin_with(kept_theme())
    with in_good_order(app):
        app.run()
    return app.return_code or 0
