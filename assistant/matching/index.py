"""The phrases of intents as an inverted index: what a question shares with them, by weight."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assistant.arrays import Rows, StringTable, starts_of, sums_at
from assistant.matching.analysis import Origin
from assistant.matching.parameters import (
    BEST_PHRASE,
    BEST_THREE,
    COMMONNESS_WEIGHT,
    COMPARED,
    CONTEXT_DUE,
    GRAMMAR_WEIGHT,
    LEAST_WEIGHT,
    NEGLIGIBLE,
    PHRASE_SIDE,
    QUESTION_SIDE,
    QUESTION_WEIGHT,
    REACH_SLOPE,
    SOME_REACH,
    UNKNOWN_GRAMMAR,
    WHOLE_INTENT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.arrays import Flags, Integers, Reals
    from assistant.matching.analysis import Analysis, Feature


class Query(NamedTuple):
    """A question as it is compared with phrases."""

    features: Integers
    """The numbers of its features that any phrase has."""
    weights: Reals
    """What each of them weighs."""
    total: float
    """What all its features weigh, known or not."""
    context: Integers
    """The numbers of further features, which a conversation adds."""
    context_weights: Reals
    """What each of those weighs."""


class Similarity(NamedTuple):
    """The intents that share most with a question, in no order."""

    intents: Integers
    """Their numbers; shape (intents,)."""
    similarities: Reals
    """How similar each is to the question, in 0..1."""
    phrases: Integers
    """The number of the nearest phrase of each."""


@dataclass(frozen=True)
class PhraseIndex:
    """Which phrases have a feature, by intent, and what the feature tells; the phrases of an intent in a row.

    Similarity pools three views: the nearest phrase (a Tversky index, Tversky 1977), the mean of the nearest
    three, and how much of the question the phrases of an intent explain together. A feature weighs by what
    it tells about the intent: one minus its normalised entropy (Lochbaum & Streeter 1989).
    """

    numbers: dict[str, int]
    """The number of each feature by name."""
    weights: Reals
    """What each feature weighs, in 0..1."""
    phrases: Rows
    """By intent, the numbers of its phrases, which are in a row."""
    phrase_weights: Reals
    """What the features of each phrase weigh; then a one for each phrase of the longest intent."""
    checksums: NDArray[np.uint32]
    """Of the wordings of the phrases, in order."""
    by_checksum: NDArray[np.uint32]
    """The phrases in the order of `checksums`."""
    contents: Rows
    """By phrase, the features that it says and asks for, grammar left out."""
    entries: Rows
    """By feature, the intents that have it, in order. An entry is a feature and an intent."""
    rates: Reals
    """By entry, the share of the intent's phrases that have the feature, in 0..1."""
    postings: Rows
    """By entry, the phrases that have the feature."""
    profiles: Rows
    """By intent, the features of its subject."""
    strengths: Reals
    """By place in `profiles`, how far the intent is about the feature: weight times rate, a unit vector."""
    keys: Integers
    """By entry, feature times intents plus intent: in order, to look entries up. A last one is beyond all."""
    questions: Flags
    """By feature, whether it is a question type."""
    reach: Reals
    """By entry, how far the intent's phrases explain the feature, in 0..1: some by any, more by many."""

    @classmethod
    def build(cls, analyses: Sequence[Analysis], owners: Sequence[int], intents: int) -> PhraseIndex:
        """The index of analysed phrases, those of an intent in a row; `owners` are their intents, rising."""
        samples: dict[str, Feature] = {}
        numbers: dict[str, int] = {}
        of_phrase: list[int] = []
        for analysis in analyses:
            for feature in analysis.features:
                samples[feature.name] = feature
            of_phrase += [numbers.setdefault(name, len(numbers)) for name in analysis.names]
        owner = np.array(owners, np.int64)
        sizes = np.bincount(owner, minlength=intents)
        features = np.array(of_phrase, np.int64)
        phrases = np.repeat(np.arange(len(analyses)), [len(analysis.names) for analysis in analyses])
        # Sorted by feature, then by phrase and so by intent, for the phrases of an intent are in a row.
        order = np.argsort(features, kind="stable")
        postings = phrases[order]
        pairs = features[order] * max(intents, 1) + owner[postings]
        keys, firsts, counts = np.unique(pairs, return_index=True, return_counts=True)
        entry_features, entry_intents = np.divmod(keys, max(intents, 1))
        rates = counts / np.maximum(sizes, 1)[entry_intents]
        by_kind = np.array([kind_weight(samples[name]) for name in numbers])
        entropies = _entropies(entry_features, rates, len(numbers)) / math.log(max(intents, 2))
        weights = np.maximum(1.0 - entropies, LEAST_WEIGHT) * by_kind
        of_subject = np.array([name[0] != "?" and not samples[name].grammar for name in numbers], bool)
        chosen = np.flatnonzero(of_subject[entry_features]) if len(keys) else np.zeros(0, np.int64)
        chosen = chosen[np.argsort(entry_intents[chosen], kind="stable")]
        strengths = rates[chosen] * weights[entry_features[chosen]]
        squares = sums_at(entry_intents[chosen], strengths**2, intents)
        norms = np.sqrt(squares)
        norms[norms == 0.0] = 1.0
        checksums = np.array([_checksum(" ".join(analysis.words)) for analysis in analyses], np.uint32)
        by_checksum = np.argsort(checksums, kind="stable").astype(np.uint32)
        return cls(
            numbers=numbers,
            weights=weights,
            phrases=Rows(starts_of(sizes), np.arange(len(analyses), dtype=np.uint32)),
            phrase_weights=np.append(
                np.maximum(sums_at(phrases, weights[features], len(analyses)), 1e-6),
                np.ones(sizes.max(initial=0)),
            ),
            checksums=checksums[by_checksum],
            by_checksum=by_checksum,
            contents=Rows.of([[numbers[name] for name in content_names(analysis)] for analysis in analyses]),
            entries=Rows(starts_of(np.bincount(entry_features, minlength=len(numbers))), entry_intents),
            rates=np.append(rates, 0.0),
            postings=Rows(np.append(firsts, len(postings)).astype(np.int64), postings.astype(np.uint32)),
            profiles=Rows(
                starts_of(np.bincount(entry_intents[chosen], minlength=intents)),
                entry_features[chosen].astype(np.uint32),
            ),
            strengths=strengths / norms[entry_intents[chosen]],
            keys=np.append(keys, np.iinfo(np.int64).max),
            questions=np.array([name[0] == "?" for name in numbers], bool),
            reach=np.minimum(1.0, SOME_REACH + REACH_SLOPE * rates),
        )

    def to_tree(self) -> dict[str, Any]:
        """The index as plain data and arrays."""
        tree: dict[str, Any] = {"numbers": StringTable.of(self.numbers).to_tree()}
        for field in fields(self)[1:]:
            value = getattr(self, field.name)
            tree[field.name] = list(value) if isinstance(value, Rows) else value
        return tree

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> PhraseIndex:
        """The index that `to_tree` was asked of."""
        names = StringTable.from_tree(tree["numbers"]).all()
        arrays: dict[str, Any] = {
            field.name: Rows(*tree[field.name]) if isinstance(tree[field.name], list) else tree[field.name]
            for field in fields(cls)[1:]
        }
        return cls(numbers={name: number for number, name in enumerate(names)}, **arrays)

    @property
    def intents(self) -> int:
        """How many intents there are."""
        return len(self.phrases.starts) - 1

    @cached_property
    def phrase_sides(self) -> Reals:
        """By phrase, its side of the Tversky index and those after it: shape (phrases, longest intent)."""
        longest = int(np.diff(self.phrases.starts).max(initial=0))
        return np.lib.stride_tricks.sliding_window_view(PHRASE_SIDE * self.phrase_weights, max(longest, 1))

    def owner(self, phrase: int) -> int:
        """The number of the intent of a phrase."""
        return int(self.phrases.starts.searchsorted(phrase, "right")) - 1

    def worded(self, key: str) -> list[int]:
        """The phrases that may have the wording `key`, by `phrase_key`: those with its checksum, in order."""
        checksum = np.uint32(_checksum(key))
        first, last = (int(self.checksums.searchsorted(checksum, side)) for side in ("left", "right"))
        phrases: list[int] = self.by_checksum[first:last].tolist()
        return phrases

    def weight(self, feature: Feature) -> float:
        """How much a feature tells, in 0..1; one that no phrase has counts as rarest."""
        number = self.numbers.get(feature.name)
        if number is not None:
            return float(self.weights[number])
        unknown = feature.grammar or feature.origin is Origin.QUESTION
        return kind_weight(feature) * (UNKNOWN_GRAMMAR if unknown else 1.0)

    def weigh(self, features: Iterable[Feature]) -> dict[str, float]:
        """What features weigh, by name."""
        return {feature.name: self.weight(feature) for feature in features}

    def numbers_of(self, names: Iterable[str]) -> Integers:
        """The numbers of features by name, -1 for one that no phrase has."""
        return np.array([self.numbers.get(name, -1) for name in names], np.int64)

    def rate(self, name: str, intent: int) -> float:
        """The share of the phrases of an intent that have a feature, in 0..1."""
        return float(self.rates_of(self.numbers_of([name]), np.array([intent]))[0, 0])

    def rates_of(self, features: Integers, intents: Integers) -> Reals:
        """The share of the phrases of each intent that have each feature: shape (features, intents).

        It is 0 for a feature with the number -1.
        """
        wanted = features[:, None] * self.intents + intents
        places = self.keys.searchsorted(wanted)
        # The last key is greater than any that is wanted, so that no place is beyond the end.
        return np.where(self.keys[places] == wanted, self.rates[places], 0.0)

    def profile(self, intent: int) -> tuple[NDArray[Any], Reals]:
        """The features that an intent is about, and how far it is about each: a unit vector."""
        first, last = self.profiles.starts[intent], self.profiles.starts[intent + 1]
        return self.profiles.values[first:last], self.strengths[first:last]

    def compare(self, query: Query, certain: int = -1) -> Similarity:
        """The intents that share most with a question, `COMPARED` at most.

        `certain` is an intent that is to be among them, if it shares anything with the question, or -1.
        """
        telling = query.weights >= NEGLIGIBLE * query.weights.max(initial=0.0)
        entries, lengths = self.entries.places(query.features)
        weights = query.weights.repeat(lengths)
        of_entry, reached = self.entries.values[entries], weights * self.reach[entries]
        explained = promise = sums_at(of_entry, reached, self.intents)
        if not telling.all():
            chosen = telling.repeat(lengths).nonzero()[0]
            entries, weights, of_entry = entries[chosen], weights[chosen], of_entry[chosen]
            promise = sums_at(of_entry, reached[chosen], self.intents)
        intents = self._promising(promise, query, certain)
        # A row for each intent, as long as the longest; what is beyond its phrases shares nothing.
        slots = np.full(self.intents, -1)
        slots[intents] = np.arange(len(intents))
        firsts = self.phrases.starts[intents]
        sizes = self.phrases.starts[intents + 1] - firsts
        width = int(sizes.max(initial=0))
        offsets = np.arange(len(intents)) * width - firsts
        overlaps = self._overlaps(entries, weights, slots[of_entry], offsets, width)
        sides = self.phrase_sides[firsts, :width] + QUESTION_SIDE * query.total
        if len(query.context):
            added = self._context_overlaps(query, slots, offsets, width)
            sides += QUESTION_SIDE * np.maximum(
                np.where(overlaps > 0.0, added, 0.0), CONTEXT_DUE * query.context_weights.sum()
            )
            overlaps = np.where(overlaps > 0.0, overlaps + added, 0.0)
        best, nearest = _best_three(overlaps / sides)
        pooled = BEST_PHRASE * best[0] + BEST_THREE * best.sum(0) / np.minimum(sizes, 3)
        pooled += WHOLE_INTENT * explained[intents] / query.total
        return Similarity(intents, pooled, firsts + nearest)

    def _promising(self, promise: Reals, query: Query, certain: int) -> Integers:
        """The intents that share most with a question and share anything of its own with it."""
        own = promise.nonzero()[0]
        if len(own) <= COMPARED:
            return own
        if len(query.context):
            entries, lengths = self.entries.places(query.context)
            of_context = query.context_weights.repeat(lengths) * self.reach[entries]
            promise = promise + sums_at(self.entries.values[entries], of_context, self.intents)
        promise = promise[own]
        if certain >= 0:
            promise[own == certain] = math.inf
        return own[(-promise).argsort(kind="stable")[:COMPARED]]

    def _context_overlaps(self, query: Query, slots: Integers, offsets: Integers, width: int) -> Reals:
        entries, lengths = self.entries.places(query.context)
        weights = query.context_weights.repeat(lengths)
        return self._overlaps(entries, weights, slots[self.entries.values[entries]], offsets, width)

    def _overlaps(
        self, entries: Integers, weights: Reals, slots: Integers, offsets: Integers, width: int
    ) -> Reals:
        """The weight of the features that each phrase of some intents has: shape (intents, width).

        `slots` has the row of each entry's intent, -1 for another intent; added to the number of a phrase of
        that row, `offsets` gives its place among all.
        """
        chosen = (slots >= 0).nonzero()[0]
        places, lengths = self.postings.places(entries[chosen])
        cells = self.postings.values[places] + offsets[slots[chosen]].repeat(lengths)
        overlaps = sums_at(cells, weights[chosen].repeat(lengths), len(offsets) * width)
        return overlaps.reshape(len(offsets), width)


