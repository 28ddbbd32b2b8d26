"""Asking and answering, as seen at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Static

from assistant.reply import Reply, Status
from assistant.text import LONGEST_QUESTION
from assistant.tui.app import ChatApp
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.widgets.article import ArticlePane, SentenceView
from assistant.tui.widgets.choices import Choice, Choices
from assistant.tui.widgets.cited_text import CitedText
from assistant.tui.widgets.exchange import CitationChip, Exchange
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.transcript import Transcript
from assistant.tui.widgets.welcome import Welcome
from tests.tui.fake import PACK, REPLIES, cite
from tests.tui.telling import told
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from assistant import Assistant
    from tests.tui.fake import FakeAssistant

    Ask = Callable[..., Awaitable[None]]

WIDE, NARROW = (120, 40), (60, 20)
PICK_DELAY = "assistant.tui.widgets.choices.PICK_DELAY"


@pytest.fixture
def picked_soon(monkeypatch: pytest.MonkeyPatch) -> float:
    """Seconds after which a number has surely picked."""
    monkeypatch.setattr(PICK_DELAY, 0.05)
    return 0.2


@pytest.fixture
def never_picked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number alone picks nothing, so that what comes next is never too late."""
    monkeypatch.setattr(PICK_DELAY, 3600)


def shown(app: ChatApp) -> str:
    """What is on the screen, line by line."""
    width = app.size.width
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text[:width] for strip in strips)


def prompt(app: ChatApp) -> Prompt:
    return app.screen.query_one(Prompt)


def asked(assistant: FakeAssistant) -> list[str]:
    return assistant.conversations[-1].asked


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    await pilot.resize_terminal(width, height)
    await pilot.pause()


async def test_an_answer_stands_under_its_question(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"How long will it be?", "enter")
        await pilot.pause()
        screen = shown(app)
        places = [
            screen.index(text)
            for text in (
                "How long will it be?\x20",
                "✓ Answered",
                "The bridge will be 212 metres long.",
                "sentence 3",
            )
        ]
        assert places[1:] == sorted(places[1:])
        assert prompt(app).value == ""
        assert prompt(app).has_focus


async def test_the_question_is_echoed_before_it_is_answered(
    app: ChatApp, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        echoes = []
        conversation = assistant.conversations[-1]
        answer = conversation.ask

        def look_and_answer(question: str) -> Reply:
            echoes.append(shown(app))
            return answer(question)

        monkeypatch.setattr(conversation, "ask", look_and_answer)
        await pilot.press(*"hello", "enter")
        await pilot.pause()
        assert "hello" in echoes[0]
        assert "Small talk" not in echoes[0]
        assert "Small talk" in shown(app)


@pytest.mark.parametrize("blank", ["", " ", "   "])
async def test_a_blank_line_asks_nothing(app: ChatApp, assistant: FakeAssistant, blank: str) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*blank, "enter")
        await pilot.pause()
        assert asked(assistant) == []
        assert not app.screen.query(Exchange)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How long will it be?", "✓ Answered"),
        ("who", "? Did you mean"),
        ("cost", "✗ Not in the article"),
        ("hello", "~ Small talk"),
    ],
)
async def test_the_status_is_told_in_words(app: ChatApp, ask: Ask, question: str, words: str) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, question)
        assert words in shown(app)


async def test_a_refusal_looks_different_from_an_answer(app: ChatApp, ask: Ask) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "How long will it be?", "cost")
        answered, refused = app.screen.query(".reply--answer").results(Static)
        assert answered.styles.border_left[0] == ""
        assert refused.styles.border_left[0] == "dashed"
        assert "Closest in the article" in shown(app)


async def test_a_citation_is_highlighted_and_in_view(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(120, 16)) as pilot:
        pane = app.screen.query_one(ArticlePane)
        assert pane.scroll_y == 0
        await ask(pilot, "When can I see the plans?")
        cited = [view for view in app.screen.query(SentenceView) if view.has_class("-cited")]
        assert [view.sentence.number for view in cited] == [14, 15]
        assert pane.scroll_y > 0
        assert pane.can_view_entire(cited[0])
        scrolled = pane.scroll_y
        await ask(pilot, "When can I see the plans?")
        assert pane.scroll_y == scrolled, "it is in view already"
        quote = cited[0].body()
        assert [quote.plain[span.start : span.end] for span in quote.spans] == [
            "The council will meet the rowing club on 4 May."
        ]
        await ask(pilot, "hello")
        assert not app.screen.query(".-cited")


