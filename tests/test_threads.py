"""One assistant, asked from many threads and processes at once, says what it says to one alone."""

from __future__ import annotations

import asyncio
import copy
import multiprocessing
import pickle
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, TypeVar

import pytest

from assistant import Assistant
from tests.default_pack import default_assistant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from assistant.response import Response

pytestmark = pytest.mark.endurance

Given = TypeVar("Given")
Got = TypeVar("Got")

THREADS = 16
# In seconds: threads take turns a hundred times as often as usual.
SWITCH_INTERVAL = 5e-5
# Any longer, and something is waiting for itself.
PATIENCE = 60
NONSENSE = (
    "xyzzy plugh",
    "",
    "?!",
    "🙂",
    "\ud800",
    "कब",
    "zzzzzz qqqq",
    "1 2 3",
    "the of and",
    "blorf the grommet",
)
TURNS = (
    ("who met in tokyo?", "when?", "and 5G?", "where does it say that?", "tell me more", "say that again"),
    ("Who said it?", "2", "why?", "and who is motegi?", "is he japanese?", "whn did the cabnet approve it"),
    ("Hello!", "How many apps were banned?", "who did that?", "why?", "What does it cost?", "and why?"),
)


def mistyped(question: str, chance: random.Random) -> str:
    """`question` with two neighbours swapped in two places."""
    for _ in range(2):
        at = chance.randrange(len(question) - 1)
        question = question[:at] + question[at : at + 2][::-1] + question[at + 2 :]
    return question


@pytest.fixture(scope="module")
def questions() -> list[str]:
    """Some hundred questions, each of them three times, in an order that is the same every time."""
    chance = random.Random(16)
    canonical = [intent.question for intent in default_assistant().pack.intents.values()]
    asked = [*canonical, *(mistyped(question, chance) for question in canonical[::2]), *NONSENSE]
    asked += [
        "who agreed, and where?",
        "My train is late, so before I am cut off, in which city did they meet?",
    ]
    whole = asked * 3
    chance.shuffle(whole)
    return whole


@pytest.fixture(scope="module")
def alone(questions: list[str]) -> dict[str, Response]:
    """What one thread gets from an assistant that nobody else asks."""
    bot = Assistant.load()
    return {question: bot.respond(question) for question in questions}


@pytest.fixture
def fresh() -> Assistant:
    """An assistant that nobody has asked yet, so that nothing is computed that can be put off."""
    return Assistant.load()


@pytest.fixture(autouse=True)
def _hurried() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    yield
    sys.setswitchinterval(usual)


def in_threads(ask: Callable[[Given], Got], given: list[Given]) -> list[Got]:
    """What `ask` returns for all that is given, by sixteen threads that begin at the same moment."""
    begin = Barrier(THREADS, timeout=PATIENCE)
    with ThreadPoolExecutor(THREADS, initializer=begin.wait) as threads:
        return list(threads.map(ask, given, timeout=PATIENCE))


# Threads


def test_threads_get_what_one_alone_gets(
    fresh: Assistant, questions: list[str], alone: dict[str, Response]
) -> None:
    assert in_threads(fresh.respond, questions) == [alone[question] for question in questions]


def test_threads_get_the_same_first_reply(
    fresh: Assistant, questions: list[str], alone: dict[str, Response]
) -> None:
    (first, *_) = (question for question in questions if "\ud800" not in question and len(question) > 20)

    assert in_threads(fresh.ask, [first] * THREADS) == [default_assistant().ask(first)] * THREADS
    assert fresh.respond(first) == alone[first]


def test_threads_hold_a_conversation_each(fresh: Assistant) -> None:
    def talk(turns: tuple[str, ...], bot: Assistant = fresh) -> list[Response]:
        conversation = bot.conversation()
        return [conversation.respond(question) for question in turns]

    expected = [talk(turns, Assistant.load()) for turns in TURNS]
    assert in_threads(talk, [*TURNS] * THREADS) == expected * THREADS


def test_threads_are_suggested_the_same(fresh: Assistant, questions: list[str]) -> None:
    typed = [question[: 3 + number % 20] for number, question in enumerate(questions)]
    bot = Assistant.load()

    assert in_threads(fresh.suggest, typed) == [bot.suggest(text) for text in typed]


def test_threads_are_given_the_same_reasons(fresh: Assistant, questions: list[str]) -> None:
    some, bot = questions[::3], Assistant.load()

    assert in_threads(fresh.explain, some) == [bot.explain(question) for question in some]


