"""A conversation taken away. After a wanted change: ``pytest tests/test_export.py --snapshot-update``."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.export import FORMATS, Talk, as_html, as_json, as_markdown
from assistant.knowledge.sentences import split_sentences
from assistant.knowledge.source import Source
from assistant.markup import cut, merged
from assistant.reply import Citation, Reply, Status
from assistant.response import STATUSES
from assistant.saving import download_name, export, new_name
from assistant.text import one_line, printable
from tests.page import Page
from tests.tui.fake import NOTHING, PACK, REPLIES, SOURCE

GOLDEN = Path(__file__).parent / "exported"
NOON = datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script> &amp; \"'> [x](javascript:y) *b* `c` # \x1b[31m \x00 \u202e \ud800 \r\n- z"
)


def talk(*questions: str, title: str = PACK.title, sources: tuple[Source, ...] = (SOURCE,)) -> Talk:
    replies = (REPLIES.get(asked, NOTHING).model_copy(update={"question": asked}) for asked in questions)
    return Talk(title, sources, tuple(replies), NOON)


def source(name: str, text: str) -> Source:
    return Source(name, text, split_sentences(text))


def citing(where: Source, *spans: tuple[int, int]) -> Reply:
    citations = tuple(
        Citation(source=where.name, sentence=1, start=start, end=end, quote=where.text[start:end])
        for start, end in spans
    )
    return Reply(question="?", status=Status.ANSWERED, answer="!", citations=citations)


# Whole files


@pytest.mark.parametrize("ending", FORMATS)
def test_the_whole_of_it(ending: str, request: pytest.FixtureRequest) -> None:
    written = FORMATS[ending](
        talk("Who is it for, and who made it?", "cost", "who", "hello", "[bold]x[/]", "nasty")
    )
    golden = GOLDEN / f"bridge.{ending}"
    if request.config.getoption("update_snapshots", default=False):
        golden.write_text(written, "utf-8", newline="\n")

    assert written == golden.read_text("utf-8")


@pytest.mark.parametrize("ending", FORMATS)
def test_an_empty_conversation(ending: str) -> None:
    assert PACK.title in FORMATS[ending](talk())


@pytest.mark.parametrize("write", [as_markdown, as_html])
@pytest.mark.parametrize("status", Status)
def test_every_status_is_told_in_words(write, status: Status) -> None:
    reply = Reply(question="?", status=status, answer="!")

    assert STATUSES[status].words in write(Talk("t", (SOURCE,), (reply,), NOON))


# What is marked


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], ()),
        ([(3, 3)], ()),
        ([(5, 9), (1, 3)], ((1, 3), (5, 9))),
        ([(1, 5), (3, 9)], ((1, 9),)),
        ([(1, 9), (3, 5)], ((1, 9),)),
        ([(1, 3), (3, 5)], ((1, 5),)),
        ([(1, 3), (1, 3)], ((1, 3),)),
    ],
)
def test_spans_merge(spans: list[tuple[int, int]], expected: tuple[tuple[int, int], ...]) -> None:
    assert merged(spans) == expected


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple))


@given(SPANS)
def test_merged_spans_cover_the_same_places_once(spans: list[tuple[int, int]]) -> None:
    found = merged(spans)

    assert [place for start, end in found for place in range(start, end)] == sorted(
        {place for start, end in spans for place in range(start, end)}
    )
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(SPANS)
def test_a_sentence_is_cut_without_loss(spans: list[tuple[int, int]]) -> None:
    where = source("a.txt", "One two. Three four five.")
    sentence = where.sentences[1]
    parts = list(cut(where, sentence, merged(spans)))

    assert "".join(part for part, _ in parts) == sentence.text
    assert sum(len(part) for part, quoted in parts if quoted) == len(
        {place for start, end in spans for place in range(start, end)} & set(range(9, 25))
    )


def test_overlapping_quotes_are_one_mark() -> None:
    where = source("a.txt", "The tall old tower stands.")
    replies = (citing(where, (0, 12)), citing(where, (9, 18)))
    page = as_html(Talk("t", (where,), replies, NOON))

    assert "<mark>The tall old tower</mark> stands." in page
    assert page.count("<mark>") == 1


def test_offsets_are_code_points() -> None:
    where = source("a.txt", "🦉🦉 owls & <é> end.")
    start = where.text.index("owls")
    written = as_html(Talk("t", (where,), (citing(where, (start, start + 10)),), NOON))

    assert "🦉🦉 <mark>owls &amp; &lt;é&gt;</mark> end." in written


def test_a_quote_over_two_sentences_is_marked_in_both() -> None:
    where = source("a.txt", "One two. Three four.")
    page = Page(as_html(Talk("t", (where,), (citing(where, (4, 14)),), NOON)))

    assert page.words["mark"] == ["two.", "Three"]


def test_paragraphs_are_kept() -> None:
    where = source("a.txt", "One. Two.\n\nThree.")
    page = Page(as_html(Talk("t", (where,), (), NOON)))

    assert [text.split() for text in page.words["p"][1:]] == [["1", "One.", "2", "Two."], ["3", "Three."]]


# Links


def test_each_citation_leads_to_its_sentence() -> None:
    page = Page(as_html(talk("Who is it for, and who made it?", "cost")))
    ids = page.having("id")

    assert page.having("href") == ["#sentence-7", "#sentence-7", "#sentence-9", "#sentence-9"]
    assert len(set(ids)) == len(ids)
    assert {f"#{name}" for name in ids} >= set(page.having("href"))


def test_of_two_sources_each_has_its_own_anchors() -> None:
    one, two = source("one.txt", "First. Second."), source("two.txt", "First. Second.")
    told = Talk("t", (one, two), (citing(two, (7, 14)),), NOON)
    page = Page(as_html(told))

    assert page.having("href") == ["#source-2-sentence-2"]
    assert page.words["a"] == ["sentence 2 of two.txt"]
    assert page.words["mark"] == ["Second."]
    assert page.words["h2"][1:] == ["one.txt", "two.txt"]
    assert "[sentence 2 of two.txt](#source-2-sentence-2)" in as_markdown(told)


def test_a_citation_of_no_sentence_here_has_no_link() -> None:
    told = Talk("t", (source("a.txt", "One."),), (citing(source("other.txt", "Two."), (0, 3)),), NOON)
    page = Page(as_html(told))

    assert page.having("href") == []
    assert "“Two” — sentence 1" in page.words["blockquote"][0]
    assert "<mark>" not in as_html(told)
    assert "> “Two” — sentence 1\n" in as_markdown(told)


def test_a_citation_leads_to_where_its_words_stand_after_an_edit() -> None:
    edited = source(SOURCE.name, SOURCE.text.replace("A new bridge", "It is so.\n\nA new bridge"))
    page = as_html(talk("Who approved the bridge?", sources=(edited,)))

    assert Page(page).having("href") == ["#sentence-3"]
    assert Page(page).words["mark"][-1].startswith("The town council")


def test_a_citation_whose_words_were_edited_has_no_link_and_no_mark() -> None:
    edited = source(SOURCE.name, SOURCE.text.replace("on Tuesday approved", "has approved"))
    page = as_html(talk("Who approved the bridge?", sources=(edited,)))

    assert Page(page).having("href") == []
    assert "The town council of Port Ellery on Tuesday approved" in page
    assert "<mark>" not in page.partition("The article")[2]


def test_the_page_needs_nothing_but_itself() -> None:
    page = Page(as_html(talk("Who is it for, and who made it?", "who", "cost")))

    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert all(target.startswith("#") for target in page.having("href"))
    assert page.having("src") == []
    assert not re.search(r"url\(|@import|//", page.words["style"][0])


# Text from outside


def hostile() -> Talk:
    where = source(HOSTILE, HOSTILE)
    start, end = where.sentences[0].start, where.sentences[-1].end
    citation = Citation(source=HOSTILE, sentence=1, start=start, end=end, quote=where.text[start:end])
    asked = {"question": HOSTILE, "answer": HOSTILE, "citations": (citation,), "suggestions": (HOSTILE,)}
    replies = tuple(Reply(status=status, **asked) for status in Status)
    return Talk(HOSTILE, (where, source("b", "x")), replies, NOON)


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_in_it_controls_a_terminal(ending: str) -> None:
    written = FORMATS[ending](hostile())

    written.encode("utf-8")
    assert not [char for char in written if char != "\n" and (ord(char) < 32 or char in "\x7f\u202e\u2028")]


def test_hostile_text_is_no_markup_in_the_page() -> None:
    page = Page(as_html(hostile()))

    assert "script" not in {tag for tag, _ in page.tags}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert all("<script>alert(1)</script> &amp; \"'>" in text for text in page.words["h3"])
    assert "␛[31m ␀ \ufffd \ufffd" in page.words["title"][0]


def test_hostile_text_is_no_markup_in_markdown() -> None:
    written = as_markdown(hostile())
    # What is left when everything escaped is gone is what this program wrote.
    left = re.sub(r"\\[!-/:-@\[-`{-~]", "", written)

    assert set(re.findall(r"</?\w+", left)) == {"<a", "</a", "<mark", "</mark"}
    assert set(re.findall(r"\]\((.*?)\)", left)) == {"#source-1-sentence-1"}
    assert "`" not in left
    assert "&" not in left


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. not a list", "1\\. not a list"),
        ("2) nor this", "2\\) nor this"),
        ("- nor this", "\\- nor this"),
        ("# no heading #", "\\# no heading \\#"),
        ("=== no line", "\\=== no line"),
        ("a 1.5 b-c in 7.", "a 1.5 b-c in 7."),
    ],
)
def test_what_begins_a_line_is_escaped(text: str, expected: str) -> None:
    reply = Reply(question="?", status=Status.ANSWERED, answer=f"one\n{text}")

    assert f"\n\none\n\n{expected}\n" in as_markdown(Talk("t", (SOURCE,), (reply,), NOON))


MARKUP = st.text(st.sampled_from("ab1 .)-+=#*_`~<>&;![](){}|\\\"':/\t\n$^@"), max_size=30)


@given(MARKUP | st.text(max_size=30))
def test_markdown_shows_any_answer(text: str) -> None:
    told = Talk("t", (), (Reply(question=text, status="chat", answer=text),), NOON)
    shown = Page(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(as_markdown(told)))

    assert {tag for tag, _ in shown.tags} == {"h1", "h2", "p", "strong"}
    assert shown.words["h2"] == [one_line(text)]
    lines = [one_line(line) for line in printable(text).split("\n")]
    assert shown.words["p"][2:] == [line for line in lines if line]


@given(MARKUP | st.text(max_size=60))
def test_the_page_shows_any_answer(text: str) -> None:
    page = Page(as_html(Talk(text, (SOURCE,), (Reply(question=text, status="chat", answer=text),), NOON)))

    assert page.words["h1"] == page.words["h3"]
    assert page.words["title"][0].split() == page.words["h3"][0].split()


# JSON


def test_the_json_holds_the_replies() -> None:
    told = talk("How long will it be?", "who")
    record = json.loads(as_json(told))

    assert record["title"] == PACK.title
    assert datetime.fromisoformat(record["created"]) == NOON
    assert tuple(Reply.model_validate(turn) for turn in record["turns"]) == told.replies
    assert record["turns"] == [reply.model_dump(mode="json") for reply in told.replies]


# What the person made of it


def test_a_mark_stands_beside_its_answer_in_every_format() -> None:
    told = replace(talk("cost", "who", "hello"), marks=("wrong", "right", ""))
    page, record = Page(as_html(told)), json.loads(as_json(told))

    assert [turn.get("mark") for turn in record["turns"]] == ["wrong", "right", None]
    statuses = [line for line in as_markdown(told).split("\n") if line.startswith("**✗") or "~" in line]
    assert statuses == ["**✗ Not in the article**, marked wrong", "**\\~ Small talk**"]
    assert "**? Did you mean**, marked right" in as_markdown(told)
    assert [text for text in page.words["p"] if "marked" in text] == [
        "✗ Not in the article, marked wrong",
        "? Did you mean, marked right",
    ]


def test_a_name_is_the_title_and_what_it_is_about_stands_under_it() -> None:
    told = replace(talk("cost"), name="My <b>bridge</b> *2*")
    page, record = Page(as_html(told)), json.loads(as_json(told))

    assert (record["title"], record["about"]) == ("My <b>bridge</b> *2*", PACK.title)
    assert page.words["title"] == page.words["h1"] == ["My <b>bridge</b> *2*"]
    assert page.words["p"][0] == f"About: {PACK.title}"
    assert as_markdown(told).startswith(
        f"# My \\<b\\>bridge\\</b\\> \\*2\\*\n\nAbout: {PACK.title}\n\nExported on"
    )


# Where it goes


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("", "conversation-20260304-120506"),
        ("The bridge", "The-bridge"),
        ("../Fähre: v1.2 ", "Fähre-v1-2"),
        (" ?!", "conversation-20260304-120506"),
        ("x" * 120, "x" * 60),
        ("Aux", "conversation-Aux"),
        ("Com1", "conversation-Com1"),
        ("nul", "conversation-nul"),
        ("Console", "Console"),
        ("a\ud800b", "a-b"),
    ],
)
def test_a_name_is_that_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    told = replace(talk("cost"), name=name)

    assert [export(told, "md").name, export(told, "json").name] == [f"{file}.md", f"{file}.json"]
    assert export(told, "md").name == f"{file}-2.md"
    assert export(told, "html other").name == "other.html"


def test_a_browser_gets_the_name_in_plain_letters() -> None:
    assert download_name("", "md", new_name("The bridge", NOON)) == "The-bridge.md"
    assert download_name("", "md", "橋") == "conversation.md"
    assert download_name("~/a/b c.md", "md", "The bridge") == "b-c.md"
