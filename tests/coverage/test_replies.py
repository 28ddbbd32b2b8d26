"""What replies drew on, counted."""

from __future__ import annotations

import pytest

from assistant.coverage.replies import MOST_TINTED, Coverage
from assistant.reply import Citation, Reply, Status
from tests.tui.fake import NAME, NOTHING, REPLIES, SOURCE

APPROVED, LENGTH, PLANS, COST = (
    REPLIES[question]
    for question in ("Who approved the bridge?", "How long will it be?", "When can I see the plans?", "cost")
)


def test_each_answer_counts_once_for_a_sentence() -> None:
    twice = REPLIES["Who is it for, and who made it?"]
    assert [quote.sentence for quote in twice.citations].count(7) == 2
    covered = Coverage.of([SOURCE], [APPROVED, LENGTH, twice, APPROVED])
    assert covered.counts == {(NAME, 2): 2, (NAME, 3): 1, (NAME, 7): 1, (NAME, 9): 1}
    assert covered.times(NAME, 1) == 0


def quoting(*spans: tuple[int, int], status: Status = Status.ANSWERED) -> Reply:
    cited = [Citation(source=NAME, sentence=2, start=start, end=end, quote="x") for start, end in spans]
    return Reply(question="?", status=status, answer="!", citations=tuple(cited))


@pytest.mark.parametrize(
    ("replies", "parts"),
    [
        ([quoting((0, 4), (2, 6), (8, 9))], [(0, 6, 1), (8, 9, 1)]),
        ([quoting((0, 6)), quoting((4, 9))], [(0, 4, 1), (4, 6, 2), (6, 9, 1)]),
        ([quoting((0, 6)), quoting((0, 6), status=Status.PASSAGE)], [(0, 6, 2)]),
        ([quoting((0, 6), status=Status.CLARIFY), quoting((0, 6), status=Status.NOT_IN_ARTICLE)], []),
    ],
    ids=["once for a word", "where replies overlap", "answers and passages", "nothing else"],
)
def test_how_many_replies_quote_which_words(replies: list[Reply], parts: list[tuple[int, int, int]]) -> None:
    assert list(Coverage.of([SOURCE], replies).parts(NAME, 2)) == parts


def test_what_was_quoted_with_a_refusal_was_not_drawn_on() -> None:
    covered = Coverage.of([SOURCE], [COST, NOTHING, REPLIES["hello"], REPLIES["who"]])
    assert covered.counts == {}
    assert covered.refused == (COST, NOTHING)


def test_what_was_quoted_of_another_article_does_not_count() -> None:
    elsewhere = [
        Citation(source="other.txt", sentence=1, start=0, end=1, quote="x"),
        Citation(source=NAME, sentence=999, start=0, end=1, quote="A"),
    ]
    reply = Reply(question="?", status=Status.ANSWERED, answer="!", citations=tuple(elsewhere))
    assert Coverage.of([SOURCE], [reply]).drawn_on == 0


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ((), "0 of 15 sentences, drawn on 0 times; 0 questions refused"),
        ((LENGTH, COST), "1 of 15 sentences, drawn on once; 1 question refused"),
        ((PLANS, LENGTH, LENGTH, COST, COST), "3 of 15 sentences, drawn on 4 times; 2 questions refused"),
    ],
)
def test_in_words(replies: tuple[Reply, ...], words: str) -> None:
    assert Coverage.of([SOURCE], replies).in_words == words


def test_share_and_tint() -> None:
    covered = Coverage.of([SOURCE], [LENGTH] * 9 + [APPROVED])
    assert covered.share == pytest.approx(2 / 15)
    assert [covered.tint(NAME, number) for number in (1, 2, 3)] == [0, 1, MOST_TINTED]
    assert Coverage.of([], []).share == 0
