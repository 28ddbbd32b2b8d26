"""What all tests share: the default pack, a pack about something else entirely, and a steady Hypothesis."""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from assistant import Assistant, cache
from tests.default_pack import default_assistant

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")

ARTICLE = """\
A clock tower for Vellmar

The Museum of Clocks in Vellmar will open its new tower on 3 June, director Ines Okafor said on Tuesday. \
The tower is 41 metres high. A brass owl on the roof strikes the hour. \
“Children under twelve pay nothing – ever,” she promised.

The east door opens onto the harbour. The west door opens onto the market.
"""

TINY_PACK = """\
title: The clock tower of Vellmar
about: A museum opens a tower.
welcome:
  - When does the tower open?
  - How high is the tower?
  - What strikes the hour?
"""

TINY_LEXICON = """\
terms:
  - id: tower
    forms: [tower, spire, belfry]
  - id: moc
    forms: [museum of clocks, moc]
entities:
  - id: vellmar
    type: city
    forms: [vellmar]
  - id: orsholm
    type: city
    in_article: false
    forms: [orsholm]
stop_words: [kindly]
"""

TINY_TOPIC = """\
topic: tower
title: The tower
facts:
  - id: opens_in_june
    statement: The tower opens on 3 June.
    quotes: ["will open its new tower on 3 June"]
  - id: height
    statement: The tower is 41 metres high.
    quotes: ["The tower is 41 metres high"]
  - id: owl
    statement: A brass owl on the roof strikes the hour.
    quotes: ["A brass owl on the roof strikes the hour"]
  - id: children
    statement: Children under twelve enter free of charge.
    quotes: ["“Children under twelve pay nothing – ever,” she promised"]
  - id: east_door
    statement: The east door opens onto the harbour.
    quotes: ["The east door opens onto the harbour"]
  - id: west_door
    statement: The west door opens onto the market.
    quotes: ["The west door opens onto the market"]
intents:
  - id: opening
    kind: answer
    question: When does the tower open?
    facts: [opens_in_june]
    phrases: [opening date of the tower, which day does it open, date of the inauguration]
  - id: height
    kind: answer
    question: How high is the tower?
    facts: [height]
    phrases: [how tall is it, height of the tower in metres, how many metres does it rise]
  - id: owl
    kind: answer
    question: What strikes the hour?
    facts: [owl]
    phrases: [which bird is on the roof, what does the brass owl do, who rings the bell]
  - id: children
    kind: answer
    question: Do children pay?
    verdict: "no"
    facts: [children]
    phrases: [is it free for kids, ticket price for a child, must a ten year old buy a ticket]
  - id: east_door
    kind: answer
    question: Where does the east door lead?
    facts: [east_door]
    phrases: [what is behind the east door]
  - id: west_door
    kind: answer
    question: Where does the west door lead?
    facts: [west_door]
    phrases: [what is behind the west door]
  - id: gap_architect
    kind: gap
    question: Who designed the tower?
    says: The article does not name an architect.
    facts: [height]
    phrases: [name of the architect, who drew the plans]
  - id: chat_greeting
    kind: chat
    question: Hello!
    says: Hello. Ask me about the tower.
    phrases: [good day, hi there]
"""


@dataclass(frozen=True)
class Finished:
    """What a run of the command line left behind."""

    code: int
    stdout: str
    stderr: str


class Run(Protocol):
    """Runs the command line as a subprocess."""

    def __call__(
        self,
        *arguments: str | Path,
        stdin: str | bytes = b"",
        cwd: Path | None = None,
        cache_folder: Path | None = None,
    ) -> Finished: ...


NOT_ON_WINDOWS = re.compile(
    r"import (fcntl|pty|resource|termios)|tests\.(screen|terminal|batch\.killing)|staging import"
    r"|\b(mkfifo|openpty|symlink_to|SIGKILL|SIGHUP|geteuid|chmod)\b|/(dev|proc)/|start_new_session|preexec_fn"
)


def pytest_configure(config: pytest.Config) -> None:
    """Look for garbage seldom, and keep one cache for all processes of the run instead of the user's."""
    # Every search goes through the loaded packs, and takes a fifth of the time.
    gc.set_threshold(200_000, 20, 100)
    if not hasattr(config, "workerinput"):
        # Before the tests are collected: some are made from what the default pack holds.
        folder = tempfile.mkdtemp(prefix="assistant-cache-")
        os.environ[cache.VARIABLE] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: a test of the chat waits a good part of its time."""
    return (os.cpu_count() or 1) + 1


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out on Windows what names a thing that there is not; elsewhere nothing."""
    if sys.platform == "win32" and collection_path.match("test_*.py"):
        return bool(NOT_ON_WINDOWS.search(collection_path.read_text("utf-8"))) or None
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what compares pictures: together they take as long as all the rest."""
    for item in items:
        if "snap_compare" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.picture)


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is kept in this test run, here and in subprocesses, instead of what the user keeps."""
    folder = tmp_path_factory.mktemp("data")
    os.environ["ASSISTANT_DATA_DIR"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The assistant of the default pack."""
    return default_assistant()


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that has nothing in common with the default one; not to be changed."""
    folder = tmp_path_factory.mktemp("tiny")
    for name, text in {
        "seeds/clocks.txt": ARTICLE,
        "intents/pack.yaml": TINY_PACK,
        "intents/lexicon.yaml": TINY_LEXICON,
        "intents/tower.yaml": TINY_TOPIC,
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def tiny_copy(tiny_folder: Path, tmp_path: Path) -> Path:
    """The tiny pack once more, to be changed."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "pack"))


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Assistant:
    """The assistant of the tiny pack."""
    return Assistant.load(tiny_folder)


@pytest.fixture(scope="session")
def environment(data_folder: Path) -> dict[str, str]:
    """An environment in which a subprocess finds this checkout and nothing of the user's settings."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COLUMNS", "LINES"))
    }
    return kept | {
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "ASSISTANT_DATA_DIR": str(data_folder),
    }


@pytest.fixture(scope="session")
def run(environment: dict[str, str]) -> Run:
    def run(
        *arguments: str | Path,
        stdin: str | bytes = b"",
        cwd: Path | None = None,
        cache_folder: Path | None = None,
    ) -> Finished:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=environment | ({cache.VARIABLE: str(cache_folder)} if cache_folder else {}),
            cwd=cwd,
            timeout=60,
            check=False,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
