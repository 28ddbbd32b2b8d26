"""All waiting of a demo, in one place: it can be paused, skipped, sped up, and frozen by a test."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SLOWEST: Final = 0.25
FASTEST: Final = 4.0
STEPS: Final = (SLOWEST, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, FASTEST)
"""What the presenter's keys choose among."""
# Less than that is nothing, whatever is left by dividing and multiplying.
_NOTHING: Final = 1e-6
# At full speed, in seconds, how often what there is to see is looked at.
_TICK: Final = 1.0


class StoppedError(Exception):
    """There is nothing to wait for any more: the script is not to go on from here."""


class Pace:
    """Time as a script knows it: seconds at pace 1.

    Args:
        factor: So many times as fast.
        fast: Wait not at all, and let the clock go on by what would have been waited.
        paused: Wait for `go_on` first of all.
        clock: Tells seconds.
    """

    def __init__(
        self,
        factor: float = 1.0,
        *,
        fast: bool = False,
        paused: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.fast = fast
        self.frame: Callable[[], Awaitable[None]] | None = None
        """At full speed it is awaited instead of time, so that what there is to see is seen."""
        self._factor = factor
        self._clock = clock
        self._began: float | None = None
        self._fast_now = 0.0
        self._paused = paused
        self._held = False
        self._skipping = False
        self._stopped = False
        self._changed = asyncio.Event()

    @property
    def now(self) -> float:
        """The seconds since `begin`; at full speed, those that would have gone by."""
        if self.fast:
            return self._fast_now
        return 0.0 if self._began is None else self._clock() - self._began

    @property
    def factor(self) -> float:
        """So many times as fast."""
        return self._factor

    @property
    def paused(self) -> bool:
        """Whether the presenter has paused."""
        return self._paused

    @property
    def held(self) -> bool:
        """Whether something else is in front."""
        return self._held

    @property
    def skipping(self) -> bool:
        """Whether the present step is to be done with at once."""
        return self._skipping

    def begin(self) -> None:
        """Start the clock, unless it goes."""
        if self._began is None:
            self._began = self._clock()

    # What the presenter does

    def pause(self) -> None:
        """Wait for `go_on`."""
        self._paused = True
        self._change()

    def go_on(self) -> None:
        """Go on where it paused."""
        self._paused = False
        self._change()

    def hold(self, held: bool) -> None:
        """Wait as long as something else is in front, whether paused or not."""
        self._held = held
        self._change()

    def faster(self) -> None:
        """One step up."""
        self._choose(min((step for step in STEPS if step > self._factor), default=self._factor))

    def slower(self) -> None:
        """One step down."""
        self._choose(max((step for step in STEPS if step < self._factor), default=self._factor))

    def skip(self) -> None:
        """Wait for nothing more in this step."""
        self._skipping = True
        self._change()

    def stay(self) -> None:
        """Wait again: what was to be skipped is over."""
        self._skipping = False

    def stop(self) -> None:
        """End the present wait, and any to come, with `StoppedError`."""
        self._stopped = True
        self._change()

    def start(self) -> None:
        """Begin a step: what was skipped or stopped was the one before."""
        self._skipping = self._stopped = False

    def _choose(self, factor: float) -> None:
        self._factor = factor
        self._change()

    def _change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    # Waiting

    async def wait(self, seconds: float, *, even_paused: bool = False) -> None:
        """Wait so many seconds at pace 1, which `even_paused` go by while the presenter has paused.

        Raises:
            StoppedError: when it was stopped.
        """
        left = seconds
        while not self._skips():
            if self._held or (self._paused and not even_paused):
                await self._changed.wait()
            elif left > _NOTHING:
                left -= await self._rest(left / self._factor) * self._factor
            else:
                return

    def _skips(self) -> bool:
        if self._stopped:
            raise StoppedError
        return self._skipping

    async def _rest(self, seconds: float) -> float:
        """Let `seconds` go by, or fewer when something changes; how many it were."""
        if self.fast:
            # A clock on the screen goes on meanwhile, and what there is to see is seen before it does.
            tick = min(seconds, _TICK)
            await (self.frame() if self.frame else asyncio.sleep(0))
            self._fast_now += tick
            return tick
        before = self._clock()
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return seconds
        return self._clock() - before
