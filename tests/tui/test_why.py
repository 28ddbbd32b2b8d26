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


def lines(app: ChatApp) -> list[str]:
    """What the unfolded reasons say, but not the ranking."""
    return [str(line.content) for line in app.screen.query_one(WhyView).query(Static)]


def unfolded(app: ChatApp) -> bool:
    return any(view.display for view in app.screen.query(WhyView))


async def test_f3_unfolds_and_folds_the_reasons(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?")
        assert not unfolded(app)

        await pilot.press("f3")
        assert unfolded(app)
        reason, heading, *details = lines(app)
        assert reason == "93% sure: it means “Who approved the bridge?”, which the article answers."
        assert heading == "For curators:"
        assert details[1:3] == [
            "Nearest phrase: which body let the crossing pass (similarity 0.81)",
            (
                "Words met: bridge = crossing (both mean footbridge), "
                "aproved = approved (misspelt; the same stem), who"
            ),
        ]
        assert "Nothing accounts for: [b]why[/]" in details
        assert [(line.belief, line.question) for line in app.screen.query(BeliefLine)] == [
            (0.87, "Who approved the bridge?"),
            (0.04, "How long will it be?"),
        ]

        await pilot.press("f3")
        assert not unfolded(app)


async def test_the_only_percentage_is_how_sure_the_reply_is(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?")
        await pilot.press("f3")

        assert [line for line in lines(app) if "%" in line] == lines(app)[:1]
        assert not any("%" in str(line.lead()) for line in app.screen.query(BeliefLine))


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


async def test_what_was_not_matched_has_a_sentence_and_no_details(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "hello")
        await pilot.press("f3")

        assert lines(app) == ["50% sure: it is small talk, and no question about the article."]


async def test_before_the_first_question_there_is_nothing_to_unfold(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f3")

        assert not app.screen.query(WhyView)
