"""A script for the pack about the clock tower, to be broken in one place at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.demo.reading import read_script
from assistant.errors import ScriptError

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant
    from assistant.demo.script import Script

SCRIPT = """\
title: The tower in a minute
steps:
  - card: The clock tower
    text: One article, and what it says.
  - ask: How high is the tower?
    presenter: Ask them to guess.
    expect: {status: answered, intent: height, sentence: 3}
  - source: true
  - why: true
    hold: 2.5
  - ask: Where does the door lead?
    expect: {status: clarify}
  - pick: 2
    expect: {intent: [east_door, west_door]}
  - pause: 1
  - note: And what it does not say.
  - ask: Who designed the tower?
    expect: {status: not_in_article, intent: gap_architect}
"""


class ScriptFolder:
    """The script in the current directory."""

    def __init__(self, root: Path, tiny: Assistant) -> None:
        self.path = root / "demo.yaml"
        self.tiny = tiny
        self.path.write_text(SCRIPT, "utf-8")

    def edit(self, old: str, new: str) -> None:
        """Replace `old`, which must stand once in the script."""
        text = self.path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        self.path.write_text(text.replace(old, new), "utf-8")

    def read(self) -> Script:
        return read_script(self.path, self.tiny.pack)

    def problems(self) -> list[str]:
        """What reading complains of, a line each."""
        with pytest.raises(ScriptError) as caught:
            self.read()
        assert str(caught.value) == "\n".join(map(str, caught.value.problems))
        return str(caught.value).splitlines()


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: Assistant) -> ScriptFolder:
    monkeypatch.chdir(tmp_path)
    return ScriptFolder(tmp_path, tiny)
