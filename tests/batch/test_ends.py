"""Batches that are killed, find the disk full, or have little memory: no row is lost, none comes twice."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.batch import Batch, InputFormat, StreamSink, rows_of
from assistant.formats import OutputFormat
from tests.batch import killing
from tests.batch.conftest import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant import Assistant

    Done = subprocess.CompletedProcess[str]
    Answered = Callable[..., Done]

pytestmark = pytest.mark.endurance

ASSISTANT = [sys.executable, "-m", "assistant"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    path.write_text("".join(lines(1_000, conversations=40, broken=0)), "utf-8")
    return path


@pytest.fixture(scope="module")
def whole(tiny: Assistant, many: Path) -> bytes:
    """What a batch writes that nothing ends early."""
    sunk = io.StringIO()
    with many.open("rb") as stream:
        rows = rows_of(stream, many.name, InputFormat.AUTO)
        Batch(tiny, None, OutputFormat.JSONL).run(rows, StreamSink(sunk))
    return sunk.getvalue().encode()


@pytest.fixture
def answered(environment: Mapping[str, str], tiny_folder: Path, many: Path, tmp_path: Path) -> Answered:
    """Runs the batch into ``out.jsonl``."""

    def answered(*options: str, limit: Callable[[], object] | None = None) -> Done:
        command = [*ASSISTANT, "batch", many, "-q", "-o", tmp_path / "out.jsonl", *options]
        return subprocess.run(
            [*map(str, command), "--pack", str(tiny_folder)],
            capture_output=True,
            text=True,
            env=environment,
            preexec_fn=limit,
            timeout=120,
            check=False,
        )

    return answered


def test_killed_fifty_times_at_any_moment_it_writes_what_it_would_have(
    environment: Mapping[str, str], tiny_folder: Path, many: Path, tmp_path: Path, whole: bytes
) -> None:
    script = [sys.executable, killing.__file__, tiny_folder, many, tmp_path / "out", "50"]
    done = subprocess.run(script, capture_output=True, text=True, env=environment, check=False, timeout=120)

    assert done.returncode == 0, done.stderr
    came = json.loads(done.stdout)
    assert len(came) == 50
    assert len(set(came)) > 20, "too few of the kills came in the middle"
    assert (tmp_path / "out").read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_command_with_its_processes_is_killed_and_goes_on(
    environment: Mapping[str, str],
    tiny_folder: Path,
    many: Path,
    tmp_path: Path,
    whole: bytes,
    answered: Answered,
) -> None:
    part = tmp_path / "out.jsonl.part"
    command = [*ASSISTANT, "batch", many, "-o", tmp_path / "out.jsonl", "--workers", "2", "--resume"]
    with subprocess.Popen([*map(str, command), "--pack", str(tiny_folder)], env=environment) as batch:
        late = time.monotonic() + 30
        while not (part.exists() and part.stat().st_size):
            assert time.monotonic() < late
            time.sleep(0.01)
        listed = ["ps", "--ppid", str(batch.pid), "-o", "pid="]
        workers = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()
        batch.send_signal(signal.SIGKILL)
    assert len(workers) >= 2
    while any(Path("/proc", worker).exists() for worker in workers) and Path("/proc").exists():
        assert time.monotonic() < late + 30, "the processes outlive the batch"
        time.sleep(0.01)

    done = answered("--resume", "--workers", "2")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out.jsonl").read_bytes() == whole


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_it_in_a_line_and_keeps_what_is_finished(
    environment: Mapping[str, str], tiny_folder: Path, many: Path, tmp_path: Path, whole: bytes, workers: str
) -> None:
    out, part = tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    command = [*ASSISTANT, "batch", many, "-q", "-o", out, "--workers", workers, "--pack", tiny_folder]
    with subprocess.Popen(
        [*map(str, command)], env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as batch:
        late = time.monotonic() + 30
        while not (part.exists() and part.stat().st_size):
            assert time.monotonic() < late
            time.sleep(0.01)
        # As a terminal does: to each of its processes.
        os.killpg(batch.pid, signal.SIGINT)
        _, told = batch.communicate(timeout=30)

    assert batch.returncode == 130
    assert told == f"interrupted; the finished rows are in {part}, and --resume goes on after them\n"
    assert whole.startswith(part.read_bytes())


def test_a_full_disk_ends_it_in_a_line_and_keeps_what_is_finished(
    answered: Answered, whole: bytes, tmp_path: Path
) -> None:
    half = len(whole) // 2
    full = answered(limit=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (half, half)))

    part = tmp_path / "out.jsonl.part"
    assert (full.returncode, full.stdout) == (2, "")
    assert full.stderr == (
        f"{tmp_path / 'out.jsonl'}: File too large; the finished rows are in {part},"
        " and --resume goes on after them\n"
    )
    assert whole.startswith(part.read_bytes())
    assert len(part.read_bytes()) > half - 10_000
    assert not (tmp_path / "out.jsonl").exists()

    assert answered("--resume").returncode == 0
    assert (tmp_path / "out.jsonl").read_bytes() == whole


_PEAK = """
import atexit, sys
from pathlib import Path
def tell():
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmPeak:")), file=sys.stderr)
atexit.register(tell)
sys.argv = sys.argv[1:]
from assistant.cli import main
main()
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_with_little_more_memory_than_a_few_rows_take_it_answers_many(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path
) -> None:
    def answered(count: int, limit: int = resource.RLIM_INFINITY) -> Done:
        questions = tmp_path / f"{count}.jsonl"
        questions.write_text("".join(lines(count, conversations=count, broken=0)), "utf-8")
        return within(limit, questions, environment, tiny_folder)

    few = answered(600)
    assert few.returncode == 0
    # So many rows, each with its conversation, are twice the room that is left if they are held.
    many = answered(8_000, limit=int(few.stderr) * 1024 + 4_000_000)

    assert (many.returncode, many.stderr.split("\n")[:-2]) == (0, [])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_however_long_the_rows_are_processes_take_no_more_for_many(
    environment: Mapping[str, str], tiny_folder: Path, tmp_path: Path
) -> None:
    def answered(count: int, limit: int = resource.RLIM_INFINITY) -> Done:
        questions = tmp_path / f"{count}.jsonl"
        questions.write_text((json.dumps({"question": "who is it? " * 280_000}) + "\n") * count, "utf-8")
        return within(limit, questions, environment, tiny_folder, "--workers", "2")

    few = answered(20)
    assert few.returncode == 0
    # Of so many rows the text alone takes four times as much.
    many = answered(120, limit=int(few.stderr) * 1024 + 80_000_000)

    assert (many.returncode, many.stderr.split("\n")[:-2]) == (0, [])


def within(limit: int, questions: Path, environment: Mapping[str, str], pack: Path, *options: str) -> Done:
    """A batch in so many bytes; the last line that it tells is how many kilobytes it took."""
    command = [sys.executable, "-c", _PEAK, "x", "batch", "-q", questions, "-o", os.devnull, *options]
    return subprocess.run(
        [*map(str, command), "--pack", str(pack)],
        capture_output=True,
        text=True,
        env=environment,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_AS, (limit, limit)),
        timeout=120,
        check=False,
    )
