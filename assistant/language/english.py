"""English as data: grammar words, question types, chat spellings and how common a word is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.language import nouns
from assistant.language.act_wordings import ActWordings, load_act_wordings
from assistant.language.commonness import Commonness, how_common
from assistant.language.data_files import lines, named, read, spellings, wordings, words
from assistant.language.nouns import NounKind
from assistant.language.templates import as_pattern
from assistant.lazy import lazy

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

SYNONYMS = "synonyms"
"""What a pack that wants no terms but its own does without."""
# A text is in another language from so many of its frequent words on, and from this share of the text.
_LEAST_WORDS = 2
_LEAST_SHARE = 0.25
# Shorter words that end alike are words of their own: "our", "wise".
_SHORTEST_RESPELT = 5
_PARTICIPLE_ENDINGS = ("ed", "en", "ing")
_OF_THE_CALENDAR = frozenset({"month", "weekday"})
_TYPES_OF_NAMES = {NounKind.PERSON: "person", NounKind.GROUP: "organisation", NounKind.PLACE: "place"}


@dataclass(frozen=True)
class English:
    """The data files of this folder.

    `question_types` leads from a wording, as a tuple of words, to the type that it asks for, and
    `asked_types` to the type of the name that it asks for; `contractions` and `chat_spellings` lead from a
    spelling to the words that it stands for. `greetings`, `openings` and `closings` are wordings, as tuples
    of words, that are said for courtesy before a question and after it; `lead_in` is the pattern of those
    that lead up to one, `claim_lead_in` of those that ask whether a claim holds, and `lead_out` of those that
    follow a name, with a space behind every word.
    `entities` are pairs of a type and the forms of one name, the name first; `kinds` lead from a type to the
    coarser one that it belongs to, `numerals` from a word to its digits. `messages` are the assistant's own
    words, by name.
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
    naming_words: frozenset[str]
    assistant_words: frozenset[str]
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
    claim_lead_in: re.Pattern[str]
    courtesies: frozenset[str]
    first_person: frozenset[str]
    second_person: frozenset[str]
    question_words: frozenset[str]
    question_types: Mapping[tuple[str, ...], str]
    asked_types: Mapping[tuple[str, ...], str]
    kinds: Mapping[str, str]
    endings: tuple[tuple[str, str], ...]
    contractions: Mapping[str, tuple[str, ...]]
    chat_spellings: Mapping[str, tuple[str, ...]]
    organisation_words: frozenset[str]
    reporting_words: frozenset[str]
    titles: frozenset[str]
    participles: frozenset[str]
    topic_openers: frozenset[str]
    messages: Mapping[str, str]
    general_nouns: frozenset[str]
    determiners: frozenset[str]
    definite: frozenset[str]
    prepositions: frozenset[str]
    numerals: Mapping[str, str]
    sizes: frozenset[str]
    conjunctions: frozenset[str]
    adverbs: frozenset[str]
    subject_pronouns: frozenset[str]
    time_words: frozenset[str]
    money_words: frozenset[str]
    measure_words: frozenset[str]
    share_words: frozenset[str]
    saying_verbs: frozenset[str]
    forms_of_be: frozenset[str]
    locating_prepositions: frozenset[str]
    approximators: frozenset[str]
    contrasts: frozenset[str]
    nameless_groups: frozenset[str]
    one_person: frozenset[str]
    honorifics: frozenset[str]
    reason_words: frozenset[str]
    light_verbs: frozenset[str]
    light_adjectives: frozenset[str]
    leading_roles: frozenset[str]
    dimensions: Mapping[str, frozenset[str]]
    duration_words: frozenset[str]
    tags: frozenset[tuple[str, ...]]
    comparatives: Mapping[tuple[str, ...], str]
    limiting_words: frozenset[str]
    entities: tuple[tuple[str, tuple[str, ...]], ...]

    @lazy
    def common_words(self) -> tuple[str, ...]:
        """The most common words, in alphabetical order: some 4,000."""
        return tuple(read("words_common.txt").split())

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
    def acts(self) -> ActWordings:
        """How acts of dialogue are worded."""
        return load_act_wordings()

    @lazy
    def spelt_out(self) -> dict[str, tuple[str, ...]]:
        """The words that chat spellings and contractions stand for."""
        return {**self.chat_spellings, **self.contractions}

    @lazy
    def apostrophes(self) -> dict[str, str]:
        """The contractions that are often spelt without their apostrophe, by that spelling: "whats"."""
        spelt = {each.replace("'", ""): each for each in self.contractions if "'" in each}
        return {bare: spelt[bare] for bare in self.contractions if bare in spelt}

    @lazy
    def cities(self) -> frozenset[str]:
        """The names of cities and towns."""
        return frozenset(lines("cities.txt"))

    @lazy
    def months(self) -> frozenset[str]:
        """All forms of the names of the months."""
        return frozenset(form for kind, forms in self.entities for form in forms if kind == "month")

    @lazy
    def months_and_days(self) -> frozenset[str]:
        """All forms of the names of the months and of the days of the week."""
        return frozenset(form for kind, forms in self.entities for form in forms if kind in _OF_THE_CALENDAR)

    @lazy
    def entity_types(self) -> frozenset[str]:
        """The types of what the language knows by name."""
        return frozenset([kind for kind, _ in self.entities]).union(_TYPES_OF_NAMES.values())

    @lazy
    def groups(self) -> frozenset[str]:
        """What a pack may do without, by name: types of entities, single terms, and all of those."""
        return frozenset([SYNONYMS, *self.synonyms, *[kind for kind, _ in self.entities]])

    @lazy
    def synonyms(self) -> dict[str, tuple[str, ...]]:
        """Words that mean the same whatever the article, by the id of their term."""
        return dict(map(_term, lines("synonyms.txt")))

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
        return how_common(word)


