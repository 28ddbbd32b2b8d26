"""`assistant gaps` and `assistant teach` as a person runs them."""

from __future__ import annotations

import csv
import json
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from assistant.cli import cli
from assistant.errors import AssistantError
from tests.conftest import ROOT
from tests.terminal import Terminal, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.conftest import Run

pytestmark = pytest.mark.endurance

ASKED = "who paid the bricklayers\nis there a lift?\nhow high is the tower?\nwho paid the bricklayers?\n"


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "asked.txt"
    path.write_text(ASKED, "utf-8")
    return path


def decided(tmp_path: Path, *decisions: Mapping[str, object]) -> Path:
    path = tmp_path / "decided.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in decisions), "utf-8")
    return path


OWL = {"question": "which beast sounds the hour", "intent": "owl"}


def test_gaps_come_by_how_often_they_were_asked(run: Run, pack: Path, asked: Path) -> None:
    done = run("gaps", "--pack", pack, "--questions", asked)

    assert done.code == 0
    first, second = done.stdout.split("\n\n")[:2]
    assert first.startswith("    2 × who paid the bricklayers")
    assert "nearest: " in first
    assert second.startswith("    1 × is there a lift?")
    assert done.stderr == "2 groups of 3 questions; 1 is answered by now\n"


def test_gaps_as_json_lines(run: Run, pack: Path, asked: Path) -> None:
    done = run("gaps", "--pack", pack, "--questions", asked, "--json", "--limit", "1")

    (gap,) = map(json.loads, done.stdout.splitlines())
    assert gap["count"] == 2
    assert gap["reasons"] == {"unanswered": 2}
    assert done.stderr.endswith("; 1 more with --limit 2\n")


def test_gaps_of_a_batch_without_a_history(run: Run, pack: Path, asked: Path, tmp_path: Path) -> None:
    run("batch", "--pack", pack, asked, "-o", tmp_path / "replies.csv")

    of_batch = run("gaps", "--pack", pack, "--batch", tmp_path / "replies.csv")
    of_history = run("gaps", "--pack", pack)

    assert "2 × who paid the bricklayers" in of_batch.stdout
    assert (of_history.code, of_history.stdout) == (0, "")
    assert of_history.stderr == "0 groups of 0 questions\n"


@pytest.mark.parametrize("name", ["gaps.csv", "gaps.jsonl"])
def test_a_worksheet_is_filled_in_and_taught(
    run: Run, pack: Path, asked: Path, tmp_path: Path, name: str
) -> None:
    sheet = tmp_path / name
    assert run("gaps", "--pack", pack, "--questions", asked, "--out", sheet).code == 0
    if name.endswith(".csv"):
        with sheet.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        rows[0]["gap"] = "The article does not say who paid."
        with sheet.open("w", encoding="utf-8", newline="") as stream:
            table = csv.DictWriter(stream, rows[0])
            table.writeheader()
            table.writerows(rows)
    else:
        objects = [json.loads(line) for line in sheet.read_text("utf-8").splitlines()]
        objects[0]["gap"] = "The article does not say who paid."
        sheet.write_text("".join(f"{json.dumps(each)}\n" for each in objects), "utf-8")

    done = run("teach", "--pack", pack, "--from", sheet, "--yes")

    assert (done.code, done.stderr) == (0, "")
    assert "+    says: The article does not say who paid." in done.stdout
    assert "1 question of the file is not decided yet." in done.stdout
    again = run("ask", "--pack", pack, "who paid the bricklayers?")
    assert "who paid." in again.stdout


def test_a_row_ignores_all_wordings_of_its_group(run: Run, pack: Path, tmp_path: Path) -> None:
    asked, sheet = tmp_path / "asked.txt", tmp_path / "gaps.csv"
    asked.write_text("which fireworks are there at the market?\nwhich fireworks are at the markt\n", "utf-8")
    assert run("gaps", "--pack", pack, "--questions", asked, "--out", sheet).code == 0
    with sheet.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, row)
        table.writeheader()
        table.writerow(row | {"ignore": "TRUE"})

    assert run("teach", "--pack", pack, "--from", sheet, "--yes").code == 0

    assert run("gaps", "--pack", pack, "--questions", asked).stdout == ""


