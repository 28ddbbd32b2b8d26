from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from assistant.tui.app import ChatApp
from tests.tui.fake import FakeAssistant

if TYPE_CHECKING:
    from textual.pilot import Pilot


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def app(assistant: FakeAssistant) -> ChatApp:
    app = ChatApp(assistant)
    app.animation_level = "none"
    return app


@pytest.fixture
def ask() -> Callable[..., Awaitable[None]]:
    """Type questions as a person would, one after the other, and wait for the replies."""

    async def ask(pilot: Pilot[None], *questions: str) -> None:
        for question in questions:
            await pilot.press(*question, "enter")
            await pilot.pause()

    return ask
