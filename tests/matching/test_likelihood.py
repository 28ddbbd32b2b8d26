"""How likely a text is under each intent: naive Bayes by the textbook, and what training adds."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import archive
from assistant.matching import parameters
from assistant.matching.analysis import Analysis, Analyzer
from assistant.matching.lexicon import Concept, Lexicon
from assistant.matching.likelihood import Likelihood
from assistant.matching.parameters import CONTEXT_MASS, COST, GENERATIVE_SHARE, LEAST_SEEN, SMOOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Pairs = list[tuple[str, int]]
Name = str | tuple[str, ...]
Vector = dict[Name, float]

PHRASES = [
    ("how tall is the tower", 0),
    ("how tall is the gate", 0),
    ("height of the tower", 0),
    ("who built the tower", 1),
    ("who built the gate", 1),
    ("builder of the gate", 1),
]
WORDS = ("how", "tall", "the", "tower", "spire", "who", "gate", "built", "height", "zyzzyva")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
PACKS = st.lists(st.tuples(TEXTS, st.integers(0, 2)), min_size=1, max_size=10)
ANALYZER = Analyzer(Lexicon([(Concept("tower"), ["tower", "spire"])]))


def numbered(analyses: Sequence[Analysis]) -> dict[str, int]:
    names = dict.fromkeys(name for analysis in analyses for name in analysis.names)
    return {name: number for number, name in enumerate(names)}


def built(pairs: Pairs, intents: int = 3) -> Likelihood:
    analyses = [ANALYZER.analyse(text) for text, _ in pairs]
    return Likelihood.build(analyses, [owner for _, owner in pairs], intents, numbered(analyses))


class Textbook:
    """Naive Bayes over two bags of names: features, and words with pairs of words.

    Each bag of a text is weighed by inverse document frequency and normalised (Rennie et al. 2003).
    """

    def __init__(self, pairs: Pairs, intents: int = 3) -> None:
        bags = [self.bags(ANALYZER.analyse(text)) for text, _ in pairs]
        seen = Counter(name for both in bags for bag in both for name in bag)
        self.frequency = {
            name: count for name, count in seen.items() if not self.is_pair(name) or count >= LEAST_SEEN
        }
        self.size = len(pairs)
        self.vectors = [self.vector(ANALYZER.analyse(text)) for text, _ in pairs]
        self.mass: list[defaultdict[Name, float]] = [defaultdict(float) for _ in range(intents)]
        for vector, (_, owner) in zip(self.vectors, pairs, strict=True):
            for name, mass in vector.items():
                self.mass[owner][name] += mass

    @staticmethod
    def is_pair(name: Name) -> bool:
        return isinstance(name, tuple) and len(name) == 2

    @staticmethod
    def bags(analysis: Analysis) -> tuple[set[Name], set[Name]]:
        words: set[Name] = {(word,) for word in analysis.tokens}
        return set(analysis.names), words | set(pairwise(analysis.tokens))

    def vector(self, analysis: Analysis) -> Vector:
        whole: Vector = {}
        for bag in self.bags(analysis):
            rarities = {
                name: math.log((1 + self.size) / (1 + self.frequency[name])) + 1
                for name in bag
                if name in self.frequency
            }
            norm = math.hypot(*rarities.values())
            whole |= {name: rarity / norm for name, rarity in rarities.items()}
        return whole

    def log_likelihood(self, text: Vector, intent: int, without: Mapping[Name, float] | None = None) -> float:
        """Under an intent, whose counts may be taken `without` a phrase of it."""
        mass, away = self.mass[intent], without or {}
        total = sum(mass.values()) - sum(away.values()) + SMOOTHING * len(self.frequency)
        return sum(
            weight * math.log((max(mass[name] - away.get(name, 0.0), 0.0) + SMOOTHING) / total)
            for name, weight in text.items()
        )


def log_likelihoods(text: str, model: Likelihood, **context: float) -> np.ndarray:
    analysis = ANALYZER.analyse(text)
    further = [(model.numbers[name], factor) for name, factor in context.items() if name in model.numbers]
    return model.of(model.masses(analysis, further))


# By counts


@given(PACKS, TEXTS, st.dictionaries(st.sampled_from(("gate", "height")), st.floats(0.1, 1.0)))
def test_by_counts_alone_it_is_naive_bayes(pairs: Pairs, text: str, context: dict[str, float]) -> None:
    textbook = Textbook(pairs)
    vector = textbook.vector(ANALYZER.analyse(text))
    for name, factor in context.items():
        if name in textbook.frequency:
            vector[name] = vector.get(name, 0.0) + CONTEXT_MASS * factor

    expected = [textbook.log_likelihood(vector, intent) for intent in range(3)]
    assert log_likelihoods(text, built(pairs), **context) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [("the tower is how tall", 0), ("height", 0), ("built by who", 1), ("the builder", 1)],
)
def test_the_intent_whose_words_are_used_is_the_likeliest(text: str, likeliest: int) -> None:
    assert log_likelihoods(text, built(PHRASES, 2)).argmax() == likeliest


def test_a_pair_of_words_tells_more_than_the_words_apart() -> None:
    together, apart = (log_likelihoods(text, built(PHRASES, 2)) for text in ("how tall", "tall how"))

    assert together[0] - together[1] > apart[0] - apart[1] > 0


def test_a_pair_of_words_that_one_phrase_has_is_chance() -> None:
    model = built([("tall tower", 0), ("gate tower", 1), ("tall gate", 1), ("tower", 0)])

    assert log_likelihoods("tall tower", model) == pytest.approx(log_likelihoods("tower tall", model))


def test_what_a_conversation_established_counts() -> None:
    model = built(PHRASES, 2)
    alone, leaning = (
        log_likelihoods("and the gate", model),
        log_likelihoods("and the gate", model, height=1.0),
    )

    assert leaning[0] - leaning[1] > alone[0] - alone[1]


def test_a_text_of_strange_words_is_as_likely_under_all() -> None:
    assert log_likelihoods("zebra crossing", built(PHRASES, 2)).tolist() == [0.0, 0.0]


# Trained


def trained(pairs: Pairs, intents: int) -> Likelihood:
    model = built(pairs, intents)
    texts = [model.masses(ANALYZER.analyse(text)) for text, _ in pairs]
    return model.corrected(texts, [owner for _, owner in pairs])


def test_training_ends_where_the_slope_is_nought() -> None:
    # At the optimum of the penalised loss a correction is the cost times the sum of what is still wrong.
    pairs = [*PHRASES, ("who built the tall tower", 0), ("how tall is the builder", 1)]
    textbook = Textbook(pairs, 2)
    with mock.patch.object(parameters, "EPOCHS", 300):
        model = trained(pairs, 2)
    assert model.correction is not None

    slope = np.zeros_like(model.correction, dtype=np.float64)
    for (text, owner), vector in zip(pairs, textbook.vectors, strict=True):
        names, masses = model.masses(ANALYZER.analyse(text))
        counts = [
            textbook.log_likelihood(vector, intent, vector if intent == owner else None)
            for intent in range(2)
        ]
        scores = GENERATIVE_SHARE * np.array(counts) + masses @ model.correction[names]
        shares = np.exp(scores - scores.max())
        slope[names] += masses[:, None] * (np.eye(2)[owner] - shares / shares.sum())

    assert model.correction == pytest.approx(COST * slope, abs=0.02)


def test_training_sets_right_what_counts_get_wrong() -> None:
    # By counts, the one intent with many phrases has little left for any of their words.
    pairs = [
        *(("height owl", 0), ("owl", 0), ("door", 0), ("height", 0), ("built", 0), ("gate built door", 0)),
        ("height tower owl", 1),
    ]
    mistaken_by_counts, mistaken_when_trained = (
        [text for text, owner in pairs if log_likelihoods(text, model).argmax() != owner]
        for model in (built(pairs, 2), trained(pairs, 2))
    )

    assert mistaken_by_counts
    assert not mistaken_when_trained


def test_training_is_the_same_every_time() -> None:
    first, second = (trained(PHRASES, 2).correction for _ in range(2))

    assert np.array_equal(first, second)


# Stored


@given(PACKS, TEXTS)
@pytest.mark.parametrize("make", [built, trained])
def test_a_model_is_stored_and_restored(
    make: Callable[[Pairs, int], Likelihood], pairs: Pairs, text: str
) -> None:
    model = make(pairs, 3)
    tree = archive.decode(memoryview(archive.encode(model.to_tree())))
    restored = Likelihood.from_tree(tree)

    assert log_likelihoods(text, restored).tolist() == log_likelihoods(text, model).tolist()


def test_a_model_of_nothing() -> None:
    model = Likelihood.build([], [], 0, {})

    assert log_likelihoods("how tall", model).tolist() == []
