"""Evidence: what speaks for and against a candidate intent being what a question means, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.language import English
    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.matcher import Candidate, IntentMatcher

# A word counts as an intent's own from this share of its phrases on, and in proportion below.
_OWN_FROM = 0.25
# The rate from which an entity counts as one that an intent is about, and the doubt about small rates.
_ABOUT_FROM = 0.1
_RATE_DOUBT = 0.02
# As many named things make a long question.
_LONG = 8
# How many words after "which" may be what is asked for.
_FOCUS_REACH = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers for one candidate intent, in 0..1 but for the likelihood.

    `score` is the matcher's; `likelihood` how likely the question is under the intent, in nats below the
    likeliest. `missing` is the share of the question's content that is not the intent's own, `untold` the
    share of the nearest phrase's content that the question lacks. `claim` is the weight of a word that
    is another candidate's rather than this one's. `support` is the best score of another candidate that
    rests on the same sentences. `asked` tells how common what the question asks for is among the phrases,
    `alike` whether the nearest phrase asks for the same. `focus` is the weight of what is asked for by
    name ("which bands") where that is not the intent's own, `absent` that of a named entity which
    neither the facts nor the sentences they quote mention. `swapped` tells how much rather the phrases name
    another entity of the same type than one that the question names, whose part that may be.
    `strange` is the heaviest content that no phrase of the intent holds at all. `length` is the number of
    things that the question names, as a share of `_LONG`, and `unknown` the share of them that no phrase of
    any intent holds; both are the same for all candidates.
    """

    score: float
    likelihood: float
    missing: float
    untold: float
    claim: float
    support: float
    asked: float
    alike: float
    focus: float
    absent: float
    swapped: float
    strange: float
    length: float
    unknown: float


class Grounds(Protocol):
    """What is known of the intents besides their phrases."""

    def sentences(self, intent_id: str) -> frozenset[tuple[str, int]]:
        """The sentences that the facts of an intent quote."""

    def mentions(self, intent_id: str) -> frozenset[str]:
        """The names of the features that the facts of an intent and the sentences they quote have."""

    def type_of(self, feature: Feature) -> str:
        """The type of the entity that a feature names, empty for any other."""

    def peers(self, feature: Feature) -> frozenset[str]:
        """The features that name other actors of the same type in the article; none for other features."""


def weigh(
    matcher: IntentMatcher,
    english: English,
    grounds: Grounds,
    analysis: Analysis,
    candidates: Sequence[Candidate],
) -> list[Evidence]:
    """The evidence for each candidate beside the others."""
    weights = {feature.name: matcher.weight(feature) for feature in analysis.content}
    asks = frozenset(name for name in analysis.names if name.startswith("?"))
    focus = _focus(analysis, english)
    entities = {feature.name for feature in analysis.content if grounds.type_of(feature)}
    peers = {
        feature.name: [name for name in grounds.peers(feature) if name not in weights]
        for feature in analysis.content
    }
    rates = [{name: matcher.rate(name, found.intent) for name in weights} for found in candidates]
    highest = {name: max((of[name] for of in rates), default=0.0) for name in weights}
    cited = [grounds.sentences(found.intent) for found in candidates]
    total = sum(weights.values()) or 1e-9
    unknown = sum(1 for name in weights if not matcher.knows(name)) / (len(weights) or 1)
    weighed = []
    for number, (found, rate) in enumerate(zip(candidates, rates, strict=True)):
        foreign = {name: weights[name] * (1 - min(1.0, rate[name] / _OWN_FROM)) for name in weights}
        told = grounds.mentions(found.intent) if cited[number] else entities
        weighed.append(
            Evidence(
                score=found.score,
                likelihood=found.likelihood,
                missing=sum(foreign.values()) / total,
                untold=_untold(matcher, matcher.phrase(found.phrase), analysis),
                claim=max((weights[n] * (highest[n] - rate[n]) for n in weights), default=0.0),
                support=max(
                    (
                        other.score
                        for place, other in enumerate(candidates)
                        if place != number and cited[place] & cited[number]
                    ),
                    default=0.0,
                ),
                asked=_asked(matcher, asks, found.intent),
                alike=_alike(asks, matcher.phrase(found.phrase)),
                focus=max((foreign[name] for name in focus), default=0.0),
                absent=max((weights[name] for name in entities - told), default=0.0),
                swapped=_swapped(matcher, rate, peers, found.intent) if cited[number] else 0.0,
                strange=max((weights[name] for name in weights if not rate[name]), default=0.0),
                length=len(weights) / _LONG,
                unknown=unknown,
            )
        )
    return weighed


def _swapped(
    matcher: IntentMatcher, rates: Mapping[str, float], peers: Mapping[str, Sequence[str]], intent: str
) -> float:
    most = 0.0
    for name, others in peers.items():
        rival = max((matcher.rate(other, intent) for other in others), default=0.0)
        if rival > _ABOUT_FROM:
            most = max(most, rival / (rival + rates[name] + _RATE_DOUBT))
    return most


def _untold(matcher: IntentMatcher, phrase: Analysis, question: Analysis) -> float:
    weights: Mapping[str, float] = {feature.name: matcher.weight(feature) for feature in phrase.content}
    total = sum(weights.values())
    asked = frozenset(question.names)
    return sum(weight for name, weight in weights.items() if name not in asked) / total if total else 0.0


def _asked(matcher: IntentMatcher, asks: frozenset[str], intent: str) -> float:
    """How common the question's types are among the phrases; 1 for a question without a type."""
    if not asks:
        return 1.0
    return min(1.0, max(matcher.rate(name, intent) for name in asks) / _OWN_FROM)


def _alike(asks: frozenset[str], phrase: Analysis) -> float:
    asked = frozenset(name for name in phrase.names if name.startswith("?"))
    return len(asks & asked) / len(asks | asked) if asks | asked else 1.0


def _focus(analysis: Analysis, english: English) -> frozenset[str]:
    """The content among the words that follow "which" and its like, up to a verb such as "is"."""
    near: set[str] = set()
    for place, token in enumerate(analysis.tokens):
        if token not in english.focus_openers:
            continue
        for word in analysis.tokens[place + 1 : place + 1 + _FOCUS_REACH]:
            if word in english.yes_no_openers:
                break
            near.add(word)
    return frozenset(
        feature.name
        for feature in analysis.content
        if near & {*feature.surface.split(), *feature.read_as.split()}
    )


def unexplained(matcher: IntentMatcher, analysis: Analysis, intent: str) -> tuple[Feature, ...]:
    """The content of a question that no phrase of `intent` holds."""
    shared = matcher.shared(analysis, intent)
    return tuple(feature for feature in analysis.content if feature.name not in shared)
