"""The assistant: one pack, ready to be asked."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.dialogue.conversation import Conversation
from assistant.dialogue.decision import Decision, Outcome, decide
from assistant.dialogue.explanation import Explanation, explain
from assistant.dialogue.moves import Moves
from assistant.dialogue.parts import halvings, joined_questions, sentences
from assistant.dialogue.replies import Wording
from assistant.dialogue.understanding import Context, Reading, Understanding
from assistant.knowledge import default_pack_folder, load_pack

if TYPE_CHECKING:
    from assistant.knowledge.pack import Pack
    from assistant.reply import Reply

# A part of a question stands for itself from this score on.
_PART_BELIEVED = 0.62
# A whole question this good is not taken apart.
_WHOLE_BELIEVED = 0.80
# A question this good by itself is not bent by its conversation.
_SELF_CONTAINED = 0.62


class Assistant:
    """Answers questions from one pack; holds no state of any conversation, so one serves many."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.understanding = Understanding(pack)
        self.wording = Wording(pack)

    @classmethod
    def load(cls, folder: str | Path | None = None) -> Assistant:
        """The assistant for the pack in `folder`, or for the default pack.

        Raises:
            PackError: with everything that is wrong with the pack.
        """
        return cls(load_pack(Path(folder) if folder is not None else default_pack_folder()))

    @cached_property
    def moves(self) -> Moves:
        """The moves of a conversation, made ready when the first question is asked."""
        return Moves()

    def conversation(self) -> Conversation:
        """A new conversation."""
        return Conversation(self)

    def ask(self, question: str) -> Reply:
        """The reply to `question` by itself; any string will do."""
        return self.conversation().ask(question)

    def explain(self, question: str) -> tuple[Explanation, ...]:
        """Why `question` by itself gets its reply, part by part."""
        return tuple(
            explain(reading, decision, self.understanding) for reading, decision in self.understand(question, None)
        )

    def understand(self, question: str, context: Context | None) -> list[tuple[Reading, Decision]]:
        """The parts of `question`, each read and decided; at least one."""
        whole = self._read(question, context)
        decided = decide(whole, self.understanding)
        if whole.score >= _WHOLE_BELIEVED and not whole.foreign:
            return [(whole, decided)]
        return self._parts(question, whole, context) or [(whole, decided)]

    def _read(self, text: str, context: Context | None) -> Reading:
        alone = self.understanding.read(text)
        if context is None:
            return alone
        leaning = self._leans(alone)
        if alone.score >= _SELF_CONTAINED and not leaning:
            return alone
        leaned = self.understanding.read(text, context)
        if leaning or decide(alone, self.understanding).outcome is Outcome.UNKNOWN:
            return leaned if leaned.score >= alone.score else alone
        return alone

    def _leans(self, reading: Reading) -> bool:
        """Whether a question leans on what was said before: a pronoun, an opener like "and", or few words."""
        tokens = reading.analysis.tokens
        dependent = self.understanding.english.dependent_words
        content = {feature.surface for feature in reading.analysis.content}
        for index, token in enumerate(tokens):
            following = tokens[index + 1] if index + 1 < len(tokens) else ""
            if token in dependent and following not in content:
                return True
        return len(reading.analysis.content) <= 1 and len(tokens) <= 5 or tokens[:1] in (("and",), ("so",), ("but",))

    def _parts(
        self, question: str, whole: Reading, context: Context | None
    ) -> list[tuple[Reading, Decision]]:
        pieces = [piece for sentence in sentences(question) for piece in joined_questions(sentence)]
        if len(pieces) == 1:
            return self._halves(pieces[0], whole, context)
        found: list[tuple[Reading, Decision]] = []
        for piece in pieces:
            reading = self._read(piece, context)
            decision = decide(reading, self.understanding)
            better = reading.score >= max(_PART_BELIEVED, whole.score)
            if better and decision.outcome is not Outcome.UNKNOWN:
                found.append((reading, decision))
        return _without_small_talk(found)

    def _halves(
        self, sentence: str, whole: Reading, context: Context | None
    ) -> list[tuple[Reading, Decision]]:
        best: list[tuple[Reading, Decision]] = []
        best_score = max(whole.score, _PART_BELIEVED) + 0.05
        for first, second in halvings(sentence):
            readings = [self._read(first, context), self._read(second, context)]
            score = min(reading.score for reading in readings)
            if score > best_score and readings[0].best != readings[1].best:
                decided = [(reading, decide(reading, self.understanding)) for reading in readings]
                if all(d.outcome in (Outcome.ANSWER, Outcome.GAP) for _, d in decided):
                    best, best_score = decided, score
        return best


def _without_small_talk(parts: list[tuple[Reading, Decision]]) -> list[tuple[Reading, Decision]]:
    """The parts, without greetings and thanks where something else is asked, and no intent twice."""
    serious = [part for part in parts if part[1].outcome is not Outcome.CHAT] or parts[:1]
    return list({decision.intents: (reading, decision) for reading, decision in serious}.values())
