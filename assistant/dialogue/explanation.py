"""Why a question got the reply that it got, as plain data for whoever shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.dialogue.account import UNEXPLAINED, Account
from assistant.dialogue.decision import ANSWERED_FROM, DRAFT_FROM
from assistant.dialogue.outcome import Outcome
from assistant.dialogue.replies import as_spelt
from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.dialogue.account import Ground
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.outcome import Decision, Part
    from assistant.dialogue.reading import Candidate, Reading
    from assistant.matching.analysis import Analysis, Feature
    from assistant.response import Response

# How many intents an explanation ranks.
_MOST_RANKED = 5


@dataclass(frozen=True, slots=True)
class RankedIntent:
    """An intent that is near, and what it does not account for."""

    intent: str
    question: str
    belief: float
    """How likely the intent is what is meant, by the words of the question alone, in 0..1."""
    score: float
    """How similar its nearest phrase is, in 0..1."""
    phrase: str
    shared: tuple[str, ...]
    """The words of the question that its phrases have."""
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
class PartExplanation:
    """What a question, or a part of one, was read as, and what came of it."""

    asked: str
    """The question as it was understood."""
    reason: str
    """Why it came to what it came to: a sentence without its capital, and without a number."""
    accounts: tuple[str, ...]
    """What accounts for which of its words, each in words."""
    ranking: tuple[RankedIntent, ...]
    """The intents that are near by belief, but what was decided on, or offered, before all others."""
    links: tuple[WordLink, ...]
    """How the question met the phrase of the first of them."""
    offered: int = 0
    """How many of them, from the first, are offered to choose from, each on sentences of its own."""
    together: float | None = None
    """The belief in all answers on the sentence of the best one, in 0..1, if the confidence rests on it."""
    needed: float = ANSWERED_FROM
    """How far they have to be believed for an answer."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a reply was given: in a sentence for people, and in detail for curators."""

    confidence: float
    """That of the reply, in 0..1: the only number for people."""
    reason: str
    """The sentence, without its capital and without the number."""
    parts: tuple[PartExplanation, ...]
    """The details of each part of the question; none where no matching led to the reply."""
    is_outdated: bool = False
    """Whether it is why a kept question would get another reply now than the one that is shown."""


def explain(compiled: CompiledPack, reply: Response | None, parts: Sequence[Part]) -> Explanation:
    """Why `reply` was given, which came of `parts`."""
    messages = compiled.english.messages
    if reply is None:
        return Explanation(1.0, messages["why_nothing"], ())
    explained = tuple([_part(compiled, *part) for part in parts])
    if len(explained) > 1:
        reason = messages["why_parts"].format(count=len(explained))
    elif explained:
        reason = explained[0].reason
    else:
        name = f"act_{reply.act}" if reply.act else f"no_match_{reply.status.value}"
        reason = messages[f"why_{name}"]
    return Explanation(reply.confidence, reason, explained)


def _part(compiled: CompiledPack, reading: Reading, decision: Decision) -> PartExplanation:
    analysis = reading.analysis
    chosen = _decided_first(reading, decision)
    grounds = _grounds(compiled, reading, chosen[0]) if chosen else {}
    ranking = [_ranked(compiled, reading, candidate) for candidate in chosen]
    links = _links(analysis, compiled.analyzer.analyse(ranking[0].phrase)) if ranking else ()
    answer, trust = reading.answer, reading.trust
    is_trust = any(math.isclose(decision.confidence, each) for each in (trust, 1.0 - trust))
    is_draft = answer is not None and compiled.pack.is_draft(answer.intent)
    return PartExplanation(
        asked=analysis.text,
        reason=_reason(compiled, reading, decision),
        accounts=tuple(_accounts(compiled, analysis, grounds)),
        ranking=tuple(ranking),
        links=tuple(links),
        offered=len(decision.intents) if decision.outcome is Outcome.CLARIFY else 0,
        together=trust if answer and is_trust and not reading.is_certain else None,
        needed=DRAFT_FROM if is_draft else ANSWERED_FROM,
    )


def _reason(compiled: CompiledPack, reading: Reading, decision: Decision) -> str:
    """Why one part came to what it came to, in a sentence that names intents by their questions."""
    name, words = decision.reason
    if name == "meant" and reading.leaned:
        name = "follow_up"
    question = compiled.pack.intents[decision.intents[0]].question if decision.intents else ""
    spelt = dict.fromkeys([as_spelt(word, reading.analysis.text) for word in words])
    return compiled.english.messages[f"why_{name}"].format(question=question, words=" or ".join(spelt))


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
    """The candidates by belief, but what was decided on, be it in vain, before all others."""
    by_belief = sorted(reading.candidates, key=lambda each: (-each.belief, each.intent))
    decided = {intent: place for place, intent in enumerate(decision.intents)}
    return sorted(by_belief, key=lambda each: decided.get(each.intent, len(decided)))[:_MOST_RANKED]


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


def _accounts(compiled: CompiledPack, analysis: Analysis, grounds: Mapping[Feature, Ground]) -> Iterable[str]:
    """What accounts for the words of a question, as far as they count, a line each, in the order asked."""
    words: dict[str, dict[str, None]] = {}
    for feature in analysis.features:
        is_asking = feature.origin is Origin.QUESTION
        ground = "question" if is_asking else grounds.get(feature)
        if ground:
            read_as = f" (read as {feature.read_as})" if feature.read_as else ""
            words.setdefault(ground, {})[feature.surface + read_as] = None
    for ground, surfaces in words.items():
        yield compiled.english.messages[f"ground_{ground}"].format(words=", ".join(surfaces))
