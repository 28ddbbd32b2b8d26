"""A real chat in a real terminal, killed: what was said is kept, and two at once keep both."""

from __future__ import annotations

import random
import sys
import time
from contextlib import contextmanager
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
    history = History(folder / FILE, thorough=True)
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
