r"""The files that a person names: typed, or as terminals paste what is dropped on their window.

Terminals write a dropped file in many ways: ``/home/me/my file.csv`` as it is, ``'/home/me/my file.csv'`` and
``/home/me/my\ file.csv`` as a shell takes it, ``file:///home/me/my%20file.csv``, several of them with spaces
or line ends between, and Windows names where the window is one of Windows.
"""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from assistant.operating_system import path_of_windows
from assistant.records.guessing import has_known_ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# In characters: more than the names of a hundred files, and little enough to take apart at a key.
_LONGEST: Final = 20_000
_FILE_URL: Final = re.compile(r"file://[^/\s]*(/\S*)", re.IGNORECASE)
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")
_OF_WINDOWS: Final = re.compile(r"""["']?(?:[A-Za-z]:[\\/]|\\\\\w)""")
# What a path that a terminal pastes can begin with, in quotes or not.
_BEGINNING: Final = re.compile(rf"""["']?[/~]|["']?file://|{_OF_WINDOWS.pattern}""", re.IGNORECASE)
# Such as "/batch questions.csv", which is no file in the root called "batch questions.csv".
_COMMAND: Final = re.compile(r"/\w*\s")
# The root, and a name in it.
_COMMAND_LIKE: Final = 2


def typed_paths(words: str) -> tuple[Path, ...]:
    """The files that are meant by the `words` after a command; none where there are no words.

    A path with spaces needs no quotes, unless several are named.
    """
    return _likeliest([tuple(map(_path, reading)) for reading in _readings(words.strip())])


def dropped_paths(text: str) -> tuple[Path, ...]:
    """The files that were dropped, where the pasted `text` says where they are and nothing else; else none.

    Files that are not there count as well where it cannot be meant for anything else: as the address of a
    file, or with the ending of a file of questions.
    """
    paths = _likeliest(_whole_readings(text))
    if all(map(_exists, paths)) and not any(map(_may_be_command, paths)):
        return paths
    return paths if names_files(text) else ()


def names_files(text: str) -> bool:
    """Whether `text`, which was pasted, can be meant for nothing but files; the disk is not looked at."""
    if not _BEGINNING.match(text.lstrip()) or _COMMAND.match(text.lstrip()):
        return False
    for reading in _readings(text.strip()):
        if all(_FILE_URL.fullmatch(word) or (_is_whole(word) and has_known_ending(word)) for word in reading):
            return True
    return False


def as_words(paths: Sequence[Path]) -> str:
    """The words that `typed_paths` takes for `paths`."""
    return shlex.join(map(str, paths))


def _readings(text: str) -> Iterator[tuple[str, ...]]:
    """The words that `text` may be: each of its lines, or what a shell would make of it."""
    if not text or len(text) > _LONGEST:
        return
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    shell = tuple(_shell_words(text))
    # Of names that are all not there those are told that the signs stand for.
    is_quoted = text[0] in "\"'" or ("\\" in text and not _OF_WINDOWS.match(text))
    readings = (shell, lines) if is_quoted else (lines, shell)
    yield from dict.fromkeys(reading for reading in readings if reading)


def _shell_words(text: str) -> list[str]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    if _OF_WINDOWS.match(text):
        lexer.escape = ""
    with suppress(ValueError):
        return list(lexer)
    return []


def _whole_readings(text: str) -> list[tuple[Path, ...]]:
    """The readings of `text` in which every word is a whole path."""
    if not _BEGINNING.match(text.lstrip()):
        return []
    readings = _readings(text.strip())
    return [tuple(map(_path, reading)) for reading in readings if all(map(_is_whole, reading))]


def _is_whole(word: str) -> bool:
    """Whether `word` says where a file is, wherever one stands."""
    return word.startswith(("/", "~/", "\\\\")) or bool(_DRIVE.match(word) or _FILE_URL.fullmatch(word))


def _path(word: str) -> Path:
    """The path that `word` names."""
    if url := _FILE_URL.fullmatch(word):
        word = unquote(url[1], errors="surrogateescape")
        # The address of a file of Windows: file:///C:/Users/me/q.csv
        word = word[1:] if _DRIVE.match(word[1:]) else word
    if _OF_WINDOWS.match(word):
        return path_of_windows(word)
    with suppress(RuntimeError, ValueError):
        return Path(word).expanduser()
    return Path(word)


def _likeliest(readings: Sequence[tuple[Path, ...]]) -> tuple[Path, ...]:
    """The reading most of whose files are there; the first where it is the same."""
    return max(readings, key=lambda paths: sum(map(_exists, paths)) / len(paths), default=())


def _may_be_command(path: Path) -> bool:
    """Whether it is as short as a command of the chat, such as ``/home``."""
    return len(path.parts) <= _COMMAND_LIKE and not path.suffix


def _exists(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.exists()
    return False
