"""Where the files of a batch lie: paths that all nodes share, and URIs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem


class Source(NamedTuple):
    """What is read: the place that every process knows, the name that it was given, and its format."""

    place: str
    named: str
    input_format: str


_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
# File systems on which a folder can be given another name in one step; a store of objects has no folders.
_RENAMING = {"local", "hdfs"}


def is_uri(place: str) -> bool:
    """Whether `place` is no path but names its file system, as s3://bucket/folder does."""
    return bool(_URI.match(place))


def absolute(place: str) -> str:
    """`place` as it is known in every process."""
    return place if is_uri(place) else str(Path(place).absolute())


def located(place: str) -> tuple[FileSystem, str]:
    """The file system of `place`, and the path in it."""
    from pyarrow import fs  # noqa: PLC0415

    if not is_uri(place):
        return fs.LocalFileSystem(), place
    files, path = fs.FileSystem.from_uri(place)
    return files, path


def renames(files: FileSystem) -> bool:
    """Whether a folder can be given another name in one step."""
    return files.type_name in _RENAMING
