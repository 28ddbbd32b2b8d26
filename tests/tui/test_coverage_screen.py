"""The article tinted by what was drawn on: at the end of a demo, and in the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.containers import VerticalScroll

from assistant.coverage.conversation import ConversationCoverage
from assistant.reply import Reply, Status
from assistant.tui.coverage_screen import CoverageScreen, CoveredSentence
from assistant.tui.theme import DARK, LIGHT
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.prompt import Prompt
from tests.tui.fake import NOTHING, PACK, REPLIES
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from assistant.tui.app import ChatApp

    Ask = Callable[..., Awaitable[None]]

ASKED = (
    *["Who approved the bridge?"] * 3,
    *["How long will it be?"] * 2,
    "Who is it for, and who made it?",
    "cost",
    "[b]who\x1b[31m[/b] signed it, and where can one see the names of all that did?",
)
HOSTILE = Reply(question="[b]x\x1b[31m", status=Status.NOT_IN_ARTICLE, answer="[red]\x1b]52;c;x\x07")


def drawn(*more: Reply) -> ConversationCoverage:
    replies = [REPLIES.get(asked, NOTHING).model_copy(update={"question": asked}) for asked in ASKED]
    return ConversationCoverage.of([*replies, *more], PACK.sources)


def shown(app: ChatApp) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips(app.size))


async def test_it_tells_how_often_in_figures(app: ChatApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(CoverageScreen("The [b]bridge[/]", drawn(HOSTILE)))
        await pilot.pause()
        screen = shown(app)
        assert "The [b]bridge[/]" in screen
        assert "4 of 15 sentences, drawn on 7 times; 3 questions refused." in screen
        lines = {
            line.split("  The town")[0].split()[-1] for line in screen.split("\n") if "The town c" in line
        }
        assert lines == {"3×"}
        assert "2×  The bridge will be 212" in screen
        assert "✗ cost" in screen
        assert "[b]x␛[31m" in screen
        assert "[red]␛]52;c;x␇" in screen


async def test_a_question_is_asked_in_the_chat(app: ChatApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f5")
        for letter in "who asks":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: bool(app.chat.query(Exchange)))
        assert [each.question for each in app.chat.query(Exchange)] == ["who asks"]
        await pilot.press("f5")
        app.post_message(events.Paste("pasted"))
        await until(pilot, lambda: app.chat.query_one(Prompt).value == "pasted")


@pytest.mark.endurance
@pytest.mark.parametrize("key", ["escape", "f5", "enter"])
async def test_it_scrolls_to_the_end_and_closes(app: ChatApp, key: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(CoverageScreen("The bridge", drawn()))
        await pilot.pause()
        page = app.screen.query_one(VerticalScroll)
        assert page.has_focus
        await pilot.press("end")
        await pilot.pause()
        assert "Until then, the plans can be seen in the library." in shown(app)
        await pilot.press(key)
        await pilot.pause()
        assert app.screen is app.chat
        assert app.screen.query_one(Prompt).value == ""


async def test_without_a_refusal_the_article_has_all_the_room(app: ChatApp) -> None:
    small_talk = ConversationCoverage.of([REPLIES["hello"]], PACK.sources)
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(CoverageScreen("x", small_talk))
        await pilot.pause()
        assert "Refused" not in shown(app)
        assert app.screen.query_one("#coverage-article").region.width > 100


# In the chat


async def test_f5_shows_what_this_conversation_drew_on(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, "Who approved the bridge?", "Who approved the bridge?", "cost")
        await pilot.press("f5")
        await pilot.pause()
        screen = shown(app)
        assert "What this conversation drew on" in screen
        assert "1 of 15 sentences, drawn on twice; 1 question refused." in screen
        assert "2×  The town council of Port" in screen
        assert "✗ cost" in screen
        (sentence,) = app.screen.query(".-tint-2").results(CoveredSentence)
        # Not by colour alone: the words that were quoted are underlined.
        (span,) = sentence.body().spans
        assert sentence.body().plain[span.start : span.end] == REPLIES[ASKED[0]].citations[0].quote
        assert span.style.underline

        assert "· Who approved the bridge?" not in screen
        await pilot.press("f4")
        await pilot.pause()
        assert shown(app).count("· Who approved the bridge?") == 1
        await pilot.press("f5")
        assert app.screen is app.chat


async def test_in_an_empty_conversation_it_says_so_and_later_opens_where_something_is_drawn_on(
    app: ChatApp, ask: Ask
) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await ask(pilot, "/coverage")
        await pilot.pause()
        screen = shown(app)
        assert "Nothing has been asked in this conversation yet." in screen
        assert "A new bridge for Port Ellery" in screen
        assert "Questions" not in screen
        assert "refused" not in screen

        await pilot.press("escape")
        await ask(pilot, "When can I see the plans?")
        await pilot.press("f5")
        await pilot.pause()
        assert "15   1×  Until then" in shown(app)
        assert "Answers that rest on it:  1×   2×   3× or more" in shown(app)
        assert "A new bridge for Port Ellery" not in shown(app)


async def test_passages_have_a_sign_of_their_own(app: ChatApp) -> None:
    passage = REPLIES[ASKED[0]].model_copy(update={"status": Status.PASSAGE, "question": "[b]x"})
    async with app.run_test(size=(100, 40)) as pilot:
        await app.push_screen(CoverageScreen("x", ConversationCoverage.of([passage], PACK.sources)))
        await pilot.press("f4")
        await pilot.pause()
        assert "0 of 15 sentences" in shown(app)
        assert "»  The town council of Port" in shown(app)
        assert "» shown as it stands" in shown(app)
        assert "· [b]x" in shown(app)


@pytest.mark.parametrize(
    "size", [(60, 20), (80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}"
)
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
def test_picture_in_the_chat(
    app: ChatApp, ask: Ask, snap_compare: Callable[..., bool], size: tuple[int, int], theme: str
) -> None:
    async def play(pilot: Pilot[None]) -> None:
        app.theme = theme
        await ask(pilot, *ASKED)
        await pilot.press("f5", "f4")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=play)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("keys", [(), ("pagedown",)], ids=["top", "below"])
def test_picture(
    app: ChatApp, snap_compare: Callable[..., bool], keys: tuple[str, ...], size: tuple[int, int], theme: str
) -> None:
    async def play(pilot: Pilot[None]) -> None:
        app.theme = theme
        await app.push_screen(CoverageScreen("A bridge in three minutes", drawn()))
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=play)
