"""The command: what it prints and writes, and what it says of files that it cannot use."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from assistant.formats import OutputFormat, reply_format, whole
from assistant.history import key_of
from assistant.history.store import History
from tests.terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant import Assistant
    from tests.conftest import Finished, Run

    Cover = Callable[..., Finished]

QUESTIONS = (
    "How many maps are there?", "how many maps are there", "What does the oldest map show?",
    "May I borrow a map?", "Who is the mayor?", "hello",
)  # fmt: skip
ASKED = "6 questions: answers rest on 1 sentence, passages show 1 sentence, 1 refused."
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)

BY_INTENTS = """\
By intents: [3] behind words says how many intents reach them. Where no number stands in
a sentence, the same reach all of its words.

ferry.txt: 1 sentence
  1. The ferry to Tarn sails at noon.
     1 intent

library.txt: 4 sentences
  1. [heading] The Sea Library of Tarn
  2. Warden Edda Holm [0] opened the library on 4 May. [1]
     1 intent
     mentioned by no intent: Edda Holm (person)
  3. It has 900 [1] maps [2], and the oldest map shows an island. [1]
     2 intents
  4. Nobody may borrow a map.
     no intent reaches it

"""
BY_QUESTIONS = """\
By questions: [3] behind words says how many questions were answered with them, or were
shown them as a passage. Where no number stands in a sentence, it is the same for all of
its words.

ferry.txt: 1 sentence
  1. The ferry to Tarn sails at noon.
     no question reached it

library.txt: 4 sentences
  1. [heading] The Sea Library of Tarn
  2. Warden Edda Holm opened the library on 4 May.
     no question reached it
  3. It has 900 [2] maps [3], and the oldest map shows an island. [1]
     3 answers
  4. Nobody may borrow a map.
     1 passage

