"""Packs with many mistakes of one kind: each is told, and as if it were the only one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from assistant.errors import PackError
from assistant.knowledge import load_pack
from tests.knowledge.many_mistakes import KINDS, write_pack

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.errors import Problem

FEW, MANY = 4, 200
_NUMBER = re.compile("[0-9]+")


def problems(folder: Path, kind: str, count: int) -> list[Problem]:
    write_pack(folder, kind, count)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return list(caught.value.problems)


@pytest.mark.parametrize("kind", KINDS)
def test_every_mistake_is_told_as_it_is_among_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    few, many = problems(tmp_path, kind, FEW), problems(tmp_path, kind, MANY)
    # That the welcome has too many is told once, and of what stands many times, not of the first.
    of_all = [problem for problem in few if problem.where == "welcome"]
    untold = FEW - (len(few) - len(of_all))

    assert untold in (0, 1)
    assert len(many) == MANY - untold + len(of_all)
    assert many[len(of_all) : len(few)] == few[len(of_all) :]
    assert {_NUMBER.sub("0", problem.what) for problem in many} == {
        _NUMBER.sub("0", problem.what) for problem in few
    }
