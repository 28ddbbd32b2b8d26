"""``assistant check --watch``: it checks again at every save, until ctrl+c."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from assistant.cli.watching import run_at_changes
from assistant.errors import AssistantError
from assistant.knowledge.watching import PackWatcher
from tests.editing import edit
from tests.terminal import PATIENCE, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

pytestmark = pytest.mark.endurance

DIVIDER = re.compile(r"^--- \d\d:\d\d:\d\d .*pack ---$", re.MULTILINE)


# The loop, by a clock that passes while it waits


class Person:
    """Does one thing after the other, each while the loop waits for a change; then presses ctrl+c."""

    def __init__(self, *deeds: Callable[[], object]) -> None:
        self._deeds = list(deeds)
        self._seconds = 0

    def clock(self) -> float:
        return self._seconds

    def sleep(self, _seconds: float) -> None:
        self._seconds += 1
        # Every second time, so that each change is over before the next.
        if self._seconds % 2:
            return
        if not self._deeds:
            raise KeyboardInterrupt
        self._deeds.pop(0)()


def ended(folder: Path, person: Person, *outcomes: int | AssistantError) -> int:
    """The exit code of the loop whose runs end like that, one after the other."""
    left = list(outcomes)

    def run_once() -> int:
        outcome = left.pop(0)
        if isinstance(outcome, AssistantError):
            raise outcome
        print(f"code {outcome}")
        return outcome

    code = run_at_changes(PackWatcher(folder, person.clock, person.sleep), run_once)
    assert not left
    return code


def comment(folder: Path) -> Callable[[], None]:
    return lambda: edit(folder, "topic: tower", "# A comment\ntopic: tower")


def test_every_save_runs_it_again(tiny_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = Person(comment(tiny_copy), lambda: None, comment(tiny_copy))

    assert ended(tiny_copy, person, 0, 1, 0) == 0

    output = capsys.readouterr().out
    assert len(DIVIDER.findall(output)) == 3
    assert re.findall("code .", output) == ["code 0", "code 1", "code 0"]


def test_it_ends_with_the_code_of_the_last_run(tiny_copy: Path) -> None:
    assert ended(tiny_copy, Person(), 1) == 1
    assert ended(tiny_copy, Person(comment(tiny_copy)), 0, 1) == 1


def test_an_error_is_what_came_of_a_run(tiny_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = Person(comment(tiny_copy))

    assert ended(tiny_copy, person, AssistantError("a.yaml:1:1: no \x1b[1m"), 0) == 0
    assert "---\na.yaml:1:1: no " in capsys.readouterr().out
    assert ended(tiny_copy, Person(), AssistantError("a.yaml:1:1: no")) == 2
    output = capsys.readouterr()
    assert "\x1b" not in output.out
    assert output.err == ""


# The command, as a process


class Check:
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
def checking(environment: dict[str, str], folder: Path) -> Iterator[Check]:
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "check", "--watch", "--pack", folder.name],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=folder.parent,
    ) as process:  # fmt: skip
        try:
            yield Check(process)
        finally:
            process.kill()


REPORTED = r"no rule is broken\n|tells why and what to do\n"


def test_each_save_is_checked(environment: dict[str, str], tiny_copy: Path, run: Run) -> None:
    with checking(environment, tiny_copy) as check:
        first = check.wait(REPORTED)
        assert len(DIVIDER.findall(first)) == 1
        quick = run("check", "--quick", "--pack", tiny_copy.name, cwd=tiny_copy.parent)
        assert first.partition("---\n")[2] == quick.stdout

        edit(tiny_copy, "facts: [height]", "facts: [hieght]")
        broken = check.wait(r"hieght.*\n.*hieght.*\n")
        assert len(DIVIDER.findall(broken)) == 1
        assert re.search(r"^pack/intents/tower\.yaml:31:13: intents\[1\]\.facts\[0\]: ", broken, re.MULTILINE)

        edit(tiny_copy, "facts: [hieght]", "facts: [height]")
        assert "hieght" not in check.wait(REPORTED)

        # A run that is not quite over does not count, and so there are two of the same.
        comment(tiny_copy)()
        check.wait(REPORTED)
        assert check.interrupt() == (0, "")


def test_a_folder_that_is_gone_for_a_moment_is_a_problem_and_no_end(
    environment: dict[str, str], tiny_copy: Path
) -> None:
    with checking(environment, tiny_copy) as check:
        check.wait(REPORTED)
        tiny_copy.rename(tiny_copy.with_name("away"))
        assert check.wait(r"no such folder.*\n").endswith("pack:1:1: there is no such folder [file]\n")
        tiny_copy.with_name("away").rename(tiny_copy)
        check.wait(REPORTED)


def test_a_pack_that_is_broken_at_the_start_is_checked_on_a_clean_screen_each_time(
    environment: dict[str, str], tiny_copy: Path
) -> None:
    edit(tiny_copy, "facts: [height]", "facts: [hieght]")
    command = [sys.executable, "-m", "assistant", "check", "--watch", "--pack", tiny_copy.name]
    with terminal(command, environment, (80, 24), tiny_copy.parent) as shown:
        shown.wait(lambda: b"hieght" in shown.output, "problem")
        assert shown.output.count(b"\x1b[2J") == 1
        assert b"ctrl+c ends" in shown.output
        edit(tiny_copy, "facts: [hieght]", "facts: [heihgt]")
        shown.wait(lambda: b"heihgt" in shown.output, "other problem")
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
