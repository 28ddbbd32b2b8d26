"""How long phrases take to fit, and what is lost by looking at the most promising intents alone."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from assistant.matching import IntentMatcher, phrases
from assistant.matching.analysis import Analyzer
from tests.benchmarks.phrases import recombined

if TYPE_CHECKING:
    from assistant import Assistant
    from tests.benchmarks.conftest import Tell

pytestmark = pytest.mark.benchmark


def test_fitting_a_pack(assistant: Assistant, tell: Tell) -> None:
    pack = assistant.pack
    pairs = [(phrase, intent.id) for intent in pack.intents.values() for phrase in intent.phrases]
    few = random.Random(0).sample(pairs, 3_000)
    costs = []
    for chosen in (few, few, few, pairs):
        analyzer = Analyzer(assistant.understanding.analyzer.lexicon, stop_words=pack.stop_words)
        start = time.process_time()
        IntentMatcher(chosen, analyzer)
        costs.append(time.process_time() - start)

    tell(
        f"3,000 phrases of the pack fitted in {min(costs[:3]):.2f} s, all {len(pairs):,} in {costs[3]:.1f} s"
    )
    assert costs[3] < 2 * len(pairs) / len(few) * min(costs[:3])


def test_training_on_15_000_phrases(tell: Tell) -> None:
    pairs = list(recombined(15_000))
    start = time.process_time()
    IntentMatcher.fit(pairs)
    seconds = time.process_time() - start

    tell(f"15,000 phrases trained on in {seconds:.1f} s (20 or less)")
    assert seconds <= 20


def test_the_most_promising_intents_hold_the_winner(
    assistant: Assistant, asked_of_the_pack: list[str], tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = assistant.understanding.matcher
    few = [matcher.rank(question, 1) for question in asked_of_the_pack]
    monkeypatch.setattr(phrases, "COMPARED", len(matcher.intents))
    all_of_them = [matcher.rank(question, 1) for question in asked_of_the_pack]

    kept = sum(one == other for one, other in zip(few, all_of_them, strict=True)) / len(few)
    tell(f"the winner among all intents is among those compared: {kept:.1%} of the questions (99% or more)")
    assert kept >= 0.99
