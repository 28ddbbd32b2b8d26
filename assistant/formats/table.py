"""Replies as the rows of a CSV table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from assistant.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.formats.format import Summary
    from assistant.reply import Reply

TABLE_COLUMNS = (
    "id", "conversation", "question", "status", "answer", "intents", "confidence",
    "sources", "sentences", "quotes", "suggestions",
)  # fmt: skip
_BETWEEN_VALUES = " | "
_FORMULA_OPENERS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


class TableFormat:
    """A row for each reply under `TABLE_COLUMNS`; a cell that a spreadsheet would run gets a leading '."""

    @property
    def head(self) -> str:
        """The names of the columns."""
        return _line(TABLE_COLUMNS)

    def piece(self, reply: Reply) -> str:
        """The row of one reply."""
        return _line(
            [
                guarded(reply.id or ""),
                guarded(reply.conversation or ""),
                guarded(reply.question),
                reply.status.value,
                guarded(reply.answer),
                guarded(_BETWEEN_VALUES.join(reply.intents)),
                f"{reply.confidence:.4f}",
                guarded(_BETWEEN_VALUES.join(citation.source for citation in reply.citations)),
                guarded(_BETWEEN_VALUES.join(str(citation.sentence) for citation in reply.citations)),
                guarded(_BETWEEN_VALUES.join(citation.quote for citation in reply.citations)),
                guarded(_BETWEEN_VALUES.join(reply.suggestions)),
            ]
        )

    def tail(self, _: Summary) -> str:
        """Nothing."""
        return ""


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet runs as a formula."""
    shown = printable(text)
    return _GUARD + shown if shown.startswith(_FORMULA_OPENERS) else shown


def unguarded(cell: str) -> str:
    """The text that a `guarded` cell stands for."""
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(_FORMULA_OPENERS) else cell


def _line(cells: Sequence[str]) -> str:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerow(cells)
    return sink.getvalue()


def values_of(cell: str) -> list[str]:
    """The values that stand in one cell, such as the quotes of a reply; none where it is empty."""
    text = unguarded(cell)
    return text.split(_BETWEEN_VALUES) if text else []
