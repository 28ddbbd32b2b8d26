"""Any number of rows takes as much memory as a few, and two processes half the time of one."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.batch.conftest import lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant import Assistant
    from tests.benchmarks.conftest import Tell

pytestmark = pytest.mark.benchmark

FEW, MANY = 1_000, 1_000_000
# Enough for the start of the processes not to count.
ROWS = 100_000
MISSPELT, FEW_MISSPELT, MANY_MISSPELT = 5_000, 20_000, 200_000
MOST_MEGABYTES = 200


def command(questions: Path, *options: str | Path) -> list[str]:
    return [*map(str, (sys.executable, "-m", "assistant", "batch", questions, "-q", *options))]


# Runs a command, and prints its seconds and peak memory. It is small itself: the peak of a process begins
# with that of the one which started it.
WATCH = """\
import resource
import subprocess
import sys
import time

start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Measured(NamedTuple):
    """What a batch took."""

    seconds: float
    megabytes: float
    """Its peak memory, in MiB."""


def measured(questions: Path, environment: dict[str, str], *options: str | Path) -> Measured:
    """Run a batch in a process of its own, and see that each row has its reply."""
    out = questions.with_name("out.jsonl")
    watched = [sys.executable, "-c", WATCH, *command(questions, "-o", out, *options)]
    done = subprocess.run(watched, env=environment, stdout=subprocess.PIPE, check=True)
    seconds, peak = map(float, done.stdout.split())
    with questions.open("rb") as asked, out.open("rb") as written:
        assert sum(1 for _ in written) == sum(1 for _ in asked)
    out.unlink()
    # Linux counts in kilobytes, macOS in bytes.
    return Measured(seconds, peak / (1024 if sys.platform != "darwin" else 1024 * 1024))


def misspelt(assistant: Assistant, count: int) -> Iterator[str]:
    """So many questions, no two the same: phrases of the pack, each with two letters mistyped."""
    phrases = [phrase for intent in assistant.pack.intents.values() for phrase in intent.phrases]
    phrases = [phrase for phrase in phrases if len(phrase) >= 12]
    chance = random.Random(5)
    asked: set[str] = set()
    while len(asked) < count:
        question = chance.choice(phrases)
        for _ in range(2):
            at = chance.randrange(1, len(question) - 1)
            question = question[:at] + chance.choice(
                [
                    question[at : at + 2][::-1] + question[at + 2 :],
                    question[at + 1 :],
                    chance.choice("aeionrstl") + question[at + 1 :],
                ]
            )
        if question not in asked:
            asked.add(question)
            yield question


def test_distinct_misspelt_questions(
    environment: dict[str, str], assistant: Assistant, tmp_path: Path, tell: Tell
) -> None:
    # Nothing that is remembered of a question helps with another.
    one, many = tmp_path / "one.txt", tmp_path / "many.txt"
    asked = list(misspelt(assistant, MISSPELT))
    one.write_text(f"{asked[0]}\n", "utf-8")
    many.write_text("".join(f"{question}\n" for question in asked), "utf-8")

    started, whole = (measured(questions, environment) for questions in (one, many))

    seconds = whole.seconds - started.seconds
    tell(
        f"{MISSPELT:,} distinct misspelt questions: {MISSPELT / seconds:,.0f} a second in one process, "
        f"{1000 * seconds / MISSPELT:.2f} ms each, peak {whole.megabytes:.0f} MiB "
        f"({MOST_MEGABYTES} or less), {started.megabytes:.0f} for one of them"
    )
    assert whole.megabytes <= MOST_MEGABYTES


@pytest.mark.slow
def test_200_000_questions_take_as_much_memory_as_20_000(
    environment: dict[str, str], assistant: Assistant, tmp_path: Path, tell: Tell
) -> None:
    asked = misspelt(assistant, MANY_MISSPELT)
    few, many = tmp_path / "few.txt", tmp_path / "many.txt"
    with many.open("w", encoding="utf-8") as sink:
        for number, question in enumerate(asked, 1):
            sink.write(f"{question}\n")
            if number == FEW_MISSPELT:
                sink.flush()
                shutil.copy(many, few)

    of_few, of_many = (measured(questions, environment) for questions in (few, many))

    ratio = of_many.megabytes / of_few.megabytes
    tell(
        f"{FEW_MISSPELT:,} rows: {of_few.megabytes:.1f} MiB; {MANY_MISSPELT:,} rows: {of_many.megabytes:.1f} "
        f"MiB ({MOST_MEGABYTES} or less), {ratio:.2f} times (1.1 or less), in {of_many.seconds:.0f} s"
    )
    assert ratio <= 1.1
    assert of_many.megabytes <= MOST_MEGABYTES


@pytest.mark.slow
def test_a_million_rows_take_as_much_memory_as_a_thousand(
    environment: dict[str, str], tiny_folder: Path, tmp_path: Path, tell: Tell
) -> None:
    def megabytes(count: int) -> float:
        questions = tmp_path / "q.jsonl"
        with questions.open("w", encoding="utf-8") as sink:
            # Half of the rows in conversations, of which there are a tenth as many as rows.
            for start in range(0, count, FEW):
                sink.writelines(numbered(start))
        return measured(questions, environment, "--pack", tiny_folder).megabytes

    def numbered(start: int) -> Iterator[str]:
        for line in lines(FEW, conversations=FEW // 10, broken=0):
            row = json.loads(line)
            if "conversation" in row:
                row["conversation"] += f" of {start}"
            yield json.dumps(row) + "\n"

    few, many = megabytes(FEW), megabytes(MANY)

    tell(f"{FEW:,} rows: {few:.1f} MiB; {MANY:,} rows: {many:.1f} MiB, {many / few:.2f} times (1.2 or less)")
    assert many / few <= 1.2


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two processors")
def test_two_processes_answer_nearly_twice_as_many(
    environment: dict[str, str], assistant: Assistant, tmp_path: Path, tell: Tell
) -> None:
    phrases = [phrase for intent in assistant.pack.intents.values() for phrase in intent.phrases]
    chance = random.Random(4)
    questions = tmp_path / "q.txt"
    questions.write_text("".join(f"{chance.choice(phrases)}\n" for _ in range(ROWS)), "utf-8")

    def seconds(workers: int) -> float:
        out = tmp_path / f"{workers}.jsonl"
        start = time.perf_counter()
        subprocess.run(command(questions, "-o", out, "--workers", str(workers)), env=environment, check=True)
        return time.perf_counter() - start

    pairs = [(seconds(1), seconds(2)) for _ in range(2)]

    ratio = max(one / two for one, two in pairs)
    told = ", ".join(f"{one:.1f} and {two:.1f} s" for one, two in pairs)
    tell(f"{ROWS:,} rows by one process and by two: {told}; {ratio:.2f} times (1.8 or more)")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert ratio >= 1.8
