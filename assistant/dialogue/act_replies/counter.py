"""Counter: another day, number or name put against the last answer."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from assistant.dialogue.entities import is_number
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.act_replies.turn import Turn
    from assistant.matching.analysis import Feature
    from assistant.response import Response

# The types of what tells when something was: one is put against another.
_WHEN = frozenset({"weekday", "month", "date"})
_NUMBER = "number"


def countered(turn: Turn) -> Response | None:
    """The last answer, behind a yes if it says just what is put against it, or a no if it has none of it.

    Where it says that of one of several, or more is put than a name, it is given again without a verdict.
    None where nothing is put, or the answer has nothing of the kind.
    """
    latest, compiled, put = turn.memory.latest, turn.compiled, turn.slots["rest"]
    if latest is None or not latest.status.traits.is_answer or compiled.english.asks(words(normalise(put))):
        return None
    content = compiled.analyzer.analyse(put).content
    claimed = _by_kind(turn, content)
    answered = _by_kind(turn, compiled.analyzer.analyse(latest.answer).content)
    rests_on = turn.rests_on(latest)
    kinds = {_kind(compiled.analyzer.lexicon.type_of(name)) for name in rests_on}
    if not claimed or not kinds.union(answered, [_NUMBER]).issuperset(claimed):
        return None
    asked = _by_kind(turn, compiled.analyzer.analyse(turn.memory.tellings[-1].question).content)
    statement = turn.without_verdict(latest.answer)
    are_names = sum(map(len, claimed.values())) == len({each.name for each in content})
    if not all(names.issubset(answered.get(kind, ())) for kind, names in claimed.items()):
        says_so = False
    elif are_names and all(claimed[kind] == answered[kind] - asked.get(kind, set()) for kind in claimed):
        says_so = True
    else:
        return turn.again(latest, statement)
    verdict = "yes" if says_so is not _is_denied(turn, put) else "no"
    return turn.again(latest, turn.wording.say(verdict, statement=statement))


def counter_of_time(turn: Turn) -> Response | None:
    """The same of a mere "on Friday?": where something else is put so, it asks for more than a verdict."""
    compiled = turn.compiled
    named = compiled.analyzer.analyse(turn.slots["rest"]).content
    return countered(turn) if _WHEN.issuperset(map(compiled.type_of, named)) else None


def _by_kind(turn: Turn, features: Iterable[Feature]) -> dict[str, set[str]]:
    """The names among `features` by their kind, numbers among them."""
    names: dict[str, set[str]] = {}
    for each in features:
        is_figure = is_number(each, turn.compiled.english)
        kind = _NUMBER if is_figure else _kind(turn.compiled.type_of(each))
        if kind:
            names.setdefault(kind, set()).add(each.name)
    return names


def _is_denied(turn: Turn, put: str) -> bool:
    """Whether what is put is said not to be so: "it was not Friday", but not "no, it was Friday"."""
    english = turn.compiled.english
    beside = (english.articles | english.prepositions | english.adverbs) - english.negations
    skipped = beside | english.negations
    said = words(normalise(turn.text.partition(put)[0]))
    leading = [*said, *takewhile(skipped.__contains__, words(normalise(put)))]
    last = next(dropwhile(beside.__contains__, reversed(leading)), "no")
    return last != "no" and last in english.negations


def _kind(type_of_name: str) -> str:
    return "when" if type_of_name in _WHEN else type_of_name
