"""Notices that the files of a pack have changed, by looking at them a few times a second.

A look at the 20 files of a large pack takes 0.06 ms, so that three looks a second take a five-thousandth of
one processor. They work on every platform and file system, network and container mounts too, for which the
system's own notices do not come. The library for these, watchfiles, takes 50 ms to import and 4 MB on the
disk with what it needs, and all that one would notice of it is a quarter of a second.

A save in an editor is several changes: the file is truncated and then written, or another is renamed over it.
So a change counts once the files have been quiet for a moment, and only if their content differs by then.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

from assistant.knowledge.digest import pack_digest, pack_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOOK_EVERY: Final = 0.3
"""Seconds between two looks at files that do not change."""
QUIET: Final = 0.15
"""Seconds without a change after which a save is complete."""
_LOOK_AGAIN: Final = 0.05
# Nobody waits longer for the end of a save; a file that goes on changing is reported by a later look.
_LONGEST_SAVE: Final = 2.0

# By name, when a file was written, its size and its number; nothing where it cannot be looked at.
_State = dict[str, tuple[int, ...]]


class PackWatcher:
    """Watches the pack in `folder` from now on; one thread at a time may ask.

    Args:
        folder: The folder of a pack; it may be missing, or be gone for a while.
        clock: Seconds from any moment on, such as `time.monotonic`.
        sleep: Waits for so many seconds.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.folder = folder
        """The folder of the pack."""
        self._clock = clock
        self._sleep = sleep
        self._state = _state(folder)
        self._digest = pack_digest(folder)
        # When the change was seen that has not been reported yet.
        self._changed_at: float | None = None

    def poll(self) -> bool:
        """Look at the files once: whether a change of them is complete, which is reported once."""
        state = _state(self.folder)
        if state != self._state:
            self._state, self._changed_at = state, self._clock()
        if self._changed_at is None or self._clock() - self._changed_at < QUIET:
            return False
        self._changed_at = None
        before, self._digest = self._digest, pack_digest(self.folder)
        # What cannot be read has no digest, and may have changed.
        return not self._digest or self._digest != before

    def settle(self) -> bool:
        """Whether the files have changed by now; it waits for a save that is under way, 2 seconds at most."""
        deadline = self._clock() + _LONGEST_SAVE
        has_changed = self.poll()
        while self._changed_at is not None and self._clock() < deadline:
            self._sleep(self._delay)
            has_changed = self.poll() or has_changed
        return has_changed

    def changes(self) -> Iterator[None]:
        """Wait for one change after the other, without end."""
        while True:
            self._sleep(self._delay)
            if self.poll():
                yield

    async def next_change(self) -> None:
        """Wait for the next change; the event loop never waits for the disk."""
        import asyncio  # noqa: PLC0415  (only who has a loop needs it)

        while True:
            await asyncio.sleep(self._delay)
            if await asyncio.to_thread(self.poll):
                return

    @property
    def _delay(self) -> float:
        """Seconds until the next look."""
        return LOOK_EVERY if self._changed_at is None else _LOOK_AGAIN


def _state(folder: Path) -> _State:
    try:
        return {name: _look(path) for name, path in pack_paths(folder).items()}
    except OSError:
        return {}


def _look(path: str) -> tuple[int, ...]:
    try:
        status = os.stat(path)  # noqa: PTH116  (a Path for each file takes as long as the look)
    except OSError:
        return ()
    # The second time is the one that `touch` and `cp -p` cannot set back.
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
