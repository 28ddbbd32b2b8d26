"""Asking: the phrases by which people may ask for what a sentence tells, by what it tells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from assistant.knowledge.drafting.names import Kind, is_time, text_of
from assistant.knowledge.drafting.phrases import filled
from assistant.knowledge.drafting.tokens import Tag
from assistant.language import load_english
from assistant.language.verbs import VerbForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assistant.knowledge.drafting.clauses import Clause, Span
    from assistant.knowledge.drafting.people import Person
    from assistant.knowledge.drafting.phrases import Slots
    from assistant.knowledge.drafting.reading import SentenceRead

_PARTS = frozenset({Tag.PREPOSITION, Tag.TO, Tag.CONJUNCTION, Tag.ASKING, Tag.MARK})
_TYPED = {
    Kind.COUNT: "count",
    Kind.MONEY: "money",
    Kind.SHARE: "share",
    Kind.MEASURE: "measure",
    Kind.DURATION: "duration",
    Kind.ADDRESS: "address",
}
# What nobody asks anything of, but for itself.
_UNASKED = frozenset({Kind.TIME, Kind.ADDRESS})
_MOST_NAMES = 8


def asked(sentence: SentenceRead) -> Mapping[str, list[str]]:
    """By what is asked for, the templates of phrases that ask for it, likeliest first."""
    if sentence.is_dateline:
        return {"date": filled("date", "sentence", {})}
    if sentence.author:
        return {"author": filled("author", "name", {"name": sentence.author})}
    asking = _Asking(sentence)
    templates: defaultdict[str, list[str]] = defaultdict(list)
    for source in ("clause", "being", "name"):
        for wanted, slots in asking.slots(source):
            templates[wanted] += filled(wanted, source, slots)
    for wanted in [each for each in templates if each in _TYPED.values()]:
        templates[wanted] += filled(wanted, "sentence", {})
    return templates


def introduced(person: Person) -> list[str]:
    """The templates of phrases that ask who somebody is."""
    slots = {"name": person.name, "of": person.of}
    templates = filled("identity", "name", slots)
    for role in person.roles:
        templates += filled("identity", "role", slots | {"role": role})
    leads = any(role.rpartition(" ")[2] in load_english().leading_roles for role in person.called)
    return templates + (filled("identity", "leader", slots) if leads and person.of else [])


class _Asking:
    """What may be asked of a sentence, with its words for it."""

    def __init__(self, sentence: SentenceRead) -> None:
        self._read = sentence

    def slots(self, source: str) -> Iterator[tuple[str, Slots]]:
        """What is told in clauses ("clause", "being") or of names ("name"), and the words of each."""
        if source == "clause":
            yield from self._clause_slots()
        elif source == "being":
            for clause in self._read.clauses:
                if clause.verb is None:
                    yield "what", {"subject": self._read.subject(clause)}
        else:
            yield from self._name_slots()
            for name, short in self._read.abbreviations():
                yield "abbreviation", {"name": name, "short": short}

    def _clause_slots(self) -> Iterator[tuple[str, Slots]]:
        """What each clause tells, with its words."""
        for clause in self._read.clauses:
            subject = self._read.subject(clause)
            if not subject:
                continue
            pieces = self._pieces(clause.rest)
            slots = self._verb_slots(clause) | {"subject": subject, "head": self._read.head(clause)}
            whole = slots | self._rest_slots(pieces, ()) | {"preposition": self._stranded(pieces)}
            yield "what", whole
            yield ("said" if self._read.is_said(clause) else "what"), whole
            yield ("who" if self._read.is_somebody(clause) else "whose"), whole
            for wanted, asked_for in self._adjuncts(pieces):
                yield wanted, slots | self._rest_slots(pieces, asked_for)
            yield from self._reasons(clause, slots)
            yield from self._sums(clause, slots, pieces)

    def _sums(self, clause: Clause, slots: Slots, pieces: Sequence[Span]) -> Iterator[tuple[str, Slots]]:
        """What is counted, paid or measured in a clause: by its subject, or behind its verb."""
        for each in self._read.names:
            first = each.phrase.span[0]
            counted = self._read.counted(each)
            words = slots | {"counted": counted, "unit": counted, "name": each.text}
            if each.kind in _TYPED and clause.rest[0] <= first < clause.rest[1]:
                around = [piece for piece in pieces if not _overlap(piece, each.phrase.span)]
                words |= self._rest_slots(around, ())
            elif each.kind is Kind.COUNT and clause.subject[0] <= first < clause.subject[1]:
                words |= {"did": ""} | self._rest_slots(pieces, ())
            else:
                continue
            yield _TYPED[each.kind], words
            if self._read.counts_people(each):
                yield "count", words | {"counted": "people"}

    def _name_slots(self) -> Iterator[tuple[str, Slots]]:
        """What is told of each thing that is named."""
        kinds = {each.kind for each in self._read.names}
        things = [each for each in self._read.names if each.kind not in (Kind.TIME, Kind.ADDRESS)][
            :_MOST_NAMES
        ]
        speakers = [self._read.subject(clause) for clause in self._read.clauses if self._read.is_said(clause)]
        for each in things:
            slots = {"name": each.text}
            yield "what", slots
            if Kind.TIME in kinds:
                yield "when", slots
            if self._read.places and each.kind is not Kind.PLACE:
                yield "where", slots
            for kind in (Kind.MONEY, Kind.SHARE, Kind.ADDRESS):
                if kind in kinds and each.kind is not kind:
                    yield _TYPED[kind], slots
            for speaker in filter(None, speakers):
                if speaker != each.text:
                    yield "said", slots | {"subject": speaker}
            if self._read.tells_age(each):
                yield "age", slots
            if each.kind is Kind.COUNT:
                yield "count", slots | {"counted": self._read.counted(each)}

    def _verb_slots(self, clause: Clause) -> Slots:
        group = self._read.tokens[slice(*clause.group)]
        if clause.auxiliaries:
            first = self._read.tokens[clause.auxiliaries[0]]
            rest = [token.text for token in group if token is not first]
            is_passive = clause.verb is not None and any(
                self._read.tokens[place].plain in load_english().forms_of_be for place in clause.auxiliaries
            )
            plain = f"be {group[-1].text}" if is_passive else self._read.lemma(clause)
            return {"did": first.plain, "verb": " ".join(rest), "group": text_of(group), "lemma": plain}
        if self._read.is_described(clause):
            return {
                "did": "was",
                "verb": text_of(group),
                "group": f"was {text_of(group)}",
                "lemma": self._read.lemma(clause),
            }
        form = clause.verb.form if clause.verb else VerbForm.PAST
        did = {VerbForm.THIRD: "does", VerbForm.BASE: "do"}.get(form, "did")
        return {
            "did": did,
            "verb": self._read.lemma(clause),
            "group": text_of(group),
            "lemma": self._read.lemma(clause),
        }

    def _pieces(self, span: Span) -> list[Span]:
        """What follows a verb, cut where a preposition, a conjunction or a mark begins something new."""
        (first, last), tokens = span, self._read.tokens
        cuts = [
            place
            for place in range(first + 1, last)
            if (tokens[place].tag in _PARTS and tokens[place].plain != "of")
            or (
                self._read.tokens[place].tag is Tag.PARTICIPLE
                and self._read.tokens[place - 1].tag is Tag.MARK
            )
        ]
        return [(start, end) for start, end in zip([first, *cuts], [*cuts, last], strict=True) if end > start]

    def _stranded(self, pieces: Sequence[Span]) -> str:
        """The preposition that a question about what follows a verb ends with: "what is it based on"."""
        if not pieces or any(piece == pieces[0] for _, asked in self._adjuncts(pieces) for piece in asked):
            return ""
        first = self._read.tokens[pieces[0][0]]
        return first.plain if first.tag is Tag.PREPOSITION else ""

    def _rest_slots(self, pieces: Sequence[Span], without: Sequence[Span]) -> Slots:
        texts = [text_of(self._read.tokens[slice(*piece)]) for piece in pieces if piece not in without]
        left = [text for text in texts if text]
        is_first_left = bool(pieces) and pieces[0] not in without
        return {
            "object": left[0] if left and is_first_left else "",
            "rest": " ".join(left),
            "later": " ".join(left[1:]) if is_first_left else "",
        }

    def _adjuncts(self, pieces: Sequence[Span]) -> Iterator[tuple[str, list[Span]]]:
        times = [piece for piece in pieces if any(map(is_time, self._read.tokens[slice(*piece)]))]
        if times or any(map(is_time, self._read.tokens[: self._read.clauses[0].group[0]])):
            yield "when", times
        places = [piece for piece in pieces if any(_overlap(piece, place) for place in self._read.places)]
        if places:
            yield "where", places

    def _reasons(self, clause: Clause, slots: Slots) -> Iterator[tuple[str, Slots]]:
        """What is done for a reason, or for a purpose: "because", "to reach a verdict"."""
        for place in range(clause.rest[0], min(clause.rest[1] + 1, len(self._read.tokens))):
            is_reason = self._read.tokens[place].plain in load_english().reason_words
            if is_reason or (place > clause.rest[0] and self._is_purpose(place)):
                yield "why", slots | {"before": text_of(self._read.tokens[clause.rest[0] : place])}
                return

    def _is_purpose(self, place: int) -> bool:
        """Whether a "to" at a place is followed by a verb."""
        following = self._read.tokens[place + 1 : place + 2]
        return self._read.tokens[place].tag is Tag.TO and any(
            each.tag is Tag.PARTICIPLE for each in following
        )


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
