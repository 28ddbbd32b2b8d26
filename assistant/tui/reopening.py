"""A conversation that was kept, said again so that it can go on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialogue.explanation import Explanation
    from assistant.history import Turn
    from assistant.reply import Reply
    from assistant.tui.ports import Assistant, Conversation


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as it is shown: the reply given then, or now where none was, and why it is given now.

    `number` is where it stands in the conversation, counted from 0.
    """

    number: int
    turn: Turn
    reply: Reply
    why: Explanation


@dataclass(frozen=True, slots=True)
class Reopened:
    """A conversation that remembers all its turns, as they are to be shown.

    `changed` counts the turns that would get another answer now, for the pack was edited.
    """

    conversation: Conversation
    said: tuple[Said, ...]
    changed: int


async def reopen(assistant: Assistant, turns: Sequence[Turn]) -> Reopened:
    """Ask the questions of `turns` again, in order, and let the screen live in between."""
    conversation = assistant.conversation()
    said = []
    changed = 0
    for number, turn in enumerate(turns):
        now = conversation.ask(turn.question)
        is_outdated = turn.reply is not None and turn.reply.answer != now.answer
        changed += is_outdated
        why = replace(conversation.why(), is_outdated=is_outdated)
        said.append(Said(number, turn, turn.reply or now, why))
        await asyncio.sleep(0)
    return Reopened(conversation, tuple(said), changed)
