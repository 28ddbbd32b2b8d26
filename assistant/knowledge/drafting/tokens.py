"""Tokens: the words and marks of a sentence, each with a part of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from assistant.text import normalise

if TYPE_CHECKING:
    from assistant.language.verbs import Verb

TOKEN: Final = re.compile(
    r"""(?:https?://|www\.)[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'"”’]      # an address on the web
    |[^\s<>()@]{1,64}+@[^\s<>()@]{1,64}\.[a-z]+                        # an address for mail
    |[A-Z]{0,3}[$€£¥₹]\s?\d[\d,.]*\d|[A-Z]{0,3}[$€£¥₹]\s?\d            # a sum of money
    |\d+(?:[.,:]\d+)*(?:st|nd|rd|th|%|[A-Za-z]{1,2}\b)?               # a number
    |(?:[A-Za-z]\.){2,}                                               # U.S., a.m.
    |[^\W_]+(?:['’.&/-][^\W_]+)*(?:['’](?=\s))?                       # a word
    |[^\w\s]""",
    re.VERBOSE,
)


class Tag(StrEnum):
    """A part of speech."""

    NAME = "name"
    NOUN = "noun"
    NUMBER = "number"
    PRONOUN = "pronoun"
    DETERMINER = "determiner"
    DESCRIBING = "describing"
    """An adjective, or a word that none of the lists has."""
    ADVERB = "adverb"
    VERB = "verb"
    """A verb that may say what a subject does."""
    PARTICIPLE = "participle"
    """A verb that describes: "held in May", "selecting one"."""
    AUXILIARY = "auxiliary"
    TO = "to"
    PREPOSITION = "preposition"
    CONJUNCTION = "conjunction"
    ASKING = "asking"
    """Who, which, when and such, and "that"."""
    MARK = "mark"


DESCRIBES = frozenset({Tag.DETERMINER, Tag.DESCRIBING, Tag.NUMBER, Tag.NOUN, Tag.NAME})
"""The tags of the words that a noun phrase is made of."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a sentence; `start` and `end` are offsets in the sentence."""

    text: str
    start: int
    end: int
    tag: Tag
    verb: Verb | None = None

    @property
    def plain(self) -> str:
        """The word, normalised."""
        return normalise(self.text)

    @property
    def is_nominal(self) -> bool:
        """Whether it may be the last word of what is named."""
        return self.tag in (Tag.NAME, Tag.NOUN, Tag.NUMBER)
