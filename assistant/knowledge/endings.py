"""Whether a stop ends a sentence: what stands before it and behind it says so, or leaves it open."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.language.data_files import words

if TYPE_CHECKING:
    from collections.abc import Collection

CLOSERS = "\"'”’»›)]}」』）】〉》*_"
OPENERS = "\"'“‘„«‹([{「『（【〈《¿¡$€£¥₹#@*_`"
_ENDS_WITHOUT_SPACE = frozenset("。！？｡")

# A mark that leads to a footnote: [1], [^1], [a], [note 2], or superscript digits.
_BRACKET_NOTE = r"\[(?:\^?(?:\d{1,3}|[a-z]{1,2})|n(?:ote|b)? ?\d{1,3}|citation needed)\]"
_NOTE = rf"{_BRACKET_NOTE}|[¹²³⁰⁴-⁹]"
# Possessive, so that a megabyte of full stops is read once and not once per stop. The digits are a footnote
# mark that lost its superscript: "... ended.1 The next ...".
END = re.compile(
    rf"[.!?…।॥。！？｡]++(?:{_NOTE}|[{re.escape(CLOSERS)}])*+(?: {_BRACKET_NOTE})*+"
    r"(?P<digits>(?<=[a-z]{3}[.!?])\d{1,2}(?!\S))?+"
)

_WORD = re.compile(r"[^\W\d_]+")
_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_LETTER = re.compile("[A-Z]")
_CONSONANTS = re.compile("[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,3}")
_ITEM = re.compile(r"\d+(?:\.\d+)*|[A-Za-z]|(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SHORT_ITEM = re.compile(r"\d{1,2}|[A-Za-z]")
# What begins a sentence with a small letter: "iPhone sales fell", "b) Close it".
_SMALL_OPENING = re.compile(r"[a-z](?:[A-Z]|\)\s)")
# No space where one belongs: "... ended.The next ...".
_GLUED = re.compile(r"[A-Z][a-z]+(?=[\s,])")
_LOWER_WORD = re.compile(r"(?:.*[\s\"“‘(])?[a-z]{2,}", re.DOTALL)

_LONGEST_WORD = 24
_LOOK_BACK = 64
_LOOK_AHEAD = 80


class Ending(Enum):
    """Whether a sentence ends at a stop, and how sure that is."""

    ENDS = (True, True)
    MAY_GO_ON = (True, False)
    MAY_END = (False, False)
    GOES_ON = (False, True)

    def __init__(self, ends: bool, sure: bool) -> None:
        self.ends = ends
        self.sure = sure


class _ByNext(NamedTuple):
    """What a kind of abbreviation is before a number, a word that often begins a sentence, another word."""

    number: Ending
    starter: Ending
    other: Ending


_ENDS, _MAY_GO_ON, _MAY_END, _GOES_ON = Ending
_KINDS = {
    "never": _ByNext(_GOES_ON, _GOES_ON, _GOES_ON),
    "title": _ByNext(_GOES_ON, _MAY_END, _GOES_ON),
    "place": _ByNext(_MAY_END, _ENDS, _GOES_ON),
    "number": _ByNext(_GOES_ON, _ENDS, _ENDS),
    "word": _ByNext(_MAY_END, _ENDS, _ENDS),
    "date": _ByNext(_GOES_ON, _ENDS, _MAY_END),
    "time": _ByNext(_MAY_END, _ENDS, _MAY_GO_ON),
    "starter": _ByNext(_MAY_END, _ENDS, _MAY_END),
    # "Plan B", "John F. Kennedy" and any other single capital.
    "lettered": _ByNext(_MAY_GO_ON, _ENDS, _MAY_GO_ON),
    "initial": _ByNext(_MAY_GO_ON, _MAY_GO_ON, _GOES_ON),
    "letter": _ByNext(_MAY_GO_ON, _ENDS, _MAY_END),
}


class _Before(NamedTuple):
    """The word that a stop follows, without what opens it; the word before; whether a sentence begins so."""

    word: str
    previous: str
    opens: bool


def judge(text: str, start: int, stop: re.Match[str], following: int, own: Collection[str] = ()) -> Ending:
    """Judge the `stop`, a match of `END`, in a sentence that begins at `start`.

    Args:
        text: The whole text.
        start: The offset of the first character of the sentence.
        stop: The stop with the closing marks and footnote marks behind it.
        following: The offset of the next character that is no white space; there must be one.
        own: Abbreviations after which no sentence ends, without their last stop; one without a capital
            stands for the same with capitals too.
    """
    if stop[0].rstrip(CLOSERS)[-1:] in _ENDS_WITHOUT_SPACE:
        return Ending.ENDS
    if following == stop.end():
        return _judge_glued(text, start, stop)
    if stop.start() == start or not _can_begin(text, following):
        return Ending.GOES_ON
    if text[stop.start() - 1] in "([":
        return Ending.MAY_END
    return _judge_spaced(text, start, stop, following, own)


def _judge_spaced(text: str, start: int, stop: re.Match[str], following: int, own: Collection[str]) -> Ending:
    """Judge a stop that something which can begin a sentence follows."""
    marks = stop[0]
    if marks.startswith(("..", "…")) or _is_spaced_out(text, start, stop.start()):
        return Ending.ENDS if _starter(text, following) else Ending.MAY_GO_ON
    if marks[0] == ".":
        return _judge_full_stop(text, start, stop, following, own)
    return _judge_question(text, stop, following)


def _is_spaced_out(text: str, start: int, stop: int) -> bool:
    """Whether the stop is the last of an ellipsis with spaces, ``. . .``."""
    return text[max(start, stop - 2) : stop] == ". "


def _judge_glued(text: str, start: int, stop: re.Match[str]) -> Ending:
    """Judge a stop with no space behind it: it ends nothing, but a space may have been forgotten."""
    before = text[max(start, stop.start() - _LONGEST_WORD) : stop.start()]
    forgotten = _GLUED.match(text, stop.end()) and _LOWER_WORD.fullmatch(before)
    return Ending.MAY_END if forgotten else Ending.GOES_ON


def _judge_question(text: str, stop: re.Match[str], following: int) -> Ending:
    """Judge a question or exclamation mark; behind a quotation, who said it may follow."""
    if len(stop[0].rstrip(CLOSERS)) == len(stop[0]) or _starter(text, following):
        return Ending.ENDS
    speaker = _speaker().match(text, following, following + _LOOK_AHEAD)
    if speaker is None:
        return Ending.ENDS
    return Ending.GOES_ON if text[speaker.end() : speaker.end() + 1] in ",.:;" else Ending.MAY_END


def _judge_full_stop(
    text: str, start: int, stop: re.Match[str], following: int, own: Collection[str]
) -> Ending:
    before = _before(text, start, stop.start())
    if before.word in own or before.word.casefold() in own:
        return Ending.GOES_ON
    if _is_item_number(before):
        return Ending.GOES_ON
    kind = _kind(before) or _kind_in_capitals(before.word, _next_word(text, following))
    if kind is None:
        return Ending.MAY_GO_ON if stop["digits"] else Ending.ENDS
    if stop["digits"]:
        return Ending.GOES_ON
    if len(stop[0]) > 1:
        return Ending.MAY_GO_ON if kind in ("never", "title") else Ending.ENDS
    return _judge_by_next(text, kind, before, following)


def _judge_by_next(text: str, kind: str, before: _Before, following: int) -> Ending:
    """Judge the stop of an abbreviation by the word behind it."""
    endings = _KINDS[kind]
    word = _next_word(text, following)
    if not word:
        number = text[following : following + _LONGEST_WORD].lstrip(OPENERS)[:1].isdigit()
        return endings.number if number else endings.other
    if kind == "time" and word.casefold() in _time_words():
        return Ending.GOES_ON
    if _starter(text, following):
        return endings.starter
    # "U.S. officials", as a sentence begins, is no end of one.
    return Ending.GOES_ON if before.opens and kind == "starter" else endings.other


def _before(text: str, start: int, stop: int) -> _Before:
    parts = text[max(start, stop - _LOOK_BACK) : stop].split()
    if not parts:
        return _Before("", "", opens=True)
    word = parts[-1]
    previous = parts[-2] if len(parts) > 1 else ""
    return _Before(word.lstrip(OPENERS), previous.lstrip(OPENERS), opens=stop - len(word) == start)


def _is_item_number(before: _Before) -> bool:
    """Whether the word numbers what follows: "1. First", also within a sentence: "two aims: 1. Peace"."""
    if before.opens:
        return bool(before.word and _ITEM.fullmatch(before.word))
    return before.previous.endswith((":", ";")) and bool(_SHORT_ITEM.fullmatch(before.word))


def _kind(before: _Before) -> str | None:
    """The kind of abbreviation that the word is, or None."""
    word = before.word
    if _LETTER.fullmatch(word):
        if before.previous.casefold() in _lettered_nouns():
            return "lettered"
        named = before.previous[:1].isupper() or before.previous.endswith(".")
        return "initial" if named else "letter"
    known = _abbreviations()
    last = word.rpartition("-")[2]
    kind = known.get(word) or known.get(word[:1].lower() + word[1:])
    if kind is None and last[:1].isupper():
        kind = known.get(last)
    if kind is None and (_INITIALISM.fullmatch(word) or _CONSONANTS.fullmatch(word)):
        kind = "starter"
    return kind


def _kind_in_capitals(word: str, following: str) -> str | None:
    """The kind of an abbreviation in a text that is all in capitals: "DR. SMITH", not "the BBC. Staff"."""
    if len(word) < 2 or not word.isupper() or not following.isupper():
        return None
    return _abbreviations().get(word.capitalize()) or _abbreviations().get(word.lower())


def _can_begin(text: str, start: int) -> bool:
    """Whether what follows can begin a sentence."""
    character = text[start]
    if character in OPENERS or (character.isalnum() and not character.islower()):
        return True
    return bool(_SMALL_OPENING.match(text, start))


def _next_word(text: str, start: int) -> str:
    """The letters that follow, behind opening marks; empty where something else follows."""
    ahead = text[start : start + _LONGEST_WORD].lstrip(OPENERS)
    word = _WORD.match(ahead)
    return word[0] if word else ""


def _starter(text: str, start: int) -> bool:
    """Whether a word that often begins a sentence follows, and not an initial or an acronym."""
    ahead = text[start : start + _LONGEST_WORD].lstrip(OPENERS)
    word = _WORD.match(ahead)
    if word is None or word[0] != word[0].capitalize():
        return False
    return word[0].casefold() in _starters() and not (len(word[0]) == 1 and ahead[1:2] == ".")


@cache
def _starters() -> frozenset[str]:
    return frozenset(words("sentence_starters.txt"))


@cache
def _lettered_nouns() -> frozenset[str]:
    return frozenset(words("lettered_nouns.txt"))


@cache
def _time_words() -> frozenset[str]:
    return frozenset((*words("date_words.txt"), *words("time_zones.txt")))


@cache
def _speaker() -> re.Pattern[str]:
    """One to four names and a verb that tells that they said something."""
    verbs = "|".join(words("quotation_verbs.txt"))
    return re.compile(rf"(?:[A-Z][\w.'’-]*\s+){{1,4}}(?:{verbs})\b")


@cache
def _abbreviations() -> dict[str, str]:
    """The entries of abbreviations.txt, with the kind of each."""
    lines = Path(__file__).with_name("abbreviations.txt").read_text("utf-8").splitlines()
    entries = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return {word: kind for word, _, kind in entries}
