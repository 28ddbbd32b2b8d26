"""What the intents of a pack reach of its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.knowledge.reach import SentenceReach, reach_of

if TYPE_CHECKING:
    from .conftest import PackFolder

ARTICLE = """\
# The Orne Lighthouse

Keeper Marta Olsund lit the lamp of Orne on 4 May. The tower has 211 steps, and forty owls live there.

The Orne Trust gave 9,500 euros.
"""

ORNE = """\
topic: orne
title: The lighthouse
facts:
  - id: lit
    statement: Olsund lit it in May, on the 4th.
    quotes: [lit the lamp of Orne on 4 May]
  - id: steps
    statement: It has so many steps.
    quotes: [The tower has 211 steps]
  - id: unused
    statement: The trust paid 9500 euros.
    quotes: ["9,500 euros"]
intents:
  - id: when
    kind: answer
    question: When was it lit?
    facts: [lit]
    phrases: [date of the light]
  - id: what
    kind: answer
    question: What was lit?
    facts: [lit, steps]
    phrases: [which lamp of the headland]
  - id: height
    kind: answer
    question: How many steps has it?
    facts: [steps]
    phrases: [number of steps]
  - id: gap_trust
    kind: gap
    question: Who pays?
    says: The article names no payer.
    facts: [unused]
    phrases: [did the Orne Trust pay]
"""

LEXICON = """\
entities:
  - id: orne
    type: place
    forms: [orne, headland]
"""


@pytest.fixture
def orne(pack: PackFolder) -> PackFolder:
    pack.write("seeds/article.txt", ARTICLE)
    pack.write("intents/bridge.yaml", ORNE.replace("topic: orne", "topic: bridge"))
    pack.write("intents/lexicon.yaml", LEXICON)
    pack.edit("Who wants the bridge?", "When was it lit?", "intents/pack.yaml")
    pack.edit("When does the work begin?", "What was lit?", "intents/pack.yaml")
    pack.edit("What will the bridge do?", "How many steps has it?", "intents/pack.yaml")
    return pack


def reached(folder: PackFolder) -> list[SentenceReach]:
    return list(reach_of(folder.load()))


def unreached(folder: PackFolder) -> list[str]:
    return [name.text for each in reached(folder) for name in each.unreached_names]


def test_only_the_quoted_words_are_reached_each_by_the_intents_that_quote_them(orne: PackFolder) -> None:
    orne.edit("    facts: [steps]", "    facts: [steps, tower]")
    orne.edit(
        "  - id: unused", "  - id: tower\n    statement: A tower.\n    quotes: [The tower]\n  - id: unused"
    )
    text = orne.load().sources["article.txt"].text

    assert [
        (each.intents, [(text[span.start : span.end], span.intents) for span in each.spans])
        for each in reached(orne)
    ] == [
        ((), []),
        (("when", "what"), [("lit the lamp of Orne on 4 May", ("when", "what"))]),
        (("what", "height"), [("The tower has 211 steps", ("what", "height"))]),
        ((), []),
    ]


def test_where_quotes_overlap_the_words_are_cut(orne: PackFolder) -> None:
    orne.edit("    facts: [steps]", "    facts: [tower]")
    orne.edit(
        "  - id: unused", "  - id: tower\n    statement: A tower.\n    quotes: [tower has]\n  - id: unused"
    )
    text = orne.load().sources["article.txt"].text

    assert [(text[span.start : span.end], span.intents) for span in reached(orne)[2].spans] == [
        ("The ", ("what",)),
        ("tower has", ("what", "height")),
        (" 211 steps", ("what",)),
    ]


def test_a_sentence_that_gaps_or_unused_facts_alone_quote_is_missed(orne: PackFolder) -> None:
    assert [each.is_missed for each in reached(orne)] == [False, False, False, True]


def test_a_name_that_no_intent_there_mentions_is_unreached(orne: PackFolder) -> None:
    assert unreached(orne) == ["211 steps", "forty owls", "Orne Trust", "9,500 euros"]


def test_places_and_kinds_of_names(orne: PackFolder) -> None:
    text = orne.load().sources["article.txt"].text
    names = [name for each in reached(orne) for name in each.unreached_names]

    assert all(text[name.start : name.end] == name.text for name in names)
    assert [name.kind for name in names] == ["count", "count", "organisation", "money"]


@pytest.mark.parametrize(
    ("phrase", "left"),
    [
        ("are there 211 of them", ["forty owls"]),
        ("do 40 birds nest there", ["211 steps"]),
        ("two hundred", ["211 steps", "forty owls"]),
    ],
)
def test_a_number_is_mentioned_in_digits_or_in_words(orne: PackFolder, phrase: str, left: list[str]) -> None:
    orne.edit("phrases: [number of steps]", f"phrases: [{phrase}]")

    assert [name.text for name in reached(orne)[2].unreached_names] == left


def test_a_mention_where_another_sentence_is_reached_does_not_count_but_is_noted(orne: PackFolder) -> None:
    orne.edit("phrases: [date of the light]", "phrases: [was it for forty owls]")

    assert [(name.text, name.is_mentioned_elsewhere) for name in reached(orne)[2].unreached_names] == [
        ("211 steps", False),
        ("forty owls", True),
    ]


def test_a_name_is_mentioned_by_any_form_of_the_lexicon_and_a_person_by_the_last_name(
    orne: PackFolder,
) -> None:
    assert not reached(orne)[1].unreached_names

    orne.edit("[which lamp of the headland]", "[which lamp of the promontory]")
    orne.edit("Olsund lit it in May", "Somebody lit it in May")

    assert [name.text for name in reached(orne)[1].unreached_names] == ["Marta Olsund", "Orne"]
