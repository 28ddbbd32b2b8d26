"""A batch on a cluster of two nodes comes to what it comes to on one machine, row for row."""

from __future__ import annotations

import io
import json
import random
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.batch import Batch, InputFormat, StreamSink, rows_of
from assistant.formats import OutputFormat
from assistant.formats.parquet import from_json_lines

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant
    from tests.conftest import Run
    from tests.on_ray.conftest import Cluster

QUESTIONS = [
    "When does the tower open?", "how tall is it", "and the owl?", "what about children", "why?", "where?",
    "which one?", "hello", "who designed it", "whst strkes the huor", "is it in Orsholm?", "¿cuándo?",
    "塔 🗼", "a\u2028b\x85c", "<b>&\x1b[31m", "",
]  # fmt: skip
BAD = [
    "{not json",
    "[1, 2]",
    '{"id": 7}',
    '{"question": 5, "conversation": "c1"}',
    "\x00",
    '{"question": "\\ud800?"}',
    '{"question": "caf\udce9"}',
]


def lines(count: int) -> list[str]:
    """Rows as they come: conversations interleaved, some without an id, some no rows at all."""
    chance = random.Random(7)
    made = []
    for number in range(count):
        row: dict[str, object] = {"question": chance.choice(QUESTIONS)}
        if chance.random() < 0.6:
            row["conversation"] = chance.choice(["c1", "c2", "ć–3", 4, "", None])
        if chance.random() < 0.4:
            row["id"] = chance.choice([f"row {number}", number, "same", None])
        made.append(json.dumps(row, ensure_ascii=chance.random() < 0.5))
        if chance.random() < 0.1:
            made.append(chance.choice(BAD))
        if chance.random() < 0.05:
            made.append(chance.choice(["", "  \t"]))
    return made


def local(assistant: Assistant, file: Path, name: str = "") -> str:
    """What a batch on one machine writes; the file is named by its whole path, or by another `name`."""
    sink = io.StringIO()
    with file.open("rb") as stream:
        rows = rows_of(stream, name or str(file), InputFormat.AUTO)
        Batch(assistant, None, OutputFormat.JSONL).run(rows, StreamSink(sink))
    return sink.getvalue()


