"""How a file is written, by its name, or by how it begins."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.knowledge.wording import did_you_mean, named
from assistant.records.delimited import is_header
from assistant.records.record import InputFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENDINGS: Final = {
    "csv": InputFormat.CSV,
    "tsv": InputFormat.CSV,
    "jsonl": InputFormat.JSONL,
    "ndjson": InputFormat.JSONL,
    "json": InputFormat.JSONL,
    "parquet": InputFormat.PARQUET,
    "pq": InputFormat.PARQUET,
}
# What ends so is text, or whatever is read where no text is.
_TEXT_ENDINGS: Final = ("txt", "text")
KNOWN_ENDINGS: Final = (*_TEXT_ENDINGS, *_ENDINGS)
"""The endings of files of questions, without a dot."""
# A list of objects is no JSON Lines, but still less is it text: as JSON Lines it is told to be wrong.
_JSON: Final = re.compile(r"\{|\[\s*(?:\{|$)")


def ending_of(name: str) -> str:
    """The ending of a file's name, in lower case and without its dot; ``.gz`` is left out of account."""
    return PurePath(name.lower().removesuffix(".gz")).suffix.removeprefix(".")


def has_known_ending(name: str) -> bool:
    """Whether a file's name ends as files of questions do; ``.gz`` is left out of account."""
    return ending_of(name) in KNOWN_ENDINGS


def format_by_name(name: str) -> InputFormat:
    """The format by the ending of `name`, `AUTO` where it tells nothing."""
    return _ENDINGS.get(ending_of(name), InputFormat.AUTO)


def refuse_unknown_ending(name: str, otherwise: InputFormat) -> None:
    """See to it that the ending of `name`, if it has one, tells its format.

    Raises:
        AssistantError: when it does not; to guess would be to answer what is no question.
    """
    ending, known = ending_of(name), (*_ENDINGS, *_TEXT_ENDINGS)
    if ending and not has_known_ending(name):
        unread = {InputFormat.AUTO} if otherwise is InputFormat.TEXT else {InputFormat.AUTO, InputFormat.TEXT}
        formats = [each for each in InputFormat if each not in unread]
        raise unknown_ending(name, f".{ending}", [f".{each}" for each in known], "--input-format", formats)


def unknown_ending(
    name: str, ending: str, known: Iterable[str], option: str, formats: Iterable[str]
) -> AssistantError:
    """What to say of an `ending` that is none of the `known`: `option` names one of `formats`."""
    *most, last = formats
    what = (
        f"no format is known by the ending {named(ending)}; {option} names one: {', '.join(most)} or {last}"
    )
    return AssistantError(f"{name}: {what}{did_you_mean(ending, known)}")


def guess_format(
    name: str, lines: Iterable[str], otherwise: InputFormat = InputFormat.TEXT
) -> tuple[InputFormat, Iterator[str]]:
    """The format by the ending of `name`, or without one by the first line; and the lines, none lost.

    `otherwise` is the format where nothing tells.
    """
    iterator = iter(lines)
    found = format_by_name(name)
    if found is not InputFormat.AUTO:
        return found, iterator
    if ending_of(name):
        return otherwise, iterator
    skipped: list[str] = []
    for line in iterator:
        skipped.append(line)
        if line.strip():
            break
    first = skipped[-1] if skipped else ""
    if _JSON.match(first.strip()):
        found = InputFormat.JSONL
    else:
        found = InputFormat.CSV if is_header(first) else otherwise
    return found, chain(skipped, iterator)
