"""Replies as the rows of a CSV table."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from assistant.text import INVISIBLE, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.formats.format import Summary
    from assistant.reply import Reply

TABLE_COLUMNS = (
    "id", "conversation", "question", "status", "answer", "intents", "confidence",
    "sources", "sentences", "quotes", "suggestions",
)  # fmt: skip
_BETWEEN_VALUES = " | "
_GUARD = "'"
# A spreadsheet may pass over what is blank or not seen, and take a wide or small sign, or a true minus, for
# the plain one; what begins with a break or a tab may become a cell of its own. A guard of the text's own is
# guarded as well, so that it is not taken for one that was put there.
_FORMULA = re.compile(rf"'*(?:[\t\n\r]|[\s{INVISIBLE}]*[=+\-@⁺⁼₊₌−﬩﹢﹣﹦﹫＋－＝＠])")


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
    return _GUARD + shown if _FORMULA.match(shown) else shown


def unguarded(cell: str) -> str:
    """The text that a `guarded` cell stands for, which is exactly the one that was made printable."""
    return cell[1:] if cell.startswith(_GUARD) and _FORMULA.match(cell, 1) else cell


def _line(cells: Sequence[str]) -> str:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerow(cells)
    return sink.getvalue()


def values_of(cell: str) -> list[str]:
    """The values that stand in one cell, such as the quotes of a reply; none where it is empty."""
    text = unguarded(cell)
    return text.split(_BETWEEN_VALUES) if text else []
