"""What is wrong with a batch on Ray before there is a Ray; what it does with one is in tests/on_ray."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from assistant.batch.on_ray import run_on_ray
from assistant.batch.on_ray.carrying import pack_up, unpack
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant
    from tests.conftest import Run


@pytest.fixture
def with_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it was installed: none of these tests comes as far as to import it."""
    monkeypatch.setattr("assistant.batch.on_ray.find_spec", lambda name: name)


@pytest.mark.usefixtures("with_ray")
@pytest.mark.parametrize(
    ("source", "reads", "writes", "message"),
    [
        ("-", "jsonl", "jsonl", "--engine ray reads a file or a folder, not standard input"),
        ("q.txt", "auto", "jsonl", "q.txt: --engine ray reads jsonl and parquet; say --input-format"),
        ("q.csv", "csv", "jsonl", "--engine ray reads jsonl and parquet, not csv"),
        ("q.jsonl", "auto", "csv", "--engine ray writes jsonl and parquet, not csv"),
        ("missing.jsonl", "auto", "jsonl", "missing.jsonl: No such file or directory"),
    ],
)
def test_what_it_does_not_do_is_told(
    tiny: Assistant, source: str, reads: str, writes: str, message: str
) -> None:
    with pytest.raises(AssistantError) as caught:
        run_on_ray(tiny, source, reads, "out", writes)

    assert str(caught.value) == message


def test_without_ray_it_says_what_to_install(tiny: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.batch.on_ray.find_spec", lambda _: None)

    with pytest.raises(AssistantError, match=r"pip install 'assistant\[ray\]'"):
        run_on_ray(tiny, "q.jsonl", "auto", "out", "jsonl")


@pytest.mark.usefixtures("with_ray")
@pytest.mark.parametrize("scheme", ["", "ray://"])
def test_where_nothing_listens_there_is_no_ray(tiny: Assistant, tmp_path: Path, scheme: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("{}\n", "utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"{scheme}127.0.0.1:{taken.getsockname()[1]}"

        with pytest.raises(AssistantError) as caught:
            run_on_ray(tiny, str(file), "auto", str(tmp_path / "out"), "jsonl", address)

    assert str(caught.value) == f"{address}: there is no Ray: Connection refused"


def test_a_broken_pack_is_told_before_any_ray(run: Run, tmp_path: Path) -> None:
    done = run("batch", "q.jsonl", "-o", tmp_path / "out", "--engine", "ray", "--pack", tmp_path / "none")

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith(str(tmp_path / "none"))
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--engine", "ray"), "--engine ray needs -o, a folder to write to"),
        (("--address", "auto"), "--address has no effect without --engine ray"),
        (("--engine", "ray", "--workers", "2"), "with --engine ray, --workers would have no effect"),
    ],
)
def test_options_that_belong_together(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run("batch", "q.jsonl", *arguments)

    assert done.code == 2
    assert message in done.stderr


def test_an_assistant_that_was_carried_answers_alike(tiny: Assistant) -> None:
    carried = unpack(pack_up(tiny))

    for question in ("When does the tower open?", "whst strkes the huor", "is it in Orsholm?", "hello", ""):
        assert carried.ask(question) == tiny.ask(question)


def test_another_program_takes_none(tiny: Assistant) -> None:
    program, payload = pack_up(tiny)

    with pytest.raises(AssistantError, match="another version"):
        unpack((program[:-1] + "~", payload))
