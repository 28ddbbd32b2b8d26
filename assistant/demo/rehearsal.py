"""A demo without a stage: every step in one conversation, and what came out other than the script expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.demo.pace import seconds_after, seconds_before
from assistant.demo.script import Ask, Pick, Source
from assistant.errors import Problem
from assistant.knowledge.wording import named
from assistant.response import MOST_FOLLOW_UPS
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.demo.script import Place, Script, Step
    from assistant.dialogue import Assistant, Conversation
    from assistant.reply import Reply

_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Played:
    """A step, the reply to it if it asked anything, and what kept it from being done, if anything."""

    step: Step
    reply: Reply | None = None
    hindered: str = ""


def rehearse(script: Script, assistant: Assistant) -> list[Played]:
    """Do the steps of `script` as on the stage, in one conversation."""
    conversation, played = assistant.conversation(), list[Played]()
    last: Reply | None = None
    for step in script.steps:
        done = _play(step, conversation, last)
        last = done.reply or last
        played.append(done)
    return played


def _play(step: Step, conversation: Conversation, last: Reply | None) -> Played:
    if isinstance(step, Ask):
        return Played(step, conversation.ask(step.question))
    if isinstance(step, Pick):
        options = options_of(last)
        if not options:
            return Played(step, None, "the reply before offers nothing to pick from")
        if step.number > len(options):
            counted = "1 option" if len(options) == 1 else f"{len(options)} options"
            return Played(step, None, f"there is no option {step.number}: the reply before has {counted}")
        return Played(step, conversation.ask(options[step.number - 1]))
    if isinstance(step, Source) and not (last and last.citations):
        return Played(step, None, "the reply before cites no sentence that could be shown")
    return Played(step)


def options_of(reply: Reply | None) -> tuple[str, ...]:
    """The questions that `reply` gives to pick from: what it may mean, or what to ask next."""
    if reply is None:
        return ()
    return reply.suggestions if reply.status.traits.offers_choice else reply.suggestions[:MOST_FOLLOW_UPS]


def problems(played: Iterable[Played]) -> list[Problem]:
    """What came out other than the script expects, in file order."""
    return sorted(problem for each in played for problem in _problems(each))


def duration(played: Iterable[Played]) -> float:
    """How many seconds it takes at pace 1."""
    total, last = 0.0, None
    for each in played:
        last = each.reply or last
        total += seconds_before(each.step) + seconds_after(each.step, last)
    return total


def summary(played: Sequence[Played]) -> str:
    """One line about a rehearsal in which everything came out as expected."""
    asked = sum(isinstance(each.step, Ask | Pick) for each in played)
    minutes, seconds = divmod(round(duration(played)), 60)
    counts = f"{counted(len(played), 'step')}, {counted(asked, 'question')}"
    return f"{counts}: all as expected, about {minutes}:{seconds:02}"


def _problems(played: Played) -> Iterator[Problem]:
    step, reply = played.step, played.reply
    if played.hindered:
        yield _problem(step.place, played.hindered)
    if reply is None or not isinstance(step, Ask | Pick):
        return
    expect = step.expect
    cited = sorted({citation.sentence for citation in reply.citations})
    for key, wanted, got in (
        ("status", expect.statuses, [reply.status]),
        ("intent", expect.intents, reply.intents),
        ("sentence", expect.sentences, cited),
    ):
        if wanted and not {*wanted} & {*got}:
            what = f"expected {_joined(wanted, 'or')}, got {_joined(got, 'and') or 'none'}"
            yield _problem(expect.places.get(key, step.place), f"{what} ({named(reply.answer, _SHOWN)})")


def _joined(items: Iterable[object], last: str) -> str:
    *most, end = [str(item) for item in items] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def _problem(place: Place, what: str) -> Problem:
    return Problem(place.path, place.line, place.column, place.where, what)
