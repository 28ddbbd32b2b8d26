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
# A number in words from this on is meant as a number.
_GREAT = 10


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
            following = analysis.features[place + 1 :]
            actors = list(_actors_next(following, lexicon, english))
            acts = acts or _is_doing(following[following.index(actors[-1]) + 1 :] if actors else ())
            roles += [ActorRole(acts, actor) for actor in actors]
    return roles


def _is_doing(features: Sequence[Feature]) -> bool:
    """Whether features begin with what somebody is doing: "is Peru signing"."""
    return bool(features) and features[0].surface.endswith("ing")


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
    """The numbers of a question, but for those that size the answer ("in 3 sentences") or stand for words."""
    if english.demands.intersection(analysis.tokens[:1]):
        return []
    following = [*[feature.surface for feature in analysis.features[1:]], ""]
    pairs = zip(analysis.features, following, strict=False)
    return [figure for figure, after in pairs if after not in english.sizes and is_number(figure, english)]


def is_number(feature: Feature, english: English) -> bool:
    """Whether a word is a number: in digits, or in words beyond those that people use for "a few"."""
    word = feature.surface
    if feature.origin is not Origin.WORD or word in english.digits_for_words:
        return False
    return _FIGURE.fullmatch(word) is not None or int(english.numerals.get(word, 0)) >= _GREAT
