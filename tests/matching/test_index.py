"""The index of phrases compares a question as the plain definitions of its numbers do."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import archive
from assistant.matching import parameters
from assistant.matching.analysis import Analysis, Analyzer, Feature, Origin
from assistant.matching.index import PhraseIndex, Query, Similarity
from assistant.matching.lexicon import Concept, Lexicon
from assistant.matching.parameters import (
    BEST_PHRASE,
    BEST_THREE,
    COMMONNESS_WEIGHT,
    CONTEXT_DUE,
    GRAMMAR_WEIGHT,
    LEAST_WEIGHT,
    NEGLIGIBLE,
    PHRASE_SIDE,
    QUESTION_SIDE,
    QUESTION_WEIGHT,
    REACH_SLOPE,
    SOME_REACH,
    WHOLE_INTENT,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ANALYZER = Analyzer(Lexicon([(Concept("tower"), ["tower", "spire"]), (Concept("moc"), ["museum of clocks"])]))
WORDS = (
    *("who", "when", "how tall", "how many", "is", "the", "of", "tower", "spire", "museum of clocks"),
    *("gate", "gates", "owl", "height", "door", "zyzzyva", "keeper", "built", "opening"),
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
# Some intents may have a single phrase, and some phrases no words.
PACKS = st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=6)
CONTEXTS = st.dictionaries(st.sampled_from(("#tower", "#moc", "gate", "owl", "door")), st.floats(0.15, 1.0))


def kind_weight(feature: Feature) -> float:
    if feature.origin is Origin.QUESTION:
        return QUESTION_WEIGHT
    if feature.origin is Origin.LEXICON:
        return 1.0
    return GRAMMAR_WEIGHT if feature.grammar else COMMONNESS_WEIGHT[feature.commonness]


class Plain:
    """What phrases share with a question, found phrase by phrase, with sets of names."""

    def __init__(self, pack: list[list[Analysis]]) -> None:
        self.pack = pack
        self.rates = [
            {
                name: sum(name in phrase.names for phrase in phrases) / len(phrases)
                for phrase in phrases
                for name in phrase.names
            }
            for phrases in pack
        ]
        kinds = {f.name: kind_weight(f) for phrases in pack for phrase in phrases for f in phrase.features}
        self.weights = {name: kind * self._telling(name) for name, kind in kinds.items()}

    def _telling(self, name: str) -> float:
        """One minus the entropy of the intents of a feature beside that of all intents alike."""
        rates = [rates[name] for rates in self.rates if name in rates]
        shares = [rate / sum(rates) for rate in rates]
        entropy = -sum(share * math.log(share) for share in shares)
        return max(1 - entropy / math.log(max(2, len(self.pack))), LEAST_WEIGHT)

    def weight(self, names: set[str]) -> float:
        return sum(self.weights[name] for name in names)

    def tversky(self, question: Question, phrase: Analysis) -> float:
        """The Tversky index of a question and a phrase: what both have beside what either has alone."""
        names = set(phrase.names)
        both = sum(question.weights[name] for name in question.telling & names)
        if not both:
            return 0.0
        added = sum(question.context[name] for name in names & set(question.context))
        due = max(added, CONTEXT_DUE * sum(question.context.values()))
        asked = question.total + due
        whole = max(self.weight(names), 1e-6)
        return min(1.0, (both + added) / (QUESTION_SIDE * asked + PHRASE_SIDE * whole))

    def reach(self, name: str, intent: int) -> float:
        """How far the phrases of an intent explain a feature."""
        rate = self.rates[intent].get(name, 0.0)
        return min(1.0, SOME_REACH + REACH_SLOPE * rate) if rate else 0.0

    def similarity(self, question: Question, intent: int) -> float:
        indices = sorted((self.tversky(question, phrase) for phrase in self.pack[intent]), reverse=True)
        best = indices[:3]
        explained = sum(weight * self.reach(name, intent) for name, weight in question.weights.items())
        return (
            BEST_PHRASE * best[0]
            + BEST_THREE * sum(best) / len(best)
            + WHOLE_INTENT * explained / question.total
        )

    def promise(self, question: Question, intent: int) -> float:
        """How much of a question an intent explains, by what tells; 0 where it shares nothing of its own."""
        own = sum(question.weights[name] * self.reach(name, intent) for name in question.telling)
        added = sum(weight * self.reach(name, intent) for name, weight in question.context.items())
        return own + added if own else 0.0


class Question(NamedTuple):
    """What a question weighs, by name."""

    weights: Mapping[str, float]
    total: float
    context: Mapping[str, float]

    @property
    def telling(self) -> set[str]:
        most = max(self.weights.values())
        return {name for name, weight in self.weights.items() if weight >= NEGLIGIBLE * most}


class Case(NamedTuple):
    """A pack, indexed and plain, and a question that shares something with it."""

    index: PhraseIndex
    plain: Plain
    question: Question

    def compare(self, certain: int = -1) -> Similarity:
        numbers, question = self.index.numbers, self.question
        heaviest_first = dict(sorted(question.weights.items(), key=lambda item: -item[1]))
        query = Query(
            features=self.index.numbers_of(heaviest_first),
            weights=np.array(list(heaviest_first.values())),
            total=question.total,
            context=np.array([numbers[name] for name in question.context], np.int64),
            context_weights=np.array(list(question.context.values())),
        )
        return self.index.compare(query, certain)


def indexed(pack: list[list[Analysis]]) -> PhraseIndex:
    analyses = [phrase for phrases in pack for phrase in phrases]
    owners = [intent for intent, phrases in enumerate(pack) for _ in phrases]
    return PhraseIndex.build(analyses, owners, len(pack))


def read(pack: list[list[str]]) -> list[list[Analysis]]:
    return [[ANALYZER.analyse(text) for text in phrases] for phrases in pack]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    plain = Plain(read(draw(PACKS)))
    known = sorted(plain.weights)
    if not known:
        plain = Plain(read([["the tower"], ["how tall is the gate"]]))
        known = sorted(plain.weights)
    names = draw(st.lists(st.sampled_from(known), min_size=1, max_size=6, unique=True))
    weights = {name: plain.weights[name] for name in names}
    further = {
        name: factor * plain.weights[name]
        for name, factor in draw(CONTEXTS).items()
        if name in plain.weights and name not in names
    }
    unknown = draw(st.sampled_from([0.0, 1.0]))
    return Case(indexed(plain.pack), plain, Question(weights, sum(weights.values()) + unknown, further))


# The numbers


@given(PACKS)
def test_a_feature_weighs_by_what_it_tells_about_the_intent(texts: list[list[str]]) -> None:
    pack = read(texts)
    plain, index = Plain(pack), indexed(pack)
    features = {feature.name: feature for phrases in pack for each in phrases for feature in each.features}

    assert index.numbers.keys() == plain.weights.keys()
    assert index.weigh(features.values()) == pytest.approx(plain.weights)


@given(PACKS)
def test_a_rate_is_the_share_of_phrases_that_have_the_feature(texts: list[list[str]]) -> None:
    pack = read(texts)
    plain, index = Plain(pack), indexed(pack)
    names = [*index.numbers, "of no phrase"]
    intents = np.arange(len(pack))[::-1]

    assert index.rates_of(names, intents) == pytest.approx(
        np.array([[plain.rates[intent].get(name, 0.0) for intent in intents] for name in names])
    )
    for name in names:
        assert index.rate(name, 0) == plain.rates[0].get(name, 0.0)


@given(PACKS)
def test_a_profile_is_a_unit_vector_of_what_an_intent_is_about(texts: list[list[str]]) -> None:
    pack = read(texts)
    plain, index = Plain(pack), indexed(pack)
    names = list(index.numbers)
    for intent, phrases in enumerate(pack):
        content = {feature.name for phrase in phrases for feature in phrase.content}
        strengths = {name: plain.rates[intent][name] * plain.weights[name] for name in content}
        norm = math.hypot(*strengths.values()) or 1.0
        numbers, found = index.profile(intent)

        assert {names[number]: strength for number, strength in zip(numbers, found, strict=True)} == (
            pytest.approx({name: strength / norm for name, strength in strengths.items()})
        )


@given(PACKS)
def test_phrases_belong_to_their_intents_and_are_found_by_their_wording(texts: list[list[str]]) -> None:
    pack = read(texts)
    index = indexed(pack)
    owned = [(intent, phrase) for intent, phrases in enumerate(pack) for phrase in phrases]

    assert index.intents == len(pack)
    for number, (intent, phrase) in enumerate(owned):
        assert index.owner(number) == intent
        assert number in index.worded(" ".join(phrase.words))


def test_phrases_with_the_same_checksum_may_have_the_same_wording() -> None:
    # CRC-32 does not tell these two words apart.
    index = indexed(read([["plumless", "gate"], ["buckeroo"], ["plumless"]]))

    assert index.worded("buckeroo") == [0, 2, 3]
    assert index.worded("gate") == [1]
    assert index.worded("gates") == []


# The comparison


@given(cases())
def test_a_question_is_as_similar_to_each_intent_as_phrase_by_phrase(case: Case) -> None:
    plain, question = case.plain, case.question
    found = case.compare()
    intents = [intent for intent in range(len(plain.pack)) if plain.promise(question, intent)]

    assert sorted(found.intents.tolist()) == intents
    for intent, similarity, phrase in zip(*(column.tolist() for column in found), strict=True):
        assert similarity == pytest.approx(plain.similarity(question, intent))
        assert case.index.owner(phrase) == intent
        nearest = phrase - int(case.index.starts[intent])
        indices = [plain.tversky(question, each) for each in plain.pack[intent]]
        assert indices[nearest] == pytest.approx(max(indices))


@given(cases(), st.integers(1, 4), st.data())
def test_the_most_promising_intents_are_compared_and_the_certain_one(
    case: Case, most: int, data: st.DataObject
) -> None:
    plain, question = case.plain, case.question
    promises = {intent: plain.promise(question, intent) for intent in range(len(plain.pack))}
    sharing = {intent for intent, promise in promises.items() if promise}
    certain = data.draw(st.sampled_from([-1, *promises]))
    with mock.patch.object(parameters, "COMPARED", most):
        found = case.compare(certain)
    compared = set(found.intents.tolist())

    assert len(found.intents) == len(compared) == min(most, len(sharing))
    assert compared <= sharing
    assert certain not in sharing or certain in compared
    # Which of two equals is taken is left open.
    least = min((promises[intent] for intent in compared - {certain}), default=math.inf)
    assert all(promises[intent] <= least + 1e-9 for intent in sharing - compared)
    for intent, similarity in zip(found.intents.tolist(), found.similarities.tolist(), strict=True):
        assert similarity == pytest.approx(plain.similarity(question, intent))


def test_sides_and_shares_are_such_that_a_phrase_is_wholly_similar_to_itself() -> None:
    assert math.isclose(QUESTION_SIDE + PHRASE_SIDE, 1)
    assert math.isclose(BEST_PHRASE + BEST_THREE + WHOLE_INTENT, 1)

    plain = Plain(read([["the tower of the keeper"] * 3, ["how tall is a gate"]]))
    phrase = plain.pack[0][0]
    weights = {name: plain.weights[name] for name in phrase.names}
    found = Case(indexed(plain.pack), plain, Question(weights, sum(weights.values()), {})).compare()

    assert dict(zip(found.intents.tolist(), found.similarities.tolist(), strict=True))[0] == pytest.approx(1)


@given(cases())
def test_an_index_is_stored_and_restored(case: Case) -> None:
    tree = archive.decode(memoryview(archive.encode(case.index.to_tree())))
    restored = PhraseIndex.from_tree(tree)
    before, after = case.compare(), case._replace(index=restored).compare()

    assert [column.tolist() for column in after] == [column.tolist() for column in before]
    assert list(restored.numbers) == list(case.index.numbers)


def test_an_index_without_phrases() -> None:
    index = PhraseIndex.build([], [], 0)

    assert index.intents == 0
    assert index.worded("gate") == []
    assert index.numbers_of(["gate"]).tolist() == [-1]
    assert Counter(index.weigh(ANALYZER.analyse("the gate").features).keys()) == Counter(["the", "gate"])
