"""The loops of `evidence` and `belief`, over arrays: the same numbers, added in the same order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.dialogue.belief import OF_NONE
from assistant.dialogue.evidence import ABOUT_FROM, LONG, OWN_FROM, RATE_DOUBT, Evidence
from assistant.matching.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.matching.kernels import Index, Ranking

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

_EVIDENCE = len(Evidence._fields)


class Grounds(NamedTuple):
    """What is known of phrases and intents besides the features of the phrases.

    What a phrase says, without grammar, stands from ``said_starts[phrase]`` on, as numbers of features;
    `weights` and `asks` tell of features what they weigh and whether they ask for something. `cited` tells
    whether an intent rests on sentences, `together` whether two of them rest on the same, and `mentions`
    whether an entity is named by the facts of an intent or the sentences that they quote. From
    ``peer_starts[entity]`` on stand the features whose part it may have got in a question. `coefficients`
    are the utility of each number of the evidence for an intent, `constants` that of its kind.
    """

    said_starts: Places
    said: Places
    weights: Numbers
    asks: Flags
    cited: Flags
    together: Flags
    mentions: Flags
    peer_starts: Places
    peers: Places
    coefficients: Numbers
    constants: Numbers


class Asked(NamedTuple):
    """What a question says, by numbers of features, -1 for those that no phrase has.

    `content` are its content by `weights`, `names` all features that any phrase has, `asks` those that ask
    for something, and `focused` the places in `content` of what is asked for by name. `entities` are the
    numbers of the entities that it names, `named` their places in `content`.
    """

    content: Places
    weights: Numbers
    names: Places
    asks: Places
    focused: Places
    entities: Places
    named: Places


@compiled
def believe(index: Index, grounds: Grounds, asked: Asked, top: Ranking) -> Numbers:
    """How likely each of the best intents, the best first, is what is meant, in 0..1."""
    count = len(top.intents)
    evidence = np.zeros((count, _EVIDENCE))
    rates = _rates(index, asked.content, top.intents)
    asking = _rates(index, asked.asks, top.intents)
    said = np.zeros(len(grounds.weights), np.bool_)
    for name in asked.names:
        said[name] = True
    total = 0.0
    unknown = 0
    for place in range(len(asked.content)):
        total += asked.weights[place]
        unknown += asked.content[place] < 0
    for line in range(count):
        row, intent = evidence[line], top.intents[line]
        row[0], row[1] = top.scores[line], top.likelihoods[line]
        _tell_content(row, asked, rates, line, total if total else 1e-9)
        _tell_phrase(row, grounds, asked, said, top.phrases[line])
        row[5] = _support(grounds, top, line)
        row[6] = _asked(asking, line)
        row[9] = _absent(grounds, asked, intent)
        row[10] = _swapped(index, grounds, asked, said, intent)
        row[12] = len(asked.content) / LONG
        row[13] = unknown / (len(asked.content) if len(asked.content) else 1)
    return _shares(grounds, top.intents, evidence)


@compiled
def _rate(index: Index, feature: int, intent: int) -> float:
    """The share of the phrases of an intent that have a feature."""
    if feature < 0:
        return 0.0
    last = index.feature_starts[feature + 1]
    low, high = index.feature_starts[feature], last
    while low < high:  # The intents of a feature are in order.
        middle = (low + high) // 2
        if index.intents[middle] < intent:
            low = middle + 1
        else:
            high = middle
    if low < last and index.intents[low] == intent:
        return float(index.rates[low])
    return 0.0


@compiled
def _rates(index: Index, features: Places, intents: Places) -> Numbers:
    """The share of the phrases of each intent that have each feature: a row for each feature."""
    rates = np.zeros((len(features), len(intents)))
    for place in range(len(features)):
        for line in range(len(intents)):
            rates[place, line] = _rate(index, features[place], intents[line])
    return rates


@compiled
def _tell_content(row: Numbers, asked: Asked, rates: Numbers, line: int, total: float) -> None:
    """What of the question's content is not the intent's own: `missing`, `claim`, `focus` and `strange`."""
    missing = 0.0
    for place in range(len(asked.content)):
        weight, own, most = asked.weights[place], rates[place, line], 0.0
        for other in range(rates.shape[1]):
            most = max(most, rates[place, other])
        lacking = weight * (1 - own / OWN_FROM) if own < OWN_FROM else 0.0
        missing += lacking
        row[4] = max(row[4], weight * (most - own))
        if own == 0.0:
            row[11] = max(row[11], weight)
        for focused in asked.focused:
            if focused == place:
                row[8] = max(row[8], lacking)
    row[2] = missing / total


@compiled
def _tell_phrase(row: Numbers, grounds: Grounds, asked: Asked, said: Flags, phrase: int) -> None:
    """How the nearest phrase differs from the question: `untold` and `alike`."""
    whole = untold = 0.0
    both = own = 0
    for place in range(grounds.said_starts[phrase], grounds.said_starts[phrase + 1]):
        feature = grounds.said[place]
        if grounds.asks[feature]:
            own += 1
            both += said[feature]
        else:
            whole += grounds.weights[feature]
            if not said[feature]:
                untold += grounds.weights[feature]
    either = len(asked.asks) + own - both
    row[3] = untold / whole if whole else 0.0
    row[7] = both / either if either else 1.0


@compiled
def _support(grounds: Grounds, top: Ranking, line: int) -> float:
    """The best score of another candidate that rests on the same sentences."""
    for other in range(len(top.intents)):
        if other != line and grounds.together[top.intents[line], top.intents[other]]:
            return float(top.scores[other])
    return 0.0


@compiled
def _asked(asking: Numbers, line: int) -> float:
    """How common what the question asks for is among the phrases of an intent."""
    if len(asking) == 0:
        return 1.0
    most = 0.0
    for place in range(len(asking)):
        most = max(most, asking[place, line])
    return min(1.0, most / OWN_FROM)


@compiled
def _absent(grounds: Grounds, asked: Asked, intent: int) -> float:
    """The weight of an entity that the facts of an intent do not name."""
    most = 0.0
    if grounds.cited[intent]:
        for place in range(len(asked.entities)):
            if not grounds.mentions[asked.entities[place], intent]:
                most = max(most, asked.weights[asked.named[place]])
    return most


@compiled
def _swapped(index: Index, grounds: Grounds, asked: Asked, said: Flags, intent: int) -> float:
    """How much rather the phrases of an intent name another actor than one that the question names."""
    most = 0.0
    if not grounds.cited[intent]:
        return most
    for place in range(len(asked.entities)):
        entity = asked.entities[place]
        rival = 0.0
        for peer in grounds.peers[grounds.peer_starts[entity] : grounds.peer_starts[entity + 1]]:
            if not said[peer]:
                rival = max(rival, _rate(index, peer, intent))
        if rival > ABOUT_FROM:
            own = _rate(index, asked.content[asked.named[place]], intent)
            most = max(most, rival / (rival + own + RATE_DOUBT))
    return most


@compiled
def _shares(grounds: Grounds, intents: Places, evidence: Numbers) -> Numbers:
    """The beliefs: what each utility is of all of them together, and of that of none being meant."""
    shares = np.empty(len(intents))
    most = OF_NONE
    for line in range(len(intents)):
        utility = grounds.constants[intents[line]]
        for number in range(_EVIDENCE):
            utility += evidence[line, number] * grounds.coefficients[intents[line], number]
        shares[line] = utility
        most = max(most, utility)
    total = 0.0
    for line in range(len(intents)):
        shares[line] = math.exp(shares[line] - most)
        total += shares[line]
    total += math.exp(OF_NONE - most)
    for line in range(len(intents)):
        shares[line] /= total
    return shares
