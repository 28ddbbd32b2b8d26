"""The replies to many questions for reading aloud, each as soon as it is there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assistant.render import as_answer_lines, as_quote_lines
from assistant.response import Response, Status
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.dialogue import Assistant, Conversation
    from assistant.records.rows import Row


def spoken_batch(
    assistant: Assistant, rows: Sequence[Row], is_stopped: Callable[[], bool] = lambda: False
) -> Iterator[str]:
    """Question and reply of each of `rows`, a whole statement a line, and what they come to.

    Rows of the same conversation share their context, and any other is asked on its own. After a row,
    `is_stopped` tells whether to leave out those that are left.
    """
    conversations: dict[str, Conversation] = {}
    counts: Counter[Status] = Counter()
    name_sources = len(assistant.pack.sources) > 1
    for row in rows:
        if row.problem:
            reply = Response(row.question, Status.ERROR, row.wrong)
        else:
            conversation = assistant.conversation()
            if row.conversation is not None:
                conversation = conversations.setdefault(row.conversation, conversation)
            reply = conversation.respond(row.question)
        counts[reply.status] += 1
        yield f"Question {one_line(row.id)}: {one_line(row.question)}".rstrip()
        yield from as_answer_lines(reply)
        yield from as_quote_lines(reply, name_sources=name_sources)
        answered = counts.total()
        if answered < len(rows) and is_stopped():
            yield f"Stopped after {answered:,} of {len(rows):,}."
            break
    parts = [f"{counts[status]:,} {status.traits.counted}" for status in Status if counts[status]]
    yield f"{counted(counts.total(), 'question')}: {', '.join(parts)}."
