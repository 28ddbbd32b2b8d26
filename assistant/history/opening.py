"""The history to talk into: the file, another where it is damaged, none where there can be none."""

from __future__ import annotations

import glob
import os
import threading
import time
from contextlib import closing, suppress
from datetime import UTC
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from assistant.history import files
from assistant.history.database import FILE, contents, held
from assistant.history.folder import data_folder
from assistant.history.store import History
from assistant.history.turns import HistoryError
from assistant.operating_system import CAN_MOVE_OPEN_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from assistant.history.store import Identity

    Clock = Callable[[], datetime]
    Tell = Callable[[str], None]

# So long one waits for another chat that is mending the file.
_PATIENCE_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.005
# So often a damaged file is read again that others have changed meanwhile.
_ATTEMPTS: Final = 3


def history_path() -> Path:
    """Where the user's history is. Where that is a link, what it leads to, beside which SQLite has its own.

    Raises:
        HistoryError: when there is no such place.
    """
    return Path(os.path.realpath(data_folder() / FILE))


class Opening:
    """The way to the user's history, or to one that ends with the process where nothing is to be kept.

    It may be gone in a thread of its own, as to mend a file, or to index a large one, takes a while.
    """

    def __init__(self, *, keep: bool, clock: Clock) -> None:
        self._keep = keep
        self._clock = clock
        self._notices: SimpleQueue[str] = SimpleQueue()
        self._is_over = threading.Event()
        self._is_stopped = threading.Event()
        self._history: History | None = None
        self._error: BaseException | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Go it in a thread, which does not hold up the end of the process."""
        self._threads.append(threading.Thread(target=self.run, name="opening the history", daemon=True))
        self._threads[-1].start()

    def run(self) -> None:
        """Go it now."""
        is_indexed = True
        try:
            self._history = open_history(keep=self._keep, clock=self._clock, tell=self._notices.put)
            if self._history.path:
                with suppress(HistoryError):
                    is_indexed = self._history.index_words(0)
        except BaseException as error:
            self._error = error
            if not isinstance(error, Exception):
                raise
        finally:
            self._is_over.set()
        if not is_indexed:
            thread = threading.Thread(target=self._index_words, name="indexing the history", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _index_words(self) -> None:
        """Index what a search would have to wait for, a little at a time: others write meanwhile."""
        with suppress(HistoryError), closing(History(history_path())) as history:
            while not self._is_stopped.is_set() and not history.index_words(0):
                time.sleep(_PAUSE_SECONDS)

    @property
    def is_over(self) -> bool:
        """Whether it has led to something."""
        return self._is_over.is_set()

    def wait(self, seconds: float) -> History:
        """The history, once it is there.

        Raises:
            HistoryError: when it is not within so many seconds, or cannot be opened now.
        """
        if not self._is_over.wait(seconds):
            raise HistoryError("the history is still being opened", busy=True)
        if self._error is not None:
            raise self._error
        assert self._history is not None
        return self._history

    def notices(self) -> Iterator[str]:
        """What there is to tell the person, once."""
        while not self._notices.empty():
            yield self._notices.get()

    def stop(self) -> None:
        """Give up what is not wanted any more."""
        self._is_stopped.set()
        for thread in self._threads:
            thread.join(_PATIENCE_SECONDS)
        if self._is_over.is_set() and self._history is not None:
            self._history.close()


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
