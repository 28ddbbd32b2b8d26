"""Plays a script on a stage, step by step, and leaves it wherever the presenter wants."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from assistant.tui.stage.pace import StoppedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.demo.script import Script, Step
    from assistant.reply import Reply
    from assistant.tui.stage.pace import Pace


class State(StrEnum):
    """Who has the say."""

    LOADING = "loading"
    PLAYING = "playing"
    PAUSED = "paused"
    HELD = "held"
    LIVE = "live"
    ENDED = "the end"


class Stage(Protocol):
    """What a script can do to the chat."""

    def type(self, text: str) -> None:
        """Type `text` at the prompt."""

    async def submit(self) -> Reply | None:
        """Send what was typed, and wait for the reply; None if the conversation was left before it came."""

    def show_armed(self, number: int) -> None:
        """Show the option of that number as chosen."""

    async def pick(self, number: int) -> Reply | None:
        """Take the option of that number; None if there is none, or no reply as to what was typed."""

    def point_at_source(self) -> None:
        """Put the focus on the citation of the last answer."""

    def show_source(self) -> None:
        """Show the sentence that the last answer cites, in the article."""

    async def unfold_why(self) -> None:
        """Show why the last answer was given."""

    async def show_note(self, text: str) -> None:
        """Show a note to the audience."""

    async def show_card(self, title: str, text: str) -> None:
        """Show a title over all else."""

    def tidy(self) -> None:
        """Take away what was begun: the card, a half typed question, an armed option."""

    async def rebuild(self, steps: Sequence[Step]) -> Reply | None:
        """Make the conversation anew, as it is after `steps`, at once; the last reply of it."""

    def show_progress(self) -> None:
        """Tell how far the script is."""

    async def after_step(self, step: Step, reply: Reply | None) -> None:
        """A step was done and stands on the screen; `reply` is the one that it brought."""

    async def after_script(self) -> None:
        """All steps were done."""


class Player:
    """Plays `script` on `stage`; whatever the presenter asks for is done by the one task of `run`.

    Args:
        script: What to play; it may come later, up to `ready`.
        pace: How to wait.
        stage: Where to play it.
        first: The step to begin with, counted from 0.
    """

    def __init__(self, script: Script | None, pace: Pace, stage: Stage, *, first: int = 0) -> None:
        self.script = script
        """None as long as it is being loaded."""
        self.pace = pace
        self.position = first
        """The step that is being done, counted from 0; at the end, how many there are."""
        self._stage = stage
        self._state = State.LOADING
        self._done = False
        self._reply: Reply | None = None
        self._target: int | None = first or None
        self._called = asyncio.Event()
        # By the clock of the pace, when the demo would have begun had nobody lingered at its end.
        self._began_at = 0.0
        self._ended_at = 0.0
        # By the same clock, since when something else is in front of a script that plays.
        self._held_at: float | None = None

    # How it stands

    @property
    def state(self) -> State:
        """Who has the say."""
        if self._state is not State.PLAYING:
            return self._state
        # Who has paused goes on by a key; what is held goes on by itself.
        return State.PAUSED if self.pace.paused else State.HELD if self.pace.held else State.PLAYING

    @property
    def staged(self) -> bool:
        """Whether keys are the script's: it plays, or is paused."""
        return self._state is State.PLAYING

    @property
    def elapsed(self) -> float:
        """The seconds since it began; at the end, those that it took."""
        if self._state is State.ENDED:
            return self._ended_at
        return (self.pace.now if self._held_at is None else self._held_at) - self._began_at

    @property
    def through(self) -> int:
        """How many steps were done."""
        return self.position + self._done

    @property
    def is_over(self) -> bool:
        """Whether all of them were."""
        return self.through >= len(self.steps)

    @property
    def step(self) -> Step | None:
        """The step that is being done, or None at the end."""
        return self._at(self.position)

    @property
    def next_step(self) -> Step | None:
        """The step after it."""
        return self._at(self.position + 1)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All there are."""
        return self.script.steps if self.script else ()

    @property
    def title(self) -> str:
        """That of the script."""
        return self.script.title if self.script else ""

    def _at(self, position: int) -> Step | None:
        return self.steps[position] if position < len(self.steps) else None

    def ready(self) -> None:
        """What there is to play, and to play on, is there; `run` comes next."""
        self._state = State.PLAYING
        # What lay over the stage before that lies there still.
        self.hold(self.pace.held)

    # What the presenter wants

    def take_over(self) -> None:
        """Stop the script: the chat is the presenter's, with nothing at the prompt."""
        if self._state in {State.LOADING, State.LIVE}:
            return
        if self._target is not None:
            self.position, self._target, self._done = self._target, None, False
        self._leave_end()
        self._state = State.LIVE
        self.pace.stop()
        self._stage.tidy()
        self._stage.show_progress()

    def come_back(self) -> None:
        """Return to the script where it was left; from its end, to its beginning."""
        if self.is_over:
            self.pace.go_on()
            self._go(0)
            self._began_at = self.pace.now
        else:
            self._go(self.through)

    def back(self) -> None:
        """Return to before the step before this one, and go on from there.

        Of a script that is paused, a step that was done is this one itself: nothing of the one before it is
        done again.
        """
        here = self.position if self._target is None else self._target
        shown = self._target is None and self._done and self.state is State.PAUSED
        self._go(max(0, here - (not shown)))

    def hold(self, held: bool) -> None:
        """Wait, and let the clock wait, as long as something else is in front."""
        self.pace.hold(held)
        if held and self.state is State.HELD:
            self._held_at = self.pace.now
        elif not held and self._held_at is not None:
            self._began_at += self.pace.now - self._held_at
            self._held_at = None

    def _go(self, target: int) -> None:
        self._target = target
        self._leave_end()
        self._state = State.PLAYING
        self.pace.stop()
        self._called.set()

    def _leave_end(self) -> None:
        """Let the clock go on from the end, and not from what has gone by there."""
        if self._state is State.ENDED:
            self._began_at = self.pace.now - self._ended_at

    # Playing

    async def run(self) -> None:
        """Play to the end, then wait for what the presenter wants."""
        self.pace.begin()
        while True:
            try:
                await self._rebuild()
                if self._state is State.PLAYING:
                    await self._play()
            except StoppedError:
                pass
            while self._target is None:
                self._called.clear()
                await self._called.wait()

    async def _rebuild(self) -> None:
        """Make the conversation what it is before the step that is wanted."""
        while self._target is not None:
            target, self._target = self._target, None
            # What is pressed from here on is meant for the step to come.
            self.pace.start()
            self.position, self._done = target, False
            self._reply = await self._stage.rebuild(self.steps[:target])

    async def _play(self) -> None:
        from assistant.tui.stage.performing import linger, perform  # noqa: PLC0415  (not for the first frame)

        while step := self.step:
            self._done = False
            self._stage.show_progress()
            # A pause holds before anything of the step is to be seen.
            await self.pace.wait(0)
            brought = await perform(step, self._stage, self.pace, self._said)
            self._reply = brought or self._reply
            self._done = True
            if self.pace.paused:
                # The key that did this step is not the one that leaves it, which does the next.
                self.pace.stay()
            await self._stage.after_step(step, brought)
            await linger(step, self._reply, self.pace)
            self._stage.tidy()
            self._raise_if_stopped()
            if not self.pace.paused:
                self.pace.start()
            self.position += 1
        self.pace.start()
        self._done = False
        self._ended_at = self.elapsed
        self._state = State.ENDED
        self._stage.show_progress()
        await self._stage.after_script()

    def _raise_if_stopped(self) -> None:
        if self._state is not State.PLAYING or self._target is not None:
            raise StoppedError

    def _said(self) -> None:
        """What the step says is said, though its reply is yet to come: it is not to be said again."""
        self._done = True
