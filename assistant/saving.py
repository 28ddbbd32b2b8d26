"""Where an exported conversation goes: the words after the command, and a file that is new."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.export import FORMATS
from assistant.replacing import write_new
from assistant.text import replace_lone_surrogates

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.export import Talk

DEFAULT_FORMAT: Final = "md"
_UNNAMED: Final = "conversation"
# A word with one of these is meant for a path; without, it may be a format that there is not.
_OF_A_PATH: Final = frozenset("./\\~\"'")


def export(talk: Talk, words: str) -> Path:
    """Write `talk` to a new file, in the format and to the path that `words` ask for.

    Returns:
        The whole path of the file.

    Raises:
        AssistantError: when the words make no sense, or the file cannot be written.
    """
    ending, name = wanted(words)
    return save(FORMATS[ending](talk), name, ending, new_name(talk.name, talk.created))


# What a name may not hold where a browser is told of it.
_NOT_FOR_A_NAME: Final = re.compile(r"[^\w.-]+", re.ASCII)
# What a conversation was called is not to make an ending, nor a name longer than a disk takes.
_NOT_FOR_A_FILE: Final = re.compile(r"[^\w-]+")
_LONGEST_NAME: Final = 60
# Windows takes these for devices, in any case, and so does whoever is sent such a file.
_DEVICE: Final = re.compile(r"con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]", re.IGNORECASE)


def wanted(words: str) -> tuple[str, str]:
    """The format and the path that `words` ask for, as in ``html`` or ``md ~/talk.md``; the path may be none.

    Without a format the ending of the path tells it, and a path that has none gets that of the format.

    Raises:
        AssistantError: when the ending is no format, or a lone word may be meant for one.
    """
    first, _, rest = words.strip().partition(" ")
    if first.casefold() in FORMATS:
        return first.casefold(), _unquoted(rest.strip())
    known = ", ".join(FORMATS)
    if first and not set(first) & _OF_A_PATH:
        raise AssistantError(
            f"{first} is no format: name one of {known}, or a path such as {first}.{DEFAULT_FORMAT}."
        )
    path = _unquoted(words.strip())
    ending = Path(path).suffix
    if not ending:
        return DEFAULT_FORMAT, path
    if ending[1:].casefold() not in FORMATS:
        raise AssistantError(f"{path}: {ending} is no format; name one of {known} before the path.")
    return ending[1:].casefold(), path


def _unquoted(path: str) -> str:
    """`path` without the quotation marks that a shell would have taken off."""
    quoted = len(path) > 1 and path[0] == path[-1] and path[0] in "\"'"
    return path[1:-1] if quoted else path


def save(text: str, name: str, ending: str, unnamed: str) -> Path:
    """Write `text` to `name`, or as `unnamed` to the folder that it names, or to the present one.

    No file is written over: where one stands, the name gets a number.

    Returns:
        The whole path of the file.

    Raises:
        AssistantError: when it cannot be written.
    """
    try:
        path = Path(name).expanduser().absolute()
        if path.is_dir():
            path /= unnamed
        if not path.suffix:
            path = path.with_suffix(f".{ending}")
        return _write_new(path, text)
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise AssistantError(f"{name or Path.cwd()}: {reason}") from None


def download_name(name: str, ending: str, unnamed: str) -> str:
    """The name of a file for a browser to keep: in plain letters what `save` would take."""
    path = Path(_plain(Path(name).name) or _plain(unnamed) or _UNNAMED)
    return str(path if path.suffix else path.with_suffix(f".{ending}"))


def _plain(name: str) -> str:
    return _NOT_FOR_A_NAME.sub("-", name).strip(".-_")


def new_name(called: str, created: datetime) -> str:
    """The name of a file for a conversation that is `called` so, or by the hour where that leaves nothing."""
    name = _NOT_FOR_A_FILE.sub("-", replace_lone_surrogates(called))[:_LONGEST_NAME].strip("-_")
    if _DEVICE.fullmatch(name):
        return f"{_UNNAMED}-{name}"
    return name or f"{_UNNAMED}-{created:%Y%m%d-%H%M%S}"


def _write_new(path: Path, text: str) -> Path:
    for number in count(1):
        free = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        with suppress(FileExistsError):
            write_new(free, text.encode("utf-8"))
            return free
    raise AssertionError("numbers do not end")