def test_a_file_that_only_ignores_says_so(run: Run, pack: Path, tmp_path: Path) -> None:
    path = decided(tmp_path, {"question": "asdf", "ignore": True}, {"question": "jkl", "ignore": True})

    tried = run("teach", "--pack", pack, "--from", path, "--dry-run")
    done = run("teach", "--pack", pack, "--from", path, "--yes")

    assert (tried.code, tried.stdout) == (0, "2 questions to ignore.\n")
    assert (done.code, done.stdout) == (0, "2 questions to ignore.\n2 ignored.\n")


def test_a_worksheet_is_never_overwritten(run: Run, pack: Path, asked: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "gaps.csv"
    sheet.write_text("mine", "utf-8")

    done = run("gaps", "--pack", pack, "--questions", asked, "--out", sheet)

    assert done.code == 2
    assert "this is there already" in done.stderr
    assert sheet.read_text("utf-8") == "mine"


def test_a_dry_run_shows_the_change_and_writes_nothing(
    run: Run, pack: Path, topic: Path, tmp_path: Path
) -> None:
    before = topic.read_bytes()
    labels = tmp_path / "taught.jsonl"
    path = decided(tmp_path, OWL, {"question": "asdf", "ignore": True})

    done = run("teach", "--pack", pack, "--from", path, "--dry-run", "--labels", labels)

    assert done.code == 0
    assert "--- a/intents/tower.yaml\n+++ b/intents/tower.yaml\n@@" in done.stdout
    assert "No answer moves. Asked again: " in done.stdout
    assert topic.read_bytes() == before
    assert not labels.exists()
    assert not (tmp_path / "data" / "ignored.jsonl").exists()


def test_a_dry_run_exits_1_where_an_answer_gets_worse(run: Run, pack: Path, tmp_path: Path) -> None:
    own = pack / "tests" / "questions"
    own.mkdir(parents=True)
    label = {"question": OWL["question"], "expect": "not_in_article"}
    (own / "kept.jsonl").write_text(json.dumps(label), "utf-8")
    (own / "other.csv").write_text("question\nwho?\n", "utf-8")

    done = run("teach", "--pack", pack, "--from", decided(tmp_path, OWL), "--dry-run")

    assert done.code == 1
    assert "1 question moves to the worse:\n  labelled: which beast sounds the hour\n" in done.stdout
    assert "other.csv is not asked: " in done.stderr


def test_labelled_sets_of_the_pack_that_cannot_be_read_are_passed_over(
    run: Run, pack: Path, tmp_path: Path
) -> None:
    own = pack / "tests" / "questions"
    (own / "folder.csv").mkdir(parents=True)
    (own / "empty.csv").write_bytes(b"")
    (own / "wide.csv").write_text("question,expect\nwho?,answer\n", "utf-16")

    done = run("teach", "--pack", pack, "--from", decided(tmp_path, OWL), "--dry-run")

    assert done.code == 0
    assert "wide.csv is not asked: " in done.stderr
    assert "Traceback" not in done.stderr


def test_what_was_taught_is_evaluated(run: Run, pack: Path, tmp_path: Path) -> None:
    labels = tmp_path / "taught.jsonl"
    path = decided(
        tmp_path,
        OWL,
        {"question": "who paid them", "gap": "The article does not say."},
        {"question": "what is up there at night", "draft": 4},
        {"question": "and which studio?", "after": "Who designed the tower?", "intent": "gap_architect"},
    )

    taught = run("teach", "--pack", pack, "--from", path, "--yes", "--labels", labels)

    assert taught.code == 0
    assert f"Written: {pack}/intents/tower.yaml, {labels}.\n" in taught.stdout
    done = run("eval", "--pack", pack, labels, "--min-score", "1")
    assert (done.code, done.stderr) == (0, "")
    again = run("teach", "--pack", pack, "--from", decided(tmp_path, OWL), "--yes", "--labels", labels)
    assert again.stdout.endswith("There was nothing to write.\n")


def test_a_pack_that_would_not_load_is_left_as_it_is(
    run: Run, pack: Path, topic: Path, tmp_path: Path
) -> None:
    before = topic.read_bytes()
    path = decided(tmp_path, OWL, {"question": "how tall is it", "intent": "owl"})

    done = run("teach", "--pack", pack, "--from", path, "--yes")

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("nothing is written, as the pack would not load:\n")
    assert "tower.yaml:" in done.stderr
    assert topic.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ([], "this takes a terminal; --from FILE takes decisions from a file"),
        (["--yes"], "--yes goes with --from"),
        (["--from", "-"], "give --yes or --dry-run"),
        (["--from", "-", "--yes", "--batch", "b.jsonl"], "--from has the questions itself"),
        (["--from", "-", "--yes"], "<stdin>:1:1: there is no decision here"),
        (["--from", "no.jsonl", "--yes"], "no.jsonl: No such file"),
        (["--from", "-", "--yes", "--labels", "taught.csv"], "labels are JSON Lines"),
        (["--from", "-", "--yes", "--labels", "none/taught.jsonl"], "there is no folder"),
        (["--from", "-", "--yes", "--compare", "none.jsonl"], "none.jsonl: No such file"),
    ],
)
def test_what_cannot_be_is_told(run: Run, pack: Path, arguments: list[str], what: str) -> None:
    done = run("teach", "--pack", pack, *arguments)

    assert (done.code, done.stdout) == (2, "")
    assert what in done.stderr


