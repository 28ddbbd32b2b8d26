"""Beliefs and the evidence they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.belief import beliefs
from assistant.dialogue.evidence import Evidence, weigh
from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from assistant import Assistant

NUMBERS = Evidence._fields
SOME = Evidence(**dict.fromkeys(NUMBERS, 0.5))
EVIDENCE = st.builds(Evidence, **{name: st.floats(0, 1) for name in NUMBERS})


@given(st.lists(st.tuples(EVIDENCE, st.sampled_from(IntentKind)), max_size=5))
def test_beliefs_are_probabilities_of_which_one_may_be_none(given: list[tuple[Evidence, IntentKind]]) -> None:
    found = beliefs([evidence for evidence, _ in given], [kind for _, kind in given])

    assert len(found) == len(given)
    assert all(0.0 <= belief <= 1.0 for belief in found)
    assert sum(found) < 1.0 + 1e-9


@pytest.mark.parametrize(
    ("name", "speaks_for"),
    [
        ("score", True),
        ("likelihood", True),
        ("support", True),
        ("alike", True),
        ("untold", False),
        ("absent", False),
        ("swapped", False),
        ("strange", False),
        ("unknown", False),
    ],
)
def test_what_speaks_for_an_answer_and_what_against(name: str, speaks_for: bool) -> None:
    low, high = (beliefs([SOME._replace(**{name: value})], [IntentKind.ANSWER])[0] for value in (0.2, 0.8))

    assert (high > low) is speaks_for


def evidence_for(assistant: Assistant, question: str, intent: str) -> Evidence:
    understanding = assistant.understanding
    reading = understanding.read(question)
    evidence = weigh(
        understanding.matcher, understanding.english, understanding, reading.analysis, reading.ranking
    )
    return next(
        found for found, match in zip(evidence, reading.ranking, strict=True) if match.intent == intent
    )


@pytest.mark.parametrize(
    ("intent", "number", "without", "with_it"),
    [
        ("apps_count", "swapped", "How many apps did India ban?", "How many apps did Japan ban?"),
        ("atmanirbhar", "absent", "What is said on Atmanirbhar Bharat?", "Motegi on Atmanirbhar Bharat?"),
        (
            "standoff_where",
            "focus",
            "Which place was the standoff in?",
            "Which altitude has the standoff place?",
        ),
        ("standoff_where", "strange", "Where was the standoff?", "Where was the altitude of the standoff?"),
        ("standoff_where", "unknown", "Where was the standoff?", "Where was the zyzzyva of the standoff?"),
    ],
)
def test_what_evidence_finds(
    assistant: Assistant, intent: str, number: str, without: str, with_it: str
) -> None:
    before = getattr(evidence_for(assistant, without, intent), number)
    after = getattr(evidence_for(assistant, with_it, intent), number)

    assert before + 0.1 < after
