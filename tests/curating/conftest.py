"""A pack of each test's own, and what is asked of it."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.curating.gathering import history_key
from assistant.history.store import History
from assistant.history.turns import Mark
from assistant.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant import Assistant

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def pack(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy of the tiny pack, to be changed."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "pack"))


@pytest.fixture
def topic(pack: Path) -> Path:
    """Its file with the intents."""
    return pack / "intents" / "tower.yaml"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(folder))
    return folder


class Keeper:
    """Keeps conversations as the chat does."""

    def __init__(self, history: History, assistant: Assistant) -> None:
        self.history = history
        self._assistant = assistant

    def keep(self, *questions: str, mark: Mark = Mark.NONE) -> None:
        """Have a conversation, whose last answer gets a mark."""
        number = self.history.begin(history_key(self._assistant), NOON)
        conversation = self._assistant.conversation()
        turn = 0
        for question in questions:
            turn = self.history.ask(number, question, NOON) or 0
            self.history.answer(turn, Reply.model_validate(conversation.respond(question)))
        self.history.mark(turn, mark)


@pytest.fixture
def keeper(own_data: Path, tiny: Assistant) -> Iterator[Keeper]:
    with closing(History(own_data / "history.db")) as history:
        yield Keeper(history, tiny)
