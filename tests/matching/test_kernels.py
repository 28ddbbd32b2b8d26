"""Loops over arrays, compiled or not, say to the last bit what is found phrase by phrase."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from assistant import cache
from assistant.matching import compiling
from assistant.matching.analysis import Analyzer
from assistant.matching.matcher import IntentMatcher
from tests.matching.test_tables import BONUS, LENT, PAIRS, QUESTIONS, SLOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OVER_ARRAYS = IntentMatcher(PAIRS, Analyzer())
OVER_ARRAYS.lay_out()


# Without Numba a loop of machine code is one of Python, which takes a thousand times as long.
@settings(max_examples=40)
@given(QUESTIONS, LENT, BONUS)
def test_arrays_change_nothing(question: str, lent: dict[str, float], bonus: dict[str, float]) -> None:
    analysis = SLOW.analyzer.analyse(question)

    assert OVER_ARRAYS.rank_analysis(analysis, lent, bonus) == SLOW.rank_analysis(analysis, lent, bonus)


def test_one_intent_is_enough_for_arrays() -> None:
    matcher = IntentMatcher([("how tall is the tower", "height")], Analyzer())
    first = [matcher.rank(text) for text in ("how tall is the gate", "How tall is the tower?", "who", "")]
    matcher.lay_out()

    assert first[0]
    assert [
        matcher.rank(text) for text in ("how tall is the gate", "How tall is the tower?", "who", "")
    ] == first


@pytest.fixture
def as_new() -> Iterator[None]:
    """What was found out about Numba and its folder is found out again, before and after."""
    remembered = (compiling.can_compile, compiling._folder)
    for each in remembered:
        each.cache_clear()
    yield
    for each in remembered:
        each.cache_clear()


def one_more(number: int) -> int:
    return number + 1


@pytest.mark.usefixtures("as_new")
def test_without_numba_a_loop_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)

    assert not compiling.can_compile()
    assert compiling.compiled(one_more) is one_more


@pytest.mark.usefixtures("as_new")
@pytest.mark.parametrize("kept", [True, False])
def test_machine_code_is_kept_in_the_cache_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    numba = pytest.importorskip("numba", reason="needs Numba: pip install '.[fast]'")
    usual = numba.config.CACHE_DIR
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path) if kept else "")

    assert compiling.compiled(one_more)(1) == 2
    assert usual == numba.config.CACHE_DIR
    assert any(tmp_path.rglob("*.nbi")) == kept
