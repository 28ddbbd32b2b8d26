"""Tagging: what part of speech each word of a sentence is, by word lists and its neighbours.

Plain rules, in one pass from left to right. They are wrong at times, and what is drafted from them says that
it is a draft.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from assistant.knowledge.drafting.tokens import TOKEN, Tag, Token
from assistant.language import Commonness, load_english
from assistant.language.nouns import noun
from assistant.language.verbs import Verb, VerbForm, verb
from assistant.lazy import lazy
from assistant.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Tagged = tuple[Tag, Verb | None]

# The share of its uses that are verbs, or nouns, from which a word may be one where one is due; and from
# which it is a verb wherever it may stand.
_VERB_FROM, _NOUN_FROM, _SURELY_VERB_FROM = 0.5, 0.4, 0.7
_VERB_BEHIND_AUXILIARY_FROM = _VERB_BEFORE_OBJECT_FROM = 0.3
# So much of a sentence is read; a longer one is a list, or has no stops.
_MOST_TOKENS = 300
_OPENING = "“\"'‘("
_ENDING = ".!?:"
_POSSESSIVE = ("'s", "’s")
_CURRENCIES = "$€£¥₹"


class Tagger:
    """Tags sentences of one article: a word with a capital within any of its sentences is a name."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._english = load_english()
        self._sentences = list(sentences)

    def tag(self, sentence: str) -> tuple[Token, ...]:
        """The words and marks of a sentence, tagged."""
        tokens: list[Token] = []
        matches = list(islice(TOKEN.finditer(sentence), _MOST_TOKENS))
        for match, after in pairwise([*matches, None]):
            assert match is not None
            tag, form = self._tag(match[0], tokens, after[0] if after else "")
            tokens.append(Token(match[0], match.start(), match.end(), tag, form))
        return tuple(tokens)

    @lazy
    def _capitalised(self) -> frozenset[str]:
        """The words that have a capital where no sentence begins, and never have none."""
        with_capital: set[str] = set()
        without: set[str] = set()
        for sentence in self._sentences:
            for before, word in pairwise(match[0] for match in TOKEN.finditer(sentence)):
                if word[:1].isupper() and before not in _OPENING:
                    with_capital.add(normalise(word))
                elif word[:1].islower():
                    without.add(word)
        return frozenset(with_capital - without)

    def _tag(self, text: str, before: Sequence[Token], following: str) -> Tagged:
        if not any(map(str.isalnum, text)):
            return Tag.MARK, None
        word = normalise(text)
        tag = self._closed(word, following)
        is_month = tag is Tag.AUXILIARY and text.istitle() and bool(before)
        if is_month or (tag is None and self._is_name(text, word, before, following)):
            return Tag.NAME, None
        if tag:
            return tag, verb(word) if tag is Tag.AUXILIARY else None
        ends = self._ends_phrase(normalise(following))
        return _OpenWord(word, before[-1] if before else None, following, ends_phrase=ends).tagged()

    def _ends_phrase(self, following: str) -> bool:
        """Whether a word that comes next is none that a noun phrase goes on with."""
        if not following[:1].isalnum() or self._closed(following, "") is not None:
            return True
        used = verb(following)
        return used is not None and used.form is VerbForm.PAST and noun(following) is None

    def _closed(self, word: str, following: str) -> Tag | None:
        """The tag of a word of grammar, a number, or an address; None for any other."""
        english = self._english
        if "@" in word or word.startswith(("www.", "http")):
            return Tag.NAME
        if word[0] in _CURRENCIES or any(map(str.isdigit, word)) or word in english.numerals:
            return Tag.NUMBER
        if word in english.adverbs or (word in english.approximators and following[:1].isdigit()):
            return Tag.ADVERB
        if (
            word in english.possessives
            and following[:1].isalpha()
            and not self._closed(normalise(following), "")
        ):
            return Tag.DETERMINER
        tags = {
            Tag.TO: word == "to",
            Tag.ASKING: word in english.question_words or word == "that",
            Tag.PRONOUN: word in english.subject_pronouns or self._is_contracted(word),
            Tag.AUXILIARY: word in english.auxiliaries
            or word in english.copulas
            or word in english.forms_of_be,
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
        """Whether a word with a capital is a name: where a sentence begins, it may be any word."""
        if not text[0].isupper():
            return False
        if before and before[-1].text not in _OPENING + _ENDING:
            return True
        bare = word.removesuffix("'s")
        if noun(bare) is None and not before and following[:1].isupper():
            return True
        is_new = self._english.commonness(bare) is Commonness.UNKNOWN and noun(bare) is None
        return is_new or not self._capitalised.isdisjoint((word, bare))


class _OpenWord:
    """A word that may be a noun, a verb, or describe one, and the words beside it."""

    def __init__(self, word: str, last: Token | None, following: str, *, ends_phrase: bool) -> None:
        """`ends_phrase` is whether no noun phrase goes on behind it."""
        self._word, self._following, self._ends_phrase = word, following, ends_phrase
        self._verb, self._noun = verb(word), noun(word) or noun(word.removesuffix("s"))
        self._last = last
        self._after = last.tag if last else None

    def tagged(self) -> Tagged:
        """Its tag, and the verb that it is a form of if it is one here."""
        form = self._verb.form if self._verb else None
        is_past = form is VerbForm.PAST and self._noun is None and self._after is Tag.DESCRIBING
        if not is_past and (self._after in (Tag.DETERMINER, Tag.DESCRIBING) or self._is_owned()):
            return self._within_phrase(), None
        if self._verb and form:
            if self._after is Tag.TO and form is VerbForm.BASE:
                return Tag.PARTICIPLE, self._verb
            tag = self._of_verb(self._verb, form)
            if tag:
                return tag, self._verb if tag is not Tag.DESCRIBING else None
        return self._otherwise()

    def _is_owned(self) -> bool:
        return self._last is not None and self._last.text.endswith(_POSSESSIVE)

    def _within_phrase(self) -> Tag:
        """What it is behind "the", "new" or "Peru's"."""
        if self._ends_phrase:
            return Tag.NOUN
        return Tag.NOUN if self._noun and self._noun.share >= _NOUN_FROM else Tag.DESCRIBING

    def _of_verb(self, used: Verb, form: VerbForm) -> Tag | None:
        """What a form of a verb is here, None where it is likely none."""
        behind_auxiliary = self._after in (Tag.AUXILIARY, Tag.ADVERB)
        if form is VerbForm.ING:
            return Tag.VERB if behind_auxiliary else Tag.PARTICIPLE
        if form in (VerbForm.PAST, VerbForm.PARTICIPLE):
            if self._after is Tag.VERB and self._following[:1].isalpha() and noun(normalise(self._following)):
                return Tag.DESCRIBING
            return Tag.VERB if form is VerbForm.PAST or behind_auxiliary else Tag.PARTICIPLE
        is_due = self._is_due(used) if form is VerbForm.BASE else self._is_third(used)
        return Tag.VERB if is_due else None

    def _is_due(self, used: Verb) -> bool:
        """Whether the base of a verb stands where one is due: "may vote", "they vote", "voters choose"."""
        if self._last is None:
            return False
        if self._after in (Tag.AUXILIARY, Tag.ADVERB, Tag.PRONOUN):
            is_named = self._after is Tag.AUXILIARY and self._last.plain in load_english().forms_of_be
            return used.share >= _VERB_BEHIND_AUXILIARY_FROM and not is_named
        is_several = self._last.text.endswith("s") or self._after is Tag.NUMBER
        return self._last.is_nominal and is_several and used.share >= _SURELY_VERB_FROM

    def _is_third(self, used: Verb) -> bool:
        """Whether a form in -s is what a subject before it does."""
        follows = self._after in (Tag.NAME, Tag.NOUN, Tag.PRONOUN)
        begins = self._following[:1].isdigit() or self._following in load_english().determiners
        return follows and used.share >= (_VERB_BEFORE_OBJECT_FROM if begins else _VERB_FROM)

    def _otherwise(self) -> Tagged:
        if self._word.endswith("ly") and self._noun is None:
            return Tag.ADVERB, None
        if self._noun and self._noun.share >= _NOUN_FROM:
            return Tag.NOUN, None
        is_governed = self._after in (Tag.PREPOSITION, Tag.TO)
        if self._verb and self._verb.form is VerbForm.THIRD and not is_governed:
            return (Tag.VERB, self._verb) if self._verb.share >= _SURELY_VERB_FROM else (Tag.DESCRIBING, None)
        return Tag.DESCRIBING, None
