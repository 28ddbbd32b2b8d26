"""The pack as it would be: loaded and checked before anything of it is written, and written whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, PackError
from assistant.knowledge import load_pack
from assistant.knowledge.digest import PACK_PARTS
from assistant.knowledge.files import display
from assistant.replacing import discard, new_beside, on_disk, real

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.knowledge.pack import Pack


def load_changed(folder: Path, changed: Mapping[Path, str]) -> Pack:
    """The pack in `folder` with other texts for some of its files.

    Raises:
        PackError: It could not be loaded; the problems have the places that they would have in `folder`.
    """
    with TemporaryDirectory(prefix="assistant-") as beside:
        copy = Path(beside)
        try:
            for part in PACK_PARTS:
                shutil.copytree(folder / part, copy / part, ignore=shutil.ignore_patterns(".*"))
            for path, text in changed.items():
                (copy / path.relative_to(folder)).write_bytes(text.encode("utf-8"))
        except (OSError, shutil.Error) as error:
            raise AssistantError(f"{folder}: cannot be copied: {error}") from None
        try:
            return load_pack(copy)
        except PackError as error:
            moved, home = display(copy), display(folder)
            raise PackError(
                each._replace(path=_moved(each.path, moved, home), what=_moved(each.what, moved, home))
                for each in error.problems
            ) from None


def _moved(text: str, copy: str, home: str) -> str:
    return text.replace(f"{copy}{os.sep}", "" if home == "." else f"{home}{os.sep}")


def write(before: Mapping[Path, str], changed: Mapping[Path, str]) -> None:
    """Write the files of a pack, each whole or not at all; none takes its name before all are written.

    Args:
        before: What each is taken to hold; empty for one that is new.
        changed: What each is to hold.

    Raises:
        AssistantError: A file holds something else by now, or cannot be written.
    """
    for path, text in before.items():
        try:
            now = path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
        except OSError as error:
            raise AssistantError(f"{display(path)}: cannot be read: {error.strerror}") from None
        if now != text:
            raise AssistantError(f"{display(path)}: it was changed meanwhile: nothing is written; try again")
    parts: dict[Path, Path] = {}
    path = Path()
    try:
        for path, text in changed.items():
            target = real(path)
            # Hidden, so that it is no file of the pack while it is there.
            sink, part = new_beside(target)
            parts[part] = target
            with sink:
                sink.write(text.encode("utf-8"))
                on_disk(sink)
            if target.exists():
                shutil.copymode(target, part)
        for part, path in parts.items():
            part.replace(path)
    except OSError as error:
        raise AssistantError(f"{display(path)}: {error.strerror}") from None
    finally:
        # What did not take its name is of no use: the decisions make it again.
        for part in parts:
            discard(part)
