"""A fair, fixed sample of a set of wordings: the same one on every machine, whatever the size of the set."""

from __future__ import annotations

import math
from itertools import chain
from random import Random
from typing import TYPE_CHECKING

from assistant.language.grammar import shuffled, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.language.grammar import Wordings

# After so many draws hardly anything new comes where one alternative has many more wordings than the others.
_DRAWS = 4


def sample(wordings: Wordings, number: int) -> list[str]:
    """At most `number` of some wordings: all in reading order, or a sample in any order, each once.

    Each alternative is about as often in a sample as the others of its choice, as far as it has wordings
    enough. The time it takes grows with `number` and the length of the template alone.
    """
    if wordings.count <= number:
        return tidy(wordings.every())
    some: dict[str, None] = {}
    for text in chain(_drawn(wordings, number), _spread(wordings, 2 * number)):
        if len(some) == number:
            break
        some.setdefault(" ".join(text.split()))
    return list(some)


def _drawn(wordings: Wordings, number: int) -> Iterator[str]:
    # Of all that `random` has, this method alone gives the same numbers in every version of Python.
    chance = Random(number).random
    for _ in range(_DRAWS):
        yield from shuffled(wordings.draw(number, chance), chance)


def _spread(wordings: Wordings, number: int) -> Iterator[str]:
    """Wordings from all over the reading order, none twice: a step prime to their count leads to each."""
    step = wordings.count * 618 // 1000 or 1
    while math.gcd(step, wordings.count) > 1:
        step += 1
    for turn in range(min(number, wordings.count)):
        yield wordings.at(turn * step % wordings.count)
