"""The lexicon of a pack: its own terms, and the names that everyone knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.matching.lexicon import Concept, Lexicon, form_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.knowledge.pack import Term
    from assistant.language import English


def lexicon_of(terms: Mapping[str, Term], english: English) -> Lexicon:
    """The lexicon of a pack's terms and of the language's entities.

    A form belongs to the term that has it. Where the name of an entity is a form of a term of the same type,
    its other forms are the term's too; where a term of another type has it, the entity is left out.
    """
    owners = {form_stems(form): term.id for term in terms.values() for form in term.forms}
    entries = [(Concept(t.id, t.type, t.in_article), t.forms) for t in terms.values()]
    for kind, forms in english.entities:
        owner = terms.get(owners.get(form_stems(forms[0]), ""))
        if owner is None:
            entries.append((Concept(f"{kind} {forms[0]}", kind), forms))
        elif owner.type == kind:
            entries.append((Concept(owner.id, owner.type, owner.in_article), forms))
    return Lexicon(entries)


def known_to_article(lexicon: Lexicon, names: Iterable[str]) -> Lexicon:
    """`lexicon` with the entities marked that the article lacks; `names` are the features that it has."""
    in_article = set(names)
    concepts = lexicon.concepts.values()
    lacking = [each.id for each in concepts if each.type and "#" + each.id not in in_article]
    return lexicon.marked(lacking)
