"""Data files of a language: what their lines mean. A line that begins with # is a comment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).with_name("english")


def wordings(name: str) -> Iterator[tuple[str, str]]:
    """The wordings of a file with what they stand for: a line has that, a colon, and wordings."""
    for line in lines(name):
        kind, _, texts = line.partition(":")
        for wording in texts.split(","):
            yield wording.strip(), kind.strip()


def named(name: str) -> Iterator[tuple[str, str]]:
    """The lines of a file, each a name, a colon and a text."""
    for line in lines(name):
        kind, _, text = line.partition(":")
        yield kind, text.strip()


def spellings(name: str) -> dict[str, tuple[str, ...]]:
    """What each spelling stands for: the first word of a line, and the words behind it."""
    return {spelling: tuple(words) for spelling, *words in map(str.split, lines(name))}


def words(name: str) -> Iterator[str]:
    """The words of a file."""
    for line in lines(name):
        yield from line.split()


def lines(name: str) -> Iterator[str]:
    """The lines of a file that are no comments and not empty."""
    for line in read(name).splitlines():
        if line and not line.startswith("#"):
            yield line


def read(name: str) -> str:
    """A file as it stands."""
    return (_DATA / name).read_text(encoding="utf-8")


def looked_up(text: str, key: str) -> str | None:
    """What follows `key` on its line of `text`, whose lines are sorted by first words; None without one.

    Every line of `text` ends in a newline.
    """
    low, high = 0, len(text)
    while low < high:
        start = max(low, text.rfind("\n", low, (low + high) // 2) + 1)
        end = text.index("\n", start)
        word, _, value = text[start:end].partition(" ")
        if word == key:
            return value
        low, high = (end + 1, high) if word < key else (low, start)
    return None