async def test_tasks_in_threads_get_what_one_alone_gets(
    fresh: Assistant, questions: list[str], alone: dict[str, Response]
) -> None:
    some = questions[::3]
    got = await asyncio.gather(*(asyncio.to_thread(fresh.respond, question) for question in some))

    assert got == [alone[question] for question in some]


# Processes


def respond_to_all(bot: Assistant, questions: list[str]) -> list[Response]:
    return [bot.respond(question) for question in questions]


def in_new_threads(bot: Assistant, questions: list[str]) -> list[Response]:
    sys.setswitchinterval(SWITCH_INTERVAL)
    return in_threads(bot.respond, questions)


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="nothing is forked here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
@pytest.mark.parametrize("asked_before", [True, False])
def test_a_forked_process_gets_the_same(
    fresh: Assistant, questions: list[str], alone: dict[str, Response], asked_before: bool
) -> None:
    some = questions[::9]
    if asked_before:
        in_threads(fresh.respond, questions[:60])
    context = multiprocessing.get_context("fork")

    def answer(sender: Connection) -> None:
        sender.send(respond_to_all(fresh, some))

    pipes = [context.Pipe(duplex=False) for _ in range(2)]
    processes = [context.Process(target=answer, args=(sender,), daemon=True) for _, sender in pipes]
    for process in processes:
        process.start()
    mine = respond_to_all(fresh, some)
    for process, (receiver, _) in zip(processes, pipes, strict=True):
        assert receiver.poll(PATIENCE)
        assert receiver.recv() == mine == [alone[question] for question in some]
        process.join(PATIENCE)
        assert process.exitcode == 0


# What a forked process must not wait for: a thread that was at work, and is not there any more.
_FORK_AT_WORK = """
import os, sys, threading, time
from assistant import Assistant

for number in range(12):
    bot = Assistant.load(sys.argv[1])
    thread = threading.Thread(target=lambda: (bot.suggest("how hi"), bot.respond("whst is it")))
    thread.start()
    time.sleep(number / 4_000)
    child = os.fork()
    if not child:
        bot.respond("How high is the tower?")
        bot.suggest("who de")
        os._exit(0)
    thread.join()
    assert os.waitpid(child, 0) == (child, 0)
"""


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="nothing is forked here")
def test_a_process_may_be_forked_while_a_thread_is_at_work(
    environment: dict[str, str], tiny_folder: Path
) -> None:
    # RapidFuzz is loaded beforehand: a module that a thread is loading is never there in a forked process.
    code = f"import rapidfuzz.process, rapidfuzz.distance{_FORK_AT_WORK}"

    subprocess.run([sys.executable, "-c", code, tiny_folder], env=environment, check=True, timeout=60)


def test_an_assistant_can_be_sent_to_a_spawned_process(
    fresh: Assistant, questions: list[str], alone: dict[str, Response]
) -> None:
    some = questions[::9]
    asked = pickle.loads(pickle.dumps(fresh))
    respond_to_all(asked, some)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        # The first is asked by threads in a process where nothing at all has been computed yet.
        replies = [
            process.submit(work, bot, some)
            for work, bot in ((in_new_threads, fresh), (respond_to_all, asked))
        ]
        for reply in replies:
            assert reply.result(PATIENCE) == [alone[question] for question in some]


# Copies


def test_an_assistant_that_was_pickled_is_the_same(
    fresh: Assistant, questions: list[str], alone: dict[str, Response]
) -> None:
    restored = pickle.loads(pickle.dumps(fresh))

    assert restored.pack == fresh.pack
    assert in_threads(restored.respond, questions[::3]) == [alone[question] for question in questions[::3]]
    again = pickle.loads(pickle.dumps(restored))
    assert respond_to_all(again, questions[::9]) == [alone[question] for question in questions[::9]]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_an_assistant_is_itself(fresh: Assistant, copied: Callable[[Assistant], Assistant]) -> None:
    assert copied(fresh) is fresh
    assert copied({"bot": fresh})["bot"] is fresh


def test_an_assistant_is_pickled_while_it_is_asked(
    fresh: Assistant, questions: list[str], alone: dict[str, Response]
) -> None:
    some = questions[:300]
    places = range(0, len(some), 60)

    def ask_or_send(place: int) -> Response:
        bot = pickle.loads(pickle.dumps(fresh)) if place in places else fresh
        return bot.respond(some[place])

    assert in_threads(ask_or_send, list(range(len(some)))) == [alone[question] for question in some]
