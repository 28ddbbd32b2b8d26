"""What a question costs, and how much memory is taken, with a hundred times as many phrases."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Tell

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]


def grown(count: int, environment: dict[str, str]) -> dict[str, float]:
    """What `count` phrases cost in a process of their own."""
    command = [sys.executable, "-m", "tests.benchmarks.growth", str(count)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    found: dict[str, float] = json.loads(done.stdout)
    return found


def test_from_ten_thousand_to_a_million_phrases(environment: dict[str, str], tell: Tell) -> None:
    small, large = grown(10_000, environment), grown(1_000_000, environment)

    ratio = large["ms"] / small["ms"]
    tell(
        f"10,000 phrases {small['ms']:.2f} ms, 1,000,000 phrases {large['ms']:.2f} ms: "
        f"{ratio:.1f} times (8 or less); fitted in {large['fit_s']:.0f} s, "
        f"peak {large['peak_mb']:,.0f} MB (1,500 or less)"
    )
    assert ratio <= 8
    assert large["peak_mb"] <= 1_500
