"""Rows of every kind, and a batch of them."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from assistant.batch import Batch, InputFormat, StreamSink, rows_of
from assistant.formats import OutputFormat

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant import Assistant
    from assistant.batch import Row
    from assistant.formats import Summary

    ReadRows = Callable[[Path], list[Row]]
    Pour = Callable[..., tuple[str, Summary]]

QUESTIONS = (
    "How high is the tower?",
    "and when does it open?",
    "what about the west door?",
    "Do children pay?",
    "where does the door lead?",
    "1",
    "where does it say that?",
    "who drew the plans",
    "good day",
    "what strikes teh huor",
    "",
)


def lines(count: int, conversations: int = 7, *, broken: float = 0.05) -> list[str]:
    """JSON Lines: half of them in conversations that interleave, and a share that cannot be read."""
    chance = random.Random(20)
    made = []
    for number in range(count):
        row: dict[str, object] = {"id": f"row {number}", "question": chance.choice(QUESTIONS)}
        if chance.random() < 0.5:
            row["conversation"] = f"talk {chance.randrange(conversations)}"
        if chance.random() < broken:
            del row["question"]
        made.append(json.dumps(row) + "\n")
    return made


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A file of 100 rows."""
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(lines(100)), "utf-8")
    return path


@pytest.fixture
def read() -> ReadRows:
    def read(path: Path) -> list[Row]:
        with path.open("rb") as stream:
            return list(rows_of(stream, path.name, InputFormat.AUTO))

    return read


@pytest.fixture
def batch(tiny: Assistant, tiny_folder: Path) -> Callable[..., Batch]:
    """A batch over the tiny pack."""

    def batch(output_format: OutputFormat = OutputFormat.JSONL, processes: int = 1, name: str = "a") -> Batch:
        return Batch(tiny, tiny_folder, output_format, processes, name)

    return batch


class Sunk:
    """Takes the pieces of a batch into memory."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> None:
        self.written.append(text)

    def flush(self) -> None:
        pass

    @property
    def text(self) -> str:
        return "".join(self.written)


@pytest.fixture
def pour() -> Pour:
    """What a batch writes to a stream, and what it comes to."""

    def pour(batch: Batch, rows: list[Row]) -> tuple[str, Summary]:
        sunk = Sunk()
        summary = batch.run(rows, StreamSink(sunk))  # type: ignore[arg-type]
        return sunk.text, summary

    return pour


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "replies"


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "replies.part"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return tmp_path / "replies.part.note"
