"""Utterances that say little by themselves: what is left of their wording, and the wordings near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.matching.letters import LetterTable
from assistant.text import phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.language import English


def bare_wording(text: str, english: English) -> str:
    """`text` normalised, chat spellings written out, without fillers at either end ("and", "please")."""
    spelt = english.chat_spellings
    wording = [part for word in phrase_key(text).split() for part in spelt.get(word, (word,))]
    while len(wording) > 1 and wording[0] in english.fillers:
        wording.pop(0)
    while len(wording) > 1 and wording[-1] in english.fillers:
        wording.pop()
    return " ".join(wording).replace("'s ", " is ")


class Wordings:
    """Some wordings, of which those near a text are looked up."""

    def __init__(self, wordings: Iterable[str], ratio: float) -> None:
        """Near is what is like the text by at least `ratio`, in 0..100, as RapidFuzz's ``ratio`` has it."""
        self._ratio = ratio
        # The order of the wordings settles which comes first among equals.
        self._places = {wording: place for place, wording in enumerate(wordings)}
        self._letters = LetterTable(self._places)

    def nearest(self, text: str, limit: int = 1) -> list[tuple[str, float]]:
        """At most `limit` wordings near `text`, and how like it they are; best first."""
        possible = self._letters.within_ratio(text, self._ratio)
        if not possible:
            return []
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (most texts are like no wording, and go without)

        choices = sorted(possible, key=self._places.__getitem__)
        near = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=self._ratio, limit=limit)
        return [(wording, score) for wording, score, _ in near]
