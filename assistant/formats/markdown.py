"""Replies as Markdown: a heading for each, and the figures last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.markup import md, md_reply, place
from assistant.response import Status
from assistant.text import one_line

if TYPE_CHECKING:
    from assistant.formats.format import Summary
    from assistant.knowledge.pack import Pack
    from assistant.reply import Citation, Reply


class MarkdownFormat:
    """Everything stands in it literally; where the pack has several sources, a quote names its own."""

    def __init__(self, pack: Pack) -> None:
        self._title = pack.title
        self._of_many = len(pack.sources) > 1

    @property
    def head(self) -> str:
        """The title."""
        return f"# {md(one_line(self._title))}\n"

    def piece(self, reply: Reply) -> str:
        """Id and question as a heading, then the reply."""
        heading = " · ".join(md(part) for part in map(one_line, (reply.id or "", reply.question)) if part)
        return "".join(f"\n{block}\n" for block in (f"## {heading}".rstrip(), *md_reply(reply, self._place)))

    def tail(self, summary: Summary) -> str:
        """A table of how many replies there are of each status."""
        lines = ["## Figures", "", "| Replies | Rows |", "| --- | ---: |"]
        for status in Status:
            glyph, words, *_ = status.traits
            lines.append(f"| {md(glyph)} {words} | {summary.counts[status]:,} |")
        lines.append(f"| All | {summary.rows:,} |")
        return "\n" + "\n".join(lines) + "\n"

    def _place(self, citation: Citation) -> str:
        return md(place(citation.source, citation.sentence, of_many=self._of_many))
