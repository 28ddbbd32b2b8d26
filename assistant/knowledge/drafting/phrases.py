"""Phrases: the templates by which a draft asks, from the language's data."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from assistant.language.data_files import lines

Slots = dict[str, str]
"""What stands for the words in braces of a template."""

_OPTIONAL = ("rest", "before", "preposition", "of")


def filled(wanted: str, source: str, slots: Slots) -> list[str]:
    """The templates for what is wanted, with their words; those that lack some are left out."""
    templates = []
    for template in _templates().get((wanted, source), ()):
        optional = template
        for slot in _OPTIONAL:
            optional = optional.replace(f"[{{{slot}}}]", slots.get(slot, ""))
            if not slots.get(slot):
                optional = optional.replace(f"[of {{{slot}}}]", "")
        needed = _slots_of(optional)
        if all(slots.get(slot) for slot in needed):
            templates.append(" ".join(optional.format_map(slots).split()))
    return templates


@cache
def _slots_of(template: str) -> tuple[str, ...]:
    return tuple(part.partition("}")[0] for part in template.split("{")[1:])


@cache
def _templates() -> dict[tuple[str, str], list[str]]:
    """By what is wanted, and what the words are taken from, the templates."""
    templates: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines("draft_phrases.txt"):
        named_, _, template = line.partition(":")
        wanted, source = named_.split()
        templates[wanted, source].append(template.strip())
    return templates
