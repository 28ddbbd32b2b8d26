"""The phrases of intents as an inverted index: what a question shares with them, by weight."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assistant.arrays import Record, Rows, compact, numbered, starts_of, sums_at
from assistant.lazy import lazy
from assistant.matching import parameters
from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from assistant.arrays import Flags, Integers, Reals
    from assistant.matching.analysis import Analysis, Feature


# The offset of the phrases of intents that are not compared.
_ELSEWHERE = np.iinfo(np.int64).min


class Query(NamedTuple):
    """A question as it is compared with phrases."""

    features: Integers
    """The numbers of its features that any phrase has."""
    weights: Reals
    """What each of them weighs, the heaviest first."""
    total: float
    """What all its features weigh, known or not."""
    context: Integers
    """The numbers of further features, which a conversation adds."""
    context_weights: Reals
    """What each of those weighs."""


class Similarity(NamedTuple):
    """The intents that share most with a question, in no order; shape (intents,) each."""

    intents: Integers
    """Their numbers."""
    similarities: Reals
    """How similar each is to the question, in 0..1."""
    phrases: Integers
    """The number of the nearest phrase of each."""


@dataclass(frozen=True)
class PhraseIndex(Record):
    """Which phrases have a feature, by intent, and what the feature tells; the phrases of an intent in a row.

    Similarity pools three views: the nearest phrase (a Tversky index, Tversky 1977), the mean of the nearest
    three, and how much of the question the phrases of an intent explain together. A feature weighs by what
    it tells about the intent: one minus its normalised entropy (Lochbaum & Streeter 1989).
    """

    numbers: dict[str, int]
    """The number of each feature by name."""
    weights: Reals
    """What each feature weighs, in 0..1."""
    questions: Flags
    """Whether each feature is a question type."""
    starts: Integers
    """By intent, the number of its first phrase; then the number of phrases."""
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
    keys: Integers
    """By entry, feature times intents plus intent: in order, to look entries up. A last one is beyond all."""
    rates: Reals
    """By entry, the share of the intent's phrases that have the feature, in 0..1; then a 0."""
    reach: Reals
    """By entry, how far the intent's phrases explain the feature, in 0..1: some by any, more by many."""
    postings: Rows
    """By entry, the phrases that have the feature."""
    profiles: Rows
    """By intent, the features of its subject."""
    strengths: Reals
    """By place in `profiles`, how far the intent is about the feature: weight times rate, a unit vector."""

    @classmethod
    def build(cls, analyses: Sequence[Analysis], owners: Sequence[int], intents: int) -> PhraseIndex:
        """The index of analysed phrases, those of an intent in a row; `owners` are their intents, rising."""
        samples = {feature.name: feature for analysis in analyses for feature in analysis.features}
        numbers = numbered(name for analysis in analyses for name in analysis.names)
        phrases = Rows.of([[numbers[name] for name in analysis.names] for analysis in analyses], np.int64)
        owner = np.array(owners, np.int64)
        sizes = np.bincount(owner, minlength=intents)
        # Sorted by feature, then by phrase and so by intent, for the phrases of an intent are in a row.
        order = np.argsort(phrases.values, kind="stable")
        postings = phrases.owners[order]
        pairs = phrases.values[order] * max(intents, 1) + owner[postings]
        keys, firsts, counts = np.unique(pairs, return_index=True, return_counts=True)
        entry_features, entry_intents = np.divmod(keys, max(intents, 1))
        rates = counts / sizes[entry_intents]
        entropies = _entropies(entry_features, rates, len(numbers)) / math.log(max(intents, 2))
        by_kind = np.array([kind_weight(samples[name]) for name in numbers])
        weights = np.maximum(1.0 - entropies, parameters.LEAST_WEIGHT) * by_kind
        phrase_weights = sums_at(phrases.owners, weights[phrases.values], len(analyses))
        reach = np.minimum(1.0, parameters.SOME_REACH + parameters.REACH_SLOPE * rates)
        checksums = np.array([_checksum(" ".join(analysis.words)) for analysis in analyses], np.uint32)
        by_checksum = np.argsort(checksums, kind="stable").astype(np.uint32)
        is_subject = np.array([name[0] != "?" and not samples[name].grammar for name in numbers], np.bool_)
        subject = np.flatnonzero(is_subject[entry_features])
        subject = subject[np.argsort(entry_intents[subject], kind="stable")]
        strengths = rates[subject] * weights[entry_features[subject]]
        norms = np.sqrt(sums_at(entry_intents[subject], strengths**2, intents))
        return cls(
            numbers=numbers,
            weights=weights,
            questions=np.array([name[0] == "?" for name in numbers], np.bool_),
            starts=starts_of(sizes),
            phrase_weights=np.append(np.maximum(phrase_weights, 1e-6), np.ones(sizes.max(initial=0))),
            checksums=checksums[by_checksum],
            by_checksum=by_checksum,
            contents=Rows.of([[numbers[name] for name in content_names(analysis)] for analysis in analyses]),
            entries=Rows.grouped(entry_features, entry_intents, len(numbers)),
            keys=compact(np.append(keys, len(numbers) * max(intents, 1))),
            rates=np.append(rates, 0.0),
            reach=reach.astype(np.float32),
            postings=Rows(np.append(firsts, len(postings)), postings.astype(np.uint32)),
            profiles=Rows.grouped(entry_intents[subject], entry_features[subject], intents),
            strengths=strengths / norms[entry_intents[subject]],
        )

    @property
    def intents(self) -> int:
        """How many intents there are."""
        return len(self.starts) - 1

    @lazy
    def phrase_sides(self) -> Reals:
        """By phrase, its side of the Tversky index and those after it: shape (phrases, longest intent)."""
        longest = int(np.diff(self.starts).max(initial=1))
        return np.lib.stride_tricks.sliding_window_view(parameters.PHRASE_SIDE * self.phrase_weights, longest)

    def owner(self, phrase: int) -> int:
        """The number of the intent of a phrase."""
        return int(self.starts.searchsorted(phrase, "right")) - 1

    def worded(self, key: str) -> list[int]:
        """The phrases that may have the wording `key`, by `phrase_key`: those with its checksum, in order."""
        checksum = np.uint32(_checksum(key))
        first, last = self.checksums.searchsorted(checksum), self.checksums.searchsorted(checksum, "right")
        phrases: list[int] = self.by_checksum[first:last].tolist()
        return phrases

    def weight(self, feature: Feature) -> float:
        """How much a feature tells, in 0..1; one that no phrase has counts as rarest."""
        number = self.numbers.get(feature.name)
        if number is not None:
            return self.weights.item(number)
        unknown = feature.grammar or feature.origin is Origin.QUESTION
        return kind_weight(feature) * (parameters.UNKNOWN_GRAMMAR if unknown else 1.0)

    def weigh(self, features: Iterable[Feature]) -> dict[str, float]:
        """What features weigh, by name."""
        return {feature.name: self.weight(feature) for feature in features}

    def numbers_of(self, names: Iterable[str]) -> Integers:
        """The numbers of features by name, -1 for one that no phrase has."""
        return np.array([self.numbers.get(name, -1) for name in names], np.int64)

    def rate(self, name: str, intent: int) -> float:
        """The share of the phrases of an intent that have a feature, in 0..1."""
        return self.rates_of([name], np.array([intent])).item()

    def rates_of(self, names: Iterable[str], intents: Integers) -> Reals:
        """The share of the phrases of each intent that have each feature, in 0..1: (features, intents)."""
        numbers = [self.numbers.get(name, len(self.numbers)) for name in names]
        wanted = np.array(numbers, np.int64)[:, None] * self.intents + intents
        wanted = np.minimum(wanted, self.keys[-1]).astype(self.keys.dtype)
        # The last key is as great as any that is wanted, so that no place is beyond the end.
        places = self.keys.searchsorted(wanted)
        return np.where(self.keys[places] == wanted, self.rates[places], 0.0)

    def profile(self, intent: int) -> tuple[NDArray[Any], Reals]:
        """The features that an intent is about, and how far it is about each: a unit vector."""
        return self.profiles.row(intent), Rows(self.profiles.starts, self.strengths).row(intent)

    def compare(self, query: Query, certain: int = -1) -> Similarity:
        """The intents that share most with a question, `COMPARED` at most.

        `certain` is an intent that is to be among them, if it shares anything with the question, or -1.
        """
        entries, owners, weights = self._entries(query.features, query.weights)
        reached = weights * self.reach[entries]
        explained = sums_at(owners, reached, self.intents)
        # The heaviest features come first.
        telling = len(weights) - weights[::-1].searchsorted(parameters.NEGLIGIBLE * query.weights[0])
        entries, owners, weights = entries[:telling], owners[:telling], weights[:telling]
        intents = self._promising(sums_at(owners, reached[:telling], self.intents), query, certain)
        firsts = self.starts[intents]
        sizes = self.starts[intents + 1] - firsts
        width = int(sizes.max(initial=0))
        overlaps = self._overlaps(entries, owners, weights, intents, width)
        sides = self.phrase_sides[firsts, :width] + parameters.QUESTION_SIDE * query.total
        if len(query.context):
            added = self._overlaps(*self._entries(query.context, query.context_weights), intents, width)
            added[overlaps == 0.0] = 0.0
            sides += parameters.QUESTION_SIDE * np.maximum(
                added, parameters.CONTEXT_DUE * query.context_weights.sum()
            )
            overlaps += added
        best, nearest = _best_three(overlaps / sides)
        pooled = parameters.BEST_PHRASE * best[0] + parameters.BEST_THREE * best.sum(0) / np.minimum(sizes, 3)
        pooled += parameters.WHOLE_INTENT * explained[intents] / query.total
        return Similarity(intents, pooled, firsts + nearest)

    def _entries(self, features: Integers, weights: Reals) -> tuple[Integers, Integers, Reals]:
        """The entries of some features, and of each the intent and the weight of the feature."""
        entries, lengths = self.entries.places(features)
        return entries, self.entries.values[entries], weights.repeat(lengths)

    def _promising(self, promise: Reals, query: Query, certain: int) -> Integers:
        """The intents that share most with a question and share anything of its own with it."""
        own = promise.nonzero()[0]
        if len(own) <= parameters.COMPARED:
            return own
        if len(query.context):
            entries, owners, weights = self._entries(query.context, query.context_weights)
            promise = promise + sums_at(owners, weights * self.reach[entries], self.intents)
        promise = promise[own]
        promise[own == certain] = math.inf
        return own[(-promise).argsort(kind="stable")[: parameters.COMPARED]]

    def _overlaps(
        self, entries: Integers, owners: Integers, weights: Reals, intents: Integers, width: int
    ) -> Reals:
        """The weight of the features that each phrase of some intents has: shape (intents, width).

        A row is as long as the longest intent; what is beyond the phrases of its own shares nothing.
        """
        # What is added to the number of a phrase, by intent, for its place among all.
        offsets = np.full(self.intents, _ELSEWHERE)
        offsets[intents] = np.arange(len(intents)) * width - self.starts[intents]
        offset = offsets[owners]
        chosen = (offset > _ELSEWHERE).nonzero()[0]
        places, lengths = self.postings.places(entries[chosen])
        cells = self.postings.values[places] + offset[chosen].repeat(lengths)
        overlaps = sums_at(cells, weights[chosen].repeat(lengths), len(intents) * width)
        return overlaps.reshape(len(intents), width)


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
        return parameters.QUESTION_WEIGHT
    if feature.origin is Origin.LEXICON:
        return 1.0
    return parameters.GRAMMAR_WEIGHT if feature.grammar else parameters.COMMONNESS_WEIGHT[feature.commonness]


def content_names(analysis: Analysis) -> dict[str, None]:
    """The names of the content of a text, and of what it asks for, each once."""
    names = dict.fromkeys([feature.name for feature in analysis.content])
    return names | dict.fromkeys([name for name in analysis.names if name[0] == "?"])
