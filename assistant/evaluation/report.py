"""The figures of an exam as plain text."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from assistant.evaluation.figures import due, given
from assistant.evaluation.judge import Verdict
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assistant.evaluation.exam import Asked
    from assistant.evaluation.figures import Figures, Tally, Tenth

MOST_CONFUSIONS = 15
MOST_WORST = 20
_LONGEST = 60


def figures_as_text(figures: Figures) -> str:
    """The tables, and on the last line the score and the false answers."""
    total = figures.total
    asked = counted(total.questions, "question")
    blocks = [
        _table(_category_rows(figures.categories, total)),
        *_confusions(figures),
        *_reliability(figures.reliability, figures.calibration_error),
        f"score {total.score:.1%}, false answers {total.false_answers:.1%}, {asked}",
    ]
    return "\n\n".join(blocks)


def _category_rows(categories: Mapping[str, Tally], total: Tally) -> Iterator[Sequence[str]]:
    verdicts = list(total.verdicts)
    yield ("category", "questions", "score", "false", *verdicts)
    for name, tally in [*categories.items(), ("all", total)] if len(categories) > 1 else categories.items():
        counts = [str(tally.verdicts.get(verdict, "")) for verdict in verdicts]
        yield (name, f"{tally.questions:,}", f"{tally.score:.1%}", f"{tally.false_answers:.1%}", *counts)


def _confusions(figures: Figures) -> Iterator[str]:
    found = figures.confusions
    if not found:
        return
    shown = [("times", "expected", "given")]
    shown += [(str(len(each.ids)), each.expected, each.given) for each in found[:MOST_CONFUSIONS]]
    left = len(found) - MOST_CONFUSIONS
    yield _table(shown, left_columns=(1, 2)) + (f"\n  and {left} more" if left > 0 else "")


def _reliability(tenths: Sequence[Tenth], error: float) -> Iterator[str]:
    if not tenths:
        return
    shown = [("confidence", "answers", "mean", "right")]
    shown += [
        (f"{t.start:.1f} to {t.start + 0.1:.1f}", str(t.answers), f"{t.confidence:.1%}", f"{t.right:.1%}")
        for t in tenths
    ]
    yield f"{_table(shown)}\nexpected calibration error {error:.3f}"


def misses_as_text(asked: Iterable[Asked]) -> str:
    """Every question whose reply is not right, with the reply."""
    lines: list[str] = []
    for each in asked:
        if each.verdict is not Verdict.RIGHT:
            lines.append(f"[{each.verdict}] {one_line(each.id)} {one_line(each.label.question)}")
            lines.append(f"    due: {due(each)}; given: {given(each)} at {each.reply.confidence:.2f}")
            lines.append(f"    {one_line(each.reply.answer)}")
    return "\n".join(lines) or "every reply is right"


def worst_as_text(asked: Iterable[Asked]) -> str:
    """The intents whose phrases, left out, are most seldom recognised, and what they are taken for."""
    by_intent: defaultdict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        by_intent[each.label.intent[0]].append(each)
    ranked = sorted(by_intent.items(), key=lambda item: (_share_right(item[1]), item[0]))
    shown = [("worst intents", "phrases", "right", "mostly taken for")]
    for intent, phrases in ranked[:MOST_WORST]:
        others = Counter(given(each) for each in phrases if each.verdict is not Verdict.RIGHT)
        if others:
            taken, times = min(others.items(), key=lambda item: (-item[1], item[0]))
            shown.append((intent, str(len(phrases)), f"{_share_right(phrases):.0%}", f"{taken} ({times})"))
    return _table(shown, left_columns=(0, 3))


def _share_right(asked: Sequence[Asked]) -> float:
    return sum(each.verdict is Verdict.RIGHT for each in asked) / len(asked)


def _table(rows: Iterable[Sequence[str]], left_columns: Sequence[int] = (0,)) -> str:
    """`rows` in columns, the first row above the others; numbers stand right."""
    cells = [[_cut(one_line(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if index in left_columns else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def _cut(cell: str) -> str:
    return cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…"
