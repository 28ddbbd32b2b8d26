"""What the command line writes is the same on every system, and what it tells a person fits theirs."""

from __future__ import annotations

import io
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from assistant.cli import main
from assistant.operating_system import END_OF_INPUT, shell_word
from assistant.streams import opened

if TYPE_CHECKING:
    from pathlib import Path


class Typed(io.TextIOWrapper):
    """What a terminal sends."""

    def isatty(self) -> bool:
        return True


def as_on_windows(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[bytes, bytes]:
    """What a command writes to streams that are set up as Windows does it where they are no terminal."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(sink, encoding="cp1252", newline="\r\n") for sink in (out, err)]
    monkeypatch.setattr(sys, "stdout", streams[0])
    monkeypatch.setattr(sys, "stderr", streams[1])
    monkeypatch.setattr(sys, "argv", ["assistant", *arguments])
    with pytest.raises(SystemExit):
        main()
    for stream in streams:
        stream.flush()
    return out.getvalue(), err.getvalue()


def test_the_bytes_of_the_output_are_the_same_on_every_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("The tower is high.\n\nIts name is 東京タワー.\n", "utf-8")

    out, err = as_on_windows(monkeypatch, "sentences", str(article))

    assert out.decode("utf-8").splitlines(keepends=True)[1:] == [
        "  1. The tower is high.\n",
        "  2. Its name is 東京タワー.\n",
    ]
    assert err == b""


def test_messages_are_utf_8_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = as_on_windows(monkeypatch, "guide", "橋")

    assert out == b""
    assert err.decode("utf-8").startswith("there is no guide “橋”")


@pytest.mark.skipif(sys.platform == "win32", reason="shlex is for the shells of other systems")
def test_a_word_for_the_shell_is_one_word() -> None:
    assert shlex.split(shell_word("it's a pack")) == ["it's a pack"]


def test_a_terminal_is_told_how_to_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(io.BytesIO(b"a question\n")))

    with opened("-") as stream:
        assert stream.read() == b"a question\n"
    assert capsys.readouterr().err == f"Type a question a line; {END_OF_INPUT}.\n"
