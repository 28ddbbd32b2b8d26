"""Files of decisions: what they may say, and what is wrong with them, each with its place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from assistant.curating.decisions import Decision, DecisionFile, DecisionsError, read_decisions

if TYPE_CHECKING:
    from assistant import Assistant


def read(assistant: Assistant, text: str, name: str = "d.jsonl") -> DecisionFile:
    return read_decisions(io.BytesIO(text.encode()), name, assistant.pack)


def test_json_lines(tiny: Assistant) -> None:
    text = (
        '{"question": "a", "intent": "owl", "phrases": ["b"]}\n'
        '{"question": "c", "gap": "No.", "id": "gap_c", "topic": "tower"}\n'
        '{"question": "d", "draft": 4}\n'
        '{"question": "e", "draft": [3, "clocks.txt:4"], "facts": ["owl"]}\n'
        '{"question": "f", "ignore": true}\n'
        '{"question": "g?", "after": "a", "intent": "owl"}\n'
    )

    assert read(tiny, text).decisions == (
        Decision(question="a", intent="owl", phrases=("b",)),
        Decision(question="c", gap="No.", id="gap_c", topic="tower"),
        Decision(question="d", draft=(4,)),
        Decision(question="e", draft=(3, "clocks.txt:4"), facts=("owl",)),
        Decision(question="f", ignore=True),
        Decision(question="g?", after="a", intent="owl"),
    )


def test_a_table(tiny: Assistant) -> None:
    text = (
        "count,question,phrases,why,intent,gap,draft,ignore\n"
        "3,a,b | c,because,owl,,,\n"
        "1,'=1+1,,,,,3|4,\n"
        "1,d,,,,,,yes\n"
        "1,e,,,,,,\n"
    )

    assert read(tiny, text, "d.csv") == DecisionFile(
        (
            Decision(question="a", intent="owl", phrases=("b", "c")),
            Decision(question="=1+1", draft=(3, 4)),
            Decision(question="d", ignore=True),
        ),
        undecided=1,
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"question": "a", "intent": "owls"}', "1:29: intent: the pack has no intent “owls”; did you mean"),
        ('{"question": "a", "intent": "owl", "gap": "No."}', "1:1: says several things to do: keep one of"),
        ('{"question": "a", "intnt": "owl", "gap": "N"}', "1:28: intnt: there is no key “intnt”; did you"),
        ('{"intent": "owl"}', "1:1: the key “question” is missing"),
        ('{"question": "a", "draft": [99]}', "1:29: draft[0]: there is no sentence 99: the article has 7"),
        ('{"question": "a", "draft": ["x.txt:1"]}', "1:29: draft[0]: there is no such sentence"),
        ('{"question": "a", "gap": "No.", "id": "owl"}', "1:39: id: there is an intent “owl” already"),
        ('{"question": "a", "gap": "No.", "topic": "towr"}', "1:42: topic: there is no topic “towr”"),
        ('{"question": "a", "intent": "owl", "id": "b"}', "1:1: has “id”, which goes with “gap” and “draft”"),
        ('{"question": "a", "gap": "No.", "after": "b"}', "1:1: has “after”, which goes with “intent”"),
        ('{"question": "a", "draft": 4, "facts": ["own"]}', "1:41: facts[0]: there is no fact “own”"),
        ('{"question": "a", ', "1:"),
        ("", "1:1: there is no decision here: give a question one of “intent”, “gap”, “draft” and “ignore”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tiny: Assistant, line: str, problem: str) -> None:
    with pytest.raises(DecisionsError) as caught:
        read(tiny, line)

    assert str(caught.value).startswith(f"d.jsonl:{problem}")


def test_a_number_of_thousands_of_digits_is_no_sentence(tiny: Assistant) -> None:
    with pytest.raises(DecisionsError, match=r"^d\.csv:2:3: draft"):
        read(tiny, f"question,draft\na,{'9' * 5_000}\n", "d.csv")


def test_a_question_of_any_length_can_be_ignored(tiny: Assistant) -> None:
    text = f"question,intent,ignore\n{'a' * 5_000},,TRUE\nb,owl,FALSE\nc,,FALSE\n"

    decided = read(tiny, text, "d.csv")

    assert [(each.ignore, each.intent) for each in decided.decisions] == [(True, None), (False, "owl")]
    assert decided.undecided == 1


def test_every_problem_is_told_at_once(tiny: Assistant) -> None:
    text = 'question,intent,gap\na,owls,\nb,owl,No.\nc,owl,\n"d\nd",heigth,\n'

    with pytest.raises(DecisionsError) as caught:
        read(tiny, text, "d.csv")

    assert [(each.line, each.column, each.where) for each in caught.value.problems] == [
        (2, 3, "intent"),
        (3, 1, ""),
        (6, 4, "intent"),
    ]


def test_questions_of_which_nothing_is_decided_are_counted(tiny: Assistant) -> None:
    text = '{"question": "a", "intent": null, "ignore": false}\n{"question": "b", "ignore": true}\n'

    assert read(tiny, text) == DecisionFile((Decision(question="b", ignore=True),), undecided=1)
