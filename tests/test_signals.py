"""Signals that end the program, at any moment: an exit code, at most a line, and no half-written file."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from assistant import signals
from assistant.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SCRIPT = "title: T\nsteps: [{ask: How high is the tower?}]\n"
# Each command, with what it writes; `{out}` is a new name.
COMMANDS = (
    ("--help", ""),
    ("--version", ""),
    ("ask how-high-is-it?", ""),
    ("batch {questions} -q -o {out}.jsonl", ".jsonl"),
    ("batch {questions} -q -o {out}.parquet", ".parquet"),
    ("batch {questions} -q --workers 2 -o {out}.csv", ".csv"),
    ("chat --plain", ""),
    ("check", ""),
    ("check --quick --format sarif", ""),
    ("coverage --html {out}.html", ".html"),
    ("demo --check", ""),
    ("demo --export {out}", ""),
    ("eval --leave-one-out --folds 2 --json {out}.json", ".json"),
    ("gaps", ""),
    ("guide", ""),
    ("new {out} --article {article}", ""),
    ("picture {out}.svg how-high-is-it?", ".svg"),
    ("sample height", ""),
    ("schema pack", ""),
    ("sentences", ""),
)
SEEDS = int(os.environ.get("SIGNAL_SEEDS", "4"))
WITHOUT_PACK = ("--help", "--version", "guide", "new", "schema")
# As a terminal does, and as other programs do.
SENT = (signal.SIGINT, signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def handlers() -> Iterator[None]:
    """Puts back the handlers of this process."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before, hook = {number: signal.getsignal(number) for number in numbers}, sys.unraisablehook
    yield
    signals.heed()
    sys.unraisablehook = hook
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_first_signal_raises_and_a_second_one_ends_the_process(handlers: None) -> None:
    for number, raised, code in (
        (signal.SIGINT, KeyboardInterrupt, 130),
        (signal.SIGTERM, signals.Terminated, 143),
        (signal.SIGHUP, signals.Terminated, 129),
    ):
        signals.raise_at_signals()
        with pytest.raises(raised):
            signal.raise_signal(number)
        assert signals.unheeded() == number
        signals.heed()
        assert signals.unheeded() is None
        with pytest.raises(raised):
            signal.raise_signal(number)
        assert signal.getsignal(number) is signal.SIG_DFL
        assert signals.exit_code(number) == code


def test_what_the_process_was_begun_to_ignore_stays_ignored(handlers: None) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signals.raise_at_signals()
    with signals.handled(lambda _: None):
        signal.raise_signal(signal.SIGHUP)

    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_a_block_that_handles_them_gives_back_what_was_there(handlers: None) -> None:
    signals.raise_at_signals()
    came: list[int] = []
    with signals.handled(came.append):
        signal.raise_signal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)

    assert came == [signal.SIGTERM]


def test_a_ctrl_c_that_is_noted_raises_nothing_but_a_second_one_does(handlers: None) -> None:
    signals.raise_at_signals()
    before = signal.getsignal(signal.SIGINT)
    with signals.interrupt_noted() as came:
        assert not came()
        signal.raise_signal(signal.SIGINT)
        assert came()
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(signals.Terminated), signals.interrupt_noted():
        signal.raise_signal(signal.SIGTERM)
    signals.heed()
    with signals.interrupt_noted():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    # The next one ends the process at once.
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def test_a_signal_whose_exception_is_wrapped_ends_the_program_all_the_same(
    handlers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run() -> int:
        try:
            signal.raise_signal(signal.SIGTERM)
        except signals.Terminated as error:
            raise RuntimeError("wrapped") from error
        return 0

    monkeypatch.setattr("assistant.cli._run", run)
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 143


def test_another_thread_handles_none() -> None:
    before = signal.getsignal(signal.SIGTERM)
    seen: list[object] = []

    def block() -> None:
        with signals.handled(lambda _: None):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=block)
    thread.start()
    thread.join()
    assert seen == [before]


def started(
    environment: Mapping[str, str], command: str, names: Mapping[str, object], pack: Path
) -> subprocess.Popen[str]:
    arguments = command.format_map(names).split()
    options = [] if arguments[0] in WITHOUT_PACK else ["--pack", str(pack)]
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", *arguments, *options],
        # Python warns of a file that it was reading itself, but nobody sees that.
        env={key: value for key, value in environment.items() if key != "PYTHONWARNINGS"},
        stdin=subprocess.PIPE if arguments[0] == "chat" else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_signals,  # noqa: PLW1509  (the tests have no thread by then)
    )


