"""A fair, fixed sample of a set of wordings: the same one on every machine, whatever the size of the set."""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING

from assistant.language.grammar import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.language.grammar import Wordings

# After so many draws hardly anything new comes: one alternative has many more wordings than the others.
_DRAWS = 12


def sample(wordings: Wordings, number: int) -> list[str]:
    """At most `number` of some wordings: all in reading order, or a sample in any order, each once.

    Each alternative is about as often in a sample as the others of its choice, as far as it has wordings
    enough. The time it takes grows with `number` and the length of the template alone.
    """
    if wordings.count <= number:
        return tidy(wordings.every())
    # Of all that `random` has, this method alone gives the same numbers in every version of Python.
    chance = Random(number).random
    some: dict[str, None] = {}
    for _ in range(_DRAWS):
        some |= dict.fromkeys(tidy(wordings.draw(number - len(some), chance)))
    for index in _spread(wordings.count, 2 * number):
        if len(some) == number:
            break
        some |= dict.fromkeys(tidy([wordings.at(index)]))
    return list(some)


def _spread(count: int, number: int) -> Iterator[int]:
    """Numbers from all over those below `count`, none twice: a step that is prime to it leads to each."""
    step = count * 618 // 1000 or 1
    while math.gcd(step, count) > 1:
        step += 1
    return (turn * step % count for turn in range(min(number, count)))
