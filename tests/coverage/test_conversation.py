"""What a conversation drew on of the article as it stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.coverage.conversation import NOTHING_ASKED, ConversationCoverage, standing_citations
from assistant.knowledge.sentences import split_sentences
from assistant.knowledge.source import Source
from assistant.reply import Citation
from tests.editing import edit

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.reply import Reply

ASKED = ("How high is the tower?", "how tall is it?", "Do children pay?", "Who designed the tower?", "Hello!")


@pytest.fixture
def replies(tiny: Assistant) -> list[Reply]:
    return [tiny.ask(question) for question in ASKED]


def test_it_is_told_a_statement_a_line(tiny: Assistant, replies: list[Reply]) -> None:
    assert list(ConversationCoverage.of(replies, tiny.pack.sources).spoken_lines()) == [
        "2 of 7 sentences, drawn on 3 times; 1 question refused.",
        "Sentence 3, 2 answers: The tower is 41 metres high.",
        "Sentence 5, 1 answer: “Children under twelve pay nothing – ever,” she promised.",
        "Not drawn on: sentences 1, 2, 4, 6, 7.",
        "Not in the article: Who designed the tower?",
    ]


def test_what_is_said_again_counts_once(tiny: Assistant) -> None:
    conversation = tiny.conversation()
    asked = (*ASKED[:1], "really?", "where does it say that?", "say that again", *ASKED[3:4], "are you sure?")
    replies = [conversation.ask(question) for question in asked]
    covered = ConversationCoverage.of(replies, tiny.pack.sources).coverage

    assert covered.in_words == "1 of 7 sentences, drawn on once; 1 question refused"


def test_without_a_question_there_is_nothing_to_tell(tiny: Assistant) -> None:
    assert list(ConversationCoverage.of([], tiny.pack.sources).spoken_lines()) == [NOTHING_ASKED]


def test_each_question_is_named_once_where_it_drew_on(tiny: Assistant, replies: list[Reply]) -> None:
    drawn = ConversationCoverage.of([*replies, replies[0]], tiny.pack.sources)
    assert {number: list(asked) for (_, number), asked in drawn.questions.items()} == {
        3: list(ASKED[:2]),
        5: [ASKED[2]],
    }


def test_what_was_quoted_counts_where_it_stands_now(tiny_copy: Path, replies: list[Reply]) -> None:
    edit(tiny_copy, "The tower is 41", "It rained. The tower is 41", "seeds/clocks.txt")
    for file in ("seeds/clocks.txt", "intents/tower.yaml"):
        edit(tiny_copy, "pay nothing", "pay little", file)
    drawn = ConversationCoverage.of(replies, Assistant.load(tiny_copy).pack.sources)

    assert [number for _, number in drawn.coverage.counts] == [4]
    assert [number for _, number in drawn.questions] == [4]


BRIEF = "The mill has a brass owl, a bell and an oak door. Nobody rings the bell. A brass owl is rare."


@pytest.mark.parametrize(
    ("quote", "sentence", "old", "new", "places"),
    [
        pytest.param("a bell", 1, "The mill", "Today the mill", [(1, "a bell")], id="moved"),
        pytest.param("brass owl", 1, "The mill", "Today the mill", [(1, "brass owl")], id="moved, of two"),
        pytest.param("brass owl", 3, "The mill", "Today the mill", [(3, "brass owl")], id="the other of two"),
        pytest.param("brass owl", 1, "a brass owl, ", "", [], id="gone, and named elsewhere"),
        pytest.param(
            "The mill has a brass",
            1,
            "The mill",
            "Snow fell. The mill",
            [(2, "The mill has a brass")],
            id="moved to another sentence",
        ),
    ],
)
def test_a_citation_stands_in_its_own_sentence_or_nowhere(
    quote: str, sentence: int, old: str, new: str, places: list[tuple[int, str]]
) -> None:
    before, after = (
        Source("mill.txt", text, split_sentences(text)) for text in (BRIEF, BRIEF.replace(old, new, 1))
    )
    start = before.text.index(quote, before.sentences[sentence - 1].start)
    cited = Citation(source="mill.txt", sentence=sentence, start=start, end=start + len(quote), quote=quote)

    standing = list(standing_citations([cited], {"mill.txt": after}))

    assert [(each.sentence, after.text[each.start : each.end]) for each in standing] == places
