"""An understanding of a pack, loaded or, where nothing has changed since the last time, taken from the cache.

Loading reads YAML, checks it and fits the matcher, which takes a hundred times as long as answering.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import cache, knowledge
from assistant.dialogue.understanding import Understanding
from assistant.knowledge import stamps
from assistant.knowledge.flat import flatten, unflatten
from assistant.knowledge.stamps import PACK_PARTS
from assistant.matching import IntentMatcher
from assistant.matching.lexicon import STEMMER_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.knowledge.stamps import Stamp

_ENGINE = Path(__file__).resolve().parents[1]
_ENGINE_PARTS = (".", "dialogue", "knowledge", "language", "language/english", "matching")


def _engine() -> tuple[Any, ...]:
    """What the data in the cache depends on besides the pack: this code, Python and the stemmer."""
    return stamps.take(_ENGINE, _ENGINE_PARTS), sys.version, STEMMER_VERSION


# When this code was read, not when a pack is: it may have been edited since.
_READ_ENGINE = _engine()


def load(folder: Path) -> Understanding:
    """The understanding of the pack in `folder`.

    Raises:
        PackError: with everything that is wrong with the pack.
    """
    stamp = stamps.take(folder, PACK_PARTS)
    if stamp is None or _READ_ENGINE[0] is None:
        return _fit(folder)
    place = cache.place(str(_ENGINE), str(folder.absolute()))
    if place is None:
        return _fit(folder)
    return _kept(place, folder, stamp) or _fit_and_keep(place, folder, stamp)


def encode(understanding: Understanding) -> memoryview:
    """All of it as bytes, for another process of the same engine and the same Python."""
    parts = flatten(understanding.pack), understanding.matcher.state(), understanding.roles.state()
    return cache.encode(parts)


def decode(entry: cache.Entry) -> Understanding:
    """The understanding that the payload of `entry` was made of."""
    with _without_collection():
        flat, matcher, roles = entry.data()
        understanding = Understanding(unflatten(flat), IntentMatcher.restore(matcher))
        understanding.roles.restore(roles)
        return understanding


def _fit(folder: Path) -> Understanding:
    return Understanding(knowledge.load_pack(folder))


def _kept(place: Path, folder: Path, stamp: Stamp) -> Understanding | None:
    """What `place` holds, if it was made by this engine from this pack."""
    entry = cache.read(place)
    if entry is None or not isinstance(entry.header, tuple) or len(entry.header) != 3:
        return None
    engine, kept_stamp, digest = entry.header
    if engine != _READ_ENGINE:
        return None
    if kept_stamp != stamp:
        if stamps.digest(folder, stamp) != digest:
            return None
        if kept_stamp is not None or stamps.are_settled(stamp):
            _keep(place, folder, stamp, digest, entry.payload)
    return decode(entry)


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """No search for garbage, of which there is none, while a great many objects are made that are to stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _fit_and_keep(place: Path, folder: Path, stamp: Stamp) -> Understanding:
    understanding = _fit(folder)
    digest = stamps.digest(folder, stamp)
    if digest is not None:
        _keep(place, folder, stamp, digest, encode(understanding))
    return understanding


def _keep(place: Path, folder: Path, stamp: Stamp, digest: bytes, payload: memoryview) -> None:
    """Write it to `place`, unless the pack or the engine was edited meanwhile."""
    if stamps.take(folder, PACK_PARTS) == stamp and _engine() == _READ_ENGINE:
        certain = stamp if stamps.are_settled(stamp) else None
        cache.write(place, cache.Entry((_READ_ENGINE, certain, digest), payload))
