"""A million rows take as much memory as a thousand, and two processes half the time of one."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

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
ROWS = 40_000


def command(questions: Path, *options: str | Path) -> list[str]:
    return [*map(str, (sys.executable, "-m", "assistant", "batch", questions, "-q", *options))]


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
        out = tmp_path / "out.jsonl"
        batch = subprocess.Popen(command(questions, "-o", out, "--pack", tiny_folder), env=environment)
        _, status, usage = os.wait4(batch.pid, 0)
        batch.returncode = os.waitstatus_to_exitcode(status)
        assert batch.returncode == 0
        with out.open("rb") as written:
            assert sum(1 for _ in written) == count
        out.unlink()
        # Linux counts in kilobytes, macOS in bytes.
        return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)

    def numbered(start: int) -> Iterator[str]:
        for line in lines(FEW, conversations=FEW // 10, broken=0):
            row = json.loads(line)
            if "conversation" in row:
                row["conversation"] += f" of {start}"
            yield json.dumps(row) + "\n"

    few, many = megabytes(FEW), megabytes(MANY)

    tell(f"{FEW:,} rows: {few:.1f} MB; {MANY:,} rows: {many:.1f} MB, {many / few:.2f} times (1.2 or less)")
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
    tell(f"{ROWS:,} rows by one process and by two: {told}; {ratio:.2f} times (1.7 or more)")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert ratio >= 1.7
