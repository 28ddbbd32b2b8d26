"""The rules on the lexicon: forms that do more than their curator means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.knowledge.rules import items
from assistant.knowledge.wording import named, same_wording
from assistant.language import load_english
from assistant.matching.lexicon import form_stems
from assistant.text import normalise, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.errors import Problem
    from assistant.knowledge.draft import Placed
    from assistant.knowledge.nodes import Node
    from assistant.knowledge.schema import EntityEntry, TermEntry
    from assistant.linting.inspection import Inspection

    Form = tuple[Placed[TermEntry | EntityEntry], str, Node]


def _forms(inspection: Inspection) -> Iterator[Form]:
    for placed in inspection.draft.terms:
        for form, node in items(placed, "forms", placed.entry.forms):
            yield placed, form, node


def grammar_forms(inspection: Inspection) -> Iterator[Problem]:
    """Forms that are one word of grammar, or several that only hold a question together."""
    english = load_english()
    one_word = english.stop_words | english.question_words
    holding = frozenset().union(
        english.articles, english.auxiliaries, english.copulas, english.pronouns, english.question_words
    )
    for _, form, node in _forms(inspection):
        cut = words(normalise(form))
        is_asking = tuple(cut) in english.question_types
        if cut and (is_asking or (one_word if len(cut) == 1 else holding).issuperset(cut)):
            yield node.problem(f"{named(form)} is grammar, which any question may have")


def colliding_forms(inspection: Inspection) -> Iterator[Problem]:
    """Forms of different terms that have the same stems."""
    first: dict[tuple[str, ...], Form] = {}
    for placed, form, node in _forms(inspection):
        owner, other, other_node = first.setdefault(form_stems(form), (placed, form, node))
        # The very same wording under two terms is an error of its own.
        if owner is not placed and same_wording(form) != same_wording(other):
            where = f"of the term {named(owner.entry.id)}, at {other_node.place}"
            yield node.problem(f"{named(form)} is read as {named(other)} {where}")


def shadowing_forms(inspection: Inspection) -> Iterator[Problem]:
    """Forms that are spellings of other words to the language, unless those are forms beside them."""
    english = load_english()
    for placed, form, node in _forms(inspection):
        meant = english.chat_spellings.get(phrase_key(form))
        if meant and " ".join(meant) not in map(phrase_key, placed.entry.forms):
            yield node.problem(f"with this form, {named(form)} is no longer read as {named(' '.join(meant))}")
