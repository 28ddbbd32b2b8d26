"""The chat for whoever writes the pack: it goes on with the pack as it is after each save."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding

from assistant.errors import AssistantError, ProblemsError
from assistant.knowledge.files import display
from assistant.tui.daemon_thread import in_daemon_thread
from assistant.tui.loading import LoadingApp
from assistant.tui.problems_screen import ProblemsScreen
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.problems import PackProblems
from assistant.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.binding import BindingType

    from assistant.errors import Problem
    from assistant.knowledge.watching import PackWatcher
    from assistant.tui.keys import KeyGroup
    from assistant.tui.ports import Assistant, Clock

# Seconds for which it is shown that the pack is being reloaded: to the end of it, however large it is.
_RELOADING_SHOWN: Final = 600.0
_KEYS: Final[list[BindingType]] = [
    Binding(
        "f9", "problems", "Problems", show=False, tooltip="List what is wrong with the pack", id="problems"
    )
]


class WatchingApp(LoadingApp):
    """Loads the pack again at every save; while it has problems they are shown, and the one before answers.

    Args:
        load: Makes the first assistant, in a thread of its own.
        watcher: Notices every save.
        clock: Tells the time.
        keep: Whether what is said outlasts the process.
    """

    CSS_PATH: ClassVar = [*LoadingApp.CSS_PATH, Path(__file__).parent / "widgets/problems.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = _KEYS

    def __init__(
        self, load: Callable[[], Assistant], watcher: PackWatcher, clock: Clock, *, keep: bool
    ) -> None:
        super().__init__(load, clock, keep=keep)
        self._watcher = watcher
        self._problems = PackProblems()

    def on_ready(self) -> None:
        """The first frame is there; Textual calls the base class as well."""
        self.chat.mount(self._problems, before=self.chat.query_one(Prompt))

    async def _begin(self) -> None:
        await self._go_on_with(in_daemon_thread(self._open))
        change = asyncio.create_task(self._watcher.next_change())
        try:
            while True:
                await change
                change = asyncio.create_task(self._watcher.next_change())
                await self._reload_unless(change)
        finally:
            change.cancel()

    async def _reload_unless(self, change: asyncio.Task[None]) -> None:
        """Go on with the pack as it is now; at the next `change`, leave it to whoever awaits that."""
        # It brings along what the first frame does without.
        from assistant.dialogue.reloading import reload  # noqa: PLC0415

        self._say("The pack was saved, and is being reloaded …", _RELOADING_SHOWN)
        reloading = asyncio.create_task(reload(self._watcher.folder))
        try:
            await asyncio.wait({reloading, change}, return_when=asyncio.FIRST_COMPLETED)
            if reloading.done():
                await self._go_on_with(reloading)
        finally:
            reloading.cancel()

    async def _go_on_with(self, loading: Awaitable[Assistant]) -> None:
        """Chat with what `loading` brings, or show why it brings nothing."""
        from assistant.knowledge.difference import difference  # noqa: PLC0415

        chat = self.chat
        try:
            assistant = await loading
        except AssistantError as error:
            chat.drop_notice()
            await self._show_problems(error.problems if isinstance(error, ProblemsError) else (error,))
            return
        chat.drop_notice()
        await self._show_problems(())
        if not chat.begun:
            await chat.begin(assistant)
            return
        before = chat.pack
        await chat.renew(assistant)
        what = difference(before, assistant.pack)
        self._say(f"The pack was reloaded{what and ': '}{what}.")

    def _say(self, text: str, seconds: float | None = None) -> None:
        """Tell `text` on the line of the chat alone: whoever is at another screen is not to be disturbed."""
        self.chat.query_one(Notice).show(text, "information", seconds)

    async def _show_problems(self, problems: Sequence[Problem | AssistantError]) -> None:
        """Show `problems` of the pack, above the prompt and where all are listed; none once it is mended."""
        lines = tuple(map(str, problems))
        self._problems.show(lines, display(self._watcher.folder), answers=self.chat.begun)
        for screen in self.screen_stack:
            if isinstance(screen, ProblemsScreen):
                screen.show(lines)
        if lines:
            # Nothing is being loaded until the next save.
            await self.chat.hide_loading()

    @on(PackProblems.ListWanted)
    def action_problems(self) -> None:
        """List what is wrong with the pack."""
        if self._problems.problems:
            self.push_screen(ProblemsScreen(self._problems.problems))
        else:
            self.notify("The pack has no problems.", markup=False)

    def keys_by_place(self) -> list[KeyGroup]:
        """The keys of the chat, and those for whoever writes the pack."""
        from assistant.tui.keys import KeyGroup, key_rows  # noqa: PLC0415

        rows = key_rows(_KEYS, ProblemsScreen.BINDINGS)
        places = super().keys_by_place()
        return [*places[:1], KeyGroup("While the pack is watched", rows, ProblemsScreen), *places[1:]]
