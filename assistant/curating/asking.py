"""Many questions asked of one assistant, by several processes where they are many."""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant import signals
from assistant.errors import AssistantError
from assistant.knowledge.pack import IntentKind
from assistant.response import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assistant.dialogue import Assistant
    from assistant.knowledge.pack import Pack

# Fewer questions are answered before another process is ready to help.
_FEW: Final = 1_500
# So many questions are sent to a process at a time.
_A_BLOCK: Final = 200
_MOST_PROCESSES: Final = 8

Talk = tuple[str, ...]
"""The questions of one conversation, in order; a question by itself is a conversation of one."""


class Outcome(NamedTuple):
    """What became of a question."""

    status: Status
    intents: tuple[str, ...]
    act: str | None = None
    """The dialogue act that was replied to, None for a question."""
    leans: bool = False
    """Whether it means something only in the light of what was said before."""

    def is_settled(self, pack: Pack) -> bool:
        """Whether the pack has a reply of its own for it: an answer, small talk, a known gap or an act."""
        if self.status is not Status.NOT_IN_ARTICLE:
            return not self.status.traits.is_open
        return self.act is not None or any(
            pack.intents[intent].kind is IntentKind.GAP for intent in self.intents if intent in pack.intents
        )

    @property
    def substance(self) -> tuple[Status, tuple[str, ...]]:
        """What is equal for two outcomes that come to the same."""
        return self.status, self.intents


def ask_all(
    assistant: Assistant, talks: Sequence[Talk], progress: Callable[[int, int], object] = lambda *_: None
) -> list[tuple[Outcome, ...]]:
    """What becomes of every question of some conversations.

    Args:
        assistant: What is asked.
        talks: The conversations; equal ones are asked once.
        progress: Is called with how many questions are done, of how many.

    Raises:
        AssistantError: A process ends before its time.
    """
    distinct = list(dict.fromkeys(talks))
    total = sum(map(len, distinct))
    processes = min(_processors(), _MOST_PROCESSES, total // _FEW)
    if processes > 1:
        outcomes = _in_processes(assistant, distinct, processes, progress, total)
    else:
        outcomes = _in_turn(assistant, distinct, progress, total)
    by_talk = dict(zip(distinct, outcomes, strict=True))
    return [by_talk[talk] for talk in talks]


class Outcomes:
    """What becomes of questions that are asked of one assistant; each conversation is asked once."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._known: dict[Talk, tuple[Outcome, ...]] = {}

    def of(
        self, talks: Sequence[Talk], progress: Callable[[int, int], object] = lambda *_: None
    ) -> list[tuple[Outcome, ...]]:
        """What becomes of every question of some conversations; `progress` is as for `ask_all`."""
        new = [talk for talk in dict.fromkeys(talks) if talk not in self._known]
        self._known.update(zip(new, ask_all(self.assistant, new, progress), strict=True))
        return [self._known[talk] for talk in talks]


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _ask(assistant: Assistant, talk: Talk) -> tuple[Outcome, ...]:
    conversation = assistant.conversation()
    outcomes = []
    for question in talk:
        reply = conversation.respond(question)
        leans = any(
            reading.leaned or not (reading.analysis.content or decision.intents)
            for reading, decision in conversation.memory.decided
        )
        outcomes.append(Outcome(reply.status, reply.intents, reply.act, leans))
    return tuple(outcomes)


def _in_turn(
    assistant: Assistant, talks: Iterable[Talk], progress: Callable[[int, int], object], total: int
) -> list[tuple[Outcome, ...]]:
    outcomes: list[tuple[Outcome, ...]] = []
    done = 0
    for block in _blocks(talks):
        outcomes += [_ask(assistant, talk) for talk in block]
        done += sum(map(len, block))
        progress(done, total)
    return outcomes


class _Desk:
    """What a process answers with; it is set once, when the process begins."""

    assistant: Assistant


def _begin(assistant: Assistant) -> None:
    # Ctrl+c reaches every process of a terminal, and is for the one that waits for the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Desk.assistant = assistant


def _ask_block(block: Sequence[Talk]) -> list[tuple[Outcome, ...]]:
    return [_ask(_Desk.assistant, talk) for talk in block]


def _in_processes(
    assistant: Assistant,
    talks: Sequence[Talk],
    processes: int,
    progress: Callable[[int, int], object],
    total: int,
) -> list[tuple[Outcome, ...]]:
    executor = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (assistant,))
    outcomes: list[tuple[Outcome, ...]] = []
    done = 0
    try:
        waiting = deque(executor.submit(_ask_block, block) for block in _blocks(talks))
        while waiting:
            answered = waiting.popleft().result()
            outcomes += answered
            done += sum(map(len, answered))
            progress(done, total)
    except BrokenProcessPool:
        signals.let_signal_through()
        raise AssistantError("a worker process ended before its time; is there memory for all?") from None
    finally:
        executor.shutdown(cancel_futures=True)
    return outcomes


def _blocks(talks: Iterable[Talk]) -> Iterable[list[Talk]]:
    block: list[Talk] = []
    size = 0
    for talk in talks:
        block.append(talk)
        size += len(talk)
        if size >= _A_BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block
