"""A matcher that has learnt from many phrases an intent."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching import IntentMatcher, Match
from assistant.matching.analysis import Analyzer
from assistant.matching.nearest import NearestPhrases
from assistant.matching.sampling import even_sample

SUBJECTS = {
    "openingHours": [
        "when does the {} open",
        "opening hours of the {}",
        "is the {} open today",
        "{} hours please",
    ],
    "ticket_price": ["how much is the {}", "what does the {} cost", "price of the {}", "is the {} expensive"],
    "architect": [
        "who designed the {}",
        "who built the {}",
        "name the architect of the {}",
        "{} was built by whom",
    ],
}
PLACES = ["museum", "lighthouse", "harbour", "garden", "castle"]
PAIRS = [
    (template.format(place), intent)
    for intent, templates in SUBJECTS.items()
    for template, place in itertools.product(templates, PLACES)
]
MATCHER = IntentMatcher.fit(PAIRS)
PIECES = ("when", "museum", "MUSEUM's", "lighthuose", "cost", "?", "\0", "\ud800", "हिन्दी")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60) | st.lists(st.sampled_from(PIECES)).map(
    " ".join
)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        pytest.param("who was it that designed this castle", "architect", id="in other words"),
        pytest.param("waht does teh lighthuose csot", "ticket_price", id="typos in every word"),
        pytest.param("opening of the tower", "openingHours", id="an unknown place"),
        pytest.param("tickets", "ticket_price", id="a word of the intent's name alone"),
        pytest.param("hour", "openingHours", id="a word of a name like this"),
    ],
)
def test_the_intent_that_is_meant_comes_first(question: str, intent: str) -> None:
    assert MATCHER.rank(question)[0].intent == intent


@pytest.mark.parametrize(("phrase", "intent"), PAIRS[::7])
def test_a_phrase_itself_is_certain(phrase: str, intent: str) -> None:
    match = MATCHER.rank(phrase.upper() + "?!", limit=1)[0]

    assert (match.intent, match.score, match.phrase) == (intent, 1.0, phrase)


def test_unknown_words_lower_the_score_of_all() -> None:
    before = {match.intent: match.score for match in MATCHER.rank("who drew the castle", limit=None)}
    after = MATCHER.rank("who drew the castle xylophone quartet", limit=None)

    assert sum(match.score for match in after) < sum(before.values())
    assert after[0].score < max(before.values())


@pytest.mark.parametrize("question", ["", "?!", "🙂", "\ud800", "हिन्दी"])
def test_what_shares_nothing_matches_nothing(question: str) -> None:
    assert [match for match in MATCHER.rank(question) if match.score > 0.7] == []


@given(ANY_TEXT, st.sampled_from([1, 2, None]))
def test_any_text_gets_a_sound_ranking(question: str, limit: int | None) -> None:
    ranked = MATCHER.rank(question, limit)

    assert len(ranked) <= (limit or len(SUBJECTS))
    assert all(0.0 <= match.score <= 1.0 for match in ranked)
    assert [match.score for match in ranked] == sorted((match.score for match in ranked), reverse=True)
    assert {(match.phrase, match.intent) for match in ranked} <= set(PAIRS)


def test_an_intent_without_a_word_in_its_phrases_is_never_shown() -> None:
    matcher = IntentMatcher.fit([*PAIRS, *(("?!", "silent") for _ in range(5))])

    assert all(match.phrase != "?!" for match in matcher.rank("who designed the castle", limit=None))


def test_the_ranking_is_the_same_in_every_process(environment: dict[str, str]) -> None:
    code = (
        "from assistant.matching import IntentMatcher\n"
        f"print(IntentMatcher.fit({PAIRS}).rank('castle hours?'))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in "12"
    }

    assert printed == {repr(MATCHER.rank("castle hours?"))}


def test_numpy_is_loaded_for_training_alone(environment: dict[str, str]) -> None:
    code = (
        "import sys\n"
        "from assistant.matching import IntentMatcher\n"
        "from assistant.matching.analysis import Analyzer\n"
        f"pairs = {PAIRS}\n"
        "IntentMatcher(pairs, Analyzer()).rank('who')\n"
        "before = 'numpy' in sys.modules\n"
        "IntentMatcher.fit(pairs)\n"
        "print(before, 'numpy' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "True"]


def test_without_training_the_ranking_goes_by_the_features() -> None:
    matcher = IntentMatcher(PAIRS, Analyzer())

    ranked = matcher.rank_analysis(matcher.analyzer.analyse("who designed the tower"))
    assert matcher.rank("who designed the tower") == [
        Match(found.intent, found.score, found.phrase) for found in ranked
    ]


# The nearest phrase


def test_the_nearest_phrase_of_an_intent() -> None:
    nearest = NearestPhrases([["open", "door"], ["open", "gate"], [], ["sing", "songs"]], [0, 0, 1, 1])
    bag = nearest.bag(["the", "gate"])

    assert nearest.nearest(bag, 0)[1] == 1
    assert nearest.nearest(bag, 1) == (0.0, 3)
    assert nearest.nearest(nearest.bag(["song", "sing"]), 1) == (pytest.approx(1.0), 3)


def test_an_unknown_word_is_far_from_everything() -> None:
    nearest = NearestPhrases([["open", "door"]], [0])

    assert nearest.nearest(nearest.bag(["open", "door", "zzz"]), 0)[0] < 0.9


def test_an_intent_of_phrases_without_words_has_none() -> None:
    nearest = NearestPhrases([[], ["open"]], [0, 1])

    assert nearest.nearest(nearest.bag(["open"]), 0) == (0.0, -1)


# Sampling


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(1, 80))
def test_a_sample_is_even(owners: list[int], most: int) -> None:
    chosen = even_sample(owners, most)

    assert chosen == sorted(set(chosen))
    assert {owners[index] for index in chosen} == set(owners)
    if len(owners) <= most:
        assert len(chosen) == len(owners)
    else:
        assert len(chosen) <= max(most, len(set(owners)))
        share = max(1, most // len(set(owners)))
        for intent in set(owners):
            assert [owners[i] for i in chosen].count(intent) == min(share, owners.count(intent))
