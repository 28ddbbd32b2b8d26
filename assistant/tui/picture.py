"""Pictures of the chat, made by the chat itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from assistant.tui.app import ChatApp
from assistant.tui.theme import DARK
from assistant.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.tui.ports import Assistant


def picture(
    assistant: Assistant,
    questions: Iterable[str],
    *,
    size: tuple[int, int] = (120, 36),
    theme: str = DARK.name,
) -> str:
    """The chat as SVG, after `questions` were typed and answered.

    Args:
        assistant: Who answers.
        questions: What is typed, one after the other; a number picks a choice.
        size: Columns and rows.
        theme: The name of one of the two themes.

    Returns:
        The picture. The same conversation gives the same one, but for the ids that Rich makes up.
    """
    return asyncio.run(_picture(ChatApp(assistant), questions, size, theme))


async def _picture(app: ChatApp, questions: Iterable[str], size: tuple[int, int], theme: str) -> str:
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        prompt = app.screen.query_one(Prompt)
        prompt.cursor_blink = False
        for question in questions:
            prompt.value = ""
            prompt.insert_text_at_cursor(question)
            await pilot.press("enter")
            await pilot.pause()
            await pilot.wait_for_scheduled_animations()
        await pilot.pause()
        return app.export_screenshot(title=app.title, simplify=True)
