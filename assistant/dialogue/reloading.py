"""Loading a pack again while somebody types.

To compile a large pack takes seconds, in which a thread would hold up every key: a letter was painted after
42 ms and up to 146 (95th percentile and longest of 157 keys), against 18 and 59 with a process of its own and
8 and 42 with nothing beside it, on a busy machine of two processors. So a process compiles it, and sends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant.dialogue import pack_cache
from assistant.dialogue.assistant import Assistant
from assistant.errors import PackError
from assistant.operating_system import give_way

if TYPE_CHECKING:
    from assistant.errors import Problem

_HOME: Final = Path(__file__).resolve().parents[2]
# The present folder stays what it is, for problems name files relative to it, but nothing is imported from it
# (-P); the program is this very one.
_COMMAND: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); import assistant.dialogue.reloading as r; r.send()"
)
# Whoever types goes first.
_NICENESS: Final = 10


class _Sent(NamedTuple):
    """What the process sends: a compiled pack of the engine with this digest, or the problems of the pack."""

    engine: str
    problems: tuple[Problem, ...] = ()
    compiled: bytes = b""


async def reload(folder: Path) -> Assistant:
    """The assistant for the pack in `folder`, compiled by another process; cancelling this ends it.

    Raises:
        PackError: with everything that is wrong with the pack.
    """
    sent = await _compiled_aside(folder)
    if sent and sent.problems:
        raise PackError(sent.problems)
    # The files of the program may be newer than what runs here.
    if sent and sent.engine == pack_cache.ENGINE:
        compiled = await asyncio.to_thread(pack_cache.deserialize, sent.compiled)
        return Assistant(compiled.pack, compiled)
    return await asyncio.to_thread(Assistant.load, folder)


async def _compiled_aside(folder: Path) -> _Sent | None:
    """What a process of its own makes of the pack; None where it could not run to its end."""
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-c", _COMMAND, str(_HOME), str(folder),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return None
    try:
        output, _ = await process.communicate()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    return pickle.loads(output) if process.returncode == 0 else None


def send() -> None:
    """Compile the pack in the folder that is the last argument, and send it: all that the process does."""
    give_way(_NICENESS)
    try:
        compiled = pack_cache.load(Path(sys.argv[-1]))
    except PackError as error:
        sent = _Sent(pack_cache.ENGINE, error.problems)
    else:
        sent = _Sent(pack_cache.ENGINE, compiled=pack_cache.serialize(compiled))
    sys.stdout.buffer.write(pickle.dumps(sent))
