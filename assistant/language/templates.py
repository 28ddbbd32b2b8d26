"""Templates of wordings: "(who|which person) [really] said it" stands for four of them."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_GROUP = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")


def as_pattern(templates: Iterable[str], slots: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """The pattern of all wordings of some templates, each with a space behind every word.

    ``{name}`` stands for any of the wordings that `slots` has under that name, as a pattern, and is a group.
    """
    return re.compile("|".join([_pattern(template, slots or {}) for template in templates]))


def _pattern(template: str, slots: Mapping[str, str]) -> str:
    parts: list[str] = []
    end = 0
    for group in _GROUP.finditer(template):
        parts.append(_words_of(template[end : group.start()], slots))
        one, optional = group.groups()
        texts = (one if one is not None else optional).split("|")
        choices = "|".join([_words_of(text, slots) for text in texts])
        parts.append(f"(?:{choices})" if one is not None else f"(?:{choices})?")
        end = group.end()
    return "".join([*parts, _words_of(template[end:], slots)])


def _words_of(text: str, slots: Mapping[str, str]) -> str:
    return "".join([slots.get(word) or f"{re.escape(word)} " for word in text.split()])


def choice(wordings: Iterable[str], name: str = "") -> str:
    """The pattern of one of some wordings, with a space behind every word; a group if it has a `name`."""
    longest_first = sorted(wordings, key=len, reverse=True)
    return f"(?{f'P<{name}>' if name else ':'}(?:{'|'.join(map(re.escape, longest_first))}) )"


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
