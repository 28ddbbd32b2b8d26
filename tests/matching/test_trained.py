"""A matcher that has learnt from many phrases an intent."""

from __future__ import annotations

from itertools import pairwise, product
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching import IntentMatcher, Match, parameters

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
    for template, place in product(templates, PLACES)
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
        pytest.param("hour", "openingHours", id="an inflection"),
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


def test_training_changes_how_likely_intents_are_and_not_what_is_shared() -> None:
    counted = IntentMatcher.build(PAIRS)
    by_counts, trained = (
        {each.intent: each for each in m.rank("who opened the castle")} for m in (counted, MATCHER)
    )

    assert by_counts.keys() == trained.keys() == {"architect", "openingHours"}
    for intent, match in by_counts.items():
        assert match.phrase == trained[intent].phrase
        assert match.score != trained[intent].score


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        pytest.param("tickets for the castle", "ticket_price", id="words with an underscore between"),
        pytest.param("castle working times", "workingTimes", id="words like these"),
    ],
)
def test_a_word_of_an_intent_s_name_speaks_for_it(question: str, intent: str) -> None:
    pairs = [(phrase, {"openingHours": "workingTimes"}.get(own, own)) for phrase, own in PAIRS]
    numbers = {own: f"intent {number}" for number, own in enumerate(dict(pairs).values())}

    def margin(names: dict[str, str]) -> float:
        """By how much the intent is ahead of the next one, or behind the first."""
        matcher = IntentMatcher.fit([(phrase, names.get(own, own)) for phrase, own in pairs])
        scores = {match.intent: match.score for match in matcher.rank(question)}
        return scores.pop(names.get(intent, intent)) - max(scores.values())

    assert margin({}) > max(0.0, margin(numbers)) + 0.02


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(1, 30))
def test_many_phrases_are_sampled_evenly_from_each_intent(sizes: list[int], most: int) -> None:
    # Each phrase has a word of its own, by which the likelihood shows that it was trained on.
    intents = "abcde"
    words = {
        intent: [f"xx{intent}{number}" for number in range(size)]
        for intent, size in zip(intents, sizes, strict=False)
    }
    pairs = [(word, f"{intent}{intent}") for intent, own in words.items() for word in own]
    with mock.patch.object(parameters, "TRAINED_ON", most):
        matcher = IntentMatcher.fit(pairs)
    chosen = {
        intent: [place for place, word in enumerate(own) if f" {word}" in matcher.likelihood.numbers]
        for intent, own in words.items()
    }
    share = max(1, most // len(words))

    for intent, own in words.items():
        assert len(chosen[intent]) == (len(own) if len(pairs) <= most else min(share, len(own)))
        # From the whole of them, no two further apart than others by more than one.
        steps = {after - before for before, after in pairwise(chosen[intent])}
        assert max(steps, default=0) <= min(steps, default=0) + 1


def test_a_phrase_that_was_not_trained_on_is_matched_all_the_same() -> None:
    with mock.patch.object(parameters, "TRAINED_ON", 6):
        matcher = IntentMatcher.fit(
            [*PAIRS, *((f"zyzzyva{number} cellar", "cellar") for number in range(20))]
        )

    for phrase, intent in PAIRS:
        assert matcher.rank(phrase)[0] == Match(intent, 1.0, phrase)
    for number in range(20):
        assert matcher.rank(f"zyzzyva{number}")[0].phrase == f"zyzzyva{number} cellar"
