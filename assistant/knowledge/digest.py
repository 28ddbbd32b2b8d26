"""Digests: whether the files of a pack, or of a program, have the same content as others."""

from __future__ import annotations

import os
import stat
from hashlib import blake2b
from typing import TYPE_CHECKING

from assistant.knowledge.files import DEMO, LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

# The folders of a pack.
PACK_PARTS = ("seeds", "intents")

_PACK_SUFFIXES = (".txt", ".yaml")
_CODE_SUFFIXES = (".py", ".txt", ".json", ".yaml")
# What may stand beside the files of a pack without being part of it.
_APART = ("__pycache__", DEMO)
_DIGEST_BYTES = 20


def pack_digest(folder: Path) -> str:
    """Return a digest of the pack in `folder`.

    It covers the content of the files that a pack consists of, and the names of all other files and folders
    among them, some of which make a pack invalid. Hidden files do not count, nor does the script of a demo.

    Returns:
        40 hexadecimal digits, or an empty string where the pack cannot be read.
    """
    return _digest(folder, PACK_PARTS, _is_of_pack, _PACK_SUFFIXES)


def pack_paths(folder: Path) -> dict[str, str]:
    """The paths of what `pack_digest` covers, by name, such as ``intents/pack.yaml``.

    Raises:
        OSError: ``seeds`` or ``intents`` cannot be listed.
    """
    return _paths(folder, PACK_PARTS, _is_of_pack)


def code_digest(package: Path, parts: Sequence[str]) -> str:
    """Return a digest of the code and the language data directly in the `parts` of a `package`.

    Other files and folders do not count: a package has more of them in one place than in another.

    Args:
        package: The folder of the package.
        parts: Folders inside of it, such as ``language/english``; ``.`` is the package itself.

    Returns:
        40 hexadecimal digits, or an empty string where the code cannot be read.
    """
    return _digest(package, parts, _is_code, _CODE_SUFFIXES)


def _is_of_pack(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.name not in _APART


def _is_code(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.name.endswith(_CODE_SUFFIXES)


def _paths(folder: Path, parts: Sequence[str], counts: Callable[[os.DirEntry[str]], bool]) -> dict[str, str]:
    """The paths of what `counts` directly in the `parts` of `folder`, by part and name."""
    paths: dict[str, str] = {}
    for part in parts:
        with os.scandir(folder / part) as entries:
            paths.update({f"{part}/{entry.name}": entry.path for entry in entries if counts(entry)})
    return paths


def _digest(
    folder: Path,
    parts: Sequence[str],
    counts: Callable[[os.DirEntry[str]], bool],
    suffixes: tuple[str, ...],
) -> str:
    """Return a digest of the names of what `counts` in the `parts` of `folder`, and of the content of files.

    The content counts of the files whose names end in one of `suffixes`. Where anything cannot be read, or a
    file is larger than any of a pack may be, the digest is empty.
    """
    total = blake2b(digest_size=_DIGEST_BYTES)
    try:
        for name, path in sorted(_paths(folder, parts, counts).items()):
            # A broken link fails here, whatever its name.
            status = os.stat(path)  # noqa: PTH116  (a Path for each of a hundred files takes as long as reading)
            content = b""
            if stat.S_ISREG(status.st_mode) and name.endswith(suffixes):
                if status.st_size > LARGEST:
                    return ""
                with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                    content = file.read()
            total.update(repr((name, len(content))).encode("utf-8", "surrogatepass") + content)
    except OSError:
        return ""
    return total.hexdigest()
