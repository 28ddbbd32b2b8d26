"""What is read of a sentence by plain rules: who does what, and what is named."""

from __future__ import annotations

import pytest

from assistant.knowledge.drafting.names import Kind, text_of
from assistant.knowledge.drafting.people import people
from assistant.knowledge.drafting.reading import SentenceRead
from assistant.knowledge.drafting.tagging import Tagger


def read(*sentences: str) -> list[SentenceRead]:
    tagger = Tagger(sentences)
    return [SentenceRead(tagger.tag(sentence)) for sentence in sentences]


def clauses(sentence: str) -> list[tuple[str, str, str]]:
    """Subject, verb and base form of each clause."""
    (plain,) = read(sentence)
    return [
        (
            text_of(plain.tokens[slice(*clause.subject)]),
            text_of(plain.tokens[slice(*clause.group)]),
            clause.verb.lemma if clause.verb else "",
        )
        for clause in plain.clauses
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council approved the bridge on Monday.", [("the council", "approved", "approve")]),
        ("On Monday, the council approved it.", [("the council", "approved", "approve")]),
        ("The bridge will be opened in May.", [("the bridge", "will be opened", "open")]),
        ("The first vote is to be held in June.", [("the first vote", "is to be held", "hold")]),
        ("A ticket costs 8 euros.", [("a ticket", "costs", "cost")]),
        (
            "The ferry, which sails at noon, carries two cars.",
            [("the ferry", "sails", "sail"), ("the ferry", "carries", "carry")],
        ),
        (
            "Anna Kerr, the head of the club, left and thanked the members.",
            [("Anna Kerr", "left", "leave"), ("Anna Kerr", "thanked", "thank")],
        ),
        ("The Rowing Club (RC) bought a boat.", [("the Rowing Club", "bought", "buy")]),
        ("The coach, Anna Kerr, said nothing.", [("Anna Kerr", "said", "say")]),
        (
            "Visitors saw a clock made in 1911, which weighs a tonne.",
            [("visitors", "saw", "see"), ("a clock", "made", "make"), ("a clock", "weighs", "weigh")],
        ),
        (
            "“We will win,” said the coach.",
            [("we", "will win", "win"), ("the coach", "said", "say")],
        ),
    ],
)
def test_who_does_what(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert clauses(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        ("They met on 3 June 2022.", "3 June 2022", Kind.TIME),
        ("They met in May.", "May", Kind.TIME),
        ("It cost 2.4 million euros.", "2.4 million euros", Kind.MONEY),
        ("It cost NZ$26 million.", "NZ$26 million", Kind.MONEY),
        ("About 60 percent of the seats are taken.", "60 percent of the seats", Kind.SHARE),
        ("It took eleven years.", "eleven years", Kind.DURATION),
        ("It weighs four tonnes.", "four tonnes", Kind.MEASURE),
        ("It has 62 bus routes.", "62 bus routes", Kind.COUNT),
        ("Tickets are sold at www.dome.example.", "www.dome.example", Kind.ADDRESS),
        ("They live in Karlsberg.", "Karlsberg", Kind.PLACE),
        ("The Harbour Authority agreed.", "the Harbour Authority", Kind.ORGANISATION),
        ("Mayor Piet Hollmann agreed.", "mayor Piet Hollmann", Kind.PERSON),
        ("They liked the old roof.", "the old roof", Kind.THING),
    ],
)
def test_what_is_named(sentence: str, text: str, kind: Kind) -> None:
    (plain,) = read(sentence)

    assert (text, kind) in [(each.text, each.kind) for each in plain.names]


def test_people_have_their_names_and_roles() -> None:
    aubert, hollmann = people(
        read(
            "Professor Lena Aubert, the director of the observatory, left.",
            "Aubert thanked Mayor Piet Hollmann.",
        )
    )

    assert aubert.name == "Lena Aubert"
    assert (aubert.roles, aubert.of, aubert.sentence) == (["professor", "director"], "the observatory", 0)
    assert {"Lena Aubert", "Aubert", "Ms Aubert", "director"} <= set(aubert.forms)
    assert (hollmann.name, hollmann.roles) == ("Piet Hollmann", ["mayor"])


def test_a_role_that_two_people_have_names_neither() -> None:
    everyone = people(read("Minister Ana Silva met Minister Ben Torres.", "Minister Ana Silva left."))

    assert [(person.name, person.roles) for person in everyone] == [("Ana Silva", []), ("Ben Torres", [])]
