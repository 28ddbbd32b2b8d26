"""Replies as files. After a wanted change: ``pytest tests/formats --snapshot-update``, and look at them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.formats import OutputFormat, Summary, by_ending, reply_format, whole
from assistant.formats.table import TableFormat, guarded, unguarded
from assistant.knowledge.sentences import split_sentences
from assistant.knowledge.source import Source
from assistant.reply import Citation, Reply, Status
from assistant.response import STATUSES
from assistant.text import normalise, one_line, printable, visible
from tests.formats.conftest import HOSTILE
from tests.page import Page

if TYPE_CHECKING:
    from assistant import Assistant

REPLY = Reply(question="?", status=Status.ANSWERED, answer="!")
GOLDEN = Path(__file__).parent / "written"
ENDINGS = {
    OutputFormat.JSONL: "jsonl",
    OutputFormat.CSV: "csv",
    OutputFormat.TEXT: "txt",
    OutputFormat.MARKDOWN: "md",
    OutputFormat.HTML: "html",
}


def written(assistant: Assistant, output_format: OutputFormat, *replies: Reply) -> str:
    return whole(reply_format(output_format, assistant.pack), replies)


# Whole files


@pytest.mark.parametrize("output_format", ENDINGS)
def test_the_whole_of_it(
    tiny: Assistant, replies: list[Reply], output_format: OutputFormat, request: pytest.FixtureRequest
) -> None:
    text = written(tiny, output_format, *replies)
    golden = GOLDEN / f"tower.{ENDINGS[output_format]}"
    if request.config.getoption("update_snapshots", default=False):
        golden.write_text(text, "utf-8", newline="\n")

    assert text.encode() == golden.read_bytes()


def test_the_replies_are_of_every_kind(replies: list[Reply]) -> None:
    assert {reply.status for reply in replies if reply.id != HOSTILE} == set(Status)


@pytest.mark.parametrize("output_format", [OutputFormat.MARKDOWN, OutputFormat.HTML])
def test_a_batch_of_nothing(tiny: Assistant, output_format: OutputFormat) -> None:
    assert tiny.pack.title in written(tiny, output_format)


@pytest.mark.parametrize("output_format", ENDINGS)
def test_nothing_in_it_controls_a_terminal(
    tiny: Assistant, replies: list[Reply], output_format: OutputFormat
) -> None:
    text = written(tiny, output_format, *replies)

    text.encode("utf-8")
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", text)


@pytest.mark.parametrize(
    ("name", "output_format"),
    [
        ("replies.jsonl", OutputFormat.JSONL),
        ("replies.ndjson", OutputFormat.JSONL),
        ("replies.json", OutputFormat.JSONL),
        ("replies.csv", OutputFormat.CSV),
        ("replies.txt", OutputFormat.TEXT),
        ("replies.md", OutputFormat.MARKDOWN),
        ("replies.html", OutputFormat.HTML),
        ("replies.old.HTM", OutputFormat.HTML),
        ("replies.parquet", OutputFormat.PARQUET),
        ("replies.pq", OutputFormat.PARQUET),
        ("replies", None),
        ("replies.doc", None),
        (".csv", None),
    ],
)
def test_an_ending_tells_the_format(name: str, output_format: OutputFormat | None) -> None:
    assert by_ending(Path("some.csv") / name) is output_format


# CSV


CELLS = st.text(st.sampled_from("'=+-@＝－a1 \t\n\r\u00a0\u3000\u200b\u00ad\ufeff\u2028,;\"|−"), max_size=8)
# How NFKC writes them, and a minus that it leaves as it is.
FORMULAS = {
    chr(code) for code in range(0x10000) if unicodedata.normalize("NFKC", chr(code)) in set("=+-@")
} | {"−"}


@given(CELLS | st.text(max_size=8))
@example("\n=1+1")
@example("'=1+1")
@example("''\u3000＝1")
def test_no_cell_is_a_formula_and_each_is_read_back_as_it_was(text: str) -> None:
    cell = guarded(text)
    (row,) = csv.reader(io.StringIO(TableFormat().piece(REPLY.model_copy(update={"question": text}))))

    assert row[2] == cell
    assert not cell.startswith(("\t", "\n", "\r"))
    assert (normalise(cell).lstrip() or " ")[0] not in "=+-@"
    assert not FORMULAS & set(visible(cell).lstrip()[:1])
    assert unguarded(cell) == printable(text)


@pytest.mark.parametrize("sign", sorted(FORMULAS))
@pytest.mark.parametrize("before", ["", " ", "\n", "\t", "\u00a0", "\u3000", "\u200b", "\u2060", "\u00ad"])
def test_a_sign_that_begins_a_formula_is_guarded_whatever_stands_before_it(sign: str, before: str) -> None:
    assert guarded(f"{before}{sign}1") == f"'{before}{sign}1"


@pytest.mark.parametrize("text", ["", "'", "'twas so", "a=1", "1 + 1", "‘=", "'a=1"])
def test_other_cells_are_as_they_were(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


# Markdown


MARKUP = st.text(st.sampled_from("ab1 .)-+=#*_`~<>&;![](){}|\\\"':/\t\n$^@"), max_size=30)


@given(MARKUP | st.text(max_size=30))
def test_markdown_shows_any_question(tiny: Assistant, text: str) -> None:
    reply = Reply(id=text, question=text, status=Status.ANSWERED, answer="!")
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    shown = Page(markdown.render(written(tiny, OutputFormat.MARKDOWN, reply)))

    line = one_line(text)
    assert shown.words["h2"] == [f"{line} · {line}" if line else "", "Figures"]
    assert {tag for tag, _ in shown.tags} == {
        "h1", "h2", "p", "strong", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip


def test_the_figures_of_markdown_are_a_table(tiny: Assistant, replies: list[Reply]) -> None:
    markdown = MarkdownIt("commonmark").enable("table")
    cells = Page(markdown.render(written(tiny, OutputFormat.MARKDOWN, *replies))).words["td"]

    figures = dict(zip(cells[::2], cells[1::2], strict=True))
    counts = {
        " ".join(mark): str(sum(reply.status is status for reply in replies))
        for status, (*mark, _) in ((each, traits[:3]) for each, traits in STATUSES.items())
    }
    assert figures == counts | {"All": str(len(replies))}


@pytest.mark.parametrize("output_format", [OutputFormat.MARKDOWN, OutputFormat.HTML])
def test_of_many_sources_a_quote_names_its_own(tiny: Assistant, output_format: OutputFormat) -> None:
    other = Source("other.txt", "One. Two.", split_sentences("One. Two."))
    of_many = replace(tiny.pack, sources={**tiny.pack.sources, other.name: other})
    reply = tiny.ask("How high is the tower?")

    assert "clocks.txt" not in whole(reply_format(output_format, tiny.pack), [reply])
    assert "sentence 3 of clocks.txt" in whole(reply_format(output_format, of_many), [reply])


# The page


@pytest.fixture(scope="module")
def page(tiny: Assistant, replies: list[Reply]) -> Page:
    return Page(written(tiny, OutputFormat.HTML, *replies))


def test_the_page_asks_for_nothing(page: Page) -> None:
    asking = {"src", "srcset", "action", "formaction", "data", "poster", "background", "style", "ping"}
    links = [attributes["href"] for _, attributes in page.tags if "href" in attributes]

    assert not {name for _, attributes in page.tags for name in attributes} & asking
    assert links == ["#figures"]
    assert not {tag for tag, _ in page.tags} & {"link", "base", "iframe", "img", "object", "embed", "form"}
    assert "url(" not in page.words["style"][0]
    assert "@import" not in page.words["style"][0]


def test_nothing_but_the_script_of_the_page_may_run(page: Page) -> None:
    [policy] = [
        attributes["content"]
        for tag, attributes in page.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    [script] = page.words["script"]
    digest = b64encode(sha256(script.encode()).digest()).decode()

    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_hostile_text_is_no_markup(page: Page, replies: list[Reply]) -> None:
    hostile = sum(reply.question == HOSTILE for reply in replies)

    assert hostile == len(Status)
    assert len(page.words["script"]) == len(page.words["table"]) == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert page.cells("question") == [one_line(reply.question) for reply in replies]
    assert page.cells("id") == [one_line(reply.id or "") for reply in replies]
    assert page.words["mark"].count(one_line(HOSTILE)) == hostile


@example("<b>&amp;</td>")
@given(MARKUP | st.text(max_size=60))
def test_the_page_shows_any_text(tiny: Assistant, text: str) -> None:
    reply = Reply(id=text, question=text, status=Status.CLARIFY, answer=text, suggestions=(text,))
    pack = replace(tiny.pack, title=text)
    shown = Page(whole(reply_format(OutputFormat.HTML, pack), [reply]))

    line = one_line(text)
    assert shown.words["h1"] == shown.cells("question") == shown.cells("id") == shown.words["li"] == [line]
    assert one_line(shown.words["p"][1]) == line


def test_a_quote_is_marked_in_its_sentence(tiny: Assistant) -> None:
    page = Page(written(tiny, OutputFormat.HTML, tiny.ask("must a ten year old buy a ticket")))

    [sentence] = page.words["blockquote"]
    assert sentence == "“Children under twelve pay nothing – ever,” she promised. sentence 5"
    assert page.words["mark"] == ["“Children under twelve pay nothing – ever,” she promised"]


def test_quotes_of_a_sentence_are_marked_in_it_together(tiny: Assistant) -> None:
    source = tiny.pack.sources["clocks.txt"]
    quotes = ("A brass owl", "strikes the hour")
    starts = [source.text.index(quote) for quote in quotes]
    citations = tuple(
        Citation(source=source.name, sentence=4, start=start, end=start + len(quote), quote=quote)
        for start, quote in zip(starts, quotes, strict=True)
    )
    reply = Reply(question="?", status=Status.ANSWERED, answer="!", citations=citations)
    page = Page(written(tiny, OutputFormat.HTML, reply))

    assert page.words["blockquote"] == ["A brass owl on the roof strikes the hour. sentence 4"]
    assert tuple(page.words["mark"]) == quotes


@pytest.mark.parametrize(("source", "start"), [("gone.txt", 0), ("clocks.txt", 3), ("clocks.txt", 10**9)])
def test_a_quote_that_is_not_there_is_shown_alone(tiny: Assistant, source: str, start: int) -> None:
    citation = Citation(source=source, sentence=1, start=start, end=start + 5, quote="Never")
    reply = Reply(question="?", status=Status.ANSWERED, answer="!", citations=(citation,))
    page = Page(written(tiny, OutputFormat.HTML, reply))

    assert page.words["blockquote"] == ["Never sentence 1"]
    assert page.words["mark"] == ["Never"]


def test_the_figures_of_the_page(page: Page, replies: list[Reply]) -> None:
    summary = Summary()
    for reply in replies:
        summary.add(reply.status)
    expected = [f"{len(replies)} All"]
    for status, (glyph, words, *_) in STATUSES.items():
        share = f"{summary.counts[status] / len(replies):.0%}"
        expected.append(f"{summary.counts[status]} {glyph} {words} {share}")

    assert [one_line(label) for label in page.words["label"][1:]] == expected
