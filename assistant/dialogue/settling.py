"""Settling: what the facts of an answer make of a question that takes something for granted."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from assistant.dialogue.account import Ground
from assistant.dialogue.entities import ACTORS
from assistant.dialogue.quantities import settled
from assistant.dialogue.verdicts import is_decided
from assistant.language import Commonness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.account import Account
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Candidate, Reading
    from assistant.matching.analysis import Feature

# The types of what a name may name that is not known.
_NAMED = frozenset({"person", "organisation", "place"})
# The types of what a number beside it makes a day.
_DATES = frozenset({"date", "month"})


class Settling:
    """What the facts of one answer or another settle of a question."""

    def __init__(self, compiled: CompiledPack, reading: Reading, account: Account) -> None:
        self._compiled, self._reading, self._account = compiled, reading, account
        self._analysis = reading.analysis

    @property
    def wants_verdict(self) -> bool:
        """Whether a yes or a no is asked for, perhaps by a tag: "it was approved, wasn't it?"."""
        analysis = self._analysis
        return "yesno" in analysis.question_types or self._compiled.english.ends_with_tag(analysis.words)

    def verdict(self, answer: Candidate) -> str:
        """The yes or no of an answer, where the question is one that it answers as it stands."""
        english, analysis = self._compiled.english, self._analysis
        verdict = self._compiled.pack.intents[answer.intent].verdict
        turned = english.negations | english.alternatives | english.personal_pronouns
        if "yesno" not in analysis.question_types or not turned.isdisjoint(analysis.tokens):
            return ""
        quantity = self.quantity(answer)
        if verdict == "no" and (quantity == "yes" or self._has_figures(answer)):
            # The figure is right, and what is wrong may be what it is said of.
            return ""
        if quantity == "no":
            return quantity
        is_sure = is_decided(self._compiled, self._reading, answer.number)
        if quantity:
            return quantity if is_sure else ""
        if self._names_another(answer):
            return "no"
        return verdict if is_sure else ""

    def settles(self, answer: Candidate, named: Iterable[Feature]) -> bool:
        """Whether the facts of an answer settle what the question says of some names and numbers."""
        decides = self._compiled.pack.intents[answer.intent].decides
        types = set(map(self._type_of, named))
        if "number" in types and self.quantity(answer):
            types.remove("number")
        if not _NAMED.isdisjoint(decides):
            types.discard("name")
        return types.issubset(decides)

    def quantity(self, answer: Candidate) -> str:
        """Whether the facts of an answer make the quantity of the question true or false."""
        facts = self._compiled.facts_of(answer.number)
        return settled(facts, self._analysis, self._compiled.english)

    def _has_figures(self, answer: Candidate) -> bool:
        """Whether the facts of an answer have the figures of a question, which has some."""
        asked = {word for word in self._analysis.words if word[:1].isdigit()}
        facts = self._compiled.facts_of(answer.number)
        return bool(asked) and asked.issubset(chain.from_iterable(fact.words for fact in facts))

    def _names_another(self, answer: Candidate) -> bool:
        """Whether a question names somebody or something else where the facts of an answer settle it.

        A phrase, word for word, is accounted for as a whole, and may still name what is not so.
        """
        grounds = self._account.of(answer.number) if self._reading.is_certain else {}
        strange = [each for each, ground in grounds.items() if ground is Ground.NOTHING]
        if strange and self.settles(answer, strange):
            return True
        compiled = self._compiled
        decides = compiled.pack.intents[answer.intent].decides
        stated = compiled.stated(answer.number)
        named = [each for each in self._analysis.content if compiled.type_of(each) in decides]
        return any(each.name in compiled.in_article and each.name not in stated for each in named)

    def _type_of(self, feature: Feature) -> str:
        """The type of a name or a number; a day has that of its month, and a first name that of the name."""
        kind = self._compiled.type_of(feature)
        if kind not in ("number", "name", ""):
            return kind
        features = [each for each in self._analysis.features if not each.grammar]
        place = features.index(feature)
        beside = {self._compiled.type_of(each) for each in features[max(place - 1, 0) : place + 2]}
        if kind == "number":
            return "number" if beside.isdisjoint(_DATES) else "month"
        known = sorted(beside & ACTORS)
        is_word = " " not in feature.surface
        is_new = is_word and self._compiled.english.commonness(feature.surface) is Commonness.UNKNOWN
        if known and (is_new or kind == "name"):
            return known[0]
        return "name" if is_new else ""
