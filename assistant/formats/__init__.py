"""How the replies of a batch are written: a format says what comes first, for each reply, and last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.formats.format import ENDINGS, OutputFormat, ReplyFormat, Summary, by_ending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.knowledge.pack import Pack
    from assistant.reply import Reply

__all__ = ["ENDINGS", "OutputFormat", "ReplyFormat", "Summary", "by_ending", "reply_format", "whole"]


def reply_format(output_format: OutputFormat, pack: Pack) -> ReplyFormat:
    """The format of that name, for replies from `pack`.

    Parquet is no text: it is written as JSON Lines first, and `assistant.formats.parquet` makes it of them.
    """
    # A batch has one format; what the others need is not loaded.
    match output_format:
        case OutputFormat.CSV:
            from assistant.formats.table import TableFormat  # noqa: PLC0415

            return TableFormat()
        case OutputFormat.MARKDOWN:
            from assistant.formats.markdown import MarkdownFormat  # noqa: PLC0415

            return MarkdownFormat(pack)
        case OutputFormat.HTML:
            from assistant.formats.report import ReportFormat  # noqa: PLC0415

            return ReportFormat(pack)
        case OutputFormat.TEXT:
            from assistant.formats.lines import TextFormat  # noqa: PLC0415

            return TextFormat()
        case OutputFormat.JSONL | OutputFormat.PARQUET:
            from assistant.formats.lines import JsonFormat  # noqa: PLC0415

            return JsonFormat()


def whole(chosen: ReplyFormat, replies: Iterable[Reply]) -> str:
    """All `replies` in the format `chosen`."""
    summary = Summary()
    pieces = [chosen.head]
    for reply in replies:
        summary.add(reply.status)
        pieces.append(chosen.piece(reply))
    return "".join([*pieces, chosen.tail(summary)])
