"""How long a key takes until the questions under the prompt are those of the text with it."""

from __future__ import annotations

from statistics import quantiles
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.measuring import cpu_costs

if TYPE_CHECKING:
    from assistant import Assistant
    from tests.benchmarks.conftest import Tell

pytestmark = pytest.mark.benchmark

# A frame at 60 a second.
FRAME = 16


def test_a_key_takes_less_than_a_frame(
    assistant: Assistant, asked_of_the_pack: list[str], tell: Tell
) -> None:
    keys = [text[:end] for text in asked_of_the_pack[:60] for end in range(2, len(text) + 1)]

    (costs,) = cpu_costs(keys, assistant.suggest)

    p95 = quantiles(costs.milliseconds, n=100)[94]
    tell(
        f"suggestions at a key: p50 {costs.median:.2f} ms, p95 {p95:.2f} ms (less than {FRAME}), "
        f"p99 {costs.p99:.2f} ms, of {len(keys):,} keys"
    )
    assert p95 < FRAME
