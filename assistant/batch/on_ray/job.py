"""The batch as steps of Ray Data: number the rows, bring conversations together, answer, sort, write."""

from __future__ import annotations

import zlib
from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import ray

from assistant.batch.answering import Answering
from assistant.batch.on_ray.carrying import unpack
from assistant.batch.on_ray.cluster import set_up
from assistant.batch.on_ray.reading import TOLD, read_rows, row_of
from assistant.batch.on_ray.writing import NUMBER, REPLY, STATUS, Replies
from assistant.formats.lines import JsonFormat
from assistant.render import as_json

if TYPE_CHECKING:
    from assistant.batch.on_ray.carrying import Carried
    from assistant.batch.on_ray.places import Source
    from assistant.formats import Summary

_GROUP = "group"
# Small enough for any node, large enough to be worth a message; and several for each processor, since some
# take longer than others. Only a conversation can make one larger.
_ROWS_A_GROUP = 2_000
_GROUPS_A_PROCESSOR = 4


def run(carried: Carried, source: Source, target: str, output_format: str) -> Summary:
    """The batch, on the Ray that is connected."""
    if ray.util.client.ray.is_connected():
        # Ray Data has to be driven from a node.
        begun = _run_there.remote(carried, source, target, output_format)
        return cast("Summary", ray.get(begun))
    return _run(carried, source, target, output_format)


@ray.remote(num_cpus=0)
def _run_there(carried: Carried, source: Source, target: str, output_format: str) -> Summary:
    set_up(progress=False)
    return _run(carried, source, target, output_format)


def _run(carried: Carried, source: Source, target: str, output_format: str) -> Summary:
    replies = Replies(target, output_format)
    blocks = read_rows(source).to_arrow_refs()
    counts = ray.get([_count.remote(block) for block in blocks])
    try:
        if any(counts):
            _answered(carried, blocks, counts).sort(NUMBER).write_datasink(replies)
        else:
            replies.write_nothing()
    except BaseException:
        replies.discard()
        raise
    return replies.summary


def _answered(carried: Carried, blocks: list[Any], counts: list[int]) -> ray.data.Dataset:
    processors = max(1, int(ray.cluster_resources().get("CPU", 1)))
    rows = sum(counts)
    groups = min(rows, max(processors * _GROUPS_A_PROCESSOR, rows // _ROWS_A_GROUP))
    before = accumulate(counts, initial=0)
    numbered = [_numbered.remote(block, first, groups) for block, first in zip(blocks, before, strict=False)]
    grouped = ray.data.from_arrow_refs(numbered).groupby(_GROUP, num_partitions=groups)
    return grouped.map_groups(
        Answerer,
        batch_format="pyarrow",
        # Within a list, since an actor that is begun anew needs it again.
        fn_constructor_args=[[ray.put(carried)]],
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=processors),
        # Actors wait while rows are read and sorted; half of each processor stays free for that.
        num_cpus=0.5,
    )


@ray.remote
def _count(block: pa.Table) -> int:
    return block.num_rows


@ray.remote
def _numbered(block: pa.Table, before: int, groups: int) -> pa.Table:
    """The rows with their number, counted from 1, and their group: one and the same for a conversation."""
    lines = block[TOLD].to_pylist()
    numbers = range(before + 1, before + len(lines) + 1)
    found = [_group(line, number) % groups for line, number in zip(lines, numbers, strict=True)]
    return pa.table(
        {NUMBER: pa.array(numbers, pa.int64()), _GROUP: pa.array(found, pa.int64()), TOLD: block[TOLD]}
    )


def _group(line: str, number: int) -> int:
    conversation = row_of(line, number).conversation
    return number if conversation is None else zlib.crc32(conversation.encode())


class Answerer:
    """An actor that holds the loaded assistant and answers group after group."""

    def __init__(self, carried: list[Any]) -> None:
        self._assistant = unpack(ray.get(carried[0]))

    def __call__(self, group: pa.Table) -> pa.Table:
        """The replies to the rows of a group, in their order."""
        # Conversations begin and end within a group.
        answering = Answering(self._assistant, JsonFormat())
        group = group.sort_by(NUMBER)
        replies = [
            answering.answer(row_of(line, number))
            for number, line in zip(group[NUMBER].to_pylist(), group[TOLD].to_pylist(), strict=True)
        ]
        return pa.table(
            {
                NUMBER: group[NUMBER],
                STATUS: pa.array([reply.status.value for reply in replies], pa.string()),
                REPLY: pa.array([as_json(reply) for reply in replies], pa.string()),
            }
        )
