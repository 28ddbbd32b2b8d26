"""Sums that are the same to the last bit wherever they are taken."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def added(numbers: Iterable[float]) -> float:
    """The sum of `numbers`, added one after another, as the loops over arrays add them.

    From Python 3.12 on, `sum` makes up for what is lost by rounding on the way, and ends in other digits.
    """
    return reduce(add, numbers, 0.0)
