"""A proposed change of a pack as lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.curating.moves import Direction
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.curating.asking import Outcome
    from assistant.curating.moves import Move
    from assistant.curating.teaching import Compared, Lesson, Proposal

# How moves are told of, the worst first.
_HEADINGS: Final = {
    Direction.WORSE: "to the worse",
    Direction.BETTER: "to the better",
    Direction.OTHER: "another way",
}


def proposal_as_lines(proposal: Proposal, compared: Compared) -> Iterator[str]:
    """The diff of a proposal, each question that it does not suffice for, and what moves."""
    yield from proposal.files.diff()
    for lesson in proposal.lessons:
        if not lesson.is_learnt:
            yield _unlearnt(lesson)
    if proposal.files.changed:
        yield from comparison_as_lines(compared)
    elif proposal.lessons:
        yield "The pack has these phrases already."


def _unlearnt(lesson: Lesson) -> str:
    asked = one_line(lesson.decision.question)
    return f"! “{asked}” does not lead to {lesson.taught.intent} yet: {outcome_as_text(lesson.outcome)}"


def comparison_as_lines(compared: Compared) -> Iterator[str]:
    """Every question that moves, those to the worse first, and what was asked."""
    for direction, heading in _HEADINGS.items():
        moves = [move for move in compared.moves if move.direction is direction]
        if moves:
            yield f"{counted(len(moves), 'question')} {'moves' if len(moves) == 1 else 'move'} {heading}:"
            for move in moves:
                yield from _move(move)
    phrases = counted(compared.all_phrases, "phrase")
    if compared.phrases < compared.all_phrases:
        phrases = f"{compared.phrases:,} of {phrases}, as no other can move"
    asked = [_share(*compared.labelled, "labelled question"), _share(*compared.talked, "past question")]
    nothing = "" if compared.moves else "No answer moves. "
    yield f"{nothing}Asked again: {'; '.join([phrases, *filter(None, asked)])}."


def _share(asked: int, total: int, noun: str) -> str:
    """How many were asked; empty where there are none."""
    if asked == total:
        return counted(total, noun) if total else ""
    return f"{asked:,} of {counted(total, noun)}, the nearest and a sample (--all asks all)"


def _move(move: Move) -> Iterator[str]:
    yield f"  {move.origin}: {one_line(move.question)}"
    yield f"      {outcome_as_text(move.before)} → {outcome_as_text(move.after)}"


def outcome_as_text(outcome: Outcome) -> str:
    """The status, and the intents that it is about."""
    status = outcome.status.traits.words.lower()
    return f"{status} ({', '.join(outcome.intents)})" if outcome.intents else status
