"""The history to talk into: the file, another where it is damaged, none where there can be none."""

from __future__ import annotations

import glob
import os
from contextlib import closing, suppress
from datetime import UTC
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.history import files
from assistant.history.database import FILE, contents, held
from assistant.history.folder import data_folder
from assistant.history.store import History
from assistant.history.turns import HistoryError
from assistant.operating_system import CAN_MOVE_OPEN_FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from assistant.history.store import Identity

    Clock = Callable[[], datetime]
    Tell = Callable[[str], None]

# So often a damaged file is read again that others have changed meanwhile.
_ATTEMPTS: Final = 3


def history_path() -> Path:
    """Where the user's history is. Where that is a link, what it leads to, beside which SQLite has its own.

    Raises:
        HistoryError: when there is no such place.
    """
    return Path(os.path.realpath(data_folder() / FILE))


def open_history(*, keep: bool, clock: Clock, tell: Tell) -> History:
    """The user's history, or one that ends with the process where nothing is to be kept.

    Raises:
        HistoryError: when it cannot be opened now, but perhaps in a moment.
    """
    if not keep:
        return History(None)
    try:
        return History(history_path())
    except HistoryError as error:
        return open_instead(error, clock, tell)


def open_instead(error: HistoryError, clock: Clock, tell: Tell, suspected: Identity | None = None) -> History:
    """The history to go on with after `error`; `tell` is told of it.

    A damaged file is put aside for one that has all that could be read of it; so is the one that is
    `suspected`, although it looks sound. No connection of this process may have it open.

    Raises:
        HistoryError: when there is one, but it cannot be opened now.
    """
    if error.may_pass:
        raise error
    if not error.damaged:
        return open_unkept(error, tell)
    try:
        path = history_path()
        with files.alone(path):
            history = _sound(path, suspected)
            if history is None:
                saved_ones, aside = _recover(path, clock())
                number = f"{saved_ones:,}" if saved_ones else "none"
                tell(
                    f"The history was damaged; {number} of its conversations could be saved, the file is now"
                    f" {aside}."
                )
                history = History(path, is_alone=True)
        return history
    except HistoryError as found:
        if found.may_pass:
            raise
        return open_unkept(found, tell)
    except OSError as found:
        return open_unkept(HistoryError(f"{data_folder()}: {found.strerror}"), tell)


def open_unkept(error: HistoryError, tell: Tell) -> History:
    """A history that ends with the process, for `error` does not let one be kept.

    What was kept before is in it, as far as it can be read.
    """
    tell(f"What is said from here on is not kept: {error}")
    try:
        return History(None, copied=history_path())
    except HistoryError:
        return History(None)


def _sound(path: Path, suspected: Identity | None) -> History | None:
    """The history at `path`, if nothing is wrong with it, as another chat may have mended it."""
    try:
        history = History(path, thorough=True, is_alone=True)
    except HistoryError as error:
        if error.damaged:
            return None
        raise
    if suspected is None or history.identity != suspected:
        return history
    history.close()
    return None


# Recovering


def _recover(path: Path, moment: datetime) -> tuple[int, Path]:
    """Put a file with all that can be read of a damaged one in its place, while nobody else writes there.

    Returns:
        How many conversations that are, and where the damaged file is now.

    Raises:
        HistoryError: when there can be no other file, or others go on writing there.
        OSError: when it cannot be renamed.
    """
    for left in path.parent.glob(f"{glob.escape(path.name)}.new-*"):
        # What stays, such as a folder, is in nobody's way.
        with suppress(OSError):
            left.unlink()
    with closing(held(path)) as holding:
        for _ in range(_ATTEMPTS):
            read = contents(path)
            number, fresh = _write_what_is_saved(path, *read)
            # So damaged a file may not be held, and yet be written to.
            if contents(path) == read:
                if not CAN_MOVE_OPEN_FILES:
                    holding.close()
                aside = _free_name(path, moment)
                files.put_aside(path, aside, fresh)
                return number, aside
            fresh.unlink()
    raise HistoryError(f"{path}: it is being written to", busy=True)


def _write_what_is_saved(path: Path, file: bytes, log: bytes) -> tuple[int, Path]:
    """Write what can be read of a history to a new file; how many conversations that is, and its path."""
    from assistant.history.recovery import saved  # noqa: PLC0415  (seldom needed)

    found = saved(file, log)
    fresh = path.with_name(f"{path.name}.new-{os.urandom(4).hex()}")
    with closing(History(fresh)) as new:
        new.write_saved(found)
    return found.count, fresh


def _free_name(path: Path, moment: datetime) -> Path:
    stamp = moment.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    names = (path.with_name(f"{path.name}.damaged-{stamp}" + f"-{n}" * (n > 1)) for n in count(1))
    return next(name for name in names if not name.exists())
