"""Evidence: what speaks for and against each candidate intent being what a question means, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.arrays import sums_at

if TYPE_CHECKING:
    from assistant.arrays import Integers, Reals
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.language import English
    from assistant.matching.analysis import Analysis
    from assistant.matching.index import PhraseIndex
    from assistant.matching.matcher import Ranking

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
    numbers, weights = index.numbers_of(weighed), np.array(list(weighed.values()))
    rates = index.rates_of(numbers, intents)
    lacking = weights[:, None] * np.maximum(1 - rates / OWN_FROM, 0.0)
    count = len(intents)
    unasked, phrase_type = _of_nearest_phrase(index, analysis, candidates.phrases)
    return Evidence(
        score=candidates.scores,
        likelihood=candidates.likelihoods,
        unexplained=lacking.sum(0) / (weights.sum() or 1.0),
        unasked=unasked,
        rival=(weights[:, None] * (rates.max(1, initial=0.0)[:, None] - rates)).max(0, initial=0.0),
        support=_support(compiled, candidates),
        question_type=_question_type(index, analysis, intents),
        phrase_type=phrase_type,
        focus=_focus(analysis, compiled.english, list(weighed), lacking),
        unmentioned=_unmentioned(compiled, weighed, intents),
        swapped=_swapped(compiled, list(weighed), rates, intents),
        foreign_word=np.where(rates == 0.0, weights[:, None], 0.0).max(0, initial=0.0),
        length=np.full(count, len(weighed) / LONG),
        unknown=np.full(count, (numbers < 0).sum() / (len(weighed) or 1)),
    )


def _of_nearest_phrase(index: PhraseIndex, analysis: Analysis, phrases: Integers) -> tuple[Reals, Reals]:
    """How the nearest phrase of each candidate differs from the question: `unasked` and `phrase_type`."""
    asked = np.zeros(len(index.weights), np.bool_)
    known = index.numbers_of(analysis.names)
    asked[known[known >= 0]] = True
    places, lengths = index.contents.places(phrases)
    features = index.contents.values[places]
    rows = np.arange(len(phrases)).repeat(lengths)
    is_type, shared = index.questions[features], asked[features]
    content = np.where(is_type, 0.0, index.weights[features])
    whole = sums_at(rows, content, len(phrases))
    missing = sums_at(rows, np.where(shared, 0.0, content), len(phrases))
    own_types = sums_at(rows, is_type, len(phrases))
    both = sums_at(rows, is_type & shared, len(phrases))
    either = len(analysis.question_types) + own_types - both
    return missing / np.where(whole, whole, 1.0), np.where(either, both / np.where(either, either, 1.0), 1.0)


def _support(compiled: CompiledPack, candidates: Ranking) -> Reals:
    cites = compiled.cites[candidates.intents]
    together = cites @ cites.T
    np.fill_diagonal(together, False)
    support: Reals = (together * candidates.scores).max(1, initial=0.0)
    return support


def _question_type(index: PhraseIndex, analysis: Analysis, intents: Integers) -> Reals:
    types = [name for name in analysis.names if name[0] == "?"]
    if not types:
        return np.ones(len(intents))
    rates: Reals = index.rates_of(index.numbers_of(types), intents).max(0)
    return np.minimum(1.0, rates / OWN_FROM)


def _focus(analysis: Analysis, english: English, names: list[str], lacking: Reals) -> Reals:
    focused = _focused_names(analysis, english)
    if not focused:
        return np.zeros(lacking.shape[1])
    rows = [row for row, name in enumerate(names) if name in focused]
    focus: Reals = lacking[rows].max(0, initial=0.0)
    return focus


def _focused_names(analysis: Analysis, english: English) -> frozenset[str]:
    """The content among the words that follow "which" and its like, up to a verb such as "is"."""
    if english.focus_openers.isdisjoint(analysis.tokens):
        return frozenset()
    following: set[str] = set()
    for place, token in enumerate(analysis.tokens):
        if token not in english.focus_openers:
            continue
        for word in analysis.tokens[place + 1 : place + 1 + _FOCUS_REACH]:
            if word in english.yes_no_openers:
                break
            following.add(word)
    return frozenset(
        feature.name
        for feature in analysis.content
        if not following.isdisjoint([*feature.surface.split(), *feature.read_as.split()])
    )


def _unmentioned(compiled: CompiledPack, weights: dict[str, float], intents: Integers) -> Reals:
    most = np.zeros(len(intents))
    for name, weight in weights.items():
        if compiled.analyzer.lexicon.type_of(name):
            row = compiled.mentioned.get(name)
            absent = np.ones(len(intents), np.bool_) if row is None else ~compiled.mentions[row, intents]
            most = np.maximum(most, weight * absent)
    return most * compiled.cites[intents].any(1)


def _swapped(compiled: CompiledPack, names: list[str], rates: Reals, intents: Integers) -> Reals:
    index, lexicon = compiled.matcher.index, compiled.analyzer.lexicon
    most = np.zeros(len(intents))
    for own, name in zip(rates, names, strict=True):
        concept = lexicon.concept(name)
        if concept is None or not concept.in_article or concept.type not in compiled.actors:
            continue
        peers = compiled.actors[concept.type].difference(names)
        if peers:
            rivals = index.rates_of(index.numbers_of(peers), intents).max(0)
            most = np.maximum(most, np.where(rivals > ABOUT_FROM, rivals / (rivals + own + RATE_DOUBT), 0.0))
    return most * compiled.cites[intents].any(1)
