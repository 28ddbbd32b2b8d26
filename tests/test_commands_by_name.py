"""Commands that are loaded when they are first looked at."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
import pytest

from assistant.cli.commands import CommandsByName

if TYPE_CHECKING:
    from pathlib import Path


def test_what_goes_wrong_in_the_module_of_a_command_is_not_an_unknown_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_command.py").write_text("{}['absent']\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    commands = CommandsByName({"broken": "broken_command:run"})
    group = click.Group(commands=commands)

    with pytest.raises(KeyError, match="absent"):
        group.main(["broken"], standalone_mode=False)
    assert "broken" in commands
    assert commands.get("other") is None
    assert "broken_command" not in sys.modules