def _best_three(scores: Reals) -> tuple[Reals, Integers]:
    """The three best scores of each row, 1 at most, shape (3, rows), and the column of the best."""
    best = np.zeros((3, len(scores)))
    rows = np.arange(len(scores))
    first = nearest = rows
    for rank in range(min(3, scores.shape[1])):
        first = scores.argmax(1)
        nearest = nearest if rank else first
        best[rank] = scores[rows, first]
        scores[rows, first] = 0.0
    return np.minimum(best, 1.0), nearest


def _entropies(features: Integers, rates: Reals, count: int) -> Reals:
    """The entropy, in nats, of the intents of each feature, by the rates of its entries."""
    shares = rates / sums_at(features, rates, count)[features]
    return sums_at(features, -shares * np.log(shares), count)


def _checksum(key: str) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))


def kind_weight(feature: Feature) -> float:
    """What a feature weighs by its kind alone, in 0..1."""
    if feature.origin is Origin.QUESTION:
        return QUESTION_WEIGHT
    if feature.origin is Origin.LEXICON:
        return 1.0
    return GRAMMAR_WEIGHT if feature.grammar else COMMONNESS_WEIGHT[feature.commonness]


def content_names(analysis: Analysis) -> dict[str, None]:
    """The names of the content of a text, and of what it asks for, each once."""
    names = dict.fromkeys([feature.name for feature in analysis.content])
    return names | dict.fromkeys([name for name in analysis.names if name[0] == "?"])
