"""English as data: grammar words, question types, chat spellings and how common a word is."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.language import nouns
from assistant.language.nouns import NounKind
from assistant.language.templates import as_pattern, choice, expand
from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LETTERS = re.compile(r"[\w']+")
_DATA = Path(__file__).with_name("english")

ActPatterns = tuple[tuple[str, re.Pattern[str]], ...]
"""Names of acts, each with the pattern of some of their wordings."""


class Commonness(IntEnum):
    """How common a word is in general English; a rarer word tells more about what a question is about."""

    UNKNOWN = 0
    KNOWN = 1
    USUAL = 2
    COMMON = 3


_LEVELS = {
    "words_common.txt": Commonness.COMMON,
    "words_usual.txt": Commonness.USUAL,
    "words_known.txt": Commonness.KNOWN,
}
# A text is in another language from so many of its frequent words on, and from this share of the text.
_PARTICIPLE_ENDINGS = ("ed", "en", "ing")
_LEAST_WORDS = 2
_LEAST_SHARE = 0.25
# Shorter words that end alike are words of their own: "our", "wise".
_SHORTEST_RESPELT = 5
# From so many words on, a table of all words is worth its making.
_WORTH_A_TABLE = 200


_TYPES_OF_NAMES = {NounKind.PERSON: "person", NounKind.GROUP: "organisation", NounKind.PLACE: "place"}


class _Levels:
    """How common words are: looked up in the sorted word lists, or in a table once many were asked for."""

    def __init__(self) -> None:
        self._lists = [(_read(name), level) for name, level in _LEVELS.items()]
        self._asked = 0

    @lazy
    def _table(self) -> dict[str, Commonness]:
        return {word: level for text, level in self._lists for word in text.split()}

    def of(self, word: str) -> Commonness:
        """How common `word` is."""
        self._asked += 1
        if self._asked > _WORTH_A_TABLE:
            return self._table.get(word, Commonness.UNKNOWN)
        return next((level for text, level in self._lists if _has_line(text, word)), Commonness.UNKNOWN)


def _has_line(text: str, line: str) -> bool:
    """Whether `line` is one of the lines of `text`, which are sorted and all end in a newline."""
    low, high = 0, len(text)
    while low < high:
        start = max(low, text.rfind("\n", low, (low + high) // 2) + 1)
        end = text.index("\n", start)
        found = text[start:end]
        if found == line:
            return True
        low, high = (end + 1, high) if found < line else (low, start)
    return False


@dataclass(frozen=True)
class English:
    """The data files of this folder.

    `question_types` leads from a wording, as a tuple of words, to the type that it asks for, and
    `asked_types` to the type of the name that it asks for; `contractions` and `chat_spellings` lead from a
    spelling to the words that it stands for. `greetings`,
    `openings` and `closings` are wordings, as tuples of words, that are said for courtesy before a question
    and after it; `lead_in` is the pattern of those that lead up to one, and `lead_out` of those that follow
    a name, with a space behind every word.
    `moves` are pairs of a wording and the move of a conversation that it makes; `entities` are pairs of a
    type and the forms of one name, the name first; `numerals` lead from a word to its digits. `messages`
    are the assistant's own words, by name.
    """

    stop_words: frozenset[str]
    framing_words: frozenset[str]
    pronouns: frozenset[str]
    demonstratives: frozenset[str]
    leaning_openers: frozenset[tuple[str, ...]]
    demands: frozenset[str]
    yes_no_openers: frozenset[str]
    negations: frozenset[str]
    reversals: frozenset[tuple[str, ...]]
    alternatives: frozenset[str]
    focus_openers: frozenset[str]
    auxiliaries: frozenset[str]
    copulas: frozenset[str]
    articles: frozenset[str]
    between_verb_and_name: frozenset[str]
    describing_endings: frozenset[str]
    digits_for_words: frozenset[str]
    personal_pronouns: frozenset[str]
    possessives: frozenset[str]
    thing_pronouns: frozenset[str]
    other_languages: frozenset[str]
    fillers: frozenset[str]
    labels: frozenset[str]
    greetings: frozenset[tuple[str, ...]]
    openings: frozenset[tuple[str, ...]]
    closings: frozenset[tuple[str, ...]]
    lead_in: re.Pattern[str]
    lead_out: re.Pattern[str]
    courtesies: frozenset[str]
    first_person: frozenset[str]
    question_words: frozenset[str]
    question_types: Mapping[tuple[str, ...], str]
    asked_types: Mapping[tuple[str, ...], str]
    kinds: Mapping[str, str]
    endings: tuple[tuple[str, str], ...]
    contractions: Mapping[str, tuple[str, ...]]
    chat_spellings: Mapping[str, tuple[str, ...]]
    moves: tuple[tuple[str, str], ...]
    organisation_words: frozenset[str]
    reporting_words: frozenset[str]
    titles: frozenset[str]
    act_templates: tuple[tuple[str, str], ...]
    open_act_templates: tuple[tuple[str, str], ...]
    other_words: frozenset[str]
    participles: frozenset[str]
    request: re.Pattern[str]
    overview_questions: tuple[str, ...]
    topic_openers: frozenset[str]
    list_ends: frozenset[str]
    act_cues: tuple[tuple[str, str], ...]
    neutral_words: frozenset[str]
    questions_of_fact: frozenset[str]
    forms: Mapping[str, str]
    mention_words: frozenset[str]
    mentioned_kinds: Mapping[str, str]
    ordinals: Mapping[str, str]
    picks: Mapping[str, str]
    messages: Mapping[str, str]
    general_nouns: frozenset[str]
    determiners: frozenset[str]
    definite: frozenset[str]
    prepositions: frozenset[str]
    numerals: Mapping[str, str]
    sizes: frozenset[str]
    tags: frozenset[tuple[str, ...]]
    comparatives: Mapping[tuple[str, ...], str]
    entities: tuple[tuple[str, tuple[str, ...]], ...]

    @lazy
    def common_words(self) -> tuple[str, ...]:
        """The most common words, in alphabetical order: some 4,000."""
        return tuple(_read("words_common.txt").split())

    def in_words(self, number: int) -> str:
        """A small number in words, and any other in digits."""
        named = {digits: word for word, digits in reversed(list(self.numerals.items()))}
        return named.get(str(number), f"{number:,}")

    def is_participle(self, word: str) -> bool:
        """Whether `word`, normalised, tells what is done, as "banned" and "held" do."""
        return word.endswith(_PARTICIPLE_ENDINGS) or word in self.participles

    def asks(self, text: Sequence[str]) -> bool:
        """Whether the words of a sentence or a clause ask something, as against telling it."""
        if not text:
            return False
        if text[0] in self.yes_no_openers or text[0] in self.demands:
            return True
        # "Which I half agree with" asks nothing.
        tells = text[0] in self.question_words and self.first_person.issuperset(text[1:2] or [""])
        return not tells and not self.question_words.isdisjoint(text)

    def ends_with_tag(self, text: Sequence[str]) -> bool:
        """Whether a text ends like a statement that somebody wants confirmed ("..., right?")."""
        return any(tuple(text[-length:]) in self.tags for length in range(1, min(4, len(text))))

    @lazy
    def longest_courtesy(self) -> int:
        """The words of the longest of `courteous`."""
        return max(map(len, self.courteous))

    @lazy
    def courteous(self) -> frozenset[tuple[str, ...]]:
        """All that is said for courtesy."""
        return self.greetings | self.openings | self.closings

    @lazy
    def form_words(self) -> frozenset[str]:
        """The last words of `forms`."""
        return frozenset(wording.split()[-1] for wording in self.forms)

    @lazy
    def act_words(self) -> frozenset[str]:
        """The words of the wordings of acts that name something."""
        fixed = [word for _, template in self.act_templates for word in _LETTERS.findall(template)]
        named = [word for wording in (*self.mentioned_kinds, *self.ordinals) for word in wording.split()]
        return frozenset([*fixed, *named, *self.numerals])

    @lazy
    def act_patterns(self) -> ActPatterns:
        """The acts that name one of some things, each with the pattern of one of its templates."""
        (_, article), *templates = self.act_templates
        slots = self._slots | {"{it}": choice([wording.strip() for wording in article.split(",")])}
        return tuple((name, as_pattern([template], slots)) for name, template in templates)

    @lazy
    def open_act_patterns(self) -> ActPatterns:
        """The acts that name anything, each with the pattern of one of its templates."""
        slots = self._slots | {
            "{rest}": r"(?P<rest>\S.*?\s)",
            "{other}": r"(?P<other>\S.*?\s)",
            "{noun}": r"(?P<noun>\S+ )",
        }
        return tuple((name, as_pattern([template], slots)) for name, template in self.open_act_templates)

    @lazy
    def _slots(self) -> dict[str, str]:
        """The patterns of what acts may name."""
        another_kind = rf"(?:or |and )?{choice(self.mentioned_kinds)}"
        return {
            "{kind}": f"{choice(self.mentioned_kinds, 'kind')}(?:{another_kind})*",
            "{ordinal}": choice(self.ordinals, "ordinal"),
            "{number}": rf"(?P<number>(?:\d{{1,3}}|{'|'.join(self.numerals)}) )",
        }

    @lazy
    def apostrophes(self) -> dict[str, str]:
        """The contractions that are often spelt without their apostrophe, by that spelling: "whats"."""
        spelt = {each.replace("'", ""): each for each in self.contractions if "'" in each}
        return {bare: spelt[bare] for bare in self.contractions if bare in spelt}

    @lazy
    def cities(self) -> frozenset[str]:
        """The names of cities and towns."""
        return frozenset(_lines("cities.txt"))

    @lazy
    def months(self) -> frozenset[str]:
        """All forms of the names of the months."""
        return frozenset(form for kind, forms in self.entities for form in forms if kind == "month")

    @lazy
    def entity_types(self) -> frozenset[str]:
        """The types of what the language knows by name."""
        return frozenset([kind for kind, _ in self.entities]).union(_TYPES_OF_NAMES.values())

    def type_of_name(self, word: str) -> str:
        """The type of what `word`, normalised, is the name of; empty where it is no known name."""
        kind = nouns.name(word)
        return _TYPES_OF_NAMES.get(kind, "name") if kind else ""

    def is_other_language(self, text: Sequence[str]) -> bool:
        """Whether the words of a text are those of another language: several of its frequent ones are."""
        frequent = self.other_languages.intersection(text)
        return len(frequent) >= _LEAST_WORDS and len(frequent) >= _LEAST_SHARE * len(text)

    def one_spelling(self, word: str) -> str:
        """The spelling of `word`, normalised, that is read for those of both sides of the Atlantic."""
        for ending, other in self.endings if len(word) >= _SHORTEST_RESPELT else ():
            if word.endswith(ending):
                respelt = word.removesuffix(ending) + other
                return respelt if self.commonness(respelt) is not Commonness.UNKNOWN else word
        return word

    def commonness(self, word: str) -> Commonness:
        """How common `word`, normalised, is."""
        if word in self.stop_words or word in self.framing_words:
            return Commonness.COMMON
        return _levels().of(word)


@cache
def load_english() -> English:
    """The language data, read once a process."""
    said_for_courtesy: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for wording, place in _wordings("said_for_courtesy.txt"):
        said_for_courtesy[place].append(tuple(wording.split()))
    return English(
        stop_words=frozenset(_words("stop_words.txt")),
        framing_words=frozenset(_words("framing_words.txt")),
        pronouns=frozenset(_words("pronouns.txt")),
        demonstratives=frozenset(_words("demonstratives.txt")),
        leaning_openers=frozenset(
            tuple(wording.split()) for line in _lines("leaning_openers.txt") for wording in line.split(", ")
        ),
        demands=frozenset(_words("demands.txt")),
        yes_no_openers=frozenset(_words("yes_no_openers.txt")),
        negations=frozenset(_words("negations.txt")),
        reversals=frozenset(tuple(wording.split("-")) for wording in _words("reversals.txt")),
        other_languages=frozenset(_words("other_languages.txt")),
        alternatives=frozenset(_words("alternatives.txt")),
        focus_openers=frozenset(_words("focus_openers.txt")),
        auxiliaries=frozenset(_words("auxiliaries.txt")),
        copulas=frozenset(_words("copulas.txt")),
        articles=frozenset(_words("articles.txt")),
        between_verb_and_name=frozenset(_words("between_verb_and_name.txt")),
        describing_endings=frozenset(_words("describing_endings.txt")),
        digits_for_words=frozenset(_words("digits_for_words.txt")),
        personal_pronouns=frozenset(_words("personal_pronouns.txt")),
        possessives=frozenset(_words("possessives.txt")),
        thing_pronouns=frozenset(_words("thing_pronouns.txt")),
        fillers=frozenset(_words("fillers.txt")),
        labels=frozenset(_words("labels.txt")),
        greetings=frozenset(said_for_courtesy["greeting"]),
        openings=frozenset(said_for_courtesy["before"]),
        closings=frozenset(said_for_courtesy["after"]),
        lead_out=as_pattern(_lines("lead_outs.txt")),
        lead_in=as_pattern(_lines("lead_ins.txt")),
        courtesies=frozenset(_words("courtesies.txt")),
        first_person=frozenset(_words("first_person.txt")),
        question_words=frozenset(_words("question_words.txt")),
        question_types={tuple(wording.split()): kind for wording, kind in _wordings("question_types.txt")},
        asked_types={tuple(wording.split()): kind for wording, kind in _wordings("asked_types.txt")},
        kinds=dict(_wordings("kinds.txt")),
        endings=tuple((one, other) for one, other in map(str.split, _lines("spellings.txt"))),
        contractions=_spellings("contractions.txt"),
        chat_spellings=_spellings("chat_spellings.txt"),
        moves=tuple((each, move) for wording, move in _wordings("moves.txt") for each in expand(wording)),
        organisation_words=frozenset(_words("organisation_words.txt")),
        reporting_words=frozenset(_words("reporting_words.txt")),
        titles=frozenset(_words("titles.txt")),
        act_templates=tuple((name, template) for name, template in map(_named, _lines("act_templates.txt"))),
        open_act_templates=tuple(map(_named, _lines("open_act_templates.txt"))),
        mention_words=frozenset(_words("mention_words.txt")),
        forms={each: form for wording, form in _wordings("forms.txt") for each in expand(wording)},
        act_cues=tuple((each, act) for wording, act in _wordings("act_cues.txt") for each in expand(wording)),
        questions_of_fact=frozenset(_words("questions_of_fact.txt")),
        neutral_words=frozenset(_words("neutral_words.txt")),
        list_ends=frozenset(_words("list_ends.txt")),
        topic_openers=frozenset(_words("topic_openers.txt")),
        overview_questions=tuple(_lines("overview_questions.txt")),
        request=as_pattern(_lines("requests.txt")),
        participles=frozenset(_words("participles.txt")),
        other_words=frozenset(_words("other_words.txt")),
        mentioned_kinds=dict(_wordings("mentioned_kinds.txt")),
        ordinals=dict(_wordings("ordinals.txt")),
        picks=dict(reversed([*_wordings("picks.txt")])),
        messages=dict(line.split(": ", 1) for line in _lines("messages.txt")),
        general_nouns=frozenset(_words("general_nouns.txt")),
        determiners=frozenset(_words("determiners.txt")),
        definite=frozenset(_words("definite.txt")),
        prepositions=frozenset(_words("prepositions.txt")),
        comparatives={tuple(wording.split()): kind for wording, kind in _wordings("comparatives.txt")},
        tags=frozenset(tuple(wording.split()) for line in _lines("tags.txt") for wording in line.split(", ")),
        sizes=frozenset(_words("sizes.txt")),
        numerals=dict(_wordings("numerals.txt")),
        entities=tuple(map(_entity, _lines("entities.txt"))),
    )


@cache
def _levels() -> _Levels:
    # Read when the first word is asked for.
    return _Levels()


def _wordings(name: str) -> Iterator[tuple[str, str]]:
    for line in _lines(name):
        kind, _, wordings = line.partition(":")
        for wording in wordings.split(","):
            yield wording.strip(), kind.strip()


def _named(line: str) -> tuple[str, str]:
    name, _, text = line.partition(":")
    return name, text.strip()


def _entity(line: str) -> tuple[str, tuple[str, ...]]:
    named, _, forms = line.partition(":")
    kind, _, name = named.partition(" ")
    return kind, (name, *[form.strip() for form in forms.split(",")])


def _spellings(name: str) -> dict[str, tuple[str, ...]]:
    return {spelling: tuple(words) for spelling, *words in map(str.split, _lines(name))}


def _words(name: str) -> Iterator[str]:
    for line in _lines(name):
        yield from line.split()


def _lines(name: str) -> Iterator[str]:
    for line in _read(name).splitlines():
        if line and not line.startswith("#"):
            yield line


def _read(name: str) -> str:
    return (_DATA / name).read_text(encoding="utf-8")
