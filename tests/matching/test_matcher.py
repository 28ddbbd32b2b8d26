"""The matcher through its public door: what a question shares with the phrases of an intent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching import IntentMatcher, Match
from assistant.matching.analysis import Analyzer
from assistant.matching.lexicon import Concept, Lexicon
from assistant.matching.matcher import is_specific
from assistant.text import phrase_key

if TYPE_CHECKING:
    from collections.abc import Mapping

Pair = tuple[str, str]
Make = Callable[[list[Pair]], IntentMatcher]

MAKES = [pytest.param(IntentMatcher.build, id="built"), pytest.param(IntentMatcher.fit, id="fitted")]

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


def scores(question: str) -> dict[str, float]:
    """How much a question shares with each intent."""
    ranking = MATCHER.ranking(MATCHER.analyzer.analyse(question))
    return {
        MATCHER.intents[intent]: score
        for intent, score in zip(ranking.intents.tolist(), ranking.scores.tolist(), strict=True)
    }


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
    before, after = (scores(text) for text in (phrase, f"{phrase} in patagonia"))

    assert before.keys() == after.keys()
    assert all(after[intent] < before[intent] for intent in before)
    assert best(phrase) == best(f"{phrase} in patagonia")
    assert MATCHER.rank(f"{phrase} in patagonia")[0].score < MATCHER.rank(phrase)[0].score


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


@pytest.mark.parametrize("make", MAKES)
def test_two_matchers_made_alike_rank_alike(make: Make) -> None:
    first, second = make(PAIRS), make(iter(PAIRS))

    for question in ("opening of the lighthouse", "how much", "who", "parking at the musuem"):
        assert first.rank(question) == second.rank(question) != []


@pytest.mark.parametrize("make", MAKES)
@given(pairs=st.permutations(PAIRS))
def test_the_order_of_the_phrases_does_not_change_what_is_meant(make: Make, pairs: list[Pair]) -> None:
    question = "opening hours of the lighthouse"
    scores = {match.intent: match.score for match in make(pairs).rank(question)}

    # A trained matcher has seen the phrases in another order, which changes little.
    assert scores == pytest.approx(
        {match.intent: match.score for match in make(PAIRS).rank(question)}, abs=0.02
    )


@pytest.mark.parametrize("make", MAKES)
@given(question=ANY_TEXT)
def test_without_phrases_nothing_matches(make: Make, question: str) -> None:
    assert make([]).rank(question) == []


@pytest.mark.parametrize("question", ["", "  ", "?!", "\0", "\ud800", "🙂"])
def test_a_text_without_words_matches_nothing(question: str) -> None:
    assert MATCHER.rank(question) == []


def test_one_intent_alone() -> None:
    ranked = IntentMatcher.fit([("when does it open", "opening")]).rank("when does it open")

    assert [(match.intent, match.phrase) for match in ranked] == [("opening", "when does it open")]
    assert ranked[0].score > 0.8


@pytest.mark.parametrize("make", MAKES)
def test_a_phrase_of_two_intents_is_that_of_the_first_and_near_the_other(make: Make) -> None:
    first, second = make([("open the door", "b"), ("open the door", "a")]).rank("open the door")

    assert first == Match("b", 1.0, "open the door")
    assert (second.intent, second.phrase) == ("a", "open the door")
    assert second.score > 0.4


def test_of_two_intents_alike_the_first_in_the_alphabet_comes_first() -> None:
    matcher = IntentMatcher.build([("open the door", "b"), ("open the door", "a")])
    first, second = matcher.rank("the door, is it open?")

    assert (first.intent, second.intent) == ("a", "b")
    assert first.score == second.score


def test_a_phrase_said_twice_is_no_further_intent() -> None:
    ranked = IntentMatcher.fit([("open the door", "a"), ("open the door", "a"), ("shut it", "b")]).rank(
        "open the door"
    )

    assert [match.intent for match in ranked] == ["a"]


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("pairs", [[("", "a")], [("?!", "a"), ("🙂", "b")]])
def test_phrases_without_words_match_nothing(make: Make, pairs: list[Pair]) -> None:
    assert make(pairs).rank("when does it open") == []


# Phrases by their wording


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize(("phrase", "intent"), PAIRS)
def test_a_phrase_itself_is_certain(make: Make, phrase: str, intent: str) -> None:
    match = make(PAIRS).rank(f"  {phrase.upper()}?!", limit=1)[0]

    assert match == Match(intent, 1.0, phrase)


@pytest.mark.parametrize("make", MAKES)
def test_a_phrase_itself_is_found_among_many_intents_with_its_words(make: Make) -> None:
    crowd = [(f"the tower of clocks number {word}", f"intent {word}") for word in range(60)]
    crowd += [(f"a tower {word}", "rare") for word in ("bell", "gate", "wall", "door", "roof")]
    matcher = make([*crowd, ("the tower of clocks", "rare")])

    assert matcher.rank("The tower of clocks?")[0] == Match("rare", 1.0, "the tower of clocks")


@given(st.lists(st.text("aB c?", max_size=4), max_size=8), st.text("aB c?", max_size=4))
def test_the_first_phrase_with_the_same_wording_is_found(phrases: list[str], text: str) -> None:
    matcher = IntentMatcher.build([(phrase, "a") for phrase in phrases])
    keys = [phrase_key(phrase) for phrase in phrases]
    key = phrase_key(text)

    assert matcher.exact(key) == (keys.index(key) if key in keys else -1)


def test_wordings_with_the_same_checksum_are_told_apart() -> None:
    # CRC-32 does not tell these two words apart.
    matcher = IntentMatcher.build([("plumless", "a"), ("two", "a"), ("Buckeroo!", "b")])

    assert [matcher.exact(key) for key in ("buckeroo", "plumless", "two", "three")] == [2, 0, 1, -1]
    assert matcher.rank("buckeroo")[0] == Match("b", 1.0, "Buckeroo!")


def test_phrases_are_numbered_by_their_intents_in_the_order_given() -> None:
    matcher = IntentMatcher.build([("one", "b"), ("two", "a"), ("three", "b"), ("four", "a")])

    assert matcher.intents == ("b", "a")
    assert matcher.phrases == ["one", "three", "two", "four"]


# In a conversation

TALKING = IntentMatcher.build(
    [
        *(("when does the museum open", "museum hours"), ("when does the garden open", "garden hours")),
        *(("where is the museum", "museum place"), ("where is the garden", "garden place")),
        ("who built the lighthouse", "lighthouse"),
    ]
)


def ranked(
    question: str, context: Mapping[str, float] | None = None, bonus: list[float] | None = None
) -> list[str]:
    """The intents for `question`, best first."""
    ranking = TALKING.ranking(
        TALKING.analyzer.analyse(question), context, None if bonus is None else np.array(bonus)
    )
    return [TALKING.intents[intent] for intent in ranking.intents.tolist()]


@pytest.mark.parametrize("subject", ["museum", "garden"])
def test_what_a_conversation_established_helps_to_explain_a_phrase(subject: str) -> None:
    assert ranked("and when does it open", {subject: 0.8})[0] == f"{subject} hours"


def test_what_a_conversation_established_finds_nothing_by_itself() -> None:
    assert ranked("zyzzyva", {"museum": 1.0}) == []
    assert "lighthouse" not in ranked("when does it open", {"lighthous": 1.0, "built": 1.0})


def test_a_bonus_is_added_to_the_scores() -> None:
    question = "when does the garden or the museum open"
    bonus = [0.1 if intent == "garden hours" else -0.1 for intent in TALKING.intents]

    assert ranked(question, bonus=bonus)[0] == "garden hours"
    assert ranked(question, bonus=[-each for each in bonus])[0] != "garden hours"


@given(
    ANY_TEXT,
    st.dictionaries(st.sampled_from(("museum", "garden", "open", "?when", "zyzzyva")), st.floats(0.15, 1.0)),
    st.lists(st.floats(-0.3, 0.3), min_size=5, max_size=5),
)
def test_any_ranking_is_sound(question: str, context: dict[str, float], bonus: list[float]) -> None:
    found = TALKING.ranking(TALKING.analyzer.analyse(question), context, np.array(bonus))
    scores = found.scores.tolist()

    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert all(likelihood <= 0.0 for likelihood in found.likelihoods.tolist())
    assert [TALKING.index.owner(phrase) for phrase in found.phrases.tolist()] == found.intents.tolist()
    assert found.score == (scores[0] if scores else 0.0)
    assert [column.tolist() for column in found.first(2)] == [column.tolist()[:2] for column in found]


@pytest.mark.parametrize(
    ("question", "intent"), [("when, the museum?", "museum hours"), ("where, the museum?", "museum place")]
)
def test_an_intent_that_is_never_asked_for_the_same_counts_less(question: str, intent: str) -> None:
    assert ranked(question)[0] == intent


@pytest.mark.parametrize(
    ("text", "scant"), [("and when?", True), ("", True), ("when does the museum open", False)]
)
def test_a_text_that_says_next_to_nothing_but_what_it_asks_for_is_scant(text: str, scant: bool) -> None:
    assert TALKING.is_scant(TALKING.analyzer.analyse(text)) is scant


@pytest.mark.parametrize(
    ("name", "specific"),
    [("?when", True), ("?who", True), ("?yesno", False), ("?what", False), ("when", False)],
)
def test_what_asks_for_a_person_a_time_or_a_place_is_specific(name: str, specific: bool) -> None:
    assert is_specific(name) is specific
