"""Replies as one page that needs nothing beside itself: figures, and a table to filter and to sort.

The figures are known last, so they stand last, and the style shows them first. All of it can be read without
the script, and nothing but this script may run: the page names its digest.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.markup import html, html_answer, html_quotes, style
from assistant.response import Status, sureness
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.formats.format import Summary
    from assistant.knowledge.pack import Pack
    from assistant.reply import Reply

_HERE: Final = Path(__file__).parent
_ROWS: Final = "{rows}\n"
_FIGURE: Final = (
    '<label class="{kind}"><input type="radio" name="status" value="{value}"{checked} autocomplete="off"> '
    '<b>{count:,}</b> <span class="status">{words}</span>{share}</label>'
)


class ReportFormat:
    """A row for each reply, every quote marked in its sentence."""

    def __init__(self, pack: Pack) -> None:
        self._title = pack.title
        self._sources = pack.sources

    @cached_property
    def _template(self) -> tuple[str, str]:
        """What stands before the rows, and after."""
        head, _, tail = (_HERE / "report.html").read_text("utf-8").partition(_ROWS)
        return head, tail

    @cached_property
    def _script(self) -> str:
        return (_HERE / "report.js").read_text("utf-8")

    @property
    def head(self) -> str:
        """The page up to the first row."""
        return self._template[0].format(
            digest=b64encode(sha256(self._script.encode()).digest()).decode(),
            title=html(one_line(self._title)),
            style=style(_HERE / "report.css"),
        )

    def piece(self, reply: Reply) -> str:
        """A row of the table."""
        return "\n".join(self._row(reply)) + "\n"

    def tail(self, summary: Summary) -> str:
        """The figures, and the script."""
        return self._template[1].format(figures="\n".join(_figures(summary)), script=self._script)

    def _row(self, reply: Reply) -> Iterator[str]:
        glyph, words, *_ = reply.status.traits
        yield f'<tr role="row" class="{reply.status.value}">'
        yield f'<td role="cell" class="id">{html(one_line(reply.id or ""))}</td>'
        yield f'<td role="cell" class="status"><span aria-hidden="true">{glyph}</span> {words}</td>'
        yield f'<td role="cell" class="question">{html(one_line(reply.question))}</td>'
        yield '<td role="cell" class="reply">'
        yield from html_answer(reply, html_quotes(reply, self._sources))
        yield "</td>"
        sure = f'<data value="{reply.confidence:.4f}">{sureness(reply.confidence)}</data>'
        yield f'<td role="cell" class="sure">{sure}</td>'
        yield "</tr>"


def _figures(summary: Summary) -> Iterator[str]:
    """How many replies there are, in all and of each status; with the script they choose what shows."""
    yield _FIGURE.format(kind="all", value="", checked=" checked", count=summary.rows, words="All", share="")
    for status in Status:
        glyph, words, *_ = status.traits
        yield _FIGURE.format(
            kind=status.value,
            value=status.value,
            checked="",
            count=summary.counts[status],
            words=f'<span aria-hidden="true">{glyph}</span> {words}',
            share=f" <small>{summary.share(status):.0%}</small>",
        )
