"""The words of what was said, as they are indexed and looked for: whatever the script, the case, the accents.

A text is folded for the index: its case and its accents go, a letter in another form is the plain one (full
width, ligatures, the Greek final sigma, the Turkish dotted I), and scripts that are written without spaces
are cut into their letters. SQLite's tokenizer "ascii" then finds the very words of the folded text: it takes
every character beyond ASCII for a letter. A snippet marks the words as they stand in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant.text import replace_lone_surrogates, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

# More words of a text that is searched for are of no use.
MOST_WORDS: Final = 50
# How many words of a turn a snippet shows.
SNIPPET_WORDS: Final = 16
# A word is looked for in so many other spellings at most.
_MOST_SPELLINGS: Final = 30
# A shorter word has too many neighbours to be taken for one of them.
_SHORTEST_MISSPELT: Final = 4
# From so many letters on, two of them may be wrong.
_LONG: Final = 8
# Letters that Unicode does not make of a plain one and a mark, though people type them so.
_PLAIN: Final = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "þ": "th",
}
# Han, kana, bopomofo, Thai, Lao, Burmese and Khmer, each with the vowels and tones that belong to it.
_WITHOUT_SPACES: Final = re.compile(
    "[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u1000-\u102a\u103f"
    "\u1780-\u17b3\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u30ff"
    "\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
    "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u3099\u309a]*"
)


class _Letters(dict[int, str]):
    """What a decomposed, case-folded character is in the index, worked out once for each."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        category = unicodedata.category(letter)
        if letter in _PLAIN:
            folded = _PLAIN[letter]
        elif category[0] in "LN" or category == "Co":
            folded = letter
        elif category[0] == "M":
            folded = "" if _is_accent(letter) else letter
        else:
            folded = " "
        self[code] = folded
        return folded


def _is_accent(mark: str) -> bool:
    """Whether a word is the same without `mark`: a vowel of Devanagari is none, the points of Hebrew are."""
    place = unicodedata.combining(mark)
    return place in {1, 7} or 10 <= place <= 36 or place >= 200 or unicodedata.category(mark) == "Me"


_LETTERS: Final = _Letters()


def fold(text: str) -> str:
    """The words of `text` as the index has them, between ASCII characters that are no letters.

    ASCII stays as it is, for SQLite folds that itself.
    """
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", visible(replace_lone_surrogates(text)).casefold())
    # Once more: what a letter in another form stands for may be a capital.
    folded = unicodedata.normalize("NFKD", plain.casefold()).translate(_LETTERS)
    return _WITHOUT_SPACES.sub(r" \g<0> ", folded)


_WORD: Final = re.compile(r"[a-z0-9\x80-\U0010ffff]+")


def words_of(text: str) -> list[str]:
    """The words of `text`, folded, in order."""
    return _WORD.findall(fold(text).lower())


class Search:
    """What a person looks for: words, each of which has to be in a turn, as it is typed or as a beginning.

    Of what is written together, such as "don't" or a word in Han characters, the parts have to stand in a
    row. Nothing in the text is an operator.
    """

    def __init__(self, text: str) -> None:
        written = replace_lone_surrogates(text).replace("\0", " ").split()
        phrases = (words_of(each) for each in written)
        self._phrases = [phrase for phrase in phrases if phrase][:MOST_WORDS]
        # For each phrase, other words that are spelt nearly so.
        self._spellings: list[list[str]] = [[] for _ in self._phrases]

    def __bool__(self) -> bool:
        return bool(self._phrases)

    @property
    def expression(self) -> str:
        """What FTS5 is to look for."""
        return " AND ".join(map(_prefix, self._phrases))

    def respelt(self, known: Callable[[], Collection[str]]) -> str:
        """What FTS5 is to look for if words may be misspelt, here or there; empty where none can be.

        Args:
            known: Makes all the words that were said.
        """
        misspelt = [len(phrase) == 1 and _may_be_misspelt(phrase[0]) for phrase in self._phrases]
        if not any(misspelt):
            return ""
        words = known()
        self._spellings = [
            _neighbours(phrase[0], words) if respell else []
            for phrase, respell in zip(self._phrases, misspelt, strict=True)
        ]
        if not any(self._spellings):
            return ""
        choices = (
            " OR ".join([_prefix(phrase), *(f'"{word}"' for word in spellings)])
            for phrase, spellings in zip(self._phrases, self._spellings, strict=True)
        )
        return " AND ".join(f"({choice})" for choice in choices)

    def is_in(self, text: str) -> bool:
        """Whether all that is looked for is in `text`."""
        there = words_of(text)
        return all(any(_runs(phrase, there)) for phrase in self._phrases)

    def is_nearly_in(self, text: str) -> bool:
        """Whether all that is looked for is in `text`, perhaps spelt in another way."""
        there = words_of(text)
        return all(
            any(_runs(phrase, there)) or (len(phrase) == 1 and bool(_neighbours(phrase[0], there)))
            for phrase in self._phrases
        )

    def snippet(self, texts: Iterable[str]) -> tuple[tuple[str, bool], ...]:
        """A piece of that of the `texts` in which most was found, as runs with whether each was found."""
        best: tuple[int, str, list[_Word], set[int]] = (-1, "", [], set())
        for text in texts:
            words = list(_words_in_place(text))
            hits, phrases = self._hits([word.folded for word in words])
            if phrases > best[0]:
                best = phrases, text, words, hits
        _, text, words, hits = best
        return tuple(_marked(text, words, hits, *_window(len(words), hits))) if hits else ()

    def marked(self, text: str) -> tuple[tuple[str, bool], ...]:
        """All of `text`, as runs with whether each is looked for; empty where none is."""
        words = list(_words_in_place(text))
        hits, _ = self._hits([word.folded for word in words])
        return tuple(_marked(text, words, hits, 0, len(words))) if hits else ()

    def _hits(self, there: Sequence[str]) -> tuple[set[int], int]:
        """The places of words that were found, and of how many phrases there are some."""
        hits: set[int] = set()
        count = 0
        for phrase, spellings in zip(self._phrases, self._spellings, strict=True):
            found = [place for start in _runs(phrase, there) for place in range(start, start + len(phrase))]
            if not found:
                found = [place for place, word in enumerate(there) if word in spellings]
            count += bool(found)
            hits.update(found)
        return hits, count


