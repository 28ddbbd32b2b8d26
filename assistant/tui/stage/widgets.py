"""What a demo adds to the chat: the line that tells how far it is, notes to the audience, and title cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import Center, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from assistant.text import one_line, printable
from assistant.tui.stage.player import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from assistant.tui.stage.player import Player

# Every font for terminals has these, and none draws them as a picture that is two columns wide.
MARKS: Final[Mapping[State, str]] = {
    State.LOADING: "…",
    State.PLAYING: "►",
    State.PAUSED: "║",
    State.HELD: "║",
    State.LIVE: "●",
    State.ENDED: "■",
}


def hint(player: Player) -> str:
    """How to go on with a script that does not play, for a presenter who sees no list of keys."""
    if player.state is State.PAUSED:
        return "space goes on"
    if player.state is State.LIVE:
        return "ctrl+r plays again" if player.is_over else "ctrl+r returns"
    return ""


def minutes(seconds: float) -> str:
    """Minutes and seconds, as on a stopwatch."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


class StatusLine(Static):
    """Who has the say, which step it is, how long it took, and how fast it goes.

    With `hints`, it tells how to go on with a script that does not play, instead of how fast it would.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status-line--state"}

    def __init__(self, *, hints: bool = False) -> None:
        super().__init__()
        self._hints = hints
        self._shown: tuple[str, ...] = ()

    def show(self, player: Player) -> None:
        """Tell how `player` stands."""
        shown: tuple[str, ...] = (f"{MARKS[player.state]} {player.state}",)
        if player.state is not State.LOADING:
            steps = len(player.steps)
            number = f"{min(player.position + 1, steps)}/{steps}"
            how = (hint(player) if self._hints else "") or f"×{float(player.pace.factor)}"
            shown += (number, minutes(player.elapsed), how)
        if shown != self._shown:
            self._shown = shown
            self.set_classes(f"-{player.state.name.lower()}")
            state, *rest = shown
            style = self.get_visual_style("status-line--state")
            self.update(Content.assemble((state, style), *(f"   {each}" for each in rest)))


class NoteView(Static):
    """A quiet word to the audience, among the answers."""

    def __init__(self, text: str) -> None:
        super().__init__(Content(printable(text)))


class CardView(VerticalGroup):
    """A title, and perhaps a text under it, over the whole chat."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Title and text."""
        yield Static(Content(one_line(self._title)), classes="card--title")
        if self._text:
            yield Center(Static(Content(printable(self._text)), classes="card--text"))
