"""A real chat in a real terminal, killed: what was said is kept, and two at once keep both."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from assistant.history import key_of
from assistant.history.database import FILE
from assistant.history.store import History
from tests.screen import Screen
from tests.terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant import Assistant
    from assistant.history import Turn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@contextmanager
def opened(environment: dict[str, str], pack: Path, folder: Path) -> Iterator[Screen]:
    """A chat that is killed in the end."""
    arguments = [sys.executable, "-m", "assistant", "chat", "--pack", str(pack)]
    settings = environment | {"ASSISTANT_DATA_DIR": str(folder)}
    with terminal(arguments, settings, (100, 40), pack) as running:
        screen = Screen(running)
        screen.shows("Try asking")
        yield screen


def kept(folder: Path, tiny: Assistant) -> list[list[Turn]]:
    """What was said in each conversation."""
    with closing(History(folder / FILE, thorough=True)) as history:
        found = history.conversations(key_of(tiny.pack.sources.values()))
        return [history.turns(conversation.number) for conversation in found]


def test_what_was_answered_outlives_a_killed_chat(
    environment: dict[str, str], tiny_folder: Path, tiny: Assistant, folder: Path
) -> None:
    with opened(environment, tiny_folder, folder) as chat:
        for question, citation in (("when does it open?", "sentence 2"), ("how high?", "sentence 3")):
            chat.terminal.type(question + "\r")
            chat.shows(citation)
        chat.terminal.type("half a quest")
        chat.shows("half a quest")

    (turns,) = kept(folder, tiny)
    assert [turn.question for turn in turns] == ["when does it open?", "how high?"]
    assert all(turn.reply and turn.reply.citations for turn in turns)


@pytest.mark.endurance
def test_at_whatever_moment_it_is_killed_all_before_the_last_question_is_kept(
    environment: dict[str, str], tiny_folder: Path, tiny: Assistant, folder: Path
) -> None:
    moments = random.Random(5)
    for round_ in range(4):
        with opened(environment, tiny_folder, folder) as chat:
            chat.terminal.type("when does it open?\r")
            chat.shows("sentence 2")
            chat.terminal.type("how high?\r")
            deadline = time.monotonic() + moments.random() * 0.05
            while time.monotonic() < deadline:
                chat.terminal.read(0.001)
        latest, *others = kept(folder, tiny)
        assert len(others) == round_
        assert latest[0].question == "when does it open?"
        assert latest[0].reply


ANSWERS = (("when does it open?", "sentence 2"), ("how high?", "sentence 3"))
ROUNDS = int(os.environ.get("KILLED_ROUNDS", "15"))


def shown_until_killed(chats: list[Screen], seconds: float) -> list[int]:
    """Ask in all `chats` at once, and kill them after so many seconds; how many replies each has shown."""
    deadline = time.monotonic() + seconds
    asked = [0] * len(chats)
    while time.monotonic() < deadline:
        for place, chat in enumerate(chats):
            if asked[place] < len(ANSWERS) and all(
                cited in chat.text for _, cited in ANSWERS[: asked[place]]
            ):
                chat.terminal.type(ANSWERS[asked[place]][0] + "\r")
                asked[place] += 1
            chat.terminal.read(0.001)
    for chat in chats:
        chat.terminal.process.kill()
    for chat in chats:
        chat.terminal.end()
    return [sum(cited in chat.text for _, cited in ANSWERS) for chat in chats]


@pytest.mark.endurance
def test_of_two_chats_that_are_killed_at_any_moment_no_reply_is_lost(
    environment: dict[str, str], tiny_folder: Path, tiny: Assistant, folder: Path
) -> None:
    chance = random.Random(7)
    shown = 0
    for number in range(ROUNDS):
        before = len(kept(folder, tiny)) if number else 0
        with (
            opened(environment, tiny_folder, folder) as first,
            opened(environment, tiny_folder, folder) as second,
            closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other,
        ):
            if number % 3 == 2:
                # Another program keeps it for itself all the while.
                other.execute("BEGIN IMMEDIATE")
            replies = shown_until_killed([first, second], chance.uniform(0.05, 1.0))
        talks = kept(folder, tiny)
        kept_replies = [sum(turn.reply is not None for turn in turns) for turns in talks]
        new = sorted(kept_replies[: len(talks) - before])
        due = sorted(count for count in replies if count)
        assert len(new) >= len(due), f"round {number}"
        for there, count in zip(new[len(new) - len(due) :], due, strict=True):
            assert there >= count, f"round {number}"
        shown += sum(replies)
    assert shown > ROUNDS / 2


@pytest.mark.endurance
def test_two_chats_at_once_keep_both_conversations(
    environment: dict[str, str], tiny_folder: Path, tiny: Assistant, folder: Path
) -> None:
    with (
        opened(environment, tiny_folder, folder) as first,
        opened(environment, tiny_folder, folder) as second,
    ):
        for question, citation in (("when does it open?", "sentence 2"), ("how high?", "sentence 3")):
            first.terminal.type(question + "\r")
            second.terminal.type(question + "\r")
            first.shows(citation)
            second.shows(citation)

    assert [[turn.question for turn in turns] for turns in kept(folder, tiny)] == [
        ["when does it open?", "how high?"]
    ] * 2
