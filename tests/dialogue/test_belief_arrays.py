"""Beliefs over arrays, compiled or not, are to the last bit those found one candidate after another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.dialogue import understanding as module
from assistant.dialogue.understanding import CANDIDATES, Understanding

if TYPE_CHECKING:
    from assistant.matching.analysis import Analysis

PANEL = Path(__file__).parents[1] / "questions" / "panel.jsonl"


def beliefs(understanding: Understanding, analysis: Analysis) -> dict[str, float]:
    ranked = understanding.matcher.rank_analysis(analysis)
    return understanding.believe(analysis, tuple(ranked[:CANDIDATES]))


def test_arrays_change_no_belief(assistant: Assistant) -> None:
    rows = [json.loads(line) for line in PANEL.read_text("utf-8").splitlines()]
    asked = [row["question"] for row in rows if "question" in row][::12]
    asked += ["", "xyzzy", "Did Norway sign it?", "which bands", "Was it Motegi who asked Jaishankar why?"]
    by_one = assistant.understanding
    over_arrays = Understanding(assistant.pack, by_one.matcher.restore(by_one.matcher.state()))
    over_arrays.lay_out()

    for question in asked:
        analysis = by_one.analyzer.analyse(question)
        assert beliefs(over_arrays, analysis) == beliefs(by_one, analysis)


@pytest.mark.parametrize("compiles", [True, False])
def test_after_very_many_questions_the_same_is_said(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, compiles: bool
) -> None:
    monkeypatch.setattr(module, "WORTH_COMPILING", 3)
    monkeypatch.setattr(module, "can_compile", lambda: compiles)
    bot = Assistant.load(tiny_folder)
    laid_out: list[None] = []
    lay_out = bot.understanding.lay_out
    monkeypatch.setattr(bot.understanding, "lay_out", lambda: laid_out.append(lay_out()))

    questions = ["How high is the tower?", "how hihg is the towr", "Who rings the bell in Orsholm?"]
    first, again = ([bot.ask(question) for question in questions] for _ in range(2))

    assert first == again
    assert len(laid_out) == compiles
