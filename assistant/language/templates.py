"""Templates of wordings: "(who|which person) [really] said it" stands for four of them."""

from __future__ import annotations

import re
from itertools import product

_GROUP = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")


def expand(template: str) -> list[str]:
    """The wordings that a template stands for, in order, each once.

    ``(a|b)`` is one of some alternatives, ``[a|b]`` one of them or nothing; groups do not nest.
    """
    choices: list[list[str]] = []
    end = 0
    for group in _GROUP.finditer(template):
        choices.append([template[end : group.start()]])
        one, optional = group.groups()
        choices.append(one.split("|") if one is not None else [*optional.split("|"), ""])
        end = group.end()
    choices.append([template[end:]])
    return list(dict.fromkeys(" ".join("".join(parts).split()) for parts in product(*choices)))
