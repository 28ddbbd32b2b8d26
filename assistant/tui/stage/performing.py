"""What each kind of step does on stage, and how long one stays after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.demo.pace import BEFORE_SENDING, PICKING, seconds_after
from assistant.demo.script import Ask, Card, Note, Pause, Pick, Source, Why
from assistant.tui.stage.keystrokes import gaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.demo.script import Step
    from assistant.reply import Reply
    from assistant.tui.stage.pace import Pace
    from assistant.tui.stage.player import Stage

# Seconds for which a citation is in focus before it is chosen, so that one sees what was.
_CHOOSING: Final = 0.6


async def perform(step: Step, stage: Stage, pace: Pace, on_said: Callable[[], None]) -> Reply | None:
    """Do `step`; the reply that it brought, if any.

    `on_said` is called when all that the step says is said, and the reply is yet to come.

    Raises:
        StoppedError: when it was stopped.
    """
    match step:
        case Ask():
            await _type(step.question, stage, pace)
            on_said()
            return await stage.submit()
        case Pick():
            stage.show_armed(step.number)
            await pace.wait(PICKING)
            on_said()
            return await stage.pick(step.number)
        case Source():
            stage.point_at_source()
            await pace.wait(_CHOOSING)
            stage.show_source()
        case Why():
            await stage.unfold_why()
        case Note():
            await stage.show_note(step.text)
        case Card():
            await stage.show_card(step.title, step.text)
        case Pause():
            await pace.wait(step.seconds)
    return None


async def linger(step: Step, reply: Reply | None, pace: Pace) -> None:
    """Stay after `step` until what it shows is read; `reply` is the last one, which it may have brought.

    Raises:
        StoppedError: when it was stopped.
    """
    await pace.wait(seconds_after(step, reply))


async def _type(text: str, stage: Stage, pace: Pace) -> None:
    for place, (letter, gap) in enumerate(zip(text, gaps(text), strict=True)):
        if pace.skipping:
            stage.type(text[place:])
            return
        stage.type(letter)
        await pace.wait(gap)
    await pace.wait(BEFORE_SENDING)
