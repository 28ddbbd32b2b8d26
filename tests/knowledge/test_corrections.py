"""What a pack says of its sentences where the rules are wrong."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from assistant.knowledge import split_sentences
from assistant.knowledge.sentences import Corrections

if TYPE_CHECKING:
    from .conftest import PackFolder

ARTICLE = """\
It will join the two banks. Work begins in May, at approx. Noon, in the U.S. Shares fell.

The vote of Maj. Stone counts. Zürich
Bank paid. ended.Then it rained.
"""
WHERE = "must have one “|” where one sentence ends and the next begins, between words of both"


@pytest.fixture
def texts(pack: PackFolder) -> PackFolder:
    """A pack whose article the rules split in the wrong places."""
    pack.write("seeds/article.txt", ARTICLE)
    pack.edit("“It will join", "It will join")
    return pack


def split(pack: PackFolder, keys: str) -> list[str]:
    pack.write("intents/pack.yaml", f"{(pack.root / 'intents/pack.yaml').read_text('utf-8')}{keys}\n")
    return [" ".join(each.text.split()) for each in pack.load().sources["article.txt"].sentences]


WORK = "Work begins in May, at approx. Noon, in the U.S. Shares fell."
PLAIN = ["It will join the two banks.", WORK, "The vote of Maj. Stone counts.", "Zürich"]


def test_without_corrections_the_rules_decide(texts: PackFolder) -> None:
    assert split(texts, "") == [*PLAIN, "Bank paid. ended.Then it rained."]


@pytest.mark.parametrize(
    ("keys", "sentences"),
    [
        (
            "split: [in the U.S. | Shares fell]",
            [PLAIN[0], WORK[:48], "Shares fell.", *PLAIN[2:], "Bank paid. ended.Then it rained."],
        ),
        ("join: [counts. Zürich Bank]", [*PLAIN[:2], f"{PLAIN[2]} Zürich Bank paid. ended.Then it rained."]),
        (
            "join: [Zürich Bank paid]\nsplit: [Zürich Bank paid. | ended., ended. | Then it]",
            [*PLAIN[:3], "Zürich Bank paid.", "ended.", "Then it rained."],
        ),
        ("split: ['banks.|Work', counts. | Zürich]", [*PLAIN, "Bank paid. ended.Then it rained."]),
        ("join: [join the two, Maj. Stone]", [*PLAIN, "Bank paid. ended.Then it rained."]),
        (
            "split:\n  - paid. |\n    ended",
            [*PLAIN, "Bank paid.", "ended.Then it rained."],
        ),
    ],
)
def test_splits_and_joins(texts: PackFolder, keys: str, sentences: list[str]) -> None:
    assert split(texts, keys) == sentences


@pytest.mark.parametrize("entry", ["fell.", "fell"])
def test_no_sentence_ends_with_an_abbreviation_of_the_pack(texts: PackFolder, entry: str) -> None:
    texts.write("seeds/article.txt", f"{ARTICLE}\n\nShares fell. Banks rose. They Fell. Banks rose.")

    assert split(texts, f"abbreviations: [{entry}]")[-2:] == [
        "Shares fell. Banks rose.",
        "They Fell. Banks rose.",
    ]


def test_an_abbreviation_with_a_capital_stands_for_itself_alone(texts: PackFolder) -> None:
    texts.write("seeds/article.txt", f"{ARTICLE}\n\nShares fell. Banks rose. They Fell. Banks rose.")

    assert split(texts, "abbreviations: [Fell.]")[-3:] == [
        "Shares fell.",
        "Banks rose.",
        "They Fell. Banks rose.",
    ]


def test_a_quote_may_run_over_what_is_joined(texts: PackFolder) -> None:
    texts.write("seeds/article.txt", ARTICLE.replace("Zürich\nBank", "Zürich. Bank"))
    texts.edit("quotes: [Work begins in May]", "quotes: [Zürich. Bank paid]")
    assert len(texts.problems()) == 1

    split(texts, "join: [Zürich. Bank]")

    quote = texts.load().facts["begins_in_may"].quotes[0]
    assert (quote.sentence, quote.text) == (4, "Zürich. Bank paid")


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("split: [Shares fell]", f"9: split[0]: {WHERE}, such as “in the U.S. | Shares fell”"),
        ("split: ['| Shares fell']", f"9: split[0]: {WHERE}, such as “in the U.S. | Shares fell”"),
        ("split: [a | b | c]", f"9: split[0]: {WHERE}, such as “in the U.S. | Shares fell”"),
        (
            "split: [the U.S. | Stocks fell]",
            f"9: split[0]: does not stand in the article word for word; closest is sentence 2: “{WORK}”",
        ),
        (
            "split: [THE U.S. | shares fell]",
            (
                "9: split[0]: does not stand in the article word for word;"
                ' only capitals or such marks differ: write "the U.S. | Shares fell"'
            ),
        ),
        (
            "split: [e | d]",
            "9: split[0]: stands 2 times, in sentence 5: write more of the words around it",
        ),
        (
            "join: [the]",
            "8: join[0]: stands 2 times, in sentence 1 and sentence 2: write more of the words around it",
        ),
        (
            "join: [Zurich Bank]",
            ("8: join[0]: does not stand in the article word for word; closest is sentence 4: “Zürich”"),
        ),
        ("join: Zürich", "7: join: must be a list: one item a line, each after “- ”"),
        (
            "abbreviations: [op. cit.]",
            (
                "17: abbreviations[0]: “op. cit.” is no abbreviation: write one word with its full stop,"
                " such as “cit.”"
            ),
        ),
        (
            "abbreviations: ['...']",
            (
                "17: abbreviations[0]: “...” is no abbreviation: write one word with its full stop,"
                " such as “approx.”"
            ),
        ),
        (
            "abreviations: [cit.]",
            "1: abreviations: there is no key “abreviations”; did you mean “abbreviations”?",
        ),
    ],
)
def test_mistakes(texts: PackFolder, keys: str, problem: str) -> None:
    texts.write("intents/pack.yaml", f"{(texts.root / 'intents/pack.yaml').read_text('utf-8')}{keys}\n")

    assert texts.problems() == [f"intents/pack.yaml:7:{problem}"]


def test_a_quote_over_two_sentences_is_no_mistake_while_a_correction_is_one(texts: PackFolder) -> None:
    texts.edit("quotes: [Work begins in May]", "quotes: [the two banks. Work begins]")
    pack_file = texts.root / "intents/pack.yaml"
    texts.write("intents/pack.yaml", f"{pack_file.read_text('utf-8')}join: [two banks. Works]\n")

    assert [problem.split(": ")[0] for problem in texts.problems()] == ["intents/pack.yaml:7:8"]


def test_words_that_are_in_several_sources_are_named_with_them(texts: PackFolder) -> None:
    texts.write("seeds/second.txt", "Rain fell. In the U.S. Shares fell.")
    pack_file = texts.root / "intents/pack.yaml"
    texts.write("intents/pack.yaml", f"{pack_file.read_text('utf-8')}split: [U.S. | Shares]\n")

    assert texts.problems() == [
        (
            "intents/pack.yaml:7:9: split[0]: stands 2 times, in sentence 2 of article.txt and"
            " sentence 2 of second.txt: write more of the words around it"
        )
    ]


def test_a_correction_keeps_what_else_is_unsure() -> None:
    text = "Near St. Mary he saw the U.S. Shares fell at Acme Inc. Chairman Hall left at 5 p.m. Staff left."
    sure = text.index(" Shares")

    first, second, _ = split_sentences(text, Corrections(splits=((sure, sure + 1),)))
    assert [text[:stop][-4:] for stop in (*first.unsure, *second.unsure)] == ["Inc.", "p.m."]

    end = text.index(" Staff")
    (whole,) = split_sentences(text, Corrections(joins=((end - 5, end + 5),)))
    assert [text[:stop][-4:] for stop in whole.unsure] == ["U.S.", "Inc."]


def test_what_the_rules_are_unsure_of_is_settled_by_a_correction_that_agrees() -> None:
    text = "He saw the U.S. Shares fell at 5 p.m. Staff left."
    open_, last = split_sentences(text)
    assert [text[:stop][-4:] for stop in open_.unsure] == ["U.S.", "p.m."]

    settled = Corrections(splits=((open_.end, last.start),), joins=((7, 22), (10, 25)))
    assert [(each.text, each.unsure) for each in split_sentences(text, settled)] == [
        (open_.text, ()),
        (last.text, ()),
    ]


def test_many_corrections_take_linear_time() -> None:
    def seconds(size: int) -> float:
        text = "In the U.S. Shares fell. It rained. " * size
        places = range(0, len(text), 36)
        splits = tuple((place + 11, place + 12) for place in places)
        joins = tuple((place + 20, place + 30) for place in places)
        started = time.process_time()
        assert len(split_sentences(text, Corrections(frozenset(), splits, joins))) == 2 * size
        return time.process_time() - started

    assert seconds(8_000) < max(30 * min(seconds(1_000) for _ in range(3)), 0.08)
