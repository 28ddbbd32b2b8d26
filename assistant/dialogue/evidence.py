"""Evidence: what speaks for and against each candidate intent, and the belief that it is meant."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assistant.arrays import sums_at
from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.arrays import Flags, Integers, Reals
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.language import English
    from assistant.matching.analysis import Analysis
    from assistant.matching.index import PhraseIndex
    from assistant.matching.matcher import Ranking

WEIGHTS_FILE = Path(__file__).with_name("evidence_weights.json")
# A word counts as an intent's own from this share of its phrases on, and in proportion below.
OWN_FROM = 0.25
# The rate from which an entity counts as one that an intent is about, and the doubt about small rates.
ABOUT_FROM = 0.1
RATE_DOUBT = 0.02
# As many named things make a long question.
LONG = 8
# How many words after "which" may be what is asked for.
_FOCUS_REACH = 5


class Evidence(NamedTuple):
    """Numbers for each of some candidate intents: shape (candidates,); in 0..1 but for the likelihood."""

    score: Reals
    """The score of the matcher."""
    likelihood: Reals
    """How likely the question is under the intent, in nats below the likeliest."""
    unexplained: Reals
    """The share of the question's content, by weight, that is not the intent's own."""
    unasked: Reals
    """The share of the nearest phrase's content, by weight, that the question lacks."""
    rival: Reals
    """The weight of a word that is another candidate's rather than this one's."""
    support: Reals
    """The best score of another candidate that rests on the same sentences."""
    question_type: Reals
    """How common what the question asks for is among the intent's phrases."""
    phrase_type: Reals
    """Whether the nearest phrase asks for the same."""
    focus: Reals
    """The weight of what is asked for by name ("which bands") where that is not the intent's own."""
    unmentioned: Reals
    """The weight of a named entity that neither the facts nor the sentences they quote mention."""
    swapped: Reals
    """How much rather the phrases name another actor of the type than the one that the question names."""
    foreign_word: Reals
    """The weight of the heaviest content that no phrase of the intent holds at all."""
    length: Reals
    """The number of things that the question names, as a share of `LONG`: the same for all candidates."""
    unknown: Reals
    """The share of them that no phrase of any intent holds: the same for all candidates."""


def gather(compiled: CompiledPack, analysis: Analysis, candidates: Ranking) -> Evidence:
    """The evidence for each of the candidates, which are best first, beside the others."""
    index, intents = compiled.matcher.index, candidates.intents
    weighed = index.weigh(analysis.content)
    names, weights = list(weighed), np.array(list(weighed.values()))[:, None]
    types = [name for name in analysis.names if name[0] == "?"]
    known = index.rates_of([*names, *types], intents)
    rates, type_rates = known[: len(names)], known[len(names) :]
    lacking = weights * np.maximum(1 - rates / OWN_FROM, 0.0)
    focused = _focused_names(analysis, compiled.english)
    focus = [row for row, name in enumerate(names) if name in focused]
    cites = compiled.cites[intents]
    is_grounded = cites.any(1)
    unasked, phrase_type = _of_nearest_phrase(index, analysis, candidates.phrases)
    unknown = sum([name not in index.numbers for name in names])
    return Evidence(
        score=candidates.scores,
        likelihood=candidates.likelihoods,
        unexplained=lacking.sum(0) / (weights.sum() or 1.0),
        unasked=unasked,
        rival=(weights * (rates.max(1, initial=0.0, keepdims=True) - rates)).max(0, initial=0.0),
        support=_support(cites, candidates.scores),
        question_type=np.minimum(1.0, type_rates.max(0) / OWN_FROM) if types else np.ones(len(intents)),
        phrase_type=phrase_type,
        focus=lacking[focus].max(0, initial=0.0) if focus else np.zeros(len(intents)),
        unmentioned=_unmentioned(compiled, weighed, intents) * is_grounded,
        swapped=_swapped(compiled, names, rates, intents) * is_grounded,
        foreign_word=np.where(rates == 0.0, weights, 0.0).max(0, initial=0.0),
        length=np.full(len(intents), len(names) / LONG),
        unknown=np.full(len(intents), unknown / (len(names) or 1)),
    )


