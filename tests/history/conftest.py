"""Where tests of the history keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.history.store import History

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "history.db"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    history = History(path)
    yield history
    history.close()


@pytest.fixture
def memory() -> Iterator[History]:
    history = History(None)
    yield history
    history.close()


@pytest.fixture
def told_of() -> list[str]:
    return []
