"""How far the demo is, in a small file, so that a second terminal can follow it."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from assistant.history import HistoryError
from assistant.operating_system import is_running
from assistant.replacing import OWNER_ALONE, replaced_text

if TYPE_CHECKING:
    from pathlib import Path

_FILE: Final = "demo.json"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a demo stands.

    `number` counts the steps from 1, `state` tells who has the say, `presenter` and `doing` are about this
    step and `next` is about the one after it; `process` is who plays it.
    """

    process: int
    title: str
    state: str
    number: int
    steps: int
    elapsed: int
    doing: str
    presenter: str
    next: str


def progress_path() -> Path | None:
    """Where it is, beside all else that is kept; None where there is no such place."""
    from assistant.history.folder import data_folder  # noqa: PLC0415  (few commands need it)

    try:
        return data_folder() / _FILE
    except HistoryError:
        return None


def write_progress(path: Path, progress: Progress) -> None:
    """Put `progress` at `path`, all at once; a demo goes on where that cannot be done."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Of a moment alone: it need not outlast a crash.
        with replaced_text(path, mode=OWNER_ALONE, follow=False, lasting=False) as sink:
            json.dump(asdict(progress), sink)


def read_progress(path: Path) -> Progress | None:
    """What stands at `path`; None where no demo plays, be it that it was killed."""
    try:
        found = Progress(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if _sound(found) and is_running(found.process) else None


def clear_progress(path: Path, process: int) -> None:
    """Take it away, unless another demo has begun since."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        if json.loads(path.read_text("utf-8"))["process"] == process:
            path.unlink()


def _sound(found: Progress) -> bool:
    numbers = (found.process, found.number, found.steps, found.elapsed)
    texts = (found.title, found.state, found.doing, found.presenter, found.next)
    return all(type(each) is int for each in numbers) and all(type(each) is str for each in texts)
