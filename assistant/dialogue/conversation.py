"""A conversation: the one owner of what was said, and of what a later question may lean on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.dialogue.decision import Decision, Outcome
from assistant.dialogue.replies import spoken
from assistant.dialogue.resolution import UNANSWERED
from assistant.dialogue.understanding import FRESH, Context
from assistant.knowledge.pack import IntentKind
from assistant.response import Response, Status
from assistant.text import LONGEST_QUESTION, phrase_key, replace_lone_surrogates

if TYPE_CHECKING:
    from assistant.dialogue.assistant import Assistant
    from assistant.dialogue.explanation import Explanation
    from assistant.dialogue.understanding import Reading
    from assistant.reply import Reply
    from assistant.response import Citation

_ANSWERED = 0.6
_FADING = 0.65
_FORGOTTEN = 0.15
_TRACE = 0.01
_SAME_TOPIC = 0.03
_SAME_SENTENCE = 0.03
_SAID_ALREADY = -0.10
_LONGEST_PICK = 5


@dataclass
class Memory:
    """What a conversation remembers, which can be pickled; `Conversation` alone writes it."""

    features: dict[str, float] = field(default_factory=dict)
    subject: dict[str, float] = field(default_factory=dict)
    topic: str = ""
    # The last question that had a subject, as it was understood.
    asked: str = ""
    offered: tuple[str, ...] = ()
    told: set[str] = field(default_factory=set)
    # Whether the article does not answer the last question.
    unanswered: bool = False
    # What was said last, until a later question asks what it may lean on.
    unweighed: list[tuple[Reading, Decision]] = field(default_factory=list)
    # What the last reply came of; nothing where it came of no matching.
    decided: list[tuple[Reading, Decision]] = field(default_factory=list)
    last: Response | None = None


class Conversation:
    """Turns that share context. Asking is the only way to change it."""

    def __init__(self, assistant: Assistant, memory: Memory | None = None) -> None:
        """With the `memory` of another conversation it goes on where that one was."""
        self._assistant = assistant
        self._memory = memory or Memory()

    @property
    def memory(self) -> Memory:
        """What is remembered so far."""
        return self._memory

    def ask(self, question: str) -> Reply:
        """The reply to `question` in the light of what was said before; any string will do."""
        from assistant.reply import Reply  # noqa: PLC0415  (Pydantic takes longer to import than to answer)

        return Reply.model_validate(self.respond(question))

    def why(self) -> tuple[Explanation, ...]:
        """Why the last question got its reply, part by part; empty where it was not matched at all."""
        from assistant.dialogue.explanation import explain  # noqa: PLC0415  (seldom asked for)

        understanding = self._assistant.understanding
        return tuple(explain(reading, decision, understanding) for reading, decision in self._memory.decided)

    def respond(self, question: str) -> Response:
        """What `ask` returns, as plain data."""
        self._memory.decided = []
        reply = self._short_cut(question)
        if reply is not None:
            self._memory.last = reply if reply.citations else self._memory.last
            return reply
        choice = self._choice(question)
        if choice is not None and choice >= len(self._memory.offered):
            return self._repeat(question)
        if choice is None:
            parts = self._assistant.understand(question, self._context())
        else:
            picked = self._assistant.pack.intents[self._memory.offered[choice]]
            parts = self._assistant.understand(picked.question)
        parts = spoken(parts)
        reply = self._assistant.wording.compose(question, parts, self._memory.told)
        self._remember(parts, reply)
        return reply

    def _short_cut(self, question: str) -> Response | None:
        wording, welcome = self._assistant.wording, self._assistant.pack.welcome
        if not question.strip():
            return _plain(question, Status.CHAT, wording.say("empty", example=welcome[0]), welcome)
        if len(question) > LONGEST_QUESTION:
            text = wording.say("too_long", length=f"{len(question):,}", limit=f"{LONGEST_QUESTION:,}")
            return _plain(question, Status.NOT_IN_ARTICLE, text, welcome)
        move = self._assistant.moves.find(question)
        if move is None:
            return None
        return {"repeat": self._repeat, "source": self._source, "more": self._more}[move](question)

    def _repeat(self, question: str) -> Response:
        if self._memory.last is None:
            return self._nothing_said(question)
        return replace(self._memory.last, question=replace_lone_surrogates(question))

    def _source(self, question: str) -> Response:
        last, wording = self._memory.last, self._assistant.wording
        if last is None:
            return self._nothing_said(question)
        if not last.citations:
            return _plain(question, Status.CHAT, wording.say("no_source"), last.suggestions)
        return replace(
            last,
            question=replace_lone_surrogates(question),
            answer=self._where(last.citations, last.status),
        )

    def _where(self, citations: tuple[Citation, ...], status: Status) -> str:
        places = dict.fromkeys((citation.source, citation.sentence) for citation in citations)
        numbers = [str(number) for _, number in places]
        sources = self._assistant.pack.sources
        quotes = " ".join(_quoted(sources[name].sentences[number - 1].text) for name, number in places)
        name = "source" if len(numbers) == 1 else "sources"
        if status is not Status.ANSWERED:
            name = "nearest"
        return self._assistant.wording.say(name, sentence=" and ".join(numbers), quote=quotes)

    def _more(self, question: str) -> Response:
        memory, pack, wording = self._memory, self._assistant.pack, self._assistant.wording
        if memory.last is None or not memory.topic:
            return self._nothing_said(question)
        for intent in pack.intents.values():
            untold = intent.kind is IntentKind.ANSWER and not set(intent.facts) & memory.told
            if intent.topic == memory.topic and untold:
                decision = Decision(Outcome.ANSWER, (intent.id,), 1.0, "The next of the topic not yet told.")
                reading = self._assistant.understanding.read(question)
                reply = wording.compose(question, [(reading, decision)], memory.told)
                self._remember([(reading, decision)], reply)
                return reply
        return _plain(question, Status.NOT_IN_ARTICLE, wording.say("no_more"), memory.last.suggestions)

    def _nothing_said(self, question: str) -> Response:
        welcome = self._assistant.pack.welcome
        text = self._assistant.wording.say("nothing_said_yet", example=welcome[0])
        return _plain(question, Status.CHAT, text, welcome)

    def _choice(self, text: str) -> int | None:
        """Which of the offered options a text picks, counted from 0; it may name one that is not there."""
        if not self._memory.offered:
            return None
        picks = self._assistant.understanding.english.picks
        said = phrase_key(text).split()
        if len(said) > _LONGEST_PICK or not all(word in picks for word in said):
            return None
        named = [picks[word] for word in said if picks[word] != "around"]
        if len(named) > 1 and said[-1] == "one":
            named.pop()
        if len(set(named)) != 1:
            return None
        return len(self._memory.offered) - 1 if named[0] == "last" else int(named[0]) - 1

    def _context(self) -> Context | None:
        memory, understanding = self._memory, self._assistant.understanding
        last = memory.last
        if last is None:
            return None
        self._weigh_last()
        cited = {(citation.source, citation.sentence) for citation in last.citations}
        bonus = {
            intent.id: _SAME_TOPIC * (intent.topic == memory.topic)
            + _SAME_SENTENCE * bool(understanding.sentences(intent.id) & cited)
            + _SAID_ALREADY * (intent.id in last.intents)
            for intent in self._assistant.pack.intents.values()
        }
        return Context(dict(memory.features), bonus, dict(memory.subject), memory.unanswered, memory.asked)

    def _remember(self, parts: list[tuple[Reading, Decision]], reply: Response) -> None:
        memory, pack = self._memory, self._assistant.pack
        last_decision = parts[-1][1]
        memory.last = reply
        memory.decided = parts
        memory.offered = last_decision.intents if reply.status is Status.CLARIFY else ()
        memory.told |= {fact for intent in reply.intents for fact in pack.intents[intent].facts}
        memory.unanswered = last_decision.outcome in UNANSWERED
        if last_decision.outcome in (Outcome.CHAT, Outcome.UNKNOWN, Outcome.LANGUAGE):
            return
        memory.unweighed = parts
        said = parts[-1][0].analysis
        memory.asked = said.text if said.asks or len(said.content) > 1 else memory.asked
        for _, decision in parts:
            for intent in decision.intents[:1]:
                memory.topic = pack.intents[intent].topic

    def _weigh_last(self) -> None:
        """Take the last turn into what the next may lean on, which takes longer than to answer it."""
        memory, pack = self._memory, self._assistant.pack
        parts, memory.unweighed = memory.unweighed, []
        if not parts:
            return
        memory.subject = {n: s * _FADING for n, s in memory.subject.items() if s * _FADING >= _TRACE}
        matcher = self._assistant.understanding.matcher
        for _, decision in parts:
            for intent in decision.intents[:1]:
                for name, strength in matcher.profile(intent).items():
                    memory.subject[name] = memory.subject.get(name, 0.0) + strength
        memory.features = {n: f * _FADING for n, f in memory.features.items() if f * _FADING >= _FORGOTTEN}
        for reading, decision in parts:
            for intent in decision.intents[:1]:
                canonical = self._assistant.understanding.analyzer.analyse(pack.intents[intent].question)
                memory.features |= {feature.name: _ANSWERED for feature in canonical.content}
            memory.features |= {feature.name: FRESH for feature in reading.analysis.content}


def _quoted(sentence: str) -> str:
    """A sentence in quotation marks, unless it has its own."""
    return sentence if sentence.startswith("“") else f"“{sentence}”"


def _plain(question: str, status: Status, answer: str, suggestions: tuple[str, ...]) -> Response:
    return Response(
        question=replace_lone_surrogates(question),
        status=status,
        answer=answer,
        confidence=1.0,
        suggestions=suggestions,
    )
