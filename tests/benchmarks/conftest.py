"""What was measured is printed when the run ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

    from assistant import Assistant

# Of the pack's own questions, so many make all that an assistant puts off until it is asked.
_WARM_UP = 40
_QUESTIONS = Path(__file__).resolve().parents[1] / "questions"
_LINES = pytest.StashKey[list[str]]()


class Tell(Protocol):
    """Keeps a line for the end of the run."""

    def __call__(self, line: str) -> None: ...


@pytest.fixture
def tell(pytestconfig: pytest.Config) -> Tell:
    return pytestconfig.stash.setdefault(_LINES, []).append


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash.get(_LINES, [])
    if lines:
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def warm(assistant: Assistant) -> Assistant:
    """The assistant after so many questions that all that it makes when it is first needed is made."""
    for intent in list(assistant.pack.intents.values())[:_WARM_UP]:
        assistant.ask(intent.question)
    assistant.ask("whree was this desided")
    return assistant


@pytest.fixture(scope="session")
def asked_of_the_pack() -> list[str]:
    """The single questions of the labelled files, none of them a phrase of the pack."""
    rows = [
        json.loads(line)
        for path in sorted(_QUESTIONS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    # In an order that mixes the categories.
    asked = [row["question"] for row in rows if "question" in row]
    return [question for start in range(37) for question in asked[start::37]]
