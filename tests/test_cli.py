"""The command line as people and scripts meet it: a process with arguments, streams and an exit code."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.formats.table import TABLE_COLUMNS
from assistant.served import DRIVER

if TYPE_CHECKING:
    from tests.conftest import Finished, Run

KEYS = [
    "question", "status", "answer", "intents", "confidence", "citations", "suggestions", "matches", "act",
]  # fmt: skip
QUESTIONS = "How high is the tower?\n\nWho designed the tower?\n"
# A question with colours, a bell, a delete and a reversed direction.
HOSTILE = "How high is \x1b[31mthe\x1b[0m tower\x07\x7f\u202e?"
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def assert_one_line(done: Finished, message: str) -> None:
    """It failed, and said so in a line."""
    assert (done.code, done.stderr) == (2, message + "\n")


@pytest.fixture
def broken(tmp_path: Path, tiny_folder: Path) -> Path:
    """A pack with two problems."""
    folder = tmp_path / "broken"
    for path in tiny_folder.rglob("*.*"):
        copy = folder / path.relative_to(tiny_folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8")
        copy.write_text(
            text.replace("facts: [owl]", "facts: [owls]").replace("kind: chat", "kind: chatter"), "utf-8"
        )
    return folder


# ask


def test_an_answer_exits_0(run: Run, tiny_folder: Path) -> None:
    done = run("ask", "How high is the tower?", "--pack", tiny_folder)

    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == (
        "The tower is 41 metres high.\n\n    “The tower is 41 metres high”\n    — clocks.txt, sentence 3\n"
    )


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Who designed the tower?", "Not in the article: The article does not name an architect."),
        ("where does the door lead?", "That could be read in more than one way."),
        ("Hello!", "Hello. Ask me about the tower."),
        ("", "Ask a question about the article"),
    ],
)
def test_no_answer_exits_1(run: Run, tiny_folder: Path, question: str, shown: str) -> None:
    done = run("ask", question, "--pack", tiny_folder)

    assert (done.code, done.stderr) == (1, "")
    assert done.stdout.startswith(shown)


def test_words_need_no_quotation_marks(run: Run, tiny_folder: Path) -> None:
    done = run("--pack", tiny_folder, "ask", "how", "high", "is", "the", "tower")

    assert (done.code, done.stdout.splitlines()[0]) == (0, "The tower is 41 metres high.")


def test_ask_json_prints_the_reply_of_the_contract(run: Run) -> None:
    done = run("ask", "--json", "When did the Cabinet approve it?")

    (reply,) = records(done.stdout)
    assert (done.code, done.stderr) == (0, "")
    assert list(reply) == KEYS
    assert reply["status"] == "answered"


def test_explain_shows_the_ranking_and_why(run: Run, tiny_folder: Path) -> None:
    done = run("ask", "how tall is the belfri", "--explain", "--pack", tiny_folder)

    assert done.code == 0
    assert "Questions like it have: belfri (read as belfry)" in done.stdout
    assert re.search(r"^\d+% sure: it means “How high is the tower\?”", done.stdout, re.MULTILINE)
    assert re.search(r"^    [01]\.\d\d █+ +How high is the tower\?$", done.stdout, re.MULTILINE)


def test_explain_leaves_json_alone(run: Run, tiny_folder: Path) -> None:
    done = run("ask", "how high is the tower", "--explain", "--json", "--pack", tiny_folder)

    assert records(done.stdout)
    assert f"{records(done.stdout)[0]['confidence']:.0%} sure: it means" in done.stderr


# batch


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("q.txt", QUESTIONS),
        ("q.csv", "id,question\n1,How high is the tower?\n2,\n3,Who designed the tower?\n"),
        ("q.jsonl", "".join(json.dumps({"question": q}) + "\n" for q in QUESTIONS.splitlines())),
    ],
)
def test_batch_tells_a_file_by_its_ending(
    run: Run, tiny_folder: Path, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    done = run("batch", "-q", tmp_path / name, "--pack", tiny_folder)

    assert (done.code, done.stderr) == (0, "")
    assert [(r["id"], r["question"], r["status"]) for r in records(done.stdout)] == [
        ("1", "How high is the tower?", "answered"),
        ("2", "", "chat"),
        ("3", "Who designed the tower?", "not_in_article"),
    ]


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        pytest.param((), QUESTIONS, id="text"),
        pytest.param(
            ("-",),
            '{"question": "a"}\n{"question": "b"}\n{"question": "c"}',
            id="JSON Lines, by the first line",
        ),
        pytest.param((), "id,question\n1,a\n2,b\n3,c\n", id="CSV, by the first line"),
        pytest.param(("--input-format", "csv"), "question\na\nb\nc\n", id="CSV, as told"),
        pytest.param(("--input-format", "text"), "question\na\nb\n", id="text all the same"),
        pytest.param(("--input-format", "text"), "{\n{\n{\n", id="text, as told"),
    ],
)
def test_batch_reads_standard_input(
    run: Run, tiny_folder: Path, arguments: tuple[str, ...], stdin: str
) -> None:
    done = run("batch", "-q", *arguments, "--pack", tiny_folder, stdin=stdin)

    assert (done.code, done.stderr) == (0, "")
    assert [record["id"] for record in records(done.stdout)] == ["1", "2", "3"]


def test_a_crlf_file_with_a_byte_order_mark(run: Run, tiny_folder: Path) -> None:
    done = run(
        "batch", "--pack", tiny_folder, stdin=b"\xef\xbb\xbf" + b'{"question": "How high is the tower?"}\r\n'
    )

    assert [record["status"] for record in records(done.stdout)] == ["answered"]


def test_batch_writes_csv(run: Run, tiny_folder: Path) -> None:
    done = run("batch", "--format", "csv", "--pack", tiny_folder, stdin=QUESTIONS)

    header, *rows = csv.reader(io.StringIO(done.stdout))
    assert (done.code, header, len(rows)) == (0, list(TABLE_COLUMNS), 3)


def test_batch_writes_text(run: Run, tiny_folder: Path) -> None:
    done = run("batch", "--format", "text", "--pack", tiny_folder, stdin=QUESTIONS)

    assert done.code == 0
    assert done.stdout.startswith("[1] How high is the tower?\nThe tower is 41 metres high.\n")
    assert "[2] \n" in done.stdout


def test_an_empty_batch_has_no_replies(run: Run, tiny_folder: Path) -> None:
    done = run("batch", "-q", "--pack", tiny_folder)

    assert (done.code, done.stdout, done.stderr) == (0, "", "")


def test_rows_that_cannot_be_read_are_errors_and_exit_2(run: Run, tiny_folder: Path) -> None:
    done = run(
        "batch",
        "-q",
        "--pack",
        tiny_folder,
        stdin='{"id": "a", "question": "Hello!"}\nno\n{}\n{"question": "Hello!"}',
    )

    assert [(r["id"], r["status"]) for r in records(done.stdout)] == [
        ("a", "chat"), ("2", "error"), ("3", "error"), ("4", "chat"),
    ]  # fmt: skip
    assert_one_line(done, "2 of 4 rows could not be read")


def test_output_goes_to_a_file(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    done = run("batch", "-q", "-o", "out.jsonl", "--pack", tiny_folder, stdin=QUESTIONS, cwd=tmp_path)

    assert (done.code, done.stdout, done.stderr) == (0, "", "")
    assert len(records((tmp_path / "out.jsonl").read_text("utf-8"))) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_batch_that_breaks_off_leaves_an_older_output_as_it_was(
    run: Run, tiny_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("older", "utf-8")

    done = run("batch", "-o", out, "--pack", tiny_folder, stdin=gzip.compress(b"Hello!\n")[:-4])

    assert done.code == 2
    assert out.read_text("utf-8") == "older"
    (part,) = tmp_path.glob("*.part")
    assert done.stderr == (
        "<stdin>: the gzip data break off: the file is not whole;"
        f" the finished rows are in {part}, and --resume goes on after them\n"
    )
    assert len(records(part.read_text("utf-8"))) == 1


def test_an_output_file_is_as_readable_as_any_other(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    run("batch", "-o", "out.jsonl", "--pack", tiny_folder, stdin="Hello!", cwd=tmp_path)
    (tmp_path / "other").touch()

    assert (tmp_path / "out.jsonl").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_an_output_that_is_no_regular_file_is_not_replaced(
    run: Run, tiny_folder: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)

    done = run("batch", "-o", pipe, "--pack", tiny_folder, stdin="Hello!")

    assert done.code == 0
    assert pipe.is_fifo()
    assert len(records(reader.communicate(timeout=10)[0].decode())) == 1


def test_files_that_cannot_be_read_or_written(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    missing, folder = tmp_path / "missing.txt", tmp_path / "folder"
    folder.mkdir()

    assert_one_line(run("batch", missing, "--pack", tiny_folder), f"{missing}: No such file or directory")
    assert_one_line(run("batch", folder, "--pack", tiny_folder), f"{folder}: Is a directory")
    out = folder / "missing" / "out"
    assert_one_line(run("batch", "-o", out, "--pack", tiny_folder), f"{out}: No such file or directory")


def test_a_wrong_encoding_is_one_line(run: Run, tiny_folder: Path) -> None:
    done = run("batch", "--pack", tiny_folder, stdin="who?\n".encode("utf-16"))

    assert_one_line(done, "<stdin>:1:1: this is UTF-16, not UTF-8; convert it first")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_wrong_byte_costs_its_row_alone(run: Run, tiny_folder: Path, workers: str) -> None:
    data = b"Hello!\ncaf\xe9\n" + b"Hello!\n" * 3

    done = run("batch", "-q", "--workers", workers, "--pack", tiny_folder, stdin=data)

    assert_one_line(done, "1 of 5 rows could not be read")
    assert [(r["id"], r["status"]) for r in records(done.stdout)] == [
        ("1", "chat"), ("2", "error"), ("3", "chat"), ("4", "chat"), ("5", "chat"),
    ]  # fmt: skip
    assert records(done.stdout)[1]["answer"] == (
        "<stdin>:2:4: this row has the byte 0xe9, which is not UTF-8"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("arguments", "sink", "message"),
    [
        pytest.param(
            "batch", "| head -1 >&2", "the reader of the output went away before the end", id="batch | head"
        ),
        pytest.param(
            "check", "| true", "the reader of the output went away before the end", id="check | true"
        ),
        pytest.param(
            "ask hello", "> /dev/full", "standard output: No space left on device", id="ask > full disk"
        ),
        pytest.param(
            "batch", "> /dev/full", "standard output: No space left on device", id="batch > full disk"
        ),
        pytest.param(
            "chat", "| head -1 >&2", "the reader of the output went away before the end", id="chat | head"
        ),
        pytest.param(
            "chat", "> /dev/full", "standard output: No space left on device", id="chat > full disk"
        ),
        pytest.param("ask hello", ">&-", "standard output is closed", id="ask, closed output"),
        pytest.param("chat", ">&-", "standard output is closed", id="chat, closed output"),
    ],
)
def test_an_output_that_takes_no_more_is_one_line(
    environment: dict[str, str], tiny_folder: Path, arguments: str, sink: str, message: str
) -> None:
    if "/dev/full" in sink and not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("there is no /dev/full here")
    # 2,000 replies are more than a pipe holds.
    script = f'( "$0" -m assistant {arguments} --pack "$1" 2>"$2"; echo $? >"$3" ) {sink}'
    error, code = tiny_folder.parent / "stderr", tiny_folder.parent / "code"

    subprocess.run(
        ["sh", "-c", script, sys.executable, tiny_folder, error, code],
        input=b"Hello!\n" * 2_000,
        stderr=subprocess.DEVNULL,
        env=environment,
        timeout=60,
        check=False,
    )

    assert (code.read_text(), error.read_text("utf-8")) == ("2\n", message + "\n")


# check, and packs that are broken or missing


def test_check_reports_on_a_sound_pack(run: Run, tiny_folder: Path) -> None:
    done = run("check", "--quick", "--pack", tiny_folder)

    assert (done.code, done.stderr) == (0, "")
    assert "6 facts" in done.stdout
    assert "8 intents (6 answer, 1 gap, 1 chat)" in done.stdout
    assert "every sentence that needs a fact is quoted by one" in done.stdout


def test_the_default_pack_is_sound(run: Run) -> None:
    done = run("check", "--quick")

    assert (done.code, done.stderr) == (0, "")


@pytest.fixture
def templated(tmp_path: Path, tiny_folder: Path) -> Path:
    """A pack in which an intent has a template among its phrases, and one among its follow-ups."""
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "templated"))
    topic = folder / "intents" / "tower.yaml"
    follow_ups = "\n    follow_ups: ['(and|or) (when|how soon)']"
    phrases = (
        '"(on which|what) day (does|will) the <tower> open", opening time, date of (0|1|2|3|4|5|6|7|8|9)'
    )
    old = "phrases: [opening date of the tower,"
    text = topic.read_text("utf-8").replace(old, f"phrases: [{phrases}, opening date of the tower,")
    topic.write_text(
        text.replace("date of the inauguration]", f"date of the inauguration]{follow_ups}"), "utf-8"
    )
    return folder


def test_sample_prints_what_phrases_make(run: Run, templated: Path) -> None:
    done = run("sample", "opening", "--pack", templated)

    lines = done.stdout.splitlines()
    assert (done.code, done.stderr) == (0, "27 of 27 phrases\n")
    assert lines[:2] == ["When does the tower open?", "on which day does the tower open"]
    assert len(lines) == 27
    assert {"what day will the belfry open", "opening time", "date of 7"} <= set(lines)


def test_a_limited_sample_is_of_all(run: Run, templated: Path) -> None:
    done = run("sample", "opening", "--limit", "3", "--pack", templated)

    assert (done.code, done.stderr) == (0, "3 of 27 phrases\n")
    assert done.stdout.splitlines() == [
        "When does the tower open?",
        "what day does the belfry open",
        "date of 4",
    ]


def test_sample_prints_follow_ups(run: Run, templated: Path) -> None:
    done = run("sample", "opening", "--follow-ups", "--pack", templated)

    assert (done.code, done.stderr) == (0, "4 of 4 follow-ups\n")
    assert done.stdout.splitlines() == ["and when", "and how soon", "or when", "or how soon"]


def test_there_may_be_nothing_to_sample(run: Run, tiny_folder: Path) -> None:
    done = run("sample", "owl", "--follow-ups", "--pack", tiny_folder)

    assert (done.code, done.stdout, done.stderr) == (0, "", "0 of 0 follow-ups\n")


def test_sample_tells_which_template_is_not_used_as_a_whole(run: Run, templated: Path) -> None:
    topic = templated / "intents" / "tower.yaml"
    topic.write_text(topic.read_text("utf-8").replace("date of (0", "(a|b|c) (d|e|f|g) <moc> (0"), "utf-8")

    done = run("sample", "opening", "--pack", templated)
    again = run("sample", "opening", "--pack", templated)

    assert (done.code, done.stdout.count("\n")) == (0, 117)
    assert done.stderr == f"117 of 117 phrases\n{topic}:27: 100 of 240 wordings are used\n"
    assert again == done


def test_sample_of_an_intent_that_is_not_there(run: Run, tiny_folder: Path) -> None:
    done = run("sample", "openings", "--pack", tiny_folder)

    assert done.stdout == ""
    assert_one_line(done, "there is no intent “openings” in this pack; did you mean “opening”?")


def test_an_edit_of_a_rule_shows_at_once(run: Run, templated: Path, tmp_path: Path) -> None:
    lexicon = templated / "intents" / "lexicon.yaml"
    ask = ("ask", "on which day will the zzyzx open", "--explain", "--pack", templated)
    before = run(*ask, cache_folder=tmp_path / "cache")
    lexicon.write_text(lexicon.read_text("utf-8") + "rules:\n  - id: tower\n    template: zzyzx\n", "utf-8")

    after = run(*ask, cache_folder=tmp_path / "cache")

    phrase = "Nearest phrase: on which day will the zzyzx open"
    assert (phrase in before.stdout, phrase in after.stdout) == (False, True)


@pytest.mark.endurance
def test_every_command_prints_the_same_problems(run: Run, broken: Path) -> None:
    topic = broken / "intents" / "tower.yaml"
    commands = [("ask", "who?"), ("ask", "--json", "who?"), ("batch",), ("chat",), ()]

    printed = {run("--pack", broken, *command) for command in commands}
    checked = run("--pack", broken, "check")

    (done,) = printed
    assert (done.code, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert re.fullmatch(
        re.escape(str(topic)) + r":\d+:\d+: intents\[2\]\.facts\[0\]: .*“owls”.*“owl”.*", first
    )
    assert re.fullmatch(
        re.escape(str(topic)) + r":\d+:\d+: intents\[7\]\.kind: .*“chatter”.*“chat”.*", second
    )
    assert (checked.code, checked.stderr) == (2, f"{first} [reference]\n{second} [value]\n")


def test_a_pack_that_is_not_there(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "missing"

    assert_one_line(run("ask", "who?", "--pack", missing), f"{missing}:1:1: there is no such folder")


# usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("frobnicate",), "No such command 'frobnicate'"),
        (("ask",), "Missing argument 'QUESTION...'"),
        (("ask", "who?", "--frobnicate"), "--frobnicate"),
        (("batch", "--format", "xml"), "'xml' is not one of"),
        (("batch", "a", "b"), "unexpected extra argument"),
        (("check", "--pack"), "--pack"),
    ],
)
def test_a_usage_error_exits_2(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)

    assert (done.code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_version(run: Run) -> None:
    done = run("--version")

    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith("assistant ")


# what reaches the terminal


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("ask", HOSTILE, "--explain"), id="ask"),
        pytest.param(("ask", HOSTILE, "--json"), id="ask --json"),
        pytest.param(("chat",), id="chat"),
        pytest.param(("batch", "--format", "jsonl"), id="batch jsonl"),
        pytest.param(("batch", "--format", "csv"), id="batch csv"),
        pytest.param(("batch", "--format", "text"), id="batch text"),
        pytest.param(("batch", "\x1b[31mno such file"), id="file name"),
        pytest.param(("batch", "a", "\x1b[31m"), id="argument too many"),
        pytest.param(("\x1b[31m",), id="command"),
        pytest.param(("ask", "x", "--pack", "\x1b[31m"), id="pack"),
    ],
)
def test_no_control_character_gets_through(run: Run, tiny_folder: Path, arguments: tuple[str, ...]) -> None:
    done = run("--pack", tiny_folder, *arguments, stdin=HOSTILE)

    assert done.stdout or done.stderr
    assert not ACTING.search(done.stdout)
    assert not ACTING.search(done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are Unicode there")
def test_an_argument_that_is_not_utf_8(environment: dict[str, str], tiny_folder: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "assistant",
            "--pack",
            tiny_folder,
            "ask",
            "--json",
            b"How high is the tower\xe9?",
        ],
        capture_output=True,
        env=environment,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["question"] == "How high is the tower\ufffd?"


# serve; what needs its packages is in tests/browser


def test_serve_says_what_to_install(environment: dict[str, str]) -> None:
    code = "import sys; sys.modules['textual_serve'] = None; from assistant.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "serve"], capture_output=True, text=True, env=environment, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "serve needs more packages: pip install 'assistant[serve]'\n"


@pytest.mark.parametrize("port", ["65536", "-1", "http", "", "8 0"])
def test_serve_at_a_bad_port(run: Run, port: str) -> None:
    assert_one_line(run("serve", "--port", port), f"{port}: a port is a number from 0 to 65535")


@pytest.mark.parametrize("url", ["chat.example.org", "ftp://example.org", "https://", "http://[::1"])
def test_serve_with_a_bad_url(run: Run, url: str) -> None:
    done = run("serve", "--public-url", url)
    assert_one_line(done, f"{url}: no address of a page, such as https://chat.example.org")


@pytest.mark.parametrize("driver", [DRIVER, "textual.drivers.web_driver:WebDriver"])
def test_a_browser_gets_the_whole_screen(environment: dict[str, str], tiny_folder: Path, driver: str) -> None:
    driven = environment | {"TEXTUAL_DRIVER": driver, "PYTHONWARNINGS": ""}
    quitting = b'{"type": "quit"}'
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "chat", "--pack", tiny_folder],
        input=b"M" + len(quitting).to_bytes(4, "big") + quitting,
        capture_output=True,
        env=driven,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"__GANGLION__\n")
