"""Replies that were given before: read back from the files of batches, and from the history."""

from __future__ import annotations

from contextlib import closing
from itertools import zip_longest
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import BaseModel, ValidationError

from assistant.errors import AssistantError
from assistant.history.database import FILE
from assistant.history.folder import data_folder
from assistant.history.journal import key_of
from assistant.records import InputFormat, records
from assistant.response import Status  # noqa: TC001  (Pydantic reads the annotation)
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from assistant.knowledge.source import Source
    from assistant.records import Loc, Record
    from assistant.reply import Reply

_BETWEEN_VALUES: Final = " | "
# What a table puts before a cell that a spreadsheet would run.
_GUARD: Final = "'"
_READ_BACK: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".pq")
_CITED: Final = ("sources", "sentences", "quotes")


class PastReply(NamedTuple):
    """What is known of a reply that was given before."""

    question: str
    status: Status
    places: tuple[tuple[str, int], ...]
    """The sentences of the article that it cites, each once: their source and number."""
    is_strange: bool = False
    """Whether it quotes what the article does not have: another article, or another state of it, does."""


class _Citation(BaseModel):
    source: str
    sentence: int
    quote: str


class _Row(BaseModel):
    """A reply as a batch writes it, as far as it is needed here."""

    question: str
    status: Status
    citations: tuple[_Citation, ...]


def replies_of_batch(stream: BinaryIO, name: str, sources: Iterable[Source]) -> Iterator[PastReply]:
    """The replies that a batch wrote as JSON Lines, CSV or Parquet, gzipped or not, one at a time.

    Args:
        stream: The bytes of the file.
        name: The name of the file, whose ending tells the format, or ``-``.
        sources: The article that the replies are about.

    Raises:
        AssistantError: when the file cannot be read, or a row of it is no reply; the rows before are given.
    """
    ending = PurePath(name.lower().removesuffix(".gz")).suffix
    if ending and ending not in _READ_BACK:
        known = ", ".join(_READ_BACK)
        raise AssistantError(
            f"{name}: replies are not read back from {ending}; write them with `assistant batch -o` to a file"
            f" that ends in one of {known}"
        )
    texts = _texts(sources)
    for record in records(stream, name, otherwise=InputFormat.JSONL):
        row = _row(record, "<stdin>" if name == "-" else name)
        yield _past(row.question, row.status, row.citations, texts)


def replies_of_history(sources: Iterable[Source]) -> Iterator[PastReply]:
    """The replies of all conversations about the article that are kept on this machine, oldest first.

    The file is only read, and none is made.

    Raises:
        HistoryError: when it cannot be read.
    """
    known = tuple(sources)
    path = data_folder() / FILE
    if not path.exists():
        return
    from assistant.history.store import History  # noqa: PLC0415  (it brings SQLite along)

    texts = _texts(known)
    with closing(History(None, copied=path)) as history:
        for reply in history.replies(key_of(known)):
            yield _past(reply.question, reply.status, _citations(reply), texts)


def _citations(reply: Reply) -> Iterator[_Citation]:
    for each in reply.citations:
        yield _Citation.model_construct(source=each.source, sentence=each.sentence, quote=each.quote)


def _texts(sources: Iterable[Source]) -> dict[tuple[str, int], str]:
    """The sentences of the article on one line, by source and number."""
    return {
        (source.name, sentence.number): one_line(sentence.text)
        for source in sources
        for sentence in source.sentences
    }


def _past(
    question: str, status: Status, citations: Iterable[_Citation], texts: Mapping[tuple[str, int], str]
) -> PastReply:
    cited = {(each.source, each.sentence): one_line(each.quote) for each in citations}
    places = tuple(place for place, quote in cited.items() if quote in texts.get(place, ""))
    return PastReply(question, status, places, is_strange=len(places) < len(cited))


def _row(record: Record, name: str) -> _Row:
    """The row as a reply.

    Raises:
        AssistantError: when it is none.
    """
    if record.problem:
        line, column = record.problem_place
        raise AssistantError(f"{_place(record, name, line, column)}: {record.told_problem}")
    is_table = record.sheet is not None and record.has_lines
    try:
        return _Row.model_validate(_of_cells(record.values) if is_table else record.values)
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
    values: dict[str, object] = {key: cells[key] for key in ("question", "status") if key in cells}
    if all(column in cells for column in _CITED):
        split = [_values(str(cells[column])) for column in _CITED]
        # A quote may hold the sign that parts quotes; then none is held to the article.
        quotes = split[2] if len(split[2]) == len(split[0]) else [""] * len(split[0])
        values["citations"] = [
            {"source": source, "sentence": sentence, "quote": quote}
            for source, sentence, quote in zip_longest(split[0], split[1], quotes)
        ]
    return values


def _values(cell: str) -> list[str]:
    plain = cell[1:] if cell.startswith(_GUARD) and cell[1:2] in ("=", "+", "-", "@") else cell
    return plain.split(_BETWEEN_VALUES) if plain else []
