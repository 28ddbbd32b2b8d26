"""How long it takes to tell all that is wrong with a pack, with ten times as many mistakes."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import pytest

from assistant.errors import PackError
from assistant.knowledge import load_pack
from assistant.knowledge.yaml_traps import traps
from tests.knowledge.many_mistakes import KINDS, write_pack

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.conftest import Tell

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]

FEW, MANY = 2_500, 25_000
# Ten times the mistakes take ten times the time, but for what a busy machine adds.
MOST_TIMES = 20
# In seconds.
MOST = 10.0


def cost(folder: Path, kind: str, count: int) -> float:
    """The seconds that it takes to tell of so many mistakes."""
    write_pack(folder, kind, count)
    gc.collect()
    start = time.process_time()
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    seconds = time.process_time() - start
    assert len(caught.value.problems) >= count - 1
    return seconds


@pytest.mark.parametrize("kind", KINDS)
def test_ten_times_the_mistakes(tmp_path: Path, kind: str, tell: Tell) -> None:
    few = min(cost(tmp_path, kind, FEW) for _ in range(2))
    many = cost(tmp_path, kind, MANY)

    times = many / few
    tell(f"{kind}: {MANY:,} in {many:.1f} s ({MOST:.0f} or less), {times:.0f} times ({MOST_TIMES} or less)")
    assert many <= MOST
    assert times <= MOST_TIMES


@pytest.mark.parametrize("line", ["  - [b{}?, no, c\td, e #{}\n    ]\n", "b{}?, no, c\td, 010, "])
def test_ten_times_the_traps(line: str, tell: Tell) -> None:
    def cost(count: int) -> float:
        lines = "".join(line.format(number, number) for number in range(count))
        text = f"a:\n{lines}" if line.endswith("\n") else f"a: [{lines}]\n"
        gc.collect()
        start = time.process_time()
        assert len(list(traps(text))) == 4 * count
        return time.process_time() - start

    few, many = min(cost(FEW) for _ in range(2)), cost(MANY)

    tell(f"traps: {4 * MANY:,} in {many:.1f} s, {many / few:.0f} times ({MOST_TIMES} or less)")
    assert many <= MOST
    assert many / few <= MOST_TIMES
