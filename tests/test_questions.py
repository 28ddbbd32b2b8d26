"""The labelled questions beside this file: sound, and none of them a phrase of the pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.evaluation import copied_phrases, perturb, read_questions
from assistant.evaluation.exam import take
from assistant.evaluation.figures import Bounds, Figures, fell_short
from assistant.knowledge import default_pack_folder

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.evaluation import Row

FILES = sorted(Path(__file__).with_name("questions").glob("*.jsonl"))
SAMPLE = Path(__file__).with_name("questions") / "sample.csv"


def rows_of(path: Path, assistant: Assistant) -> list[Row]:
    with path.open("rb") as stream:
        return read_questions(stream, path.name, assistant.pack)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in FILES])
def test_a_file_of_questions_is_sound(assistant: Assistant, path: Path) -> None:
    assert len(rows_of(path, assistant)) > 100


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in FILES])
def test_the_answers_do_not_get_worse(assistant: Assistant, path: Path) -> None:
    asked = list(take(assistant, rows_of(path, assistant)))
    # A fifth of the questions is enough to show that the rest are in danger.
    figures = Figures.of(asked, perturb(assistant, asked[::5]))

    assert fell_short(figures, Bounds(0.93, 0.03, 0.01, 0.06)) == ""


def test_no_phrase_of_the_pack_is_a_question(assistant: Assistant) -> None:
    asked = [label.question for path in FILES for row in rows_of(path, assistant) for label in row.turns]

    # What was copied measures nothing: word the phrase, or the question, in another way.
    assert copied_phrases(default_pack_folder(), asked) == []


def test_the_sample_of_a_table(assistant: Assistant) -> None:
    asked = list(take(assistant, rows_of(SAMPLE, assistant)))

    assert {each.id: (each.category, each.verdict) for each in asked} == {
        "day": ("direct", "right"),
        "both": ("multi", "right"),
        "hotel": ("gap", "right"),
        "met": ("followup", "right"),
        "when": ("followup", "right"),
    }


def test_the_readme_shows_the_sample() -> None:
    readme = Path(__file__).parents[1] / "README.md"
    if not readme.exists():
        pytest.skip("there is no README.md")

    assert SAMPLE.read_text("utf-8") in readme.read_text("utf-8")
