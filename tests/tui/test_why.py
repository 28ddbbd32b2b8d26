"""Why an answer was given, unfolded under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from assistant.tui.widgets.why import BeliefLine, WhyChip, WhyView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from assistant.tui.app import ChatApp

    Ask = Callable[..., Awaitable[None]]

WIDE = (120, 40)


def told(app: ChatApp) -> str:
    view = app.screen.query_one(WhyView)
    lines = [line.question for line in view.query(BeliefLine)]
    return "\n".join([*lines, *(str(line.content) for line in view.query(Static))])


def unfolded(app: ChatApp) -> bool:
    return any(view.display for view in app.screen.query(WhyView))


async def test_f3_unfolds_and_folds_the_reasons(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?")
        assert not unfolded(app)

        await pilot.press("f3")
        assert unfolded(app)
        assert [(line.belief, line.question) for line in app.screen.query(BeliefLine)] == [
            (0.93, "Who approved the bridge?"),
            (0.04, "How long will it be?"),
        ]
        said = told(app)
        assert "which body let the crossing pass" in said
        assert "bridge = crossing (both mean footbridge)" in said
        assert "Nothing accounts for: [b]why[/]" in said

        await pilot.press("f3")
        assert not unfolded(app)


async def test_a_click_on_why_unfolds_the_reasons_of_that_answer(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "How long will it be?", "cost")
        app.screen.query(WhyChip).first().action_choose()
        await pilot.pause()

        (view,) = app.screen.query(WhyView)
        assert view.ancestors.count(app.screen) == 1
        assert "How long" in str(view.parent.parent.query(Static).first().content)  # type: ignore[union-attr]


async def test_the_keyboard_reaches_why(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?")
        app.screen.query_one(WhyChip).focus()
        await pilot.press("enter")
        await pilot.pause()

        assert unfolded(app)


async def test_small_talk_says_that_there_was_nothing_to_match(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "hello")
        await pilot.press("f3")

        assert "no question to match" in told(app)


async def test_before_the_first_question_there_is_nothing_to_unfold(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f3")

        assert not app.screen.query(WhyView)
