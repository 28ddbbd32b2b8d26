"""Entities of a text, by its wording alone: who acts or is described, and which figures it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.language import English
    from assistant.matching.analysis import Analysis, Feature
    from assistant.matching.lexicon import Lexicon

# The types of entities that act, and whose role another may be mistaken for.
ACTORS = frozenset({"person", "country", "organisation"})
_FIGURE = re.compile(r"\d+(?:st|nd|rd|th|[a-z])?")
_PLAIN_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")
# A question of more words than this tells of other things too, and of other numbers.
_LONG = 16


class ActorRole(NamedTuple):
    """The role of an actor in a sentence, as far as the order of words tells it."""

    acts: bool
    """Whether the actor does something ("did Peru sign"), or is described ("is Peru")."""
    feature: Feature
    """The actor."""

    @property
    def key(self) -> tuple[bool, str]:
        """What roles are compared by."""
        return self.acts, self.feature.name


def actor_roles(analysis: Analysis, lexicon: Lexicon, english: English) -> list[ActorRole]:
    """The roles of the actors of a text that follow the verb which asks for them, or a "by"."""
    roles: list[ActorRole] = []
    for place, feature in enumerate(analysis.features):
        word = feature.read_as or feature.surface
        acts = word == "by" or word in english.auxiliaries
        if acts or word in english.copulas:
            following = _actors_next(analysis.features[place + 1 :], lexicon, english)
            roles += [ActorRole(acts, actor) for actor in following]
    return roles


def _actors_next(features: Sequence[Feature], lexicon: Lexicon, english: English) -> Iterator[Feature]:
    """The actors that features begin with, articles and such aside."""
    describing: list[Feature] = []
    before = ""
    for feature in features:
        if is_actor(feature, lexicon):
            describing.append(feature)
            if not _describes(feature, before, lexicon, english):
                yield from describing
                describing = []
        elif feature.surface not in english.between_verb_and_name:
            return
        before = feature.surface


def _describes(feature: Feature, before: str, lexicon: Lexicon, english: English) -> bool:
    """Whether a name tells of what follows it: "the Swiss side", "the Peru deal", "Peru's deal"."""
    if feature.surface.endswith(tuple(english.describing_endings)):
        return True
    return before == "the" and lexicon.type_of(feature.name) == "country"


def is_actor(feature: Feature, lexicon: Lexicon) -> bool:
    """Whether a feature names someone who may act."""
    return lexicon.type_of(feature.name) in ACTORS


def figures(analysis: Analysis, english: English) -> list[Feature]:
    """The figures of a question, but for those that size the answer ("in 3 sentences")."""
    if len(analysis.tokens) > _LONG or english.demands.intersection(analysis.tokens[:1]):
        return []
    following = [*[feature.surface for feature in analysis.features[1:]], ""]
    pairs = zip(analysis.features, following, strict=False)
    numeric = [pair for pair in pairs if pair[0].surface[:1].isdigit() and pair[0].origin is Origin.WORD]
    free = [figure for figure, after in numeric if after not in english.framing_words]
    return [
        figure
        for figure in free
        if _FIGURE.fullmatch(figure.surface) and figure.surface not in english.digits_for_words
    ]


def is_plain_number(figure: Feature) -> bool:
    """Whether a figure is a number and no more ("59", "7th"), as against a name such as "4x"."""
    return _PLAIN_NUMBER.fullmatch(figure.surface) is not None
