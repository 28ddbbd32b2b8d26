"""Counter: another day, number or name put against the last answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.dialogue.act_replies.turn import Turn
    from assistant.response import Response


def countered(turn: Turn) -> Response | None:
    """The last answer, behind a yes if it has what is put against it, or a no; None where nothing is."""
    told, compiled = turn.memory.told, turn.compiled
    if told is None or not told.status.traits.is_answer:
        return None
    claimed = [
        each.name for each in compiled.analyzer.analyse(turn.slots["rest"]).content if compiled.type_of(each)
    ]
    if not claimed:
        return None
    verdict = "yes" if turn.rests_on(told).issuperset(claimed) else "no"
    return turn.again(told, turn.wording.say(verdict, statement=turn.without_verdict(told.answer)))
