"""Taking an even sample of the phrases of many intents."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def even_sample(owners: Sequence[int], most: int) -> list[int]:
    """The indexes of at most `most` phrases, spread evenly over those of each intent; all if that is all.

    `owners` are the intents of the phrases. Each intent gets the same share, and what one does not use
    is lost; with more intents than `most`, the share is one phrase.
    """
    if len(owners) <= most:
        return list(range(len(owners)))
    sizes = Counter(owners)
    share = max(1, most // len(sizes))
    seen: Counter[int] = Counter()
    chosen = []
    for index, owner in enumerate(owners):
        size, before = sizes[owner], seen[owner]
        if size <= share or before * share // size != (before - 1) * share // size:
            chosen.append(index)
        seen[owner] += 1
    return chosen
