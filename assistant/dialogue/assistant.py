"""The assistant: one pack, ready to be asked."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.dialogue import compiled
from assistant.dialogue.conversation import Conversation
from assistant.dialogue.moves import Moves
from assistant.dialogue.replies import Wording
from assistant.dialogue.resolution import resolve
from assistant.dialogue.suggestions import Suggester
from assistant.dialogue.understanding import Understanding
from assistant.knowledge import default_pack_folder

if TYPE_CHECKING:
    from assistant.dialogue.conversation import Memory
    from assistant.dialogue.decision import Decision
    from assistant.dialogue.explanation import Explanation
    from assistant.dialogue.understanding import Context, Reading
    from assistant.knowledge.pack import Pack
    from assistant.reply import Reply
    from assistant.response import Response


class Assistant:
    """Answers questions from one pack; holds no state of any conversation, so one serves many."""

    def __init__(self, pack: Pack, understanding: Understanding | None = None) -> None:
        self.pack = pack
        self.understanding = understanding or Understanding(pack)
        self.wording = Wording(pack)

    @classmethod
    def load(cls, folder: str | Path | None = None) -> Assistant:
        """The assistant for the pack in `folder`, or for the default pack.

        Raises:
            PackError: with everything that is wrong with the pack.
        """
        understanding = compiled.load(Path(folder) if folder is not None else default_pack_folder())
        return cls(understanding.pack, understanding)

    @cached_property
    def moves(self) -> Moves:
        """The moves of a conversation, made ready when the first question is asked."""
        return Moves(self.understanding.english)

    @cached_property
    def suggester(self) -> Suggester:
        """What finds questions for a text typed half, made ready when the first key is typed."""
        return Suggester(self.pack, self.understanding.matcher)

    def conversation(self, memory: Memory | None = None) -> Conversation:
        """A new conversation, or one that goes on from the `memory` of another."""
        return Conversation(self, memory)

    def ask(self, question: str) -> Reply:
        """The reply to `question` by itself; any string will do."""
        return self.conversation().ask(question)

    def respond(self, question: str) -> Response:
        """What `ask` returns, as plain data."""
        return self.conversation().respond(question)

    def suggest(self, text: str, limit: int = 5) -> tuple[str, ...]:
        """At most `limit` questions with an answer that `text`, perhaps typed half, may be meant for."""
        return self.suggester.suggest(text, limit)

    def explain(self, question: str) -> tuple[Explanation, ...]:
        """Why `question` by itself gets its reply, part by part; empty where it was not matched at all."""
        conversation = self.conversation()
        conversation.respond(question)
        return conversation.why()

    def understand(self, question: str, context: Context | None = None) -> list[tuple[Reading, Decision]]:
        """The parts of `question`, each read and decided; at least one."""
        return resolve(self.understanding, question, context)
