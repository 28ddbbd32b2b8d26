"""A batch from its first row to its last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.batch.answering import Answering
from assistant.batch.interrupts import Interrupts
from assistant.batch.processes import answer_in_processes
from assistant.batch.trail import Trail
from assistant.errors import AssistantError
from assistant.formats import Summary, reply_format
from assistant.response import Status
from assistant.signals import Terminated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from assistant.batch.answering import Piece
    from assistant.batch.sink import Sink
    from assistant.dialogue import Assistant
    from assistant.formats import OutputFormat, ReplyFormat
    from assistant.records.rows import Row


@dataclass(frozen=True, slots=True)
class Batch:
    """What rows are answered with.

    Args:
        assistant: The assistant of the pack.
        folder: Where the pack is: each of several processes loads it from there.
        output_format: How the replies are written.
        processes: How many processes answer; the replies are the same with any number.
        name: Tells this batch from one whose replies would be others: of another pack, say.
    """

    assistant: Assistant
    folder: Path | None
    output_format: OutputFormat
    processes: int = 1
    name: str = ""

    def run(
        self, rows: Iterable[Row], sink: Sink, watch: Callable[[Summary], object] = lambda _: None
    ) -> Summary:
        """Answer those of `rows` in order that `sink` has no reply to, and write each reply there.

        `watch` is called after each reply.

        Raises:
            AssistantError: when the input as a whole cannot be read, or is not what the replies that are
                there were given to; the replies to the rows before are written.
        """
        form = reply_format(self.output_format, self.assistant.pack)
        begun, trail = sink.begun, Trail()
        summary = Summary({status: begun.counts.get(status, 0) for status in Status})
        interrupts = Interrupts()
        with interrupts.held():
            if not begun.rows:
                sink.write(form.head)
            try:
                for piece in self._pieces(trail.left(interrupts.while_waiting(rows), begun), form):
                    sink.write(piece.text)
                    summary.add(piece.status)
                    trail.answered()
                    sink.note(summary.counts, trail.asked)
                    watch(summary)
                    interrupts.heed()
            except (AssistantError, KeyboardInterrupt, Terminated):
                if summary.rows > begun.rows:
                    sink.note(summary.counts, trail.asked, now=True)
                # A signal may be what has ended a process that answers.
                interrupts.heed()
                raise
            sink.note(summary.counts, trail.asked, now=True)
            sink.write(form.tail(summary))
        return summary

    def _pieces(self, rows: Iterable[Row], form: ReplyFormat) -> Iterator[Piece]:
        """The piece of each row that is not only recalled."""
        if self.processes > 1:
            found = answer_in_processes(self.folder, self.output_format, rows, self.processes)
        else:
            found = map(Answering(self.assistant, form).piece, rows)
        return (piece for piece in found if piece is not None)
