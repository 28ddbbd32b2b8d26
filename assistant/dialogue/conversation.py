"""A conversation: the one owner of what was said, and of what a later question may lean on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.dialogue.interpretation import profile_of
from assistant.dialogue.outcome import UNANSWERED, Decision, Outcome, Part
from assistant.dialogue.reading import Context, read
from assistant.dialogue.replies import quoted, without_clarifications
from assistant.dialogue.resolution import FRESH, resolve
from assistant.knowledge.contents import answered
from assistant.language import plain_text
from assistant.response import Response, Status
from assistant.text import LONGEST_QUESTION, phrase_key, replace_lone_surrogates

if TYPE_CHECKING:
    from assistant.arrays import Reals
    from assistant.dialogue.acts import DialogueActs
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.explanation import Explanation
    from assistant.dialogue.replies import Wording
    from assistant.reply import Reply

# The factor by which the words of an answered intent's question are lent to the next question.
_ANSWERED = 0.6
# What is left of a factor, or of the subject, a turn later, and what is too little to remember.
_FADING, _FORGOTTEN, _TRACE = 0.65, 0.15, 0.01
# What is added to the score of an intent of the same topic, of the same sentence, and of the last answer.
_SAME_TOPIC, _SAME_SENTENCE, _ANSWERED_JUST_NOW = 0.03, 0.03, -0.10


@dataclass
class Memory:
    """What a conversation remembers, which can be pickled; `Conversation` alone writes it."""

    features: dict[str, float] = field(default_factory=dict)
    """Features that were established, by name, each with a factor in 0..1."""
    subject: dict[int, float] = field(default_factory=dict)
    """What was talked of, as strengths of features by number."""
    topic: str = ""
    """The topic of the last intent that was meant."""
    question: str = ""
    """The last question that had a subject, as it was understood."""
    offered: tuple[str, ...] = ()
    """The intents that the last reply offered to choose from."""
    answered: set[str] = field(default_factory=set)
    """The facts that were answered with."""
    unanswered: bool = False
    """Whether the article does not answer the last question."""
    pending: list[Part] = field(default_factory=list)
    """The parts of the last turn, until a later question needs what it may lean on."""
    decided: list[Part] = field(default_factory=list)
    """What the last reply came of; empty where it came of no matching."""
    last: Response | None = None
    """The last reply."""
    told: Response | None = None
    """The last reply that says what the article has on a question, or that it has nothing."""


class Conversation:
    """Turns that share context. Asking is the only way to change it; one thread at a time may ask."""

    def __init__(
        self, compiled: CompiledPack, wording: Wording, acts: DialogueActs, memory: Memory | None = None
    ) -> None:
        """With the `memory` of another conversation it goes on where that one was."""
        self._compiled = compiled
        self._wording = wording
        self._acts = acts
        self.memory = memory or Memory()
        """What is remembered so far; only asking writes it."""

    def ask(self, question: str) -> Reply:
        """The reply to `question` in the light of what was said before; any string will do."""
        from assistant.reply import Reply  # noqa: PLC0415  (Pydantic takes longer to import than to answer)

        return Reply.model_validate(self.respond(question))

    def why(self) -> tuple[Explanation, ...]:
        """Why the last question got its reply, part by part; empty where it was not matched at all."""
        from assistant.dialogue.explanation import explain  # noqa: PLC0415  (seldom asked for)

        return tuple([explain(self._compiled, *part) for part in self.memory.decided])

    def respond(self, question: str) -> Response:
        """What `ask` returns, as plain data."""
        memory = self.memory
        memory.decided = []
        is_phrase = (
            len(question) <= LONGEST_QUESTION and self._compiled.matcher.exact(phrase_key(question)) >= 0
        )
        text = question if is_phrase or len(question) > LONGEST_QUESTION else plain_text(question)
        reply = self._without_matching(question, text, is_phrase=is_phrase)
        if reply is not None:
            memory.last = reply if reply.citations else memory.last
            return reply
        choice = self._acts.pick(text, len(memory.offered)) if memory.offered else None
        if choice is None:
            return self._reply(question, resolve(self._compiled, text, self._context()))
        if choice >= len(memory.offered):
            return self._repeat(question)
        chosen = self._compiled.pack.intents[memory.offered[choice]].question
        return self._reply(question, resolve(self._compiled, chosen))

    def _reply(self, question: str, parts: list[Part]) -> Response:
        parts = without_clarifications(parts)
        reply = self._wording.compose(question, parts, self.memory.answered)
        self._remember(parts, reply)
        return reply

    def _without_matching(self, question: str, text: str, *, is_phrase: bool) -> Response | None:
        """The reply to what is no question, is too long, or asks about the conversation itself.

        `text` is the plain text of the question, or the question where it is a phrase of the pack.
        """
        if not text.strip():
            return self._own_words(question, Status.CHAT, "empty")
        if len(question) > LONGEST_QUESTION:
            length, limit = f"{len(question):,}", f"{LONGEST_QUESTION:,}"
            return self._own_words(question, Status.NOT_IN_ARTICLE, "too_long", length=length, limit=limit)
        # What a pack has a reply for is no move while there is nothing to move on from.
        is_new = is_phrase and self.memory.last is None
        act = None if is_new else self._acts.act(text, exactly=is_phrase)
        if act is None:
            return None
        if act in ("source", "quote", "doubt"):
            return self._prove(question, act)
        return self._repeat(question) if act == "repeat" else self._more(question)

    def _own_words(
        self, question: str, status: Status, message: str, last: Response | None = None, **values: str
    ) -> Response:
        """One of the assistant's own messages, with the suggestions of the `last` reply or the first ones."""
        welcome = self._compiled.pack.welcome
        answer = self._wording.say(message, example=welcome[0], **values)
        suggestions = last.suggestions if last else welcome
        shown = replace_lone_surrogates(question)
        return Response(shown, status, answer, confidence=1.0, suggestions=suggestions)

    def _repeat(self, question: str) -> Response:
        """The last reply about the article again; small talk in between does not lose it."""
        last = self.memory.told or self.memory.last
        if last is None:
            return self._own_words(question, Status.CHAT, "nothing_said_yet")
        return replace(last, question=replace_lone_surrogates(question))

    def _prove(self, question: str, message: str) -> Response:
        """The sentences that the last reply rests on, whole, behind one of the assistant's own messages."""
        last = self.memory.told or self.memory.last
        if last is None:
            return self._own_words(question, Status.CHAT, "nothing_said_yet")
        if not last.citations:
            return self._unproved(question, message, last)
        places = dict.fromkeys([(citation.source, citation.sentence) for citation in last.citations])
        sources = self._compiled.pack.sources
        quotes = [quoted(sources[name].sentences[number - 1].text) for name, number in places]
        named = message if last.status.traits.is_answer else "nearest"
        if named != "nearest" and len(places) > 1:
            named += "s"
        numbers = " and ".join([str(number) for _, number in places])
        answer = self._wording.say(named, sentence=numbers, quote=" ".join(quotes))
        return replace(last, question=replace_lone_surrogates(question), answer=answer)

    def _unproved(self, question: str, message: str, last: Response) -> Response:
        """What is said of a reply that rests on nothing: it stands where it is doubted."""
        if message == "doubt" and last.status.traits.is_about_article:
            return replace(last, question=replace_lone_surrogates(question))
        return self._own_words(question, Status.CHAT, "no_source", last)

    def _more(self, question: str) -> Response:
        memory = self.memory
        if memory.last is None or not memory.topic:
            return self._own_words(question, Status.CHAT, "nothing_said_yet")
        for intent in answered(self._compiled.pack):
            if intent.topic == memory.topic and memory.answered.isdisjoint(intent.facts):
                reason = "The next of the topic that was not answered with yet."
                decision = Decision(Outcome.ANSWER, (intent.id,), 1.0, reason)
                reading = read(self._compiled, self._compiled.analyzer.analyse(question))
                return self._reply(question, [Part(reading, decision)])
        return self._own_words(question, Status.NOT_IN_ARTICLE, "no_more", memory.last)

    def _context(self) -> Context | None:
        memory = self.memory
        if memory.last is None:
            return None
        self._take_in_last_turn()
        features, bonus, subject = dict(memory.features), self._bonus(memory.last), dict(memory.subject)
        return Context(features, bonus, subject, memory.unanswered, memory.question)

    def _bonus(self, last: Response) -> Reals:
        """What is added to the score of each intent for what was said last."""
        compiled = self._compiled
        cited = {(citation.source, citation.sentence) for citation in last.citations}
        intents = [compiled.pack.intents[intent] for intent in compiled.matcher.intents]
        same_topic = [intent.topic == self.memory.topic for intent in intents]
        same_sentence = [not cited.isdisjoint(sentences) for sentences in compiled.sentences]
        just_now = [intent.id in last.intents for intent in intents]
        columns = np.array([same_topic, same_sentence, just_now], np.float64)
        bonus: Reals = np.array([_SAME_TOPIC, _SAME_SENTENCE, _ANSWERED_JUST_NOW]) @ columns
        return bonus

    def _remember(self, parts: list[Part], reply: Response) -> None:
        memory, intents = self.memory, self._compiled.pack.intents
        last_reading, last_decision = parts[-1]
        memory.last = reply
        if reply.status.traits.is_about_article:
            memory.told = reply
        memory.decided = parts
        memory.offered = last_decision.intents if reply.status is Status.CLARIFY else ()
        memory.answered |= {fact for intent in reply.intents for fact in intents[intent].facts}
        memory.unanswered = last_decision.outcome in UNANSWERED
        if last_decision.outcome in (Outcome.CHAT, Outcome.OUT_OF_SCOPE, Outcome.OTHER_LANGUAGE):
            return
        memory.pending = parts
        analysis = last_reading.analysis
        if analysis.question_types or len(analysis.content) > 1:
            memory.question = analysis.text
        for _, decision in parts:
            for intent in decision.intents[:1]:
                memory.topic = intents[intent].topic

    def _take_in_last_turn(self) -> None:
        """Work out what the last turn lends to the next, which takes longer than to answer it."""
        memory, compiled = self.memory, self._compiled
        parts, memory.pending = memory.pending, []
        if not parts:
            return
        memory.subject = {n: s * _FADING for n, s in memory.subject.items() if s * _FADING >= _TRACE}
        memory.features = {n: f * _FADING for n, f in memory.features.items() if f * _FADING >= _FORGOTTEN}
        for reading, decision in parts:
            for name, strength in profile_of(compiled, decision).items():
                memory.subject[name] = memory.subject.get(name, 0.0) + strength
            for intent in decision.intents[:1]:
                canonical = compiled.analyzer.analyse(compiled.pack.intents[intent].question)
                memory.features |= {feature.name: _ANSWERED for feature in canonical.content}
            memory.features |= {feature.name: FRESH for feature in reading.analysis.content}
