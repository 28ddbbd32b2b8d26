"""The app of a demo: the chat, with a script that plays in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events

from assistant.clock import local_time
from assistant.tui.app import ChatApp
from assistant.tui.commands import APP_KEYS
from assistant.tui.stage.keys import BINDINGS, STAGE_KEYS
from assistant.tui.stage.screen import DemoScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from assistant.tui.chat_screen import ChatScreen
    from assistant.tui.keys import KeyGroup
    from assistant.tui.ports import Assistant, Clock
    from assistant.tui.stage.player import Player
    from assistant.tui.stage.screen import Showing


class DemoApp(ChatApp):
    """Plays a script for `assistant`; nothing of what is said is kept.

    Args:
        assistant: Who answers; without one, the chat waits to be opened with one and a script.
        showing: What to play, and how.
        clock: Tells the time.
    """

    CSS_PATH: ClassVar = [*ChatApp.CSS_PATH, Path(__file__).parent / "stage.tcss"]
    chat: DemoScreen

    def __init__(self, assistant: Assistant | None, showing: Showing, clock: Clock = local_time) -> None:
        self._showing = showing
        self.on_leave: Callable[[], None] | None = None
        super().__init__(assistant, clock, keep=False)

    async def on_event(self, event: events.Event) -> None:
        """Leave to nobody what is typed before the curtain rises, but for the keys of the app itself."""
        is_early = not self.chat.begun and self.screen_stack[-1:] in ([], [self.chat])
        if isinstance(event, events.Paste):
            is_typed = True
        else:
            is_typed = isinstance(event, events.Key) and event.key not in APP_KEYS
        if not (is_early and is_typed):
            await super().on_event(event)

    async def deal_with(self, event: events.Event) -> None:
        """Take over at a letter before the key after it is looked at, which may be the script's till then."""
        if isinstance(event, events.Key) and event.is_printable and self.screen is self.chat:
            of_script = self.player.staged and event.key in STAGE_KEYS
            if not of_script:
                self.player.take_over()
        await super().deal_with(event)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, while all that was shown last is still there to be seen."""
        if self.on_leave:
            self.on_leave()
        super().exit(result, return_code, message)

    @property
    def player(self) -> Player:
        """Who plays."""
        return self.chat.player

    def make_chat(self, assistant: Assistant | None, clock: Clock, *, keep: bool) -> ChatScreen:  # noqa: ARG002
        """The chat on stage."""
        return DemoScreen(assistant, clock, self._showing)

    def keys_by_place(self) -> list[KeyGroup]:
        """The keys of the demo first."""
        from assistant.tui.keys import KeyGroup, key_rows  # noqa: PLC0415

        return [KeyGroup("In a demo, until you type", key_rows(BINDINGS)), *super().keys_by_place()]
