"""A matcher that is restored from its state is the same matcher."""

from __future__ import annotations

import marshal
import subprocess
import sys
from typing import TYPE_CHECKING

from assistant.matching import IntentMatcher

if TYPE_CHECKING:
    from assistant import Assistant

QUESTIONS = [
    "How high is the tower?",
    "how tall is the belfri",
    "the museum of clocks in Orsholm",
    "what strikes the hour",
    "whn dos it opn",
    "zxqv",
    "",
]


def test_it_ranks_alike_to_the_last_bit(tiny: Assistant) -> None:
    matcher = tiny.understanding.matcher
    restored = IntentMatcher.restore(marshal.loads(marshal.dumps(matcher.state())))

    for question in QUESTIONS:
        analysis = matcher.analyzer.analyse(question)
        assert restored.analyzer.analyse(question) == analysis
        assert restored.rank(question, None) == matcher.rank(question, None)
        assert restored.is_scant(analysis) == matcher.is_scant(analysis)
        for found in matcher.rank_analysis(analysis):
            assert restored.said(found.place) == matcher.said(found.place)
        for intent in matcher.intents:
            assert restored.shared(analysis, intent) == matcher.shared(analysis, intent)
            assert restored.profile(intent) == matcher.profile(intent)
            for name in analysis.names:
                assert restored.rate(name, intent) == matcher.rate(name, intent)


def test_a_restored_matcher_has_a_state_too(tiny: Assistant) -> None:
    matcher = tiny.understanding.matcher
    once = IntentMatcher.restore(marshal.loads(marshal.dumps(matcher.state())))
    once.rank(QUESTIONS[0])
    twice = IntentMatcher.restore(marshal.loads(marshal.dumps(once.state())))

    for question in QUESTIONS:
        assert twice.rank(question, None) == matcher.rank(question, None)


def test_scores_do_not_depend_on_the_order_of_sets(environment: dict[str, str]) -> None:
    code = (
        "from assistant.matching.matcher import IntentMatcher, Analyzer\n"
        "pairs = [('how tall is it', 'a'), ('when does it open', 'b'), ('how tall is the door', 'b')]\n"
        "print([match.score for match in IntentMatcher(pairs, Analyzer()).rank('how tall is the opn dor')])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "123"
    }

    assert len(said) == 1
