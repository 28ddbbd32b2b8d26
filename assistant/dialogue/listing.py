"""Listing: what an answer lists, so that it can be pointed at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.language import Commonness
from assistant.language.nouns import is_noun
from assistant.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.dialogue.referents import Referents
    from assistant.language import English
    from assistant.response import Response

# Three names or more, one comma or more between them; a bracket may hold a comma of its own.
_SERIES = re.compile(r"[^,.;:]+(?:, [^,.;:]+)+")
_AND = re.compile(r"^(?:and|or)\s+", re.IGNORECASE)
_LAST_TWO = re.compile(r"\s+(?:and|or)\s+")
# A longer run of words between two commas is a clause.
LONGEST_ITEM = 8
_KINDS = ("person", "country", "organisation", "place", "date", "number")


def listed(response: Response, referents: Referents, english: English) -> list[str]:
    """What a reply lists, in its order: a series of three or more, or two or more names of one kind."""
    series = [item for run in _SERIES.findall(response.answer) for item in _items(run, english)]
    if len(series) > 2:
        return series
    names = (referents.named(response.answer, kind) for kind in _KINDS)
    return next((each for each in names if len(each) > 1), [])


def _items(run: str, english: English) -> Iterator[str]:
    first, *others = run.split(", ")
    if len(others) < 2 and not _LAST_TWO.search(others[-1]):
        return
    *middle, last = others
    ends = [_AND.sub("", last)] if _AND.match(last) else _LAST_TWO.split(last, maxsplit=1)
    words = first.split()
    opens = [place for place, word in enumerate(words) if is_no_name(word, english)]
    items = [" ".join(words[opens[-1] + 1 :] if opens else words), *middle, *ends]
    named = [item for item in items if item and not _tells(item.split(), english)]
    if named and named[-1] != items[-1]:  # What ends the list is none of it: "owls and bats, among others".
        named[-1:] = _LAST_TWO.split(named[-1], maxsplit=1)
    yield from [item for item in named if len(item.split()) <= LONGEST_ITEM]


def is_no_name(word: str, english: English) -> bool:
    """Whether a word is no part of a name before a comma: grammar, or a verb."""
    plain = normalise(word)
    is_verb = word.islower() and not is_noun(plain)
    is_known = english.commonness(plain) is not Commonness.UNKNOWN
    is_grammar = plain in english.stop_words or plain in english.framing_words
    return is_grammar or plain in english.acts.mention_words or (is_verb and is_known)


def _tells(words: Sequence[str], english: English) -> bool:
    """Whether words are a clause, or leave the list open: "ends with", "headed by", "among others"."""
    is_open = not english.acts.list_ends.isdisjoint([words[0].casefold(), words[-1].strip("“”")])
    return is_open or words[-1] in english.prepositions or words[0].endswith(("ed", "ing"))
