"""The replies as the files of a folder, whose names are in the order of the rows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pyarrow.fs import FileType
from ray.data import Datasink

from assistant.batch.on_ray.places import located, renames
from assistant.errors import AssistantError
from assistant.formats import Summary
from assistant.formats.parquet import from_json_lines
from assistant.response import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

NUMBER, STATUS, REPLY = "number", "status", "reply"
# What tells that a folder is whole where it cannot be named last.
_WHOLE = "_SUCCESS"


class Replies(Datasink):
    """Writes each sorted block of replies into a file named by the number of its first row."""

    def __init__(self, target: str, output_format: str) -> None:
        """See that `target` is free."""
        self._shown, self._format = target, output_format
        files, self._path = located(target)
        self._renamed = renames(files)
        self._staged = f"{self._path}.part" if self._renamed else self._path
        self.summary = Summary()
        for path in (self._path, self._staged):
            if files.get_file_info(path).type is not FileType.NotFound:
                shown = target + path.removeprefix(self._path)
                raise AssistantError(f"{shown}: it is there already; name another folder")

    def write(self, blocks: Iterable[pa.Table], ctx: Any) -> list[tuple[str, int, dict[str, int]]]:  # noqa: ARG002
        """Write `blocks`: the name, the size and the statuses of every file."""
        files, _ = located(self._shown)
        files.create_dir(self._staged, recursive=True)
        return [self._write_one(files, block) for block in blocks if block.num_rows]

    def _write_one(self, files: Any, block: pa.Table) -> tuple[str, int, dict[str, int]]:
        # The same block gets the same name when it is written a second time, after a node was lost.
        name = self._name(block[NUMBER][0].as_py())
        path = f"{self._staged}/{name}"
        with files.open_output_stream(path, compression=None) as sink:
            self._put(sink, block[REPLY].to_pylist())
        return name, files.get_file_info(path).size, dict(Counter(block[STATUS].to_pylist()))

    def _name(self, number: int) -> str:
        return f"part-{number:015d}.{self._format}"

    def _put(self, sink: Any, replies: list[str]) -> None:
        lines = "".join(f"{reply}\n" for reply in replies).encode()
        sink.write(_as_parquet(lines) if self._format == "parquet" else lines)

    def write_nothing(self) -> None:
        """Make the folder of a batch without rows: one empty file, which has the columns all the same."""
        files, _ = located(self._shown)
        files.create_dir(self._staged, recursive=True)
        with files.open_output_stream(f"{self._staged}/{self._name(1)}", compression=None) as sink:
            self._put(sink, [])
        self._finish(files)

    def on_write_complete(self, write_result: Any) -> None:
        """Count what was written, see that all of it has come here, and give the folder its name."""
        files, _ = located(self._shown)
        written = [file for files_of_task in write_result.write_returns for file in files_of_task or ()]
        for name, size, statuses in written:
            if files.get_file_info(f"{self._staged}/{name}").size != size:
                wrong = "what the nodes wrote is not here; name a folder that all of them share"
                raise AssistantError(f"{self._shown}: {wrong}")
            for status, count in statuses.items():
                self.summary.counts[Status(status)] += count
        self._finish(files)

    def _finish(self, files: Any) -> None:
        if self._renamed:
            files.move(self._staged, self._path)
        else:
            files.open_output_stream(f"{self._path}/{_WHOLE}").close()

    def discard(self) -> None:
        """Delete what was written of a batch that came to no end."""
        files, _ = located(self._shown)
        if files.get_file_info(self._staged).type is FileType.Directory:
            files.delete_dir(self._staged)


def _as_parquet(lines: bytes) -> bytes:
    """The Parquet that a batch on one machine makes of the same lines."""
    with TemporaryDirectory(prefix="assistant-") as folder:
        source, target = Path(folder) / "replies.jsonl", Path(folder) / "replies.parquet"
        source.write_bytes(lines)
        from_json_lines(source, target)
        return target.read_bytes()
