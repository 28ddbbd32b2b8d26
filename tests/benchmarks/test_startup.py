"""How long one question takes as a whole process, beside the imports that it cannot do without."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.conftest import Tell

pytestmark = pytest.mark.benchmark

ASK = [sys.executable, "-m", "assistant", "ask", "When did the Cabinet approve it?"]
IMPORTS = [sys.executable, "-c", "import pydantic, rapidfuzz, yaml, click"]
RUNS = 9


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    """The wall time of `command` as a process."""
    start = time.perf_counter_ns()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter_ns() - start) / 1e6


def test_ask_as_a_whole_process(environment: dict[str, str], tmp_path: Path, tell: Tell) -> None:
    settings = environment | {"ASSISTANT_CACHE_DIR": str(tmp_path)}
    for command in (ASK, IMPORTS):
        milliseconds(command, settings)

    pairs = [(milliseconds(ASK, settings), milliseconds(IMPORTS, settings)) for _ in range(RUNS)]

    ask, imports = (median(side) for side in zip(*pairs, strict=True))
    tell(f"assistant ask {ask:.0f} ms, imports {imports:.0f} ms: {ask / imports:.2f} times (1.6 or less)")
    assert ask / imports <= 1.6
