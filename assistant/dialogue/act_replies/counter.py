"""Counter: another day, number or name put against the last answer."""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from assistant.dialogue.entities import is_number
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from assistant.dialogue.act_replies.turn import Turn
    from assistant.language import English
    from assistant.matching.analysis import Feature
    from assistant.response import Response

    Names = dict[str, set[str]]

# The types of what tells when something was: one is put against another.
_WHEN = frozenset({"weekday", "month", "date"})
_NUMBER = "number"
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def countered(turn: Turn) -> Response | None:
    """The last answer, behind a yes if it says just what is put against it, or a no if nothing is for that.

    It is given again without a verdict where it says that of one of several, where only its sentences have
    what is put, or where more is put than names. None where nothing is put, or the answer has nothing of the
    kind.
    """
    latest, compiled, put = turn.memory.latest, turn.compiled, turn.slots["rest"]
    if latest is None or not latest.status.traits.is_answer or compiled.english.asks(words(normalise(put))):
        return None
    content = compiled.analyzer.analyse(put).content
    claimed = _by_kind(turn, content)
    answered = _answered(turn, latest.answer)
    rests_on = turn.rests_on(latest)
    kinds = {_kind(compiled.analyzer.lexicon.type_of(name)) for name in rests_on}
    if not claimed or not kinds.union(answered).issuperset(claimed):
        return None
    statement = turn.without_verdict(latest.answer)
    says_so = _says_so(turn, claimed, answered, rests_on)
    if says_so is None or not _is_plain(turn, latest, put, content):
        return turn.again(latest, statement)
    verdict = "yes" if says_so is not _is_denied(turn, content) else "no"
    return turn.again(latest, turn.wording.say(verdict, statement=statement))


def _says_so(turn: Turn, claimed: Names, answered: Names, rests_on: Collection[str]) -> bool | None:
    """Whether the answer says just what is claimed; None where it can be neither affirmed nor denied."""
    asked = _by_kind(turn, turn.compiled.analyzer.analyse(turn.memory.tellings[-1].question).content)
    lacking = {name for kind, names in claimed.items() for name in names - answered.get(kind, set())}
    if lacking:
        return False if lacking.isdisjoint(rests_on) and answered.keys() >= claimed.keys() else None
    is_all = all(claimed[kind] == answered[kind] - asked.get(kind, set()) for kind in claimed)
    return True if is_all else None


def _is_plain(turn: Turn, latest: Response, put: str, content: Sequence[Feature]) -> bool:
    """Whether names are all that is put, and no number in the answer has bounds."""
    english, said = turn.compiled.english, words(normalise(put))
    if said[-1] in english.pronouns and english.negations.intersection(said[-2:-1]):
        said = said[:-2]  # "In Lima, wasn't it?"
    figures = [each for each in content if is_number(each, english)]
    if figures and not english.contrasts.isdisjoint(words(normalise(latest.answer))):
        return False
    leading = list(takewhile(lambda word: _is_beside(word, english) or word in english.negations, said))
    rest = set(said[len(leading) :])
    are_names = all(each in figures or turn.compiled.type_of(each) for each in content)
    return are_names and rest.isdisjoint(english.contrasts | english.negations)


def counter_of_time(turn: Turn) -> Response | None:
    """The same of a mere "on Friday?": where something else is put so, it asks for more than a verdict."""
    compiled = turn.compiled
    named = compiled.analyzer.analyse(turn.slots["rest"]).content
    return countered(turn) if _WHEN.issuperset(map(compiled.type_of, named)) else None


def _by_kind(turn: Turn, features: Iterable[Feature]) -> Names:
    """The names among `features` by their kind, and the figures as they are written."""
    names: Names = {}
    for each in features:
        is_figure = is_number(each, turn.compiled.english)
        kind = _NUMBER if is_figure else _kind(turn.compiled.type_of(each))
        if kind:
            names.setdefault(kind, set()).add(each.surface if is_figure else each.name)
    return names


def _answered(turn: Turn, answer: str) -> Names:
    """The names and figures of an answer, also within what has a name of its own: "October 7"."""
    names = _by_kind(turn, turn.compiled.analyzer.analyse(answer).content)
    if figures := _FIGURE.findall(answer):
        names.setdefault(_NUMBER, set()).update(figures)
    return names


def _is_denied(turn: Turn, content: Sequence[Feature]) -> bool:
    """Whether what is put is said not to be so: "it was not Friday", but not "no, it was Friday"."""
    english, said = turn.compiled.english, words(normalise(turn.text))
    first = content[0].surface.split()[0]
    before = said[: said.index(first)] if first in said else []
    last = next(dropwhile(lambda word: _is_beside(word, english), reversed(before)), "no")
    return last != "no" and last in english.negations


def _is_beside(word: str, english: English) -> bool:
    """Whether a word stands between a denial and what it denies: "not really on the 7th of"."""
    beside = english.articles | english.prepositions | english.adverbs | english.copulas | english.pronouns
    return (word in beside or word.endswith("ly")) and word not in english.negations


def _kind(type_of_name: str) -> str:
    return "when" if type_of_name in _WHEN else type_of_name
