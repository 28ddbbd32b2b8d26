"""Mending: what made an article into a file goes, and no word of it is lost or made up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.mending import mend


def changes(text: str) -> list[str]:
    return [str(change) for change in mend(text).changes]


# Nothing to mend

CLEAN = """\
# The lighthouse of Orsholm

The harbour board approved a new lamp – “the brightest”, it says – for the town’s well-known lighthouse.[1]
Per Lind chairs the board. He is 51.

- The old lamp goes to the museum.
- The pier is closed:
  - from 1 May
  - to 14 May

| Payer   | Sum     |
| ------- | ------- |
| Board   | 600,000 |

```
lamp:   new     # the code keeps
price:  1.2     # its columns
```

    $ light --lamp   new

Payer          Sum
Board      600,000

Per Lind
Pier Road 7
Orsholm

The night is a lamp,
the lamp is a night,
a ship comes home
and turns out the light.

Shall the old lamp go out upon a summer's day,
Though it was bright and burnt for every sail,
And those who saw it never lost their way,
However dark the night, however strong the gale?

[1]: The board said so on Tuesday.
"""


@pytest.mark.parametrize(
    "text", ["", "\n", "One line", "One line.\n", CLEAN, "नमस्ते\u200dदुनिया 👩\u200d🚒\n", "a\tb\n\n\n\nc\n"]
)
def test_a_clean_text_comes_back_as_it_is(text: str) -> None:
    assert mend(text) == (text, ())


# Characters


@pytest.mark.parametrize(
    ("text", "mended", "change"),
    [
        ("The oﬃce ﬁnds ﬂoors.", "The office finds floors.", "wrote out 3 ligatures, such as “office”"),
        ("co\u00adop\u00aderate", "cooperate", "removed 2 characters that nobody sees, such as “cooperate”"),
        ("zero\u200bwidth", "zerowidth", "removed a character that nobody sees: “zerowidth”"),
        ("\u202a12\u202c", "12", "removed 2 characters that nobody sees, such as “12”"),
        ("it is 10\u00a0million", "it is 10 million", "made a plain space of a special one: “10 million”"),
        ("one  two   three", "one two three", "made one space each of 2 rows of them, such as “one two”"),
        ("bell\x07s", "bells", "removed a control character: “bells”"),
        ("donâ€™t", "don’t", "mended a character that had been read in the wrong encoding: “donâ€™t”"),
        ("â€œYesâ€\x9d, â€œnoâ€ â€“ cafÃ©, Â£5", "“Yes”, “no” – café, £5", None),
        ("he \x93knows\x94", "he “knows”", None),
    ],
)  # fmt: skip
def test_characters(text: str, mended: str, change: str | None) -> None:
    assert mend(text).text == mended
    assert change is None or changes(text) == [change]


def test_line_ends_are_plain_and_that_is_not_worth_a_word() -> None:
    assert mend("one\r\ntwo\rthree\u2028four\u2029five\r\n") == ("one\ntwo\nthree\nfour\n\nfive\n", ())


# Hyphens at line ends


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("The gov-\nernment met.", "The government met."),
        ("The gov\u00ad\nernment met.", "The government met."),
        ("Minister Jaish-\nankov met them.", "Minister Jaishankov met them."),
        ("the RAIL-\nROAD", "the RAILROAD"),
        # Compounds keep theirs: both halves are words, and the whole is none.
        ("It needs a follow-\nup now.", "It needs a follow-up now."),
        ("the state-\nowned mill", "the state-owned mill"),
        ("a Franco-\nGerman plan", "a Franco-German plan"),
        ("the 12-\nyear plan", "the 12-year plan"),
        ("the pre-\nand post-war years", "the pre- and post-war years"),
        # The rest of the text knows better than a dictionary.
        ("The re-\nsign was seen. A re-sign is rare.", "The re-sign was seen. A re-sign is rare."),
        ("The lamp-\nhouse stands. A lamphouse it is.", "The lamphouse stands. A lamphouse it is."),
        ("a dash -\nis no hyphen", "a dash -\nis no hyphen"),
        ("an end --\nis none", "an end --\nis none"),
    ],
)
def test_hyphens_at_line_ends(text: str, mended: str) -> None:
    assert mend(text).text == mended


def test_a_joined_word_is_shown_with_its_hyphen() -> None:
    assert changes("The gov-\nernment met. The har-\nbour is old.") == [
        "joined 2 words that a hyphen split at a line's end, such as “gov-ernment”"
    ]
    assert changes("A follow-\nup is due.") == [
        "joined a compound at a line's end and kept its hyphen: “follow-up”"
    ]


def test_an_example_is_short_and_cannot_act_on_the_terminal() -> None:
    (change,) = changes("lamp\x07" + "s" * 10_000 + "\x1b")

    assert len(change) < 200
    assert "\x1b" not in change


# Wrapped lines

WRAPPED = """\
Lighthouse of Orsholm gets a new lamp

By Ines Okafor
Vellmar, 3 June

The harbour board of Orsholm on Tuesday approved a new lamp for the
lighthouse, which has stood on the eastern pier since 1887. It is the
brightest on this coast, said Per Lind, who chairs the board. “Nobody
will miss the old one,” he added.

  The work costs 1.2 million crowns. The board pays half of that, and
the county pays the rest.
  Ships see the light from 40 kilometres away, in good weather and if
nobody stands before it.

- The old lamp goes to the museum of clocks, where it is to hang from
  the ceiling.
- The pier is closed.

