"""Counter: another day, number or name put against the last answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.entities import is_number
from assistant.text import normalise, words

if TYPE_CHECKING:
    from assistant.dialogue.act_replies.turn import Turn
    from assistant.response import Response

# The types of what tells when something was: one is put against another.
_WHEN = frozenset({"weekday", "month", "date"})


def countered(turn: Turn) -> Response | None:
    """The last answer, behind a yes if it has what is put against it, or a no.

    None where nothing is put, or the answer has nothing of the kind.
    """
    latest, compiled, put = turn.memory.latest, turn.compiled, turn.slots["rest"]
    if latest is None or not latest.status.traits.is_answer or compiled.english.asks(words(normalise(put))):
        return None
    claimed = [each for each in compiled.analyzer.analyse(put).content if compiled.type_of(each)]
    has = turn.rests_on(latest)
    kinds = {_kind(compiled.analyzer.lexicon.type_of(name)) for name in has}
    numbers = [each for each in claimed if is_number(each, compiled.english)]
    alike = [each for each in claimed if each in numbers or _kind(compiled.type_of(each)) in kinds]
    if not claimed or len(alike) < len(claimed):
        return None
    verdict = "yes" if has.issuperset([each.name for each in claimed]) else "no"
    return turn.again(latest, turn.wording.say(verdict, statement=turn.without_verdict(latest.answer)))


def counter_of_time(turn: Turn) -> Response | None:
    """The same of a mere "on Friday?": where something else is put so, it asks for more than a verdict."""
    compiled = turn.compiled
    named = compiled.analyzer.analyse(turn.slots["rest"]).content
    return countered(turn) if _WHEN.issuperset(map(compiled.type_of, named)) else None


def _kind(type_of_name: str) -> str:
    return "when" if type_of_name in _WHEN else type_of_name