@cache
def load_english() -> English:
    """The language data, read once a process."""
    said_for_courtesy: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for wording, place in wordings("said_for_courtesy.txt"):
        said_for_courtesy[place].append(tuple(wording.split()))
    return English(
        stop_words=frozenset(words("stop_words.txt")),
        framing_words=frozenset(words("framing_words.txt")),
        pronouns=frozenset(words("pronouns.txt")),
        demonstratives=frozenset(words("demonstratives.txt")),
        leaning_openers=frozenset(
            tuple(wording.split()) for line in lines("leaning_openers.txt") for wording in line.split(", ")
        ),
        demands=frozenset(words("demands.txt")),
        yes_no_openers=frozenset(words("yes_no_openers.txt")),
        negations=frozenset(words("negations.txt")),
        reversals=frozenset(tuple(wording.split("-")) for wording in words("reversals.txt")),
        other_languages=frozenset(words("other_languages.txt")),
        alternatives=frozenset(words("alternatives.txt")),
        naming_words=frozenset(words("naming_words.txt")),
        assistant_words=frozenset(words("assistant_words.txt")),
        focus_openers=frozenset(words("focus_openers.txt")),
        auxiliaries=frozenset(words("auxiliaries.txt")),
        copulas=frozenset(words("copulas.txt")),
        articles=frozenset(words("articles.txt")),
        between_verb_and_name=frozenset(words("between_verb_and_name.txt")),
        describing_endings=frozenset(words("describing_endings.txt")),
        digits_for_words=frozenset(words("digits_for_words.txt")),
        personal_pronouns=frozenset(words("personal_pronouns.txt")),
        possessives=frozenset(words("possessives.txt")),
        thing_pronouns=frozenset(words("thing_pronouns.txt")),
        fillers=frozenset(words("fillers.txt")),
        labels=frozenset(words("labels.txt")),
        greetings=frozenset(said_for_courtesy["greeting"]),
        openings=frozenset(said_for_courtesy["before"]),
        closings=frozenset(said_for_courtesy["after"]),
        claim_lead_in=as_pattern(lines("claim_lead_ins.txt")),
        lead_out=as_pattern(lines("lead_outs.txt")),
        lead_in=as_pattern(lines("lead_ins.txt")),
        courtesies=frozenset(words("courtesies.txt")),
        first_person=frozenset(words("first_person.txt")),
        second_person=frozenset(words("second_person.txt")),
        question_words=frozenset(words("question_words.txt")),
        question_types={tuple(wording.split()): kind for wording, kind in wordings("question_types.txt")},
        asked_types={tuple(wording.split()): kind for wording, kind in wordings("asked_types.txt")},
        kinds=dict(wordings("kinds.txt")),
        endings=tuple((one, other) for one, other in map(str.split, lines("spellings.txt"))),
        contractions=spellings("contractions.txt"),
        chat_spellings=spellings("chat_spellings.txt"),
        organisation_words=frozenset(words("organisation_words.txt")),
        reporting_words=frozenset(words("reporting_words.txt")),
        titles=frozenset(words("titles.txt")),
        topic_openers=frozenset(words("topic_openers.txt")),
        participles=frozenset(words("participles.txt")),
        messages=dict(line.split(": ", 1) for line in lines("messages.txt")),
        general_nouns=frozenset(words("general_nouns.txt")),
        determiners=frozenset(words("determiners.txt")),
        definite=frozenset(words("definite.txt")),
        prepositions=frozenset(words("prepositions.txt")),
        comparatives={tuple(wording.split()): kind for wording, kind in wordings("comparatives.txt")},
        limiting_words=frozenset(words("limiting_words.txt")),
        tags=frozenset(tuple(wording.split()) for line in lines("tags.txt") for wording in line.split(", ")),
        sizes=frozenset(words("sizes.txt")),
        conjunctions=frozenset(words("conjunctions.txt")),
        adverbs=frozenset(words("adverbs.txt")),
        subject_pronouns=frozenset(words("subject_pronouns.txt")),
        time_words=frozenset(words("time_words.txt")),
        money_words=frozenset(words("money_words.txt")),
        measure_words=frozenset(words("measure_words.txt")),
        share_words=frozenset(words("share_words.txt")),
        saying_verbs=frozenset(words("saying_verbs.txt")),
        forms_of_be=frozenset(words("forms_of_be.txt")),
        locating_prepositions=frozenset(words("locating_prepositions.txt")),
        approximators=frozenset(words("approximators.txt")),
        contrasts=frozenset(words("contrasts.txt")),
        nameless_groups=frozenset(words("nameless_groups.txt")),
        one_person=frozenset(words("one_person.txt")),
        honorifics=frozenset(words("honorifics.txt")),
        reason_words=frozenset(words("reason_words.txt")),
        light_verbs=frozenset(words("light_verbs.txt")),
        light_adjectives=frozenset(words("light_adjectives.txt")),
        leading_roles=frozenset(words("leading_roles.txt")),
        dimensions={
            word: frozenset(units.split())
            for asked, units in named("dimensions.txt")
            for word in asked.split()
        },
        duration_words=frozenset(words("duration_words.txt")),
        numerals=dict(wordings("numerals.txt")),
        entities=tuple(map(_entity, lines("entities.txt"))),
    )


def _term(line: str) -> tuple[str, tuple[str, ...]]:
    name, _, forms = line.partition(":")
    return name, tuple([form.strip() for form in forms.split(",")])


def _entity(line: str) -> tuple[str, tuple[str, ...]]:
    named, _, forms = line.partition(":")
    kind, _, name = named.partition(" ")
    return kind, (name, *[form.strip() for form in forms.split(",")])
