"""The loaded assistant on its way to other machines: they need the program, but not the pack."""

from __future__ import annotations

import sys
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.dialogue import Assistant, pack_cache
from assistant.errors import AssistantError
from assistant.matching.lexicon import STEMMER_VERSION

if TYPE_CHECKING:
    from typing import TypeAlias

# Which program it was loaded by, and all that was loaded.
Carried: TypeAlias = "tuple[str, bytes]"
_PACKAGE = Path(__file__).resolve().parents[2]


def pack_up(assistant: Assistant) -> Carried:
    """The assistant, to be carried."""
    return _program(), pack_cache.serialize(assistant.compiled)


def unpack(carried: Carried) -> Assistant:
    """The assistant that was carried.

    Raises:
        AssistantError: when another version of the program runs here: its replies could be others.
    """
    program, payload = carried
    if program != _program():
        raise AssistantError(
            "a node runs another version of assistant, of PyStemmer or of Python than this machine"
        )
    compiled = pack_cache.deserialize(payload)
    return Assistant(compiled.pack, compiled)


def _program() -> str:
    """A hash of this program, Python and the stemmer."""
    total = blake2b(repr((sys.version_info[:2], STEMMER_VERSION)).encode(), digest_size=20)
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in {".json", ".py", ".txt"}:
            total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
