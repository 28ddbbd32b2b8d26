"""What a format is, and what a batch comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from assistant.response import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.reply import Reply


class OutputFormat(StrEnum):
    """How the replies of a batch are written."""

    JSONL = "jsonl"
    CSV = "csv"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PARQUET = "parquet"


ENDINGS: Final[Mapping[str, OutputFormat]] = {
    ".jsonl": OutputFormat.JSONL,
    ".ndjson": OutputFormat.JSONL,
    ".json": OutputFormat.JSONL,
    ".csv": OutputFormat.CSV,
    ".txt": OutputFormat.TEXT,
    ".md": OutputFormat.MARKDOWN,
    ".html": OutputFormat.HTML,
    ".htm": OutputFormat.HTML,
    ".parquet": OutputFormat.PARQUET,
    ".pq": OutputFormat.PARQUET,
}


def by_ending(path: Path) -> OutputFormat | None:
    """The format that the ending of a file tells, in any case; None where it tells none."""
    return ENDINGS.get(path.suffix.lower())


@dataclass(slots=True)
class Summary:
    """How many replies of each status a batch has come to."""

    counts: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(Status, 0))

    def add(self, status: Status) -> None:
        """Count one reply more."""
        self.counts[status] += 1

    @property
    def rows(self) -> int:
        """How many replies there are."""
        return sum(self.counts.values())

    def share(self, status: Status) -> float:
        """What part of the replies has this status, from 0 to 1."""
        return self.counts[status] / self.rows if self.rows else 0.0

    @property
    def unread(self) -> int:
        """How many rows could not be read."""
        return self.counts[Status.ERROR]


class ReplyFormat(Protocol):
    """Replies as text: `head`, the pieces of the replies one after another and `tail` make the file."""

    @property
    def head(self) -> str:
        """What comes before the first reply."""

    def piece(self, reply: Reply) -> str:
        """One reply; it depends on nothing else, so that pieces can be made anywhere and in any order."""

    def tail(self, summary: Summary) -> str:
        """What comes after the last reply."""
