"""The sentences of an article by number, as a curator reads them before and while facts are written."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

MARKDOWN = """\
# The tower

It stands in the U.S. Shares of it are sold until 5 p.m. Staff sell them.

| Year | Height |
|------|--------|

Photo: The council
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "tower.md"
    path.write_text(MARKDOWN, "utf-8")
    return path


@pytest.fixture
def pack(tmp_path: Path, tiny_folder: Path) -> Path:
    """A pack of its own to break."""
    return shutil.copytree(tiny_folder, tmp_path / "pack")


def test_a_file_needs_no_pack(run: Run, article: Path) -> None:
    done = run("sentences", article)

    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == (
        "tower.md: 6 sentences\n"
        "  1. [heading] # The tower\n"
        "  2. It stands in the U.S. Shares of it are sold until 5 p.m.\n"
        "     unsure: “in the U.S. | Shares of it” may end here\n"
        "     unsure: “until 5 p.m. | Staff sell them.” may not end here\n"
        "  3. Staff sell them.\n"
        "  4. [table] | Year | Height |\n"
        "  5. [table] |------|--------|\n"
        "  6. [caption] Photo: The council\n"
    )


def test_a_file_is_read_as_for_a_new_pack(run: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"Caf\xe9.")

    done = run("sentences", "latin.txt", cwd=tmp_path)

    assert done.code == 0
    assert done.stdout.endswith("  1. Café.\n")


def test_each_sentence_is_a_line_of_json(run: Run, article: Path) -> None:
    done = run("sentences", article, "--json")
    records = [json.loads(line) for line in done.stdout.splitlines()]

    assert records[1] == {
        "source": "tower.md",
        "number": 2,
        "start": 13,
        "end": 69,
        "kind": "text",
        "text": "It stands in the U.S. Shares of it are sold until 5 p.m.",
        "facts": None,
        "unsure": [
            {"at": 34, "ends": False, "words": "in the U.S. | Shares of it"},
            {"at": 69, "ends": True, "words": "until 5 p.m. | Staff sell them."},
        ],
    }
    assert all(MARKDOWN[each["start"] : each["end"]] == each["text"] for each in records)


def test_what_is_shown_as_unsure_can_be_pasted_into_the_pack(run: Run, pack: Path, article: Path) -> None:
    shutil.copy(article, pack / "seeds/tower.txt")
    with (pack / "intents/pack.yaml").open("a", encoding="utf-8") as file:
        file.write('split: ["in the U.S. | Shares of it"]\njoin: ["until 5 p.m. Staff sell them."]\n')

    done = run("sentences", "--pack", pack)

    assert "  2. It stands in the U.S.\n" in done.stdout
    assert "  3. Shares of it are sold until 5 p.m. Staff sell them.\n" in done.stdout
    assert "unsure" not in done.stdout


def test_of_a_pack_it_says_which_facts_quote_a_sentence(run: Run, pack: Path, article: Path) -> None:
    shutil.copy(article, pack / "seeds/tower.txt")
    done = run("sentences", "--pack", pack)

    assert (done.code, done.stderr) == (0, "")
    assert re.search(r"^ +3\. The tower is 41 metres high.*\n +facts: \w+", done.stdout, re.MULTILINE)
    assert (
        "  3. Staff sell them.\n     no fact quotes it\n  4. [table] | Year | Height |\n  5." in done.stdout
    )

    records = [json.loads(line) for line in run("sentences", "--json", "--pack", pack).stdout.splitlines()]
    quoted = {each["source"] for each in records if each["facts"]}
    assert quoted == {"clocks.txt"}
    assert [each["facts"] for each in records if each["source"] == "tower.txt"] == [[]] * 6


def test_without_a_pack_named_it_numbers_the_default_one(run: Run) -> None:
    lines = run("sentences", "--json").stdout.splitlines()

    assert [json.loads(line)["number"] for line in lines] == list(range(1, 12))


def test_a_pack_without_intents_has_sentences(run: Run, pack: Path) -> None:
    shutil.rmtree(pack / "intents")
    done = run("sentences", "--json", "--pack", "pack", cwd=pack.parent)

    assert done.code == 0
    assert done.stderr == (
        "the intents cannot be read, so no fact is named; to see why: assistant check --pack pack\n"
    )
    assert {json.loads(line)["facts"] for line in done.stdout.splitlines()} == {None}


def test_a_pack_with_a_mistake_has_sentences_and_the_facts_that_can_be_read(run: Run, pack: Path) -> None:
    path = pack / "intents/tower.yaml"
    path.write_text(path.read_text("utf-8").replace("41 metres high", "42 metres high", 2), "utf-8")
    done = run("sentences", "--pack", "pack", cwd=pack.parent)

    assert done.code == 0
    assert done.stderr == (
        "the intents cannot be read as a whole, so facts may be missing;"
        " to see why: assistant check --pack pack\n"
    )
    assert "facts: " in done.stdout
    assert "no fact quotes it" in done.stdout


def test_what_can_be_read_of_the_sources_is_numbered_and_what_cannot_is_an_error(
    run: Run, pack: Path
) -> None:
    (pack / "seeds/second.txt").write_bytes(b"Caf\xe9.")
    done = run("sentences", "--pack", "pack", cwd=pack.parent)

    assert done.code == 2
    assert done.stdout.startswith("clocks.txt: ")
    assert done.stderr.startswith("pack/seeds/second.txt:1:4: the byte 0xE9 is not UTF-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.txt"], "none.txt: there is no such file: check the name\n"),
        (["."], ".: this is a folder: name the file of the article in it\n"),
        (["empty.txt"], "empty.txt: there is no text in it: name the file that has the article\n"),
        (["--pack", "none"], "none:1:1: there is no such folder\n"),
    ],
)
def test_what_cannot_be_read_is_said(run: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    done = run("sentences", *arguments, cwd=tmp_path)

    assert (done.code, done.stdout, done.stderr) == (2, "", message)


def test_a_file_and_a_pack_are_not_named_together(run: Run, article: Path, pack: Path) -> None:
    done = run("sentences", article, "--pack", pack)

    assert done.code == 2
    assert "name a FILE or a pack, not both" in done.stderr


def test_nothing_in_an_article_acts_on_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wild\x1b[31m.txt"
    path.write_text("It is \x1b[31mred\x07.\u202e Near the U.S. \x1b[0mShares fell.", "utf-8")

    for option in ([], ["--json"]):
        done = run("sentences", path, *option)
        assert done.code == 0
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.stdout)
