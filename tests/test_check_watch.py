"""``assistant check --watch``, as a process: it checks again at every save, until ctrl+c."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Run

PATIENCE = 15.0
DIVIDER = re.compile(r"^--- \d\d:\d\d:\d\d .*pack ---$", re.MULTILINE)


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_folder, tmp_path / "pack"))


class Watching:
    """The process, and what it has written so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.output = ""

    def wait(self, pattern: str) -> str:
        """Read until the pattern is there; what was written since the last call."""
        assert self.process.stdout
        start, deadline = len(self.output), time.monotonic() + PATIENCE
        while not re.search(pattern, self.output[start:]):
            assert time.monotonic() < deadline, self.output
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                self.output += os.read(self.process.stdout.fileno(), 65536).decode()
        return self.output[start:]

    def interrupt(self) -> tuple[int, str]:
        """Press ctrl+c; the exit code, and what was written to standard error."""
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors.decode()


@contextmanager
def watching(environment: dict[str, str], folder: Path) -> Iterator[Watching]:
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "check", "--watch", "--pack", folder.name],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=folder.parent,
    ) as process:  # fmt: skip
        try:
            yield Watching(process)
        finally:
            process.kill()


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "intents/tower.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


REPORTED = r"quoted by one\n|that no fact quotes:\n.*\n"


def test_each_save_is_checked(environment: dict[str, str], folder: Path, run: Run) -> None:
    with watching(environment, folder) as check:
        first = check.wait(REPORTED)
        assert len(DIVIDER.findall(first)) == 1
        assert first.partition("---\n")[2] in run("check", "--pack", folder).stdout

        edit(folder, "facts: [height]", "facts: [hieght]")
        broken = check.wait(r"hieght.*\n")
        assert len(DIVIDER.findall(broken)) == 1
        assert re.search(r"^pack/intents/tower\.yaml:31:13: intents\[1\]\.facts\[0\]: ", broken, re.MULTILINE)

        edit(folder, "facts: [hieght]", "facts: [height]")
        assert "hieght" not in check.wait(REPORTED)

        assert check.interrupt() == (0, "")


def test_it_ends_with_the_code_of_the_last_check(environment: dict[str, str], folder: Path) -> None:
    edit(folder, "facts: [height]", "facts: [hieght]")
    with watching(environment, folder) as check:
        check.wait(r"hieght.*\n")

        assert check.interrupt() == (2, "")


def test_a_folder_that_is_gone_for_a_moment_is_a_problem_and_no_end(
    environment: dict[str, str], folder: Path
) -> None:
    with watching(environment, folder) as check:
        check.wait(REPORTED)
        folder.rename(folder.with_name("away"))
        assert check.wait(r"no such folder\n").endswith("pack:1:1: there is no such folder\n")
        folder.with_name("away").rename(folder)
        check.wait(REPORTED)

        assert check.interrupt() == (0, "")


def test_on_a_terminal_each_check_begins_on_a_clean_screen(environment: dict[str, str], folder: Path) -> None:
    command = [sys.executable, "-m", "assistant", "check", "--watch", "--pack", folder.name]
    with terminal(command, environment, (80, 24), folder.parent) as shown:
        shown.wait(lambda: b"fact quotes" in shown.output or b"by one" in shown.output, "report")
        assert shown.output.count(b"\x1b[2J") == 1
        assert b"ctrl+c ends" in shown.output
        edit(folder, "facts: [height]", "facts: [hieght]")
        shown.wait(lambda: b"hieght" in shown.output, "problem")
        assert shown.output.count(b"\x1b[2J") == 2
        shown.process.send_signal(signal.SIGINT)

        assert shown.end() == 2
        assert b"Traceback" not in shown.output


@pytest.mark.parametrize("arguments", [("--watch", "ask", "who?"), ("ask", "--watch", "who?")])
def test_watching_where_nothing_watches_is_an_error(
    run: Run, tiny_folder: Path, arguments: tuple[str, ...]
) -> None:
    done = run("--pack", tiny_folder, *arguments)

    assert done.code == 2
    assert "--watch" in done.stderr
    assert done.stdout == ""
