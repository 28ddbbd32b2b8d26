"""A batch on a Ray cluster: the same rows and the same replies, from more machines than one.

Ray reads, spreads, sorts and writes; an actor on every processor holds the loaded pack. Ray itself is
imported when a batch is begun and not before.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.batch.on_ray.cluster import CLIENT, connected
from assistant.batch.on_ray.places import Source, absolute, is_uri
from assistant.errors import AssistantError
from assistant.records.guessing import format_by_name

if TYPE_CHECKING:
    from assistant.dialogue import Assistant
    from assistant.formats import Summary

__all__ = ["run_on_ray"]

JSONL, PARQUET = "jsonl", "parquet"


def run_on_ray(  # noqa: PLR0913, PLR0917  (an argument for each option)
    assistant: Assistant,
    source: str,
    input_format: str,
    target: str,
    output_format: str,
    address: str | None = None,
) -> Summary:
    """Answer every row of `source` on the cluster at `address`, and put the replies into the folder `target`.

    `source` is a file, a folder of files or a URI, such as s3://bucket/questions, and `target` a folder or a
    URI that is not there yet. The files in it, one after another in the order of their names, are what a
    batch on one machine writes. Without an address it is the cluster that RAY_ADDRESS names or that runs on
    this machine, and where there is none, one that is started for the batch.

    Raises:
        AssistantError: when the input, the output or the cluster cannot be used; `target` is not there then.
    """
    if source == "-":
        raise AssistantError("--engine ray reads a file or a folder, not standard input")
    reads = _input_format(source, input_format)
    if output_format not in {JSONL, PARQUET}:
        raise AssistantError(f"--engine ray writes jsonl and parquet, not {output_format}")
    if not (find_spec("ray") and find_spec("pyarrow")):
        raise AssistantError("--engine ray needs more packages: pip install 'assistant[ray]'")
    if not (is_uri(source) or (address or "").startswith(CLIENT) or Path(source).exists()):
        raise AssistantError(f"{source}: No such file or directory")
    from assistant.batch.on_ray.carrying import pack_up  # noqa: PLC0415

    carried = pack_up(assistant)
    with connected(address):
        from assistant.batch.on_ray.job import run  # noqa: PLC0415  (Ray takes seconds to import)

        return run(carried, Source(absolute(source), source, reads), absolute(target), output_format)


def _input_format(source: str, given: str) -> str:
    """What `source` is read as; a folder is known by the first file in it."""
    if given == "auto":
        name = source
        if not is_uri(source) and Path(source).is_dir():
            files = (path.name for path in Path(source).iterdir() if not path.name.startswith((".", "_")))
            name = min(files, default=source)
        given = format_by_name(name)
        if given not in {JSONL, PARQUET}:
            raise AssistantError(f"{source}: --engine ray reads jsonl and parquet; say --input-format")
    if given not in {JSONL, PARQUET}:
        raise AssistantError(f"--engine ray reads jsonl and parquet, not {given}")
    return given
