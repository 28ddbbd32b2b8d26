"""The rules on phrases, templates and answers, which a look at the files decides."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assistant.knowledge.nodes import ScalarNode
from assistant.knowledge.wording import named
from assistant.text import LONGEST_QUESTION, counted, normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.errors import Problem
    from assistant.knowledge.nodes import Node
    from assistant.linting.inspection import Inspection, Wording

# What is read out in about twenty seconds.
_MOST_WORDS_OF_ANSWER = 60


def dead_phrases(inspection: Inspection) -> Iterator[Problem]:
    """Phrases that no question can be."""
    for wording in inspection.wordings:
        reason = why_dead(wording.text)
        if reason:
            yield wording.node.problem(reason)


def why_dead(phrase: str) -> str:
    """Why no question can be this phrase; empty if one can."""
    if len(phrase) > LONGEST_QUESTION:
        return f"this has {len(phrase):,} characters, a question at most {LONGEST_QUESTION:,}"
    return "" if words(normalise(phrase)) else f"{named(phrase)} has no word that a question could have"


def idle_phrases(inspection: Inspection) -> Iterator[Problem]:
    """Phrases and templates that say what earlier ones of their intent say, to the reader of a question."""
    analyse = inspection.assistant.compiled.analyzer.analyse
    said: dict[tuple[str, frozenset[str]], Wording] = {}
    earlier: dict[Node, Wording] = {}
    adding: set[Node] = set()
    for wording in inspection.wordings:
        first = said.setdefault((wording.intent, frozenset(analyse(wording.text).names)), wording)
        if first.node is wording.node:
            adding.add(wording.node)
        else:
            earlier.setdefault(wording.node, first)
    for node, first in earlier.items():
        if node not in adding and node.key != "question":
            text = named(node.text) if isinstance(node, ScalarNode) else "this"
            yield node.problem(f"{text} says no more than {named(first.text)}, at {first.node.place}")


def long_answers(inspection: Inspection) -> Iterator[Problem]:
    """Answers that nobody reads at a glance."""
    for intent, placed in inspection.answers():
        length = sum(len(inspection.pack.facts[fact].statement.split()) for fact in intent.facts)
        if length > _MOST_WORDS_OF_ANSWER:
            facts = counted(len(intent.facts), "fact")
            what = f"the answer has {length} words, in {facts}; {_MOST_WORDS_OF_ANSWER} are read at a glance"
            yield placed.node.items["facts"].problem(what)


def unused_facts(inspection: Inspection) -> Iterator[Problem]:
    """Facts that no intent names."""
    used = {fact for intent in inspection.pack.intents.values() for fact in intent.facts}
    for name, placed in inspection.facts.items():
        if name not in used:
            yield placed.node.problem(f"no intent leads to the fact {named(name)}")


def sampled_templates(inspection: Inspection) -> Iterator[Problem]:
    """Templates that can be worded in more ways than an intent takes in."""
    for use in inspection.draft.templates:
        if use.sampled:
            yield use.node.problem(f"{use.made:,} of {use.count:,} wordings are used")


def drafts(inspection: Inspection) -> Iterator[Problem]:
    """Entries that nobody has checked, one problem for all of a kind in a file."""
    draft = inspection.draft
    for kind, entries in (("fact", draft.facts), ("intent", draft.intents), ("term", draft.terms)):
        unchecked = [placed.node for placed in entries if placed.entry.draft]
        counts = Counter(node.root.key for node in unchecked)
        first = {node.root.key: node for node in reversed(unchecked)}
        for path, count in counts.items():
            yield first[path].problem(
                f"{counted(count, kind)} of this file, from here on, {_are(count)} drafts"
            )


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
