"""A conversation: the one owner of what was said, and of what a later question may lean on."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from assistant.dialogue.act_replies import REPLIES, Asked, Turn
from assistant.dialogue.acts import NO_ACT, Act
from assistant.dialogue.drafts import steadied
from assistant.dialogue.forms import in_form, without_form
from assistant.dialogue.interpretation import SELF_CONTAINED, profile_of
from assistant.dialogue.memory import Memory
from assistant.dialogue.outcome import SETTLED, UNANSWERED, Outcome, Part
from assistant.dialogue.reading import Context
from assistant.dialogue.replies import without_clarifications
from assistant.dialogue.resolution import FRESH, resolve
from assistant.knowledge.pack import IntentKind
from assistant.language import plain_text
from assistant.response import Response, Status
from assistant.text import LONGEST_QUESTION, phrase_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.arrays import Reals
    from assistant.dialogue.acts import DialogueActs
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.explanation import Explanation
    from assistant.dialogue.replies import Wording
    from assistant.reply import Reply

# The acts that tell something of the article by themselves.
_TELLING = frozenset({"about_article", "listed"})
# What a question may come to that has a name for its pronoun.
_OF_A_NAME = SETTLED | {Outcome.NOT_MENTIONED, Outcome.MISPLACED}
# The factor by which the words of an answered intent's question are lent to the next question.
_ANSWERED = 0.6
# What is left of a factor, or of the subject, a turn later, and what is too little to remember.
_FADING, _FORGOTTEN, _TRACE = 0.65, 0.15, 0.01
# What is added to the score of an intent of the same topic, of the same sentence, and of the last answer.
_SAME_TOPIC, _SAME_SENTENCE, _ANSWERED_JUST_NOW = 0.03, 0.03, -0.10


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

    def why(self) -> Explanation:
        """Why the last question got its reply."""
        from assistant.dialogue.explanation import explain  # noqa: PLC0415  (seldom asked for)

        return explain(self._compiled, self.memory.replied, self.memory.decided)

    def respond(self, question: str) -> Response:
        """What `ask` returns, as plain data."""
        self.memory.replied = reply = self._wording.marked(self._respond(question))
        return reply

    def _respond(self, question: str) -> Response:
        memory = self.memory
        memory.decided = []
        phrase_of = self._phrase_of(question)
        text = question if phrase_of or len(question) > LONGEST_QUESTION else plain_text(question)
        reply = self._as_act(question, text, phrase_of)
        if reply is not None:
            return reply
        if memory.latest and not phrase_of and self._acts.is_empty_talk(text):
            turn = Turn(self._compiled, self._wording, memory, question, text, NO_ACT)
            return turn.own_words(Status.CHAT, "acknowledged", memory.latest)
        asked, form = ("", "") if phrase_of else without_form(question)
        if not form:
            return self._as_question(question, text)
        text = plain_text(asked)
        reply = self._as_act(question, text) or self._as_question(question, text)
        return in_form(form, reply, self._wording)

    def _phrase_of(self, question: str) -> IntentKind | None:
        """What the intent leads to that has a question as a phrase, word for word; None where none has."""
        compiled = self._compiled
        number = compiled.matcher.exact(phrase_key(question)) if len(question) <= LONGEST_QUESTION else -1
        return compiled.kinds[compiled.matcher.index.owner(number)] if number >= 0 else None

    def _as_act(self, question: str, text: str, phrase_of: IntentKind | None = None) -> Response | None:
        """The reply to what is no question but an act, or nothing that can be asked; else None.

        `text` is what is asked, in plain text; `phrase_of` is as `_phrase_of` tells.
        """
        reply = self._without_matching(question, text, phrase_of)
        if isinstance(reply, Asked):
            return self._ask_instead(question, reply)
        if reply is not None:
            self._note(reply)
        return reply

    def _as_question(self, question: str, text: str) -> Response:
        return self._referring(question, text) or self._reply(question, self._resolve(text))

    def _resolve(self, text: str) -> list[Part]:
        return resolve(self._compiled, text, self._context())

    def _referring(self, question: str, text: str) -> Response | None:
        """The reply to a question with pronouns, by what they may mean; None where that settles nothing."""
        texts = self._wording.referents.in_full(text, self.memory.tellings) if self.memory.tellings else []
        if not texts:
            return self._of_thing(question, text)
        meant = [(each, self._resolve(each)) for each in texts]
        settled = [parts for _, parts in meant if parts[0].decision.outcome in _OF_A_NAME]
        apart = [each for each, parts in meant if self._is_about(each, text, parts[0])]
        if len(apart) > 1 and any(parts[0].decision.outcome is Outcome.ANSWER for parts in settled):
            return self._ask_back(question, apart)
        best = max(settled, key=lambda parts: parts[0].decision.confidence, default=None)
        return self._reply(question, best) if best else None

    def _of_thing(self, question: str, text: str) -> Response | None:
        """The reply to a question with a thing for its pronoun, if an answer is about that thing."""
        for in_full in self._wording.referents.with_things(text, self.memory.tellings):
            parts = resolve(self._compiled, in_full)
            reading, decision = parts[0]
            stands = decision.outcome is Outcome.ANSWER and reading.score >= SELF_CONTAINED
            if stands and self._is_about(in_full, text, parts[0]):
                return self._reply(question, parts)
        return None

    def _is_about(self, in_full: str, text: str, part: Part) -> bool:
        """Whether what a question comes to is chiefly about the name that was put in for its pronoun."""
        compiled = self._compiled
        intents = [compiled.numbers[intent] for intent in part.decision.intents]
        analyse = compiled.analyzer.analyse
        put_in = set(analyse(in_full).names).difference(analyse(text).names)
        return any(not put_in.isdisjoint(compiled.chief_names[number]) for number in intents)

    def _ask_back(self, question: str, texts: Sequence[str]) -> Response:
        """A choice between the questions that one with a pronoun may be."""
        turn = Turn(self._compiled, self._wording, self.memory, question, question, NO_ACT)
        reply = turn.reply(Status.CLARIFY, self._wording.say("clarify"), suggestions=texts)
        self._note(reply)
        return reply

    def _ask_instead(self, question: str, asked: Asked) -> Response:
        """The reply to the question that a turn stands for."""
        if asked.act == "correction":
            self._forget_subject()
        context = None if asked.is_alone else self._context()
        for text in asked.texts:
            parts = resolve(self._compiled, text, context)
            decision = parts[0].decision
            if decision.outcome in SETTLED and decision.intents != asked.unlike:
                break
        if asked.is_unasked:
            parts = [Part(reading, replace(decision, verdict="")) for reading, decision in parts]
        self.memory.pointed = asked.points_at or self.memory.pointed
        reading, decision = parts[0]
        will_do = decision.outcome is Outcome.ANSWER and not (asked.is_to_be_about and self._strays(parts[0]))
        if asked.otherwise and not will_do and not reading.is_certain:
            self._note(asked.otherwise)
            return asked.otherwise
        reply = self._reply(question, parts, asked.act)
        is_told = asked.preface and reply.answer.startswith(asked.points_at)
        return _prefaced(asked.preface, reply) if asked.preface and not is_told else reply

    def _strays(self, part: Part) -> bool:
        """Whether an answer is chiefly about other names than the question has."""
        compiled, (reading, decision) = self._compiled, part
        chief = compiled.chief_names[compiled.numbers[decision.intents[0]]]
        return chief.isdisjoint([each.name for each in reading.analysis.content])

    def _forget_subject(self) -> None:
        """Forget what was talked of, for it was not what was meant."""
        self.memory.features, self.memory.subject, self.memory.pending = {}, {}, []

    def _note(self, reply: Response) -> None:
        """Remember a reply that came of no matching."""
        memory = self.memory
        memory.offered = _offered_by(reply)
        if reply.citations or memory.offered or reply.act == "about_article":
            memory.last = reply
        # A proof says nothing that was not said before.
        if reply.citations and reply.act in _TELLING:
            memory.tell(reply.question, reply)

    def _reply(self, question: str, parts: list[Part], act: str | None = None) -> Response:
        last = self.memory.last
        parts = without_clarifications(parts)
        parts = [steadied(self._compiled, part, last.places) for part in parts] if last else parts
        self.memory.covered = self._wording.next_questions.covered(parts, self.memory.covered)
        reply = replace(self._wording.compose(question, parts, self.memory.covered), act=act)
        self._remember(parts, reply)
        return reply

    def _without_matching(
        self, question: str, text: str, phrase_of: IntentKind | None
    ) -> Response | Asked | None:
        """The reply to what is no question, is too long, or is about the conversation or the article itself.

        `text` and `phrase_of` are as for `_as_act`.
        """
        turn = partial(Turn, self._compiled, self._wording, self.memory, question, text)
        if not text.strip():
            return turn(NO_ACT).own_words(Status.CHAT, "empty")
        if len(question) > LONGEST_QUESTION:
            length, limit = f"{len(question):,}", f"{LONGEST_QUESTION:,}"
            return turn(NO_ACT).own_words(Status.NOT_IN_ARTICLE, "too_long", length=length, limit=limit)
        choice = self._acts.pick(text, len(self.memory.offered)) if self.memory.offered else None
        if choice is not None:
            return self._picked(turn(NO_ACT), choice)
        act = self._act(text, phrase_of)
        return REPLIES[act.name](turn(act)) if act else None

    def _act(self, text: str, phrase_of: IntentKind | None) -> Act | None:
        """The act that a text is; a phrase of the pack is one only where the pack would say less."""
        goes_on = self.memory.latest is not None
        if phrase_of is None:
            return self._acts.act(text, goes_on=goes_on)
        if phrase_of is IntentKind.GAP:
            act = self._acts.act(text, goes_on=goes_on)
            # The article itself may have what the pack has no answer for.
            return act if act and act.kind == "about_article" else None
        # What a pack has a reply for is no move while there is nothing to move on from.
        return self._acts.act(text, exactly=True) if self.memory.last else None

    def _picked(self, turn: Turn, choice: int) -> Response | Asked:
        """What was picked of the questions that the last reply offered, or the offer again."""
        offered = self.memory.offered
        if choice >= len(offered) and self.memory.last:
            return turn.again(self.memory.last)
        return Asked((offered[choice],), is_alone=True)

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
        cited = set(last.places)
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
            memory.tell(" ".join([reading.analysis.text for reading, _ in parts]), reply)
        memory.decided = parts
        memory.offered = _offered_by(reply)
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
        norm = math.sqrt(sum([strength * strength for strength in memory.subject.values()]))
        if norm > _FADING:  # However long something was talked of, what came last is talked of now.
            memory.subject = {name: strength * _FADING / norm for name, strength in memory.subject.items()}
        for reading, decision in parts:
            for name, strength in profile_of(compiled, decision).items():
                memory.subject[name] = memory.subject.get(name, 0.0) + strength
            for intent in decision.intents[:1]:
                canonical = compiled.analyzer.analyse(compiled.pack.intents[intent].question)
                memory.features |= {feature.name: _ANSWERED for feature in canonical.content}
            memory.features |= {feature.name: FRESH for feature in reading.analysis.content}


def _offered_by(reply: Response) -> tuple[str, ...]:
    return reply.suggestions if reply.status is Status.CLARIFY else ()


def _prefaced(preface: Response, reply: Response) -> Response:
    """`reply` behind what is said before it."""
    cited = tuple(dict.fromkeys([*preface.citations, *reply.citations]))
    return replace(reply, answer=f"{preface.answer} {reply.answer}", citations=cited)
