"""What a batch tells of itself: how it goes, what it came to, and its exit code."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from assistant.batch import fill
from assistant.batch.part import part_file
from assistant.cli import progress
from assistant.formats import Summary
from assistant.response import Status
from assistant.streams import opened
from tests.screen import Screen
from tests.terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from assistant.batch import Batch
    from tests.batch.conftest import ReadRows
    from tests.conftest import Run

QUESTIONS = "How high is the tower?\nwhere does the door lead?\nWho designed the tower?\nHello!\n"


def test_the_last_line_tells_what_it_came_to(run: Run, tiny_folder: Path) -> None:
    done = run("batch", "--pack", tiny_folder, stdin=QUESTIONS)

    assert done.code == 0
    assert re.fullmatch(
        r"4 rows in \d+\.\d s, [\d,]+ a second:"
        r" 1 answered, 0 passages, 1 clarified, 1 not in the article, 1 small talk, 0 errors\n",
        done.stderr,
    )


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (0, r"9 rows in \d+\.\d s, [1-9][\d,]* a second"),
        (6, r"9 rows, 6 of them done before, 3 in \d+\.\d s, [1-9][\d,]* a second"),
        (9, r"9 rows, 9 of them done before, 0 in \d+\.\d s, 0 a second"),
    ],
)
def test_of_what_is_gone_on_with_it_tells_how_much_was_done_before(
    batch: Callable[..., Batch], read: ReadRows, tmp_path: Path, done: int, told: str
) -> None:
    questions, target, work = tmp_path / "q.txt", tmp_path / "replies.jsonl", batch()
    questions.write_text("Hello!\n" * 9, "utf-8")
    with part_file(target, work.name, resume=False) as part:
        work.run(read(questions)[:done], part)
    with questions.open("rb") as stream:
        meter = progress.Meter(stream)
        with progress.telling(meter, quiet=False, replies_shown=False) as watch:
            summary = fill(target, work, read(questions), resume=True, watch=watch)

    assert re.match(f"{told}: 0 answered", progress.summary_as_text(summary, meter))


def test_quiet_tells_nothing(run: Run, tiny_folder: Path) -> None:
    assert run("batch", "--quiet", "--pack", tiny_folder, stdin=QUESTIONS).stderr == ""


@pytest.mark.parametrize(
    ("first", "quiet", "told"),
    [
        ("id,question", (), True),
        ("id,question", ("--quiet",), False),
        ("id,question", ("--input-format", "csv"), False),
        ("Question, how high is the tower", (), False),
    ],
)
def test_a_first_line_that_is_taken_for_a_header_is_told(
    run: Run, tiny_folder: Path, first: str, quiet: tuple[str, ...], told: bool
) -> None:
    done = run("batch", *quiet, "--pack", tiny_folder, stdin=f"{first}\nHello!,\n")

    warned = "<stdin>: the first line names columns, so this is read as CSV; if it is not, give"
    assert (warned in done.stderr) is told
    # The line that is no header has its reply.
    assert len(done.stdout.splitlines()) == (1 if first.startswith("id") else 2)


def test_one_row_is_a_row(run: Run, tiny_folder: Path) -> None:
    done = run("batch", "--pack", tiny_folder, stdin="{}\n")

    assert re.fullmatch(r"1 row in .* 0 small talk, 1 error\n1 of 1 row could not be read\n", done.stderr)


def test_quiet_or_not_it_tells_of_rows_that_could_not_be_read(run: Run, tiny_folder: Path) -> None:
    done = run("batch", "-q", "--pack", tiny_folder, stdin='{"question": "Hello!"}\n{}\n')

    assert (done.code, done.stderr) == (2, "1 of 2 rows could not be read\n")


@pytest.mark.parametrize(
    ("fail_on", "code", "told"),
    [
        ("not_in_article", 1, "failed: 1 not_in_article\n"),
        ("not_in_article, clarify", 1, "failed: 1 clarify, 1 not_in_article\n"),
        ("", 2, "--fail-on:  is no status;"),
        ("answered", 1, "failed: 1 answered\n"),
        ("error", 0, ""),
        ("no_such", 2, "--fail-on: no_such is no status;"),
    ],
)
def test_as_a_check_it_fails_on_what_it_is_told_to(
    run: Run, tiny_folder: Path, fail_on: str, code: int, told: str
) -> None:
    done = run("batch", "-q", "--fail-on", fail_on, "--pack", tiny_folder, stdin=QUESTIONS)

    assert (done.code, done.stderr[: len(told)]) == (code, told)
    assert bool(done.stderr) is bool(told)


def test_a_row_that_cannot_be_read_outweighs_a_check(run: Run, tiny_folder: Path) -> None:
    done = run(
        "batch", "-q", "--fail-on", "chat", "--pack", tiny_folder, stdin='{"question": "Hello!"}\n{}\n'
    )

    assert done.code == 2


def test_the_ending_of_the_output_tells_its_format(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    run("batch", "-q", "-o", "out.csv", "--pack", tiny_folder, stdin=QUESTIONS, cwd=tmp_path)
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("id,conversation,question,")

    run("batch", "-q", "-o", "out.csv", "--format", "jsonl", "--pack", tiny_folder, stdin="Hi", cwd=tmp_path)
    assert (tmp_path / "out.csv").read_text("utf-8").startswith('{"id":"1",')


def test_without_an_ending_it_is_json_lines(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    for name in ("out", ".out", "some.dir/out"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        done = run("batch", "-q", "-o", name, "--pack", tiny_folder, stdin="Hi", cwd=tmp_path)
        assert (done.code, done.stderr) == (0, "")
        assert (tmp_path / name).read_text("utf-8").startswith('{"id":"1",')


@pytest.mark.parametrize(("ending", "hint"), [("xlsx", ""), ("jsnol", "; did you mean “.jsonl”?")])
def test_an_ending_that_tells_no_format_is_told(
    run: Run, tiny_folder: Path, tmp_path: Path, ending: str, hint: str
) -> None:
    def told(*arguments: str) -> str:
        done = run(*arguments, "--pack", tiny_folder, stdin=QUESTIONS, cwd=tmp_path)
        assert (done.code, done.stdout) == (2, "")
        return done.stderr

    (tmp_path / f"q.{ending}.gz").write_text(QUESTIONS, "utf-8")
    unknown = f"no format is known by the ending “.{ending}”"
    assert told("batch", "-o", f"out.{ending}") == (
        f"-o out.{ending}: {unknown}; --format names one: jsonl, csv, text, markdown, html or parquet{hint}\n"
    )
    assert told("batch", f"q.{ending}.gz", "-o", "out.jsonl") == (
        f"q.{ending}.gz: {unknown}; --input-format names one: text, csv, jsonl or parquet{hint}\n"
    )
    assert told("eval", f"q.{ending}.gz") == (
        f"q.{ending}.gz: {unknown}; --input-format names one: csv, jsonl or parquet{hint}\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == [f"q.{ending}.gz"]


def test_a_format_that_is_named_needs_no_ending(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "q.2024").write_text(QUESTIONS, "utf-8")
    named = ("q.2024", "--input-format", "text", "-o", "out.2024", "--format", "csv")
    assert run("batch", "-q", *named, "--pack", tiny_folder, cwd=tmp_path).code == 0
    assert (tmp_path / "out.2024").read_text("utf-8").startswith("id,conversation,question,")


def test_resume_needs_a_file(run: Run, tiny_folder: Path) -> None:
    done = run("batch", "--resume", "--pack", tiny_folder)

    assert done.code == 2
    assert done.stderr.endswith("--resume goes on with a file: name it with -o FILE\n")


def test_a_terminal_shows_a_bar_that_goes_when_it_is_done(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path
) -> None:
    questions = tmp_path / "q.txt"
    # None of them twice, for what recurs is answered at once.
    asked = [f"{question}{'!' * n}\n" for n in range(200) for question in QUESTIONS.splitlines()]
    questions.write_text("".join(asked), "utf-8")
    command = [sys.executable, "-m", "assistant", "batch", str(questions), "-o", "out.jsonl"]
    with terminal([*command, "--pack", str(tiny_folder)], environment, (100, 10), tmp_path) as running:
        screen = Screen(running)
        screen.shows("a second", "%", "━")
        screen.shows("800 rows in", "200 answered")
        assert running.end() == 0
        assert "━" not in screen.text


def test_the_bar_leaves_room_for_what_is_told(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path
) -> None:
    questions = tmp_path / "[b]q"
    questions.write_text("id,question\n" + "1,Hello!\n" * 9, "utf-8")
    command = [sys.executable, "-m", "assistant", "batch", "[b]q", "-o", "out.jsonl"]
    with terminal([*command, "--pack", str(tiny_folder)], environment, (110, 10), tmp_path) as running:
        screen = Screen(running)
        screen.shows("9 rows in")
        assert running.end() == 0
        assert screen.lines[0].startswith("[b]q: the first line names columns, so this is read as CSV;")
        assert screen.lines[1].startswith("9 rows in")
        assert "━" not in screen.text


def test_without_a_terminal_it_tells_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(progress, "_LINE_EVERY", 0)
    path = tmp_path / "q.txt"
    path.write_bytes(b"x" * 20_000)
    with opened(str(path)) as stream:
        meter, summary = progress.Meter(stream), Summary()
        stream.read(5_000)
        with progress.telling(meter, quiet=False, replies_shown=False) as watch:
            summary.add(Status.ANSWERED)
            watch(summary)

    told = capsys.readouterr().err
    assert re.fullmatch(r"1 row, [\d,]+ a second, \d\d% read, about \d+:\d\d left\n", told)


def test_every_check_counts(run: Run, tiny_folder: Path) -> None:
    checks = ("--fail-on", "not_in_article", "--fail-on", "error")
    assert run("batch", "-q", *checks, "--pack", tiny_folder, stdin=QUESTIONS).code == 1


@pytest.mark.parametrize("output", ["q.txt", "link.txt", "./q.txt"])
def test_the_input_is_not_written_over(run: Run, tiny_folder: Path, tmp_path: Path, output: str) -> None:
    (tmp_path / "q.txt").write_text(QUESTIONS, "utf-8")
    (tmp_path / "link.txt").symlink_to("q.txt")
    done = run("batch", "q.txt", "-o", output, "--pack", tiny_folder, cwd=tmp_path)

    assert done.code == 2
    assert done.stderr.endswith("this is the input itself; name another file to write\n")
    assert (tmp_path / "q.txt").read_text("utf-8") == QUESTIONS


def test_nor_is_an_input_that_is_called_as_the_unfinished_output(
    run: Run, tiny_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "out.part").write_text(QUESTIONS, "utf-8")
    done = run("batch", "out.part", "-o", "out", "--pack", tiny_folder, cwd=tmp_path)

    assert done.code == 2
    assert (tmp_path / "out.part").read_text("utf-8") == QUESTIONS


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("x" * 300, "File name too long"),
        ("loop", "Symlink loop"),
        ("out.csv.gz", "compressed files are not written"),
        ("", "an empty name"),
    ],
)
def test_an_output_that_cannot_be_is_told_in_a_line(
    run: Run, tiny_folder: Path, tmp_path: Path, output: str, told: str
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    done = run("batch", "-o", output, "--pack", tiny_folder, stdin=QUESTIONS, cwd=tmp_path)

    assert done.code == 2
    assert told in done.stderr or "Too many levels" in done.stderr
    assert "Traceback" not in done.stderr
