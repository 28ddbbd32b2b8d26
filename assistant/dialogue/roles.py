"""Roles: who does what, as far as the order of words tells it, in a question and by an intent."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.dialogue.understanding import Understanding
    from assistant.matching.analysis import Analysis, Feature

# The types of entities that do things, and whose part another may be mistaken for.
ACTORS = frozenset({"person", "country", "organisation"})
# A part counts as one that the facts give an actor from so many phrases on.
_OFTEN = 2


class Part(NamedTuple):
    """The part of one who acts (`does`), or of whom something is told, and the actor's feature."""

    does: bool
    feature: Feature

    @property
    def key(self) -> tuple[bool, str]:
        """What parts are compared by."""
        return self.does, self.feature.name


class Roles:
    """Who acts in the facts of each intent, as its phrases and its statements have it."""

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding
        self._english = understanding.english
        # By intent, how many phrases give a part to an actor; found when it is first asked for, or restored.
        self._counted: dict[str, dict[tuple[bool, str], int]] = {}
        self._leaders = lru_cache(None)(self._find_leaders)

    def state(self) -> dict[str, dict[tuple[bool, str], int]]:
        """What `restore` takes, as plain data."""
        understanding = self._understanding
        return {
            intent: self._counts(intent)
            for intent in understanding.pack.intents
            if understanding.is_answer(intent)
        }

    def restore(self, state: dict[str, dict[tuple[bool, str], int]]) -> None:
        """Take over what another object has found out about the same pack."""
        self._counted = state

    def parts(self, analysis: Analysis) -> list[Part]:
        """The actors of a text that follow the verb which asks for them, or a "by"."""
        found: list[Part] = []
        for place, feature in enumerate(analysis.features):
            word = feature.read_as or feature.surface
            does = word in self._english.auxiliaries or word == "by"
            if does or word in self._english.copulas:
                found += [Part(does, actor) for actor in self._following(analysis.features[place + 1 :])]
        return found

    def _following(self, features: Sequence[Feature]) -> Iterable[Feature]:
        describing: list[Feature] = []
        before = ""
        for feature in features:
            if self._is_actor(feature):
                describing.append(feature)
                if not self._describes(feature, before):
                    yield from describing
                    describing = []
            elif feature.surface not in self._english.between_verb_and_name:
                return
            before = feature.surface

    def _describes(self, feature: Feature, before: str) -> bool:
        """Whether a name tells of what follows it: "the Swiss side", "the Peru deal", "Peru's deal"."""
        is_land = self._understanding.type_of(feature) == "country"
        describes = feature.surface.endswith(tuple(self._english.describing_endings))
        return describes or (is_land and before == "the")

    def _is_actor(self, feature: Feature) -> bool:
        return self._understanding.type_of(feature) in ACTORS

    def unsettled(self, analysis: Analysis, intent: str) -> list[Part]:
        """The parts of a question that `intent` does not often give to the same actor."""
        return [
            part
            for part in self.parts(analysis)
            if self._counts(intent).get(part.key, 0) < _OFTEN
            and part.feature.name not in self._leaders(intent)
        ]

    def misplaced(self, analysis: Analysis, intent: str) -> list[Part]:
        """The parts of a question that `intent` gives to other actors, and never to the same."""
        unsettled = self.unsettled(analysis, intent)
        counts = self._counts(intent) if unsettled else {}
        taken = {does for (does, _), count in counts.items() if count >= _OFTEN}
        return [part for part in unsettled if part.key not in counts and part.does in taken]

    def _counts(self, intent: str) -> dict[tuple[bool, str], int]:
        """How many phrases of an intent give a part to an actor."""
        counts = self._counted.get(intent)
        if counts is None:
            counts = self._counted[intent] = {}
            analyse = self._understanding.analyzer.analyse
            for phrase in self._understanding.pack.intents[intent].phrases:
                for key in {part.key for part in self.parts(analyse(phrase))}:
                    counts[key] = counts.get(key, 0) + 1
        return counts

    def _find_leaders(self, intent: str) -> frozenset[str]:
        """The actors that the statements of an intent begin with, and all people and bodies in them."""
        pack, leaders = self._understanding.pack, set()
        for fact in pack.intents[intent].facts:
            statement = self._understanding.matcher.phrase(pack.facts[fact].statement)
            actors = [feature for feature in statement.features if self._is_actor(feature)]
            leaders |= {actor.name for actor in actors[:1]}
            leaders |= {a.name for a in actors if self._understanding.type_of(a) != "country"}
        return frozenset(leaders)
