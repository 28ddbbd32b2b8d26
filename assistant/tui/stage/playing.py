"""Play a demo in the terminal, and tell a second one how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.clock import local_time
from assistant.tui.kept_theme import kept_theme
from assistant.tui.leaving import in_good_order
from assistant.tui.stage.app import DemoApp
from assistant.tui.stage.exporting import Kept
from assistant.tui.stage.following import Followed
from assistant.tui.stage.progress import progress_path

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.tui.ports import Assistant, Clock
    from assistant.tui.stage.screen import Showing


def play(
    assistant: Assistant, showing: Showing, folder: Path | None = None, clock: Clock = local_time
) -> tuple[int, str]:
    """Play until the presenter leaves, and keep what was shown in `folder`, if there is one.

    Returns:
        The exit code, and what to tell of the folder.

    Raises:
        AssistantError: when the folder is not free, or cannot be written; the latter is tried beforehand.
    """
    app = DemoApp(assistant, showing)
    app.theme = kept_theme()
    path = progress_path()
    followed = Followed(path) if path else None
    if followed:
        app.chat.on_progress = followed.tell
    kept = Kept(app, assistant.pack, showing.pace, folder)
    try:
        with in_good_order(app):
            app.run()
    finally:
        if followed:
            followed.close()
    # What was shown is kept also where it came to a bad end.
    return app.return_code or 0, kept.write(clock())
