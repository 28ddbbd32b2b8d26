"""The history is opened in a thread of its own, while one can type already."""

from __future__ import annotations

import threading
import time
from contextlib import closing, suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from assistant.history.turns import HistoryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.history.opening import Clock
    from assistant.history.store import History

# So long one waits for another chat that is mending the file.
_PATIENCE_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.005


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
        # Here, as it brings along what no key should wait for.
        from assistant.history.opening import open_history  # noqa: PLC0415

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
        from assistant.history.opening import history_path  # noqa: PLC0415
        from assistant.history.store import History  # noqa: PLC0415

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
