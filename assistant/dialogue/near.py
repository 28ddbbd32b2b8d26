"""The wordings nearest to a text, letter by letter."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(text: str, wordings: Iterable[str], ratio: float, limit: int = 1) -> list[tuple[str, float]]:
    """The wordings that are like `text` by at least `ratio`, in 0..100, and by how much; best first.

    The measure is RapidFuzz's ``ratio``: twice the length of the longest common subsequence, divided by the
    length of both.
    """
    possible = [wording for wording in wordings if _may_reach(ratio, text, wording)]
    if not possible:
        return []
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (most questions are like no wording, and go without)

    found = process.extract(text, possible, scorer=fuzz.ratio, score_cutoff=ratio, limit=limit)
    return [(wording, score) for wording, score, _ in found]


def _may_reach(ratio: float, text: str, other: str) -> bool:
    """False where the two share too few letters, in whatever order, to be like each other by `ratio`."""
    lengths = len(text) + len(other)
    needed = ratio / 200 * lengths - 1e-9
    if min(len(text), len(other)) < needed or len(_letters(text) ^ _letters(other)) > lengths - 2 * needed:
        return False
    return (Counter(text) & Counter(other)).total() >= needed


@lru_cache(maxsize=10_000)
def _letters(text: str) -> frozenset[str]:
    return frozenset(text)
