"""The loops of a comparison: what `PhraseIndex`, `Likelihood` and `IntentMatcher` find, over arrays.

Every sum adds the same numbers in the same order as there, so that the same comes out to the last bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.matching.compiling import compiled
from assistant.matching.likelihood import LIKELIHOOD_SCALE, LIKELIHOOD_SHARE
from assistant.matching.phrases import (
    ASKED_OFTEN,
    BEST_PHRASE,
    BEST_THREE,
    COMPARED,
    CONTEXT_DUE,
    MISASKED,
    NEGLIGIBLE,
    QUESTION_SIDE,
    WHOLE_INTENT,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]
    Small = NDArray[np.uint32]


class Index(NamedTuple):
    """The phrases of all intents, those of an intent side by side, and what they have.

    What a feature has stands from ``feature_starts[feature]`` on, up to that of the next: an entry for each
    intent, with the rate of its phrases that have the feature and, from ``phrase_starts`` on, these phrases.
    `due` is what the Tversky index takes off for what a phrase has and a question has not; `counted` of how
    many phrases the mean of the best three is. ``gain_starts`` leads in the same way from a name to what it
    adds to the likelihood under each intent that has it, `absent` is what all else adds there, and `rarity`
    what a name counts in a text. `alphabet` are the places of the intents in the order of their names,
    `order` the numbers of the phrases before they were put side by side.
    """

    feature_starts: Places
    intents: Small
    rates: Numbers
    phrase_starts: Places
    phrases: Small
    intent_starts: Places
    due: Numbers
    counted: Places
    gain_starts: Places
    gain_intents: Small
    gains: Numbers
    absent: Numbers
    rarity: Numbers
    alphabet: Places
    order: Places


class Scratch(NamedTuple):
    """Room for the sums of one question.

    `promise` and `explained` are by intent, `overlaps` and `gifts` by phrase and all zero between questions.
    `lines` is the line of an intent among the chosen, and all -1 between questions.
    """

    promise: Numbers
    explained: Numbers
    lines: Places
    overlaps: Numbers
    gifts: Numbers


class Question(NamedTuple):
    """What is compared with the phrases.

    Numbers of features by weight: `known` are those of the question, `lent` those that a conversation adds.
    `views` are the names that the likelihood counts, the first `viewed` of them those of one view, the
    others those of another; `lent_names` are further ones by mass. `pointed` are the features that ask for
    something in particular, -1 for one that no phrase has. `bonus` is what is added to the scores of all
    intents, or nothing. `total` is what all features of the question weigh, known or not, `lent_total` what
    all that is lent weighs. `certain` is the intent of which the question is the phrase `exact`, word for
    word; both are else -1.
    """

    known: Places
    weights: Numbers
    lent: Places
    lent_weights: Numbers
    views: Places
    viewed: int
    lent_names: Places
    lent_masses: Numbers
    pointed: Places
    bonus: Numbers
    total: float
    lent_total: float
    certain: int
    exact: int


class Ranking(NamedTuple):
    """Some intents, their nearest phrases, their scores and their likelihoods, a line for each."""

    intents: Places
    phrases: Places
    scores: Numbers
    likelihoods: Numbers


@compiled
def rank(index: Index, scratch: Scratch, asked: Question) -> Ranking:
    """The intents that share most with a question, best first.

    A score is in 0..1, a likelihood in nats below the likeliest.
    """
    least = 0.0
    for weight in asked.weights:
        least = max(least, NEGLIGIBLE * weight)
    chosen = _promising(index, scratch, asked, least)
    count = len(chosen)
    ranking = Ranking(chosen, np.zeros(count, np.int64), np.zeros(count), np.zeros(count))
    for line in range(count):
        scratch.lines[chosen[line]] = line
    _overlap(index, scratch, asked, least)
    _similar(index, scratch, asked, ranking)
    _add_likelihoods(index, scratch, asked, ranking)
    _judge(index, scratch, asked, ranking)
    for line in range(count):
        scratch.lines[chosen[line]] = -1
    return _best_first(index, ranking)


@compiled
def _promising(index: Index, scratch: Scratch, asked: Question, least: float) -> Places:
    """The intents that share most with a question and share anything of its own with it."""
    promise, explained = scratch.promise, scratch.explained
    for intent in range(len(promise)):
        explained[intent] = promise[intent] = 0.0
    for number in range(len(asked.known)):
        feature, weight = asked.known[number], asked.weights[number]
        for entry in range(index.feature_starts[feature], index.feature_starts[feature + 1]):
            reached = weight * _reach(index, entry)
            explained[index.intents[entry]] += reached
            if weight >= least:
                promise[index.intents[entry]] += reached
    found = np.empty(len(promise), np.int64)
    count = 0
    for intent in range(len(promise)):
        if promise[intent] > 0.0:
            found[count] = intent
            count += 1
    if count <= COMPARED:
        return found[:count]
    for number in range(len(asked.lent)):
        feature, weight = asked.lent[number], asked.lent_weights[number]
        for entry in range(index.feature_starts[feature], index.feature_starts[feature + 1]):
            if promise[index.intents[entry]] > 0.0:
                promise[index.intents[entry]] += weight * _reach(index, entry)
    if asked.certain >= 0 and promise[asked.certain] > 0.0:
        promise[asked.certain] = math.inf
    return _most(promise, found[:count])


@compiled
def _reach(index: Index, entry: int) -> float:
    """How far the phrases of an intent explain a feature, in 0..1: some by any phrase, more by many."""
    return float(min(1.0, 0.5 + 2 * index.rates[entry]))


@compiled
def _most(promise: Numbers, found: Places) -> Places:
    """Those that promise most, in order; of equals the first in number comes first."""
    best = np.empty(COMPARED + 1, np.int64)
    kept = 0
    for number in range(len(found)):
        place = kept
        while place > 0 and promise[best[place - 1]] < promise[found[number]]:
            best[place] = best[place - 1]
            place -= 1
        if place < COMPARED:
            best[place] = found[number]
            kept = min(kept + 1, COMPARED)
    return best[:kept]


@compiled
def _overlap(index: Index, scratch: Scratch, asked: Question, least: float) -> None:
    """Add up what each phrase of the chosen intents shares with the question, and with what is lent."""
    overlaps, lines = scratch.overlaps, scratch.lines
    for number in range(len(asked.known)):
        feature, weight = asked.known[number], asked.weights[number]
        if weight < least:
            continue
        for entry in range(index.feature_starts[feature], index.feature_starts[feature + 1]):
            if lines[index.intents[entry]] >= 0:
                for place in range(index.phrase_starts[entry], index.phrase_starts[entry + 1]):
                    overlaps[index.phrases[place]] += weight
    for number in range(len(asked.lent)):
        feature, weight = asked.lent[number], asked.lent_weights[number]
        for entry in range(index.feature_starts[feature], index.feature_starts[feature + 1]):
            if lines[index.intents[entry]] >= 0:
                for place in range(index.phrase_starts[entry], index.phrase_starts[entry + 1]):
                    if overlaps[index.phrases[place]] > 0.0:
                        scratch.gifts[index.phrases[place]] += weight


@compiled
def _similar(index: Index, scratch: Scratch, asked: Question, ranking: Ranking) -> None:
    """Pool three views of the similarity of each intent into its score, and find its nearest phrase."""
    due = CONTEXT_DUE * asked.lent_total
    for line in range(len(ranking.intents)):
        intent = ranking.intents[line]
        first = second = third = 0.0
        best = index.intent_starts[intent]
        for phrase in range(index.intent_starts[intent], index.intent_starts[intent + 1]):
            overlap, gift = scratch.overlaps[phrase], scratch.gifts[phrase]
            if overlap == 0.0:
                continue
            scratch.overlaps[phrase] = scratch.gifts[phrase] = 0.0
            side = QUESTION_SIDE * (asked.total + max(gift, due))
            score = (overlap + gift) / (side + index.due[phrase])
            if score > first:
                first, second, third, best = score, first, second, phrase
            elif score > second:
                second, third = score, second
            elif score > third:
                third = score
        mean = (min(first, 1.0) + min(second, 1.0) + min(third, 1.0)) / index.counted[intent]
        explained = scratch.explained[intent] / asked.total
        score = BEST_PHRASE * min(first, 1.0) + BEST_THREE * mean + WHOLE_INTENT * explained
        ranking.scores[line], ranking.phrases[line] = score, best
    if asked.certain >= 0 and scratch.lines[asked.certain] >= 0:
        ranking.phrases[scratch.lines[asked.certain]] = asked.exact


@compiled
def _add_likelihoods(index: Index, scratch: Scratch, asked: Question, ranking: Ranking) -> None:
    """Add up how likely the question is under each intent, in nats."""
    likelihoods = ranking.likelihoods
    total = 0.0
    for view in (asked.views[: asked.viewed], asked.views[asked.viewed :]):
        squares = 0.0
        for name in view:
            squares += index.rarity[name] * index.rarity[name]
        for name in view:
            mass = index.rarity[name] / math.sqrt(squares)
            total += mass
            _gain(index, scratch, likelihoods, name, mass)
    for number in range(len(asked.lent_names)):
        total += asked.lent_masses[number]
        _gain(index, scratch, likelihoods, asked.lent_names[number], asked.lent_masses[number])
    for line in range(len(likelihoods)):
        likelihoods[line] = total * index.absent[ranking.intents[line]] + likelihoods[line]


@compiled
def _gain(index: Index, scratch: Scratch, likelihoods: Numbers, name: int, mass: float) -> None:
    """Add what a name tells to the likelihoods of the intents that have it."""
    for entry in range(index.gain_starts[name], index.gain_starts[name + 1]):
        line = scratch.lines[index.gain_intents[entry]]
        if line >= 0:
            likelihoods[line] += mass * index.gains[entry]


@compiled
def _judge(index: Index, scratch: Scratch, asked: Question, ranking: Ranking) -> None:
    """Lower the scores for being less likely and for what no phrase asks for, and add the bonus."""
    scores, likelihoods = ranking.scores, ranking.likelihoods
    likeliest = -math.inf
    for line in range(len(scores)):
        likeliest = max(likeliest, likelihoods[line])
    shares = _shares_asked_for(index, scratch, asked, len(scores))
    for line in range(len(scores)):
        likelihoods[line] -= likeliest
        unlikely = 1 - math.exp(LIKELIHOOD_SCALE * likelihoods[line])
        score = scores[line] * (1 - LIKELIHOOD_SHARE * unlikely)
        if len(asked.pointed):
            score *= shares[line]
        if ranking.intents[line] == asked.certain:
            score = 1.0
        if len(asked.bonus):
            score += asked.bonus[ranking.intents[line]]
        scores[line] = min(max(score, 0.0), 1.0)


@compiled
def _shares_asked_for(index: Index, scratch: Scratch, asked: Question, lines: int) -> Numbers:
    """For each line, 1 where many phrases ask for what the question points at, else down to `MISASKED`."""
    shares = np.full(lines, MISASKED)
    for feature in asked.pointed:
        if feature < 0:
            continue
        for entry in range(index.feature_starts[feature], index.feature_starts[feature + 1]):
            line = scratch.lines[index.intents[entry]]
            if line >= 0:
                often = min(1.0, index.rates[entry] / ASKED_OFTEN)
                shares[line] = max(shares[line], MISASKED + (1 - MISASKED) * often)
    return shares


@compiled
def _best_first(index: Index, ranking: Ranking) -> Ranking:
    """The lines by score, equals by the names of the intents; phrases by the numbers that they had."""
    count = len(ranking.intents)
    order = np.empty(count, np.int64)
    for line in range(count):
        place = line
        while place > 0 and _beats(index, ranking, line, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = line
    ordered = Ranking(np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count), np.empty(count))
    for place in range(count):
        line = order[place]
        ordered.intents[place] = ranking.intents[line]
        ordered.phrases[place] = index.order[ranking.phrases[line]]
        ordered.scores[place] = ranking.scores[line]
        ordered.likelihoods[place] = ranking.likelihoods[line]
    return ordered


@compiled
def _beats(index: Index, ranking: Ranking, line: int, other: int) -> bool:
    """Whether the intent in `line` comes before that in the `other`."""
    if ranking.scores[line] == ranking.scores[other]:
        return bool(index.alphabet[ranking.intents[line]] < index.alphabet[ranking.intents[other]])
    return bool(ranking.scores[line] > ranking.scores[other])
