"""Questions suggested while one is typed: keys, mouse, and what opens and closes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.tui.widgets.choices import Choice
from assistant.tui.widgets.suggestions import Suggestion, Suggestions
from assistant.tui.widgets.transcript import Transcript
from tests.tui.fake import SUGGESTED
from tests.tui.test_chat import NARROW, WIDE, asked, prompt, resize, shown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from assistant.tui.app import ChatApp
    from tests.tui.fake import FakeAssistant

    Ask = Callable[..., Awaitable[None]]

WHO = tuple(question for question in SUGGESTED if "who" in question.casefold())


def suggestions(app: ChatApp) -> Suggestions:
    return app.screen.query_one(Suggestions)


def lines(app: ChatApp) -> list[Suggestion]:
    """The lines on the screen that say something."""
    open_ = suggestions(app).visible
    return [line for line in app.screen.query(Suggestion) if open_ and line.display and line.question]


async def test_every_key_updates_them(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("w")
        assert not suggestions(app).visible
        await pilot.press("h")
        assert suggestions(app).questions == WHO[:5]
        await pilot.press("o", "space", "a", "p")
        assert [line.question for line in lines(app)] == [SUGGESTED[0]]
        assert SUGGESTED[0] in shown(app).splitlines()[suggestions(app).region.y]
        await pilot.press("backspace", "backspace")
        assert suggestions(app).questions == WHO[:5]
        await pilot.press("ctrl+u")
        assert not suggestions(app).visible
        assert suggestions(app).questions == ()


@pytest.mark.parametrize("text", ["w", "/who", "/why not", "?!", "zz"])
async def test_none_for_too_little_a_command_or_nothing_alike(app: ChatApp, text: str) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*text)
        assert suggestions(app).questions == ()


async def test_none_for_the_number_of_a_choice(
    app: ChatApp, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.tui.widgets.choices.PICK_DELAY", 3600)
    monkeypatch.setattr("assistant.tui.chat_screen.LEAST_LETTERS", 1)
    monkeypatch.setattr(assistant, "suggest", lambda *_: SUGGESTED[:1])
    async with app.run_test() as pilot:
        await pilot.press("1")
        assert suggestions(app).questions == ()
        await pilot.press("0")
        assert suggestions(app).questions


async def test_enter_asks_what_was_typed(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*"who", "enter")
        await pilot.pause()
        assert asked(assistant) == ["who"]
        assert not suggestions(app).visible


async def test_down_chooses_and_enter_asks_it(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"who", "down", "down")
        assert [line.has_class("-chosen") for line in lines(app)] == [False, True, False, False, False]
        assert prompt(app).value == "who"
        await pilot.press("enter")
        await pilot.pause()
        assert asked(assistant) == [WHO[1]]
        assert prompt(app).value == ""
        assert not suggestions(app).visible


async def test_down_stops_at_the_last(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"who", *["down"] * 9)
        assert suggestions(app).chosen == WHO[4]


async def test_up_goes_back_and_from_the_first_to_none(
    app: ChatApp, assistant: FakeAssistant, ask: Ask
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "hello")
        await pilot.press(*"who", "down", "down", "up")
        assert suggestions(app).chosen == WHO[0]
        await pilot.press("up")
        assert suggestions(app).chosen is None
        assert suggestions(app).questions
        await pilot.press("enter")
        await pilot.pause()
        assert asked(assistant) == ["hello", "who"]


async def test_up_recalls_while_none_is_chosen_and_down_brings_the_draft_back(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "who", "How long will it be?")
        await pilot.press(*"who", "up")
        assert prompt(app).value == "How long will it be?"
        assert not suggestions(app).visible
        await pilot.press("up")
        assert prompt(app).value == "who"
        assert not suggestions(app).visible
        await pilot.press("down", "down")
        assert prompt(app).value == "who"
        assert suggestions(app).chosen is None


async def test_typing_on_forgets_what_was_chosen(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"wh", "down", "o", "enter")
        await pilot.pause()
        assert asked(assistant) == ["who"]


@pytest.mark.parametrize(("keys", "expected"), [((), WHO[0]), (("down", "down"), WHO[1])])
async def test_tab_completes(
    app: ChatApp, assistant: FakeAssistant, keys: tuple[str, ...], expected: str
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"who", *keys, "tab")
        assert prompt(app).value == expected
        assert prompt(app).cursor_at_end
        assert prompt(app).has_focus
        assert not suggestions(app).visible
        assert asked(assistant) == []
        await pilot.press("enter")
        await pilot.pause()
        assert asked(assistant) == [expected]


async def test_tab_moves_on_where_nothing_is_suggested(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"zz", "tab")
        assert not prompt(app).has_focus
        assert prompt(app).value == "zz"


async def test_escape_closes_until_more_is_typed(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"wh", "down", "escape")
        assert not suggestions(app).visible
        assert prompt(app).value == "wh"
        assert prompt(app).has_focus
        await pilot.press("o")
        assert suggestions(app).visible
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert asked(assistant) == ["who"]


async def test_escape_still_leaves_the_article_that_fills_a_narrow_screen(app: ChatApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f2", *"who", "escape")
        assert app.screen.has_class("-article-open")
        await pilot.press("escape")
        assert not app.screen.has_class("-article-open")


async def test_a_click_asks_it(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"who")
        await pilot.pause()
        await pilot.click(lines(app)[2])
        await pilot.pause()
        assert asked(assistant) == [WHO[2]]
        assert prompt(app).value == ""
        assert prompt(app).has_focus
        assert not suggestions(app).visible


async def test_picking_from_a_list_closes_them(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"who")
        await pilot.pause()
        await pilot.click(app.screen.query(Choice).first())
        await pilot.pause()
        assert asked(assistant) == ["Who approved the bridge?"]
        assert not suggestions(app).visible


async def test_what_was_asked_from_them_is_in_the_history(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"who", "down", "enter")
        await pilot.pause()
        await pilot.press("up")
        assert prompt(app).value == WHO[0]


@pytest.mark.parametrize(("height", "most"), [(40, 5), (24, 4), (20, 3), (8, 1), (5, 0)])
async def test_a_short_screen_shows_fewer(app: ChatApp, height: int, most: int) -> None:
    async with app.run_test(size=(60, height)) as pilot:
        await pilot.press(*"who")
        await pilot.pause()
        assert len(lines(app)) == most
        if most:
            assert suggestions(app).region.bottom == prompt(app).region.y


@pytest.mark.endurance
@pytest.mark.parametrize("size", [(60, 20), WIDE])
async def test_the_list_is_as_high_as_what_it_says(app: ChatApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        for keys in (
            ["w", "h", "o"],
            ["space", "a"],
            ["p"],
            ["backspace"] * 3,
            ["space", "i"],
            ["ctrl+u", "/"],
            ["h"],
        ):
            await pilot.press(*keys)
            await pilot.pause()
            box = suggestions(app)
            assert box.visible, keys
            assert box.region.height == len(box.questions) == len(lines(app)), keys
            assert box.region.bottom == prompt(app).region.y, keys
            assert [line.question for line in lines(app)] == list(box.questions)


async def test_after_a_resize_there_are_as_many_as_have_room(app: ChatApp) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press(*"who", "down", "down")
        for height, most in ((12, 2), (40, 5)):
            await resize(pilot, 80, height)
            box = suggestions(app)
            assert len(box.questions) == box.region.height == most
            assert box.chosen == WHO[1]
            assert [line.has_class("-chosen") for line in lines(app)][:2] == [False, True]


async def test_the_conversation_does_not_move(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await ask(pilot, "How long will it be?", "Who approved the bridge?")
        transcript = app.screen.query_one(Transcript)
        before, scrolled, top = transcript.region, transcript.scroll_y, shown(app).splitlines()[1:12]
        await pilot.press(*"who")
        await pilot.pause()
        assert (transcript.region, transcript.scroll_y) == (before, scrolled)
        assert shown(app).splitlines()[1:12] == top


@pytest.mark.parametrize("width", [60, 95, 96, 120, 250])
async def test_they_leave_the_article_beside_the_conversation_free(app: ChatApp, width: int) -> None:
    async with app.run_test(size=(60, 30)) as pilot:
        await resize(pilot, width, 30)
        await pilot.press(*"who")
        await pilot.pause()
        assert suggestions(app).region.right <= app.screen.query_one(Transcript).region.right


async def test_they_are_shown_literally(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"literally")
        await pilot.pause()
        assert "Who is ␛[31mred␛[0m [b]literally[/b]?" in shown(app)
        await pilot.press("tab")
        assert prompt(app).value == "Who is ␛[31mred␛[0m [b]literally[/b]?"
