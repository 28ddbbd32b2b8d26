"""What stands where a batch grows is not trusted: planted there, changed since, or written by whomever."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.batch import fill
from assistant.batch.noting import read_note, write_note
from assistant.batch.part import part_file
from assistant.batch.sink import Note
from assistant.errors import AssistantError
from assistant.formats import OutputFormat
from assistant.response import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.batch import Batch
    from tests.batch.conftest import ReadRows

GOOD = {
    "batch": "a",
    "size": 9,
    "counts": {"answered": 1},
    "asked": "0" * 32,
    "written": "0" * 40,
}


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    path = tmp_path / "victim"
    path.write_text("precious", "utf-8")
    return path


def hard_link(path: Path, victim: Path) -> None:
    path.hardlink_to(victim)


@pytest.mark.parametrize("resume", [True, False])
@pytest.mark.parametrize(
    "plant",
    [
        lambda path, victim: path.symlink_to(victim),
        lambda path, victim: path.symlink_to(victim.with_name("absent")),
        hard_link,
        lambda path, _: path.mkdir(),
        lambda path, _: os.mkfifo(path),
    ],
    ids=["link", "link to nothing", "second name", "folder", "pipe"],
)
def test_a_batch_is_not_written_into_what_stands_in_its_way(
    target: Path, part: Path, victim: Path, plant: Callable[[Path, Path], object], resume: bool
) -> None:
    plant(part, victim)
    with pytest.raises(AssistantError) as caught, part_file(target, "a", resume=resume):
        pass

    assert str(caught.value) == (
        f"{part}: this is no file that a batch has left, and is not written into:"
        " take it away, or name another file with -o"
    )
    assert victim.read_text("utf-8") == "precious"
    assert not victim.with_name("absent").exists()


@pytest.mark.parametrize("name", ["replies.part.note", "replies.part.note.new", "replies.part.whole"])
@pytest.mark.parametrize("output_format", [OutputFormat.JSONL, OutputFormat.PARQUET])
def test_no_other_planted_link_is_followed(
    batch: Callable[..., Batch],
    read: ReadRows,
    questions: Path,
    target: Path,
    victim: Path,
    name: str,
    output_format: OutputFormat,
) -> None:
    target.with_name(name).symlink_to(victim)
    fill(target, batch(output_format), read(questions)[:3], resume=False, watch=lambda _: None)

    assert victim.read_text("utf-8") == "precious"
    assert target.stat().st_size


@pytest.mark.parametrize(
    "change",
    [
        lambda written: written[:-1],
        lambda written: written[:1],
        lambda written: written.replace(b"Hello", b"hello", 1),
        lambda written: b"\0" * len(written),
        lambda written: written[::-1],
    ],
    ids=["shortened", "one byte", "another letter", "zeros", "turned round"],
)
def test_replies_that_were_changed_are_not_gone_on_with(
    target: Path, part: Path, change: Callable[[bytes], bytes]
) -> None:
    with part_file(target, "a", resume=False) as sink:
        sink.write('{"question":"Hello"}\n' * 3)
        sink.note({Status.CHAT: 3}, "0" * 32, now=True)
    written = part.read_bytes()
    part.write_bytes(change(written))
    with pytest.raises(AssistantError) as caught, part_file(target, "a", resume=True):
        pass

    assert str(caught.value) == (
        f"{part}: it is not what the batch left there; leave out --resume to begin anew"
    )
    part.write_bytes(written + b"half a li")
    with part_file(target, "a", resume=True) as sink:
        sink.write("more")
        sink.note({Status.CHAT: 4}, "0" * 32, now=True)
    with part_file(target, "a", resume=True) as sink:
        assert part.read_bytes() == written + b"more"
        assert sink.begun.rows == 4


@pytest.mark.parametrize(
    "change",
    [
        {"size": 9.5},
        {"size": 9.0},
        {"size": "9"},
        {"size": True},
        {"size": -1},
        {"size": 2**63},
        {"size": 10**400},
        {"size": float("nan")},
        {"size": float("inf")},
        {"size": None},
        {"counts": {"answered": -1, "chat": 2}},
        {"counts": {"answered": 1.0}},
        {"counts": {"unheard_of": 1}},
        {"counts": [1]},
        {"counts": 1},
        {"batch": 1},
        {"batch": "a" * 2_000},
        {"asked": "0" * 31},
        {"asked": "G" * 32},
        {"written": ""},
        {"written": "0" * 41},
        {"more": 1},
    ],
    ids=str,
)
def test_a_note_is_held_to_what_a_batch_writes(note: Path, change: dict[str, object]) -> None:
    note.write_text(json.dumps(GOOD), "utf-8")
    assert read_note(note)

    note.write_text(json.dumps(GOOD | change), "utf-8")
    refused(note)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"[]",
        b"9",
        b"null",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        json.dumps(GOOD).encode() + b" " * 2**16,
        json.dumps(GOOD)[:-1].encode(),
        json.dumps(GOOD).replace('"size"', '"size": 8, "size"').encode(),
        json.dumps(GOOD)
        .replace('"chat"', '"chat": 1, "chat"')
        .replace('"answered"', '"chat": 1, "chat"')
        .encode(),
        json.dumps(GOOD).replace('"a"', '"\\ud800"').encode(),
        b"\xff\xfe",
        b"9" * 5_000,
        *(json.dumps({key: value for key, value in GOOD.items() if key != left}).encode() for left in GOOD),
    ],
)
def test_what_is_no_note_is_refused(note: Path, content: bytes) -> None:
    note.write_bytes(content)
    refused(note)


@pytest.mark.endurance
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda each: (
    st.lists(each) | st.dictionaries(st.sampled_from([*GOOD, "answered"]), each)), max_leaves=6))  # fmt: skip
def test_any_json_is_a_note_or_refused(tmp_path: Path, value: object) -> None:
    note = tmp_path / "replies.part.note"
    note.write_text(json.dumps(value), "utf-8", errors="surrogatepass")
    refused(note)


def refused(note: Path) -> None:
    with pytest.raises(AssistantError) as caught:
        read_note(note)
    assert (
        str(caught.value)
        == f"{note}: this is no note that a batch has left; leave out --resume to begin anew"
    )


def test_a_note_is_not_read_through_a_link_or_from_a_pipe(tmp_path: Path, note: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(json.dumps(GOOD), "utf-8")
    note.symlink_to(elsewhere)
    with pytest.raises(AssistantError, match="leave out --resume to begin anew"):
        read_note(note)
    note.unlink()
    os.mkfifo(note)
    refused(note)


def test_a_note_is_read_as_it_was_written(note: Path) -> None:
    written = Note("a", 9, {Status.ANSWERED: 1, Status.CHAT: 0}, "0" * 32, "f" * 40)
    write_note(note, written)

    assert read_note(note) == written
    assert [each.name for each in note.parent.iterdir()] == [note.name]