def _prefix(phrase: Sequence[str]) -> str:
    return f'"{" ".join(phrase)}"*'


def _runs(phrase: Sequence[str], there: Sequence[str]) -> Iterator[int]:
    """Where the words of `phrase` stand in a row; the last may go on."""
    *first, last = phrase
    for start in range(len(there) - len(first)):
        if there[start + len(first)].startswith(last) and list(there[start : start + len(first)]) == first:
            yield start


# Other spellings


def _may_be_misspelt(word: str) -> bool:
    return len(word) >= _SHORTEST_MISSPELT and word.isalpha()


def _neighbours(word: str, known: Collection[str]) -> list[str]:
    """The words among `known` that differ from `word` by a letter or two, the nearest first."""
    if not _may_be_misspelt(word):
        return []
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (seldom needed)
    from rapidfuzz.process import extract  # noqa: PLC0415

    most = 2 if len(word) >= _LONG else 1
    near = extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=_MOST_SPELLINGS)
    return [other for other, _, _ in near if _may_be_misspelt(other)]


# Snippets


class _Word(NamedTuple):
    """A word as it is indexed, and where it stands in the text."""

    folded: str
    start: int
    end: int


def _words_in_place(text: str) -> Iterator[_Word]:
    """The words of `text` as `words_of` has them, with their places."""
    if text.isascii():
        for match in _WORD.finditer(text.lower()):
            yield _Word(match.group(), *match.span())
        return
    begun = start = 0
    is_alone = False
    for place, letter in enumerate(text):
        kind = _kind(letter)
        if kind is _Kind.MARK or (kind is _Kind.LETTER and begun and not is_alone):
            begun += bool(begun)
            continue
        yield from _folded_in_place(text, start, begun)
        start, begun, is_alone = place, int(kind is not _Kind.GAP), kind is _Kind.ALONE
    yield from _folded_in_place(text, start, begun)


class _Kind(Enum):
    """What a character is to the words of a text."""

    LETTER = auto()
    ALONE = auto()
    """A letter that is a word by itself."""
    MARK = auto()
    """It belongs to the letter before it, or is not seen."""
    GAP = auto()


@cache
def _kind(letter: str) -> _Kind:
    folded = fold(letter).lower()
    first = folded.strip()[:1]
    if not first:
        return _Kind.GAP if folded else _Kind.MARK
    if unicodedata.category(first)[0] == "M":
        return _Kind.MARK
    if _WITHOUT_SPACES.match(first):
        return _Kind.ALONE
    return _Kind.LETTER if _WORD.match(first) else _Kind.GAP


def _folded_in_place(text: str, start: int, length: int) -> Iterator[_Word]:
    if length:
        for word in words_of(text[start : start + length]):
            yield _Word(word, start, start + length)


def _marked(
    text: str, words: Sequence[_Word], hits: set[int], first: int, last: int
) -> Iterator[tuple[str, bool]]:
    """The part of `text` from the word `first` to the one before `last`, as runs."""
    start = words[first].start if first else 0
    end = words[last - 1].end if last < len(words) else len(text)
    left = "…" * (start > 0)
    for place in range(first, last):
        word = words[place]
        if place in hits and word.end > start:
            if before := left + text[start : max(start, word.start)]:
                yield before, False
            yield text[max(start, word.start) : word.end], True
            left, start = "", word.end
    if rest := left + text[start:end] + "…" * (last < len(words)):
        yield rest, False


def _window(length: int, hits: set[int]) -> tuple[int, int]:
    """The first run of `SNIPPET_WORDS` words that has most of the `hits`, with a few words before them."""
    ordered = sorted(hits)
    most, first = 0, 0
    for start in ordered:
        held = sum(start <= hit < start + SNIPPET_WORDS for hit in ordered)
        if held > most:
            most, first, end = held, start, max(hit for hit in ordered if hit < start + SNIPPET_WORDS)
    spare = SNIPPET_WORDS - (end - first + 1)
    begin = max(0, min(first - spare // 2, length - SNIPPET_WORDS))
    return begin, min(length, begin + SNIPPET_WORDS)
