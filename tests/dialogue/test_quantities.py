"""How many there are: what settles another quantity, and what leaves it open."""

from __future__ import annotations

import pytest

from assistant.dialogue.quantities import settled
from assistant.language import load_english
from assistant.matching.analysis import Analyzer

ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("fact", "question", "verdict"),
    [
        ("more than 100 owls live there", "do fewer than 100 owls live there", "no"),
        ("more than 100 owls live there", "do more than fifty owls live there", "yes"),
        ("more than 100 owls live there", "do 40 owls live there", "no"),
        ("more than 100 owls live there", "do 200 owls live there", ""),
        ("more than 100 owls live there", "do at most a hundred owls live there", "no"),
        ("twelve owls live there", "do exactly 12 owls live there", "yes"),
        ("up to 12 owls live there", "do at least 13 owls live there", "no"),
        ("at least 12 owls live there", "do under 20 owls live there", ""),
        ("more than 100 owls live there", "do 40 bats live there", ""),
        ("the tower is 41 metres high", "is it taller than 40 metres", "yes"),
        ("the tower is 41 metres high", "is it smaller than 40 metres", "no"),
        ("owls live there", "do 40 owls live there", ""),
        ("more than 100 owls live there", "do owls live there", ""),
    ],
)
def test_a_quantity_is_settled_by_what_is_said_of_the_same(fact: str, question: str, verdict: str) -> None:
    facts = [ANALYZER.analyse(fact)]

    assert settled(facts, ANALYZER.analyse(question), load_english()) == verdict
