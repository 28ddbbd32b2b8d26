"""The weights of the evidence are what their command makes of the labelled questions beside this file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.dialogue.evidence import WEIGHTS_FILE, Evidence
from assistant.evaluation import weights

if TYPE_CHECKING:
    import pytest

FILES = sorted(Path(__file__).with_name("questions").glob("*.jsonl"))


def test_the_file_is_made_again_byte_for_byte(capsys: pytest.CaptureFixture[str]) -> None:
    status = weights.main(list(map(str, FILES)))

    printed = capsys.readouterr().out
    assert status == 0, printed
    # A line for each number, which tells what it is worth.
    assert all(any(line.startswith(name) for line in printed.splitlines()) for name in Evidence._fields)


def test_a_file_that_cannot_be_used_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.jsonl").write_text('{"question": "who?", "expect": "nothing"}\n', "utf-8")

    assert weights.main([str(tmp_path / "q.jsonl")]) == 2
    assert "q.jsonl:1" in capsys.readouterr().err
    assert weights.main([str(tmp_path / "missing.jsonl")]) == 2


def test_questions_that_no_reply_would_suit_are_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "q.jsonl").write_text('{"question": "zzz", "expect": "chat"}\n', "utf-8")

    assert weights.main([str(tmp_path / "q.jsonl")]) == 2
    assert "to none of these questions" in capsys.readouterr().err


def test_a_fit_far_from_its_prior_gets_no_worse() -> None:
    for seed in range(20):
        examples, truth = random_examples(seed, questions=40)
        prior = np.random.default_rng(seed).normal(0.0, 2.0, len(truth))

        fitted = weights.fit(examples, prior, strength=0.5)

        def penalised(
            point: np.ndarray, start: np.ndarray = prior, drawn: weights.Examples = examples
        ) -> float:
            return weights.loss(drawn, point) * len(drawn.design) + 0.25 * float(((point - start) ** 2).sum())

        assert penalised(fitted) <= penalised(prior)


def random_examples(seed: int, questions: int = 300) -> tuple[weights.Examples, np.ndarray]:
    """Questions whose right outcome is drawn from a known model."""
    chance = np.random.default_rng(seed)
    count = len(weights.names())
    truth = chance.normal(0.0, 1.0, count)
    design = chance.normal(0.0, 1.0, (questions, 4, count))
    utilities = design @ truth + chance.gumbel(size=(questions, 4))
    right = utilities == utilities.max(1, keepdims=True)
    return weights.Examples(design, np.ones((questions, 4), np.bool_), right), truth


def test_a_fit_recovers_the_model_that_made_the_labels() -> None:
    examples, truth = random_examples(1, questions=4_000)

    fitted = weights.fit(examples, np.zeros(len(truth)), strength=0.1)

    assert np.abs(fitted - truth).max() < 0.25
    assert weights.loss(examples, fitted) <= weights.loss(examples, truth)


def test_no_neighbour_of_a_fit_is_likelier() -> None:
    examples, truth = random_examples(2)
    strength, prior = 2.0, np.full(len(truth), 0.3)
    fitted = weights.fit(examples, prior, strength)

    def penalised(point: np.ndarray) -> float:
        penalty = strength / 2 * ((point - prior) ** 2).sum()
        return weights.loss(examples, point) * len(examples.design) + float(penalty)

    for number in range(len(truth)):
        for step in (-0.01, 0.01):
            moved = fitted.copy()
            moved[number] += step
            assert penalised(moved) > penalised(fitted)


def test_a_weight_left_out_stays_zero_and_costs_something() -> None:
    examples, truth = random_examples(3)
    number = int(np.abs(truth).argmax())

    fitted = weights.fit(examples, np.zeros(len(truth)), 1.0, without=number)

    assert fitted[number] == 0.0
    assert weights.loss(examples, fitted) > weights.loss(examples, weights.fit(examples, fitted, 1.0))


def test_the_prior_and_the_weights_have_the_same_numbers() -> None:
    content = json.loads(WEIGHTS_FILE.read_text("utf-8"))

    for part in ("evidence", "more_for_gaps", "kinds"):
        assert content[part].keys() == content["prior"][part].keys()
    assert content["files"] == [path.name for path in FILES]