def test_a_no_writes_nothing_and_exits_1(
    pack: Path, topic: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    before = topic.read_bytes()
    path = decided(tmp_path, OWL)
    command = [sys.executable, "-m", "assistant", "teach", "--pack", str(pack), "--from", str(path)]

    with terminal(command, environment, (100, 40), tmp_path) as opened:
        press(opened, "", "Write this? y, n")
        press(opened, "n", "Nothing is written.")
        assert opened.end() == 1

    assert topic.read_bytes() == before


@pytest.fixture
def window(pack: Path, asked: Path, environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    command = [sys.executable, "-m", "assistant", "teach", "--pack", str(pack), "--questions", str(asked)]
    own = environment | {"ASSISTANT_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    with terminal(command, own, (100, 40), tmp_path) as opened:
        yield opened


def _local_modes(window: Terminal) -> int:
    modes = window.settings_now[3]
    assert isinstance(modes, int)
    return modes


def press(window: Terminal, keys: str, until: str) -> None:
    """Send keys once they are read one at a time, and wait for what comes of them."""
    begin = len(window.output)
    window.wait(lambda: not keys or not (_local_modes(window) & termios.ICANON), "prompt")
    window.type(keys)
    window.wait(lambda: until.encode() in window.output[begin:], until)


def test_a_gap_is_taught_by_keys(window: Terminal, topic: Path) -> None:
    press(window, "", "x ignore   s skip   q quit")
    press(window, "g", "What to say to it")
    press(window, "The article does not say who paid.\r", "Write this? y, n")
    assert b"2 questions move to the better:" in window.output
    assert "who paid." not in topic.read_text("utf-8")
    press(window, "y", "2 of 2: asked 1 time")
    assert "says: The article does not say who paid." in topic.read_text("utf-8")
    press(window, "q", "written")
    assert window.end() == 0
    assert b"1 decision written, 0 ignored." in window.output


def test_ctrl_c_loses_nothing_that_was_written(window: Terminal, topic: Path, tmp_path: Path) -> None:
    press(window, "", "q quit")
    press(window, "x", "2 of 2")
    press(window, "i", "Intent, or words of it")
    press(window, "brass owle\r", "Which? a number")
    press(window, "1", "Write this? y, n")
    before = topic.read_bytes()
    press(window, "\x03", "written")
    assert window.end() == 130
    assert topic.read_bytes() == before
    assert b"0 decisions written, 1 ignored." in window.output
    assert "who paid the bricklayers" in (tmp_path / "data" / "ignored.jsonl").read_text("utf-8")


def test_the_pack_of_the_installed_program_is_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "assistant.knowledge.default_pack_folder", lambda: ROOT / "assistant" / "default_pack"
    )

    with pytest.raises(AssistantError, match="the next version replaces it: copy it"):
        cli.main(["teach", "--from", "-", "--dry-run"], standalone_mode=False)
