"""The figures of an exam: scores by category, confusions, and how far confidence can be trusted."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ConfigDict

from assistant.evaluation.judge import Verdict, missing_words
from assistant.evaluation.perturbation import share_bad
from assistant.knowledge.wording import named
from assistant.reply import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.evaluation.exam import Asked
    from assistant.evaluation.perturbation import Perturbation


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Tally(_Frozen):
    """What some questions came to; `score` and `false_answers` are shares in 0..1."""

    questions: int
    score: float
    false_answers: float
    verdicts: dict[Verdict, int]

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> Tally:
        """Count `asked`."""
        count = max(len(asked), 1)
        verdicts = Counter(each.verdict for each in asked)
        return cls(
            questions=len(asked),
            score=round(sum(each.points for each in asked) / count, 4),
            false_answers=round(sum(each.is_false for each in asked) / count, 4),
            verdicts={verdict: verdicts[verdict] for verdict in Verdict if verdicts[verdict]},
        )


class Confusion(_Frozen):
    """What was due, what was given instead, and the ids of the questions to which it was."""

    expected: str
    given: str
    ids: tuple[str, ...]


class Tenth(_Frozen):
    """The answers with a confidence from `start` up to a tenth more: mean confidence and share right."""

    start: float
    answers: int
    confidence: float
    right: float


class Figures(_Frozen):
    """All figures of an exam.

    `reliability` is over the replies that answered, lowest confidence first, and `calibration_error` the
    expected calibration error over its tenths (Naeini, Cooper & Hauskrecht 2015), in 0..1.
    """

    total: Tally
    categories: dict[str, Tally]
    confusions: tuple[Confusion, ...]
    reliability: tuple[Tenth, ...]
    calibration_error: float
    verdicts: dict[str, Verdict]
    changed: float | None = None
    """The share of changes of form that changed the reply, in 0..1; None where none were tried."""
    unnoticed: float | None = None
    """The share of strangers that went unnoticed, in 0..1; None where none were tried."""

    @classmethod
    def of(cls, asked: Sequence[Asked], perturbed: Perturbation | None = None) -> Figures:
        """The figures for `asked`; categories in alphabetical order, confusions most frequent first."""
        categories: defaultdict[str, list[Asked]] = defaultdict(list)
        for each in asked:
            categories[each.category].append(each)
        reliability = _reliability(asked)
        answers = sum(tenth.answers for tenth in reliability)
        gaps = sum(tenth.answers * abs(tenth.confidence - tenth.right) for tenth in reliability)
        return cls(
            total=Tally.of(asked),
            categories={name: Tally.of(categories[name]) for name in sorted(categories)},
            confusions=_confusions(asked),
            reliability=reliability,
            calibration_error=round(gaps / answers, 4) if answers else 0.0,
            verdicts={each.id: each.verdict for each in asked},
            changed=share_bad(perturbed.same) if perturbed else None,
            unnoticed=share_bad(perturbed.contrasts) if perturbed else None,
        )


class Bounds(NamedTuple):
    """What figures must keep to, shares in 0..1; None for what is not bounded."""

    min_score: float | None = None
    max_false: float | None = None
    max_changed: float | None = None
    max_unnoticed: float | None = None


def fell_short(figures: Figures, bounds: Bounds) -> str:
    """What of the bounds is missed, a line each; empty where none is."""
    total = figures.total
    missed = []
    if bounds.min_score is not None and total.score < bounds.min_score:
        missed.append(f"the score, {total.score:.2%}, is below {bounds.min_score:.2%}")
    for what, share, most in (
        ("false answers", total.false_answers, bounds.max_false),
        ("replies that a change of form changes", figures.changed, bounds.max_changed),
        ("strangers that go unnoticed", figures.unnoticed, bounds.max_unnoticed),
    ):
        if share is not None and most is not None and share > most:
            missed.append(f"the share of {what}, {share:.2%}, is above {most:.2%}")
    return "\n".join(missed)


def due(asked: Asked) -> str:
    """What was due, in a few words: where only words are missing, those."""
    missing = missing_words(asked.label, asked.reply) if asked.verdict is not Verdict.UNGROUNDED else ()
    if not missing:
        return asked.label.expected
    words = " + ".join(" or ".join(map(named, group)) for group in missing)
    return f"the word{'' if len(missing) == 1 else 's'} {words}"


def given(asked: Asked) -> str:
    """What was replied, in a few words: the intents, or the status where there are none."""
    intents = " + ".join(asked.reply.intents)
    if asked.reply.status is Status.ANSWERED:
        return intents or "an answer"
    return f"{asked.reply.status.value} ({intents})" if intents else asked.reply.status.value


def _confusions(asked: Iterable[Asked]) -> tuple[Confusion, ...]:
    ids: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in asked:
        if each.verdict is not Verdict.RIGHT:
            ids[due(each), given(each)].append(each.id)
    ranked = sorted(ids.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Confusion(expected=pair[0], given=pair[1], ids=tuple(found)) for pair, found in ranked)


def _reliability(asked: Iterable[Asked]) -> tuple[Tenth, ...]:
    tenths: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for each in asked:
        if each.reply.status is Status.ANSWERED:
            confidence = each.reply.confidence
            tenths[min(int(confidence * 10), 9)].append((confidence, each.verdict is Verdict.RIGHT))
    return tuple(
        Tenth(
            start=tenth / 10,
            answers=len(found),
            confidence=round(sum(confidence for confidence, _ in found) / len(found), 4),
            right=round(sum(right for _, right in found) / len(found), 4),
        )
        for tenth, found in sorted(tenths.items())
    )
