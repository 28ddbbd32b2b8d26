"""`assistant new`: from the file of an article to a pack that answers, and nothing is ever overwritten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

pytestmark = pytest.mark.endurance

ARTICLE = Path(__file__).parent / "knowledge" / "drafting" / "observatory.txt"
GERMAN = (
    "Der Stadtrat hat am Montag den Bau einer neuen Brücke über den Fluss beschlossen."
    " Die Kosten betragen zwölf Millionen Euro."
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "observatory.txt"
    path.write_bytes(ARTICLE.read_bytes())
    return path


def test_it_makes_a_pack_that_checks_and_answers(run: Run, tmp_path: Path, article: Path) -> None:
    made = run("new", "pack", "--article", article.name, cwd=tmp_path)

    assert (made.code, made.stderr) == (0, "")
    assert made.stdout.startswith("Drafted in pack: 11 facts, ")
    assert "assistant guide curating" in made.stdout
    assert (tmp_path / "pack/seeds/observatory.txt").read_bytes() == ARTICLE.read_bytes()
    assert run("check", "--pack", "pack", cwd=tmp_path).code == 0
    answered = run("ask", "--pack", "pack", "How much is a ticket?", cwd=tmp_path)
    assert answered.code == 0
    assert "8 euros" in answered.stdout


def test_every_surface_says_that_an_answer_is_a_draft(run: Run, tmp_path: Path, article: Path) -> None:
    run("new", "pack", "--article", article.name, cwd=tmp_path)
    question = "How much is a ticket?"

    asked = run("ask", "--pack", "pack", question, cwd=tmp_path).stdout
    as_json = json.loads(run("ask", "--json", "--pack", "pack", question, cwd=tmp_path).stdout)["answer"]
    batch = run("batch", "-", "--pack", "pack", "--format", "markdown", stdin=question, cwd=tmp_path).stdout
    chat = run("chat", "--plain", "--pack", "pack", stdin=f"{question}\n", cwd=tmp_path).stdout

    assert all("Draft, unchecked: " in text for text in (asked, as_json, batch, chat))


def test_an_answer_that_was_checked_says_nothing_of_drafts(run: Run, tmp_path: Path, article: Path) -> None:
    run("new", "pack", "--article", article.name, cwd=tmp_path)
    topic = tmp_path / "pack/intents/article.yaml"
    topic.write_text(topic.read_text("utf-8").replace("draft: true", "draft: false"), "utf-8")

    answer = run("ask", "--pack", "pack", "How much is a ticket?", cwd=tmp_path).stdout

    assert answer.startswith("A ticket costs 8 euros")


def test_what_is_there_is_never_overwritten(run: Run, tmp_path: Path, article: Path) -> None:
    run("new", "pack", "--article", article.name, cwd=tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "pack").rglob("*.yaml")}

    again = run("new", "pack", "--article", article.name, cwd=tmp_path)

    assert (again.code, again.stdout) == (2, "")
    assert again.stderr == "pack: this is there already: name a new folder, nothing is overwritten\n"
    assert {path: path.read_bytes() for path in (tmp_path / "pack").rglob("*.yaml")} == before
    on_file = run("new", article.name, "--article", article.name, cwd=tmp_path)
    assert on_file.code == 2
    assert article.read_bytes() == ARTICLE.read_bytes()


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path, article: Path) -> None:
    done = run("new", "pack", "--article", article.name, "--dry-run", cwd=tmp_path)

    assert done.code == 0
    assert done.stdout.startswith("Would draft: 11 facts, ")
    assert [path.name for path in tmp_path.iterdir()] == [article.name]


def test_it_tells_what_it_mends(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        ARTICLE.read_text("utf-8").replace("telescope", "tele\u00adscope"), "utf-8"
    )

    done = run("new", "pack", "--article", "a.txt", cwd=tmp_path)

    assert done.stdout.startswith("Mended in a.txt, so that its sentences can be quoted:\n  ")
    assert "telescope" in (tmp_path / "pack/seeds/a.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "there is no text in it"),
        (GERMAN.encode(), "this does not look English"),
        ("यह एक महत्वपूर्ण कदम है।".encode(), "this does not look English"),
        (b"| Year | Cost |\n|---|---|\n| 2001 | 5 |\n", "name a file with some running text"),
        (b"%PDF-1.4\n", "PDF"),
    ],
)
def test_what_cannot_be_drafted_is_told_in_a_line(
    run: Run, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "a.txt").write_bytes(content)

    done = run("new", "pack", "--article", "a.txt", cwd=tmp_path)

    assert done.code == 2
    assert done.stderr.startswith("a.txt: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"The council approved the bridge on Monday.",
        ARTICLE.read_text("utf-8").encode("utf-16"),
        ARTICLE.read_text("utf-8").replace("telescope", "téléscope").encode("latin-1", "replace"),
        ARTICLE.read_text("utf-8").replace(".", "").encode(),
        GERMAN.encode(),
    ],
)
def test_odd_articles_make_packs_that_work(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)

    done = run("new", "pack", "--article", "a.txt", "--any-language", cwd=tmp_path)

    assert done.code == 0
    assert run("check", "--pack", "pack", cwd=tmp_path).code == 0
