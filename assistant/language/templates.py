"""Templates of wordings: "(who|which person) [really] said it" stands for four of them."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_GROUP = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")


def as_pattern(templates: Iterable[str]) -> re.Pattern[str]:
    """The pattern of all wordings of some templates, each with a space behind every word."""
    return re.compile("|".join([_pattern(template) for template in templates]))


def _pattern(template: str) -> str:
    parts: list[str] = []
    end = 0
    for group in _GROUP.finditer(template):
        parts.append(_words_of(template[end : group.start()]))
        one, optional = group.groups()
        choices = "|".join(map(_words_of, (one if one is not None else optional).split("|")))
        parts.append(f"(?:{choices})" if one is not None else f"(?:{choices})?")
        end = group.end()
    return "".join([*parts, _words_of(template[end:])])


def _words_of(text: str) -> str:
    return "".join([f"{re.escape(word)} " for word in text.split()])


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
