"""Small changes to questions: which change nothing, and which must be noticed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from assistant.evaluation import perturb, perturbation_as_text, read_questions, take
from assistant.evaluation.perturbation import share_bad

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant
    from tests.conftest import Run

QUESTIONS = [
    {"question": "How high is the tower?", "expect": "answer", "sentences": [3]},
    {"question": "Where does the east door lead?", "expect": "answer", "sentences": [6]},
    {"question": "What does the brass owl do?", "expect": "answer", "sentences": [4]},
    {"question": "Who designed the tower?", "expect": "not_in_article"},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in QUESTIONS), "utf-8")
    return path


def test_a_change_of_form_changes_nothing_and_a_stranger_is_noticed(tiny: Assistant, questions: Path) -> None:
    with questions.open("rb") as stream:
        rows = read_questions(stream, questions.name, tiny.pack)
    found = perturb(tiny, take(tiny, rows))

    assert {each.change for each in found.same} >= {"soft hyphen", "wrapped line", "greeting", "list mark"}
    assert share_bad(found.same) == 0
    assert len(found.contrasts) >= 3
    assert share_bad(found.contrasts) == 0
    assert perturbation_as_text(found, 3).endswith(
        f"as if nothing had changed 0.0% of {len(found.contrasts)}"
    )


def test_the_same_questions_are_changed_in_the_same_ways(tiny: Assistant, questions: Path) -> None:
    with questions.open("rb") as stream:
        asked = list(take(tiny, read_questions(stream, questions.name, tiny.pack)))

    assert perturb(tiny, asked) == perturb(tiny, asked)


def test_eval_bounds_what_it_finds(run: Run, tiny_folder: Path, questions: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    arguments = ("eval", questions, "--pack", tiny_folder, "--perturb", "--json", figures)
    done = run(*arguments, "--max-changed", "0", "--max-unnoticed", "0")

    assert done.code == 0, done.stderr
    assert "replies changed by a change of form 0.0%" in done.stdout
    assert json.loads(figures.read_text("utf-8"))["unnoticed"] == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--leave-one-out", "--perturb"], "--perturb changes the questions of a FILE"),
        (["q.jsonl", "--max-changed", "0.1"], "give that too"),
    ],
)
def test_options_without_effect_are_refused(
    run: Run, tiny_folder: Path, options: list[str], told: str
) -> None:
    done = run("eval", *options, "--pack", tiny_folder)

    assert done.code == 2
    assert told in done.stderr