"""
SUMMARY = """\
4 intents reach 3 of 4 sentences that need a fact, and none reaches sentence 4 of
library.txt.
In sentence 2 of library.txt stands 1 name, date or number that no intent there
mentions.
"""


@pytest.fixture
def cover(run: Run, library_folder: Path, tmp_path: Path) -> Cover:
    def cover(*arguments: str | Path, stdin: bytes = b"") -> Finished:
        return run("coverage", *arguments, "--pack", library_folder, stdin=stdin, cwd=tmp_path)

    return cover


def written(library: Assistant, output_format: OutputFormat = OutputFormat.JSONL) -> bytes:
    return whole(reply_format(output_format, library.pack), map(library.ask, QUESTIONS)).encode()


def test_piped_it_prints_counts_for_shades(cover: Cover) -> None:
    done = cover()

    assert (done.code, done.stdout, done.stderr) == (0, BY_INTENTS + SUMMARY, "")


@pytest.mark.parametrize("output_format", [OutputFormat.JSONL, OutputFormat.CSV])
def test_given_a_batch_it_prints_the_article_by_questions_too(
    cover: Cover, library: Assistant, tmp_path: Path, output_format: OutputFormat
) -> None:
    (tmp_path / f"r.{output_format}").write_bytes(written(library, output_format))

    done = cover("--batch", f"r.{output_format}")
    assert done.stdout == f"{BY_INTENTS}{BY_QUESTIONS}{SUMMARY}{ASKED}\n"


def test_several_batches_count_together_and_so_do_the_files_of_a_folder(
    cover: Cover, library: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("folder/1.jsonl", "folder/2.jsonl", "folder/_SUCCESS", "r.jsonl"):
        (tmp_path / name).write_bytes(written(library) if name.endswith("l") else b"")

    done = cover("--batch", "folder", "--batch", "r.jsonl", "--batch", "-", stdin=written(library))
    assert done.stdout.splitlines()[-1] == ASKED.replace("6", "24", 1).replace("1 refused", "4 refused")


def test_given_the_history_it_counts_what_was_asked_about_this_article(
    cover: Cover, library: Assistant, data_folder: Path
) -> None:
    history = History(data_folder / "history.db")
    for pack in (key_of(library.pack.sources.values()), "another"):
        conversation = history.begin(pack, NOW)
        for question in QUESTIONS:
            turn = history.ask(conversation, question, NOW)
            assert turn is not None
            history.answer(turn, library.ask(question))
    history.close()

    done = cover("--history")
    assert done.stdout.splitlines()[-1] == ASKED
    (data_folder / "history.db").unlink()


def test_json(cover: Cover, library: Assistant) -> None:
    alone = [json.loads(line) for line in cover("--json").stdout.splitlines()]
    asked = [
        json.loads(line)
        for line in cover("--json", "--batch", "-", stdin=written(library)).stdout.splitlines()
    ]

    assert alone == [each | {"answers": None, "passages": None, "asked": None} for each in asked]
    text = library.pack.sources["library.txt"].text
    maps = asked[3]
    assert (maps["source"], maps["number"], maps["kind"]) == ("library.txt", 3, "text")
    assert maps["intents"] == ["maps", "oldest"]
    assert text[maps["start"] : maps["end"]] == maps["text"]
    assert [(text[each["start"] : each["end"]], each["intents"]) for each in maps["spans"]] == [
        ("It has 900 ", ["maps"]),
        ("maps", ["maps", "oldest"]),
        (", and the oldest\nmap shows an island", ["oldest"]),
    ]
    assert (maps["answers"], maps["passages"]) == (3, 0)
    assert [each["questions"] for each in maps["asked"]] == [2, 3, 1]
    assert [name["text"] for name in asked[2]["unreached_names"]] == ["Edda Holm"]


def test_html_writes_over_an_older_page_and_prints_the_summary(cover: Cover, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("old")

    done = cover("--html", "page.html")
    assert done.stdout.split() == SUMMARY.split()
    assert done.stdout.count("\n") == 2
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("no_color", "has_colours"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_shows_shades_unless_it_is_to_have_no_colours(
    environment: dict[str, str],
    library_folder: Path,
    tmp_path: Path,
    no_color: dict[str, str],
    has_colours: bool,
) -> None:
    command = [sys.executable, "-m", "assistant", "coverage", "--pack", str(library_folder)]
    with terminal(command, environment | no_color, (60, 40), tmp_path) as shown:
        assert shown.end() == 0
        output = shown.output.decode()

    assert ("\x1b[" in output) == has_colours
    assert ("maps [2]" in output) != has_colours
    plain = re.sub(r"\x1b\[[\d;]*m", "", output)
    assert max(map(len, plain.splitlines())) <= 60


@pytest.mark.parametrize(
    ("arguments", "data", "complaint"),
    [
        (["--batch", "nowhere.jsonl"], b"", "nowhere.jsonl: No such file or directory\n"),
        (
            ["--batch", "f.txt"],
            b"",
            "f.txt: replies are not read back from .txt; write the batch as .jsonl, ",
        ),
        (
            ["--batch", "f.jsonl"],
            b"{}\n",
            "f.jsonl:1:1: this row is no reply of a batch: there is no “question”\n",
        ),
        (["--html", "nowhere/page.html"], b"", "nowhere/page.html: No such file or directory\n"),
        (
            ["--batch", "f.jsonl", "--html", "f.jsonl"],
            b"",
            "f.jsonl: this is the input itself; name another ",
        ),
    ],
)
def test_an_error_is_one_line(
    cover: Cover, tmp_path: Path, arguments: list[str], data: bytes, complaint: str
) -> None:
    for name in ("f.txt", "f.jsonl"):
        (tmp_path / name).write_bytes(data)

    done = cover(*arguments)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith(complaint)
    assert done.stderr.count("\n") == 1


def test_a_batch_of_another_pack_is_an_error(cover: Cover, tiny: Assistant, tmp_path: Path) -> None:
    replies = map(tiny.ask, ["How high is the tower?", "hello"])
    (tmp_path / "r.jsonl").write_text(whole(reply_format(OutputFormat.JSONL, tiny.pack), replies), "utf-8")

    done = cover("--batch", "r.jsonl")
    assert (done.code, done.stdout) == (2, "")
    assert re.fullmatch(r"r\.jsonl: no reply quotes this article .* another pack.*\n", done.stderr)


def test_some_replies_about_another_state_of_the_article_are_noted(
    cover: Cover, library: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "r.jsonl").write_bytes(written(library).replace(b'"quote":"Nobody', b'"quote":"Everybody'))

    done = cover("--batch", "r.jsonl")
    assert done.stderr == (
        "r.jsonl: 1 reply quotes what this article does not say; such quotes are not counted\n"
    )
    assert done.stdout.endswith(ASKED.replace("passages show 1 sentence", "passages show 0 sentences") + "\n")


@pytest.mark.parametrize(
    ("arguments", "where"),
    [(["--batch", "empty.jsonl"], "empty.jsonl"), (["--history"], "the history of this article")],
)
def test_where_there_is_no_reply_it_says_so(
    cover: Cover, tmp_path: Path, arguments: list[str], where: str
) -> None:
    (tmp_path / "empty.jsonl").touch()

    done = cover(*arguments)
    assert (done.code, done.stderr) == (0, f"{where}: there is no reply in it\n")
    assert done.stdout == f"{BY_INTENTS}{SUMMARY}No question was asked of it.\n"


def test_a_page_and_lines_cannot_both_be_had(cover: Cover) -> None:
    done = cover("--html", "page.html", "--json")

    assert (done.code, done.stdout) == (2, "")
    assert "name one of them" in done.stderr
