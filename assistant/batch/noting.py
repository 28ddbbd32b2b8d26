"""The note of how far a batch has come, as a file: read with suspicion, as anybody may have written it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.batch.sink import Note
from assistant.errors import AssistantError
from assistant.operating_system import is_own, open_itself
from assistant.replacing import on_disk
from assistant.response import Status  # noqa: TC001  (Pydantic reads the annotation)

if TYPE_CHECKING:
    from pathlib import Path

# In bytes; a note has some hundreds.
_LARGEST: Final = 2**16
# In bytes and in rows: more is in no file.
_MOST: Final = 2**63 - 1

_Count = Annotated[int, Field(ge=0, le=_MOST)]


class _NoteFile(BaseModel):
    """What stands in the file, no more and no less."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    batch: Annotated[str, Field(max_length=1_000)]
    size: _Count
    counts: dict[Status, _Count]
    asked: Annotated[str, Field(pattern="^([0-9a-f]{32})?$")]
    written: Annotated[str, Field(pattern="^[0-9a-f]{40}$")]


def write_note(path: Path, note: Note) -> None:
    """Put `note` at `path`, all at once.

    It is written under one name, as a run that is killed would else leave another file each time.

    Raises:
        OSError: when it cannot be written.
    """
    fresh = fresh_of(path)
    # What stands there, be it planted, is not written into.
    fresh.unlink(missing_ok=True)
    with os.fdopen(open_itself(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as sink:
        sink.write(json.dumps(asdict(note)).encode())
        on_disk(sink)
    fresh.replace(path)


def fresh_of(path: Path) -> Path:
    """Where the next note is written before it takes the place of the one at `path`."""
    return path.with_name(f"{path.name}.new")


def read_note(path: Path) -> Note | None:
    """The note at `path`; None where there is none, or it tells of nothing.

    Raises:
        AssistantError: when something else is there.
        OSError: when it cannot be read.
    """
    try:
        number = open_itself(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}; leave out --resume to begin anew") from None
    with os.fdopen(number, "rb") as file:
        content = file.read(_LARGEST + 1) if is_own(os.fstat(number)) else b""
    try:
        text = content.decode("utf-8")
        if len(content) > _LARGEST:
            raise ValueError
        json.loads(text, object_pairs_hook=_without_duplicates)
        found = _NoteFile.model_validate_json(text)
    except (ValueError, RecursionError, ValidationError):
        raise AssistantError(
            f"{path}: this is no note that a batch has left; leave out --resume to begin anew"
        ) from None
    note = Note(found.batch, found.size, found.counts, found.asked, found.written)
    return note if note.rows else None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
