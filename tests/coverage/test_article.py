"""The article cut into words by what reaches them, and the sum of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.coverage.article import By, CoveredArticle, Scale
from assistant.coverage.replies import Coverage

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.knowledge.pack import Pack

MAPS, OLDEST, FERRY = (
    "How many maps are there?",
    "What does the oldest map show?",
    "When does the ferry sail?",
)


def asked(library: Assistant, *questions: str) -> CoveredArticle:
    replies = Coverage.of(library.pack.sources.values(), map(library.ask, questions))
    return CoveredArticle.of(library.pack, replies)


def words(covered: CoveredArticle, number: int, by: By) -> list[tuple[str, int]]:
    reach = next(each for each in covered.of_source(covered.pack.sources["library.txt"])
                 if each.sentence.number == number)  # fmt: skip
    return [(part.text, part.reaching) for part in covered.parts(reach, by)]


def test_words_are_parted_where_other_intents_reach_them(pack: Pack) -> None:
    covered = CoveredArticle.of(pack)

    assert words(covered, 3, By.INTENTS) == [
        ("It has 900 ", 1),
        ("maps", 2),
        (", and the oldest map shows an island.", 1),
    ]


def test_a_name_that_no_intent_mentions_is_a_part_of_its_own(pack: Pack) -> None:
    covered = CoveredArticle.of(pack)
    parts = [part for each in covered.reached for part in covered.parts(each, By.INTENTS) if part.name]

    assert [(part.text, part.reaching) for part in parts] == [("Edda Holm ", 0)]


def test_words_are_parted_where_more_or_fewer_questions_were_answered_with_them(library: Assistant) -> None:
    covered = asked(library, MAPS, MAPS, OLDEST)

    assert words(covered, 3, By.QUESTIONS) == [
        ("It has 900 ", 2),
        ("maps", 3),
        (", and the oldest map shows an island.", 1),
    ]
    assert words(covered, 2, By.QUESTIONS) == [("Warden Edda Holm opened the library on 4 May.", 0)]


def test_a_sentence_that_was_shown_as_a_passage_was_reached_too(library: Assistant) -> None:
    covered = asked(library, "May I borrow a map?", MAPS)
    missed = covered.missed[0]

    assert words(covered, 4, By.QUESTIONS) == [("Nobody may borrow a map.", 1)]
    assert covered.asked(missed) == "1 passage"


def test_there_is_no_view_by_questions_where_none_was_asked(library: Assistant) -> None:
    assert CoveredArticle.of(library.pack).views == asked(library).views == (By.INTENTS,)
    assert asked(library, MAPS).views == (By.INTENTS, By.QUESTIONS)


def test_in_words(library: Assistant) -> None:
    reach = [
        "4 intents reach 3 of 4 sentences that need a fact, and none reaches sentence 4 of library.txt.",
        "In sentence 2 of library.txt stands 1 name, date or number that no intent there mentions.",
    ]
    assert list(CoveredArticle.of(library.pack).in_words()) == reach
    assert list(asked(library).in_words()) == [*reach, "No question was asked of it."]
    assert list(asked(library, MAPS, "When does the ferry sail?", "Who is the mayor?").in_words()) == [
        *reach,
        "3 questions: answers rest on 2 sentences, passages show 0 sentences, 1 refused.",
    ]


@pytest.mark.parametrize(
    ("most", "shades"),
    [
        (0, ["1 or more"]),
        (1, ["1 or more"]),
        (3, ["1", "2 or more"]),
        (5, ["1", "2", "3 or more"]),
        (1_000_000, ["1 to 99", "100 to 9,999", "10,000 or more"]),
    ],
)
def test_a_scale_reaches_up_to_the_most_there_is(most: int, shades: list[str]) -> None:
    scale = Scale.up_to(most)

    shown = [scale.in_numbers(shade) for shade in range(1, len(scale.least) + 1)]
    assert shown == shades
    assert scale.shade(0) == 0
    assert [scale.shade(least) for least in scale.least] == [*range(1, len(shades) + 1)]
    assert scale.shade(max(most, 1)) == len(shades)
