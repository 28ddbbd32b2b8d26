"""Fit the weights of the evidence to labelled questions: ``python -m assistant.evaluation.weights FILE ...``.

It prints how well they fit and what each number of the evidence is worth, and with ``--write`` puts them
where the assistant reads them. The same questions, pack and prior make the same file, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assistant.dialogue import Assistant
from assistant.dialogue.evidence import WEIGHTS_FILE, Evidence, gather
from assistant.dialogue.outcome import Decision, Outcome, Part, Reason
from assistant.dialogue.reading import CANDIDATES, read
from assistant.dialogue.replies import Wording
from assistant.errors import AssistantError
from assistant.evaluation.judge import Verdict, judge
from assistant.evaluation.questions import read_questions
from assistant.knowledge.pack import IntentKind
from assistant.language import plain_text
from assistant.replacing import replaced_text
from assistant.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.arrays import Flags, Reals
    from assistant.dialogue.reading import Reading
    from assistant.evaluation.labels import Label

_GAPS = ("likelihood", "unexplained", "rival")
_KINDS = (IntentKind.GAP, IntentKind.CHAT)
# A step smaller than this ends a fit; the weights are rounded to so many digits.
_SMALLEST_STEP, _DIGITS = 1e-7, 3
_MOST_STEPS = 200
# The strength of the prior where the numbers of the evidence are compared, by the questions nearly alone.
_WEAK = 1.0
# Nobody is shown why.
_NO_REASON = Reason("")


class Examples(NamedTuple):
    """Labelled questions as a conditional logit sees them: ten candidates, and none of them."""

    design: Reals
    """What each weight is multiplied by: shape (questions, 11, weights)."""
    there: Flags
    """Whether there is such a candidate: shape (questions, 11)."""
    right: Flags
    """Whether the reply would be right: shape (questions, 11); at least one of a question is."""


def examples(assistant: Assistant, labels: Iterable[Label]) -> Examples:
    """The questions as examples, without those that no candidate would answer rightly."""
    rows = [_example(assistant, Wording(assistant.compiled), label) for label in labels]
    useful = [row for row in rows if row[2].any()]
    if not useful:
        raise AssistantError("to none of these questions would any reply be right")
    return Examples(*[np.array(column) for column in zip(*useful, strict=True)])


def _example(assistant: Assistant, wording: Wording, label: Label) -> tuple[Reals, Flags, Flags]:
    compiled = assistant.compiled
    analysis = compiled.analyzer.analyse(plain_text(label.question))
    top = compiled.matcher.ranking(analysis).first(CANDIDATES)
    reading = read(compiled, analysis)
    count = len(top.intents)
    design = np.zeros((CANDIDATES + 1, len(Evidence._fields) + len(_GAPS) + len(_KINDS) + 1))
    design[-1, -1] = 1.0
    outcomes = [Decision(Outcome.OUT_OF_SCOPE, (), 1.0, _NO_REASON)]
    if count:
        evidence = np.array(gather(compiled, analysis, top)).T
        kinds = [compiled.kinds[intent] for intent in top.intents.tolist()]
        is_gap = np.array([kind is IntentKind.GAP for kind in kinds])[:, None]
        columns = [Evidence._fields.index(name) for name in _GAPS]
        indicators = np.array([[kind is each for each in _KINDS] for kind in kinds], float)
        design[:count, :-1] = np.hstack([evidence, evidence[:, columns] * is_gap, indicators])
        ids = [compiled.matcher.intents[intent] for intent in top.intents.tolist()]
        outcomes = [
            Decision(Outcome(k.value), (i,), 1.0, _NO_REASON) for k, i in zip(kinds, ids, strict=True)
        ] + outcomes
    there = np.zeros(CANDIDATES + 1, np.bool_)
    there[[*range(count), -1]] = True
    right = np.zeros(CANDIDATES + 1, np.bool_)
    right[there] = [_is_right(assistant, wording, label, reading, outcome) for outcome in outcomes]
    return design, there, right


def _is_right(
    assistant: Assistant, wording: Wording, label: Label, reading: Reading, decision: Decision
) -> bool:
    """Whether the reply that a decision leads to would be right."""
    reply = Reply.model_validate(wording.compose(label.question, [Part(reading, decision)]))
    return judge(label, reply, assistant.pack.sources, assistant.ask) is Verdict.RIGHT


def loss(sample: Examples, weights: Reals) -> float:
    """The mean surprise, in nats, that the right outcome is to the model."""
    utilities = np.where(sample.there, sample.design @ weights, -np.inf)
    right = np.where(sample.right, utilities, -np.inf)
    return float((_log_sum(utilities) - _log_sum(right)).mean())


def share_right(sample: Examples, weights: Reals) -> float:
    """The share of the questions whose likeliest outcome is right, in 0..1."""
    utilities = np.where(sample.there, sample.design @ weights, -np.inf)
    return float(sample.right[np.arange(len(utilities)), utilities.argmax(1)].mean())


def fit(sample: Examples, prior: Reals, strength: float, without: int | None = None) -> Reals:
    """The weights under which the right outcomes are likeliest, with a Gaussian prior.

    Where several outcomes are right, any will do. Each step is Newton's where the loss is convex, else that
    of Fisher scoring, halved for as long as it makes the penalised loss worse. A weight `without` stays 0.

    Raises:
        ArithmeticError: The steps do not come to an end.
    """
    used = np.arange(len(prior)) != (-1 if without is None else without)
    weights = np.where(used, prior, 0.0)
    design = sample.design[:, :, used]

    def penalised(point: Reals) -> float:
        return loss(sample, point) * len(design) + strength / 2 * float(((point - prior)[used] ** 2).sum())

    for _ in range(_MOST_STEPS):
        likely = _shares(np.where(sample.there, sample.design @ weights, -np.inf))
        right = _shares(np.where(sample.right, sample.design @ weights, -np.inf))
        slope = np.einsum("qc,qcw->w", likely - right, design) + strength * (weights - prior)[used]
        information = _spread(design, likely) + strength * np.eye(len(slope))
        bend = information - _spread(design, right)
        is_convex = np.linalg.eigvalsh(bend)[0] > 0
        step = np.zeros(len(prior))
        step[used] = np.linalg.solve(bend if is_convex else information, slope)
        before = penalised(weights)
        while penalised(weights - step) > before and np.abs(step).max() >= _SMALLEST_STEP:
            step /= 2
        if np.abs(step).max() < _SMALLEST_STEP:
            return weights
        weights = weights - step
    raise ArithmeticError(f"the weights still change after {_MOST_STEPS} steps")


def _spread(design: Reals, shares: Reals) -> Reals:
    """How the candidates of each question spread, in all: the sum of their covariances."""
    mean = np.einsum("qc,qcw->qw", shares, design)
    spread: Reals = np.einsum("qc,qcw,qcv->wv", shares, design, design, optimize=True) - mean.T @ mean
    return spread


def _log_sum(utilities: Reals) -> Reals:
    most = utilities.max(1)
    total: Reals = most + np.log(np.exp(utilities - most[:, None]).sum(1))
    return total


def _shares(utilities: Reals) -> Reals:
    shares: Reals = np.exp(utilities - _log_sum(utilities)[:, None])
    return shares


def names() -> list[str]:
    """What the weights are called, in the order in which they are fitted."""
    return [*Evidence._fields, *(f"{name} of a gap" for name in _GAPS), *_KINDS, "none"]


def as_vector(numbers: Mapping[str, Any]) -> Reals:
    """The weights of the file's form in the order in which they are fitted."""
    evidence = [numbers["evidence"][name] for name in Evidence._fields]
    gaps = [numbers["more_for_gaps"][name] for name in _GAPS]
    return np.array([*evidence, *gaps, *(numbers["kinds"][kind.value] for kind in _KINDS), numbers["none"]])


