"""Replies that were given before: read back from the files of batches, and from the history."""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import AssistantError
from assistant.formats.table import unguarded, values_of
from assistant.history.database import FILE
from assistant.history.entries import key_of
from assistant.history.folder import data_folder
from assistant.records import InputFormat, records
from assistant.response import Status  # noqa: TC001  (Pydantic reads the annotation)
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from assistant.history.store import History
    from assistant.knowledge.source import Sentence, Source
    from assistant.records import Loc, Record

_READ_BACK: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".pq")
_CITED: Final = ("sources", "sentences", "quotes")


class CitedSpan(NamedTuple):
    """Words of a sentence that a reply quotes, with their place in the source in code points."""

    source: str
    sentence: int
    start: int
    end: int


class PastReply(NamedTuple):
    """What is known of a reply that was given before."""

    question: str
    status: Status
    citations: tuple[CitedSpan, ...]
    """What it quotes of the article, as the article stands now."""
    is_strange: bool = False
    """Whether it quotes what the article does not have: another article, or another state of it, does."""


class BatchCitation(BaseModel):
    """A quote as a batch writes it; of a table the words are empty where they cannot be told apart."""

    source: str
    sentence: int
    quote: str


class BatchRow(BaseModel):
    """A reply as a batch writes it, in whichever format; its other columns or keys are in `model_extra`."""

    model_config = ConfigDict(extra="allow", frozen=True)

    question: str
    status: Status
    citations: tuple[BatchCitation, ...]


def replies_of_batch(stream: BinaryIO, name: str, sources: Iterable[Source]) -> Iterator[PastReply]:
    """The replies that a batch wrote, one at a time, as far as they are about the article `sources`.

    Raises:
        AssistantError: as `rows_of_batch` does.
    """
    article = _Article(sources)
    for row in rows_of_batch(stream, name):
        yield article.past_reply(row.question, row.status, row.citations)


def rows_of_batch(stream: BinaryIO, name: str) -> Iterator[BatchRow]:
    """The rows that a batch wrote as JSON Lines, CSV or Parquet, gzipped or not, one at a time.

    Args:
        stream: The bytes of the file.
        name: The name of the file, whose ending tells the format, or ``-``.

    Raises:
        AssistantError: when the file cannot be read, or a row of it is no reply; the rows before are given.
    """
    ending = PurePath(name.lower().removesuffix(".gz")).suffix
    if ending and ending not in _READ_BACK:
        raise AssistantError(
            f"{name}: replies are not read back from {ending}; write the batch as .jsonl, .csv or .parquet,"
            " and name that"
        )
    for record in records(stream, name, otherwise=InputFormat.JSONL):
        yield _row(record, "<stdin>" if name == "-" else name)


def replies_of_history(sources: Iterable[Source]) -> Iterator[PastReply]:
    """The replies of all conversations about the article that are kept on this machine, oldest first.

    The file is only read, and none is made.

    Raises:
        HistoryError: when it cannot be read.
    """
    known = tuple(sources)
    article = _Article(known)
    with history_to_read() as history:
        for reply in history.replies(key_of(known)) if history else ():
            cited = [
                BatchCitation.model_construct(source=each.source, sentence=each.sentence, quote=each.quote)
                for each in reply.citations
            ]
            yield article.past_reply(reply.question, reply.status, cited)


@contextmanager
def history_to_read() -> Iterator[History | None]:
    """The history of this machine, which is only read; None where there is none.

    Raises:
        HistoryError: when it cannot be read.
    """
    path = data_folder() / FILE
    if not path.exists():
        yield None
        return
    from assistant.history.store import History  # noqa: PLC0415  (it brings SQLite along)

    with closing(History(None, copied=path)) as history:
        yield history


# What is quoted


class _Article:
    """Finds quotes in the sentences of an article, each different one once."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sentences: dict[tuple[str, int], Sentence] = {
            (source.name, sentence.number): sentence for source in sources for sentence in source.sentences
        }
        self._spans: dict[tuple[str, int, str], CitedSpan | None] = {}

    def past_reply(self, question: str, status: Status, cited: Iterable[BatchCitation]) -> PastReply:
        """A reply with its quotes as they stand in the article now."""
        spans = [self._span(each.source, each.sentence, each.quote) for each in cited]
        present = tuple(span for span in spans if span)
        return PastReply(question, status, present, is_strange=len(present) < len(spans))

    def _span(self, source: str, number: int, quote: str) -> CitedSpan | None:
        key = (source, number, quote)
        if key not in self._spans:
            self._spans[key] = self._find(*key)
        return self._spans[key]

    def _find(self, source: str, number: int, quote: str) -> CitedSpan | None:
        """Where a quote stands in its sentence, however its white space is written.

        Of an empty quote nothing is known but its sentence, which then is all quoted.
        """
        sentence = self._sentences.get((source, number))
        if sentence is None:
            return None
        words = quote.split()
        if not words:
            return CitedSpan(source, number, sentence.start, sentence.end)
        match = re.search(r"\s+".join(map(re.escape, words)), sentence.text)
        if match:
            return CitedSpan(source, number, sentence.start + match.start(), sentence.start + match.end())
        # A table has no character that controls a terminal, and the article may.
        if one_line(quote) in one_line(sentence.text):
            return CitedSpan(source, number, sentence.start, sentence.end)
        return None


# The rows of a batch


def _row(record: Record, name: str) -> BatchRow:
    """The row as a reply.

    Raises:
        AssistantError: when it is none.
    """
    if record.problem:
        line, column = record.problem_place
        raise AssistantError(f"{_place(record, name, line, column)}: {record.told_problem}")
    is_table = record.sheet is not None and record.has_lines
    try:
        return BatchRow.model_validate(_of_cells(record.values) if is_table else record.values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        loc: Loc = () if is_table or first["type"] == "missing" else first["loc"]
        place = _place(record, name, *record.place(loc))
        raise AssistantError(
            f"{place}: this row is no reply of a batch: {_what(first['loc'], first['type'])}"
        ) from None


def _place(record: Record, name: str, line: int, column: int) -> str:
    return f"{name}:{line}:{column}" if record.has_lines else f"{name}: row {record.number}"


def _what(loc: Loc, kind: str) -> str:
    where = ".".join(map(str, loc))
    return f"there is no “{where}”" if kind == "missing" else f"“{where}” is not what a batch writes there"


def _of_cells(cells: Mapping[str, object]) -> dict[str, object]:
    """The row of a table with the citations as a list, as JSON has it; what is missing stays so."""
    values: dict[str, object] = {
        key: unguarded(cell) if isinstance(cell, str) else cell
        for key, cell in cells.items()
        if key not in _CITED
    }
    if all(column in cells for column in _CITED):
        sources, sentences, quotes = (values_of(str(cells[column])) for column in _CITED)
        # A quote may hold the sign that parts quotes; of several, none is then held to the article.
        if len(quotes) != len(sources):
            quotes = [unguarded(str(cells["quotes"]))] if len(sources) == 1 else [""] * len(sources)
        values["citations"] = [
            {"source": source, "sentence": sentence, "quote": quote}
            for source, sentence, quote in zip_longest(sources, sentences, quotes)
        ]
    return values
