"""Compiled packs: ready-made with the program, from the user's cache, or compiled here and cached.

To compile a pack is to read YAML, check it and fit the matcher, which takes a hundred times as long as an
answer. A compiled pack stands for the content that it was made from: an edit in the pack or in the engine
shows at once.
"""

from __future__ import annotations

from pathlib import Path

from assistant import archive, cache, knowledge
from assistant.dialogue.compiled_pack import CompiledPack
from assistant.knowledge.digest import code_digest, pack_digest
from assistant.matching.lexicon import STEMMER_VERSION

_PACKAGE = Path(__file__).resolve().parents[1]
_ENGINE_PARTS = (".", "dialogue", "knowledge", "language", "language/english", "matching")
# The default pack of an installed program, compiled when the program was built; a checkout has none.
_READY_MADE = _PACKAGE / "default_pack" / "compiled.archive"


def _current_engine() -> str:
    """The digest of the engine on the disk, empty where it cannot be read."""
    return code_digest(_PACKAGE, _ENGINE_PARTS)


ENGINE = _current_engine()
"""The digest of the engine that runs: taken as it is imported, because its files may be edited later."""


def load(folder: Path) -> CompiledPack:
    """Return the compiled pack of a folder with ``seeds/`` and ``intents/``, from the cache if possible.

    Raises:
        PackError: The pack is invalid; the error holds every problem of every file.
    """
    header = _header(folder)
    if header and folder == _READY_MADE.parent and (ready_made := _read(_READY_MADE, header, own=False)):
        return ready_made
    path = cache.place(str(_PACKAGE), str(folder.absolute()))
    if header and path and (cached := _read(path, header)):
        return cached
    compiled = CompiledPack.compile(knowledge.load_pack(folder))
    # An edit while it was compiled may be in it or not.
    if header and path and _header(folder) == header and _current_engine() == ENGINE:
        cache.write(path, header, serialize(compiled))
    return compiled


def write_compiled(folder: Path, path: Path) -> None:
    """Compile the pack in `folder` and write it to `path`, to be installed with this very program.

    Raises:
        PackError: The pack is invalid.
        OSError: The pack, the program or the file cannot be read or written.
    """
    header = _header(folder)
    if header is None:
        raise OSError(f"cannot read the pack in {folder} or the program in {_PACKAGE}")
    path.write_bytes(cache.encode(header, serialize(CompiledPack.compile(knowledge.load_pack(folder)))))


def serialize(compiled: CompiledPack) -> bytes:
    """Return `compiled` as bytes, for another process of the same engine."""
    return archive.encode(compiled.to_tree())


def deserialize(data: bytes | memoryview) -> CompiledPack:
    """Return the compiled pack that `serialize` made `data` of; its arrays are views of `data`."""
    return CompiledPack.from_tree(archive.decode(memoryview(data)))


def _header(folder: Path) -> dict[str, str] | None:
    """What a compiled pack depends on, or None where that cannot be read."""
    pack = pack_digest(folder)
    return {"engine": ENGINE, "stemmer": STEMMER_VERSION, "pack": pack} if pack and ENGINE else None


def _read(path: Path, header: dict[str, str], *, own: bool = True) -> CompiledPack | None:
    """Return the compiled pack at `path` if it was made from what `header` names."""
    entry = cache.read(path, own=own)
    return deserialize(entry.payload) if entry is not None and entry.header == header else None
