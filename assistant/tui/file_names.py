"""The files of questions that a path typed half may become."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from os import scandir
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.records.guessing import has_known_ending
from assistant.text import one_line

if TYPE_CHECKING:
    from os import DirEntry

# A key is not to wait for a folder of any size.
_MOST_LOOKED_AT: Final = 2_000


def paths_begun(typed: str) -> list[str]:
    """The folders, each with a slash behind, and the files of questions whose path begins with `typed`.

    They are sorted; hidden ones are there where the dot was typed. None where the folder cannot be read.
    """
    folder, slash, begun = typed.rpartition("/")
    try:
        with scandir(Path(f"{folder}{slash}" or ".").expanduser()) as entries:
            names = [_name(entry) for entry in islice(entries, _MOST_LOOKED_AT) if _fits(entry.name, begun)]
    except (OSError, RuntimeError, ValueError):
        return []
    return [f"{folder}{slash}{name}" for name in sorted(filter(None, names), key=str.casefold)]


def _fits(name: str, begun: str) -> bool:
    # A name that the line cannot show as it is would be another one.
    is_shown = not name.startswith(".") or begun.startswith(".")
    return is_shown and name.casefold().startswith(begun.casefold()) and one_line(name) == name


def _name(entry: DirEntry[str]) -> str:
    """The name as it is offered; empty for what is neither a folder nor a file of questions."""
    with suppress(OSError):
        # A link may lead round in a circle.
        if entry.is_dir():
            return f"{entry.name}/"
    return entry.name if has_known_ending(entry.name) else ""