def _of_nearest_phrase(index: PhraseIndex, analysis: Analysis, phrases: Integers) -> tuple[Reals, Reals]:
    """How the nearest phrase of each candidate differs from the question: `unasked` and `phrase_type`."""
    in_question = np.zeros(len(index.weights), np.bool_)
    known = index.numbers_of(analysis.names)
    in_question[known[known >= 0]] = True
    places, lengths = index.contents.places(phrases)
    features = index.contents.values[places]
    rows = np.arange(len(phrases)).repeat(lengths)
    is_type, shared = index.questions[features], in_question[features]
    content = np.where(is_type, 0.0, index.weights[features])
    whole = sums_at(rows, content, len(phrases))
    lacking = sums_at(rows, np.where(shared, 0.0, content), len(phrases))
    both = sums_at(rows, is_type & shared, len(phrases))
    either = len(analysis.question_types) + sums_at(rows, is_type, len(phrases)) - both
    return lacking / np.where(whole, whole, 1.0), np.where(either, both / np.where(either, either, 1.0), 1.0)


def _support(cites: Flags, scores: Reals) -> Reals:
    together = cites @ cites.T
    together.flat[:: len(scores) + 1] = False  # A candidate is none of the others.
    support: Reals = (together * scores).max(1, initial=0.0)
    return support


def _focused_names(analysis: Analysis, english: English) -> set[str]:
    """The content among the words that follow "which" and its like, up to a verb such as "is"."""
    tokens = analysis.tokens
    if english.focus_openers.isdisjoint(tokens):
        return set()
    following: set[str] = set()
    for place, token in enumerate(tokens):
        if token in english.focus_openers:
            reach = tokens[place + 1 : place + 1 + _FOCUS_REACH]
            following.update(takewhile(lambda word: word not in english.yes_no_openers, reach))
    spelt = [(feature.name, f"{feature.surface} {feature.read_as}".split()) for feature in analysis.content]
    return {name for name, wording in spelt if not following.isdisjoint(wording)}


def _unmentioned(compiled: CompiledPack, weights: dict[str, float], intents: Integers) -> Reals:
    most = np.zeros(len(intents))
    for name, weight in weights.items():
        if compiled.analyzer.lexicon.type_of(name):
            most = np.maximum(most, weight * ~compiled.mentioning(name)[intents])
    return most


def _swapped(compiled: CompiledPack, names: list[str], rates: Reals, intents: Integers) -> Reals:
    index, lexicon = compiled.matcher.index, compiled.analyzer.lexicon
    most = np.zeros(len(intents))
    for own, name in zip(rates, names, strict=True):
        concept = lexicon.concept(name)
        if concept is None or not concept.in_article or concept.type not in compiled.actors:
            continue
        peers = compiled.actors[concept.type].difference(names)
        if peers:
            rivals = index.rates_of(peers, intents).max(0)
            most = np.maximum(most, np.where(rivals > ABOUT_FROM, rivals / (rivals + own + RATE_DOUBT), 0.0))
    return most


@dataclass(frozen=True, slots=True)
class Weights:
    """A conditional logit model (McFadden 1974): beliefs are in proportion to the exponential of utility."""

    evidence: Reals
    """What a unit of each number of the evidence adds to the utility of an intent: shape (kinds, numbers)."""
    kinds: Reals
    """The utility of an intent without any evidence, by its kind: shape (kinds,)."""
    none: float
    """The utility of none of the candidates being meant."""

    @classmethod
    def of(cls, numbers: Mapping[str, Any]) -> Weights:
        """The model that `evidence_weights.json` describes; see `assistant.evaluation.weights`."""
        plain = np.array([numbers["evidence"][name] for name in Evidence._fields])
        more = np.array([numbers["more_for_gaps"].get(name, 0.0) for name in Evidence._fields])
        return cls(
            evidence=np.array([plain + more * (kind is IntentKind.GAP) for kind in IntentKind]),
            kinds=np.array([numbers["kinds"].get(kind.value, 0.0) for kind in IntentKind]),
            none=numbers["none"],
        )


@cache
def fitted_weights() -> Weights:
    """The weights that the assistant goes by."""
    return Weights.of(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))


def beliefs(evidence: Evidence, kinds: Integers, weights: Weights | None = None) -> Reals:
    """The probability in 0..1 of each candidate; what they lack to 1 is that none of them is meant.

    `kinds` are the places of the kinds of the candidates among all of `IntentKind`.
    """
    weights = weights or fitted_weights()
    utilities = (np.array(evidence).T * weights.evidence[kinds]).sum(1) + weights.kinds[kinds]
    most = float(utilities.max(initial=weights.none))
    shares, none = np.exp(utilities - most), math.exp(weights.none - most)
    probabilities: Reals = shares / (shares.sum() + none)
    return probabilities
