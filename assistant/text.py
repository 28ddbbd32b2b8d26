"""Text as it comes from people: made safe to show, normalised, and cut into words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_UNPRINTABLE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI_CONTROLS}\ud800-\udfff\ufeff]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'"})
# Initialisms are one word: "U.S." is "us" for no reader, but "u.s" cut in two is nothing for any.
_INITIALISM = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")


def replace_lone_surrogates(text: str) -> str:
    """`text` with every lone surrogate replaced by U+FFFD, so that it can be encoded; same length."""
    return _LONE_SURROGATES.sub("\ufffd", text)


def printable(text: str) -> str:
    """`text` with nothing in it that a terminal would act on instead of showing.

    Control characters become their Unicode control pictures (``ESC`` is shown as ``␛``), bidirectional
    controls and lone surrogates become U+FFFD; line breaks of any kind become a newline, and tabs stay.
    """
    return _UNPRINTABLE.sub(_visible, _LINE_BREAKS.sub("\n", text))


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def one_line(text: str) -> str:
    """`text` made printable, with every run of white space as one space."""
    return " ".join(printable(text).split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a normalised text; ``normalised[start:end] == text``."""

    text: str
    start: int
    end: int


def normalise(text: str) -> str:
    """Case-folded, compatibility-composed `text` without the accents of Latin letters.

    Apostrophes become the plain one and the dots of initialisms go. Idempotent.
    """
    folded = text.lower() if text.isascii() else _fold(text)
    return _INITIALISM.sub(lambda match: match.group().replace(".", ""), folded)


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFKC", replace_lone_surrogates(text)).translate(_APOSTROPHES).casefold()
    decomposed = unicodedata.normalize("NFKD", composed)
    kept: list[str] = []
    for character in decomposed:
        if unicodedata.combining(character) and kept and kept[-1].isascii():
            continue
        kept.append(character)
    return unicodedata.normalize("NFKC", "".join(kept)).translate(_APOSTROPHES)


def words(normalised: str) -> list[Word]:
    """The words of a normalised text, in order: runs of letters and digits, inner apostrophes kept."""
    return [Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(normalised)]


def phrase_key(text: str) -> str:
    """What two phrases have in common when they differ in case, punctuation and spacing alone."""
    return " ".join(word.text for word in words(normalise(text)))
