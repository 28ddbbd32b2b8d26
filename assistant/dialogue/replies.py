"""Replies made of facts: the only place where an answer is worded."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from assistant.dialogue.decision import Decision, Outcome
from assistant.knowledge.pack import IntentKind
from assistant.response import Citation, MatchSummary, Response, Status
from assistant.text import replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Reading
    from assistant.knowledge.pack import Fact, Intent
    from assistant.matching.analysis import Feature

MOST_MATCHES = 5
MOST_SUGGESTIONS = 3
# From this score on an intent is near enough to a question to be suggested after it.
_NEAR = 0.2

STATUSES = {
    Outcome.ANSWER: Status.ANSWERED,
    Outcome.GAP: Status.NOT_IN_ARTICLE,
    Outcome.CHAT: Status.CHAT,
    Outcome.CLARIFY: Status.CLARIFY,
    Outcome.NOT_MENTIONED: Status.NOT_IN_ARTICLE,
    Outcome.MISPLACED: Status.NOT_IN_ARTICLE,
    Outcome.OTHER_LANGUAGE: Status.NOT_IN_ARTICLE,
    Outcome.OUT_OF_SCOPE: Status.NOT_IN_ARTICLE,
}

# The types of what a number beside it makes a day.
_DATES = frozenset({"date", "month"})
_PREPOSITION = re.compile(r"^(?:in|at|from|by|to|of)\s+", re.IGNORECASE)
_INTENT_IS_MEANT = frozenset({Outcome.ANSWER, Outcome.GAP, Outcome.CHAT})
# The outcomes that are worded without an intent, each with the name of its message.
_MESSAGES = {
    Outcome.CLARIFY: "clarify",
    Outcome.OTHER_LANGUAGE: "language",
    Outcome.OUT_OF_SCOPE: "refusal",
}


class Wording:
    """Words replies from a pack's facts and the assistant's own messages."""

    def __init__(self, compiled: CompiledPack) -> None:
        self._compiled = compiled
        self._pack = pack = compiled.pack
        self._messages = compiled.english.messages
        intents = pack.intents.values()
        self._answers: dict[str, list[Intent]] = defaultdict(list)
        for intent in intents:
            if intent.kind is IntentKind.ANSWER:
                self._answers[intent.topic].append(intent)
        self._welcome = [intent for intent in intents if intent.question in pack.welcome]

    def say(self, name: str, **values: object) -> str:
        """One of the assistant's own messages, filled in."""
        return self._messages[name].format(**values)

    def compose(
        self, question: str, parts: Sequence[tuple[Reading, Decision]], told: Iterable[str] = ()
    ) -> Response:
        """The reply to a question, of one or several parts, in the order in which they were asked."""
        if len(parts) > 1:
            return self._several(question, parts, set(told))
        reading, decision = parts[0]
        answer, facts = self._answer(reading, decision)
        return Response(
            question=replace_lone_surrogates(question),
            status=STATUSES[decision.outcome],
            answer=answer,
            intents=decision.intents if decision.outcome in _INTENT_IS_MEANT else (),
            confidence=round(decision.confidence, 4),
            citations=_citations(facts),
            suggestions=self._suggestions(reading, decision, set(told) | {fact.id for fact in facts}),
            matches=self._matches([reading]),
        )

    def _several(self, question: str, parts: Sequence[tuple[Reading, Decision]], told: set[str]) -> Response:
        answers: list[str] = []
        facts: list[Fact] = []
        for reading, decision in parts:
            answer, cited = self._answer(reading, decision)
            if decision.outcome is Outcome.GAP and not self._names_matter(reading, decision):
                answer = self.say("part", question=reading.analysis.text, statement=answer)
            if answer not in answers:
                answers.append(answer)
            if decision.outcome is Outcome.ANSWER:
                facts.extend(fact for fact in cited if fact not in facts)
        meant = [intent for _, d in parts if d.outcome in _INTENT_IS_MEANT for intent in d.intents]
        reading, decision = parts[-1]
        return Response(
            question=replace_lone_surrogates(question),
            status=Status.ANSWERED if facts else STATUSES[parts[0][1].outcome],
            answer=" ".join(answers),
            intents=tuple(dict.fromkeys(meant)),
            confidence=min(round(decision.confidence, 4) for _, decision in parts),
            citations=_citations(facts),
            suggestions=self._suggestions(reading, decision, told | {fact.id for fact in facts}),
            matches=self._matches([reading for reading, _ in parts]),
        )

    def _names_matter(self, reading: Reading, decision: Decision) -> bool:
        """Whether what is said of a gap has any of the words that asked for it."""
        said = self._pack.intents[decision.intents[0]].says.casefold()
        content = reading.analysis.content
        return not content or any(feature.surface.casefold() in said for feature in content)

    def _answer(self, reading: Reading, decision: Decision) -> tuple[str, list[Fact]]:
        if decision.outcome in _MESSAGES:
            return self.say(_MESSAGES[decision.outcome]), []
        intent = self._pack.intents[decision.intents[0]]
        facts = [self._pack.facts[fact] for fact in intent.facts]
        if decision.outcome in (Outcome.NOT_MENTIONED, Outcome.MISPLACED):
            lead = self.say(decision.outcome.value, what=self._named(reading, decision.named))
            return f"{lead} {self.say('nearby', statement=_joined(facts))}", facts
        if decision.outcome is Outcome.GAP:
            nearby = self.say("nearby", statement=_joined(facts)) if facts else ""
            return f"{intent.says} {nearby}".strip(), facts
        if decision.outcome is Outcome.CHAT:
            return intent.says, []
        statement = _joined(facts)
        if decision.named:
            lead = self.say("misplaced", what=self._named(reading, decision.named))
            return f"{lead} {self.say('nearby', statement=statement)}", facts
        return self.say(decision.verdict, statement=statement) if decision.verdict else statement, facts

    def _named(self, reading: Reading, features: Iterable[Feature]) -> str:
        """Names of a question as it spells them, capitals kept, and numbers with the month beside them."""
        text = reading.analysis.text
        return " or ".join(dict.fromkeys(_as_spelt(self._dated(reading, each), text) for each in features))

    def _dated(self, reading: Reading, feature: Feature) -> str:
        """The surface of a feature, with that of a date beside it if it is a number."""
        features = reading.analysis.features
        place = features.index(feature)
        if not feature.surface[:1].isdigit():
            return feature.surface
        if place and self._is_date(features[place - 1]):
            return f"{features[place - 1].surface} {feature.surface}"
        if self._is_date(*features[place + 1 : place + 2]):
            return f"{feature.surface} {features[place + 1].surface}"
        return feature.surface

    def _is_date(self, *features: Feature) -> bool:
        return any(self._compiled.type_of(feature) in _DATES for feature in features)

    def _suggestions(self, reading: Reading, decision: Decision, told: set[str]) -> tuple[str, ...]:
        intents = self._pack.intents
        if decision.outcome is Outcome.CLARIFY:
            return tuple(intents[intent].question for intent in decision.intents)
        if decision.outcome is Outcome.CHAT:
            return self._pack.welcome
        near = [intents[each.intent] for each in reading.candidates if each.score > _NEAR]
        meant = [intents[intent] for intent in decision.intents] or near[:1]
        topics = {intent.topic for intent in meant if intent.kind is IntentKind.ANSWER}
        same_topic = [intent for topic in self._answers if topic in topics for intent in self._answers[topic]]
        close = [intent for intent in near if intent.topic in topics]
        worth: dict[str, None] = {}
        for intent in [*close, *same_topic, *near] or self._welcome:
            if len(worth) == MOST_SUGGESTIONS:
                break
            if (
                intent.kind is IntentKind.ANSWER
                and intent.id not in decision.intents
                and not told.issuperset(intent.facts)
            ):
                worth[intent.question] = None
        return tuple(worth)

    def _matches(self, readings: Sequence[Reading]) -> tuple[MatchSummary, ...]:
        """The intents that are believed most, by any reading; a score is the belief."""
        best: dict[str, tuple[float, str, int]] = {}
        for reading in readings:
            for each in reading.candidates:
                below = -round(each.belief, 4)
                if each.intent not in best or below < best[each.intent][0]:
                    best[each.intent] = below, each.intent, each.phrase
        phrases = self._compiled.matcher.phrases
        first = sorted(best.values())[:MOST_MATCHES]
        return tuple([MatchSummary(intent, -below, phrases[phrase]) for below, intent, phrase in first])


def _as_spelt(surface: str, text: str) -> str:
    """`surface` with the capitals that it has in `text`, without a preposition before it."""
    found = re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", text, re.IGNORECASE)
    return _PREPOSITION.sub("", found.group() if found else surface)


def without_clarifications(parts: Sequence[tuple[Reading, Decision]]) -> list[tuple[Reading, Decision]]:
    """The parts that a reply tells of: a choice between readings is offered alone, or not at all."""
    settled = [part for part in parts if part[1].outcome is not Outcome.CLARIFY]
    return settled or list(parts[:1])


def _joined(facts: Iterable[Fact]) -> str:
    return " ".join(dict.fromkeys(fact.statement for fact in facts))


def _citations(facts: Iterable[Fact]) -> tuple[Citation, ...]:
    quotes = dict.fromkeys(quote for fact in facts for quote in fact.quotes)
    return tuple(
        Citation(source=q.source, sentence=q.sentence, start=q.start, end=q.end, quote=q.text) for q in quotes
    )
