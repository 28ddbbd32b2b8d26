"""Finding: the sentences of the article that have what a question names, and who says what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.act_replies.turn import Asked
from assistant.dialogue.replies import quoted
from assistant.response import Status
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.act_replies.turn import Turn
    from assistant.dialogue.compiled_pack import SentencePlace
    from assistant.response import Response

# The most sentences that are quoted at once.
_MOST_QUOTED = 3


def topic(turn: Turn) -> Asked:
    """What there is on something: the answer of the pack, or the sentences that have it."""
    places = _places(turn)
    otherwise = _shown(turn, "source", places) if places else None
    return Asked((f"tell me about {turn.slots['rest']}",), otherwise)


def related(turn: Turn) -> Response | None:
    """The last answer again, if what it rests on has what it may be related to."""
    told, compiled = turn.memory.told, turn.compiled
    if told is None or not told.status.traits.is_answer:
        return None
    has = {name for intent in told.intents for name in compiled.stated(compiled.numbers[intent])}
    for each in told.citations:
        has |= compiled.sentence_features.get((each.source, each.sentence), frozenset())
    named = [each.name for each in compiled.analyzer.analyse(turn.slots["rest"]).content]
    return None if has.isdisjoint(named) else turn.again(told)


def whether(turn: Turn) -> Asked | None:
    """Whether the article has something at all: the answer of the pack, or a yes with the sentences."""
    places = _places(turn)
    return Asked((turn.text,), otherwise=_shown(turn, "mentioned", places)) if places else None


def where(turn: Turn) -> Response | None:
    """The sentences that have something; of those that were quoted last, if any of them has it."""
    places = _places(turn)
    if not places:
        return None
    told = turn.memory.told
    cited = {(each.source, each.sentence) for each in told.citations} if told else set()
    return _shown(turn, "source", [place for place in places if place in cited] or places)


def how_often(turn: Turn) -> Response | None:
    """In how many sentences the article has something."""
    places = _places(turn)
    return _shown(turn, "mentioned_often", places, len(places)) if places else None


def attributed(turn: Turn) -> Response:
    """Who says what was answered: the article itself, or somebody whose words it reports."""
    cited = [response for _, response in turn.memory.tellings if response.citations]
    if not cited:
        last = turn.told
        return turn.own_words(Status.CHAT, "no_source" if last else "nothing_said_yet", last)
    told = cited[-1]
    places = dict.fromkeys([(each.source, each.sentence) for each in told.citations])
    reporting = turn.compiled.english.reporting_words
    said = [
        place for place in places if not reporting.isdisjoint(words(normalise(turn.sentence(place).text)))
    ]
    shown = said or list(places)
    message = "reported" if said else "own_word"
    return turn.again(told, _worded(turn, message, shown))


def _places(turn: Turn) -> list[SentencePlace]:
    """The sentences that have all that the question names."""
    compiled = turn.compiled
    named = {each.name for each in compiled.analyzer.analyse(turn.slots.get("rest", "")).content}
    has = compiled.sentence_features
    return [place for place in has if named and named <= has[place]]


def _shown(turn: Turn, message: str, places: list[SentencePlace], most: int = _MOST_QUOTED) -> Response:
    shown = places[:most]
    return turn.reply(Status.ANSWERED, _worded(turn, message, shown), map(turn.citation, shown))


def _worded(turn: Turn, message: str, places: Iterable[SentencePlace]) -> str:
    """A message about sentences, in the singular or the plural."""
    every = list(places)
    quotes = " ".join([quoted(turn.sentence(place).text) for place in every[:_MOST_QUOTED]])
    numbers = " and ".join([str(number) for _, number in every])
    name = message if len(every) == 1 else f"{message}s"
    return turn.wording.say(name, sentence=numbers, quote=quotes, count=len(every))
