"""Standard streams that are full, closed, or have nobody at their other end: never a traceback."""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from assistant.cli import cli
from assistant.streams import OutputError, in_a_terminal, output_to, text_shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# What needs no pack, and prints something; and all else.
ALONE = (["--help"], ["--version"], ["ask", "--help"], ["guide"], ["schema", "pack"], ["check", "--rules"])
WITH_A_PACK = (
    ["ask", "how high is it?"],
    ["batch"],
    ["chat", "--plain"],
    ["check", "--quick"],
    ["coverage", "--json"],
    ["demo", "--check"],
    ["eval", "--leave-one-out", "--folds", "2"],
    ["gaps"],
    ["sample", "height"],
    ["sentences"],
    ["teach", "--from", "-", "--dry-run"],
)
SCRIPT = "title: T\nsteps: [{ask: How high is the tower?}]\n"


@pytest.fixture
def pack(tiny_copy: Path) -> Path:
    (tiny_copy / "intents" / "demo.yaml").write_text(SCRIPT, "utf-8")
    return tiny_copy


def led(
    environment: Mapping[str, str], pack: Path, command: list[str], streams: str
) -> subprocess.CompletedProcess[str]:
    """A command whose streams the shell leads elsewhere; standard input has questions."""
    options = [] if command in ALONE else ["--pack", str(pack)]
    line = shlex.join([sys.executable, "-m", "assistant", *command, *options])
    return subprocess.run(
        ["bash", "-c", f"{line} {streams}; exit ${{PIPESTATUS[0]}}"],
        input="How high is it?\n" * 9,
        capture_output=True,
        text=True,
        env=dict(environment),
        timeout=60,
        check=False,
    )


@pytest.mark.endurance
@pytest.mark.parametrize("command", [*ALONE, *WITH_A_PACK], ids=" ".join)
@pytest.mark.parametrize(
    "streams", ["> /dev/full", ">&-", "2>&-", "2> /dev/full", "<&-", "| true", ">&- 2>&- <&-"]
)
def test_no_end_of_a_stream_is_a_traceback(
    environment: Mapping[str, str], pack: Path, command: list[str], streams: str
) -> None:
    plain = led(environment, pack, command, "")
    done = led(environment, pack, command, streams)

    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr
    if streams == "| true":
        # As fast as it is, it may have printed all before its reader was gone.
        assert done.returncode in {2, plain.returncode}
    elif ">&-" in streams.split() or (streams == "> /dev/full" and plain.stdout):
        what = "standard output is closed" if ">&-" in streams else "standard output: No space left on device"
        assert done.returncode == 2
        assert done.stderr.endswith(f"{what}\n" if "2>&-" not in streams else "")
    elif streams == "<&-" and command[0] in {"batch", "chat", "teach"}:
        assert (done.returncode, done.stderr.startswith("standard input is closed")) == (2, True)
    else:
        assert (done.returncode, done.stdout) == (plain.returncode, plain.stdout)


@pytest.mark.endurance
def test_what_is_written_does_not_take_the_place_of_a_closed_stream(
    environment: Mapping[str, str], pack: Path, tmp_path: Path
) -> None:
    done = led(environment, pack, ["batch", "-o", str(tmp_path / "out.txt")], "<<< hello 2>&-")

    assert done.returncode == 0
    assert (tmp_path / "out.txt").read_text("utf-8").startswith("[1] hello\n")


class Full(io.TextIOWrapper):
    """Takes nothing."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO())

    def write(self, _text: str) -> int:
        raise OSError(28, "No space left on device")


def test_what_is_not_taken_is_told_whoever_passes_over_it() -> None:
    def printing() -> None:
        with redirect_stdout(Full()), redirect_stderr(Full()), text_shown():
            print("lost", file=sys.stderr)
            # Click does so where it looks for the kind of a stream.
            with suppress(OutputError):
                print("lost")

    with pytest.raises(OutputError, match="standard output: No space left on device"):
        printing()


def test_help_that_nobody_can_read_is_an_error() -> None:
    def printing() -> None:
        with redirect_stdout(Full()), text_shown():
            cli.main(["--version"], prog_name="assistant", standalone_mode=False)

    with pytest.raises(OutputError, match="standard output: No space left on device"):
        printing()


def test_what_is_written_to_standard_output_by_name_leaves_what_is_there(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    with out.open("w", encoding="utf-8") as stream, redirect_stdout(stream):
        print("before")
        with output_to(out) as sink:
            sink.write("within\n")
        print("after")

    assert out.read_text("utf-8") == "before\nwithin\nafter\n"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("typed", "shown", "term", "expected"),
    [
        (True, True, "xterm-256color", True),
        (True, True, None, True),
        (True, True, "dumb", False),
        (True, False, "xterm-256color", False),
        (False, True, "xterm-256color", False),
    ],
)
def test_a_screen_takes_a_terminal_that_can_draw(
    monkeypatch: pytest.MonkeyPatch, typed: bool, shown: bool, term: str | None, expected: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: typed))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: shown))
    monkeypatch.delenv("TERM", raising=False)
    if term:
        monkeypatch.setenv("TERM", term)

    result = in_a_terminal()
    monkeypatch.undo()

    assert result is expected
