"""The chat whose pack is loaded while one can type already."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from assistant.errors import AssistantError
from assistant.tui.app import ChatApp
from assistant.tui.daemon_thread import in_daemon_thread, keys_first
from assistant.tui.kept_theme import kept_theme
from assistant.tui.leaving import in_good_order
from assistant.tui.talk.screen import make_ready

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.knowledge.watching import PackWatcher
    from assistant.tui.ports import Assistant, Clock

# Seconds in which a conversation that is there to be seen gets its keys and its scrollbars.
_SHOWN_AFTER: Final = 0.12
SOON: Final = 0.15
"""Seconds in which a pack that was kept is there: to say that it is being loaded would only flicker."""
Loaded = TypeVar("Loaded")


class FirstFrameApp(ChatApp):
    """Draws its first frame at once, and loads the assistant only then; `_begin` tells how."""

    SAYS_SO_AFTER: ClassVar[float] = SOON
    """Seconds after which the conversation says what there is to wait for."""
    failure: AssistantError | None = None
    """Why there was nothing to begin with."""

    def on_ready(self) -> None:
        """The first frame is there."""
        self.run_worker(self._begin())
        self.set_timer(self.SAYS_SO_AFTER, self.chat.show_loading)

    async def _begin(self) -> None:
        """Load what there is to load, and begin."""
        raise NotImplementedError

    async def _loaded(self, load: Callable[[], Loaded]) -> Loaded | None:
        """What `load` makes, in a thread of its own; None where it fails, which ends the app."""
        try:
            return await in_daemon_thread(load)
        except AssistantError as error:
            self.failure = error
            self.exit()
            return None


class LoadingApp(FirstFrameApp):
    """Loads the assistant once it can be typed to, then chats, in the theme that the person chose last.

    Args:
        load: Makes the assistant, in a thread of its own.
        clock: Tells the time.
        keep: Whether what is said outlasts the process.
    """

    def __init__(self, load: Callable[[], Assistant], clock: Clock, *, keep: bool) -> None:
        super().__init__(None, clock, keep=keep)
        self._load = load
        # Before the first frame, which would change its colours else.
        self.begin_with(kept_theme())

    async def _begin(self) -> None:
        if assistant := await self._loaded(self._open):
            await self.chat.begin(assistant)
            # Once it is shown, for which it would take time.
            await self.chat.wait_for_refresh()
            await asyncio.sleep(_SHOWN_AFTER)
            with keys_first():
                await in_daemon_thread(make_ready, assistant)

    def _open(self) -> Assistant:
        """Load in this thread all that the conversation begins with, and the first question needs."""
        from assistant.tui.widgets import exchange  # noqa: F401, PLC0415

        assistant = self._load()
        assistant.conversation()
        return assistant


def run_chat(
    load: Callable[[], Assistant], clock: Clock, *, keep: bool, watcher: PackWatcher | None = None
) -> int:
    """Chat in the terminal until the person leaves; `keep` tells whether the conversation is kept.

    With a `watcher`, the chat goes on with the pack as it is after each save.

    Returns:
        The exit code.

    Raises:
        AssistantError: when `load` does, and there is no `watcher` to wait until the pack is mended, or when
            something that was said could not be kept.
    """
    app = LoadingApp(load, clock, keep=keep)
    if watcher:
        from assistant.tui.watching import WatchingApp  # noqa: PLC0415  (for whoever writes a pack)

        app = WatchingApp(load, watcher, clock, keep=keep)
    with in_good_order(app):
        app.run()
    if app.failure:
        raise app.failure
    if app.chat.loss:
        raise AssistantError(app.chat.loss)
    return app.return_code or 0
