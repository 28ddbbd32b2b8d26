"""The prompt on stage: as long as the script types, keys are the script's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.tui.stage.keys import STAGE_KEYS
from assistant.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from assistant.tui.earlier import QuestionHistory
    from assistant.tui.stage.player import Player
    from assistant.tui.widgets.suggestions import Suggestions


class StagePrompt(Prompt):
    """While the script plays, a key that types or pastes takes over, and one that edits does nothing."""

    def __init__(
        self,
        history: QuestionHistory,
        suggestions: Suggestions,
        *,
        placeholder: str,
        player: Callable[[], Player],
    ) -> None:
        super().__init__(history, suggestions, placeholder=placeholder)
        self._player = player

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave to the script the keys that are its own."""
        if self._player().staged and key in STAGE_KEYS:
            return False
        return super().check_consume_key(key, character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the script types is not to be sent or changed by a key."""
        return False if self._player().staged else super().check_action(action, parameters)

    def on_paste(self, _event: events.Paste) -> None:
        """Take over before the text is put on the line."""
        self._player().take_over()
