"""Evidence: what speaks for and against a candidate intent being what a question means, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from assistant.matching.adding import added

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.language import English
    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.matcher import Candidate, IntentMatcher, Said

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
    things that the question names, as a share of `LONG`, and `unknown` the share of them that no phrase of
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

    def peers(self, name: str) -> frozenset[str]:
        """The names of other actors of the same type in the article; none for a feature that is no actor."""


def weigh(
    matcher: IntentMatcher,
    english: English,
    grounds: Grounds,
    analysis: Analysis,
    candidates: Sequence[Candidate],
) -> list[Evidence]:
    """The evidence for each candidate beside the others; those with the highest scores come first."""
    weights = matcher.weigh(analysis.content)
    strengths = list(weights.values())
    names = frozenset(analysis.names)
    asks = frozenset([name for name in analysis.names if name.startswith("?")])
    focus = focused_names(analysis, english)
    focused = [place for place, name in enumerate(weights) if name in focus]
    entities = {feature.name for feature in analysis.content if grounds.type_of(feature)}
    peers = _peers(analysis, grounds, weights)
    rates = matcher.rates(weights, [found.intent for found in candidates])
    highest = [max(of_name) for of_name in zip(*rates, strict=True)]
    cited = [grounds.sentences(found.intent) for found in candidates]
    total = added(strengths) or 1e-9
    length = len(weights) / LONG
    unknown = sum([1 for name in weights if not matcher.knows(name)]) / (len(weights) or 1)
    asked = matcher.rates(asks, [found.intent for found in candidates])
    weighed = []
    for number, (found, rate) in enumerate(zip(candidates, rates, strict=True)):
        said = matcher.said(found.place)
        # One loop for four numbers: this is done for every candidate of every question.
        missing = claim = strange = 0.0
        foreign = []
        for weight, own, most in zip(strengths, rate, highest, strict=True):
            lacking = weight * (1 - own / OWN_FROM) if own < OWN_FROM else 0.0
            foreign.append(lacking)
            missing += lacking
            claimed = weight * (most - own)
            claim = claimed if claimed > claim else claim
            strange = weight if weight > strange and not own else strange
        absent = entities - grounds.mentions(found.intent) if entities and cited[number] else ()
        weighed.append(
            Evidence(
                score=found.score,
                likelihood=found.likelihood,
                missing=missing / total,
                untold=_untold(said, names),
                claim=claim,
                support=_support(number, candidates, cited),
                asked=min(1.0, max(asked[number]) / OWN_FROM) if asks else 1.0,
                alike=len(asks & said.asks) / len(asks | said.asks) if asks or said.asks else 1.0,
                focus=max([foreign[place] for place in focused]) if focused else 0.0,
                absent=max([weights[name] for name in absent]) if absent else 0.0,
                swapped=_swapped(matcher, peers, found.intent) if peers and cited[number] else 0.0,
                strange=strange,
                length=length,
                unknown=unknown,
            )
        )
    return weighed


def _peers(analysis: Analysis, grounds: Grounds, weights: Mapping[str, float]) -> list[tuple[str, list[str]]]:
    """The names of actors in a question, each with those whose part it may have got, if there are any."""
    found = {feature.name: grounds.peers(feature.name) for feature in analysis.content}
    rivals = [(name, [peer for peer in peers if peer not in weights]) for name, peers in found.items()]
    return [(name, peers) for name, peers in rivals if peers]


def _support(
    number: int, candidates: Sequence[Candidate], cited: Sequence[frozenset[tuple[str, int]]]
) -> float:
    own = cited[number]
    if own:
        for place, other in enumerate(candidates):  # The best come first.
            if place != number and not own.isdisjoint(cited[place]):
                return other.score
    return 0.0


def _swapped(matcher: IntentMatcher, peers: Iterable[tuple[str, Sequence[str]]], intent: str) -> float:
    most = 0.0
    for name, others in peers:
        rival = max([matcher.rate(other, intent) for other in others])
        if rival > ABOUT_FROM:
            most = max(most, rival / (rival + matcher.rate(name, intent) + RATE_DOUBT))
    return most


def _untold(phrase: Said, asked: frozenset[str]) -> float:
    if not phrase.total:
        return 0.0
    return added([weight for name, weight in phrase.content if name not in asked]) / phrase.total


def focused_names(analysis: Analysis, english: English) -> frozenset[str]:
    """The content among the words that follow "which" and its like, up to a verb such as "is"."""
    if english.focus_openers.isdisjoint(analysis.tokens):
        return frozenset()
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
