"""A pack that another process compiles."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import pytest

from assistant.dialogue import pack_cache, reloading
from assistant.dialogue.reloading import reload
from assistant.errors import PackError
from tests.editing import edit
from tests.terminal import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant import Assistant

QUESTIONS = ("how hihg is the tower", "really?", "what is behind the east door?", "who drew the plans?")


def replies(assistant: Assistant) -> list[str]:
    conversation = assistant.conversation()
    return [conversation.ask(question).model_dump_json() for question in QUESTIONS]


async def test_it_answers_as_if_this_process_had_compiled_it(tiny_copy: Path, tiny: Assistant) -> None:
    reloaded = await reload(tiny_copy)

    assert reloaded.pack == tiny.pack
    assert replies(reloaded) == replies(tiny)


async def test_its_problems_are_raised_as_one_is_used_to_them(
    tiny_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(tiny_copy, "facts: [height]", "facts: [hieght]")
    monkeypatch.chdir(tiny_copy.parent)

    with pytest.raises(PackError) as raised:
        await reload(tiny_copy)

    assert str(raised.value.problems[0]).startswith("pack/intents/tower.yaml:31:13: intents[1].facts[0]: ")


async def test_nothing_is_imported_from_the_present_folder(
    tiny_copy: Path, tiny: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("random.py", "yaml.py", "pickle.py"):
        (tiny_copy / module).write_text("raise SystemExit(1)\n", "utf-8")
    monkeypatch.chdir(tiny_copy)
    _refuse_to_compile(monkeypatch)

    assert (await reload(tiny_copy)).pack == tiny.pack


@pytest.mark.parametrize(
    ("name", "value"), [("_COMMAND", "raise SystemExit(1)"), ("sys.executable", "/nowhere/python")]
)
async def test_where_no_process_can_this_one_compiles_it(
    tiny_copy: Path, tiny: Assistant, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    if name.startswith("sys."):
        monkeypatch.setattr(sys, "executable", value)
    else:
        monkeypatch.setattr(reloading, name, value)

    assert replies(await reload(tiny_copy)) == replies(tiny)


async def test_what_a_newer_engine_has_compiled_is_not_used(
    tiny_copy: Path, tiny: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_cache, "ENGINE", "older than the files")
    monkeypatch.setattr(pack_cache, "deserialize", lambda _data: pytest.fail("it was used"))

    assert replies(await reload(tiny_copy)) == replies(tiny)


async def test_who_stops_waiting_ends_the_process(
    tiny_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "process"
    command = f"import os, time; open({str(note)!r}, 'w').write(f'{{os.getpid()}}.'); time.sleep(600)"
    monkeypatch.setattr(reloading, "_COMMAND", command)
    waiting = asyncio.create_task(reload(tiny_copy))
    await _until(lambda: note.exists() and note.read_text().endswith("."))
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    await _until(lambda: not _runs(int(note.read_text()[:-1])))


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _refuse_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test fail where this process has to do it."""
    monkeypatch.setattr(reloading.Assistant, "load", lambda _folder: pytest.fail("this process compiles"))
