"""Reading: what plain rules make of one sentence: who does what in it, and what it names.

Drafts made with the part-of-speech tags of a library, or with the names and the parse of spaCy's small model,
answer as many questions as those made with these rules, within the noise; so no library is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.knowledge.drafting.clauses import clauses
from assistant.knowledge.drafting.names import Kind, kind_of_name, named, text_of
from assistant.knowledge.drafting.tokens import Tag
from assistant.language import load_english
from assistant.language.nouns import NounKind, noun
from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.knowledge.drafting.clauses import Clause, Span
    from assistant.knowledge.drafting.names import Named
    from assistant.knowledge.drafting.tokens import Token

_PARTING = frozenset({Tag.MARK, Tag.ASKING, Tag.CONJUNCTION})
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
# A name that is abbreviated has so many words at most.
_MOST_SPELT_OUT = 10
_AGE = re.compile(r"[1-9]\d?|1[01]\d")
_YEARS_OLD = re.compile(r"\d{1,3}-year-old")
# A line that says but when and where has so many words and marks at most.
_LONGEST_DATELINE = 12


@dataclass(frozen=True)
class SentenceRead:
    """A sentence, tagged."""

    tokens: tuple[Token, ...]
    he_or_she: str = ""
    """Whom its pronouns stand for."""

    @lazy
    def names(self) -> list[Named]:
        """What it names."""
        return named(self.tokens)

    @lazy
    def clauses(self) -> list[Clause]:
        """Who does what in it."""
        return clauses(self.tokens)

    @lazy
    def is_dateline(self) -> bool:
        """Whether it says nothing but when and where the article is from."""
        is_short = len(self.tokens) <= _LONGEST_DATELINE and not self.clauses
        others = [each for each in self.names if each.kind is not Kind.TIME]
        is_named = all(self.tokens[each.phrase.head].tag is Tag.NAME for each in others)
        return is_short and is_named and len(others) < len(self.names)

    @lazy
    def author(self) -> str:
        """The name in a byline, empty in any other sentence: "By Ann Kerr"."""
        named_ = [each for each in self.names if self.tokens[each.phrase.head].tag is Tag.NAME]
        opens = bool(self.tokens) and self.tokens[0].text.casefold() == "by" and not self.clauses
        is_byline = opens and len(self.tokens) <= _LONGEST_DATELINE and bool(named_)
        return named_[0].text if is_byline and named_[0].phrase.span[0] == 1 else ""

    @lazy
    def places(self) -> list[Span]:
        """The phrases that name where."""
        return [each.phrase.span for each in self.names if self._is_place(each)]

    def _is_place(self, each: Named) -> bool:
        first = each.phrase.span[0]
        before = self.tokens[first - 1].plain if first else ""
        is_name = self.tokens[each.phrase.head].tag is Tag.NAME
        return each.kind is Kind.PLACE or (
            is_name and before in load_english().locating_prepositions and each.kind is not Kind.TIME
        )

    def abbreviations(self) -> Iterator[tuple[str, str]]:
        """The names that are abbreviated, each with how: "the World Health Organization (WHO)"."""
        for place in range(1, len(self.tokens) - 1):
            short = self.tokens[place].text
            in_brackets = (self.tokens[place - 1].text, self.tokens[place + 1].text) == ("(", ")")
            start = (
                self._spelt_out(short, place - 1) if in_brackets and _ABBREVIATION.fullmatch(short) else None
            )
            if start is not None:
                yield text_of(self.tokens[start : place - 1]), short

    def _spelt_out(self, short: str, end: int) -> int | None:
        """Where the words begin whose initials are those of an abbreviation, None where there are none."""
        letters = [letter.casefold() for letter in short if letter.isalnum()]
        start = end
        while letters and start > 0 and end - start < _MOST_SPELT_OUT:
            start -= 1
            word = self.tokens[start].text
            if word[:1].casefold() == letters[-1] and not (word.islower() and word in _small_words()):
                letters.pop()
            elif word[:1].isupper():
                return None
        return None if letters else start

    def tells_age(self, each: Named) -> bool:
        """Whether the age of somebody stands beside the name: "Banda, 38," or "14-year-old Kerr"."""
        first, last = each.phrase.span
        if any(_YEARS_OLD.fullmatch(token.plain) for token in self.tokens[max(first - 2, 0) : last]):
            return True
        behind = [token.text for token in self.tokens[last : last + 3]]
        is_person = each.kind is Kind.PERSON or self.tokens[each.phrase.head].tag is Tag.NAME
        return is_person and behind[:1] == [","] and behind[2:] == [","] and bool(_AGE.fullmatch(behind[1]))

    def subject(self, clause: Clause) -> str:
        """The words of a subject, empty for a pronoun that may stand for anything."""
        tokens = self.tokens[slice(*clause.subject)]
        if not any(token.is_nominal or token.tag is Tag.DESCRIBING for token in tokens):
            is_one = len(tokens) == 1 and tokens[0].plain in load_english().one_person
            return self.he_or_she if is_one else ""
        return text_of(tokens)

    def head(self, clause: Clause) -> str:
        """The common noun that a subject is all about, empty for a name."""
        head = self._subject_head(clause)
        return head.plain if head and head.tag is Tag.NOUN else ""

    def _subject_head(self, clause: Clause) -> Token | None:
        first, last = clause.subject
        heads = [each.phrase.head for each in self.names if first <= each.phrase.head < last]
        return self.tokens[heads[0]] if heads else None

    def lemma(self, clause: Clause) -> str:
        """The base form of the verb of a clause, empty where it has but an auxiliary."""
        return clause.verb.lemma if clause.verb else ""

    def is_described(self, clause: Clause) -> bool:
        """Whether a verb describes the noun before it: "a ship built in 1987", "the dam, made in May,"."""
        first, last = clause.group
        if not first or last == len(self.tokens) or self.tokens[last].tag is not Tag.PREPOSITION:
            return False
        before = self.tokens[first - 1]
        if before.text == ",":
            return clause.subject[1] == first - 1
        place = self.clauses.index(clause)
        if not place or not before.is_nominal:
            return False
        # It describes what the verb before it is followed by, with nothing to part them.
        start = self.clauses[place - 1].group[1]
        return start <= clause.subject[0] and not any(
            token.tag in _PARTING for token in self.tokens[start:first]
        )

    def is_said(self, clause: Clause) -> bool:
        """Whether a clause tells what somebody says."""
        return self.lemma(clause) in load_english().saying_verbs

    def is_somebody(self, clause: Clause) -> bool:
        """Whether the subject of a clause is a person or a body."""
        tokens, head = self.tokens[slice(*clause.subject)], self._subject_head(clause)
        if head is None:
            return bool(self.subject(clause))
        used = noun(head.plain)
        is_name = head.tag is Tag.NAME
        is_known = is_name and kind_of_name([token for token in tokens if token.tag is Tag.NAME]) in (
            Kind.PERSON,
            Kind.ORGANISATION,
        )
        return (
            is_known or self.is_said(clause) or bool(used and used.kind in (NounKind.PERSON, NounKind.GROUP))
        )

    def counts_people(self, each: Named) -> bool:
        """Whether a phrase says how many people."""
        used = noun(self.tokens[each.phrase.head].plain)
        return each.kind is Kind.COUNT and used is not None and used.kind is NounKind.PERSON

    def counted(self, each: Named) -> str:
        """What a number counts: "bus drivers" of "900 bus drivers"."""
        first, last = each.phrase.span
        numbers = [place for place in range(first, last) if self.tokens[place].tag is Tag.NUMBER]
        return text_of(self.tokens[numbers[-1] + 1 : last]) if numbers else ""


@cache
def _small_words() -> frozenset[str]:
    """The words that an abbreviation leaves out."""
    english = load_english()
    return english.prepositions | english.articles
