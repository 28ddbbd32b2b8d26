"""Phrases: the templates by which a draft asks, from the language's data."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from assistant.language.data_files import lines
from assistant.language.templates import escaped

Slots = dict[str, str]
"""What stands for the words in braces of a template."""

_SLOT = re.compile(r"\{([a-z]+)\}")
# A slot that may be empty, with the brackets that say so.
_OPTIONAL = re.compile(r"\[((?:of )?)\{(rest|before|preposition|of)\}\]")


def filled(wanted: str, source: str, slots: Slots) -> list[str]:
    """The templates for what is wanted, with their words; those that lack some are left out."""
    templates = []
    for template in _templates().get((wanted, source), ()):
        needed = _OPTIONAL.sub(lambda optional: _if_any(optional, slots), template)
        if all(slots.get(name) for name in _SLOT.findall(needed)):
            worded = _SLOT.sub(lambda slot: escaped(slots[slot[1]]), needed)
            templates.append(" ".join(worded.split()))
    return templates


def _if_any(optional: re.Match[str], slots: Slots) -> str:
    """An optional slot, empty where there are no words for it."""
    before, name = optional.groups()
    return f"{before}{{{name}}}" if slots.get(name) else ""


@cache
def _templates() -> dict[tuple[str, str], list[str]]:
    """By what is wanted, and what the words are taken from, the templates."""
    templates: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines("draft_phrases.txt"):
        head, _, template = line.partition(":")
        wanted, source = head.split()
        templates[wanted, source].append(template.strip())
    return templates
