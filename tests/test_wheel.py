"""The wheel: it carries the default pack compiled, so that even the first start compiles nothing."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin.utils import load_plugin_from_script

from assistant import cache
from assistant.knowledge.digest import pack_digest

ROOT = Path(__file__).resolve().parents[1]
HOOK = ROOT / ".build" / "compile_default_pack.py"

# Says where the program is, and what it answers without compiling.
FIRST_START = """\
import sys

import assistant
from assistant.dialogue.compiled_pack import CompiledPack
from assistant.knowledge import loader


def fail(*_):
    raise AssertionError("compiled")


loader.load_pack = CompiledPack.compile = fail
print(assistant.__path__[0])
print(assistant.Assistant.load().ask(sys.argv[1]).answer)
"""


@pytest.mark.endurance
def test_the_first_start_from_a_wheel_compiles_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    # In other processes: the build is to leave nothing imported, and this checkout is not to be found.
    outside = {key: value for key, value in environment.items() if key != "PYTHONPATH"}
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        env=outside | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.iterdir()
    assert wheel.name.endswith("-py3-none-any.whl"), "one for all, and nothing else is left"
    assert not HOOK.with_name("__pycache__").exists()
    assert not (ROOT / "assistant" / "default_pack").exists()

    with zipfile.ZipFile(wheel) as file:
        file.extractall(tmp_path / "installed")
    pack = tmp_path / "installed" / "assistant" / "default_pack"
    entry = cache.read(pack / "compiled.archive", own=False)
    assert entry is not None
    assert (pack.parent / "language/english/smalltalk.yaml").is_file(), "every pack that is compiled needs it"
    assert (pack.parent / "guides/curating.md").is_file(), "`assistant guide` prints it"
    assert entry.header["pack"] == pack_digest(pack) == pack_digest(ROOT)

    question = "When did the Cabinet approve it?"
    started = subprocess.run(
        [sys.executable, "-c", FIRST_START, question],
        cwd=tmp_path,
        env=outside | {"PYTHONPATH": str(tmp_path / "installed"), cache.VARIABLE: ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr
    place, answer = started.stdout.splitlines()
    assert Path(place) == pack.parent
    assert "Thursday" in answer


def test_an_editable_install_carries_no_compiled_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    hook_class = load_plugin_from_script(str(HOOK), HOOK.name, BuildHookInterface, "build_hook")
    hook = hook_class(str(ROOT), {}, None, None, "", "wheel")
    build_data: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", build_data)
    hook.finalize("editable", build_data, "")

    assert build_data == {"force_include": {}}