Roses are red,
Violets are blue,
The lamp is bright,
And so are you.
"""


def test_wrapped_lines_become_paragraphs_and_no_others_do() -> None:
    lines = mend(WRAPPED).text.splitlines()

    assert lines[:4] == ["Lighthouse of Orsholm gets a new lamp", "", "By Ines Okafor", "Vellmar, 3 June"]
    assert (lines[5][:11], lines[5][-9:]) == ("The harbour", "he added.")
    assert [line.split()[0] for line in lines[7:9]] == ["The", "Ships"]
    assert lines[10:12] == [
        "- The old lamp goes to the museum of clocks, where it is to hang from the ceiling.",
        "- The pier is closed.",
    ]
    assert lines[13:] == WRAPPED.splitlines()[-4:]
    assert changes(WRAPPED) == [
        "joined lines at 6 breaks that only the width of the page had made, such as “the lighthouse,”"
    ]


def test_a_line_that_is_broken_on_purpose_stays() -> None:
    text = WRAPPED.replace("brightest on", "brightest  \non")

    assert "brightest  \non" in mend(text).text


def test_a_dash_at_a_line_end_gets_no_space() -> None:
    text = WRAPPED.replace("for the\nlighthouse", "for it—\nlighthouse")

    assert "for it—lighthouse" in mend(text).text


# Pages


def paged(*bodies: str, head: str = "The Coast Herald", foot: str = "– {} –") -> str:
    pages = (f"{head.format(page)}\n\n{body}\n\n{foot.format(page)}" for page, body in enumerate(bodies, 7))
    return "\f".join(pages)


def test_heads_and_numbers_of_pages_go() -> None:
    text = paged("The lamp is lit.", "It is bright and the", "ships see it. It stays", "lit all year.")

    mended = mend(text)

    assert mended.text.split("\n\n") == [
        "The Coast Herald",
        "The lamp is lit.",
        "It is bright and the\nships see it. It stays\nlit all year.\n",
    ]
    assert changes(text) == [
        "removed the numbers of 4 pages, such as “– 7 –”",
        "removed 3 lines that repeat from page to page, such as “The Coast Herald”",
        "closed 3 breaks between pages",
    ]


def test_heads_with_numbers_in_them_go() -> None:
    text = paged("One.", "Two.", "Three.", "Four.", head="Annual report | {}", foot="Page {} of 10")

    assert mend(text).text == "One.\n\nTwo.\n\nThree.\n\nFour.\n"


def test_left_and_right_pages_have_heads_of_their_own() -> None:
    text = "Left\n\nOne.\fRight 2\n\nTwo.\fLeft\n\nThree.\fRight 4\n\nFour."

    assert mend(text).text == "Left\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n"


def test_heads_that_change_go_by_the_number_beside_them() -> None:
    heads = ("I. The lamp 1", "2 The coast", "II. The pier 3", "4 The coast")
    bodies = ("One.", "Two.", "Three.", "Four.")
    text = "\f".join(f"{head}\n\n{body}\n" for head, body in zip(heads, bodies, strict=True))

    assert mend(text).text == "One.\n\nTwo.\n\nThree.\n\nFour.\n"


def test_a_list_and_a_table_go_on_over_a_page_and_do_not_run_into_what_follows() -> None:
    text = "- one\n- two\f- three\n\f| a | b |\f| c | d |\n\fLater\n"

    assert mend(text, all_wrap=True).text == "- one\n- two\n- three\n\n| a | b |\n| c | d |\n\nLater\n"


def test_a_number_of_the_article_is_no_number_of_a_page() -> None:
    text = "Votes\n\n120\f\nVotes cast\n\n7\f\nIn all\n\n311\f"

    assert [number in mend(text).text for number in ("120", "7", "311")] == [True] * 3


def test_lines_that_say_page_go_without_form_feeds_if_they_count() -> None:
    text = "The lamp is lit.\n\nPage 1 of 2\n\nIt is bright.\n\nPage 2 of 2\n"

    assert "Page" not in mend(text).text
    assert mend("Page 7\n\nsays so, and\n\nPage 3\n").text == "Page 7\n\nsays so, and\n\nPage 3\n"


# Whatever the text

# Words as articles have them; what is read as mojibake has letters that are not meant.
PIECES = st.sampled_from(
    ["gov-", "ernment", "Franco-", "up", "the", "lamp.", "A", "- item", "# Head", "| a | b |", "42", "ﬁ"]
    + ["\u00ad", "\u200b", "\u00a0", "  ", "    ", "  \n", "\n\n", "\r\n", "\f", "\t", "\x07", "—", "“so”,"]
    + ["a long line of words that is as wide as a page may be and wider", "```", "> it", "1. one", "हिन्दी"]
    + ["\n", " "] * 4
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
NOT_LETTERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    return NOT_LETTERS.sub("", text.replace("ﬁ", "fi"))


@given(TEXTS.filter(lambda text: "\f" not in text))
def test_no_letter_is_lost_or_made_up(text: str) -> None:
    assert letters(mend(text).text) == letters(text)


@given(TEXTS)
def test_with_pages_nothing_is_made_up(text: str) -> None:
    rest = iter(letters(text))

    assert all(letter in rest for letter in letters(mend(text).text))


@given(TEXTS)
def test_what_is_mended_needs_no_mending(text: str) -> None:
    mended = mend(text).text

    assert letters(mend(mended).text) == letters(mended)


@given(st.text(max_size=300))
def test_any_text_at_all_is_taken(text: str) -> None:
    mended = mend(text)

    assert "\r" not in mended.text
    assert all(str(change) for change in mended.changes)
