"""Finding: the sentences of the article that have what a question names, and who says what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.dialogue.act_replies.proof import prove
from assistant.dialogue.act_replies.turn import Asked
from assistant.matching.lexicon import form_stems
from assistant.response import Status
from assistant.text import as_phrase, normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.act_replies.turn import Turn
    from assistant.dialogue.compiled_pack import SentencePlace
    from assistant.response import Response

_WORD = re.compile(r"[^\W_]+")
# Who may say something, and how near to the word that reports it the name is, in characters.
_SPEAKERS, _NEAR_ENOUGH = ("person", "organisation"), 40
# The most sentences that are quoted at once.
_MOST_QUOTED = 3


def topic(turn: Turn) -> Asked:
    """What there is on something: the answer of the pack, or the sentences that have it."""
    places = _places(turn)
    otherwise = _shown(turn, "source", places) if places else None
    return Asked((f"tell me about {turn.slots['rest']}",), otherwise)


def related(turn: Turn) -> Response | None:
    """What the last answer rests on, if that has what it may be related to; else what it does say."""
    latest, compiled = turn.memory.latest, turn.compiled
    if latest is None or not latest.status.traits.is_answer:
        return None
    named = [each.name for each in compiled.analyzer.analyse(turn.slots["rest"]).content]
    both = [
        place
        for place in latest.places
        if not compiled.sentence_features.get(place, frozenset()).isdisjoint(named)
    ]
    if both:
        return _shown(turn, "related", both)
    if not turn.rests_on(latest).isdisjoint(named):
        return turn.again(latest)
    if compiled.in_article.isdisjoint(named):
        return None
    wording = turn.wording
    answer = f"{wording.say('not_said')} {wording.say('nearby', statement=latest.answer)}"
    return turn.reply(Status.NOT_IN_ARTICLE, answer, latest.citations)


def whether(turn: Turn) -> Asked | None:
    """Whether the article has something at all: the answer of the pack, or a yes with the sentences."""
    places = [] if _is_by_another_name(turn) else _places(turn)
    if places:
        return Asked((turn.text,), otherwise=_shown(turn, "mentioned", places), is_to_be_about=True)
    compiled = turn.compiled
    named = compiled.analyzer.analyse(turn.slots["rest"]).content
    stems = form_stems(normalise(turn.slots["rest"]))
    is_there = not (
        compiled.in_article.isdisjoint([each.name for each in named]) or _is_by_another_name(turn)
    )
    if not named or is_there or not compiled.article_stems.isdisjoint(stems):
        return None
    what = turn.slots["rest"]
    for each in named:
        what = as_phrase(each.surface).sub(turn.wording.with_capitals(each, each.surface), what)
    answer = turn.wording.say("not_mentioned", what=what)
    return Asked((turn.text,), otherwise=turn.reply(Status.NOT_IN_ARTICLE, answer))


def _is_by_another_name(turn: Turn) -> bool:
    """Whether a country is called by a name that the article does not have, as that of its capital."""
    compiled, asked = turn.compiled, turn.slots["rest"]
    kinds = [compiled.type_of(each) for each in compiled.analyzer.analyse(asked).content]
    return kinds == ["country"] and compiled.article_stems.isdisjoint(form_stems(normalise(asked)))


def where(turn: Turn) -> Response | None:
    """The sentences that have something; of those that were quoted last, if any of them has it."""
    places = _places(turn)
    if not places:
        return None
    latest = turn.memory.latest
    cited = latest.places if latest else ()
    return _shown(turn, "source", [place for place in places if place in cited] or places)


def how_often(turn: Turn) -> Response | None:
    """In how many sentences the article has something: what is named, or what was asked of it last."""
    compiled = turn.compiled
    named = turn.slots.get("rest") or _mentioned_last(turn)
    said = [compiled.sentence_features[place] for place in _places(turn, named)]
    # What stands there twice counts twice.
    places = [
        (source.name, each.number)
        for source in compiled.pack.sources.values()
        for each in source.sentences
        if frozenset(compiled.analyzer.analyse(each.text).names) in said
    ]
    return _shown(turn, "mentioned_often", places) if places else None


def _mentioned_last(turn: Turn) -> str:
    """What the last question asked the article to mention, or nothing."""
    compiled, mentioning = turn.compiled, turn.compiled.english.acts.mention_words
    asked = turn.memory.tellings[-1].question if turn.memory.tellings else ""
    if mentioning.isdisjoint(words(normalise(asked))):
        return ""
    content = compiled.analyzer.analyse(asked).content
    return " ".join([each.surface for each in content if each.name in compiled.in_article])


def attributed(turn: Turn) -> Response | None:
    """Who says what was answered: the article itself, or somebody whose words it reports.

    None where nothing was: "who said it?" asks then of the article.
    """
    last, cited = turn.last_reply, [each for _, each in turn.memory.tellings if each.citations]
    if last and last.citations and not last.status.traits.is_answer:
        return prove(turn)
    if last is None:
        return None
    if not cited:
        return turn.own_words(Status.CHAT, "no_source", last)
    latest = cited[-1]
    said = list(filter(turn.reports, latest.places))
    message = "reported" if said else "own_word"
    return turn.read_out(latest, message, _MOST_QUOTED, speaker=_speaker(turn, said))


def _speaker(turn: Turn, places: Iterable[SentencePlace]) -> str:
    """Who is named next to the word that reports a saying, in the first sentence where somebody is."""
    names = [each for kind in _SPEAKERS for each in turn.wording.mentions.of(kind)]
    reporting = turn.compiled.english.reporting_words
    for place in places:
        text = turn.sentence(place).text
        spoken = [match.start() for match in _WORD.finditer(text) if match.group().casefold() in reporting]
        found = {each.name: text.find(each.name.split()[-1]) for each in names}
        distances = [(abs(found[name] - at), name) for name in found for at in spoken if found[name] >= 0]
        distance, name = min(distances, default=(_NEAR_ENOUGH + 1, ""))
        if distance <= _NEAR_ENOUGH:
            return name
    return turn.wording.say("somebody")


def _places(turn: Turn, asked: str | None = None) -> list[SentencePlace]:
    """The sentences that have all that the question names, or `asked` does."""
    compiled = turn.compiled
    what = turn.slots.get("rest", "") if asked is None else asked
    named = {each.name for each in compiled.analyzer.analyse(what).content}
    has = compiled.sentence_features
    return [place for place in has if named and named <= has[place]]


def _shown(turn: Turn, message: str, places: list[SentencePlace]) -> Response:
    return turn.reply(Status.ANSWERED, turn.worded(message, places, _MOST_QUOTED), map(turn.citation, places))
