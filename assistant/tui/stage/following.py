"""What is told of a player to who follows it in a second terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assistant.tui.stage.progress import Progress, clear_progress, write_progress

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.tui.stage.player import Player


class Followed:
    """Keeps the file at `path` as the player is, whenever something of it changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: Progress | None = None

    def tell(self, player: Player) -> None:
        """Write how `player` stands."""
        now = progress_of(player)
        if now != self._last:
            self._last = now
            write_progress(self._path, now)

    def close(self) -> None:
        """The demo is over."""
        clear_progress(self._path, os.getpid())


def progress_of(player: Player) -> Progress:
    """How `player` stands."""
    step, steps = player.step, len(player.steps)
    return Progress(
        process=os.getpid(),
        title=player.title,
        state=player.state.value,
        number=min(player.position + 1, steps),
        steps=steps,
        elapsed=int(player.elapsed),
        doing=step.in_words if step else "",
        presenter=_presenter(player),
        next=player.next_step.in_words if player.next_step else "",
    )


def _presenter(player: Player) -> str:
    """What the presenter says now: of the last step at the end still, when questions are asked."""
    step = player.step or next(reversed(player.steps), None)
    return step.presenter if step else ""
