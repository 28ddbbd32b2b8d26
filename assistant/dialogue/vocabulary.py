"""The lexicon of a pack: its own terms, and the names that everyone knows."""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING

from assistant.language.english import SYNONYMS
from assistant.matching.lexicon import Concept, Lexicon, form_stems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Set

    from assistant.knowledge.pack import Pack
    from assistant.language import English

_WORD = re.compile(r"[^\W\d_]+")
# The type of what everyone knows, and nobody writes with a capital.
_UNNAMED = "role"


def lexicon_of(pack: Pack, english: English, plain: Set[str] = frozenset()) -> Lexicon:
    """The lexicon of a pack's terms and of the language's entities and synonyms, but for what it is without.

    A form belongs to the term that has it. Where the name of an entity is a form of a term of the same type,
    its other forms are the term's too; where a term of another type has it, the entity is left out. `plain`
    are the words that the article never writes as names: where it has a "pole", that is nobody from Poland.
    """
    terms = pack.terms
    owners = {form_stems(form): term.id for term in terms.values() for form in term.forms}
    entries = [(Concept(t.id, t.type, t.in_article), t.forms) for t in terms.values()]
    entries += [(Concept(name, is_everyday=True), forms) for name, forms in _synonyms(pack, english, owners)]
    for kind, every in english.entities:
        forms = every if kind == _UNNAMED else tuple([form for form in every if form not in plain])
        if kind in pack.without or not forms:
            continue
        owner = terms.get(owners.get(form_stems(forms[0]), ""))
        if owner is None:
            entries.append((Concept(f"{kind} {forms[0]}", kind), forms))
        elif owner.type == kind:
            entries.append((Concept(owner.id, owner.type, owner.in_article), forms))
    return Lexicon(entries)


def _synonyms(
    pack: Pack, english: English, owners: Collection[tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The terms of the language that a pack has no term of its own for; a lone form is none."""
    if SYNONYMS in pack.without:
        return
    for name, forms in english.synonyms.items():
        is_left = [form_stems(each) not in owners and each not in pack.stop_words for each in forms]
        left = tuple(compress(forms, is_left))
        if len(left) > 1 and name not in pack.terms and name not in pack.without:
            yield name, left


def plain_words(texts: Iterable[str]) -> frozenset[str]:
    """The words of some texts that never have a capital there."""
    cut = [word for text in texts for word in _WORD.findall(text)]
    return frozenset(word for word in cut if word.islower()) - frozenset(
        word.lower() for word in cut if not word.islower()
    )


def known_to_article(lexicon: Lexicon, names: Iterable[str]) -> Lexicon:
    """`lexicon` with the entities marked that the article lacks; `names` are the features that it has."""
    in_article = set(names)
    concepts = lexicon.concepts.values()
    lacking = [each.id for each in concepts if each.type and "#" + each.id not in in_article]
    return lexicon.marked(lacking)