def as_numbers(weights: Reals) -> dict[str, Any]:
    """The weights in the file's form."""
    rounded = iter([round(weight, _DIGITS) for weight in weights.tolist()])
    return {
        "evidence": {name: next(rounded) for name in Evidence._fields},
        "more_for_gaps": {name: next(rounded) for name in _GAPS},
        "kinds": {kind.value: next(rounded) for kind in _KINDS},
        "none": next(rounded),
    }


def fitted_file(sample: Examples, files: Sequence[str], before: Mapping[str, Any]) -> str:
    """The content of the file of weights; the prior is that of the file `before`."""
    prior = before["prior"]
    weights = fit(sample, as_vector(prior), prior["strength"])
    content = {
        "about": before["about"],
        "files": list(files),
        "questions": len(sample.design),
        **as_numbers(weights),
        "prior": prior,
    }
    return json.dumps(content, indent=2) + "\n"


def worth(sample: Examples, prior: Reals) -> str:
    """What each weight is worth, as text: how much worse the questions are told apart without it."""
    whole = fit(sample, prior, _WEAK)
    reference, right = loss(sample, whole), share_right(sample, whole)
    rows = []
    for number, name in enumerate(names()):
        others = fit(sample, prior, _WEAK, without=number)
        rows.append((loss(sample, others) - reference, share_right(sample, others) - right, name))
    lines = [f"{name:24}{more:+10.4f}{points:+10.2%}" for more, points, name in sorted(rows, reverse=True)]
    return "\n".join([f"{'left out':24}{'nats':>10}{'right':>10}", *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print, and write the file if asked to; 1 if it is not what is there already, 2 on a mistake."""
    parser = argparse.ArgumentParser(prog="python -m assistant.evaluation.weights", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="labelled questions")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS_FILE.name}")
    options = parser.parse_args(arguments)
    try:
        assistant = Assistant.load()
        labels = [label for file in options.files for label in _labels(file, assistant)]
        sample = examples(assistant, labels)
    except (AssistantError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    current = WEIGHTS_FILE.read_text(encoding="utf-8")
    before = json.loads(current)
    content = fitted_file(sample, [file.name for file in options.files], before)
    for title, numbers in (("prior", before["prior"]), ("fitted", json.loads(content))):
        weights = as_vector(numbers)
        print(
            f"{title:8}{loss(sample, weights):8.4f} nats a question, {share_right(sample, weights):.2%} right"
        )
    print(f"\n{worth(sample, as_vector(before['prior']))}\n")
    if options.write:
        with replaced_text(WEIGHTS_FILE) as sink:
            sink.write(content)
    verdict = "is" if content == current else "was not"
    print(f"{WEIGHTS_FILE.name} {verdict} what these {len(sample.design):,} questions make")
    return int(content != current and not options.write)


def _labels(file: Path, assistant: Assistant) -> list[Label]:
    """The questions that lean on no other: those without a conversation, and the first of each."""
    with file.open("rb") as stream:
        return [row.turns[0] for row in read_questions(stream, file.name, assistant.pack)]


if __name__ == "__main__":
    sys.exit(main())
