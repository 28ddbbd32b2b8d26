"""Text as it comes from people: made safe to show, normalised, and cut into words; and a number of things."""

from __future__ import annotations

import re
import unicodedata

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_UNPRINTABLE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI_CONTROLS}\ud800-\udfff\ufeff]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'"})
# A colour or a link that was copied out of a terminal along with the text.
_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x1b\x9b]"
)
# Characters that nobody sees: soft hyphens, joiners, marks of direction, variation selectors, tags ...
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# Initialisms are one word: "U.S." is "us" for no reader, but "u.s" cut in two is nothing for any.
_INITIALISM = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")

# In code points; what is longer is no question, and everything that takes one says so.
LONGEST_QUESTION = 4_000
# In bytes: a file of a pack, or an article that is to become one.
LARGEST_TEXT_FILE = 10_000_000


def replace_lone_surrogates(text: str) -> str:
    """`text` with every lone surrogate replaced by U+FFFD, so that it can be encoded; same length."""
    return _LONE_SURROGATES.sub("\ufffd", text)


def printable(text: str) -> str:
    """`text` with nothing in it that a terminal would act on instead of showing.

    Control characters become their Unicode control pictures (``ESC`` is shown as ``␛``), bidirectional
    controls and lone surrogates become U+FFFD; line breaks of any kind become a newline, and tabs stay.
    """
    return controls_shown(_LINE_BREAKS.sub("\n", text))


def controls_shown(text: str) -> str:
    """`text` made printable, but that of the line breaks only the newline stays one."""
    return _UNPRINTABLE.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def one_line(text: str) -> str:
    """`text` made printable, with every run of white space as one space."""
    return " ".join(printable(text).split())


def without_escapes(text: str) -> str:
    """`text` with a space for every escape sequence of a terminal."""
    # Most texts have none, and to look for a character is ten times as fast as to look for a pattern.
    return _ESCAPE_SEQUENCE.sub(" ", text) if "\x1b" in text or "\x9b" in text else text


def visible(text: str) -> str:
    """Compatibility-composed `text` without invisible characters; apostrophes and line breaks are plain."""
    broken = _LINE_BREAKS.sub("\n", text)
    if broken.isascii():
        return broken
    # Apostrophes first: NFKC would make of the acute accent a space.
    seen = _INVISIBLE.sub("", broken).translate(_APOSTROPHES)
    return unicodedata.normalize("NFKC", seen).translate(_APOSTROPHES)


def normalise(text: str) -> str:
    """Case-folded, compatibility-composed `text` without the accents of Latin letters.

    Apostrophes become the plain one, the dots of initialisms and invisible characters go, and the escape
    sequences of terminals become spaces. Idempotent.
    """
    plain = without_escapes(text)
    folded = plain.lower() if plain.isascii() else _fold(plain)
    if "." not in folded:
        return folded
    return _INITIALISM.sub(lambda match: match.group().replace(".", ""), folded)


def _fold(text: str) -> str:
    # Apostrophes first: NFKC would make of the acute accent a space.
    whole = _INVISIBLE.sub("", replace_lone_surrogates(text)).translate(_APOSTROPHES)
    composed = unicodedata.normalize("NFKC", whole).translate(_APOSTROPHES).casefold()
    decomposed = unicodedata.normalize("NFKD", composed)
    kept: list[str] = []
    for character in decomposed:
        if unicodedata.combining(character) and kept and kept[-1].isascii():
            continue
        kept.append(character)
    return unicodedata.normalize("NFKC", "".join(kept)).translate(_APOSTROPHES)


def words(normalised: str) -> list[str]:
    """The words of a normalised text, in order: runs of letters and digits, inner apostrophes kept."""
    return _WORD.findall(normalised)


def phrase_key(text: str) -> str:
    """What two phrases have in common when they differ in case, punctuation and spacing alone."""
    return " ".join(words(normalise(text)))


def as_phrase(words_in_a_row: str) -> re.Pattern[str]:
    """The pattern of some words where a text has them in a row, whatever their case."""
    return re.compile(rf"(?<!\w){re.escape(words_in_a_row)}(?!\w)", re.IGNORECASE)


def counted(number: int, noun: str) -> str:
    """`number` with the `noun` that is counted: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


_SINGLE_MARKS = str.maketrans("“”", "‘’")


def in_quotation_marks(sentence: str) -> str:
    """A sentence in quotation marks, unless it begins with its own.

    Marks within it are single ones then, and one that is alone at either end is left out.
    """
    is_lone = sentence.count("“") != sentence.count("”")
    if sentence.startswith("“") and not is_lone:
        return sentence
    within = sentence.strip("“”") if is_lone else sentence
    return f"“{within.translate(_SINGLE_MARKS)}”"
