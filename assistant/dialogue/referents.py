"""Referents: whom and where a pronoun means, by what was said before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from assistant.language.nouns import NounKind, noun
from assistant.text import as_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.mentions import Mention, Mentions
    from assistant.matching.analysis import Feature
    from assistant.response import Response

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# A place that is pointed to at the end of a question, and neither counted nor the article itself.
_PLACE = re.compile(r"(?<!in )\bthere(?=\s*(?:[?.!]|too\b|$))", re.IGNORECASE)
# The types of what "it" and "they" hardly stand for, or other pronouns do.
_NO_THINGS = frozenset({"person", "country", "organisation", "place"})
# How one asks for a name of a kind.
_ASKED_FOR = {"person": "who", "place": "where"}
# "How many are there?" points to no place.
_IS_EXISTENTIAL = re.compile(r"\b(?:how (?:many|much)|else|more)\b", re.IGNORECASE)


class Telling(NamedTuple):
    """Something that the article was said to have, or to lack."""

    question: str
    """The question, as it was understood."""
    response: Response


class Referents:
    """Puts names in the place of pronouns."""

    def __init__(self, compiled: CompiledPack, mentions: Mentions) -> None:
        self._compiled, self._english, self._mentions = compiled, compiled.english, mentions

    def in_full(self, text: str, tellings: Sequence[Telling]) -> list[str]:
        """`text` with a name for its pronouns, once for each that they may mean; none where it has none.

        `tellings` are what was said before, the latest last.
        """
        pronouns = [word for word in _WORD.finditer(text) if self._is_of_person(word.group())]
        if pronouns:
            people = self.named(text, "person")
            before = text[: pronouns[0].start()]
            if self.named(before, "person") or any(_is_person(word) for word in _WORD.findall(before)):
                return []  # It is the one that the question names: "the minister, what did he say?".
            meant = [name for name in self._meant("person", tellings) if name not in people]
            return [self._named_in_full(text, pronouns, name) for name in meant]
        if _PLACE.search(text) and not _IS_EXISTENTIAL.search(text):
            return [_PLACE.sub(f"in {name}", text) for name in self._meant("place", tellings)]
        return []

    def with_things(self, text: str, tellings: Sequence[Telling]) -> list[str]:
        """`text` with a thing that was asked about for its first pronoun, the likeliest thing first.

        Some of what comes of it means nothing: such a pronoun may stand for a whole sentence.
        """
        pronouns = (word for word in _WORD.finditer(text) if self._is_of_thing(text, word))
        pronoun = next(pronouns, None)
        if pronoun is None:
            return []
        analyse = self._compiled.analyzer.analyse
        own = analyse(text).names
        asked = (analyse(telling.question).content for telling in reversed(tellings))
        things = (
            [each for each in content if self._is_thing(each) and each.name not in own] for content in asked
        )
        return [
            f"{text[: pronoun.start()]}{thing.surface}{text[pronoun.end() :]}"
            for thing in reversed(next(filter(None, things), []))
        ]

    def _is_thing(self, feature: Feature) -> bool:
        compiled = self._compiled
        return compiled.names_a_thing(feature) and compiled.type_of(feature) not in _NO_THINGS

    def _is_of_thing(self, text: str, word: re.Match[str]) -> bool:
        pronoun, after = word.group().casefold(), _WORD.match(text[word.end() :].lstrip())
        points = pronoun in self._english.demonstratives and after and noun(after.group().casefold())
        return pronoun in self._english.thing_pronouns and not points

    def named(self, text: str, kind: str) -> list[str]:
        """The names of a kind that `text` has, in its order, each as the article spells it."""
        return [each.name for each in sorted(self._named(text, kind), key=lambda each: _place(each, text))]

    def _named(self, text: str, kind: str) -> Iterable[Mention]:
        return [each for each in self._mentions.of(kind) if _place(each, text) < len(text)]

    def _is_of_person(self, word: str) -> bool:
        return word.casefold() in self._english.personal_pronouns

    def _meant(self, kind: str, tellings: Sequence[Telling]) -> list[str]:
        """The names of a kind that were talked of last: the one that was asked about, or all that were said.

        A question that only leans on another ("and when?") does not change what is talked of.
        """
        meant: list[str] = []
        for question, response in reversed(tellings):
            likely = self._likely(question, response, kind)
            if not meant or set(likely) < set(meant):
                meant = likely
            if meant and (len(meant) == 1 or not self._leans(question)):
                break
        return meant

    def _likely(self, question: str, response: Response, kind: str) -> list[str]:
        """The one that was asked about, or asked for; else all that were said."""
        asked, said = self.named(question, kind), self.named(response.answer, kind)
        intents, analyse = self._compiled.pack.intents, self._compiled.analyzer.analyse
        questions = [analyse(intents[each].question) for each in response.intents]
        by_question = self.named(" ".join([each.text for each in questions]), kind)
        if len(by_question) == 1 and all(len(each.content) == 1 for each in questions):
            return by_question  # "Who is Ada Brook?", and nothing beside her.
        others = [name for name in said if name not in by_question]
        is_other = bool(by_question) and len(others) == 1
        if is_other and any(_ASKED_FOR[kind] in each.question_types for each in questions):
            return others  # "Who is Ada Brook's partner?"
        if len(asked) == 1 and (asked[0] in said or not said):
            return asked
        return others if is_other else said or asked

    def _leans(self, question: str) -> bool:
        english = self._english
        grammar = english.stop_words | english.framing_words
        return all(word.casefold() in grammar for word in _WORD.findall(question))

    def _named_in_full(self, text: str, pronouns: Sequence[re.Match[str]], name: str) -> str:
        first = pronouns[0]  # The others follow it: "he met his counterpart".
        whose = "'s" if self._owns(text, first) else ""
        return f"{text[: first.start()]}{name}{whose}{text[first.end() :]}"

    def _owns(self, text: str, pronoun: re.Match[str]) -> bool:
        """Whether a pronoun tells whose something is, which follows then: "her tower", not "with her"."""
        after = _WORD.match(text[pronoun.end() :].lstrip())
        is_followed = after is not None and after.group().casefold() not in self._english.stop_words
        return is_followed and pronoun.group().casefold() in self._english.possessives


def _is_person(word: str) -> bool:
    used = noun(word.casefold())
    return used is not None and used.kind is NounKind.PERSON


def _place(mention: Mention, text: str) -> int:
    """Where `text` has a name, or the last word of it; its length where it has neither."""
    last = mention.name.split()[-1]
    found = as_phrase(last).search(text)
    return found.start() if found else len(text)
