"""Why a question got the reply that it got, as plain data for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.dialogue.account import UNEXPLAINED, Account
from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.dialogue.account import Ground
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.outcome import Decision
    from assistant.dialogue.reading import Candidate, Reading
    from assistant.language import English
    from assistant.matching.analysis import Analysis, Feature

# How many intents an explanation tells of.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class WordReading:
    """What accounts for a word of the question, in words, and how much it tells, in 0..1."""

    surface: str
    meaning: str
    weight: float
    read_as: str


@dataclass(frozen=True, slots=True)
class RankedIntent:
    """An intent, its question, what it shares with what was asked, and what it does not account for.

    `belief` is how likely the intent is what is meant, `score` how similar its phrases are; both in 0..1.
    """

    intent: str
    question: str
    belief: float
    score: float
    phrase: str
    shared: tuple[str, ...]
    unexplained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordLink:
    """Words of the question and the words of the winning phrase that mean the same, and how that is known.

    `how` is empty where both are the same word.
    """

    asked: str
    phrase: str
    how: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was asked, what accounts for each word, what it may mean, and the decision in words.

    The intents come by belief, but one that was decided on before all others. `links` lead from the question
    to the phrase of the first of them.
    """

    asked: str
    readings: tuple[WordReading, ...]
    ranking: tuple[RankedIntent, ...]
    links: tuple[WordLink, ...]
    decision: str


def explain(compiled: CompiledPack, reading: Reading, decision: Decision) -> Explanation:
    """The explanation of one reading."""
    analysis, index = reading.analysis, compiled.matcher.index
    chosen = _decided_first(reading, decision)[:_SHOWN]
    grounds = _grounds(compiled, reading, chosen[0]) if chosen else {}
    readings = [
        WordReading(
            feature.surface,
            _meaning(feature, grounds.get(feature), compiled.english),
            index.weight(feature),
            feature.read_as,
        )
        for feature in analysis.features
    ]
    ranking = [_ranked(compiled, reading, candidate) for candidate in chosen]
    links = _links(analysis, compiled.analyzer.analyse(ranking[0].phrase)) if ranking else ()
    return Explanation(analysis.text, tuple(readings), tuple(ranking), tuple(links), decision.reason)


def _grounds(compiled: CompiledPack, reading: Reading, candidate: Candidate) -> Mapping[Feature, Ground]:
    is_certain = reading.is_certain and candidate == reading.candidates[0]
    return Account(compiled, reading.analysis).of(candidate.number, is_certain=is_certain)


def _ranked(compiled: CompiledPack, reading: Reading, candidate: Candidate) -> RankedIntent:
    matcher, analysis = compiled.matcher, reading.analysis
    shared = {name for name in analysis.names if matcher.index.rate(name, candidate.number)}
    grounds = _grounds(compiled, reading, candidate)
    return RankedIntent(
        intent=candidate.intent,
        question=compiled.pack.intents[candidate.intent].question,
        belief=candidate.belief,
        score=candidate.score,
        phrase=matcher.phrases[candidate.phrase],
        shared=_surfaces([feature for feature in analysis.features if feature.name in shared]),
        unexplained=_surfaces([feature for feature, ground in grounds.items() if ground in UNEXPLAINED]),
    )


def _decided_first(reading: Reading, decision: Decision) -> list[Candidate]:
    """The candidates by belief, but what was decided on before all others."""
    by_belief = sorted(reading.candidates, key=lambda each: (-each.belief, each.intent))
    return sorted(by_belief, key=lambda each: each.intent not in decision.intents)


def _links(question: Analysis, phrase: Analysis) -> Iterable[WordLink]:
    of_phrase = {feature.name: feature for feature in reversed(phrase.features)}
    linked: set[str] = set()
    for feature in question.features:
        other = of_phrase.get(feature.name)
        if other is None or feature.name in linked or (feature.grammar and feature.surface == other.surface):
            continue
        linked.add(feature.name)
        yield WordLink(feature.surface, other.surface, _how(feature, other))


def _how(asked: Feature, phrase: Feature) -> str:
    if asked.surface == phrase.surface:
        return ""
    if asked.origin is Origin.LEXICON:
        how = "both mean the same"
    else:
        how = "asks for the same" if asked.origin is Origin.QUESTION else "the same stem"
    return f"misspelt; {how}" if asked.read_as else how


def _surfaces(features: Iterable[Feature]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([feature.surface for feature in features]))


def _meaning(feature: Feature, ground: Ground | None, english: English) -> str:
    if feature.origin is Origin.QUESTION:
        return english.messages["ground_question"].format(what=feature.name[1:])
    return english.messages[f"ground_{ground or 'grammar'}"]
