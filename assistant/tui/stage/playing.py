"""Play a demo in the terminal, and tell a second one how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from assistant.clock import local_time
from assistant.tui.kept_theme import kept_theme
from assistant.tui.leaving import in_good_order
from assistant.tui.loading import FirstFrameApp
from assistant.tui.stage.app import DemoApp
from assistant.tui.talk.screen import make_ready

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.demo.script import Script
    from assistant.tui.ports import Assistant, Clock
    from assistant.tui.stage.exporting import Kept
    from assistant.tui.stage.following import Followed
    from assistant.tui.stage.screen import Showing


class LoadingDemoApp(DemoApp, FirstFrameApp):
    """Draws the stage at once, loads who answers and what to play, and plays it then.

    Args:
        load: Makes the assistant and the script, in a thread of its own.
        showing: How to play it.
        folder: Where to keep what is shown, or None.
        clock: Tells the time.

    Raises:
        AssistantError: when the folder is not free, or cannot be written.
    """

    # The line at the top says so from the first frame on, and a show is not to begin with a flicker.
    SAYS_SO_AFTER: ClassVar = 0.8

    def __init__(
        self,
        load: Callable[[], tuple[Assistant, Script]],
        showing: Showing,
        folder: Path | None,
        clock: Clock,
    ) -> None:
        super().__init__(None, showing, clock)
        self.begin_with(kept_theme())
        self._load = load
        self._folder = folder
        # Of what is recorded, the first frame is a part; else what keeps it is not loaded before that.
        self.kept = self._kept_from_now() if folder else None
        self._followed: Followed | None = None

    async def _begin(self) -> None:
        if opened := await self._loaded(self._open):
            self.kept = self.kept or self._kept_from_now()
            self.be_followed()
            await self.chat.open(*opened)

    def _open(self) -> tuple[Assistant, Script]:
        """Load in this thread all that is needed from the beginning of the script on."""
        from assistant.tui.stage import exporting, following, performing, remaking  # noqa: F401, PLC0415

        assistant, script = self._load()
        make_ready(assistant)
        return assistant, script

    def be_followed(self) -> None:
        """Tell whoever follows in a second terminal how it goes."""
        from assistant.tui.stage.following import Followed  # noqa: PLC0415
        from assistant.tui.stage.progress import progress_path  # noqa: PLC0415

        if path := progress_path():
            self._followed = Followed(path)
            self.chat.on_progress = self._followed.tell

    def end_following(self) -> None:
        """There is nothing to follow any more."""
        if self._followed:
            self._followed.close()

    def _kept_from_now(self) -> Kept:
        from assistant.tui.stage.exporting import Kept  # noqa: PLC0415

        return Kept(self, self._showing.pace, self._folder)


def play(
    load: Callable[[], tuple[Assistant, Script]],
    showing: Showing,
    folder: Path | None = None,
    clock: Clock = local_time,
) -> tuple[int, str]:
    """Play what `load` makes until the presenter leaves, and keep it in `folder`, if there is one.

    The first frame is drawn before it is loaded.

    Returns:
        The exit code, and what to tell of the folder.

    Raises:
        AssistantError: when `load` does, or the folder is not free, or cannot be written; the latter is tried
            beforehand.
    """
    app = LoadingDemoApp(load, showing, folder, clock)
    try:
        with in_good_order(app):
            app.run()
    finally:
        app.end_following()
    if app.failure:
        raise app.failure
    # What was shown is kept also where it came to a bad end.
    return app.return_code or 0, app.kept.write(clock()) if app.kept else ""
