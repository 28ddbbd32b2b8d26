"""Asking: the phrases by which people may ask for what a sentence tells, by what it tells."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.knowledge.drafting.clauses import clauses
from assistant.knowledge.drafting.names import Kind, is_time, kind_of_name, named, text_of
from assistant.knowledge.drafting.tokens import Tag
from assistant.language import load_english
from assistant.language.data_files import lines
from assistant.language.nouns import NounKind, noun
from assistant.language.templates import escaped
from assistant.language.verbs import VerbForm
from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assistant.knowledge.drafting.clauses import Clause, Span
    from assistant.knowledge.drafting.names import Named
    from assistant.knowledge.drafting.people import Person
    from assistant.knowledge.drafting.tokens import Token

Slots = dict[str, str]
"""What stands for the words in braces of a template."""

_PARTING = frozenset({Tag.MARK, Tag.ASKING, Tag.CONJUNCTION})
_PARTS = frozenset({Tag.PREPOSITION, Tag.TO, Tag.CONJUNCTION, Tag.ASKING, Tag.MARK})
_TYPED = {
    Kind.COUNT: "count",
    Kind.MONEY: "money",
    Kind.SHARE: "share",
    Kind.MEASURE: "measure",
    Kind.DURATION: "duration",
    Kind.ADDRESS: "address",
}
_MOST_NAMES = 8
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
# A name that is abbreviated has so many words at most.
_MOST_SPELT_OUT = 10
_AGE = re.compile(r"[1-9]\d?|1[01]\d")
_YEARS_OLD = re.compile(r"\d{1,3}-year-old")
_FORMS_OF_BE = frozenset({"be", "been", "being", "is", "are", "was", "were", "am"})
# A line that says but when and where has so many words and marks at most.
_LONGEST_DATELINE = 12
_OPTIONAL = ("rest", "before", "preposition", "of")


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

    def asked(self) -> Mapping[str, list[str]]:
        """By what is asked for, the templates of phrases that ask for it, likeliest first."""
        asked: defaultdict[str, list[str]] = defaultdict(list)
        for wanted, slots in self._clause_slots():
            asked[wanted] += _filled(wanted, "clause", slots)
        for clause in self.clauses:
            if clause.verb is None and self._subject(clause):
                asked["what"] += _filled("what", "being", {"subject": self._subject(clause)})
        for wanted, slots in self._name_slots():
            asked[wanted] += _filled(wanted, "name", slots)
        for name, short in self.abbreviations():
            asked["abbreviation"] += _filled("abbreviation", "name", {"name": name, "short": short})
        for wanted in [each for each in asked if each in _TYPED.values()]:
            asked[wanted] += _filled(wanted, "sentence", {})
        return {"date": _filled("date", "sentence", {})} if self._is_dateline else asked

    @lazy
    def _is_dateline(self) -> bool:
        """Whether it says nothing but when and where the article is from."""
        is_short = len(self.tokens) <= _LONGEST_DATELINE and not self.clauses
        others = [each for each in self.names if each.kind is not Kind.TIME]
        is_named = all(self.tokens[each.phrase.head].tag is Tag.NAME for each in others)
        return is_short and is_named and len(others) < len(self.names)

    def _clause_slots(self) -> Iterator[tuple[str, Slots]]:
        """What each clause tells, with its words."""
        for clause in self.clauses:
            subject = self._subject(clause)
            if not subject:
                continue
            pieces = self._pieces(clause.rest)
            slots = self._verb_slots(clause) | {"subject": subject, "head": self._head(clause)}
            whole = slots | self._rest_slots(pieces, ()) | {"preposition": self._stranded(pieces)}
            yield "what", whole
            yield ("said" if self._is_said(clause) else "what"), whole
            yield ("who" if self._is_somebody(clause) else "whose"), whole
            for wanted, asked_for in self._adjuncts(pieces):
                yield wanted, slots | self._rest_slots(pieces, asked_for)
            yield from self._reasons(clause, slots)
            for each in self.names:
                if each.kind in _TYPED and clause.rest[0] <= each.phrase.span[0] < clause.rest[1]:
                    around = [piece for piece in pieces if not _overlap(piece, each.phrase.span)]
                    unit = self._counted(each)
                    counted = {"counted": unit, "unit": unit, "name": each.text}
                    yield _TYPED[each.kind], slots | counted | self._rest_slots(around, ())
                    if self._counts_people(each):
                        yield "count", slots | {"counted": "people"} | self._rest_slots(around, ())
                if each.kind is Kind.COUNT and clause.subject[0] <= each.phrase.span[0] < clause.subject[1]:
                    counted = {"counted": self._counted(each), "name": each.text, "did": ""}
                    yield "count", slots | counted | self._rest_slots(pieces, ())
                    if self._counts_people(each):
                        yield "count", slots | {"counted": "people", "did": ""} | self._rest_slots(pieces, ())

    def _name_slots(self) -> Iterator[tuple[str, Slots]]:
        """What is told of each thing that is named."""
        kinds = {each.kind for each in self.names}
        things = [each for each in self.names if each.kind not in (Kind.TIME, Kind.ADDRESS)][:_MOST_NAMES]
        speakers = [self._subject(clause) for clause in self.clauses if self._is_said(clause)]
        for each in things:
            slots = {"name": each.text}
            yield "what", slots
            if Kind.TIME in kinds:
                yield "when", slots
            if self._places and each.kind is not Kind.PLACE:
                yield "where", slots
            for kind in (Kind.MONEY, Kind.SHARE, Kind.ADDRESS):
                if kind in kinds and each.kind is not kind:
                    yield _TYPED[kind], slots
            for speaker in filter(None, speakers):
                if speaker != each.text:
                    yield "said", slots | {"subject": speaker}
            if self._tells_age(each):
                yield "age", slots
            if each.kind is Kind.COUNT:
                yield "count", slots | {"counted": self._counted(each)}

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

    def _tells_age(self, each: Named) -> bool:
        """Whether the age of somebody stands beside the name: "Banda, 38," or "14-year-old Kerr"."""
        first, last = each.phrase.span
        if any(_YEARS_OLD.fullmatch(token.plain) for token in self.tokens[max(first - 2, 0) : last]):
            return True
        behind = [token.text for token in self.tokens[last : last + 3]]
        is_person = each.kind is Kind.PERSON or self.tokens[each.phrase.head].tag is Tag.NAME
        return is_person and behind[:1] == [","] and behind[2:] == [","] and bool(_AGE.fullmatch(behind[1]))

    def _subject(self, clause: Clause) -> str:
        """The words of a subject, empty for a pronoun that may stand for anything."""
        tokens = self.tokens[slice(*clause.subject)]
        if not any(token.is_nominal or token.tag is Tag.DESCRIBING for token in tokens):
            is_person = [token.plain for token in tokens] in (["he"], ["she"])
            return self.he_or_she if is_person else ""
        return text_of(tokens)

    def _head(self, clause: Clause) -> str:
        """The common noun that a subject is all about, empty for a name."""
        head = self._subject_head(clause)
        return head.plain if head and head.tag is Tag.NOUN else ""

    def _subject_head(self, clause: Clause) -> Token | None:
        first, last = clause.subject
        heads = [each.phrase.head for each in self.names if first <= each.phrase.head < last]
        return self.tokens[heads[0]] if heads else None

    def _verb_slots(self, clause: Clause) -> Slots:
        group = self.tokens[slice(*clause.group)]
        if clause.auxiliaries:
            first = self.tokens[clause.auxiliaries[0]]
            rest = [token.text for token in group if token is not first]
            is_passive = clause.verb is not None and any(
                self.tokens[place].plain in _FORMS_OF_BE for place in clause.auxiliaries
            )
            plain = f"be {group[-1].text}" if is_passive else self._lemma(clause)
            return {"did": first.plain, "verb": " ".join(rest), "group": text_of(group), "lemma": plain}
        if self._is_described(clause):
            return {
                "did": "was",
                "verb": text_of(group),
                "group": f"was {text_of(group)}",
                "lemma": self._lemma(clause),
            }
        form = clause.verb.form if clause.verb else VerbForm.PAST
        did = {VerbForm.THIRD: "does", VerbForm.BASE: "do"}.get(form, "did")
        return {
            "did": did,
            "verb": self._lemma(clause),
            "group": text_of(group),
            "lemma": self._lemma(clause),
        }

    def _lemma(self, clause: Clause) -> str:
        return clause.verb.lemma if clause.verb else ""

    def _is_described(self, clause: Clause) -> bool:
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

    def _is_said(self, clause: Clause) -> bool:
        return self._lemma(clause) in load_english().saying_verbs

    def _is_somebody(self, clause: Clause) -> bool:
        """Whether the subject of a clause is a person or a body."""
        tokens, head = self.tokens[slice(*clause.subject)], self._subject_head(clause)
        if head is None:
            return bool(self._subject(clause))
        used = noun(head.plain)
        is_name = head.tag is Tag.NAME
        is_known = is_name and kind_of_name([token for token in tokens if token.tag is Tag.NAME]) in (
            Kind.PERSON,
            Kind.ORGANISATION,
        )
        return (
            is_known or self._is_said(clause) or bool(used and used.kind in (NounKind.PERSON, NounKind.GROUP))
        )

    def _pieces(self, span: Span) -> list[Span]:
        """What follows a verb, cut where a preposition, a conjunction or a mark begins something new."""
        first, last = span
        cuts = [
            place
            for place in range(first + 1, last)
            if (self.tokens[place].tag in _PARTS and self.tokens[place].plain != "of")
            or (self.tokens[place].tag is Tag.PARTICIPLE and self.tokens[place - 1].tag is Tag.MARK)
        ]
        return [(start, end) for start, end in zip([first, *cuts], [*cuts, last], strict=True) if end > start]

    def _stranded(self, pieces: Sequence[Span]) -> str:
        """The preposition that a question about what follows a verb ends with: "what is it based on"."""
        if not pieces or any(piece == pieces[0] for _, asked in self._adjuncts(pieces) for piece in asked):
            return ""
        first = self.tokens[pieces[0][0]]
        return first.plain if first.tag is Tag.PREPOSITION else ""

    def _rest_slots(self, pieces: Sequence[Span], without: Sequence[Span]) -> Slots:
        texts = [text_of(self.tokens[slice(*piece)]) for piece in pieces if piece not in without]
        left = [text for text in texts if text]
        is_first_left = bool(pieces) and pieces[0] not in without
        return {
            "object": left[0] if left and is_first_left else "",
            "rest": " ".join(left),
            "later": " ".join(left[1:]) if is_first_left else "",
        }

    def _adjuncts(self, pieces: Sequence[Span]) -> Iterator[tuple[str, list[Span]]]:
        times = [piece for piece in pieces if any(map(is_time, self.tokens[slice(*piece)]))]
        if times or any(map(is_time, self.tokens[: self.clauses[0].group[0]])):
            yield "when", times
        places = [piece for piece in pieces if any(_overlap(piece, place) for place in self._places)]
        if places:
            yield "where", places

    @lazy
    def _places(self) -> list[Span]:
        return [each.phrase.span for each in self.names if self._is_place(each)]

    def _is_place(self, each: Named) -> bool:
        first = each.phrase.span[0]
        before = self.tokens[first - 1].plain if first else ""
        is_name = self.tokens[each.phrase.head].tag is Tag.NAME
        return each.kind is Kind.PLACE or (
            is_name and before in ("in", "at", "near", "outside") and each.kind is not Kind.TIME
        )

    def _reasons(self, clause: Clause, slots: Slots) -> Iterator[tuple[str, Slots]]:
        """What is done for a reason, or for a purpose: "because", "to reach a verdict"."""
        for place in range(clause.rest[0], min(clause.rest[1] + 1, len(self.tokens))):
            is_reason = self.tokens[place].plain in load_english().reason_words
            if is_reason or (place > clause.rest[0] and self._is_purpose(place)):
                yield "why", slots | {"before": text_of(self.tokens[clause.rest[0] : place])}
                return

    def _is_purpose(self, place: int) -> bool:
        """Whether a "to" at a place is followed by a verb."""
        following = self.tokens[place + 1 : place + 2]
        return self.tokens[place].tag is Tag.TO and any(each.tag is Tag.PARTICIPLE for each in following)

    def _counts_people(self, each: Named) -> bool:
        used = noun(self.tokens[each.phrase.head].plain)
        return each.kind is Kind.COUNT and used is not None and used.kind is NounKind.PERSON

    def _counted(self, each: Named) -> str:
        """What a number counts: "bus drivers" of "900 bus drivers"."""
        first, last = each.phrase.span
        numbers = [place for place in range(first, last) if self.tokens[place].tag is Tag.NUMBER]
        return text_of(self.tokens[numbers[-1] + 1 : last]) if numbers else ""


def introduced(person: Person) -> list[str]:
    """The templates of phrases that ask who somebody is."""
    slots = {"name": person.name, "of": escaped(person.of)}
    templates = _filled("identity", "name", slots)
    for role in person.roles:
        templates += _filled("identity", "role", slots | {"role": role})
    leads = any(role.rpartition(" ")[2] in load_english().leading_roles for role in person.called)
    return templates + (_filled("identity", "leader", slots) if leads and person.of else [])


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _filled(wanted: str, source: str, slots: Slots) -> list[str]:
    """The templates for what is wanted, with their words; those that lack some are left out."""
    filled = []
    for template in _templates().get((wanted, source), ()):
        optional = template
        for slot in _OPTIONAL:
            optional = optional.replace(f"[{{{slot}}}]", slots.get(slot, ""))
            if not slots.get(slot):
                optional = optional.replace(f"[of {{{slot}}}]", "")
        needed = _slots_of(optional)
        if all(slots.get(slot) for slot in needed):
            filled.append(" ".join(optional.format_map(slots).split()))
    return filled


@cache
def _small_words() -> frozenset[str]:
    """The words that an abbreviation leaves out."""
    english = load_english()
    return english.prepositions | english.articles


@cache
def _slots_of(template: str) -> tuple[str, ...]:
    return tuple(part.partition("}")[0] for part in template.split("{")[1:])


@cache
def _templates() -> dict[tuple[str, str], list[str]]:
    """By what is wanted, and what the words are taken from, the templates."""
    templates: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines("draft_phrases.txt"):
        named_, _, template = line.partition(":")
        wanted, source = named_.split()
        templates[wanted, source].append(template.strip())
    return templates
