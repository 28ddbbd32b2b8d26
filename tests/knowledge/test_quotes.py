"""Quotes: found by offsets, or told of with what comes nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.knowledge import Quote, Source, quotes, split_sentences
from assistant.knowledge.quotes import QuoteError, Quotes

if TYPE_CHECKING:
    from .conftest import PackFolder

NOT_THERE = "does not stand in the article word for word"
LONG = (
    "The council will help in many fields like roads, drains, submarine cables, certification of equipment,"
    " the use of the latest tools, capacity building, public protection, disaster relief, and management of"
    " all the other matters that the law leaves to it."
)


def source(name: str, text: str) -> Source:
    return Source(name, text, split_sentences(text))


def mistake(quote: str, *sources: Source) -> str:
    """What is wrong with a quote."""
    found = Quotes({each.name: each for each in sources}).find(quote)
    assert isinstance(found, QuoteError)
    return str(found)


@pytest.mark.parametrize(
    ("quote", "what"),
    [
        pytest.param(
            "Work begins in June",
            f"{NOT_THERE}; closest is sentence 4: “Work begins in May, says Dr. Ada Lund.”",
            id="closest sentence",
        ),
        pytest.param("zzz qqq", f"{NOT_THERE}; no sentence is close to it", id="nothing close"),
        pytest.param(
            'two banks - at last,\\"',
            f'{NOT_THERE}; only quotation marks, dashes or spaces differ: write "two banks – at last,”"',
            id="only marks",
        ),
        pytest.param(
            "work  begins in may",
            f'{NOT_THERE}; only capitals or such marks differ: write "Work begins in May"',
            id="only capitals",
        ),
        pytest.param(
            "Work begins in May ",
            f'{NOT_THERE}; only quotation marks, dashes or spaces differ: write "Work begins in May"',
            id="a space too many at the end",
        ),
        pytest.param(
            " Work begins in May", "begins or ends with a space: take it away", id="a space before a sentence"
        ),
        pytest.param(
            "approved the bridge on Monday",
            "stands 2 times, in sentence 1 and sentence 2: quote more words of the one",
            id="twice",
        ),
        pytest.param(
            "the",
            "stands 5 times, in sentence 1, sentence 2, sentence 3 and sentence 5:"
            " quote more words of the one",
            id="many times",
        ),
        pytest.param(
            "the mayor said. Work begins",
            "runs from sentence 3 into sentence 4: give each sentence a quote of its own",
            id="over two sentences",
        ),
    ],
)
def test_problem_with_a_quote(pack: PackFolder, quote: str, what: str) -> None:
    pack.edit("quotes: [Work begins in May]", f'quotes: ["{quote}"]')

    assert pack.problems() == [f"intents/bridge.yaml:10:14: facts[1].quotes[0]: {what}"]


def test_unknown_source(pack: PackFolder) -> None:
    pack.edit("quotes: [Work begins in May]", "quotes: [Work begins in May]\n    source: articel.txt")

    assert pack.problems() == [
        (
            "intents/bridge.yaml:11:13: facts[1].source: there is no file “articel.txt” in seeds;"
            " did you mean “article.txt”?"
        )
    ]


def test_source_key_tells_two_articles_apart(pack: PackFolder) -> None:
    pack.write("seeds/second.txt", "Nothing new. Work begins in May, still.")
    assert pack.problems() == [
        (
            "intents/bridge.yaml:10:14: facts[1].quotes[0]: stands 2 times, in sentence 4 of article.txt"
            " and sentence 2 of second.txt: write “source: article.txt” or “source: second.txt” beside it,"
            " or quote more words of the one"
        )
    ]

    pack.edit("quotes: [Work begins in May]", "quotes: [Work begins in May]\n    source: second.txt")
    assert pack.load().facts["begins_in_may"].quotes == (
        Quote("second.txt", 2, 13, 31, "Work begins in May"),
    )


def test_a_quote_names_its_source_where_it_stands_in_several(pack: PackFolder) -> None:
    pack.write("seeds/second.txt", "Nothing new. Work begins in May, still. The mayor is glad.")
    pack.edit(
        "quotes: [Work begins in May]",
        "quotes:\n      - {text: Work begins in May, source: second.txt}\n      - says Dr. Ada Lund",
    )

    assert [(quote.source, quote.sentence) for quote in pack.load().facts["begins_in_may"].quotes] == [
        ("second.txt", 2),
        ("article.txt", 4),
    ]


def test_a_quote_with_a_source_of_its_own_does_without_that_of_its_fact(pack: PackFolder) -> None:
    pack.write("seeds/second.txt", "Nothing new. Work begins in May, still. The mayor is glad.")
    pack.edit(
        "quotes: [Work begins in May]",
        "source: article.txt\n    quotes:\n      - text: The mayor is glad\n        source: second.txt\n"
        "      - Work begins in May",
    )

    assert [(quote.source, quote.sentence) for quote in pack.load().facts["begins_in_may"].quotes] == [
        ("second.txt", 3),
        ("article.txt", 4),
    ]


def test_a_source_is_offered_only_where_the_quote_stands_once_in_it(pack: PackFolder) -> None:
    pack.write("seeds/second.txt", "Work begins in May. Work begins in May.")

    assert pack.problems()[0].endswith(
        "write “source: article.txt” beside it, or quote more words of the one"
    )


@pytest.mark.parametrize(
    ("quote", "problem"),
    [
        (
            "{text: Work begins in May, source: articel.txt}",
            (
                "44: facts[1].quotes[0].source: there is no file “articel.txt” in seeds;"
                " did you mean “article.txt”?"
            ),
        ),
        (
            "{text: Work begins in June, source: article.txt}",
            (
                "16: facts[1].quotes[0].text: does not stand in the article word for word; closest is"
                " sentence 4: “Work begins in May, says Dr. Ada Lund.”"
            ),
        ),
        ("{source: article.txt}", "9: facts[1].quotes[0]: the key “text” is missing"),
        (
            "{txt: Work begins in May, source: article.txt}",
            "10: facts[1].quotes[0].txt: there is no key “txt”; did you mean “text”?",
        ),
        (
            "{text: [Work]}",
            "16: facts[1].quotes[0].text: must be text, not a list: put text that begins with [ in quotes",
        ),
        ("[Work]", "9: facts[1].quotes[0]: must be text, not a list: put text that begins with [ in quotes"),
        (
            "Work: begins",
            (
                "9: facts[1].quotes[0]: must be text; “: ” within text has a meaning of its own in YAML:"
                " put the whole text in quotes"
            ),
        ),
        ("2020", '9: facts[1].quotes[0]: YAML reads 2020 as a number: put it in quotes, "2020"'),
        ("''", "9: facts[1].quotes[0]: is empty: copy some words of the article"),
    ],
)
def test_problem_with_a_quote_as_written(pack: PackFolder, quote: str, problem: str) -> None:
    pack.edit("quotes: [Work begins in May]", f"quotes:\n      - {quote}")

    assert pack.problems()[0] == f"intents/bridge.yaml:11:{problem}"


def test_closest_sentence_names_its_article_where_there_are_several() -> None:
    several = source("a.txt", "Rain fell."), source("b.txt", "Snow fell. The sun rose.")

    assert "closest is sentence 2 of b.txt: “The sun rose.”" in mistake("The sun rises", *several)


def test_of_a_long_sentence_the_closest_part_is_shown() -> None:
    assert mistake("certifications of equipment", source("a", LONG)) == (
        f"{NOT_THERE}; closest is sentence 1: “… roads, drains, submarine cables, certification of equipment,"
        " the use of the latest tools, capacity …”"
    )


def test_what_is_to_be_pasted_is_a_yaml_scalar_of_the_verbatim_text() -> None:
    what = mistake('said "no" to it', source("a", 'He said\n "no" to it.'))

    assert what.endswith(r'differ: write "said\n \"no\" to it"')


def test_marks_are_made_alike_where_one_is_several_characters() -> None:
    what = mistake("wait... and STRASSE", source("a", "They wait… and straße is\u200b there."))

    assert what.endswith('differ: write "wait… and straße"')


def test_offsets_are_code_points() -> None:
    text = "😀 Ünïcode. “Zwei” Sätze\r\n\r\nam Ende."
    quote = Quotes({"a": source("a", text)}).find("“Zwei” Sätze")

    assert isinstance(quote, Quote)
    assert text[quote.start : quote.end] == quote.text == "“Zwei” Sätze"
    assert (quote.source, quote.sentence, quote.start) == ("a", 2, 11)


def test_overlapping_places_count() -> None:
    assert "stands 2 times" in mistake("aba", source("a", "ababa"))


def test_of_very_many_places_some_are_named() -> None:
    assert mistake("Rain", source("a", "Rain. " * 9)) == (
        "stands 9 times, in sentence 1, sentence 2, sentence 3 and others: quote more words of the one"
    )


def test_past_a_bound_no_nearest_words_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "_MOST_SEARCHED", 15)
    found = Quotes({"a": source("a", "Rain fell.")})

    what = [str(found.find(text)) for text in ("rain fell", "Rain falls", "Rain fallen", "rain fell")]

    assert what == [
        f'{NOT_THERE}; only capitals or such marks differ: write "Rain fell"',
        f"{NOT_THERE}; closest is sentence 1: “Rain fell.”",
        NOT_THERE,
        f'{NOT_THERE}; only capitals or such marks differ: write "Rain fell"',
    ]
