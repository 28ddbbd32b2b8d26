"""Text from people: what may be shown, what is compared, and where words begin and end."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.text import normalise, one_line, phrase_key, printable, replace_lone_surrogates, words

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.text(
    st.sampled_from("aB.'’´` \t\n\r\0\x1b[]0m\x07\x7f\x85\x9b\u0301\u200b\u202e\u2028\ud800\udfffßİﬁ5é－［")
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[31mred", "␛[31mred", id="escape sequence"),
        pytest.param("a\0b\x07", "a␀b␇", id="C0 controls"),
        pytest.param("\x7f", "␡", id="delete"),
        pytest.param("\x9b31m", "\ufffd31m", id="C1 control"),
        pytest.param("a\ud800b", "a\ufffdb", id="lone surrogate"),
        pytest.param("\u202eabc\u2066", "\ufffdabc\ufffd", id="bidirectional controls"),
        pytest.param("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf", id="line breaks of any kind"),
        pytest.param("a\tb\nc", "a\tb\nc", id="tabs and newlines stay"),
        pytest.param("नमस्ते 日本 🙂 “é”", "नमस्ते 日本 🙂 “é”", id="other scripts stay"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(ANY_TEXT)
def test_nothing_printable_acts_on_a_terminal(text: str) -> None:
    shown = printable(text)

    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cs")} <= {"\n", "\t"}
    assert not {unicodedata.bidirectional(c) for c in shown} & {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }
    shown.encode("utf-8")


@given(ANY_TEXT)
def test_what_is_printable_is_left_alone(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@given(ANY_TEXT)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert "  " not in line


@given(ANY_TEXT)
def test_replacing_surrogates_keeps_every_offset(text: str) -> None:
    replaced = replace_lone_surrogates(text)

    replaced.encode("utf-8")
    assert len(replaced) == len(text)
    assert all(new in (old, "\ufffd") for old, new in zip(text, replaced, strict=True))


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        pytest.param("WHO Approved It", "who approved it", id="case"),
        pytest.param("Straße", "strasse", id="case folding beyond ASCII"),
        pytest.param("Ｆｕｌｌ ﬁeld ５", "full field 5", id="compatibility forms"),
        pytest.param("naïve Zoë cafe\u0301", "naive zoe cafe", id="accents of Latin letters"),
        pytest.param("й が", "й が", id="marks of other letters stay"),
        pytest.param("it’s it‘s itʼs it`s it´s", "it's it's it's it's it's", id="apostrophes"),
        pytest.param("the P.M.O. said", "the pmo said", id="initialism"),
        pytest.param("\x1b[1;31mwho\x1b[0m met", " who  met", id="escape sequences in ASCII"),
        pytest.param("\x1b]8;;http://x\x07wér\x1b]8;;\x1b\\?", " wer ?", id="escape sequences beyond ASCII"),
    ],
)
def test_normalise(text: str, normalised: str) -> None:
    assert normalise(text) == normalised


@given(ANY_TEXT)
@example("a\u0301.b\u0301.c.")
@example("\x1b［0m\u0301")
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("who met, and where?", ["who", "met", "and", "where"], id="punctuation"),
        pytest.param("it's o'clock 'quoted'", ["it's", "o'clock", "quoted"], id="inner apostrophes alone"),
        pytest.param(
            "cyber-attack 5g_network", ["cyber", "attack", "5g", "network"], id="hyphens and underscores"
        ),
        pytest.param("?! … 🙂", [], id="no words"),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(ANY_TEXT.map(normalise))
def test_words_stand_in_the_text_in_order(text: str) -> None:
    rest = text
    for word in words(text):
        assert word
        _, found, rest = rest.partition(word)
        assert found == word


@pytest.mark.parametrize(
    "other", ["Who met in Port Ellery?", "who met   in port-ellery", "WHO MET: IN PÓRT ELLERY!"]
)
def test_phrase_key_is_deaf_to_case_punctuation_and_spacing(other: str) -> None:
    assert phrase_key(other) == phrase_key("who met in port ellery")


def test_phrase_key_hears_the_order_of_words() -> None:
    assert phrase_key("a met b") != phrase_key("b met a")


@given(ANY_TEXT)
def test_phrase_key_of_a_phrase_key_is_itself(text: str) -> None:
    assert phrase_key(phrase_key(text)) == phrase_key(text)
