"""The rules on facts: a statement says what its quotes say, and two facts of an answer are two."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING

from assistant.knowledge.wording import named
from assistant.language import load_english
from assistant.matching.lexicon import form_stems, stem
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.errors import Problem
    from assistant.knowledge.pack import Fact, Pack, Quote
    from assistant.linting.inspection import Inspection
    from assistant.matching.lexicon import Lexicon

# Two quotes overlap if they have so great a share of the shorter one in common.
_OVERLAP_FROM = 0.5
# So great a share of the sentences name what an article is about, and so many at least.
_RECURRING_FROM, _LEAST_RECURRING = 0.2, 3
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What a word with a capital follows where the capital says nothing.
_ENDING = re.compile(r"(?:[.!?:]['\"”’)]*\s|[“\"‘(])\s*$")
# So many characters before a word tell whether it begins something.
_NEAR = 12


def unsupported_statements(inspection: Inspection) -> Iterator[Problem]:
    """Statements with numbers, names or dates that their quotes do not have.

    A name that so many sentences have that the article is about it may stand in any statement.
    """
    lexicon = inspection.lexicon
    about = _recurring(inspection.pack, lexicon)
    for name, placed in inspection.facts.items():
        fact = inspection.pack.facts[name]
        missing = _unsupported(fact, lexicon, about)
        if missing:
            listed = ", ".join(map(named, missing))
            yield placed.node.items["statement"].problem(f"no quote of this fact has {listed}")


def _recurring(pack: Pack, lexicon: Lexicon) -> set[str]:
    """The stems of the words by which the sentences name what the article is about."""
    texts = [sentence.text for source in pack.sources.values() for sentence in source.sentences]
    counts = Counter(chain.from_iterable(_stems_meant(text, lexicon) for text in texts))
    least = max(_RECURRING_FROM * len(texts), _LEAST_RECURRING)
    return {each for each, count in counts.items() if count >= least}


def _stems_meant(text: str, lexicon: Lexicon) -> set[str]:
    """The stems of the words of a text, and of all forms of the concepts that it names."""
    meant = _concepts(form_stems(text), lexicon)
    forms = (lexicon.words_of[concept] for concept in meant if concept in lexicon.words_of)
    return {*map(stem, words(normalise(text))), *(stem(word) for each in forms for word in each)}


def _unsupported(fact: Fact, lexicon: Lexicon, about: set[str]) -> list[str]:
    """The figures and names of a statement that no quote has, as the statement writes them."""
    quoted = " … ".join(quote.text for quote in fact.quotes)
    if fact.statement in quoted:
        return []
    stems = _stems_meant(quoted, lexicon) | about
    figures = {figure for _, figure in _figures(quoted)}
    missing = [written for written, figure in _figures(fact.statement) if figure not in figures]
    missing += [name for name in _names(fact.statement) if not stems.issuperset(form_stems(name))]
    return list(dict.fromkeys(missing))


def _concepts(stems: Sequence[str], lexicon: Lexicon) -> set[str]:
    """The ids of the concepts whose forms a text has."""
    longest = (lexicon.longest_at(stems, place) for place in range(len(stems)))
    return {each[0].id for each in longest if each} | {name[1:] for name in lexicon.entities_in(stems)}


def _figures(text: str) -> Iterator[tuple[str, str]]:
    """The numbers of a text, as it writes them and in digits; "one" and "two" are often none."""
    for figure in _FIGURE.findall(text):
        yield figure, figure.replace(",", "")
    numerals, joined = load_english().numerals, False
    for word, following in pairwise([*words(normalise(text)), ""]):
        tens, units = numerals.get(word, ""), numerals.get(following, "")
        if not joined and len(tens) == 2 and tens[1] == "0" and len(units) == 1 and units != "0":
            joined = True
            yield f"{word}-{following}", tens[0] + units
        elif joined or tens in ("", "1", "2"):
            joined = False
        else:
            yield word, tens


def _names(text: str) -> Iterator[str]:
    """The words with a capital where a capital says something."""
    for match in _WORD.finditer(text):
        before = text[max(match.start() - _NEAR, 0) : match.start()]
        if match[0][0].isupper() and before.strip() and not _ENDING.search(before):
            yield match[0]


def overlapping_facts(inspection: Inspection) -> Iterator[Problem]:
    """Answers that give two facts with quotes of the same words."""
    for intent, placed in inspection.answers():
        facts = [inspection.pack.facts[fact] for fact in intent.facts]
        nodes = dict(zip(intent.facts, placed.node.listed("facts"), strict=True))
        for one, other in combinations(facts, 2):
            if any(_overlap(first, second) for first in one.quotes for second in other.quotes):
                what = f"the facts {named(one.id)} and {named(other.id)} quote the same words"
                yield nodes[other.id].problem(what)


def _overlap(one: Quote, other: Quote) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return one.source == other.source and common > 0 and common >= _OVERLAP_FROM * shorter
