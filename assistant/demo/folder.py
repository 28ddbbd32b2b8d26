"""A folder of files that is there when it is whole, and not before."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.replacing import new_folder_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def check_free(folder: Path) -> None:
    """Make sure that `folder` is not there yet, or empty, and that it can be made and written to.

    Raises:
        AssistantError: when it is not so.
    """
    with _reported(folder):
        # From Python 3.14 on `exists` says no where the system does not tell, as of a name that is too long.
        with suppress(FileNotFoundError, NotADirectoryError):
            folder.stat()
        if folder.exists():
            if not folder.is_dir():
                raise AssistantError(f"{folder}: is no folder")
            if any(folder.iterdir()):
                raise AssistantError(
                    f"{folder}: is not empty; name a new folder, so that nothing is written over"
                )
        elif not folder.absolute().parent.is_dir():
            raise AssistantError(f"{folder}: there is no folder {folder.absolute().parent} to make it in")
        # Tried, as there is more to it than the rights that one can ask for.
        _new_part(folder).rmdir()


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write `files`, texts by their names, to `folder`, which is new or empty.

    A new folder appears with everything in it. One that is there stays the same folder, and gets its files
    when all are written.

    Raises:
        AssistantError: when `folder` has something in it, or cannot be written.
    """
    check_free(folder)
    target = folder.absolute()
    with _reported(folder):
        part = _new_part(folder)
        try:
            for name, text in files.items():
                (part / name).write_text(text, "utf-8", newline="\n")
            if target.exists():
                for name in files:
                    (part / name).rename(target / name)
                part.rmdir()
            else:
                part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise


def write_elsewhere(files: Mapping[str, str]) -> Path | None:
    """Write `files` to a new folder beside all else that is kept, or else among what is temporary.

    Returns:
        The folder, or None where neither can be written.
    """
    for home in _homes():
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix="demo-", dir=home))
        except OSError:
            continue
        try:
            write_folder(folder, files)
        except AssistantError:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        return folder
    return None


def _homes() -> Iterator[Path]:
    from assistant.history.folder import data_folder  # noqa: PLC0415  (few demos come to that)

    with suppress(AssistantError):
        yield data_folder() / "demos"
    with suppress(OSError):
        yield Path(tempfile.gettempdir())


def _new_part(folder: Path) -> Path:
    """A new folder where the files are until they are whole: on the same file system."""
    target = folder.absolute()
    return new_folder_beside(target / "demo" if target.exists() else target)


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses into a line for people."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise AssistantError(f"{folder}: {reason}") from None
