"""Questions that were asked in vain are gathered, grouped by likeness, and each group says why."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from assistant.curating.gaps import gaps_of
from assistant.curating.gathering import (
    Question,
    Reason,
    history_key,
    of_batch,
    of_file,
    of_history,
    still_open,
)
from assistant.curating.likeness import _most_alike, _Signature, group
from assistant.errors import AssistantError
from assistant.history.turns import Mark
from assistant.response import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant import Assistant
    from assistant.curating.gaps import Gap
    from tests.curating.conftest import Keeper


def grouped(assistant: Assistant, *questions: str) -> list[list[str]]:
    groups = group([(each, False) for each in questions], assistant.compiled.analyzer)
    return [[wording.text for wording in each.wordings] for each in groups]


def gaps(assistant: Assistant, questions: Iterable[Question]) -> list[Gap]:
    found = still_open(assistant, list(questions))
    return list(gaps_of(assistant, [each for each in found if each]))


def asked(*questions: str) -> Question:
    return Question(questions, len(questions) - 1, Reason.ASKED)


def test_wordings_of_the_same_are_one_group_and_the_most_asked_comes_first(tiny: Assistant) -> None:
    found = grouped(
        tiny,
        "is there a lift",
        "who paid for the tower?",
        "Who paid for the tower",
        "for the tower, who paid",
        "who paid for the towr?",
    )

    assert len(found) == 2
    assert set(found[0]) >= {"for the tower, who paid", "who paid for the towr?"}
    assert found[1] == ["is there a lift"]


def test_the_same_words_about_other_things_are_other_groups(tiny: Assistant) -> None:
    assert len(grouped(tiny, "does it show owls from Norway", "does it show bats from Norway")) == 2


def test_a_group_is_joined_though_five_others_are_worded_more_alike() -> None:
    places = ("denmark", "finland", "norway", "sweden")
    subjects = [(*places, each) for each in ("eels", "elks", "orcs", "oxen", "yaks")] + [places[:3]]
    leaders = [(_Signature(False, (), each), " ".join(each)) for each in subjects]
    asked = (*places, "owls")

    assert _most_alike(_Signature(False, (), asked), " ".join(asked), leaders) == leaders[-1][0]


def test_other_question_words_are_other_groups(tiny: Assistant) -> None:
    assert len(grouped(tiny, "who lit the lamp", "when did they light the lamp")) == 2


def test_order_does_not_change_the_groups(tiny: Assistant) -> None:
    questions = [
        "who paid for it all",
        "who paid for all of it",
        "is there a lift",
        "any lift there?",
        "asdf",
    ]

    assert grouped(tiny, *questions) == grouped(tiny, *reversed(questions))


def test_the_history_gives_what_was_not_answered_or_marked_as_wrong(tiny: Assistant, keeper: Keeper) -> None:
    keeper.keep("How high is the tower?")
    keeper.keep("Who paid the bricklayers?")
    keeper.keep("What strikes the hour?", mark=Mark.WRONG)
    keeper.keep("Who paid the plumbers?", mark=Mark.RIGHT)

    found = list(of_history(keeper.history, history_key(tiny)))

    assert [(each.text, each.reason) for each in found] == [
        ("Who paid the bricklayers?", Reason.UNANSWERED),
        ("What strikes the hour?", Reason.WRONG),
    ]
    assert len(list(of_history(keeper.history, "another pack"))) == 0


def test_a_question_stands_in_its_conversation(tiny: Assistant, keeper: Keeper) -> None:
    keeper.keep("How high is the tower?", "Who paid the bricklayers?")

    (found,) = of_history(keeper.history, history_key(tiny))

    assert found.talk == ("How high is the tower?", "Who paid the bricklayers?")
    assert found.place == 1


def test_a_batch_gives_open_replies_and_those_that_a_person_marked(tiny: Assistant) -> None:
    replies = [
        {"question": "a", "status": "answered", "answer": "A."},
        {"question": "b", "status": "not_in_article", "answer": ""},
        {"question": "c", "status": "answered", "answer": "C.", "feedback": "down"},
        {"question": "d", "status": "clarify", "answer": "", "mark": "right"},
        {"question": "e", "status": "passage", "answer": "", "conversation": "1"},
    ]
    rows = "".join(json.dumps(each | {"citations": []}) + "\n" for each in replies)

    found = list(of_batch(io.BytesIO(rows.encode()), "replies.jsonl"))

    assert [(each.text, each.reason, each.answer) for each in found] == [
        ("b", Reason.UNANSWERED, ""),
        ("c", Reason.WRONG, "C."),
        ("e", Reason.DOUBTED, ""),
    ]


def test_a_cell_that_was_guarded_against_a_spreadsheet_is_itself_again() -> None:
    rows = "question,status,sources,sentences,quotes\n'=1+1,not_in_article,,,\n"

    (found,) = of_batch(io.BytesIO(rows.encode()), "replies.csv")

    assert found.text == "=1+1"


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("replies.html", "<p>", "replies are not read back from .html"),
        ("replies.csv", "question\nwho?\n", "replies.csv:2:1: this row is no reply of a batch"),
        ("replies.jsonl", '{"question": ', "replies.jsonl:1:"),
    ],
)
def test_what_is_no_batch_output_is_told(name: str, text: str, what: str) -> None:
    with pytest.raises(AssistantError, match=what):
        list(of_batch(io.BytesIO(text.encode()), name))


def test_a_row_without_a_question_is_told_with_its_place() -> None:
    with pytest.raises(AssistantError, match=r"asked\.jsonl:2:1: this row has no “question”"):
        list(of_file(io.BytesIO(b'{"question": "who?"}\n{"id": "7"}\n'), "asked.jsonl"))


def test_what_the_pack_of_today_answers_is_no_gap(tiny: Assistant) -> None:
    settled = ["How high is the tower?", "Who designed the tower?", "hi there"]
    questions = [asked(each) for each in (*settled, "Who paid the bricklayers?")]

    assert [each is None for each in still_open(tiny, questions)] == [True, True, True, False]


def test_an_answer_marked_as_wrong_stays_until_it_is_another(tiny: Assistant) -> None:
    talk = ("What strikes the hour?",)
    answer = tiny.respond(*talk).answer

    found = still_open(tiny, [Question(talk, 0, Reason.WRONG, each) for each in (answer, "An older one.")])

    assert [each is None for each in found] == [False, True]
    assert found[0] is not None
    assert found[0].outcome.status is Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "nearest", "why"),
    [
        ("how tall is the tower in Orsholm", "height", "Nothing in “How high is the tower?” accounts for"),
        (
            "what strikes the accountant",
            "owl",
            "Nothing in “What strikes the hour?” accounts for “account",
        ),
        ("where does the door lead", "east_door", "are too close to call"),
        ("zzyzx qwrtp", None, "No question of the pack shares a word with it."),
    ],
)
def test_a_gap_says_why_the_nearest_intent_lost(
    tiny: Assistant, question: str, nearest: str | None, why: str
) -> None:
    (gap,) = gaps(tiny, [asked(question)])

    assert (gap.nearest[0].intent if gap.nearest else None) == nearest
    assert why in gap.why


def test_a_gap_is_shown_and_looked_into_by_what_is_well_spelt(tiny: Assistant) -> None:
    (gap,) = gaps(
        tiny, [asked("which fireworks are at the markt"), asked("which fireworks are there at the market?")]
    )

    assert (gap.wordings, gap.count, gap.different) == (("which fireworks are there at the market?",), 2, 2)
    assert gap.others == ("which fireworks are at the markt",)
    assert gap.talk == ("which fireworks are there at the market?",)


def test_a_gap_of_a_wrong_answer_says_so(tiny: Assistant) -> None:
    talk = ("What strikes the hour?",)
    marked = Question(talk, 0, Reason.WRONG, tiny.respond(*talk).answer)

    (gap,) = gaps(tiny, [marked])

    assert gap.why == "It is answered as “What strikes the hour?”, which a person marked as wrong."
    assert dict(gap.reasons) == {Reason.WRONG: 1}


def test_a_follow_up_tells_what_it_followed_and_is_no_group_with_the_same_alone(tiny: Assistant) -> None:
    leaning = asked("Who designed the tower?", "in which decade?")

    found = gaps(tiny, [leaning, leaning, asked("who paid the bricklayers")])

    assert [(gap.count, gap.leans, gap.after) for gap in found] == [
        (2, True, "Who designed the tower?"),
        (1, False, ""),
    ]
