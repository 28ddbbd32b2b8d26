"""Next questions: what is worth asking after a reply, in the light of all that a conversation has covered."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.arrays import sums_at
from assistant.dialogue.outcome import GROUNDED, Outcome
from assistant.knowledge.contents import answered
from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from assistant.arrays import Reals
    from assistant.dialogue.compiled_pack import CompiledPack, SentencePlace
    from assistant.dialogue.outcome import Part

MOST_SUGGESTIONS = 3
# What is added to how far two intents are about the same, in 0..1, for one topic and for one sentence, and
# for a question that wants a yes or a no, which tells less than any other.
_SAME_TOPIC, _SAME_SENTENCE, _VERDICT = 0.6, 0.1, -0.2
# An intent that is about the same by less than this is as good as any other.
_ON_SUBJECT_FROM = 0.1
# Of so many intents it is remembered what is on their subject, so that a large pack takes no more room.
_MOST_LIKENESSES = 256
# The outcomes whose reply is about an intent, and those that state its facts; a passage only shows what is
# near, so that the question for it is still worth asking.
_ABOUT = GROUNDED - {Outcome.CLARIFY}
_STATING = _ABOUT - {Outcome.PASSAGE}
# From this score on an intent is near enough to a question that was refused to be offered for it.
_NEAR = 0.34


@dataclass(frozen=True, slots=True)
class Covered:
    """What a conversation has covered, the latest reply included."""

    facts: frozenset[str] = frozenset()
    """The facts that were stated, by id."""
    said: Mapping[SentencePlace, frozenset[str]] = field(default_factory=dict)
    """The names of what was asked and stated on each sentence."""
    latest: tuple[int, ...] = ()
    """The intents that the last reply about any was about."""
    latest_said: frozenset[str] = frozenset()
    """The names of what was asked and said there."""


NOTHING_COVERED = Covered()


class NextQuestions:
    """Chooses canonical questions with an answer that says something new.

    Those on the subject of the last answer come first: of its topic, about the same, on the same sentence.
    """

    def __init__(self, compiled: CompiledPack) -> None:
        self._compiled = compiled
        pack, numbers = compiled.pack, compiled.numbers
        self._answers = tuple([numbers[intent.id] for intent in answered(pack)])
        welcome = [each for each in self._answers if self._question(each) in pack.welcome]
        self._at_first = tuple(dict.fromkeys([*welcome, *self._answers]))

    def _question(self, intent: int) -> str:
        return self._compiled.pack.intents[self._compiled.matcher.intents[intent]].question

    def covered(self, parts: Sequence[Part], before: Covered) -> Covered:
        """What is covered with the reply that is made of `parts`."""
        compiled, pack = self._compiled, self._compiled.pack
        replied = [
            (compiled.numbers[intent], decision.outcome)
            for _, decision in parts
            for intent in decision.intents[:1]
        ]
        about = tuple(dict.fromkeys([number for number, outcome in replied if outcome in _ABOUT]))
        stating = [number for number, outcome in replied if outcome in _STATING]
        if not about:
            return before
        facts = {fact for each in stating for fact in pack.intents[compiled.matcher.intents[each]].facts}
        said = dict(before.said)
        latest_said = frozenset[str]().union(*[self._said(each) for each in stating])
        for each in stating:
            for place in compiled.sentences[each]:
                said[place] = said.get(place, frozenset()) | self._said(each)
        return Covered(before.facts | facts, said, about, latest_said)

    def after(self, parts: Sequence[Part], covered: Covered) -> tuple[str, ...]:
        """The best `MOST_SUGGESTIONS` after the reply that is made of `parts`, or after none that is matched.

        `covered` is what is covered with that reply.
        """
        near = [
            each.number
            for reading, decision in parts
            if decision.outcome is Outcome.OUT_OF_SCOPE
            for each in reading.answers[:1]
            if each.score >= _NEAR
        ]
        return self._first_new([*near, *self._on_subject(covered.latest)], covered)

    def _first_new(self, intents: Iterable[int], covered: Covered) -> tuple[str, ...]:
        """The questions of the first intents that say something new."""
        chosen: dict[str, int] = {}
        for each in self._by_news(intents, covered):
            if self._repeats(each, covered) or any(self._is_same(each, other) for other in chosen.values()):
                continue
            chosen.setdefault(self._question(each), each)
            if len(chosen) == MOST_SUGGESTIONS:
                break
        return tuple(chosen)

    def _by_news(self, intents: Iterable[int], covered: Covered) -> Iterator[int]:
        """Each of some intents once; those that say the last answer over again, and more, come last.

        No more of them are looked at than are asked for: a statement takes a while to analyse.
        """
        latest = [self._stated(each) for each in covered.latest]
        again: list[int] = []
        for each in dict.fromkeys(intents):
            if any(self._stated(each) > stated for stated in latest):
                again.append(each)
            else:
                yield each
        yield from again

    def _repeats(self, intent: int, covered: Covered) -> bool:
        """Whether the answer to an intent says nothing that was not said before."""
        facts = self._compiled.pack.intents[self._compiled.matcher.intents[intent]].facts
        if not covered.facts.isdisjoint(facts):
            return True
        said = [covered.said.get(place, frozenset()) for place in self._compiled.sentences[intent]]
        on_sentences, stated = frozenset[str]().union(*said), self._stated(intent)
        if stated <= on_sentences or stated <= covered.latest_said:
            return True
        # A yes or a no is known as soon as all that the question says was stated.
        return self._wants_verdict(intent) and self._asked(intent) <= on_sentences

    def _is_same(self, one: int, other: int) -> bool:
        """Whether the answer to one of two intents says all that the answer to the other does."""
        return self._stated(one) <= self._stated(other) or self._stated(other) <= self._stated(one)

    @lazy
    def _stated(self) -> Callable[[int], frozenset[str]]:
        """The names of what the statements of an intent say, by its number."""
        facts_of = self._compiled.facts_of
        return cache(
            lambda intent: frozenset([each.name for fact in facts_of(intent) for each in fact.content])
        )

    @lazy
    def _asked(self) -> Callable[[int], frozenset[str]]:
        """The names of what the canonical question of an intent says, by its number."""
        analyse = self._compiled.analyzer.analyse
        return cache(
            lambda intent: frozenset([each.name for each in analyse(self._question(intent)).content])
        )

    @lazy
    def _said(self) -> Callable[[int], frozenset[str]]:
        """The names of what is asked and said where an intent is meant, by its number."""
        compiled, analyse = self._compiled, self._compiled.analyzer.analyse

        def said(intent: int) -> frozenset[str]:
            says = analyse(compiled.pack.intents[compiled.matcher.intents[intent]].says)
            return self._stated(intent) | self._asked(intent) | {each.name for each in says.content}

        return cache(said)

    def _wants_verdict(self, intent: int) -> bool:
        """Whether the canonical question of an intent wants a yes or a no."""
        opener = self._question(intent).partition(" ")[0].casefold()
        return opener in self._compiled.english.yes_no_openers

    def _on_subject(self, about: Sequence[int]) -> Sequence[int]:
        """The intents with an answer, those on the subject of some intents first."""
        if not about:
            return self._at_first
        likeness = np.sum([self._likeness(each) for each in about], axis=0)
        order = np.lexsort((np.arange(len(likeness)), -likeness))
        near = [self._answers[place] for place in order.tolist() if likeness[place] >= _ON_SUBJECT_FROM]
        return [*near, *self._at_first]

    @lazy
    def _likeness(self) -> Callable[[int], Reals]:
        """How far each intent with an answer is on the subject of one, in the order of the pack."""
        compiled, index = self._compiled, self._compiled.matcher.index
        intents = [compiled.pack.intents[intent] for intent in compiled.matcher.intents]
        owners, features = index.profiles.owners, index.profiles.values

        def likeness(about: int) -> Reals:
            profile = np.zeros(int(features.max(initial=0)) + 1)
            its_features, strengths = index.profile(about)
            profile[its_features] = strengths
            alike = sums_at(owners, index.strengths * profile[features], len(intents))
            same_topic = [intents[each].topic == intents[about].topic for each in self._answers]
            same_sentence = [compiled.share_a_sentence(each, about) for each in self._answers]
            verdicts = [self._wants_verdict(each) for each in self._answers]
            bonus = np.array([_SAME_TOPIC, _SAME_SENTENCE, _VERDICT]) @ np.array(
                [same_topic, same_sentence, verdicts], np.float64
            )
            # Rounded, so that the order is the same on every machine.
            rounded: Reals = np.round(alike[np.array(self._answers, np.int64)] + bonus, 6)
            return rounded

        return lru_cache(_MOST_LIKENESSES)(likeness)
