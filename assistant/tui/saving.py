"""Where an exported conversation goes: the words after the command, and a file that is new."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.export import FORMATS

if TYPE_CHECKING:
    from datetime import datetime
    from typing import TextIO

DEFAULT_FORMAT: Final = "md"


def wanted(words: str) -> tuple[str, str]:
    """The format and the path that `words` ask for, as in ``html`` or ``md ~/talk.md``; the path may be none.

    Without a format the ending of the path tells it, and a path that has none gets that of the format.

    Raises:
        AssistantError: when the ending is no format.
    """
    first, _, rest = words.strip().partition(" ")
    if first.casefold() in FORMATS:
        return first.casefold(), _unquoted(rest.strip())
    path = _unquoted(words.strip())
    ending = Path(path).suffix
    if not ending:
        return DEFAULT_FORMAT, path
    if ending[1:].casefold() not in FORMATS:
        known = ", ".join(FORMATS)
        raise AssistantError(f"{path}: {ending} is no format; name one of {known} before the path.")
    return ending[1:].casefold(), path


def _unquoted(path: str) -> str:
    """`path` without the quotation marks that a shell would have taken off."""
    quoted = len(path) > 1 and path[0] == path[-1] and path[0] in "\"'"
    return path[1:-1] if quoted else path


def save(text: str, name: str, ending: str, created: datetime) -> Path:
    """Write `text` to `name`, or by the hour to the folder that it names, or to the present one.

    No file is written over: where one stands, the name gets a number.

    Returns:
        The whole path of the file.

    Raises:
        AssistantError: when it cannot be written.
    """
    try:
        path = Path(name).expanduser().absolute()
        if path.is_dir():
            path /= f"conversation-{created:%Y%m%d-%H%M%S}"
        if not path.suffix:
            path = path.with_suffix(f".{ending}")
        return _write_new(path, text)
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise AssistantError(f"{name or Path.cwd()}: {reason}") from None


def _write_new(path: Path, text: str) -> Path:
    for number in count(1):
        free = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        try:
            sink = _new(free)
        except FileExistsError:
            continue
        try:
            with sink:
                sink.write(text)
        except OSError:
            free.unlink(missing_ok=True)
            raise
        return free
    raise AssertionError("numbers do not end")


def _new(path: Path) -> TextIO:
    return path.open("x", encoding="utf-8", newline="\n")
