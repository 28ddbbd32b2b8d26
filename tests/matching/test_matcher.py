"""The matcher through its public door: what a question shares with the phrases of an intent."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching import IntentMatcher, Match
from assistant.matching.analysis import Analyzer
from assistant.matching.lexicon import Concept, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

PAIRS = [
    ("when does the museum open", "opening"),
    ("opening hours of the museum", "opening"),
    ("how much is a ticket", "price"),
    ("what does admission cost", "price"),
    ("who designed the lighthouse", "architect"),
    ("name of the architect", "architect"),
    ("where can i park my bicycle", "parking"),
    ("is there a garage for cars", "parking"),
]
LEXICON = Lexicon(
    [
        (Concept("museum"), ["museum", "gallery", "moma", "museum of modern art"]),
        (Concept("price"), ["price", "ticket", "admission", "fee"]),
    ]
)
MATCHER = IntentMatcher.fit(PAIRS)
KNOWING = IntentMatcher.fit(PAIRS, Analyzer(LEXICON))
PIECES = ("when", "who", "museum", "MUSEUM's", "ticket", "lighthuose", "the", "?", "\0", "\ud800", "हिन्दी")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80) | st.lists(st.sampled_from(PIECES)).map(
    " ".join
)


def best(question: str, matcher: IntentMatcher = MATCHER) -> str:
    return matcher.rank(question)[0].intent


def score(question: str, intent: str, matcher: IntentMatcher = MATCHER) -> float:
    return next(match.score for match in matcher.rank(question, limit=None) if match.intent == intent)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        pytest.param("who designed the lighthouse", "architect", id="the phrase itself"),
        pytest.param("WHO designed, the LIGHTHOUSE?!", "architect", id="case and punctuation"),
        pytest.param("the lighthouse was designed by whom", "architect", id="word order"),
        pytest.param("who was designing lighthouses", "architect", id="inflection"),
        pytest.param("who desinged the lighthuose", "architect", id="typos"),
        pytest.param("whodesigned the lighthouse", "architect", id="space left out"),
        pytest.param("bicycles parking", "parking", id="words alone"),
        pytest.param("whn does the musuem opn", "opening", id="typos in every word"),
    ],
)
def test_the_intent_that_is_meant_comes_first(question: str, intent: str) -> None:
    assert best(question) == intent


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        pytest.param("when does the gallery open", "opening", id="synonym"),
        pytest.param("opening hours of moma", "opening", id="abbreviation"),
        pytest.param("opening hours of the museum of modern art", "opening", id="form of several words"),
        pytest.param("how much is the fee", "price", id="synonym beside a phrase without it"),
    ],
)
def test_the_lexicon_makes_other_words_count_as_the_same(question: str, intent: str) -> None:
    assert best(question, KNOWING) == intent
    assert score(question, intent, KNOWING) > score(question, intent, MATCHER)


@pytest.mark.parametrize("phrase", ["who designed the lighthouse", "how much is a ticket"])
def test_an_unknown_word_counts_against_every_intent(phrase: str) -> None:
    before = {match.intent: match.score for match in MATCHER.rank(phrase, limit=None)}
    after = {match.intent: match.score for match in MATCHER.rank(phrase + " in patagonia", limit=None)}

    assert before.keys() == after.keys()
    assert all(after[intent] < before[intent] for intent in before)


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    # Four intents share "museum"; one alone has "lighthouse".
    pairs = [(f"{word} museum", word) for word in ("lighthouse", "garden", "railway", "harbour")]

    ranked = IntentMatcher.fit(pairs).rank("lighthouse museum", limit=None)

    assert ranked[0].intent == "lighthouse"
    assert all(ranked[0].score > 2 * match.score for match in ranked[1:])


def test_a_phrase_itself_scores_high() -> None:
    assert all(score(phrase, intent) > 0.8 for phrase, intent in PAIRS)


def test_a_match_names_the_nearest_phrase() -> None:
    assert MATCHER.rank("the name of its architect")[0].phrase == "name of the architect"


def test_the_limit_cuts_the_ranking() -> None:
    whole = MATCHER.rank("when is the museum open and who designed the lighthouse", limit=None)

    assert len(whole) == 2
    assert MATCHER.rank("when is the museum open and who designed the lighthouse", limit=2) == whole[:2]


@given(ANY_TEXT)
def test_any_text_gets_a_sound_ranking(question: str) -> None:
    ranked = MATCHER.rank(question, limit=None)

    assert all(0.0 <= match.score <= 1.0 for match in ranked)
    assert [match.score for match in ranked] == sorted((match.score for match in ranked), reverse=True)
    assert len({match.intent for match in ranked}) == len(ranked)
    assert {(match.phrase, match.intent) for match in ranked} <= set(PAIRS)


@given(ANY_TEXT)
def test_two_matchers_made_alike_rank_alike(question: str) -> None:
    assert IntentMatcher.fit(PAIRS).rank(question) == MATCHER.rank(question)


@given(st.permutations(PAIRS))
def test_the_order_of_the_phrases_does_not_change_what_is_meant(pairs: Iterable[tuple[str, str]]) -> None:
    question = "opening hours of the lighthouse"
    expected = {match.intent: pytest.approx(match.score) for match in MATCHER.rank(question)}

    assert {match.intent: match.score for match in IntentMatcher.fit(pairs).rank(question)} == expected


def test_the_ranking_is_the_same_in_every_process(environment: dict[str, str]) -> None:
    question = "opening the lighthouse"
    code = (
        f"from assistant.matching import IntentMatcher; print(IntentMatcher.fit({PAIRS}).rank({question!r}))"
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

    assert printed == {repr(MATCHER.rank(question))}


@given(ANY_TEXT)
def test_without_phrases_nothing_matches(question: str) -> None:
    assert IntentMatcher.fit([]).rank(question) == []


@pytest.mark.parametrize("question", ["", "  ", "?!", "\0", "\ud800", "🙂"])
def test_a_text_without_words_matches_nothing(question: str) -> None:
    assert MATCHER.rank(question) == []


def test_one_intent_alone() -> None:
    ranked = IntentMatcher.fit([("when does it open", "opening")]).rank("when does it open")

    assert [(match.intent, match.phrase) for match in ranked] == [("opening", "when does it open")]
    assert ranked[0].score > 0.8


def test_a_phrase_of_two_intents_scores_the_same_for_both() -> None:
    first, second = IntentMatcher.fit([("open the door", "b"), ("open the door", "a")]).rank("open the door")

    assert first == Match("a", second.score, second.phrase)


def test_a_phrase_said_twice_is_no_further_intent() -> None:
    ranked = IntentMatcher.fit([("open the door", "a"), ("open the door", "a"), ("shut it", "b")]).rank(
        "open the door"
    )

    assert [match.intent for match in ranked] == ["a"]


@pytest.mark.parametrize("pairs", [[("", "a")], [("?!", "a"), ("🙂", "b")]])
def test_phrases_without_words_match_nothing(pairs: list[tuple[str, str]]) -> None:
    assert IntentMatcher.fit(pairs).rank("when does it open") == []


def test_a_phrase_itself_is_found_among_many_intents_with_its_words() -> None:
    crowd = [(f"the tower of clocks number {word}", f"intent {word}") for word in range(60)]
    crowd += [(f"a tower {word}", "rare") for word in ("bell", "gate", "wall", "door", "roof")]
    matcher = IntentMatcher([*crowd, ("the tower of clocks", "rare")], Analyzer())

    assert matcher.rank("The tower of clocks?")[0] == Match("rare", 1.0, "the tower of clocks")
