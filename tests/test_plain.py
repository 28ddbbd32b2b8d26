"""The chat line by line: what it says, through pipes and in a real terminal, and how it ends."""

from __future__ import annotations

import errno
import io
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, spoken_batch
from assistant.dialogue.conversation import Conversation
from assistant.errors import AssistantError
from assistant.history import Mark, key_of
from assistant.history.database import FILE
from assistant.history.store import History
from assistant.knowledge.watching import PackWatcher
from assistant.plain import PlainChat, run_plain
from tests.editing import edit, without_intent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.response import Response
    from tests.conftest import Run

WELCOME = """\
The clock tower of Vellmar
A museum opens a tower.
Try asking:
1. When does the tower open?
2. How high is the tower?
3. What strikes the hour?
Type a question, or the number of one. /help lists the commands, /quit ends the chat.
"""
HEIGHT = ["Answered.", "The tower is 41 metres high.", 'Sentence 3: "The tower is 41 metres high"']
# What a terminal would act on, colours and the cursor included.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


@pytest.fixture
def watching(tiny: Assistant, tiny_copy: Path) -> PlainChat:
    """A chat about that pack."""
    return PlainChat(tiny, watcher=PackWatcher(tiny_copy))


@pytest.fixture
def chat(tiny: Assistant) -> PlainChat:
    return PlainChat(tiny)


def said(chat: PlainChat, *lines: str) -> list[str]:
    """What comes of the last of `lines`."""
    replies = [list(chat.reply(line)) for line in lines]
    return replies[-1]


# Through a pipe


def test_a_conversation_through_a_pipe(run: Run, tiny_folder: Path) -> None:
    done = run("chat", "--pack", tiny_folder, stdin="How high is the tower?\nwhere does the door lead?\n2\n")

    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == WELCOME + (
        "Answered.\n"
        "The tower is 41 metres high.\n"
        'Sentence 3: "The tower is 41 metres high"\n'
        "You can also ask:\n"
        "1. When does the tower open?\n"
        "2. What strikes the hour?\n"
        "3. Where does the east door lead?\n"
        "That could be read in more than one way. Which do you mean?\n"
        "Did you mean:\n"
        "1. Where does the east door lead?\n"
        "2. Where does the west door lead?\n"
        "Question: Where does the west door lead?\n"
        "Answered.\n"
        "The west door opens onto the market.\n"
        'Sentence 7: "The west door opens onto the market"\n'
        "You can also ask:\n"
        "1. Where does the east door lead?\n"
        "2. When does the tower open?\n"
        "3. What strikes the hour?\n"
        "Goodbye.\n"
    )


@pytest.mark.parametrize("arguments", [(), ("chat",), ("chat", "--plain")])
def test_without_a_terminal_every_way_to_the_chat_is_this_one(
    run: Run, tiny_folder: Path, arguments: tuple[str, ...]
) -> None:
    done = run("--pack", tiny_folder, *arguments)

    assert (done.code, done.stdout, done.stderr) == (0, WELCOME + "Goodbye.\n", "")


@pytest.mark.parametrize(
    ("stdin", "shown"),
    [
        pytest.param(b"How high is the tower?", HEIGHT[1], id="no newline at the end"),
        pytest.param(b"How high is the tower?\r\n", HEIGHT[1], id="CRLF"),
        pytest.param(b"\xef\xbb\xbf/help\n", "Commands:", id="byte-order mark"),
        pytest.param(b"How high is the tower\xff\xfe?\n", HEIGHT[1], id="undecodable bytes"),
        pytest.param(b"caf\xe9\nHow high is the tower?\n", HEIGHT[1], id="the chat outlives Latin-1"),
        pytest.param(b"\xff\xfe/\x00h\x00\n\x00", "Goodbye.", id="UTF-16"),
        pytest.param(
            b"/\xff\x1b[31m\n", "There is no command /\ufffd␛[31m. /help lists", id="hostile command"
        ),
        pytest.param(b"x" * 100_000 + b"\n", "That is 100,000 characters long", id="long line"),
    ],
)
def test_any_bytes_will_do(run: Run, tiny_folder: Path, stdin: bytes, shown: str) -> None:
    done = run("chat", "--pack", tiny_folder, stdin=stdin)

    assert (done.code, done.stderr) == (0, "")
    assert shown in done.stdout
    assert done.stdout.endswith("Goodbye.\n")


