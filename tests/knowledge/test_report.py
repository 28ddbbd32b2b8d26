"""The report on a sound pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.knowledge import IntentKind, PackReport

if TYPE_CHECKING:
    from .conftest import PackFolder


def test_numbers(pack: PackFolder) -> None:
    report = PackReport.of(pack.load())

    assert (report.sources, report.sentences, report.facts, report.topics) == (1, 5, 2, 1)
    assert report.intents == {IntentKind.ANSWER: 3, IntentKind.GAP: 1, IntentKind.CHAT: 1}
    assert (report.phrases, report.terms) == (11, 3)
    assert [(name, sentence.number) for name, sentence in report.unquoted] == [
        ("article.txt", 5),
    ]
    assert report.unused == ()


def test_lines(pack: PackFolder) -> None:
    pack.edit("joins_banks, begins_in_may]", "joins_banks]")
    pack.edit("facts: [begins_in_may]", "facts: [joins_banks]")

    assert PackReport.of(pack.load()).lines() == [
        "1 source, 5 sentences",
        "2 facts",
        "5 intents (3 answer, 1 gap, 1 chat) in 1 topic",
        "11 phrases",
        "3 terms",
        "19 shared intents for small talk, 1 replaced",
        "1 sentence that no fact quotes",
        "1 fact that no intent leads to",
    ]


def test_headings_tables_and_captions_need_no_fact(pack: PackFolder) -> None:
    pack.write(
        "seeds/more.txt",
        "# Costs\n\n| Year | Cost |\n|---|---|\n| 1 | 2 |\n\nPhoto: Ann\n\n- A bridge.\n\n***",
    )

    assert [
        sentence.text for name, sentence in PackReport.of(pack.load()).unquoted if name == "more.txt"
    ] == ["- A bridge."]


def test_every_sentence_quoted(pack: PackFolder) -> None:
    pack.write("seeds/article.txt", "“It will join the two banks. Work begins in May")

    assert PackReport.of(pack.load()).lines()[-1] == "every sentence that needs a fact is quoted by one"