def heed_signals() -> None:
    """As in a shell, whatever these tests were begun by."""
    for number in set(SENT):
        signal.signal(number, signal.SIG_DFL)


def is_of_pythons_own_start(told: str) -> bool:
    """Whether Python itself was interrupted before the first line of the program, which nothing can help."""
    lines = [line for line in told.splitlines() if line.startswith("  File")]
    return "KeyboardInterrupt" in told and not any(f"{os.sep}assistant{os.sep}" in line for line in lines)


@pytest.mark.endurance
@pytest.mark.parametrize("seed", range(SEEDS))
def test_at_whatever_moment_a_signal_ends_it_nothing_is_left_undone(
    environment: Mapping[str, str], tiny_copy: Path, tmp_path: Path, seed: int
) -> None:
    (tiny_copy / "intents" / "demo.yaml").write_text(SCRIPT, "utf-8")
    questions = tmp_path / "questions.txt"
    questions.write_text("How high is it?\nwho drew the plans\n" * 5_000, "utf-8")
    article = next((tiny_copy / "seeds").iterdir())
    chance = random.Random(seed)
    # The first signs of life come late on a machine that has much to do.
    for turn, (command, ending) in enumerate(COMMANDS):
        out = tmp_path / f"out{turn}"
        names = {"questions": questions, "out": out, "article": article}
        number = chance.choice(SENT)
        delay = chance.uniform(0, 0.3) if chance.random() < 0.4 else chance.uniform(0, 1.5)
        process = started(environment, command, names, tiny_copy)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(delay)
        is_sent = process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        began = time.monotonic()
        try:
            _, told = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            _, told = process.communicate()
            if is_of_pythons_own_start(told):
                # Python has dropped it, and gone on.
                continue
            raise
        where = f"{command!r}, {number.name} after {delay:.3f} s: {process.returncode}, {told}"

        if is_of_pythons_own_start(told):
            continue
        assert "Traceback" not in told, where
        assert "ignored" not in told, where
        # What has printed all it had to may end before the signal comes through.
        done = {0, 1} if not is_sent or time.monotonic() - began < 0.5 else set[int]()
        assert process.returncode in {-number, 128 + number} | done, where
        if process.returncode not in (0, 1):
            # Beside how far it has come.
            lines = [line for line in told.splitlines() if line and not line.startswith(("step ", "part "))]
            assert len(lines) <= 1 or "%" in told, where
        assert_whole(out, ending, process.returncode, where)


def assert_whole(out: Path, ending: str, code: int, where: str) -> None:
    """What has got its name is whole; what has not has left nothing that is hidden, unless it was killed."""
    written = out.with_name(f"{out.name}{ending}")
    ends = {".html": "</html>\n", ".svg": "</svg>\n", ".json": "}\n"}
    if ending in ends and written.exists():
        assert written.read_text("utf-8").endswith(ends[ending]), where
    if ending == ".parquet" and written.exists():
        assert written.read_bytes().endswith(b"PAR1"), where
    if ending in {".jsonl", ".csv"} and written.exists():
        assert len(written.read_bytes().splitlines()) == 10_000 + (ending == ".csv"), where
    if code >= 0:
        assert not [each for each in out.parent.iterdir() if each.name.startswith(".")], where


@pytest.mark.endurance
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_tells_where_its_rows_are_and_goes_on(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path, number: signal.Signals
) -> None:
    out, part = tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    command = [sys.executable, "-m", "assistant", "batch", "-q", "-o", str(out), "--pack", str(tiny_folder)]
    with subprocess.Popen(
        command, env=dict(environment), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as batch:
        assert batch.stdin
        assert batch.stderr
        # Answered, and then it waits for more.
        batch.stdin.write(b'{"question": "How high is it?"}\n' * 4_000)
        batch.stdin.flush()
        late = time.monotonic() + 30
        while not (part.exists() and part.stat().st_size):
            assert time.monotonic() < late
            time.sleep(0.01)
        batch.send_signal(number)
        told = batch.stderr.read().decode()

    assert batch.returncode == 128 + number
    assert told == f"interrupted; the finished rows are in {part}, and --resume goes on after them\n"
