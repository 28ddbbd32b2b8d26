"""What can be asked: by topic, by sentence, filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.text import Text
from textual.widgets import Input, Tree

from assistant.knowledge.contents import QuestionGroup, answered_by, by_topic
from assistant.tui.questions_screen import QuestionsScreen, filtered
from assistant.tui.widgets.article import SentenceView
from tests.default_pack import default_assistant
from tests.tui.fake import PACK
from tests.tui.test_chat import shown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from assistant.tui.app import ChatApp
    from tests.tui.fake import FakeAssistant

    Ask = Callable[..., Awaitable[None]]

WIDE = (120, 40)
GROUPS = [
    QuestionGroup("The bridge", ("Who approved it?", "How long is it?")),
    QuestionGroup("The club", ("Who rows?",)),
]


def listed(app: ChatApp) -> list[str]:
    tree = app.screen.query_one(Tree)
    nodes = [node for group in tree.root.children for node in (group, *group.children)]
    return [str(node.label) for node in nodes]


def marked(app: ChatApp) -> dict[str, list[str]]:
    tree = app.screen.query_one(Tree)
    labels = [node.label for group in tree.root.children for node in (group, *group.children)]
    texts = [label for label in labels if isinstance(label, Text) and label.spans]
    return {text.plain: [text.plain[span.start : span.end] for span in text.spans] for text in texts}


def used(app: ChatApp) -> list[int]:
    views = app.screen_stack[0].query(SentenceView)
    return [view.sentence.number for view in views if view.has_class("-used")]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ["Who approved it?", "How long is it?", "Who rows?"]),
        ("WHO", ["Who approved it?", "Who rows?"]),
        ("lo ho", ["How long is it?"]),
        ("club", ["Who rows?"]),
        ("zzz", []),
        ("aproved", ["Who approved it?"]),
        ("aprov", ["Who approved it?"]),
        ("brigde approevd", ["Who approved it?"]),
        ("rogs", []),
    ],
)
def test_the_beginning_of_each_word_is_looked_for(text: str, left: list[str]) -> None:
    assert [question for group in filtered(GROUPS, text) for question in group.questions] == left


def test_every_answer_of_the_default_pack_stands_under_one_topic() -> None:
    pack = default_assistant().pack
    listed_ = [question for group in by_topic(pack) for question in group.questions]

    assert (
        len(listed_) == len(set(listed_)) == sum(intent.kind == "answer" for intent in pack.intents.values())
    )


def test_a_sentence_leads_to_what_it_answers() -> None:
    assert answered_by(PACK, "bridge.txt", 2) == ("Who approved the bridge?",)
    assert answered_by(PACK, "bridge.txt", 3) == ()


async def test_f4_lists_what_can_be_asked_and_enter_asks_it(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f4")
        # Of a gap there is nothing to ask; brackets are text.
        assert listed(app) == [
            "The [b]bridge[/]", "Who approved the bridge?", "How long will it be?", "The club",
            "Who meets the rowing club?",
        ]  # fmt: skip

        await pilot.press(*"how lo", "enter")
        await pilot.pause()

        assert assistant.conversations[0].asked == ["How long will it be?"]


async def test_the_list_is_walked_by_keys(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f4", "b", "r", "i", "down", "down", "enter")
        await pilot.pause()

        assert assistant.conversations[0].asked == ["How long will it be?"]


@pytest.mark.endurance
async def test_letters_reach_the_filter_from_the_list(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f4", "b", "r", "i", "down", "d", "g")
        filter_ = app.screen.query_one(Input)
        assert (filter_.value, filter_.has_focus) == ("bridg", True)

        await pilot.press("down", "up", "space")
        assert (filter_.value, filter_.has_focus) == ("bridg", False)
        # A question that is listed for its topic alone has the mark there.
        assert marked(app) == {"The [b]bridge[/]": ["bridg"], "Who approved the bridge?": ["bridg"]}
        filter_.value = "aproved"
        await pilot.pause()
        assert marked(app) == {"Who approved the bridge?": ["approved"]}
        # A question that does not fit says that it goes on.
        await pilot.resize_terminal(24, 20)
        await pilot.pause()
        assert "Who approved th…" in shown(app)


async def test_enter_goes_to_the_first_of_several_questions(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f4", "b", "r", "i", "enter", "enter")
        await pilot.pause()

        assert assistant.conversations[0].asked == ["Who approved the bridge?"]


async def test_escape_asks_nothing(app: ChatApp, assistant: FakeAssistant) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f4", "escape")

        assert not isinstance(app.screen, QuestionsScreen)
        assert assistant.conversations[0].asked == []


async def test_what_is_not_there_is_said(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f4", *"zzz")

        assert listed(app) == ["No question holds these words."]
        assert app.screen.query_one(Input).value == "zzz"


async def test_a_click_on_a_sentence_lists_what_it_answers(app: ChatApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        view = next(view for view in app.screen.query(SentenceView) if view.sentence.number == 2)
        await pilot.click(view)
        assert listed(app) == ["Sentence 2", "Who approved the bridge?"]

        await pilot.press("escape")
        await pilot.click(next(view for view in app.screen.query(SentenceView) if view.sentence.number == 3))
        assert not isinstance(app.screen, QuestionsScreen)


async def test_the_article_marks_what_answers_have_rested_on(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "Who approved the bridge?", "When can I see the plans?", "cost")
        # The sentence nearest to a question without an answer is cited, but not used up.
        assert used(app) == [2, 14, 15]

        await pilot.press("ctrl+l")
        assert used(app) == []
