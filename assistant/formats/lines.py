"""Replies as JSON Lines, and as text to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.render import as_json, as_text
from assistant.text import one_line

if TYPE_CHECKING:
    from assistant.formats.format import Summary
    from assistant.reply import Reply


class JsonFormat:
    """A line of JSON for each reply."""

    head = ""

    def piece(self, reply: Reply) -> str:
        """The reply with the keys of the contract."""
        return as_json(reply) + "\n"

    def tail(self, _: Summary) -> str:
        """Nothing."""
        return ""


class TextFormat:
    """A block for each reply, the question above the answer, an empty line below."""

    head = ""

    def piece(self, reply: Reply) -> str:
        """Id and question in a line, then the reply."""
        return f"[{one_line(reply.id or '')}] {one_line(reply.question)}\n{as_text(reply)}\n\n"

    def tail(self, _: Summary) -> str:
        """Nothing."""
        return ""