def test_an_empty_line_loses_no_question_after_it(run: Run, tiny_folder: Path) -> None:
    done = run("chat", "--pack", tiny_folder, stdin="\n \t\nHow high is the tower?\n")

    assert (done.code, done.stdout.count("Answered."), done.stderr) == (0, 1, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_without_standard_input_it_says_so(environment: dict[str, str], tiny_folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m assistant --pack "$1" <&-', sys.executable, tiny_folder],
        capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (2, "", "standard input is closed\n")


def test_each_reply_is_sent_at_once(environment: dict[str, str], tiny_folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "--pack", tiny_folder],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        for line in WELCOME.splitlines(keepends=True):
            assert process.stdout.readline() == line
        process.stdin.write("How high is the tower?\n")
        process.stdin.flush()
        assert process.stdout.readline() == "Answered.\n"
        process.stdin.write("/quit\n")
        process.stdin.close()
        assert process.stdout.read().endswith("Goodbye.\n")
    assert process.returncode == 0


# What is said


def test_an_answer_says_what_it_is_and_quotes(chat: PlainChat) -> None:
    assert said(chat, "How high is the tower?")[:3] == HEIGHT


def test_a_refusal_says_what_it_is(chat: PlainChat) -> None:
    lines = said(chat, "Who designed the tower?")

    assert lines[0] == "Not in the article."
    assert lines[1].startswith("The article does not name an architect.")


def test_small_talk_is_said_as_it_is(chat: PlainChat) -> None:
    assert said(chat, "Hello!")[:2] == ["Hello. Ask me about the tower.", "You can also ask:"]


def test_questions_share_a_conversation(assistant: Assistant) -> None:
    alone = assistant.conversation()
    alone.ask("who met in tokyo?")

    lines = said(PlainChat(assistant), "who met in tokyo?", "when?")

    assert lines[1] == alone.ask("when?").answer


@pytest.mark.parametrize(
    "question", ["who met in tokyo?", "what is covered?", "/topics", "where is it", "hi"]
)
def test_the_layout_is_ascii_and_every_line_says_something(assistant: Assistant, question: str) -> None:
    text = "\n".join(said(PlainChat(assistant), question))

    assert not ACTING.search(text)
    assert not re.search("[\u2500-\u27bf—•·]", text)
    assert all(re.search(r"\w", line) and line == line.strip() for line in text.split("\n"))


def test_several_sources_are_named_beside_each_quote(tiny_folder: Path, tmp_path: Path, run: Run) -> None:
    for path in tiny_folder.rglob("*.*"):
        copy = tmp_path / path.relative_to(tiny_folder)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "seeds" / "other.txt").write_text("Nothing of note.\n", "utf-8")

    done = run("chat", "--pack", tmp_path, stdin="How high is the tower?\n")

    assert 'Sentence 3 of clocks.txt: "The tower is 41 metres high"\n' in done.stdout


# Picking by number


@pytest.mark.parametrize("typed", ["2", " 2 ", "2.", "2)", "02"])
def test_a_number_picks_from_the_welcome(chat: PlainChat, typed: str) -> None:
    assert said(chat, typed)[:4] == ["Question: How high is the tower?", *HEIGHT]


def test_a_number_picks_from_the_list_shown_last(chat: PlainChat) -> None:
    lines = said(chat, "where does the door lead?", "1")

    assert lines[:3] == [
        "Question: Where does the east door lead?",
        "Answered.",
        "The east door opens onto the harbour.",
    ]


def test_a_choice_may_be_put_in_words(chat: PlainChat) -> None:
    assert (
        said(chat, "where does the door lead?", "the second one")[1] == "The west door opens onto the market."
    )


@pytest.mark.parametrize("typed", ["0", "4", "999"])
def test_a_number_that_is_not_listed_changes_nothing(chat: PlainChat, typed: str) -> None:
    assert said(chat, typed) == [
        f"There is no question {int(typed)}. Type a number from 1 to 3, or a question."
    ]
    assert said(chat, "2")[0] == "Question: How high is the tower?"


@pytest.mark.parametrize("typed", ["1000", "²", "٣", "1 2", "-1", "41 metres?"])
def test_other_numbers_are_questions(chat: PlainChat, typed: str) -> None:
    assert not said(chat, typed)[0].startswith(("There is no question", "Question: "))


# Commands


def test_a_file_of_questions_is_answered_each_on_its_own(chat: PlainChat, tmp_path: Path) -> None:
    table = tmp_path / "my questions.csv"
    table.write_text("id,question\na,How high is the tower?\n,Who designed the tower?\nx\n", "utf-8")
    batch = [
        "Question a: How high is the tower?",
        *HEIGHT,
        "Question 2: Who designed the tower?",
        "Not in the article.",
        "The article does not name an architect. It does say: The tower is 41 metres high.",
        HEIGHT[2],
        "Question x:",
        "Error.",
        "my questions.csv:4:1: this row has 1 cell where the header has 2",
        "3 questions: 1 answered, 1 not in the article, 1 errors.",
    ]
    assert said(chat, f"/batch {table}") == batch
    # So a terminal writes a file that is dropped on its window.
    assert said(chat, f"'{table}' ") == batch
    # It is no part of the conversation.
    assert said(chat, "/why") == ["Nothing was asked yet."]
    assert said(chat, "/coverage") == ["Nothing has been asked in this conversation yet."]


def test_what_is_no_file_of_questions_is_said_to_be_none(chat: PlainChat, tmp_path: Path) -> None:
    assert said(chat, "/batch") == ["A file of questions follows /batch, text or CSV: /batch questions.csv"]
    assert said(chat, "/batch no.csv") == ["no.csv: there is no such file; see to its name and its folder"]
    assert said(chat, f"/batch {tmp_path}") == [
        f"{tmp_path}: this is a folder; name a file of questions in it"
    ]


@pytest.mark.parametrize("while_writing", [False, True])
def test_ctrl_c_stops_a_batch_and_not_the_chat(
    tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, while_writing: bool
) -> None:
    table = tmp_path / "q.txt"
    table.write_text("How high is the tower?\n" * 5, "utf-8")
    respond = Conversation.respond

    def responding(conversation: Conversation, question: str) -> Response:
        if lines and not while_writing:
            signal.raise_signal(signal.SIGINT)
        return respond(conversation, question)

    monkeypatch.setattr(Conversation, "respond", responding)
    before, chat, lines = signal.getsignal(signal.SIGINT), PlainChat(tiny), list[str]()
    for line in chat.reply(f"/batch {table}"):
        lines.append(line)
        if while_writing and line == "Question 2: How high is the tower?":
            signal.raise_signal(signal.SIGINT)

    assert lines[-2:] == ["Stopped after 2 of 5.", "2 questions: 2 answered."]
    assert signal.getsignal(signal.SIGINT) is before
    assert not chat.ended


def test_each_line_is_passed_on_as_soon_as_it_is_there(tiny: Assistant, tmp_path: Path) -> None:
    class Pipe(io.StringIO):
        passed_on = ""

        def flush(self) -> None:
            Pipe.passed_on = self.getvalue()

    output, behind = Pipe(), list[str]()
    rows = spoken_batch.spoken_batch

    def watched(*arguments: Any) -> Iterator[str]:
        for line in rows(*arguments):
            yield line
            behind.extend([line] * (not Pipe.passed_on.endswith(f"{line}\n")))

    table = tmp_path / "q.txt"
    table.write_text("How high is the tower?\nwho?\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spoken_batch, "spoken_batch", watched)
        run_plain(PlainChat(tiny), io.BytesIO(f"/batch {table}\n".encode()), output, typed=False)
    assert "2 questions: " in output.getvalue()
    assert behind == []


def test_rows_of_a_conversation_share_it(chat: PlainChat, tmp_path: Path) -> None:
    table = tmp_path / "q.csv"
    table.write_text("conversation,question\nc,Do children pay?\nc,really?\n,really?\n", "utf-8")
    lines = said(chat, f"/batch {table}")

    assert "Answered." in lines[lines.index("Question 2: really?") : lines.index("Question 3: really?")]
    assert "Answered." not in lines[lines.index("Question 3: really?") :]


def test_coverage_says_what_was_drawn_on(chat: PlainChat) -> None:
    assert said(chat, "How high is the tower?", "Who designed the tower?", "/coverage") == [
        "1 of 7 sentences, drawn on once; 1 question refused.",
        "Sentence 3, 1 answer: The tower is 41 metres high.",
        "Not drawn on: sentences 1, 2, 4 to 7.",
        "Not in the article: Who designed the tower?",
    ]


def test_help_lists_every_command(chat: PlainChat) -> None:
    lines = said(chat, "/help")

    commands = [line.partition(":")[0] for line in lines if line.startswith("/")]
    assert commands == [
        "/help",
        "/topics",
        "/coverage",
        "/sources",
        "/why",
        "/export",
        "/batch",
        "/right",
        "/wrong",
        "/history",
        "/open",
        "/problems",
        "/new",
        "/quit",
    ]


def test_help_begins_with_the_keys_and_ends_with_how_to_ask(chat: PlainChat) -> None:
    lines = said(chat, "/help")

    assert lines[0] == "Keys:"
    assert lines.index("Keys:") < lines.index("Commands:") < lines.index("How to ask:")
    assert "/history: Show earlier conversations, to search and to reopen. " in "\n".join(lines)
    assert any("Misspelt words are understood." in line for line in lines)


def test_help_promises_no_tint_where_there_is_none(chat: PlainChat) -> None:
    lines = said(chat, "/help")

    assert "/coverage: List the sentences of the article that this conversation drew on." in lines
    assert "tinted" not in "\n".join(lines)


def test_topics_lists_what_has_an_answer_to_be_picked(chat: PlainChat) -> None:
    assert said(chat, "/topics") == [
        "Topic: The tower",
        "1. When does the tower open?",
        "2. How high is the tower?",
        "3. What strikes the hour?",
        "4. Do children pay?",
        "5. Where does the east door lead?",
        "6. Where does the west door lead?",
    ]
    assert said(chat, "6")[2] == "The west door opens onto the market."


def test_topics_counts_on_from_one_to_the_next(assistant: Assistant) -> None:
    lines = said(PlainChat(assistant), "/topics")

    numbers = [int(line.partition(".")[0]) for line in lines if not line.startswith("Topic: ")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(lines) - len(numbers) > 3


def test_sources_are_those_of_the_last_answer(chat: PlainChat) -> None:
    quotes = ['Sentence 3 of clocks.txt: "The tower is 41 metres high"']

    assert said(chat, "/sources") == ["Nothing was answered yet."]
    assert said(chat, "How high is the tower?", "/sources") == quotes
    assert said(chat, "Hello!", "/sources") == quotes
    assert said(chat, "what is the capital of orsholm?", "/sources") == ["The last answer quotes nothing."]


def test_sources_leaves_the_list_on_offer(chat: PlainChat) -> None:
    assert said(chat, "where does the door lead?", "/sources", "/help", "2")[2].endswith("onto the market.")


def test_new_forgets_what_was_said(assistant: Assistant) -> None:
    chat = PlainChat(assistant)

    lines = said(chat, "who met in tokyo?", "/new")

    assert lines == ["New conversation.", *list(PlainChat(assistant).welcome())[2:-1]]
    assert said(chat, "/sources") == ["Nothing was answered yet."]
    assert said(chat, "when?") == said(PlainChat(assistant), "when?")


@pytest.mark.parametrize("line", ["/quit", "/QUIT", " /quit now"])
def test_leaving(chat: PlainChat, line: str) -> None:
    assert said(chat, line) == ["Goodbye."]
    assert chat.ended


@pytest.mark.parametrize("line", ["/", "/frobnicate", "/frobnicate it", "/frobnicate\x1b[0m"])
def test_an_unknown_command_is_told(chat: PlainChat, line: str) -> None:
    (told,) = said(chat, line)

    assert re.fullmatch(r"There is no command /(\.|frobnicate\S*\.) /help lists the commands\.", told)
    assert not ACTING.search(told)


def test_an_unknown_command_names_the_nearest(chat: PlainChat) -> None:
    assert said(chat, "/exprot md") == [
        "There is no command /exprot; the nearest is /export. /help lists the commands."
    ]


def test_why_tells_how_the_last_question_was_read_in_whole_lines(chat: PlainChat) -> None:
    assert said(chat, "/why") == ["Nothing was asked yet."]
    assert said(chat, "where does it say that?", "/why") == ["100% sure: it asks where the article says it."]
    lines = said(chat, "How high is the towr?", "/why")
    assert re.fullmatch(r'\d+% sure: it means "How high is the tower\?", .*\.', lines[0])
    assert lines[1:3] == ["For curators:", "Understood as: How high is the towr?"]
    assert any(line.endswith("towr (read as tower)") for line in lines)
    assert any(re.fullmatch(r"[01]\.\d\d How high is the tower\?", line) for line in lines)
    assert all(line == line.strip() and line.isascii() for line in lines)


def test_export_keeps_the_conversation(
    chat: PlainChat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said(chat, "/export") == ["There is no conversation to export yet."]
    assert said(chat, "How high is the tower?", "/export html talk") == [f"Exported to {tmp_path}/talk.html"]
    assert "<blockquote>“The tower is 41 metres high”" in (tmp_path / "talk.html").read_text("utf-8")
    assert said(chat, "/export docx") == [
        "docx is no format: name one of md, html, json, or a path such as docx.md."
    ]
    assert said(chat, "/new", "/export md talk") == ["There is no conversation to export yet."]
    assert [path.name for path in tmp_path.iterdir()] == ["talk.html"]


@given(
    st.lists(
        st.text(max_size=30) | st.sampled_from(["/topics", "/new", "/sources", "/why", "1", "2"]), max_size=4
    )
)
def test_whatever_is_typed_comes_out_as_plain_lines(tiny: Assistant, lines: list[str]) -> None:
    chat = PlainChat(tiny)

    replies = [line for typed in lines for line in chat.reply(typed)]

    assert all(line and not ACTING.search(line) and "\n" not in line for line in replies)


# In a terminal


class Terminal:
    """The command line in a terminal of its own; `screen` is all that it has shown."""

    def __init__(
        self, environment: dict[str, str], *arguments: str | Path, stdout: int | None = None
    ) -> None:
        pty = pytest.importorskip("pty")
        self._master, slave = pty.openpty()
        # The child makes the terminal its own before it starts, so that ctrl+c reaches it, and takes the key,
        # which tests in the background would have it ignore.
        code = (
            "import fcntl, os, signal, sys, termios\n"
            "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
            "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
            "os.execv(sys.executable, [sys.executable, '-m', 'assistant', *sys.argv[1:]])\n"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=slave, stdout=slave if stdout is None else stdout, stderr=slave,
            env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.screen = ""

    def wait_for(self, text: str, times: int = 1) -> None:
        deadline = time.monotonic() + 60
        while self.screen.count(text) < times:
            assert time.monotonic() < deadline, self.screen
            assert self._read(), self.screen

    def _read(self) -> bool:
        if not select.select([self._master], [], [], 60)[0]:
            return False
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # Linux says so when the other side has closed
            return False
        self.screen += data.decode()
        return bool(data)

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def finish(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        return self.process.wait(60)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)


@pytest.fixture
def terminal(environment: dict[str, str], tiny_folder: Path) -> Iterator[Terminal]:
    terminal = Terminal(environment, "chat", "--plain", "--pack", tiny_folder)
    yield terminal
    terminal.close()


def test_in_a_terminal_it_prompts(terminal: Terminal) -> None:
    terminal.wait_for("\n> ")
    terminal.type("How high is the tower?\n")
    terminal.wait_for("\n> ", times=2)
    terminal.type("/quit\n")

    assert terminal.finish() == 0
    lines = terminal.screen.split("\r\n")
    start = len(WELCOME.splitlines())
    assert "\n".join(lines[:start]) + "\n" == WELCOME
    assert lines[start : start + 4] == ["> How high is the tower?", *HEIGHT]
    assert lines[-3:] == ["> /quit", "Goodbye.", ""]
    assert "\x1b" not in terminal.screen


def test_a_line_can_be_edited_and_called_back(terminal: Terminal) -> None:
    pytest.importorskip("readline")
    terminal.wait_for("\n> ")
    terminal.type("ow high is the tower?\x01H\n")
    terminal.wait_for("\n> ", times=2)
    terminal.type("\x10\n")  # ctrl+p, as the arrow up
    terminal.wait_for("\n> ", times=3)
    terminal.type("/quit\n")

    assert terminal.finish() == 0
    assert terminal.screen.count("Sentence 3:") == 2


def test_ctrl_d_ends_it(terminal: Terminal) -> None:
    terminal.wait_for("\n> ")
    terminal.type("\x04")

    assert terminal.finish() == 0
    assert re.search(r"> (\^D\x08\x08)?\r\nGoodbye\.\r\n\Z", terminal.screen)


def test_ctrl_c_ends_it_with_130(terminal: Terminal) -> None:
    terminal.wait_for("\n> ")
    # Python misses the key in the moment in which readline begins to wait.
    while terminal.process.poll() is None:
        terminal.type("\x03")
        time.sleep(0.2)

    assert terminal.finish() == 130
    assert re.search(r"> (\^C)*(\r\n)+\Z", terminal.screen)


def test_ctrl_c_ends_it_in_a_pipe_too(environment: dict[str, str], tiny_folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "--pack", tiny_folder],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        while "Type a question" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        assert (process.wait(60), process.stderr.read().strip()) == (130, "")


def test_with_its_output_in_a_file_it_is_plain_in_a_terminal_too(
    environment: dict[str, str], tiny_folder: Path, tmp_path: Path
) -> None:
    with (tmp_path / "out").open("wb") as sink:
        terminal = Terminal(environment, "--pack", tiny_folder, stdout=sink.fileno())
    try:
        terminal.type("/quit\n")
        assert terminal.finish() == 0
    finally:
        terminal.close()

    assert (tmp_path / "out").read_text("utf-8") == WELCOME + "> Goodbye.\n"


def test_with_both_a_terminal_it_is_the_screen(environment: dict[str, str], tiny_folder: Path) -> None:
    terminal = Terminal(environment | {"TERM": "xterm"}, "--pack", tiny_folder)
    try:
        terminal.wait_for("\x1b[?1049h")
    finally:
        terminal.close()


# What is kept


def test_what_is_said_is_kept_and_marked(
    tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    chat = PlainChat(tiny, keep=True)

    assert said(chat, "hello", "/wrong") == ["There is no answer to mark yet."]
    assert said(chat, "how high?", "/wrong") == ["Marked as wrong: how high?"]
    said(chat, "/new", "when does it open?", "/quit")

    history = History(tmp_path / FILE)
    kept = history.conversations(key_of(tiny.pack.sources.values()))
    said_in = [[(turn.question, turn.mark) for turn in history.turns(one.number)] for one in reversed(kept)]
    assert said_in == [
        [("hello", Mark.NONE), ("how high?", Mark.WRONG)],
        [("when does it open?", Mark.NONE)],
    ]


def test_marks_and_the_name_are_exported(
    tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    chat = PlainChat(tiny, keep=True)
    said(chat, "hello", "how high is the tower?", "/wrong")
    history = History(tmp_path / "data" / FILE)
    (kept,) = history.conversations(key_of(tiny.pack.sources.values()))
    history.rename(kept.number, "On towers")

    assert said(chat, "/export") == [f"Exported to {tmp_path}/On-towers.md"]
    written = (tmp_path / "On-towers.md").read_text("utf-8")
    assert written.startswith("# On towers\n")
    assert "**✓ Answered**, marked wrong\n" in written


@pytest.fixture
def kept(tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """Twelve conversations, the latest of them with five turns and a name."""
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    history = History(tmp_path / FILE)
    key = key_of(tiny.pack.sources.values())
    for number in range(12):
        lines = ["which bird is on the roof?", "how high is it?", "where does the door lead?", "1", "/wrong"]
        chat = PlainChat(tiny, keep=True)
        said(chat, f"when does it open, in {number} words?", *(lines if number == 11 else []), "/quit")
    history.rename(history.conversations(key)[0].number, "On \x1b[31mtowers")
    return history


def test_the_history_lists_what_was_kept_by_number(tiny: Assistant, kept: History) -> None:
    lines = said(PlainChat(tiny, keep=True), "/history")

    assert lines[0] == "Conversations, the latest first:"
    assert [line.split(" ", 3)[::3] for line in lines[1:-1]] == [
        ["1.", "On ␛[31mtowers"],
        *([f"{number}.", f"when does it open, in {12 - number} words?"] for number in range(2, 11)),
    ]
    assert all(re.match(r"\d+\. \d{4}-\d\d-\d\d \d\d:\d\d: ", line) for line in lines[1:-1])
    assert lines[-1] == "Type /open and a number to go on with one."


def test_the_history_is_searched_and_numbers_are_those_of_what_was_found(
    tiny: Assistant, kept: History
) -> None:
    chat = PlainChat(tiny, keep=True)

    _, bird, _ = said(chat, "/history BIRD")
    assert bird.startswith("1. ")
    assert "On ␛[31mtowers - found in: which bird is on the roof?" in bird
    assert said(chat, "/history zebra\x1b[0m") == ['No conversation holds "zebra␛[0m".']
    assert said(chat, "/open 1")[0].startswith("There is no conversation of that number.")
    assert said(chat, "/history 5 words", "/open 1")[:2] == [
        "Opened: when does it open, in 5 words?",
        "Question: when does it open, in 5 words?",
    ]


def test_a_conversation_goes_on_with_its_last_turns_said_again(tiny: Assistant, kept: History) -> None:
    chat = PlainChat(tiny, keep=True)

    assert said(chat, "how high is the tower?", "/open 2") == [
        "Opened: On ␛[31mtowers",
        "2 earlier questions not said again.",
        "Question: how high is it?",
        "Answered.",
        "The tower is 41 metres high.",
        "Question: where does the door lead?",
        "That could be read in more than one way. Which do you mean?",
        "Question: Where does the east door lead?",
        "Marked as wrong.",
        "Answered.",
        "The east door opens onto the harbour.",
        'Sentence 6: "The east door opens onto the harbour"',
        "You can also ask:",
        "1. Where does the west door lead?",
        "2. Do children pay?",
    ]
    assert said(chat, "/sources")[0].startswith('Sentence 6 of clocks.txt: "The east door')
    assert said(chat, "1", "/open 1") == ["That is this conversation."]
    said(chat, "/quit")

    latest, before, *_ = kept.conversations(key_of(tiny.pack.sources.values()))
    assert latest.name == "On \x1b[31mtowers"
    assert [turn.question for turn in kept.turns(latest.number)][-2:] == [
        "Where does the east door lead?",
        "Where does the west door lead?",
    ]
    assert (before.first, before.turns) == ("how high is the tower?", 1)


def test_why_tells_of_a_kept_reply_that_would_be_another_now(
    tiny: Assistant, tiny_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    said(PlainChat(tiny, keep=True), "How high is the tower?", "/quit")
    edit(tiny_copy, "statement: The tower is 41 metres high.", "statement: It rises 41 metres.")
    chat = PlainChat(Assistant.load(tiny_copy), keep=True)

    outdated = said(chat, "/open 1", "/why")
    assert outdated[0] == "This reply was given before. Now it would be another, and this is why that one:"
    assert outdated[1].startswith("100% sure: it means")
    assert said(chat, "How high is the tower?", "/why")[0].startswith("100% sure: it means")


def test_the_next_question_leans_on_a_conversation_that_goes_on(
    tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    said(PlainChat(tiny, keep=True), "where does the door lead?")

    assert said(PlainChat(tiny, keep=True), "/open 1", "the second one")[1].endswith("onto the market.")


def test_open_without_a_number_says_how_to_use_it(tiny: Assistant, kept: History) -> None:
    assert said(PlainChat(tiny, keep=True), "/open") == [
        "Type a number after /open: /history lists the conversations by number."
    ]


def test_a_history_that_breaks_once_it_was_listed_is_mended(
    tiny: Assistant, kept: History, tmp_path: Path
) -> None:
    chat = PlainChat(tiny, keep=True)
    said(chat, "/history")
    (tmp_path / FILE).unlink()
    assert said(chat, "/open 1") == ["That conversation is not there any more."]
    assert said(chat, "how high?", "/history")[1].endswith(": how high? (this one)")


@pytest.mark.parametrize("line", ["/open 0", "/open 11", "/open one", "/open 1 2", "/open -1"])
def test_a_number_that_no_conversation_has_opens_none(tiny: Assistant, kept: History, line: str) -> None:
    assert said(PlainChat(tiny, keep=True), line) == [
        "There is no conversation of that number. /history lists them by number."
    ]


def test_a_conversation_that_was_deleted_meanwhile_is_told_of(tiny: Assistant, kept: History) -> None:
    chat = PlainChat(tiny, keep=True)
    said(chat, "/history")
    kept.delete(kept.conversations(key_of(tiny.pack.sources.values()))[0].number)

    assert said(chat, "/open 1") == ["That conversation is not there any more."]
    assert said(chat, "/open 2")[0] == "Opened: when does it open, in 10 words?"


def test_of_what_is_not_kept_there_is_no_history(chat: PlainChat) -> None:
    for line in ("/history", "/history owl", "/open 1"):
        assert said(chat, line) == ["Nothing is kept of this conversation, and so there is no history."]


def test_a_damaged_history_is_told_of_and_the_chat_goes_on(
    tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    (tmp_path / FILE).write_bytes(b"no database " * 500)

    chat = PlainChat(tiny, keep=True)

    assert "was damaged" in list(chat.welcome())[-1]
    assert "The tower is 41 metres high." in said(chat, "how high is the tower?")


def test_without_a_history_nothing_is_written(
    tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))

    lines = said(PlainChat(tiny), "how high?", "/right")

    assert "Nothing is kept of this conversation, and so no mark." in lines
    assert not (tmp_path / "data").exists()


# A pack that is watched


NEW_PHRASE = ("how tall is it", "how tall is it, zorbles from toe to tip")


def test_a_save_holds_for_the_next_line(watching: PlainChat, tiny_copy: Path) -> None:
    assert "The tower is 41 metres high." not in said(watching, "Zorbles from toe to tip?")

    edit(tiny_copy, *NEW_PHRASE)

    assert said(watching, "Zorbles from toe to tip?")[:3] == [
        "The pack was reloaded: 1 phrase more.",
        *HEIGHT[:2],
    ]
    assert said(watching, "Zorbles from toe to tip?")[:2] == HEIGHT[:2]


def test_what_was_said_before_a_save_can_be_leant_on(watching: PlainChat, tiny_copy: Path) -> None:
    assert HEIGHT[1] in said(watching, "How high is the tower?")
    edit(tiny_copy, *NEW_PHRASE)

    proof = "The article says it here, in sentence 3: “The tower is 41 metres high.”"
    assert proof in said(watching, "where does it say that?")
    assert HEIGHT[1] in said(watching, "say that again")


def test_an_intent_that_was_deleted_does_not_break_the_conversation(
    watching: PlainChat, tiny_copy: Path
) -> None:
    said(watching, "What strikes the hour?", "and how high is it?")
    without_intent(tiny_copy, "owl", "children")
    edit(tiny_copy, "What strikes the hour?", "Do children pay?", "intents/pack.yaml")

    lines = said(watching, "and when?")

    assert lines[0] == "The pack was reloaded: 1 intent fewer, 4 phrases fewer."
    assert "Answered." in lines


def test_why_is_about_the_reply_that_was_given(watching: PlainChat, tiny_copy: Path) -> None:
    said(watching, "how many metres does it rise")
    edit(tiny_copy, "how many metres does it rise", "how many metres does it soar")

    lines = said(watching, "/why")

    assert any("how many metres does it rise" in line for line in lines)


def test_a_broken_pack_is_told_and_the_one_before_answers(watching: PlainChat, tiny_copy: Path) -> None:
    edit(tiny_copy, "facts: [", "fatcs: [")

    lines = said(watching, "How high is the tower?")

    problems = int(lines[0].split()[0])
    assert lines[0] == f"{problems} problems in the pack. The version before goes on answering."
    assert re.search(r"pack/intents/tower\.yaml:26:5: intents\[0\]\.fatcs: ", lines[1])
    assert lines[4] == f"{problems - 3} more: /problems lists all."
    assert lines[5:7] == HEIGHT[:2]
    assert len(said(watching, "/problems")) == problems

    edit(tiny_copy, "fatcs: [", "facts: [")

    assert said(watching, "How high is the tower?")[0] == "The pack was reloaded."
    assert said(watching, "/problems") == ["The pack has no problems."]


def test_without_watching_there_are_no_problems_to_list(chat: PlainChat) -> None:
    assert said(chat, "/problems") == ["The pack is not watched: --watch tells its problems at every save."]


def test_a_watched_chat_through_a_pipe(environment: dict[str, str], tiny_copy: Path) -> None:
    chat = subprocess.Popen(
        [sys.executable, "-m", "assistant", "--watch", "--pack", str(tiny_copy)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert chat.stdin
    assert chat.stdout
    while not chat.stdout.readline().startswith("Type a question"):
        pass
    edit(tiny_copy, *NEW_PHRASE)
    output, _ = chat.communicate("Zorbles from toe to tip?\n", timeout=60)

    assert output.splitlines()[:3] == ["The pack was reloaded: 1 phrase more.", *HEIGHT[:2]]
    assert chat.returncode == 0


def test_what_could_be_kept_nowhere_is_told_at_the_end(
    tiny: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("assistant.history.journal._PATIENCE_AT_THE_END_SECONDS", 0.0)
    output = io.StringIO()
    chat = PlainChat(tiny, keep=True)

    def refuse(_path: Path) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("assistant.history.files.create", refuse)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            AssistantError, match=r"1 question could not be kept: .*; No space left on device"
        ):
            run_plain(chat, io.BytesIO(b"when does it open?\n/quit\n"), output, typed=False)
    assert "Goodbye." not in output.getvalue()
    assert "What is said cannot be kept at the moment" in output.getvalue()
