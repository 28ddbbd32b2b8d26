"""The assistant: one pack, ready to be asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.dialogue import pack_cache
from assistant.dialogue.acts import DialogueActs
from assistant.dialogue.compiled_pack import CompiledPack
from assistant.dialogue.conversation import Conversation
from assistant.dialogue.replies import Wording
from assistant.dialogue.suggestions import Suggester
from assistant.knowledge import default_pack_folder
from assistant.lazy import lazy

if TYPE_CHECKING:
    from assistant.dialogue.explanation import Explanation
    from assistant.dialogue.memory import Memory
    from assistant.knowledge.pack import Pack
    from assistant.reply import Reply
    from assistant.response import Response


class Assistant:
    """Answers questions from one pack.

    An assistant never changes once it is there: any number of threads may ask it at the same time, and get
    what one alone would get. It holds no conversation, so one serves many; a `Conversation` is for one thread
    at a time. It can be pickled and sent to another process of the same version; a copy of it is itself.
    """

    def __init__(self, pack: Pack, compiled: CompiledPack | None = None) -> None:
        """`compiled` is `pack`, compiled before."""
        self.pack = pack
        self.compiled = compiled or CompiledPack.compile(pack)
        """The pack, compiled."""

    @classmethod
    def load(cls, folder: str | Path | None = None) -> Assistant:
        """The assistant for the pack in `folder`, or for the default pack.

        Raises:
            PackError: with everything that is wrong with the pack.
        """
        compiled = pack_cache.load(Path(folder) if folder is not None else default_pack_folder())
        return cls(compiled.pack, compiled)

    @classmethod
    def from_pack(cls, pack: Pack) -> Assistant:
        """The assistant for a pack that is there already, such as a draft: `Pack.draft`.

        Compiling it takes seconds where it is large, and nothing of it is kept for the next start.
        """
        return cls(pack)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.compiled,)

    def __copy__(self) -> Assistant:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Assistant:
        return self

    @lazy
    def _wording(self) -> Wording:
        return Wording(self.compiled)

    @lazy
    def _acts(self) -> DialogueActs:
        return DialogueActs(self.compiled.english)

    @lazy
    def _suggester(self) -> Suggester:
        # Made ready when the first key is typed.
        return Suggester(self.compiled)

    def conversation(self, memory: Memory | None = None) -> Conversation:
        """A new conversation, or one that goes on from the `memory` of another."""
        return Conversation(self.compiled, self._wording, self._acts, memory)

    def ask(self, question: str) -> Reply:
        """The reply to `question` by itself; any string will do."""
        return self.conversation().ask(question)

    def respond(self, question: str) -> Response:
        """What `ask` returns, as plain data."""
        return self.conversation().respond(question)

    def suggest(self, text: str, limit: int = 5) -> tuple[str, ...]:
        """At most `limit` questions with an answer that `text`, perhaps typed half, may be meant for."""
        return self._suggester.suggest(text, limit)

    def explain(self, question: str) -> Explanation:
        """Why `question` by itself gets its reply."""
        conversation = self.conversation()
        conversation.respond(question)
        return conversation.why()


def _restored(compiled: CompiledPack) -> Assistant:
    return Assistant(compiled.pack, compiled)
