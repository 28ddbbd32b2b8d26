"""Replies made of facts: the only place where an answer is worded."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, pairwise
from string import capwords
from typing import TYPE_CHECKING

from assistant.dialogue.focus import Focus
from assistant.dialogue.mentions import Mentions
from assistant.dialogue.next_questions import NOTHING_COVERED, NextQuestions
from assistant.dialogue.outcome import Decision, Outcome
from assistant.dialogue.referents import Referents
from assistant.language.nouns import is_noun, noun
from assistant.lazy import lazy
from assistant.response import Citation, MatchSummary, Response, Status
from assistant.text import as_phrase, in_quotation_marks, replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.next_questions import Covered
    from assistant.dialogue.outcome import Part
    from assistant.dialogue.reading import Reading
    from assistant.matching.analysis import Feature

MOST_MATCHES = 5

# The statuses of outcomes; what comes of any other is not in the article.
_STATUSES = {
    Outcome.ANSWER: Status.ANSWERED,
    Outcome.PASSAGE: Status.PASSAGE,
    Outcome.CHAT: Status.CHAT,
    Outcome.CLARIFY: Status.CLARIFY,
}
# The types of what a number beside it makes a day.
_DATES = frozenset({"date", "month"})
# The types of names that have capitals, and of those that are all capitals up to so many letters: "UK".
_HAVE_CAPITALS = frozenset({"country", "city", "place", "person", "weekday", "month"})
_ABBREVIATED, _LONGEST_ABBREVIATION = frozenset({"country"}), 3
_PREPOSITION = re.compile(r"^(?:in|at|from|by|to|of)\s+", re.IGNORECASE)
# The outcomes that a reply to several questions goes by, if one of them comes to any; it cites nothing else.
_LEADING = (Outcome.ANSWER, Outcome.PASSAGE)
_INTENT_IS_MEANT = frozenset({Outcome.ANSWER, Outcome.GAP, Outcome.CHAT})
# The outcomes that are worded without an intent, each with the name of its message.
_MESSAGES = {Outcome.CLARIFY: "clarify", Outcome.OTHER_LANGUAGE: "language", Outcome.OUT_OF_SCOPE: "refusal"}


class Wording:
    """Words replies from a pack's facts and the assistant's own messages."""

    def __init__(self, compiled: CompiledPack) -> None:
        self._compiled = compiled
        self._pack = compiled.pack
        self._messages = compiled.english.messages

    @lazy
    def mentions(self) -> Mentions:
        """All that the article names."""
        return Mentions(self._compiled)

    @lazy
    def _focus(self) -> Focus:
        """What of its quotes an answer cites."""
        return Focus(self._compiled, self.mentions)

    @lazy
    def referents(self) -> Referents:
        """What pronouns may mean."""
        return Referents(self._compiled, self.mentions)

    @lazy
    def next_questions(self) -> NextQuestions:
        """What is worth asking after a reply."""
        return NextQuestions(self._compiled)

    def say(self, name: str, **values: object) -> str:
        """One of the assistant's own messages, filled in."""
        return self._messages[name].format(**values)

    def compose(self, question: str, parts: Sequence[Part], covered: Covered = NOTHING_COVERED) -> Response:
        """The reply to a question, of one or several parts, in the order in which they were asked.

        `covered` is what the conversation has covered with this reply, which need not be asked next.
        """
        several = len(parts) > 1
        outcomes = [decision.outcome for _, decision in parts]
        leading = next((each for each in _LEADING if each in outcomes), outcomes[0])
        texts: dict[str, None] = {}
        cited: dict[Citation, None] = {}
        for reading, decision in parts:
            text, citations = self._answer(reading, decision)
            if several and decision.outcome is Outcome.PASSAGE:
                quotes = listed_in_words([in_quotation_marks(citation.quote) for citation in citations])
                text = self.say("passage_of_part", question=reading.analysis.text, quote=quotes)
            elif several and self._wants_its_question(reading, decision):
                text = self.say("part", question=reading.analysis.text, statement=text)
            texts[text] = None
            if not several or decision.outcome in _LEADING:
                cited |= dict.fromkeys(citations)
        meant = [decision.intents for _, decision in parts if decision.outcome in _INTENT_IS_MEANT]
        return Response(
            question=replace_lone_surrogates(question),
            status=_STATUSES.get(leading, Status.NOT_IN_ARTICLE),
            answer=" ".join(texts),
            intents=tuple(dict.fromkeys(chain.from_iterable(meant))),
            confidence=round(min([decision.confidence for _, decision in parts]), 4),
            citations=tuple(cited),
            suggestions=self._suggestions(parts, covered),
            matches=self._matches([reading for reading, _ in parts]),
        )

    def marked(self, reply: Response) -> Response:
        """A reply that says so if it is what no curator has checked yet."""
        says = reply.status in (Status.ANSWERED, Status.NOT_IN_ARTICLE)
        if not says or not any(map(self._pack.is_draft, reply.intents)):
            return reply
        return replace(reply, answer=self.say("draft", answer=reply.answer))

    def _wants_its_question(self, reading: Reading, decision: Decision) -> bool:
        """Whether what is said of one part of a question does not tell by itself which part it is of."""
        if decision.outcome is Outcome.OUT_OF_SCOPE:
            return True
        return decision.outcome is Outcome.GAP and not self._names_matter(reading, decision)

    def _names_matter(self, reading: Reading, decision: Decision) -> bool:
        """Whether what is said of a gap has any of the words that asked for it."""
        wording = self._pack.intents[decision.intents[0]].says.casefold()
        content = reading.analysis.content
        return not content or any(feature.surface.casefold() in wording for feature in content)

    def _answer(self, reading: Reading, decision: Decision) -> tuple[str, Iterable[Citation]]:
        """The answer to one part of a question, and what it rests on."""
        if decision.outcome in _MESSAGES:
            return self._owned_up(reading, decision) if decision.named else self.say(
                _MESSAGES[decision.outcome]
            ), ()
        if decision.outcome is Outcome.PASSAGE:
            return self._passage(decision)
        intent = self._pack.intents[decision.intents[0]]
        if decision.outcome is Outcome.CHAT:
            return intent.says, ()
        facts = [self._pack.facts[fact] for fact in intent.facts]
        citations = self._focus.citations(reading, decision, facts)
        statement = " ".join(dict.fromkeys([fact.statement for fact in facts]))
        if decision.outcome is Outcome.ANSWER:
            return self._stated(reading, decision, statement), citations
        nearby = self.say("nearby", statement=statement) if facts else ""
        if decision.outcome is Outcome.GAP:
            return f"{intent.says} {nearby}".strip(), citations
        return f"{self._owned_up(reading, decision)} {nearby}", citations

    def _stated(self, reading: Reading, decision: Decision, statement: str) -> str:
        """The statement of the facts, behind the yes or no, or behind what it puts right."""
        if decision.named:
            return self.say(
                "corrected", what=self._named(reading, decision.named, "the_noun"), statement=statement
            )
        return self.say(decision.verdict, statement=statement) if decision.verdict else statement

    def _owned_up(self, reading: Reading, decision: Decision) -> str:
        """What the article lacks, or does not say that of."""
        is_misplaced = decision.outcome is Outcome.MISPLACED
        named = [each for each in decision.named if not is_misplaced or self._is_nameable(each)]
        if not is_misplaced:
            # What a refusal rests on may stand in the article all the same, in another form or place.
            named = [each for each in named if each.name not in self._compiled.in_article]
        if not named:
            return self.say("not_said")
        if is_misplaced:
            return self.say("misplaced", what=self._named(reading, named, "the_noun"))
        return self.say("not_mentioned", what=self._named(reading, named, "any_noun"))

    def _is_nameable(self, feature: Feature) -> bool:
        """Whether something may be told of it: of a name or a noun, and not of "Peruvian" or "sign"."""
        endings = tuple(self._compiled.english.describing_endings)
        kind = self._compiled.type_of(feature)
        if kind:
            return kind != "country" or not feature.surface.endswith(endings)
        return is_noun(feature.surface.rpartition(" ")[2])

    def _passage(self, decision: Decision) -> tuple[str, Iterable[Citation]]:
        """Sentences as they stand."""
        sources = self._pack.sources
        sentences = [(source, sources[source].sentences[number - 1]) for source, number in decision.passages]
        citations = [Citation(source, s.number, s.start, s.end, s.text) for source, s in sentences]
        return self.say("passage"), citations

    def _named(self, reading: Reading, features: Iterable[Feature], common: str) -> str:
        """Names of a question as it spells them, capitals kept, and numbers with the month beside them.

        `common` is the message that a common noun is worded by.
        """
        text = reading.analysis.text
        spelt = {
            each: self.with_capitals(each, as_spelt(self._dated(reading, each), text)) for each in features
        }
        words = [
            self.say(common, noun=word) if self._is_common_noun(each, word) else _with_article(word, text)
            for each, word in spelt.items()
        ]
        names: list[str] = []
        for word in dict.fromkeys(words):
            if names and f"{names[-1]} {word}".casefold() in text.casefold():
                names[-1] = f"{names[-1]} {word}"
            else:
                names.append(word)
        return " or ".join([name.removesuffix("'s").removesuffix("’s") for name in names])

    def with_capitals(self, feature: Feature, spelt: str) -> str:
        """A place or a person with the capitals that somebody left out in haste: "new york", "uk"."""
        kind, english = self._compiled.type_of(feature), self._compiled.english
        small = english.articles | english.conjunctions | english.prepositions
        if kind not in _HAVE_CAPITALS or not spelt.islower():
            return spelt
        names = [word for word in spelt.split() if word not in small] or spelt.split()
        is_abbreviated = kind in _ABBREVIATED and len(names) == 1 and len(names[0]) <= _LONGEST_ABBREVIATION
        capital = str.upper if is_abbreviated else capwords
        return " ".join([capital(word) if word in names else word for word in spelt.split()])

    def _is_common_noun(self, feature: Feature, spelt: str) -> bool:
        is_name = spelt[:1].isupper() or bool(self._compiled.type_of(feature))
        return not is_name and noun(feature.surface.rpartition(" ")[2]) is not None

    def _dated(self, reading: Reading, feature: Feature) -> str:
        """The surface of a feature, with that of a date beside it if it is a number, or of what it counts."""
        features = reading.analysis.features
        place = features.index(feature)
        if feature.surface in self._compiled.english.acts.telling_ordinals:
            return " ".join([each.surface for each in features[place : place + 2]])
        if not feature.surface[:1].isdigit():
            return feature.surface
        for pair in pairwise(features[max(place - 1, 0) : place + 2]):
            if any(self._compiled.type_of(each) in _DATES for each in pair if each != feature):
                return " ".join([each.surface for each in pair])
        return feature.surface

    def _suggestions(self, parts: Sequence[Part], covered: Covered) -> tuple[str, ...]:
        """The questions to choose from after the last part, or those that are worth asking next."""
        decision = parts[-1].decision
        if decision.outcome is Outcome.CLARIFY:
            return tuple(self._pack.intents[intent].question for intent in decision.intents)
        return self.next_questions.after(parts, covered)

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


def as_spelt(surface: str, text: str) -> str:
    """`surface` with the capitals that it has in `text`, without a preposition before it."""
    match = as_phrase(surface).search(text)
    return _PREPOSITION.sub("", match.group() if match else surface)


def _with_article(name: str, text: str) -> str:
    """`name` with the article that it has in `text`: "the IMF", but not that of "the IMF loan"."""
    match = re.search(rf"\bthe {re.escape(name)}(?!\w)\s*(\w*)", text, re.IGNORECASE)
    return f"the {name}" if match and noun(match.group(1).casefold()) is None else name


def without_clarifications(parts: Sequence[Part]) -> list[Part]:
    """The parts that a reply tells of: a choice between readings is offered alone, or not at all."""
    settled = [part for part in parts if part.decision.outcome is not Outcome.CLARIFY]
    return settled or list(parts[:1])


def listed_in_words(names: Sequence[str]) -> str:
    """Names with commas and an "and": "1, 2 and 3"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
