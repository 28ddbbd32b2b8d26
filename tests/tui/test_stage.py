"""A demo on stage: what the script does to the chat, and what the presenter's keys do to the script."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from assistant.demo.pace import typing_seconds
from assistant.demo.script import Ask, Card, Pick, Script
from assistant.tui.chat_screen import ChatScreen
from assistant.tui.stage.keystrokes import gaps
from assistant.tui.stage.pace import Pace, StoppedError
from assistant.tui.stage.player import State
from assistant.tui.stage.widgets import CardView, NoteView, StatusLine
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.choices import Choice
from assistant.tui.widgets.exchange import CitationChip, Exchange
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.widgets.key_table import KeyTable
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.why import WhyView
from tests.tui.staging import PLACE, SCRIPT, STEPS, ByHand, settled, staged
from tests.tui.test_chat import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from assistant.demo.script import Step
    from assistant.dialogue import Assistant
    from assistant.tui.stage.app import DemoApp
    from tests.tui.fake import FakeAssistant

pytestmark = pytest.mark.stage

SIZE = (120, 40)
CARD, ASK, SOURCE, WHY, NOTE, VAGUE, SECOND_NOTE, PICK, PAUSE, LAST = range(len(STEPS))
ASKED = ["Who approved the bridge?", "who", "How long will it be?", "cost"]


async def until(pilot: Pilot[None], done: Callable[[], bool]) -> None:
    """Wait for something that is sure to come."""
    for _ in range(200):
        if done():
            break
        await pilot.pause(0.02)
    assert done()
    await settled(pilot)


async def step_on(pilot: Pilot[None], app: DemoApp, position: int) -> None:
    """Of a paused script, do the steps before `position`."""
    while app.player.through < position:
        following = app.player.through + 1
        await pilot.press("right")
        await until(pilot, lambda following=following: app.player.through >= following)


def asked(app: DemoApp) -> list[str]:
    """The questions that stand in the conversation, as they are shown."""
    shown = [exchange.question for exchange in app.chat.query(Exchange)]
    assert shown == [reply.question for reply in app.chat.replies]
    return shown


def remembered(app: DemoApp) -> list[str]:
    """What the present conversation was asked."""
    fake: FakeAssistant = app.chat._assistant  # type: ignore[assignment]
    return fake.conversations[-1].asked


def prompt(app: DemoApp) -> str:
    return app.chat.query_one(Prompt).value


def status(app: DemoApp) -> str:
    return str(app.chat.query_one(StatusLine).visual)


# Playing


async def test_a_script_plays_to_its_end_and_the_chat_stays_open() -> None:
    app = staged(Pace(fast=True))
    ended: list[str] = []

    async def note_the_end() -> None:
        ended.append(app.player.state)

    app.chat.on_end = note_the_end
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.player.state is State.ENDED)

        assert asked(app) == ASKED
        assert [str(note.visual) for note in app.chat.query(NoteView)][:2] == [
            "Now [b]something[/] ␛[31mvague.",
            "It asks back.",
        ]
        assert not app.chat.query(CardView)
        assert status(app).startswith("■ the end   10/10   0:")
        assert ended == ["the end"]

        await pilot.press(*"how long", "enter")
        await settled(pilot)
        assert asked(app)[-1] == "how long"


async def test_at_full_speed_the_clock_goes_as_at_the_human_pace() -> None:
    script = Script("x", (Ask(place=PLACE, question="hello", hold=7.0),), "demo.yaml")
    app = staged(Pace(fast=True), script)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.player.state is State.ENDED)

    assert app.player.elapsed == pytest.approx(typing_seconds("hello") + 7.0)


def test_typing_takes_what_it_is_reckoned_to_and_is_never_quite_even() -> None:
    text = "So, who approved it?"
    found = gaps(text)

    assert found == gaps(text)
    assert found != gaps(text, seed=1)
    assert len({round(gap, 4) for gap in found}) > 10
    assert found[text.index(",")] > 1.2 * max(found[0], found[1])


async def test_a_question_is_typed_letter_by_letter_and_then_sent() -> None:
    pace = ByHand()
    app = staged(pace, first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        seen = [prompt(app)]
        for _ in range(3):
            pace.tick()
            await settled(pilot)
            seen.append(prompt(app))

        assert seen == ["W", "Wh", "Who", "Who "]
        assert asked(app) == []


async def test_a_number_that_begins_a_question_picks_nothing() -> None:
    app = staged(ByHand(), Script("x", (Ask(place=PLACE, question="1 bridge"),), "demo.yaml"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert prompt(app) == "1"
        await pilot.pause(0.6)

        assert asked(app) == []
        assert not app.chat.query(".-armed")


async def test_an_option_is_seen_to_be_chosen_before_it_is_taken() -> None:
    pace = ByHand()
    app = staged(pace, first=PICK)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(pace.waits))
        armed = [choice.number for choice in app.chat.query(Choice) if choice.has_class("-armed")]
        assert armed == [4]
        pace.tick()
        await until(pilot, lambda: len(app.chat.replies) == 3)

        assert asked(app)[-1] == "How long will it be?"


async def test_an_option_that_is_not_there_is_told() -> None:
    steps = (Ask(place=PLACE, question="who"), Pick(place=PLACE, number=9))
    app = staged(Pace(fast=True), Script("x", steps, "demo.yaml"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.player.state is State.ENDED)

        assert asked(app) == ["who"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_source_is_shown_in_the_article_and_then_the_chat_again(size: tuple[int, int]) -> None:
    pace = ByHand()
    app = staged(pace, first=SOURCE)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.focused, CitationChip))
        pace.tick()
        await until(pilot, lambda: len(pace.waits) == 2)
        assert app.chat.query_one(ArticlePane).display
        assert [view.sentence.number for view in app.chat.query_one(ArticlePane)._cited] == [2]

        pace.tick()
        await until(pilot, lambda: app.player.position == WHY)
        assert app.chat._transcript.display
        assert isinstance(app.focused, Prompt)
        assert app.chat.query_one(WhyView).display


async def test_a_card_lies_over_the_chat_and_goes() -> None:
    pace = ByHand()
    app = staged(pace)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(app.chat.query(CardView)))
        card = app.chat.query_one(CardView)
        assert card.region == (0, 1, 120, 38)
        assert app.screen.get_widget_at(60, 37)[0] is card
        assert app.chat.query_one(KeyBar).region == (0, 39, 120, 1)
        pace.tick()
        await until(pilot, lambda: not app.chat.query(CardView))


# The presenter's keys


async def test_space_pauses_and_goes_on_in_the_middle_of_a_word() -> None:
    pace = ByHand()
    app = staged(pace, first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("space")
        assert status(app) == "║ paused   2/10   0:00   ×1.0"
        pace.tick()
        await settled(pilot)
        assert prompt(app) == "W"

        await pilot.press("space")
        await until(pilot, lambda: prompt(app) == "Wh")
        assert status(app).startswith("► playing")


async def test_right_is_done_with_a_step_at_once_and_a_paused_script_goes_step_by_step() -> None:
    app = staged(ByHand(paused=True), first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert prompt(app) == ""
        for position, questions in ((SOURCE, 1), (WHY, 1), (NOTE, 1), (VAGUE, 1), (SECOND_NOTE, 2)):
            await step_on(pilot, app, position)
            await settled(pilot)
            assert app.player.through == position
            assert asked(app) == ASKED[:questions]


async def test_right_in_the_middle_of_a_word_sends_the_question() -> None:
    app = staged(ByHand(), first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("right")
        await until(pilot, lambda: app.player.position == SOURCE)

        assert asked(app) == ASKED[:1]


async def test_left_makes_the_conversation_what_it_was_before_the_step() -> None:
    app = staged(ByHand(paused=True))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await step_on(pilot, app, LAST)
        assert remembered(app) == ASKED[:3]

        await pilot.press("left", "left", "left")
        await until(pilot, lambda: app.player.position == SECOND_NOTE)
        assert asked(app) == remembered(app) == ASKED[:2]
        assert len(app.chat.query(NoteView)) == 1
        assert len(app.chat.query(WhyView)) == 1
        assert status(app).startswith("║ paused   7/10")

        await step_on(pilot, app, PAUSE)
        assert asked(app) == remembered(app) == ASKED[:3]

        await pilot.press(*["left"] * 12)
        await until(pilot, lambda: app.player.position == 0)
        assert asked(app) == remembered(app) == []


async def test_a_follow_up_after_going_back_leans_on_what_was_said_before_it(tiny: Assistant) -> None:
    questions = (
        "where does the east door lead?",
        "where does the west door lead?",
        "where does it say that?",
    )
    script = Script("x", tuple(Ask(place=PLACE, question=question) for question in questions), "demo.yaml")
    app = staged(ByHand(paused=True), script, assistant=tiny)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await step_on(pilot, app, 3)
        _, market, proof = app.chat.replies
        assert [each.sentence for each in proof.citations] == [each.sentence for each in market.citations]

        await pilot.press("left", "left")
        await until(pilot, lambda: app.player.position == 1)
        await pilot.press("x", "backspace", *"where does it say that?", "enter")
        await settled(pilot)

        harbour, proof = app.chat.replies
        assert [each.sentence for each in proof.citations] == [each.sentence for each in harbour.citations]


async def test_of_a_paused_script_a_step_stays_until_the_next_is_wanted() -> None:
    app = staged(ByHand(paused=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not app.chat.query(CardView)
        await step_on(pilot, app, ASK)
        assert app.chat.query(CardView)

        # The article lies over the chat here.
        await step_on(pilot, app, WHY)
        assert app.player.position == SOURCE
        assert app.chat.query_one(ArticlePane).display
        assert not app.chat.query(CardView)

        await pilot.press("left")
        await until(pilot, lambda: not app.player.through > SOURCE)
        assert app.player.position == SOURCE
        assert asked(app) == ASKED[:1]
        await step_on(pilot, app, WHY)
        assert app.chat.query_one(ArticlePane).display

        await pilot.press("space")
        await until(pilot, lambda: app.player.state is State.PLAYING)
        assert app.player.position == SOURCE


async def test_a_key_is_not_lost_while_a_step_settles() -> None:
    app = staged(ByHand(paused=True), first=ASK)
    settling = asyncio.Event()

    async def settle(step: Step, reply: object) -> None:
        await settling.wait()

    app.chat.on_step = settle
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await step_on(pilot, app, SOURCE)
        await pilot.press("right")
        settling.set()
        await until(pilot, lambda: app.player.through == WHY)


async def test_a_click_at_the_prompt_does_not_mix_up_what_is_typed() -> None:
    pace = ByHand()
    app = staged(pace, first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for _ in range(3):
            pace.tick()
            await settled(pilot)
            await pilot.click(Prompt, offset=(2, 1))
        await pilot.press("right")
        await until(pilot, lambda: app.player.position == SOURCE)

        assert asked(app) == ASKED[:1]


async def test_plus_and_minus_change_the_pace_within_bounds() -> None:
    pace = ByHand(paused=True)
    app = staged(pace)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("plus")
        assert status(app).endswith("×1.25")
        await pilot.press(*["plus"] * 9)
        assert pace.factor == 4.0
        await pilot.press(*["minus"] * 20)
        assert pace.factor == 0.25
        assert app.player.staged


async def test_a_slower_pace_waits_longer() -> None:
    pace = ByHand()
    app = staged(pace, first=PAUSE)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(pace.waits))
        await pilot.press("minus", "minus")
        await settled(pilot)

    assert pace.waits == pytest.approx([2.0, 2.0 / 0.75, 4.0])


# Live


@pytest.mark.parametrize("position", [CARD, ASK, SOURCE, PICK])
async def test_a_letter_takes_over_and_lands_alone_in_the_prompt(position: int) -> None:
    pace = ByHand()
    app = staged(pace, first=position)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(pace.waits))
        await pilot.press("x")
        await settled(pilot)

        assert prompt(app) == "x"
        assert status(app).startswith("● live")
        assert not app.chat.query(CardView)
        assert not app.chat.query(".-armed")

        # All keys are the prompt's again.
        await pilot.press("space", "plus", "minus", "left", "y", "right", "z")
        assert prompt(app) == "x +y-z"
        pace.tick()
        await settled(pilot)
        assert prompt(app) == "x +y-z"


async def test_what_is_typed_in_one_go_keeps_its_spaces() -> None:
    pace = ByHand()
    app = staged(pace, first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(pace.waits))
        for letter in "who is it":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        await until(pilot, lambda: prompt(app) == "who is it")

        assert app.player.state is State.LIVE


async def test_ctrl_r_returns_to_the_script_where_it_was_left() -> None:
    pace = ByHand()
    app = staged(pace, first=VAGUE)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(pace.waits))
        await pilot.press(*"hello", "enter")
        await settled(pilot)
        assert asked(app) == remembered(app) == [ASKED[0], "hello"]

        await pilot.press("ctrl+r")
        await until(pilot, lambda: prompt(app) == "w")
        assert app.player.state is State.PLAYING
        assert asked(app) == remembered(app) == ASKED[:1]
        assert app.player.position == VAGUE


async def test_what_was_asked_already_is_not_asked_again_on_the_return() -> None:
    pace = ByHand()
    app = staged(pace, first=VAGUE)
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(4):
            await settled(pilot)
            pace.tick()
        await until(pilot, lambda: len(app.chat.replies) == 2)
        await pilot.press(*"hello", "enter")
        await settled(pilot)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.player.position == SECOND_NOTE)

        assert asked(app) == remembered(app) == ASKED[:2]


async def test_picking_with_the_mouse_takes_over() -> None:
    app = staged(ByHand(paused=True), first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.click(Choice)
        await settled(pilot)

        assert app.player.state is State.LIVE
        assert len(asked(app)) == 1


async def test_keys_before_the_chat_stands_are_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = ChatScreen.begin

    async def begin_later(chat: ChatScreen, assistant: object) -> None:
        for key in ("x", "space", "right", "left", "plus", "ctrl+r"):
            chat.app.post_message(events.Key(key, {"x": "x", "space": " ", "plus": "+"}.get(key)))
        chat.app.post_message(events.Paste("pasted"))
        await asyncio.sleep(0.3)
        await begin(chat, assistant)  # type: ignore[arg-type]

    monkeypatch.setattr(ChatScreen, "begin", begin_later)
    pace = ByHand()
    app = staged(pace, first=ASK)
    # What else looks at it may need more of the chat than there is.
    app.chat.on_progress = lambda player: app.chat.replies
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(pace.waits))

        assert prompt(app) == "W"
        assert app.player.state is State.PLAYING


async def test_an_earlier_conversation_is_the_presenters() -> None:
    pace = ByHand()
    app = staged(pace, first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: bool(pace.waits))
        await app.chat.reopen(1)
        await settled(pilot)

        assert app.player.state is State.LIVE


async def test_a_conversation_that_is_left_before_the_reply_does_not_break_the_demo() -> None:
    app = staged(ByHand(), first=ASK)
    reply = app.chat._reply

    async def leave_then_reply(exchange: Exchange) -> None:
        await app.chat.action_new_conversation()
        await reply(exchange)

    app.chat._reply = leave_then_reply  # type: ignore[method-assign]
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("right")
        await until(pilot, lambda: app.player.state is State.LIVE)
        assert asked(app) == []

        app.chat._reply = reply  # type: ignore[method-assign]
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.player.state is State.PLAYING)
        assert asked(app) == ASKED[:1]


async def test_keys_that_edit_or_send_do_nothing_to_what_the_script_types() -> None:
    app = staged(ByHand(), first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("enter", "backspace", "up", "tab", "delete", "home")
        await settled(pilot)

        assert prompt(app) == "W"
        assert asked(app) == []
        assert app.player.state is State.PLAYING


async def test_from_the_end_one_goes_back_or_begins_again() -> None:
    app = staged(ByHand(paused=True), first=LAST)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await step_on(pilot, app, LAST + 1)
        await pilot.press("right")
        await until(pilot, lambda: app.player.state is State.ENDED)
        await pilot.press("left")
        await until(pilot, lambda: app.player.position == LAST)
        assert asked(app) == ASKED[:3]

        await step_on(pilot, app, LAST + 1)
        await pilot.press("right")
        await until(pilot, lambda: app.player.state is State.ENDED)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.player.position == 0)
        assert asked(app) == []


async def test_the_clock_leaves_out_what_goes_by_at_the_end() -> None:
    pace = ByHand(paused=True)
    app = staged(pace, first=LAST)
    async with app.run_test(size=SIZE) as pilot:

        async def end() -> None:
            await step_on(pilot, app, LAST + 1)
            await pilot.press("right")
            await until(pilot, lambda: app.player.state is State.ENDED)

        await settled(pilot)
        pace.clock += 50
        await end()
        pace.clock += 100
        assert app.player.elapsed == 50
        await pilot.press("left")
        await until(pilot, lambda: app.player.position == LAST)
        assert app.player.elapsed == 50
        pace.clock += 1
        assert app.player.elapsed == 51

        await end()
        pace.clock += 100
        await pilot.press("h")
        assert (app.player.state, app.player.elapsed) == (State.LIVE, 51)
        pace.clock += 5
        assert app.player.elapsed == 56
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.player.position == 0)
        assert app.player.elapsed == 0
        pace.clock += 2
        assert app.player.elapsed == 2


# Beside the script


async def test_ctrl_c_says_how_to_leave_on_a_card_and_while_the_script_asks() -> None:
    pace = ByHand(paused=True)
    app = staged(pace)
    async with app.run_test(size=SIZE) as pilot:
        await step_on(pilot, app, CARD + 1)
        assert app.chat.query(CardView)
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert "ctrl+q leaves the chat." in shown(app)
        await step_on(pilot, app, ASK + 1)
        assert asked(app) == ASKED[:1]
        assert "ctrl+q leaves the chat." in shown(app)


async def test_another_screen_holds_the_script_and_gets_its_keys() -> None:
    pace = ByHand()
    app = staged(pace, first=ASK)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f4", "space", "x")
        pace.tick()
        await settled(pilot)
        assert app.player.state is State.HELD
        assert prompt(app) == "W"
        pace.clock += 30
        app.chat.show_progress()
        assert status(app) == "║ held   2/10   0:00   ×1.0"

        await pilot.press("escape")
        await settled(pilot)
        if app.screen is not app.chat:
            await pilot.press("escape")
        await until(pilot, lambda: prompt(app).startswith("Wh"))
        assert (app.player.state, app.player.elapsed) == (State.PLAYING, 0)


async def test_footer_and_help_name_the_keys() -> None:
    app = staged(ByHand(paused=True))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        footer = [key.description for key in app.chat.query_one(KeyBar).query("FooterKey")]  # type: ignore[attr-defined]
        assert footer[:3] == ["Go on", "Skip", "Back"]
        await pilot.press("f1")
        await settled(pilot)
        help_text = [row for table in app.screen.query(KeyTable) for row in table.rows]
        assert ("space", "Pause the script") in help_text
        assert any("without what was asked since" in what for keys, what in help_text if keys == "ctrl+r")


async def test_where_no_keys_are_listed_the_way_back_to_the_script_is_told() -> None:
    pace = ByHand()
    app = staged(pace, first=ASK, projector=True)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: bool(pace.waits))
        assert "ctrl+r" not in status(app)
        await pilot.press("space")
        assert status(app).endswith("space goes on")
        await pilot.press("x")
        line = app.chat.query_one(StatusLine)
        assert status(app) == "● live   2/10   0:00   ctrl+r returns"
        assert line.region.right <= app.size.width
        assert line.size.width >= len(status(app))


async def test_once_the_script_is_over_ctrl_r_is_said_to_play_it_again() -> None:
    app = staged(Pace(fast=True), projector=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.player.state is State.ENDED)
        await pilot.press("x")
        assert status(app).endswith("ctrl+r plays again")


async def test_a_card_has_its_whole_text_on_a_narrow_screen() -> None:
    text = "So many words that they need more than one line of a terminal that is 60 columns wide."
    app = staged(ByHand(), Script("x", (Card(place=PLACE, title="A card", text=text),), "demo.yaml"))
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: bool(app.chat.query(CardView)))
        assert " ".join(shown(app).split()).count(text) == 1


async def test_a_first_card_is_not_preceded_by_the_chat() -> None:
    app = staged(ByHand())
    async with app.run_test(size=SIZE) as pilot:
        assert not app.chat.query_one("#body").visible
        await until(pilot, lambda: bool(app.chat.query(CardView)))
        await pilot.press("x")
        assert app.chat.query_one("#body").visible


async def test_nothing_is_kept() -> None:
    app = staged(Pace(fast=True))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.player.state is State.ENDED)

        assert not app.chat._journal.kept


async def test_a_projector_gets_no_footer_and_on_a_narrow_screen_no_article() -> None:
    for size, article in (((80, 24), False), ((120, 40), True)):
        app = staged(ByHand(paused=True), projector=True)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            assert not app.chat.query_one(KeyBar).display
            assert app.chat.query_one(ArticlePane).display is article


# Pace


async def test_a_wait_ends_when_it_is_stopped() -> None:
    pace = ByHand()
    pace.stop()

    with pytest.raises(StoppedError):
        await pace.wait(5)


async def test_the_clock_of_a_real_pace_is_the_one_it_was_given() -> None:
    moments = iter((10.0, 12.5))
    pace = Pace(clock=lambda: next(moments))
    assert pace.now == 0.0
    pace.begin()

    assert pace.now == 2.5


def test_the_default_script_of_the_tests_has_every_kind_of_step() -> None:
    assert len({type(step) for step in SCRIPT.steps}) == 7


async def test_the_script_may_go_on_while_a_live_question_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, show = staged(ByHand(), first=2), Exchange.show
    answered: list[str] = []

    async def show_and_return(exchange: Exchange, *given: Any) -> None:
        await show(exchange, *given)
        if exchange.question == "How long will it be?":
            await app.chat.rebuild(())

    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.chat.on_live = lambda reply: answered.append(reply.question)
        monkeypatch.setattr(Exchange, "show", show_and_return)
        await app.chat.ask("How long will it be?")
        await settled(pilot)
        assert answered == ["How long will it be?"]
        assert not app.chat.replies
