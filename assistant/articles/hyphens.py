"""Hyphens at line ends: those that split a word go, and those of a compound stay."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from assistant.articles.change import data_lines
from assistant.language import load_english
from assistant.language.commonness import Commonness
from assistant.language.nouns import noun
from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_ENDS_IN_HYPHEN = re.compile(r"(?<!-)[-‐\u00ad]\Z")
_LAST_LETTERS = re.compile(r"[^\W\d_]*\Z")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST = 64


def ends_in_hyphen(line: str) -> bool:
    """Whether a line, without space behind it, ends in a hyphen that is joined to a word or a number."""
    return _ENDS_IN_HYPHEN.search(line) is not None and line[-2:-1].isalnum()


class Hyphens:
    """Decides what becomes of the hyphens at the line ends of one text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def joined(self, line: str, following: str) -> str:
        """What stands between `line`, which ends in a hyphen, and `following` once they are joined."""
        mark = line[-1]
        if mark == SOFT_HYPHEN:
            return ""
        left, right = _last_letters(line[:-1]), _first_letters(following)
        if right.casefold() in _suspending() and following[len(right) : len(right) + 1].isspace():
            return mark + " "
        return "" if left and right and self._is_one_word(left, right) else mark

    def _is_one_word(self, left: str, right: str) -> bool:
        if right[0].isupper() and not (left.isupper() and right.isupper()):
            return False
        whole, compound = f"{left}{right}".casefold(), f"{left}-{right}".casefold()
        together, apart = self._counts[whole], self._counts[compound]
        if together != apart:
            return together > apart
        return _is_known(whole) or not (_is_known(left.casefold()) and _is_known(right.casefold()))

    @lazy
    def _counts(self) -> Counter[str]:
        """How often each word stands in the text."""
        return Counter(
            word.casefold().replace("‐", "-") for line in self._lines for word in _WORD.findall(line)
        )


def _last_letters(line: str) -> str:
    match = _LAST_LETTERS.search(line, max(0, len(line) - _LONGEST))
    return match[0] if match else ""


def _first_letters(line: str) -> str:
    match = _FIRST_LETTERS.match(line)
    return match[0] if match else ""


def _is_known(word: str) -> bool:
    return load_english().commonness(word) is not Commonness.UNKNOWN or noun(word) is not None


@cache
def _suspending() -> frozenset[str]:
    return frozenset(data_lines("suspending_words.txt"))
