"""Ratios of two costs, taken in turn in one run, so that a slow or busy machine slows both sides."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Costs:
    """What single calls cost, in milliseconds."""

    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The 50th percentile."""
        return median(self.milliseconds)

    @property
    def mean(self) -> float:
        """The mean; a thousand divided by it is how many calls a second."""
        return fmean(self.milliseconds)

    @property
    def p99(self) -> float:
        """The 99th percentile."""
        return quantiles(self.milliseconds, n=100)[98]


def cpu_costs(
    questions: Sequence[str], *sides: Callable[[str], object], warm_up: int = 10
) -> tuple[Costs, ...]:
    """The CPU time of this process for each question, once with each of `sides` in turn.

    The first `warm_up` questions are asked beforehand and not counted. No question is asked twice, so that
    nothing that was remembered of it helps.
    """
    for question in questions[:warm_up]:
        for side in sides:
            side(question)
    found: list[list[float]] = [[] for _ in sides]
    gc.collect()
    for question in questions[warm_up:]:
        for side, costs in zip(sides, found, strict=True):
            start = time.process_time_ns()
            side(question)
            costs.append((time.process_time_ns() - start) / 1e6)
    return tuple(Costs(tuple(costs)) for costs in found)
