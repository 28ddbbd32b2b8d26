"""The sentence splitter: where sentences end, and what holds for any text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge import SentenceKind, split_sentences

ARTICLE = Path(__file__).parents[2] / "seeds" / "000_bbe6202090ef81eb.txt"


TRICKY = [
    line
    for line in Path(__file__).with_name("tricky_sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


def test_default_article() -> None:
    sentences = split_sentences(ARTICLE.read_bytes().decode())

    assert [(each.number, each.start, each.end) for each in sentences] == [
        (1, 0, 153),
        (2, 155, 307),
        (3, 309, 582),
        (4, 584, 880),
        (5, 882, 1298),
        (6, 1300, 1401),
        (7, 1402, 1497),
        (8, 1498, 1665),
        (9, 1667, 1857),
        (10, 1859, 2162),
        (11, 2164, 2461),
    ]
    assert [each.text.split()[:3] for each in sentences[5:10]] == [
        ["“The", "MoC", "will"],
        ["Cooperation", "in", "ICTs"],
        ["Cooperation", "in", "the"],
        ["The", "MoC", "aims"],
        ["On", "October", "7,"],
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n\t\u3000\n ", []),
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("What?! No... Yes.", ["What?!", "No...", "Yes."]),
        ("“Stop.” “Go.” (Really.) [Now.] Fine.", ["“Stop.”", "“Go.”", "(Really.)", "[Now.]", "Fine."]),
        ("He asked “why?” and left.", ["He asked “why?” and left."]),
        ("It grew 3.5 times. 20 came.", ["It grew 3.5 times.", "20 came."]),
        ("See example.com now. ok then", ["See example.com now. ok then"]),
        ("Mr. Modi met Dr. S. Jaishankar. He spoke.", ["Mr. Modi met Dr. S. Jaishankar.", "He spoke."]),
        ("J. R. R. Tolkien wrote.", ["J. R. R. Tolkien wrote."]),
        (
            "The U.S. Senate met. In the U.S. The vote passed.",
            ["The U.S. Senate met.", "In the U.S.", "The vote passed."],
        ),
        ("Use fuel, e.g. Diesel, i.e. Oil.", ["Use fuel, e.g. Diesel, i.e. Oil."]),
        ("See No. 5 and Fig. 3. I said no. Then 5.", ["See No. 5 and Fig. 3.", "I said no.", "Then 5."]),
        (
            "Pens, ink etc. The rest. Ink etc. Paper too.",
            ["Pens, ink etc.", "The rest.", "Ink etc. Paper too."],
        ),
        ("Acme Inc. “It grew,” they said.", ["Acme Inc.", "“It grew,” they said."]),
        ("1. First point. 2. Second point.", ["1. First point.", "2. Second point."]),
        ("In 2020. In 2021.", ["In 2020.", "In 2021."]),
        ("一です。二です！「三」？四", ["一です。", "二です！", "「三」？", "四"]),
        ("यह एक है। यह दो है।", ["यह एक है।", "यह दो है।"]),
        ("Heading\n\nText here. More", ["Heading", "Text here.", "More"]),
        ("Heading\r\n\r\nText", ["Heading", "Text"]),
        ("One paragraph\u2029Another", ["One paragraph", "Another"]),
        ("- one\n- two\n* three", ["- one", "- two", "* three"]),
        ("Monday", ["Monday"]),
        ("\ufeffFirst. Second.", ["\ufeffFirst.", "Second."]),
        ("****", ["****"]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert texts(text) == sentences


@pytest.mark.parametrize("line", TRICKY)
def test_a_tricky_paragraph(line: str) -> None:
    sentences = line.split(" | ")

    # Languages without spaces have none between sentences either.
    assert texts(("" if "。" in line else " ").join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("He lives in the U.S. Shares fell.", ["He lives in the U.S."]),
        ("It was sold to Acme Inc. Chairman Hall left.", ["It was sold to Acme Inc."]),
        ("It was signed by minister S. Jaya. He left.", ["It was signed by minister S."]),
        ("It closed at 5 p.m. Officials left.", ["It closed at 5 p.m."]),
        ("He had Plan B. Officials left.", ["He had Plan B."]),
        ("The answer is no. 5 people left.", ["The answer is no."]),
        ("They waited... Bob left.", ["They waited..."]),
        ("He paid 5 (!) Dollars.", ["He paid 5 (!)"]),
        ("The space is gone.The next is here.", ["The space is gone."]),
        ("Output doubled.1 Costs fell.", ["Output doubled.1"]),
        ("On Mulholland Dr. The house stands.", ["On Mulholland Dr."]),
        ("“Go!” Mr. Hall shouted at them.", ["“Go!”"]),
        ("He lives in the U.S. The vote passed. J. Smith met Dr. Lund at 5 p.m. on Monday.", []),
        ("See www.example.org. Then ask John F. Kennedy. Use Node.js.", []),
    ],
)
def test_stops_that_the_rules_cannot_judge(text: str, unsure: list[str]) -> None:
    assert [
        text[sentence.start : stop] for sentence in split_sentences(text) for stop in sentence.unsure
    ] == unsure


def test_an_unsure_stop_is_at_the_end_where_the_sentence_is_cut_and_else_within() -> None:
    cut, _, whole = split_sentences("It closed at 5 p.m. Officials left. The U.S. Senate met.")

    assert (cut.unsure, whole.unsure) == ((cut.end,), (whole.start + len("The U.S."),))


TEXT, HEADING, ITEM, TABLE, CAPTION, RULE = SentenceKind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# Is it so? Yes.\nIt is.", [HEADING, TEXT]),
        ("A tower\n=======\nIt is high.\n\nParts\n---\n\nIt has two.", [HEADING, TEXT, HEADING, TEXT]),
        ("- One. Two.\n* Three\n+ four\n1. Five\n2) Six\n(a) Seven", [ITEM] * 7),
        ("| a | b |\n|---|:-:|\n| Ann left. Bob came. | 2 |\nText.", [TABLE, TABLE, TABLE, TEXT]),
        ("Name | Age\n--- | ---\nAnn | 30\n\nText | text.", [TABLE, TABLE, TABLE, TEXT]),
        ("![A tower. Old.](tower.jpg)\n\nText.", [CAPTION, TEXT]),
        ("Figure 1: The tower.\n\nTable 2. Its parts. Old.\n\nFig. 3a. A", [CAPTION] * 4),
        ("Photo: Ann Lee\n\n*Photo by Ann Lee*\n\nSource: The council.", [CAPTION] * 3),
        ("Table 2 shows it. Figure 3 does not.\n\nPhotos were taken.", [TEXT] * 3),
        ("Text.\n\n* * *\n\n---\n\nText.", [TEXT, RULE, RULE, TEXT]),
        ("Council builds tower\n\nIt is high.\n\nWhat is next\n\nPaint.", [HEADING, TEXT, HEADING, TEXT]),
        ("It is high.\n\nThe tower had long been wanted", [TEXT, TEXT]),
        ("Council builds tower\nIt is high.", [TEXT, TEXT]),
        ("The council built\n\nand it is high.", [HEADING, TEXT]),
        ("He said:\n\nIt is high.", [TEXT, TEXT]),
        ("and so on\n\nIt is high.", [TEXT, TEXT]),
        (f"{'A tower ' * 20}\n\nIt is high.", [TEXT, TEXT]),
        ("Friday, May 7, 2010\n\nIt is high.", [TEXT, TEXT]),
        ("LEEDS, 7 May 2010\n\nIt is high.", [TEXT, TEXT]),
        ("Updated 10:30 a.m. GMT, 2010-05-07\n\nIt is high.", [TEXT, TEXT]),
        ("Tower of May 2010 is high\n\nIt is high.", [HEADING, TEXT]),
        ("A tower\n\nBy Ann Lee\n\nIt is high.", [HEADING, TEXT, TEXT]),
    ],
)
def test_what_a_sentence_is(text: str, kinds: list[SentenceKind]) -> None:
    assert [sentence.kind for sentence in split_sentences(text)] == kinds


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "A heading\n"
        "This paragraph is wrapped at some width, as by some editor or\n"
        "an e-mail program, so the breaks within it do not\n"
        "end a sentence. This is another\n"
        "Last line, after a line that was ended on purpose."
    )

    assert [" ".join(sentence.split()) for sentence in texts(text)] == [
        "A heading",
        (
            "This paragraph is wrapped at some width, as by some editor or an e-mail program, so the breaks"
            " within it do not end a sentence."
        ),
        "This is another",
        "Last line, after a line that was ended on purpose.",
    ]


def test_a_line_too_long_to_be_wrapped_is_a_paragraph() -> None:
    long = "A standfirst without a full stop " + "that goes on and on " * 10
    assert texts(f"{long}\nAnother standfirst") == [long.strip(), "Another standfirst"]


PROSE = st.text(
    alphabet=st.one_of(st.sampled_from(" \n\r\t.!?…。।“”‘’\"'()[]AaBb1é\u2028\x85\ufeff"), st.characters()),
    max_size=200,
)


@given(PROSE)
def test_offsets_are_right_ordered_and_complete(text: str) -> None:
    sentences = split_sentences(text)

    covered = 0
    for number, sentence in enumerate(sentences, start=1):
        assert sentence.number == number
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
        assert covered <= sentence.start
        assert not text[covered : sentence.start].strip()
        covered = sentence.end
    assert not text[covered:].strip()


@given(PROSE)
def test_a_sentence_of_its_own_paragraph_stays_as_it_is_cut(text: str) -> None:
    apart = "\n\n".join(sentence.text for sentence in split_sentences(text))

    assert split_sentences(apart) == split_sentences(apart)
    assert "".join(apart.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        " ",
        "\n",
        "a",
        ". ",
        "A. ",
        "a.\n",
        "“",
        "”",
        ".”",
        "\n\n",
        "word ",
        "Mr. A. ",
        "1. ",
        "U.S. A ",
        "said.The",
        ". . ",
        "“Go!” A ",
        "end.[1] A",
        "end. [1]",
        "| a ",
        "|a|\n",
        "- |\n",
        "|-",
        "# a\n",
        "a\n---\n",
        "![",
        "Photo by ",
        "。",
        ".\u3000A",
        "\r",
    ],
)
def test_a_long_text_takes_linear_time(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (50_000, 400_000))

    def seconds(text: str) -> float:
        # Of the processor, which other tests use meanwhile.
        started = time.process_time()
        split_sentences(text)
        return time.process_time() - started

    once = min(seconds(small) for _ in range(3))
    # Eight times as much text: quadratic work would take 64 times as long.
    assert seconds(large) < max(30 * once, 0.08)
