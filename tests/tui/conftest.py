from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.css.stylesheet import Stylesheet

from assistant.tui.app import ChatApp
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.prompt import Prompt
from tests.tui.fake import FakeAssistant
from tests.tui.telling import TOLD

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.css.model import RuleSet
    from textual.notifications import SeverityLevel
    from textual.pilot import Pilot


@pytest.fixture(scope="session", autouse=True)
def _style_sheets_parsed_once() -> Iterator[None]:
    """Let all apps have the rules that one has parsed: none changes them, and it takes a tenth of a test."""
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def parse_once(sheet: Stylesheet, css: str, *where: Any, **kind: Any) -> list[RuleSet]:
        key = (css, where, *sorted(kind.items()), *sorted(sheet._variables.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, css, *where, **kind)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def _noted_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note what is told, as the next of it takes its place."""
    show = Notice.show

    def note(self: Notice, text: str, severity: SeverityLevel, seconds: float | None) -> None:
        TOLD.setdefault(self.app, []).append(text)
        show(self, text, severity, seconds)

    monkeypatch.setattr(Notice, "show", note)


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
    """Enter questions one after the other, and wait for the replies."""

    async def ask(pilot: Pilot[None], *questions: str) -> None:
        for question in questions:
            # At once: Pilot takes some 60 ms a key.
            pilot.app.screen.query_one(Prompt).insert_text_at_cursor(question)
            await pilot.press("enter")
            await pilot.pause()

    return ask