async def test_the_quote_alone_is_marked_within_its_sentence(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "How long will it be?")
        (cited,) = app.screen.query(".-cited").results(SentenceView)
        content = cited.body()
        (span,) = content.spans
        assert content.plain[span.start : span.end] == "The bridge will be 212 metres long"
        assert content.plain.endswith("is to be built of oak and weathering steel.")


async def test_a_sentence_that_is_read_out_is_shown_once(tiny: Assistant, ask: Ask) -> None:
    app = ChatApp(tiny)
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "When does the tower open?", "where does it say that?")
        proof = app.screen.query(Exchange).last()

        assert "director Ines Okafor said on Tuesday" in str(
            proof.query_one(".reply--answer", Static).content
        )
        assert not proof.query(CitedText)
        # It can be shown in the article, where what answers stays marked.
        assert len(proof.query(CitationChip)) == 1
        (cited,) = app.screen.query(".-cited").results(SentenceView)
        body = cited.body()
        assert [body.plain[span.start : span.end] for span in body.spans] == [
            "will open its new tower on 3 June"
        ]


async def test_quotes_of_one_sentence_stand_together(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who is it for, and who made it?")
        assert len(app.screen.query(CitationChip)) == 2
        first = app.screen.query(".-cited").first(SentenceView)
        quoted = first.body()
        assert [quoted.plain[span.start : span.end][:20] for span in quoted.spans] == [
            "The bridge is meant ",
            "visitors of the mari",
        ]


async def test_choosing_a_chip_shows_its_sentence(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who is it for, and who made it?")
        assert len(app.screen.query(".-cited")) == 2
        chips = list(app.screen.query(CitationChip))
        await pilot.click(chips[1])
        await pilot.pause()
        assert [view.sentence.number for view in app.screen.query(".-cited").results(SentenceView)] == [9]
        chips[0].focus()
        await pilot.press("enter")
        await pilot.pause()
        assert [view.sentence.number for view in app.screen.query(".-cited").results(SentenceView)] == [7]


async def test_the_pane_hides_on_a_narrow_terminal_and_comes_back(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        pane = app.screen.query_one(ArticlePane)
        assert pane.display
        await resize(pilot, *NARROW)
        assert not pane.display
        await ask(pilot, "When can I see the plans?")
        assert "The council will meet the rowing club" in shown(app)
        await resize(pilot, 120, 16)
        assert pane.display
        assert pane.can_view_entire(app.screen.query(".-cited").first(SentenceView))


async def test_the_article_can_be_put_away(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        pane = app.screen.query_one(ArticlePane)
        await pilot.press("f2")
        assert not pane.display
        assert prompt(app).has_focus
        await pilot.press("f2")
        assert pane.display


async def test_on_a_narrow_terminal_the_article_takes_the_place_of_the_conversation(
    app: ChatApp, ask: Ask
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        pane, transcript = app.screen.query_one(ArticlePane), app.screen.query_one(Transcript)
        await pilot.press("f2")
        await pilot.pause()
        assert (pane.display, transcript.display) == (True, False)
        assert pane.region.width == 60
        await pilot.press("pagedown")
        await pilot.pause()
        assert pane.scroll_y > 0
        await pilot.press("escape")
        assert (pane.display, transcript.display) == (False, True)
        await ask(pilot, "How long will it be?")
        await pilot.click(CitationChip)
        await pilot.pause()
        assert pane.display
        await ask(pilot, "hello")
        assert (pane.display, transcript.display) == (False, True)


async def test_a_number_picks_from_the_welcome(
    app: ChatApp, assistant: FakeAssistant, picked_soon: float
) -> None:
    async with app.run_test() as pilot:
        await pilot.press("2")
        await until(pilot, lambda: bool(asked(assistant)))
        assert asked(assistant) == [PACK.welcome[1]]
        assert prompt(app).value == ""


async def test_a_number_picks_an_option(
    app: ChatApp, assistant: FakeAssistant, ask: Ask, picked_soon: float
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "who")
        await pilot.press("4")
        await until(pilot, lambda: len(asked(assistant)) == 2)
        assert asked(assistant) == ["who", "How long will it be?"]


async def test_a_number_and_enter_picks_at_once_and_only_once(
    app: ChatApp, assistant: FakeAssistant, ask: Ask, picked_soon: float
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "who", "2")
        await pilot.pause(picked_soon)
        assert asked(assistant) == ["who", "Who is it for, and who made it?"]


async def test_a_question_may_begin_with_a_number(
    app: ChatApp, assistant: FakeAssistant, never_picked: None
) -> None:
    async with app.run_test() as pilot:
        await pilot.press("1")
        assert app.screen.query("Choice.-armed")
        await pilot.press("s", "t")
        assert not app.screen.query("Choice.-armed")
        await pilot.press("enter")
        await pilot.pause()
        assert asked(assistant) == ["1st"]


async def test_deleting_down_to_a_number_picks_nothing(
    app: ChatApp, assistant: FakeAssistant, never_picked: None
) -> None:
    async with app.run_test() as pilot:
        await pilot.press("1", "0", "backspace")
        assert prompt(app).value == "1"
        assert not app.screen.query("Choice.-armed")
        assert asked(assistant) == []


async def test_a_number_without_a_choice_is_a_question(
    app: ChatApp, assistant: FakeAssistant, ask: Ask
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "hello", "7")
        assert asked(assistant) == ["hello", "7"]


@pytest.mark.parametrize("typed", ["0", "99", "4."])
async def test_a_number_that_is_not_on_offer_is_told(
    app: ChatApp, assistant: FakeAssistant, ask: Ask, typed: str
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, typed)
        number = typed.rstrip(".")
        assert f"There is no question {number}. Type a number from 1 to 3, or a question." in shown(app)
        assert asked(assistant) == []
        await ask(pilot, "2.")
        assert asked(assistant) == [PACK.welcome[1]]


async def test_the_mouse_picks(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*"a draft")
        await pilot.click(list(app.screen.query(Choice))[2])
        await pilot.pause()
        assert asked(assistant) == [PACK.welcome[2]]
        assert prompt(app).has_focus
        assert prompt(app).value == "a draft"


async def test_a_click_while_a_number_waits_asks_once(
    app: ChatApp, assistant: FakeAssistant, never_picked: None
) -> None:
    async with app.run_test() as pilot:
        await pilot.press("1")
        welcome = app.screen.query_one(Choices)
        await pilot.click(app.screen.query(Choice).first())
        await pilot.pause()
        assert asked(assistant) == [PACK.welcome[0]]
        assert prompt(app).value == ""
        assert welcome._pick is None


async def test_focus_and_enter_pick(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("shift+tab")
        assert app.focused is app.screen.query_one(ArticlePane)
        await pilot.press("shift+tab")
        assert app.focused is list(app.screen.query(Choice))[2]
        await pilot.press("up", "up", "down", "enter")
        await pilot.pause()
        assert asked(assistant) == [PACK.welcome[1]]


async def test_follow_ups_are_offered_under_the_latest_answer_alone(
    app: ChatApp, assistant: FakeAssistant, ask: Ask, picked_soon: float
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?")
        assert "Ask next" in shown(app)
        await pilot.press("3")
        await until(pilot, lambda: len(asked(assistant)) == 2)
        assert asked(assistant)[-1] == "Which designs were considered?"
        assert "Ask next" not in shown(app)


async def test_up_and_down_walk_through_earlier_questions(app: ChatApp, ask: Ask) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "hello", "cost")
        await pilot.press(*"dra", "up")
        assert prompt(app).value == "cost"
        assert prompt(app).cursor_at_end
        await pilot.press("up")
        assert prompt(app).value == "hello"
        await pilot.press("up")
        assert prompt(app).value == "hello"
        await pilot.press("down", "down")
        assert prompt(app).value == "dra"
        await pilot.press("down", *"ft")
        assert prompt(app).value == "draft"


async def test_typing_goes_to_the_prompt_from_anywhere(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        app.screen.query_one(ArticlePane).focus()
        await pilot.press(*"ok")
        assert prompt(app).value == "ok"
        assert prompt(app).has_focus
        app.screen.query_one(ArticlePane).focus()
        await pilot.press("escape")
        assert prompt(app).has_focus


async def test_the_end_of_the_conversation_stays_in_view(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        transcript = app.screen.query_one(Transcript)
        await ask(pilot, "hello", "cost", "hello", "hello")
        assert transcript.scroll_y == transcript.max_scroll_y > 0
        await pilot.press("pageup")
        await pilot.pause()
        assert transcript.scroll_y < transcript.max_scroll_y
        await pilot.press("pagedown")
        await pilot.pause()
        assert transcript.scroll_y == transcript.max_scroll_y
        await resize(pilot, *NARROW)
        assert transcript.scroll_y == transcript.max_scroll_y


@pytest.mark.endurance
async def test_the_newest_answer_is_there_when_the_window_was_small_for_a_while(
    app: ChatApp, ask: Ask
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        transcript = app.screen.query_one(Transcript)
        await ask(pilot, *["Who approved the bridge?", "cost", "When can I see the plans?"] * 2)
        for size in ((60, 20), WIDE, (60, 20), (90, 30), WIDE):
            await resize(pilot, *size)
            await pilot.pause()
            assert not transcript.more_below
            assert transcript.scroll_y > 0


@pytest.mark.endurance
async def test_resizing_leaves_alone_who_scrolled_back(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        transcript = app.screen.query_one(Transcript)
        await ask(pilot, "hello", "cost", "hello", "hello", "hello")
        await pilot.press("pageup")
        await pilot.pause()
        before = transcript.scroll_y
        await resize(pilot, 78, 24)
        assert transcript.scroll_y == before
        await resize(pilot, *NARROW)
        await pilot.pause()
        assert transcript.more_below


async def test_an_answer_too_long_for_the_screen_is_shown_from_its_question(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(60, 14)) as pilot:
        await ask(pilot, "hello", "Who is it for, and who made it?")
        assert "Who is it for, and who made it?" in shown(app)
        assert "✓ Answered" in shown(app)


async def test_a_short_terminal_shows_question_quote_and_what_to_ask_next(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await ask(pilot, "hello", "Who approved the bridge?")
        screen = shown(app)
        for text in ("▌ Who approved the bridge?", "✓ Answered", "sentence 2", "Ask next", " 1  How long"):
            assert text in screen
        assert "more below" not in screen


async def test_nothing_is_hinted_at_where_all_is_shown(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(200, 60)) as pilot:
        await ask(pilot, "Who approved the bridge?")
        await pilot.press("f3")
        await pilot.pause()
        assert "more below" not in shown(app)


async def test_what_is_below_is_hinted_at(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(60, 14)) as pilot:
        await ask(pilot, "hello", "Who is it for, and who made it?")
        assert "↓ more below: pgdn" in shown(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        await pilot.pause()
        assert "more below" not in shown(app)
        await pilot.press("pageup")
        await pilot.pause()
        assert "more below" in shown(app)
        await pilot.press("f2")
        await pilot.pause()
        assert "more below" not in shown(app), "it is the article that is shown"
        await pilot.press("f2")
        await pilot.pause()
        assert "more below" in shown(app)
        await resize(pilot, 120, 60)
        assert "more below" not in shown(app)


async def test_a_new_conversation(app: ChatApp, assistant: FakeAssistant, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "How long will it be?")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert len(assistant.conversations) == 2
        assert not app.screen.query(Exchange)
        assert not app.screen.query(".-cited")
        assert app.screen.query_one(Welcome)
        assert isinstance(app.screen, ChatScreen)
        assert app.screen.replies == ()
        await pilot.press("up")
        assert prompt(app).value == "How long will it be?"
        await pilot.press("enter")
        await pilot.pause()
        assert asked(assistant) == ["How long will it be?"]


async def test_markup_is_shown_as_it_stands(app: ChatApp, assistant: FakeAssistant, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "[bold]x[/]")
        assert asked(assistant) == ["[bold]x[/]"]
        assert "[bold]x[/]" in shown(app)
        assert "[red]literal[/red] [b]answer[/b] \\[x]" in shown(app)
        await ask(pilot, "[/nonsense]", "[@click=app.quit]x[/]")
        assert "[@click=app.quit]x[/]" in shown(app)


async def test_nothing_reaches_the_terminal_unescaped(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "nasty")
        prompt(app).post_message(events.Paste("\x1b[2J\x07 bidi\u202e nul\x00 lone\ud800"))
        await pilot.pause()
        screen = shown(app)
        assert "esc ␛[31mred␛[0m" in screen
        assert "␛[2J␇ bidi� nul␀ lone�" in screen
        await pilot.press("enter")
        await pilot.pause()
        screen = shown(app)
        assert not {char for char in screen if char != "\n" and (ord(char) < 32 or char in "\u202e\x7f")}
        screen.encode()


async def test_a_huge_paste_is_cut(app: ChatApp) -> None:
    async with app.run_test() as pilot:
        prompt(app).post_message(events.Paste("ab " * 400_000))
        await pilot.pause()
        assert len(prompt(app).value) == LONGEST_QUESTION
        assert told(app) == ["Cut to 4,000 characters."]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ERROR])
async def test_every_status_has_its_mark(
    app: ChatApp, monkeypatch: pytest.MonkeyPatch, status: Status
) -> None:
    cited = (cite("The bridge will be 212 metres long"),) if status.traits.is_about_article else ()
    reply = Reply(question="", status=status, answer="So it is.", citations=cited)
    monkeypatch.setitem(REPLIES, "What is it?", reply)
    async with app.run_test(size=WIDE) as pilot:
        prompt(app).insert_text_at_cursor("What is it?")
        await pilot.press("enter")
        await pilot.pause()
        screen = shown(app)

    assert f"{status.traits.glyph} {status.traits.words}" in screen
    assert (status.traits.quotes or "So it is.") in screen
