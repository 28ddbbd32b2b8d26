"""Whole files of questions for a chat: their rows, and what is said of a file that is none."""

from __future__ import annotations

import gzip
import os
import sys
from typing import TYPE_CHECKING

import pytest

from assistant.errors import AssistantError
from assistant.records import question_files
from assistant.records.question_files import rows_of_files
from assistant.records.rows import Row

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(AssistantError) as caught:
        rows_of_files([path])
    return str(caught.value).removeprefix(f"{path.parent}{os.sep}")


def test_a_file_is_read_as_a_batch_reads_it(tmp_path: Path) -> None:
    table = written(tmp_path / "q.csv", "id;conversation;question\na;c1;who?\n;;when?\n;\n")
    lines = written(tmp_path / "q.jsonl.gz", gzip.compress(b'{"question": "who?", "id": 7}\n'))
    text = written(tmp_path / "questions", "who?\n\nwhen?\n")

    assert rows_of_files([table])[:2] == [Row("a", "who?", "c1"), Row("2", "when?")]
    assert rows_of_files([table])[2].wrong == "q.csv:4:1: this row has 2 cells where the header has 3"
    assert rows_of_files([lines]) == [Row("7", "who?")]
    assert rows_of_files([text]) == [Row("1", "who?"), Row("2", "when?")]


def test_blank_lines_of_text_are_no_questions(tmp_path: Path) -> None:
    text = written(tmp_path / "q.txt", "\nwho?\r\n \t\r\nwhen?\nb\xff\n".encode("latin-1"))
    table = written(tmp_path / "q.csv", "question,x\n,1\nwho?,2\n")

    who, when, wrong = rows_of_files([text])
    assert [who, when] == [Row("1", "who?"), Row("2", "when?")]
    # Where it stands is told by the line.
    assert (wrong.id, wrong.place) == ("3", "q.txt:5:2")
    assert [row.id for row in rows_of_files([text, table])] == ["1", "2", "3", "4", "5"]
    # A row of a table is one, whatever is in it.
    assert rows_of_files([table]) == [Row("1", ""), Row("2", "who?")]


def test_of_several_files_rows_are_numbered_through_and_conversations_apart(tmp_path: Path) -> None:
    first = written(tmp_path / "a.csv", "conversation,question\nc1,who?\n,when?\n")
    second = written(tmp_path / "b.csv", "id,conversation,question\nx,c1,where?\n,,why?\n")

    assert rows_of_files([first, second]) == [
        Row("1", "who?", "a.csv: c1"),
        Row("2", "when?"),
        Row("x", "where?", "b.csv: c1"),
        Row("4", "why?"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("q.csv", "query\nwho?\n", "q.csv:1:1: the first line must name the columns, one of them “question”"),
        ("q.csv", "", "q.csv: this is empty; its first line must name the columns, one of them “question”"),
        ("q.txt", "", "q.txt: there is no question in it; write one on each line"),
        ("q.csv", "question\n", "q.csv: there is no question in it; write one on each line"),
        (
            "q.jsonl",
            '{"query": "who?"}\n',
            "q.jsonl: there is no question in it. q.jsonl:1:1: this row has no key “question”",
        ),
        ("q.txt", b"\x7fELF\0\0\1", "q.txt: this is no text; save the questions as text or CSV in UTF-8"),
        ("q.txt", "who?\n".encode("utf-16"), "q.txt:1:1: this is UTF-16, not UTF-8; convert it first"),
        ("q.gz", b"who?", "q.gz: this is not gzip, as its name says"),
        ("q.png", b"x", "q.png: questions are read from files that end in .txt, .text, .csv, .tsv, .jsonl,"),
    ],
)
def test_what_is_no_file_of_questions_is_said_to_be_none(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    assert refusal(written(tmp_path / name, content)).startswith(message)


def test_what_is_no_file_at_all_is_said_to_be_none(tmp_path: Path) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()

    assert refusal(folder) == "folder.csv: this is a folder; name a file of questions in it"
    assert refusal(tmp_path / "no.csv") == "no.csv: there is no such file; see to its name and its folder"
    assert refusal(tmp_path / "x\0.csv") == "x␀.csv: no file can have that name"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such pipe")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "q.txt")
    assert refusal(tmp_path / "q.txt") == "q.txt: this is no file to read; name a file of questions"


def test_what_is_too_much_for_a_chat_is_for_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead = "run it in a terminal: assistant batch FILE -o replies.jsonl"
    monkeypatch.setattr(question_files, "MOST_QUESTIONS", 3)
    three, four = (written(tmp_path / f"{n}.txt", "who?\n" * n) for n in (3, 4))
    assert len(rows_of_files([three])) == 3
    assert refusal(four) == f"4.txt: a chat takes 3 questions at once; {instead}"
    blank = written(tmp_path / "blank.txt", "\n" * 4)
    assert refusal(blank) == "blank.txt: there is no question in it; write one on each line"
    with pytest.raises(AssistantError, match="a chat takes 3 questions at once"):
        rows_of_files([three, three])

    monkeypatch.setattr(question_files, "LARGEST_TEXT_FILE", 2_000_000)
    large = written(tmp_path / "large.txt", b"x" * 2_600_000)
    assert refusal(large) == f"large.txt: this has 3 MB, more than the 2 MB that a chat takes; {instead}"
    bomb = written(tmp_path / "bomb.txt.gz", gzip.compress(b"x" * 2_600_000))
    assert refusal(bomb) == f"bomb.txt.gz: its questions are longer than what a chat takes; {instead}"
    monkeypatch.setattr(question_files, "LARGEST_TEXT_FILE", 3_000)
    blank = written(tmp_path / "blank.txt.gz", gzip.compress(b"\n" * 4_000))
    assert refusal(blank) == f"blank.txt.gz: its questions are longer than what a chat takes; {instead}"
