"""Correction: the last question asked again of what is named now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.dialogue.act_replies.turn import Asked
from assistant.dialogue.reading import read
from assistant.text import as_phrase, normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.dialogue.act_replies.turn import Turn
    from assistant.matching.analysis import Analysis, Feature

# What a question asks for: "which bands".
ASKED_NOUN = re.compile(r"\b(?:which|what)\s+\w+", re.IGNORECASE)
# Another answer to the last question is what is meant by "the other one" from this score on.
_ANOTHER_FROM = 0.3


def corrected(turn: Turn) -> Asked | None:
    """The last question of what is named now; None where nothing was asked or it names nothing."""
    last, meant = turn.memory.question, turn.slots.get("rest", "").strip()
    english = turn.compiled.english
    if not last or not meant:
        return None
    if english.asks(words(normalise(meant))):
        return Asked((meant,), act="correction")
    if not english.acts.other_words.isdisjoint(words(normalise(meant))):
        return another(turn)
    named = _without_frame(turn, meant)
    texts = dict.fromkeys(_asked_of(turn, last, named)) if named else {}
    unlike = turn.memory.latest.intents if turn.memory.latest else ()
    return Asked(tuple(texts), act="correction", unlike=unlike) if texts else None


def another(turn: Turn) -> Asked | None:
    """The answer to the last question that rests on other sentences than the one that was given."""
    compiled, latest = turn.compiled, turn.memory.latest
    if latest is None:
        return None
    reading = read(compiled, compiled.analyzer.analyse(turn.memory.question))
    others = [
        each
        for each in reading.answers
        if each.score >= _ANOTHER_FROM and compiled.sentences[each.number].isdisjoint(latest.places)
    ]
    if not others:
        return None
    return Asked((compiled.pack.intents[others[0].intent].question,), act="correction", is_alone=True)


def _without_frame(turn: Turn, meant: str) -> str:
    """What is named, without the article before it and the "one" behind it."""
    english = turn.compiled.english
    said = meant.rstrip("?!. ").split()
    while said and normalise(said[0]) in english.articles | english.prepositions:
        said.pop(0)
    while said and normalise(said[-1]) in english.pronouns:
        said.pop()
    return " ".join(said)


def _asked_of(turn: Turn, last: str, meant: str) -> Iterator[str]:
    """The last question with what is named now in the place of what it named, likelier ones first."""
    analyse = turn.compiled.analyzer.analyse
    before, now, other = analyse(last), analyse(meant), analyse(turn.slots.get("other", ""))
    head = ASKED_NOUN.search(last)
    if head and normalise(meant.split(maxsplit=1)[0]) in turn.compiled.english.pronouns:
        yield f"{head.group()} {meant.partition(' ')[2]}"
    new = [each for each in now.content if each.name not in before.names]
    if not new:
        return
    given_up = [each for each in before.content if each.name in other.names]
    text = last
    for each in new:
        kind = turn.compiled.type_of(each)
        alike = given_up or [one for one in before.content if kind and turn.compiled.type_of(one) == kind]
        if len(alike) == 1:
            text = _with(text, alike[0], each.surface if len(new) > 1 or kind else meant)
    if text != last:
        yield text
    for one in reversed(_nouns(turn, before)):
        yield _with(last, one, meant)
    yield f"{last.rstrip('?!. ')} {meant}"
    yield meant


def _nouns(turn: Turn, analysis: Analysis) -> list[Feature]:
    return [each for each in analysis.content if turn.compiled.names_a_thing(each)]


def _with(text: str, feature: Feature, name: str) -> str:
    """`text` with `name` in the place of a feature."""
    return as_phrase(feature.surface).sub(lambda _: name, text)
