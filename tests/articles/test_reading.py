"""Reading an article: encodings, kinds of files, names, and what is said of a file that is of no use."""

from __future__ import annotations

import codecs
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assistant.articles import ArticleText, reading
from assistant.articles.reading import read_article
from assistant.errors import AssistantError
from tests.articles.making import zipped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.articles.conftest import Read

TEXT = "The lamp is lit – “at last”, said Zoë.\nIt is bright.\n"


def refused(path: Path) -> str:
    with pytest.raises(AssistantError) as caught:
        read_article(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def test_a_clean_text_is_read_as_it_is(read: Read) -> None:
    assert read(TEXT) == ArticleText(TEXT, "article", ())


# Encodings


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
    ids=[
        "utf-8 with a mark",
        "utf-16",
        "big-endian",
        "without a mark",
        "big-endian without",
        "utf-32",
        "crlf",
    ],
)
def test_an_encoding_that_is_known_is_not_worth_a_word(read: Read, data: bytes) -> None:
    assert read(data) == ArticleText(TEXT, "article", ())


def test_windows_1252_is_read_and_told(read: Read) -> None:
    article = read(TEXT.encode("cp1252"))

    assert article.text == TEXT
    assert [str(change) for change in article.changes] == [
        "read 4 characters as Windows-1252, for they are not UTF-8, such as “–”"
    ]


def test_a_file_of_two_encodings_is_read_by_both(read: Read) -> None:
    assert read(TEXT.encode() + TEXT.encode("cp1252")).text == TEXT + TEXT


# Names


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("My Article (final).txt", "my_article_final"),
        ("Zoë’s café.v2.md", "zoe_s_cafe_v2"),
        ("-.txt", "article"),
        ("लेख.txt", "article"),
        ("x" * 200 + ".txt", "x" * 60),
    ],
)
def test_the_name_is_safe_for_any_file_system(read: Read, file: str, name: str) -> None:
    assert read(TEXT, file).name == name


# Files of no use


def test_no_such_file_and_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.txt") == "there is no such file: check the name"
    assert refused(tmp_path) == "this is a folder: name the file of the article in it"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert refused(tmp_path / "pipe") == "this is not a file: save the article in one"


EMPTY = "there is no text in it: name the file that has the article"
NO_TEXT = "this is no text: name a text, Markdown, HTML, PDF or Word (.docx) file"
OF_NO_USE = [
    (b"", EMPTY),
    (b" \n\t\r\n", EMPTY),
    (codecs.BOM_UTF8, EMPTY),
    (bytes(range(256)) * 9, NO_TEXT),
    (b"\x7fELF\x02\x01\x01" + b"\0" * 99, NO_TEXT),
    (b"\x89PNG\r\n\x1a\n\0\0", "this is a picture: "),
    (b"{\\rtf1 The lamp.}", "this is rich text (RTF): save it as .docx"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
        "this is an old Word file, or one with a password: ",
    ),
    (zipped({"a.txt": b"x"}), "this is a ZIP file: unpack it first"),
    (zipped({"xl/workbook.xml": b"x"}), "this is an Excel workbook: save the article as .docx"),
    (
        zipped({"mimetype": b"x", "META-INF/container.xml": b"x"}),
        "this is an e-book (EPUB): ",
    ),
    (zipped({"mimetype": b"x", "content.xml": b"x"}), "this is an OpenDocument file: save it as .docx"),
    (b"PK\x03\x04 cut off", "this is a damaged ZIP file: get it anew"),
]


@pytest.mark.parametrize(("data", "what"), OF_NO_USE, ids=range(len(OF_NO_USE)))
def test_what_it_is_and_what_helps(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(data)

    assert refused(path).startswith(what)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_TEXT_FILE", 1_000)
    path = tmp_path / "article.txt"
    path.write_text("lamp " * 201)

    assert refused(path) == "the file is too large, more than 10 MB of text: cut it down to the article"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="this user may read anything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text("lamp")
    path.chmod(0)

    assert refused(path) == "cannot be read: Permission denied"


def test_the_name_of_a_file_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(AssistantError) as caught:
        read_article(tmp_path / "no\x1b[31m\nsuch.txt")

    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


# The extra


@pytest.mark.parametrize(
    ("data", "kind", "module"),
    [
        (b"%PDF-1.4", "PDF", "pypdfium2"),
        (b"<!doctype html><p>Lamp", "HTML", "trafilatura"),
        (zipped({"word/document.xml": b"x"}), "Word files", "mammoth"),
    ],
    ids=["pdf", "html", "word"],
)
def test_without_the_packages_the_command_that_installs_them_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, kind: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    path = tmp_path / "article"
    path.write_bytes(data)

    assert refused(path) == f"to read {kind}: pip install 'assistant[articles]'"


def test_to_read_text_loads_no_converter(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    code = (
        "import sys\nfrom pathlib import Path\nfrom assistant.articles import read_article\n"
        f"read_article(Path({str(path)!r}))\nprint(*sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )

    assert not {"trafilatura", "lxml", "mammoth", "pypdfium2", "pydantic", "yaml"} & set(done.stdout.split())
