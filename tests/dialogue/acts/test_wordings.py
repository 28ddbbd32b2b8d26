"""Every wording that the data has for an act is dealt with, whatever was said before."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from assistant.language import load_english
from assistant.language.templates import expand
from assistant.reply import Status

if TYPE_CHECKING:
    from assistant import Assistant
    from tests.dialogue.acts.conftest import Say

_SLOTS = {
    "it": ["it", "the article", "this story"],
    "kind": ["people", "cities", "numbers", "bodies", "dates"],
    "ordinal": ["first", "last", "12th"],
    "number": ["2", "99", "0", "three"],
    "noun": ["thing", "owl"],
    "rest": ["Chile", "the", "it", "who pays", "Aldo said", "0"],
    "other": ["Peru", "the", "that"],
}
_AT_MOST = 4


def wordings() -> list[str]:
    """Some wordings of each template, with something in its slots; the same in each run."""
    acts, chance = load_english().acts, random.Random(7)
    every: list[str] = []
    for _, template in (*acts.act_templates, *acts.open_act_templates):
        # Of what may be left out one is chosen or none, so that few wordings need to be made.
        chosen = re.sub(r"\[([^]]*)\]", lambda group: chance.choice(["", *group[1].split("|")]), template)
        texts = expand(chosen)
        some = chance.sample(texts, min(_AT_MOST, len(texts)))
        every += [re.sub(r"{(\w+)}", lambda slot: chance.choice(_SLOTS[slot[1]]), text) for text in some]
    return every + [wording for wording, _ in chance.sample(acts.moves, 60)]


def test_no_wording_of_an_act_breaks_a_conversation(libraries: Assistant) -> None:
    for wording in wordings():
        conversation = libraries.conversation()
        for question in (wording, "Who agreed?", wording, wording):
            assert conversation.ask(question).answer, wording


def test_a_sentence_is_followed_by_the_next_until_there_is_none(say: Say) -> None:
    replies = say("read sentence 6", "next", "the one after that", "and the next one?")

    assert [reply.answer.split()[1] for reply in replies[:3]] == ["6", "7", "8"]
    assert replies[3].status is Status.NOT_IN_ARTICLE


def test_an_offer_ends_with_the_next_reply(say: Say) -> None:
    *_, pointed = say("Who agreed?", "what is his job?", "which countries are mentioned?", "the first one?")

    assert pointed.answer.startswith("Peru.")


@pytest.mark.parametrize(
    "question", ["", "?", "...", "the zeroth", "sentence 0", "sentence 999", "no, the it", "I meant it"]
)
def test_what_points_at_nothing_is_dealt_with(say: Say, question: str) -> None:
    assert all(reply.answer for reply in say(question, "Who agreed?", question))