def parts(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_json_lines(
    cluster: Cluster, run_ray: Run, tiny: Assistant, tiny_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("\ufeff" + "\n".join(lines(500)), "utf-8", "surrogateescape")
    expected = local(tiny, file)

    done = run_ray(
        "batch",
        file,
        "--pack",
        tiny_folder,
        "-o",
        tmp_path / "out",
        "--engine",
        "ray",
        "--address",
        cluster.address,
    )

    unread = expected.count('"status":"error"')
    assert (done.code, done.stdout, done.stderr) == (
        2,
        "",
        f"{unread} of {expected.count(chr(10))} rows could not be read\n",
    )
    found = parts(tmp_path / "out")
    assert len(found) > 1
    assert b"".join(path.read_bytes() for path in found).decode() == expected
    assert not (tmp_path / "out.part").exists()


def test_from_elsewhere_and_parquet(
    cluster: Cluster, run_ray: Run, tiny: Assistant, tiny_folder: Path, tmp_path: Path
) -> None:
    """Through a client, from a folder of JSON Lines to Parquet."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    folder = tmp_path / "in"
    folder.mkdir()
    rows = lines(300)
    # In the order of their names, and the numbers of the rows go on.
    for name, some in {"b.jsonl": rows[100:], "a.jsonl": rows[:100], "c.jsonl": []}.items():
        (folder / name).write_text("".join(f"{row}\n" for row in some), "utf-8", "surrogateescape")
    (tmp_path / "all.jsonl").write_text("".join(f"{row}\n" for row in rows), "utf-8", "surrogateescape")
    (tmp_path / "local.jsonl").write_text(local(tiny, tmp_path / "all.jsonl"), "utf-8")
    from_json_lines(tmp_path / "local.jsonl", tmp_path / "local.parquet")
    expected = pq.read_table(tmp_path / "local.parquet")

    done = run_ray(
        "batch", folder, "--pack", tiny_folder, "-o", tmp_path / "out", "--format", "parquet",
        "--engine", "ray", "--address", cluster.client,
    )  # fmt: skip

    assert done.code == 2
    assert done.stderr.count("\n") == 1
    tables = [pq.read_table(path) for path in parts(tmp_path / "out")]
    assert all(table.schema.equals(expected.schema) for table in tables)
    found = [row for table in tables for row in table.to_pylist()]
    placed = [row.pop("answer") for row in found if row["status"] == "error"]
    assert found == [
        {key: row[key] for key in row if row["status"] != "error" or key != "answer"}
        for row in expected.to_pylist()
    ]
    # Each file has lines of its own.
    told = re.compile(rf"{re.escape(str(folder))}/[ab]\.jsonl:\d+:\d+: this row ")
    assert placed
    assert all(told.match(answer) for answer in placed)


def test_parquet_in(
    cluster: Cluster, run_ray: Run, tiny: Assistant, tiny_folder: Path, tmp_path: Path
) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = [
        {
            " Question": None if number % 50 == 7 else question.encode(),
            "id": date(2020, 1, 1 + number % 28) if number % 3 else None,
            "conversation": f"c{number % 7}" if number % 7 else "",
            "more": 1.5,
        }
        for number, question in enumerate(QUESTIONS * 20)
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "q.parquet", row_group_size=50)
    expected = local(tiny, tmp_path / "q.parquet")

    done = run_ray(
        "batch", tmp_path / "q.parquet", "--pack", tiny_folder, "-o", tmp_path / "out",
        "--engine", "ray", "--address", cluster.address,
    )  # fmt: skip

    assert (done.code, done.stdout) == (2, "")
    assert b"".join(path.read_bytes() for path in parts(tmp_path / "out")).decode() == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param(
            "q.jsonl", '{"question": "ok"}'.encode("utf-16"), "q.jsonl:1:1: this is UTF-16", id="UTF-16"
        ),
        pytest.param("q.parquet", b"no parquet", "", id="no Parquet"),
    ],
)
def test_what_a_node_cannot_read_is_a_line(
    cluster: Cluster, run_ray: Run, tiny_folder: Path, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)

    done = run_ray(
        "batch", tmp_path / name, "--pack", tiny_folder, "-o", tmp_path / "out",
        "--engine", "ray", "--address", cluster.address,
    )  # fmt: skip

    assert (done.code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_parquet_without_a_question_is_told_by_the_name_that_it_was_given(
    cluster: Cluster, run_ray: Run, tiny_folder: Path, tmp_path: Path
) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    pq.write_table(pa.table({"query": ["who?"]}), tmp_path / "q.parquet")

    done = run_ray(
        "batch", "q.parquet", "--pack", tiny_folder, "-o", tmp_path / "out",
        "--engine", "ray", "--address", cluster.address, cwd=tmp_path,
    )  # fmt: skip

    assert (done.code, done.stderr) == (2, "q.parquet: one of the columns must be “question”\n")


def test_no_rows(cluster: Cluster, run_ray: Run, tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("\n \n", "utf-8")

    done = run_ray(
        "batch", tmp_path / "q.jsonl", "--pack", tiny_folder, "-o", tmp_path / "out",
        "--engine", "ray", "--address", cluster.address,
    )  # fmt: skip

    assert (done.code, done.stderr) == (0, "")
    assert [path.read_bytes() for path in parts(tmp_path / "out")] == [b""]


def test_a_local_ray_is_started_where_there_is_none(
    run_ray: Run, tiny: Assistant, tiny_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("\n".join(lines(40)), "utf-8", "surrogateescape")

    done = run_ray(
        "batch",
        "q.jsonl",
        "--pack",
        tiny_folder,
        "-o",
        "out",
        "--engine",
        "ray",
        "--address",
        "local",
        cwd=tmp_path,
    )

    assert done.stderr.count("\n") == 1
    assert b"".join(path.read_bytes() for path in parts(tmp_path / "out")).decode() == local(
        tiny, file, "q.jsonl"
    )
