"""The program on systems that have less than this one."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import operating_system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Windows = Callable[..., subprocess.CompletedProcess[str]]

ENGINE = Path(operating_system.__file__).parent
# Modules and functions that Python does not have everywhere, and what asks for the system.
MODULES = {
    *("_winapi", "ctypes", "fcntl", "grp", "msvcrt", "pty", "pwd", "readline", "resource", "termios", "tty"),
}
NAMES = {
    *(
        "O_CLOEXEC",
        "O_NOFOLLOW",
        "O_NONBLOCK",
        "SIGALRM",
        "SIGHUP",
        "SIGKILL",
        "SIGTSTP",
        "add_signal_handler",
    ),
    *(
        "chown",
        "fork",
        "geteuid",
        "getuid",
        "killpg",
        "mkfifo",
        "nice",
        "pthread_sigmask",
        "setitimer",
        "setsid",
    ),
}
QUESTIONS_TO_THE_SYSTEM = {"os.kill", "os.name", "platform.system", "sys.platform"}
QUESTION = "How high is the tower?"


def knows(path: Path) -> Iterator[str]:
    """What of a system's own a file of the program names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & MODULES
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield node.module
        elif isinstance(node, ast.Attribute):
            whole = ast.unparse(node)
            if node.attr in NAMES or whole in QUESTIONS_TO_THE_SYSTEM:
                yield whole


def test_one_module_alone_knows_the_system() -> None:
    known = {path.relative_to(ENGINE).as_posix(): list(knows(path)) for path in ENGINE.rglob("*.py")}

    assert [name for name, what in known.items() if what] == ["operating_system.py"]


# As on Windows


@pytest.fixture
def windows(environment: dict[str, str], tmp_path: Path) -> Windows:
    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(Path(__file__).with_name("windows.py")), *arguments],
            input=stdin, encoding="utf-8", capture_output=True, check=False,
            timeout=60, env=environment, cwd=tmp_path,
        )  # fmt: skip

    return run


def test_a_question_is_answered_on_windows(windows: Windows, tiny_folder: Path) -> None:
    done = windows("ask", "--pack", str(tiny_folder), "--json", QUESTION)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["status"] == "answered"


@pytest.mark.endurance
@pytest.mark.parametrize("options", [[], ["--workers", "2"]], ids=["alone", "with workers"])
@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_a_batch_replaces_its_file_on_windows(
    windows: Windows, tiny_folder: Path, tmp_path: Path, options: list[str], ending: str
) -> None:
    (tmp_path / "questions.txt").write_text(f"{QUESTION}\nWho designed it?\n" * 20, "utf-8")
    file = tmp_path / f"replies.{ending}"
    file.write_text("what stood there before", "utf-8")

    done = windows("batch", "--pack", str(tiny_folder), "questions.txt", "-o", str(file), *options)

    assert done.returncode == 0, done.stderr
    assert "what stood there before" not in file.read_text("utf-8", "replace")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["questions.txt", file.name])


@pytest.mark.endurance
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["chat", "--plain", "--pack", "PACK"], 0),
        (["check", "--quick", "--pack", "PACK"], 0),
        (["check", "--pack", "PACK"], 0),
        (["coverage", "--pack", "PACK"], 0),
        (["gaps", "--pack", "PACK"], 0),
        (["eval", "--pack", "PACK", "exam.jsonl"], 0),
        (["new", "--article", "article.txt", "drafted"], 0),
        (["demo", "--export", "show"], 0),
        (["picture", "--pack", "PACK", "chat.svg", QUESTION], 0),
        (["guide"], 0),
        (["--version"], 0),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_every_command_runs_on_windows(
    windows: Windows, tiny_folder: Path, tmp_path: Path, command: list[str], code: int
) -> None:
    (tmp_path / "article.txt").write_text(
        "The council approved a new bridge on Monday. It costs 2 million.\n", "utf-8"
    )
    (tmp_path / "exam.jsonl").write_text('{"question": QUESTION, "expect": "answered"}\n', "utf-8")

    done = windows(*(str(tiny_folder) if word == "PACK" else word for word in command), stdin="who?\n/quit\n")

    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr


# Files


@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_WRONLY | os.O_CREAT], ids=["read", "write"])
def test_a_link_is_not_followed_where_the_file_itself_is_meant(tmp_path: Path, flags: int) -> None:
    (tmp_path / "file").write_text("text", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "file")

    os.close(operating_system.open_itself(tmp_path / "file", flags))
    os.close(operating_system.open_at(tmp_path / "link"))
    with pytest.raises(OSError, match="link"):
        operating_system.open_itself(tmp_path / "link", flags)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    os.close(operating_system.open_itself(tmp_path / "pipe", os.O_RDONLY))
    os.close(operating_system.open_at(tmp_path / "pipe"))


def test_a_new_name_is_one_that_nothing_has(tmp_path: Path) -> None:
    (tmp_path / "part").write_text("new", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        operating_system.name_new_file(tmp_path / "part", tmp_path / "link")

    operating_system.name_new_file(tmp_path / "part", tmp_path / "name")

    assert (tmp_path / "name").read_text("utf-8") == "new"
    assert not (tmp_path / "part").exists()


def test_an_open_file_is_deleted_and_closed(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "file", os.O_CREAT | os.O_WRONLY)

    operating_system.delete_open(tmp_path / "file", descriptor)

    assert not (tmp_path / "file").exists()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(descriptor)


def test_a_file_is_taken_by_one_alone_and_till_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("w") as first:
        operating_system.lock(first.fileno())
        with path.open("a") as second, pytest.raises(BlockingIOError):
            operating_system.lock(second.fileno())
    with path.open("a") as third:
        operating_system.lock(third.fileno())


# Processes


def test_whether_a_process_runs() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert operating_system.is_running(process.pid)
    assert operating_system.is_running(1)

    process.communicate()

    assert not operating_system.is_running(process.pid)
    assert not operating_system.is_running(0)
    assert not operating_system.is_running(-1)
    assert not operating_system.is_running(2**70)
