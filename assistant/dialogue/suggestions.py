"""Suggestions: the questions of a pack that a text, perhaps typed half, may be going to be."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from assistant.knowledge.contents import answered
from assistant.text import normalise, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from assistant.dialogue.compiled_pack import CompiledPack

# What the three kinds of evidence add to a score: the text begins as the question does, its words are
# words of the question, and the matcher takes it for the question's intent.
OF_BEGINNING, OF_WORDS, OF_MEANING = 0.3, 0.4, 0.4
# A question that scores less is no suggestion, nor is one that scores less than this share of the best.
LEAST_SCORE, LEAST_SHARE = 0.24, 0.5
# A beginning that is like the question's by less than this is like any other.
LEAST_ALIKE_BEGINNING = 0.7
# The same for a word, and what a word may lack at most to be tried.
LEAST_ALIKE_WORD, SHORTEST_MISSPELT = 70, 4
# What a word is worth that is typed half: the rest may yet be another.
HALF_TYPED = 0.9
# A text so many times as long as the longest question is on its way to none.
LONGEST_TEXT = 2


class Suggester:
    """Finds the canonical questions of answer intents. Holds no state of a conversation."""

    def __init__(self, compiled: CompiledPack) -> None:
        self._matcher = compiled.matcher
        # A question that two intents share is suggested once, for the first of them.
        intents: dict[str, int] = {}
        for intent in answered(compiled.pack):
            intents.setdefault(intent.question, compiled.numbers[intent.id])
        self._questions, self._intents = tuple(intents), tuple(intents.values())
        self._keys = tuple(phrase_key(question) for question in self._questions)
        self._longest = LONGEST_TEXT * max(map(len, self._questions), default=0)
        self._places: defaultdict[str, set[int]] = defaultdict(set)
        for number, key in enumerate(self._keys):
            for word in key.split():
                self._places[word].add(number)
        self._like = lru_cache(1_000)(partial(words_like, vocabulary=tuple(self._places)))

    def suggest(self, text: str, limit: int) -> tuple[str, ...]:
        """At most `limit` questions that `text` may be meant for, best first; any string will do."""
        if limit < 1 or len(text) > self._longest:
            return ()
        normal = normalise(text)
        typed = words(normal)
        if not typed:
            return ()
        half = normal[-1:].isalnum()
        scores: defaultdict[int, float] = defaultdict(float)
        for evidence, weight in (
            (self._by_beginning(" ".join(typed)), OF_BEGINNING),
            (self._by_words(typed, half), OF_WORDS),
            (self._by_meaning(self._whole(typed, half)), OF_MEANING),
        ):
            for number, strength in evidence.items():
                scores[number] += weight * strength
        least = max(LEAST_SCORE, LEAST_SHARE * max(scores.values(), default=0.0))
        matches = sorted((-score, number) for number, score in scores.items() if score >= least)
        return tuple(self._questions[number] for _, number in matches[:limit])

    def _by_beginning(self, key: str) -> Mapping[int, float]:
        """How far the questions begin as `key` does, misspelt or not."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (only who types needs it)

        beginnings = [question[: len(key)] for question in self._keys]
        least = LEAST_ALIKE_BEGINNING
        matches = process.extract(key, beginnings, scorer=fuzz.ratio, score_cutoff=100 * least, limit=None)
        return {number: (ratio / 100 - least) / (1 - least) for _, ratio, number in matches}

    def _by_words(self, typed: list[str], half: bool) -> Mapping[int, float]:
        """The share of the words typed, by how much they tell, that the questions have in any order."""
        scores: defaultdict[int, float] = defaultdict(float)
        total = 0.0
        for place, word in enumerate(typed):
            like = self._like(word, half=half and place == len(typed) - 1)
            best: dict[int, float] = {}
            for other, likeness in like.items():
                for number in self._places[other]:
                    best[number] = max(best.get(number, 0.0), likeness)
            weight = math.log((1 + len(self._questions)) / (0.5 + len(best)))
            total += weight
            for number, likeness in best.items():
                scores[number] += weight * likeness
        return {number: score / total for number, score in scores.items()} if total else {}

    def _whole(self, typed: list[str], half: bool) -> str:
        """The text without a last word that is the beginning of others alone."""
        last = typed[-1]
        if half and last not in self._places and self._like(last, half=True):
            return " ".join(typed[:-1])
        return " ".join(typed)

    def _by_meaning(self, text: str) -> Mapping[int, float]:
        """The scores of the questions' intents."""
        if not text:
            return {}
        ranking = self._matcher.ranking(self._matcher.analyzer.analyse(text))
        scores = dict(zip(ranking.intents.tolist(), ranking.scores.tolist(), strict=True))
        return {number: scores[intent] for number, intent in enumerate(self._intents) if intent in scores}


def words_like(word: str, vocabulary: Collection[str], *, half: bool) -> Mapping[str, float]:
    """The words of `vocabulary` that `word` is, and how surely; where it is none, those it is like.

    A word that is typed `half` may be the beginning of one.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    like: dict[str, float] = {}
    if half:
        like = {other: HALF_TYPED for other in vocabulary if other.startswith(word)}
    if word in vocabulary:
        like[word] = 1.0
    if like or len(word) < SHORTEST_MISSPELT:
        return like
    known = tuple(vocabulary)
    tried = [other[: len(word)] for other in known] if half else known
    matches = process.extract(word, tried, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE_WORD, limit=None)
    return {known[place]: ratio / 100 * HALF_TYPED for _, ratio, place in matches}
