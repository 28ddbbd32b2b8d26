"""Replies read back from what a batch wrote, in each of its formats, and from the history."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from assistant.errors import AssistantError
from assistant.formats import OutputFormat, reply_format, whole
from assistant.formats.parquet import from_json_lines
from assistant.history import key_of
from assistant.history.store import History
from assistant.knowledge import Source, split_sentences
from assistant.past_replies import CitedSpan, PastReply, replies_of_batch, replies_of_history
from assistant.response import Status

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant

QUESTIONS = ("How high is the tower?", "=1+1", "Where do the east and the west door lead?", "hello")
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def replies(tiny: Assistant) -> list[PastReply]:
    """What there is to read back of the replies to `QUESTIONS`."""
    return [
        PastReply(
            reply.question,
            reply.status,
            tuple([CitedSpan(each.source, each.sentence, each.start, each.end) for each in reply.citations]),
        )
        for reply in map(tiny.ask, QUESTIONS)
    ]


def written(tiny: Assistant, output_format: OutputFormat) -> bytes:
    return whole(reply_format(output_format, tiny.pack), map(tiny.ask, QUESTIONS)).encode()


def read(data: bytes, name: str, *sources: Source) -> list[PastReply]:
    return list(replies_of_batch(io.BytesIO(data), name, sources))


@pytest.mark.parametrize(
    ("output_format", "name"),
    [
        (OutputFormat.JSONL, "r.jsonl"),
        (OutputFormat.JSONL, "replies"),
        (OutputFormat.JSONL, "-"),
        (OutputFormat.CSV, "r.csv"),
        (OutputFormat.CSV, "-"),
    ],
)
def test_what_a_batch_wrote_is_read_back(tiny: Assistant, output_format: OutputFormat, name: str) -> None:
    assert read(written(tiny, output_format), name, *tiny.pack.sources.values()) == replies(tiny)


def test_what_a_batch_wrote_is_read_back_from_gzip(tiny: Assistant) -> None:
    data = gzip.compress(written(tiny, OutputFormat.CSV))

    assert read(data, "r.csv.gz", *tiny.pack.sources.values()) == replies(tiny)


def test_what_a_batch_wrote_is_read_back_from_parquet(tiny: Assistant, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    lines, table = tmp_path / "r.jsonl", tmp_path / "r.parquet"
    lines.write_bytes(written(tiny, OutputFormat.JSONL))
    from_json_lines(lines, table)

    with table.open("rb") as stream:
        read_back = list(replies_of_batch(stream, str(table), tiny.pack.sources.values()))
    assert read_back == replies(tiny)


def row(source: str, sentence: int, quote: str) -> bytes:
    cited = {"source": source, "sentence": sentence, "quote": quote}
    return json.dumps({"question": "?", "status": "answered", "citations": [cited]}).encode() + b"\n"


HEAD = b"question,status,sources,sentences,quotes\n"
TEXT = "An owl | a wren\nsat there. It slept.\n"
OWL = Source("owl.txt", TEXT, split_sentences(TEXT))


@pytest.mark.parametrize(
    ("data", "name", "span"),
    [
        (row("owl.txt", 1, "wren\nsat"), "r.jsonl", (11, 19)),
        (row("owl.txt", 1, "wren sat"), "r.jsonl", (11, 19)),
        (HEAD + b"?,answered,owl.txt,1,owl | a wren\n", "r.csv", (3, 15)),
        (
            HEAD + b"?,answered,owl.txt | owl.txt,1 | 1,owl | a wren | sat there\n",
            "r.csv",
            (0, 26),
        ),
    ],
    ids=["as it stands", "on one line", "with the sign between quotes", "with that sign, and another quote"],
)
def test_the_place_of_a_quote_is_that_in_the_article(data: bytes, name: str, span: tuple[int, int]) -> None:
    for cited in read(data, name, OWL)[0].citations:
        assert cited == CitedSpan("owl.txt", 1, *span)


@pytest.mark.parametrize(
    "data", [row("other.txt", 1, "owl"), row("owl.txt", 2, "owl"), row("owl.txt", 99, "owl")]
)
def test_a_quote_that_the_article_does_not_have_there_is_strange(data: bytes) -> None:
    assert read(data, "r.jsonl", OWL) == [PastReply("?", Status.ANSWERED, (), is_strange=True)]


@pytest.mark.parametrize(
    ("data", "name", "complaint"),
    [
        (
            b'{"question": "?"}\n',
            "r.jsonl",
            "r.jsonl:1:1: this row is no reply of a batch: there is no “status”",
        ),
        (
            b'{"question": "?", "status": "ANSWERED", "citations": []}\n',
            "r.jsonl",
            "r.jsonl:1:29: this row is no reply of a batch: “status” is not what a batch writes there",
        ),
        (b"question\nwho?\n", "q.csv", "q.csv:2:1: this row is no reply of a batch: there is no “status”"),
        (b"{\n", "-", "<stdin>:1:"),
        (b"", "r.html", "r.html: replies are not read back from .html; write the batch as .jsonl, .csv or "),
    ],
)
def test_what_is_no_reply_is_an_error_with_its_place(data: bytes, name: str, complaint: str) -> None:
    with pytest.raises(AssistantError) as caught:
        read(data, name, OWL)

    assert str(caught.value).startswith(complaint)


@pytest.fixture
def history_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    return tmp_path / "history.db"


def test_the_replies_of_the_history_are_those_about_the_article(tiny: Assistant, history_file: Path) -> None:
    history = History(history_file)
    for pack in (key_of(tiny.pack.sources.values()), "another"):
        conversation = history.begin(pack, NOW)
        for question in QUESTIONS:
            turn = history.ask(conversation, question, NOW)
            assert turn is not None
            history.answer(turn, tiny.ask(question))
        history.ask(conversation, "without a reply", NOW)
    history.close()

    assert list(replies_of_history(tiny.pack.sources.values())) == replies(tiny)


def test_without_a_history_there_are_no_replies_and_none_is_made(tiny: Assistant, history_file: Path) -> None:
    assert list(replies_of_history(tiny.pack.sources.values())) == []
    assert not history_file.exists()
