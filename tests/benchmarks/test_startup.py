"""How long one question takes as a whole process, beside the imports that no answer can do without."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.conftest import Tell

pytestmark = pytest.mark.benchmark

ASK = [sys.executable, "-m", "assistant", "ask", "When did the Cabinet approve it?"]
IMPORTS = [sys.executable, "-c", "import pydantic, rapidfuzz, yaml, click"]
COMPILE = """\
import sys
from pathlib import Path

from assistant.dialogue.pack_cache import write_compiled

pack = Path(sys.argv[1])
write_compiled(pack, pack / "compiled.archive")
"""
RUNS = 9
# NumPy is in it.
MOST = 2.4


def milliseconds(command: list[str], environment: dict[str, str], folder: Path) -> float:
    """The wall time of `command` as a process in `folder`."""
    start = time.perf_counter_ns()
    subprocess.run(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter_ns() - start) / 1e6


def ask_beside_imports(environment: dict[str, str], folder: Path) -> tuple[float, float]:
    """The median milliseconds of the two commands, each run once before."""
    for command in (ASK, IMPORTS):
        milliseconds(command, environment, folder)
    pairs = [[milliseconds(command, environment, folder) for command in (ASK, IMPORTS)] for _ in range(RUNS)]
    ask, imports = (median(side) for side in zip(*pairs, strict=True))
    return ask, imports


def test_ask_as_a_whole_process(environment: dict[str, str], tmp_path: Path, tell: Tell) -> None:
    ask, imports = ask_beside_imports(environment | {"ASSISTANT_CACHE_DIR": str(tmp_path)}, tmp_path)

    tell(f"assistant ask {ask:.0f} ms, imports {imports:.0f} ms: {ask / imports:.2f} times ({MOST} or less)")
    assert ask / imports <= MOST


def test_the_first_ask_after_an_install(environment: dict[str, str], tmp_path: Path, tell: Tell) -> None:
    """As an install leaves it: the pack beside the program, compiled when the program was built."""
    program, pack = tmp_path / "assistant", tmp_path / "assistant" / "default_pack"
    shutil.copytree(ROOT / "assistant", program, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("seeds", "intents"):
        shutil.copytree(ROOT / part, pack / part)
    # An installer compiles the modules too. As nothing else is cached, every ask is a first one.
    settings = environment | {"PYTHONPATH": str(tmp_path), "ASSISTANT_CACHE_DIR": ""}
    subprocess.run([sys.executable, "-m", "compileall", "-q", program], env=settings, check=True)
    subprocess.run([sys.executable, "-c", COMPILE, pack], env=settings, cwd=tmp_path, check=True)

    ask, imports = ask_beside_imports(settings, tmp_path)

    tell(
        f"the first ask after an install {ask:.0f} ms, imports {imports:.0f} ms: "
        f"{ask / imports:.2f} times ({MOST} or less)"
    )
    assert ask / imports <= MOST
