"""Tables say to the last bit what is found phrase by phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from assistant.matching import tables
from assistant.matching.analysis import Analyzer
from assistant.matching.matcher import IntentMatcher
from assistant.matching.tables import Rows
from tests.benchmarks.phrases import recombined

if TYPE_CHECKING:
    import pytest

# More intents than are compared phrase by phrase, unevenly filled, their phrases not side by side.
PAIRS = [pair for number, pair in enumerate(recombined(700)) if number % 7 < 5 or pair[1] < "intent_4"]
WORDS = sorted({word for phrase, _ in PAIRS for word in phrase.split()})
SLOW, FAST = (IntentMatcher(PAIRS, Analyzer()) for _ in range(2))
FAST.tabulate()

QUESTIONS = st.one_of(
    st.sampled_from([phrase for phrase, _ in PAIRS]),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.text(max_size=20),
)
LENT = st.dictionaries(st.sampled_from(WORDS), st.floats(0.15, 1.0), max_size=6)
BONUS = st.dictionaries(st.sampled_from(SLOW.intents), st.floats(-0.3, 0.3), max_size=9)


@given(QUESTIONS, LENT, BONUS)
def test_tables_change_nothing(question: str, lent: dict[str, float], bonus: dict[str, float]) -> None:
    analysis = SLOW.analyzer.analyse(question)

    assert FAST.rank_analysis(analysis, lent, bonus) == SLOW.rank_analysis(analysis, lent, bonus)
    assert (FAST.tabulated, SLOW.tabulated) == (True, False)


def test_one_intent_is_enough_for_a_table() -> None:
    matcher = IntentMatcher([("how tall is the tower", "height")], Analyzer())
    first = matcher.rank("how tall is the gate")
    matcher.tabulate()

    assert first
    assert matcher.rank("how tall is the gate") == first


@given(
    st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.floats(0.0, 1.0)), max_size=12).map(dict),
    st.sampled_from([1, 2, 4]),
)
def test_rows_are_added_up_in_their_order(weighted: dict[str, float], width: int) -> None:
    rows = {
        name: {place: 1 / (3 + place + number) for place in (0, 1, 3) if place < width}
        for number, name in enumerate("abcdefghijkl")
    }
    total = [0.0] * width
    for name, weight in weighted.items():
        for place, number in rows[name].items():
            total[place] += number * weight

    assert Rows(width, rows.__getitem__).total(weighted).tolist() == total


def test_rows_that_were_let_go_of_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_MOST_BYTES", 0)
    monkeypatch.setattr(tables, "_FEWEST_ROWS", 3)
    rows = Rows(2, {name: {number % 2: float(number)} for number, name in enumerate("abcdef")}.__getitem__)

    totals = [rows.total(dict.fromkeys(names, 1.0)).tolist() for names in ("ab", "bcd", "f", "ab", "abcdef")]

    assert totals == [[0.0, 1.0], [2.0, 4.0], [0.0, 5.0], [0.0, 1.0], [6.0, 9.0]]
