"""Work on a pack, shared out over processes."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from assistant import signals
from assistant.dialogue import Assistant, pack_cache
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.response import Status

Task = TypeVar("Task")
Result = TypeVar("Result")

# Processes that begin afresh take half a second, in which one answers so many questions.
WORTH_A_PROCESS: Final = 1_000
_QUESTIONS_A_TASK: Final = 250


class Asked(NamedTuple):
    """What a question by itself is answered with."""

    status: Status
    intents: tuple[str, ...]
    answer: str


class _Desk:
    """What a process works with; it is set once, when the process begins."""

    assistant: Assistant


def ask_all(assistant: Assistant, questions: Sequence[str], progress: Callable[[float], None]) -> list[Asked]:
    """The replies to questions, in order."""
    tasks = [
        questions[start : start + _QUESTIONS_A_TASK] for start in range(0, len(questions), _QUESTIONS_A_TASK)
    ]
    done = share_out(_ask, tasks, assistant, progress, alone=len(questions) < WORTH_A_PROCESS)
    return [asked for each in done for asked in each]


def share_out(
    work: Callable[[Assistant, Task], Result],
    tasks: Sequence[Task],
    assistant: Assistant,
    progress: Callable[[float], None],
    *,
    alone: bool,
) -> list[Result]:
    """What `work` makes of each task, in order: by this process `alone`, or by one a processor.

    `work` is a function of a module. `progress` is called with the share that is done, in 0..1.

    Raises:
        AssistantError: A process ends before its time.
    """
    processes = min(os.cpu_count() or 1, len(tasks))
    results: dict[int, Result] = {}
    if alone or processes < 2:
        for place, task in enumerate(tasks):
            results[place] = work(assistant, task)
            progress(len(results) / len(tasks))
        return list(results.values())
    # Processes that begin afresh are the same on every system, and share no lock with this one.
    context, compiled = get_context("spawn"), pack_cache.serialize(assistant.compiled)
    executor = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(compiled,))
    try:
        futures = {executor.submit(_work, work, task): place for place, task in enumerate(tasks)}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            progress(len(results) / len(tasks))
    except BaseException as error:
        # What they are at may take long, and nobody waits for it any more.
        for process in active_children():
            process.terminate()
        executor.shutdown(wait=False, cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            signals.let_signal_through()
            what = "a worker process ended before its time; is there memory for all?"
            raise AssistantError(what) from None
        raise
    executor.shutdown()
    return [results[place] for place in range(len(tasks))]


def _begin(serialized: bytes) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Whoever presses ctrl+c presses it for all, and is answered by the process that began.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    compiled = pack_cache.deserialize(serialized)
    _Desk.assistant = Assistant(compiled.pack, compiled)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        # Nobody is left to send a result to, or to tell anything.
        os._exit(1)


def _work(work: Callable[[Assistant, Task], Result], task: Task) -> Result:
    return work(_Desk.assistant, task)


def _ask(assistant: Assistant, questions: Sequence[str]) -> list[Asked]:
    return [
        Asked(response.status, response.intents, response.answer)
        for response in map(assistant.respond, questions)
    ]
