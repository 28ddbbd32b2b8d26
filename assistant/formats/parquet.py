"""Replies as a Parquet file, made of the JSON Lines of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assistant.arrow import libraries
from assistant.errors import AssistantError
from assistant.replacing import replaced
from assistant.reply import Reply
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# In a row group, which is what is held in memory at a time: so many rows, or bytes of JSON Lines.
ROWS_AT_A_TIME: Final = 4096
_BYTES_AT_A_TIME: Final = 2**24


def from_json_lines(source: Path, target: Path) -> None:
    """Write the replies of the JSON Lines file `source` to `target`, whole or not at all.

    Raises:
        AssistantError: when the packages for it are missing, a line is no reply, or a file cannot be used.
    """
    arrow, parquet = libraries()
    schema = _schema(arrow)
    try:
        with replaced(target) as sink, parquet.ParquetWriter(sink, schema) as writer:
            for group in _groups(source):
                writer.write_table(arrow.Table.from_pylist(group, schema))
    except OSError as error:
        reason = error.strerror or one_line(str(error))
        raise AssistantError(f"{target}: {reason}") from None


def _groups(source: Path) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    size = 0
    try:
        with source.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                group.append(_row(line, f"{source}:{number}"))
                size += len(line)
                if len(group) == ROWS_AT_A_TIME or size >= _BYTES_AT_A_TIME:
                    yield group
                    group, size = [], 0
    except OSError as error:
        raise AssistantError(f"{source}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise AssistantError(f"{source}: this is not UTF-8") from None
    if group:
        yield group


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        return Reply.model_validate_json(line).model_dump(mode="json")
    except ValueError:
        raise AssistantError(f"{where}: this is no reply") from None


def _schema(arrow: Any) -> Any:
    """A column for each key of a reply; `id`, `conversation` and `act` alone may be null."""
    text, number = arrow.string(), arrow.int64()

    def column(name: str, kind: Any, *, nullable: bool = False) -> Any:
        return arrow.field(name, kind, nullable=nullable)

    def several(kind: Any) -> Any:
        return arrow.list_(column("element", kind))

    citation = arrow.struct(
        [
            column("source", text),
            column("sentence", number),
            column("start", number),
            column("end", number),
            column("quote", text),
        ]
    )
    match = arrow.struct([column("intent", text), column("score", arrow.float64()), column("phrase", text)])
    return arrow.schema(
        [
            column("id", text, nullable=True),
            column("conversation", text, nullable=True),
            column("question", text),
            column("status", text),
            column("answer", text),
            column("intents", several(text)),
            column("confidence", arrow.float64()),
            column("citations", several(citation)),
            column("suggestions", several(text)),
            column("matches", several(match)),
            column("act", text, nullable=True),
        ]
    )
