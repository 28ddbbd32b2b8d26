"""Tagging: the words of a sentence, and what part of speech each is, by word lists and its neighbours.

Plain rules, in one pass from left to right. They are wrong at times, and what is drafted from them says that
it is a draft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.language import Commonness, load_english
from assistant.language.nouns import noun
from assistant.language.verbs import Verb, VerbForm, verb
from assistant.lazy import lazy
from assistant.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TOKEN = re.compile(
    r"""(?:https?://|www\.)[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'"”’]      # an address on the web
    |[^\s<>()@]+@[^\s<>()@]+\.[a-z]+                                  # an address for mail
    |[A-Z]{0,3}[$€£¥₹]\s?\d[\d,.]*\d|[A-Z]{0,3}[$€£¥₹]\s?\d            # a sum of money
    |\d+(?:[.,:]\d+)*(?:st|nd|rd|th|%|[A-Za-z]{1,2}\b)?               # a number
    |(?:[A-Za-z]\.){2,}                                               # U.S., a.m.
    |[^\W_]+(?:['’.&/-][^\W_]+)*(?:['’](?=\s))?                       # a word
    |[^\w\s]""",
    re.VERBOSE,
)
# A noun with so great a share of verbs among its uses may be a verb where one is due.
_VERB_FROM, _SURELY_VERB_FROM = 0.5, 0.7
_NOUN_FROM = 0.4
_FORMS_OF_BE = frozenset({"be", "been", "being", "is", "are", "was", "were", "am"})


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


class Tagger:
    """Tags sentences of one article: a word with a capital within any of its sentences is a name."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._english = load_english()
        self._sentences = list(sentences)

    @lazy
    def _capitalised(self) -> frozenset[str]:
        """The words that have a capital where no sentence begins, and never have none."""
        with_capital: set[str] = set()
        without: set[str] = set()
        for sentence in self._sentences:
            words = [match[0] for match in _TOKEN.finditer(sentence)]
            for before, word in zip(words, words[1:], strict=False):
                if word[:1].isupper() and before not in "“\"'‘(":
                    with_capital.add(normalise(word))
                elif word[:1].islower():
                    without.add(word)
        return frozenset(with_capital - without)

    def tag(self, sentence: str) -> tuple[Token, ...]:
        """The words and marks of a sentence, tagged."""
        tokens: list[Token] = []
        matches = list(_TOKEN.finditer(sentence))
        for place, match in enumerate(matches):
            following = matches[place + 1][0] if place + 1 < len(matches) else ""
            tag, form = self._tag(match[0], tokens, following)
            tokens.append(Token(match[0], match.start(), match.end(), tag, form))
        return tuple(tokens)

    def _tag(self, text: str, before: Sequence[Token], following: str) -> tuple[Tag, Verb | None]:
        word = normalise(text)
        if not any(map(str.isalnum, text)):
            return Tag.MARK, None
        tag = self._closed(word, following)
        is_name = self._is_name(text, word, before, following)
        is_month = tag is Tag.AUXILIARY and text.istitle() and bool(before)
        if (is_name and tag is None) or is_month:
            return Tag.NAME, None
        return (
            (tag, verb(word) if tag is Tag.AUXILIARY else None)
            if tag
            else self._open(word, before, following)
        )

    def _closed(self, word: str, following: str) -> Tag | None:
        """The tag of a word of grammar, a number, or an address; None for any other."""
        english = self._english
        if "@" in word or word.startswith(("www.", "http")):
            return Tag.NAME
        if word[0] in "$€£¥₹" or any(map(str.isdigit, word)) or word in english.numerals:
            return Tag.NUMBER
        if word in ("about", "over", "under", "nearly") and following[:1].isdigit():
            return Tag.ADVERB
        tags = {
            Tag.TO: word == "to",
            Tag.ASKING: word in english.question_words or word == "that",
            Tag.PRONOUN: word in english.subject_pronouns or self._is_contracted(word),
            Tag.AUXILIARY: word in english.auxiliaries or word in english.copulas or word in _FORMS_OF_BE,
            Tag.CONJUNCTION: word in english.conjunctions,
            Tag.PREPOSITION: word in english.prepositions,
            Tag.DETERMINER: word in english.determiners,
        }
        return next((tag for tag, holds in tags.items() if holds), None)

    def _is_contracted(self, word: str) -> bool:
        """Whether a word is a pronoun with its verb: "they'll"."""
        pronoun = self._english.contractions.get(word, ("",))[0] if "'" in word else ""
        return pronoun in self._english.subject_pronouns

    def _is_name(self, text: str, word: str, before: Sequence[Token], following: str) -> bool:
        if not text[0].isupper():
            return False
        if before and before[-1].text not in "“\"'‘(" and before[-1].text not in ".!?:":
            return True
        bare = word.removesuffix("'s")
        if following[:1].isupper() and not before and noun(bare) is None:
            return True
        is_new = self._english.commonness(bare) is Commonness.UNKNOWN and noun(bare) is None
        return is_new or word in self._capitalised or bare in self._capitalised

    def _open(self, word: str, before: Sequence[Token], following: str) -> tuple[Tag, Verb | None]:
        """The tag of a noun, a verb, or what describes one."""
        form, used, last = verb(word), noun(word), before[-1] if before else None
        after_name = last is not None and (last.is_nominal or last.tag is Tag.PRONOUN)
        if last is not None and last.tag is Tag.TO and form and form.form is VerbForm.BASE:
            return Tag.PARTICIPLE, form
        if (last is not None and last.tag in (Tag.DETERMINER, Tag.DESCRIBING)) or (
            last and last.text.endswith(("'s", "’s"))
        ):
            form = form if form and form.form is not VerbForm.BASE and used is None else None
            ends = not following[:1].isalnum() or self._closed(normalise(following), "") is not None
            if form and not ends:
                return Tag.DESCRIBING, None
            return (Tag.NOUN if ends or (used and used.share >= _NOUN_FROM) else Tag.DESCRIBING), None
        if form and form.form is VerbForm.ING:
            return (Tag.VERB if last and last.tag in (Tag.AUXILIARY, Tag.ADVERB) else Tag.PARTICIPLE), form
        describes = (
            last is not None
            and last.tag is Tag.VERB
            and following[:1].isalpha()
            and noun(normalise(following))
        )
        if form and form.form in (VerbForm.PAST, VerbForm.PARTICIPLE) and describes:
            return Tag.DESCRIBING, None
        if form and form.form in (VerbForm.PAST, VerbForm.PARTICIPLE):
            return (
                Tag.VERB
                if form.form is VerbForm.PAST or (last and last.tag in (Tag.AUXILIARY, Tag.ADVERB))
                else Tag.PARTICIPLE
            ), form
        verbal = last and last.tag in (Tag.AUXILIARY, Tag.ADVERB, Tag.PRONOUN)
        if (
            form
            and form.form is VerbForm.BASE
            and verbal
            and form.share >= 0.3
            and not (last.tag is Tag.AUXILIARY and last.plain in _FORMS_OF_BE)
        ):
            return Tag.VERB, form
        if (
            form
            and form.form is VerbForm.BASE
            and after_name
            and form.share >= _SURELY_VERB_FROM
            and last.text.endswith("s")
        ):
            return Tag.VERB, form
        if (
            form
            and form.form is VerbForm.THIRD
            and after_name
            and form.share >= _VERB_FROM
            and last.tag is not Tag.NUMBER
        ):
            return Tag.VERB, form
        if word.endswith("ly") and used is None:
            return Tag.ADVERB, None
        if word in self._english.adverbs:
            return Tag.ADVERB, None
        if used and used.share >= _NOUN_FROM:
            return Tag.NOUN, None
        is_governed = last is not None and last.tag in (Tag.PREPOSITION, Tag.TO, Tag.DETERMINER)
        if form and form.share >= _SURELY_VERB_FROM and form.form is not VerbForm.BASE and not is_governed:
            return Tag.VERB, form
        return Tag.DESCRIBING, None
