"""Text from outside, printed by every command: a terminal shows it, and acts on none of it."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import pytest

from assistant.cli import cli
from assistant.streams import note, styled, text_shown
from tests.conftest import ARTICLE
from tests.terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import Run

# A title, a colour, the eight-bit form of one, marks of direction, what deletes, another end of a line.
ACTS = "\x1b]0;x\x07\x1b[31m\x9b1m\u202e\u2066\x7f\x85\u200f\n"
# What is never printed; a newline and a tab are.
ACTED_ON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
QUESTION = f"How high {ACTS} is it?"
DEMO = "title: T\nsteps: [{ask: How high is it?, expect: {status: chat}}]\n"
# Each command as it is typed, with every name and text that it takes.
COMMANDS = (
    ["ask", "{ask}", "--explain"],
    ["ask", "{ask}", "--json", "--explain"],
    *(["batch", "{questions}", "--format", form] for form in ("jsonl", "csv", "text", "markdown", "html")),
    ["batch", "{questions}", "-o", "{new}.csv"],
    ["batch", "{questions}", "-o", "{none}/replies.csv"],
    ["batch", "{questions}", "-o", "/dev/stdout", "--format", "html"],
    ["batch", "{none}"],
    ["batch", "--fail-on", "{none}", "{questions}"],
    ["chat", "--plain"],
    *(["check", "--format", form, "--fail-on", "advice"] for form in ("text", "json", "github", "sarif")),
    ["check", "--quick", "--pack", "{none}"],
    ["check", "--explain", "{none}"],
    ["check", "--select", "{none}"],
    ["coverage"],
    ["coverage", "--json"],
    ["coverage", "--html", "/dev/stdout"],
    ["coverage", "--batch", "{questions}"],
    ["demo", "--check"],
    ["demo", "{none}", "--check"],
    ["demo", "--export", "{new}"],
    ["demo", "--pace", "{none}"],
    ["eval", "{labels}", "--misses", "--json", "/dev/stdout", "--junit", "/dev/stdout"],
    ["eval", "{labels}", "--perturb", "--baseline", "{none}"],
    ["eval", "{wrong}"],
    ["gaps", "--questions", "{asked}"],
    ["gaps", "--questions", "{asked}", "--json"],
    ["gaps", "--questions", "{asked}", "--out", "{new}.csv"],
    ["guide", "{none}"],
    ["new", "{new}", "--article", "{article}"],
    ["new", "{new}", "--article", "{none}"],
    ["new", "{new}", "--dry-run", "--any-language", "--article", "{article}"],
    ["picture", "{new}.svg", "{ask}"],
    ["picture", "/dev/stdout", "{ask}"],
    ["sample", "height"],
    ["sample", "{none}"],
    ["schema", "{none}"],
    ["schema", "--write", "{pack}"],
    ["sentences"],
    ["sentences", "--json"],
    ["serve", "--port", "{none}"],
    ["serve", "--public-url", "http://{none}"],
    ["teach", "--from", "{questions}", "--yes"],
    ["teach", "--from", "{wrong}", "--dry-run"],
    ["{none}"],
    ["ask", "--{none}"],
)
TYPED = f"{QUESTION}\n/why\n/topics\n/export {ACTS}\n/open {ACTS}\n/{ACTS}\nwho {ACTS}\n".encode()


@pytest.fixture
def names(tiny_folder: Path, tmp_path: Path) -> dict[str, str]:
    """A pack and files, in whose names and texts stands what a terminal would act on."""
    pack = tmp_path / f"pack {ACTS}"
    shutil.copytree(tiny_folder, pack)
    (pack / "seeds" / "clocks.txt").unlink()
    article = pack / "seeds" / f"clocks{ACTS}.txt"
    article.write_text(f"{ARTICLE}\nThe clock {ACTS} is old.\n", "utf-8", newline="")
    (pack / "intents" / "demo.yaml").write_text(DEMO, "utf-8")
    label = {"id": ACTS, "category": ACTS, "question": QUESTION, "expect": "answer", "sentences": [5]}
    rows = {
        "questions": [
            {"id": ACTS, "question": QUESTION},
            {"id": ACTS, ACTS: 1},
            {"question": ACTS, "conversation": ACTS},
        ],
        "labels": [label],
        "wrong": [label | {ACTS: 1, "expect": ACTS}],
        "asked": [{"question": QUESTION}, {"question": f"who {ACTS}"}],
    }
    found = {"pack": str(pack), "article": str(article), "ask": QUESTION, "none": f"none{ACTS}"}
    for name, each in rows.items():
        path = tmp_path / f"{name}{ACTS}.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in each), "utf-8")
        found[name] = str(path)
    return found | {"new": str(tmp_path / f"new{ACTS}")}


def test_all_commands_are_walked() -> None:
    assert set(cli.commands) <= {command[0] for command in COMMANDS}


@pytest.mark.endurance
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_no_command_prints_what_a_terminal_acts_on(
    run: Run, names: dict[str, str], tmp_path: Path, command: list[str]
) -> None:
    arguments = [each.format_map(names) for each in command]
    whole = command[0] in {"guide", "new", "schema", "{none}"} or "--pack" in command
    done = run(*arguments, *([] if whole else ["--pack", names["pack"]]), stdin=TYPED, cwd=tmp_path)

    for printed in (done.stdout, done.stderr):
        assert not ACTED_ON.findall(printed), printed
    assert "Traceback" not in done.stderr
    assert done.stdout or done.stderr or command[0] == "picture"
    is_bad = any(name in str(command) for name in ("{none}", "{wrong}", "{questions}"))
    assert done.code in ({0, 1, 2} if is_bad else {0, 1})


@pytest.mark.endurance
def test_in_a_terminal_the_colours_are_the_programs_own(
    environment: Mapping[str, str], names: dict[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "assistant", "coverage", "--pack", names["pack"]]
    settings = {key: value for key, value in environment.items() if key != "NO_COLOR"}
    with terminal(command, settings, (80, 40), tmp_path) as opened:
        assert opened.end() == 0
        shown = bytes(opened.output).decode()

    assert "\x1b[" in shown
    assert "␛]0;x␇␛[31m" in shown
    without_colours = re.sub(r"\x1b\[[0-9;]*m|\r\n", "", shown)
    assert not ACTED_ON.findall(without_colours)


def test_a_stream_shows_what_a_terminal_acts_on() -> None:
    printed, told = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(printed), redirect_stderr(told), text_shown():
        print(f"a{ACTS}\tb")
        note(ACTS)
        styled(sys.stdout).write("\x1b[1m")
        assert sys.stdout.encoding == "utf-8"
    shown = "␛]0;x␇␛[31m\ufffd1m\ufffd\ufffd␡\ufffd\ufffd\n"

    printed.seek(0)
    told.seek(0)
    assert printed.read() == f"a{shown}\tb\n\x1b[1m"
    assert told.read() == f"{shown}\n"
