"""The wordings nearest to a text, letter by letter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.letters import LetterTable

# From so many texts on, and for so many wordings, a table of their letters is worth its making.
_WORTH_A_TABLE = 40
_MANY = 200


class Wordings:
    """Some wordings, of which those near a text are found."""

    def __init__(self, wordings: Iterable[str], ratio: float) -> None:
        """Near is what is like the text by at least `ratio`, in 0..100.

        The measure is RapidFuzz's ``ratio``: twice the length of the longest common subsequence, divided by
        the length of both.
        """
        self._ratio = ratio
        self._wordings = list(wordings)
        # By length: the place of each wording among all, and its letters.
        self._of_length: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for place, wording in enumerate(self._wordings):
            self._of_length[len(wording)].append((place, _letters(wording)))
        self._asked = 0
        self._table: LetterTable | None = None

    def nearest(self, text: str, limit: int = 1) -> list[tuple[str, float]]:
        """At most `limit` wordings near `text`, and how like it they are; best first."""
        possible = self._possible(text)
        if not possible:
            return []
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (most texts are like no wording, and go without)

        # In their order, which settles who is named first among equals.
        choices = [self._wordings[place] for place in sorted(possible)]
        found = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=self._ratio, limit=limit)
        return [(wording, score) for wording, score, _ in found]

    def _possible(self, text: str) -> list[int]:
        """The places of the wordings that have enough letters in common with `text`."""
        self._asked += 1
        if self._asked > _WORTH_A_TABLE and len(self._wordings) > _MANY:
            if self._table is None:
                from assistant.dialogue.letters import LetterTable  # noqa: PLC0415  (NumPy takes long to load)

                self._table = LetterTable(self._wordings)
            return self._table.sharing(text, self._ratio)
        letters = _letters(text)
        possible = []
        for length, wordings in self._of_length.items():
            # How many letters, in whatever order, the two must have in common at least.
            needed = self._ratio / 200 * (len(text) + length) - 1e-9
            if min(len(text), length) >= needed:
                possible += [place for place, own in wordings if (letters & own).bit_count() >= needed]
        return possible


def _letters(text: str) -> int:
    """The letters of a text as a set of bits: one for its first "e", another for its second, and so on.

    Texts have at most as many letters in common as bits; letters of other alphabets may share their bits.
    """
    bits = 0
    for letter in text:
        bit = 1 << (ord(letter) & 63)
        while bits & bit:
            bit <<= 64
        bits |= bit
    return bits
