"""Find and read the files of a pack; whatever cannot be read becomes a problem."""

from __future__ import annotations

import stat
from operator import attrgetter
from pathlib import Path

from assistant.errors import AssistantError, Problem
from assistant.text import LARGEST_TEXT_FILE, one_line

LARGEST = LARGEST_TEXT_FILE
# In `intents/`, the script of a demo of the pack; it adds nothing to the pack.
DEMO = "demo.yaml"
_PACKAGE = Path(__file__).resolve().parents[1]


def default_pack_folder() -> Path:
    """Return the folder of the program's own pack: in the package, or in the checkout around it.

    Raises:
        AssistantError: It is in neither.
    """
    installed = _PACKAGE / "default_pack"
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent
    if (checkout / "seeds").is_dir() and (checkout / "intents").is_dir():
        return checkout
    raise AssistantError(f"there is no default pack in {installed} or {checkout}: name one with --pack")


def display(path: Path) -> str:
    """Return `path` as messages show it: relative to the current directory if inside it, else as given."""
    try:
        return one_line(str(path.absolute().relative_to(Path.cwd())))
    except (OSError, ValueError):
        return one_line(str(path))


def folder_files(folder: Path, suffix: str, lookalikes: tuple[str, ...]) -> tuple[list[Path], list[Problem]]:
    """List the files of `folder` whose names end in `suffix`, sorted by name; hidden ones do not count.

    A name that ends in one of `lookalikes` is a problem, so that no file is passed over unseen.
    """
    try:
        # By name: paths themselves are compared without regard to case on Windows.
        paths = sorted(
            (path for path in folder.iterdir() if not path.name.startswith(".")), key=attrgetter("name")
        )
    except FileNotFoundError:
        return [], [whole_file(folder, "there is no such folder")]
    except OSError as error:
        return [], [whole_file(folder, _reason(error))]
    problems = [
        whole_file(path, f"this file is not read: its name must end in {suffix}")
        for path in paths
        if path.suffix != suffix and path.suffix.lower() in (suffix, *lookalikes)
    ]
    return [path for path in paths if path.suffix == suffix], problems


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """Read a UTF-8 file with every code point kept, line ends too.

    Returns:
        The text, or None after adding to `problems` why there is none.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            what = "this is a folder, not a file" if stat.S_ISDIR(mode) else "this is not a file"
            problems.append(whole_file(path, what))
            return None
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        problems.append(whole_file(path, _reason(error)))
        return None
    if len(data) > LARGEST:
        problems.append(whole_file(path, f"the file is larger than {LARGEST // 1_000_000} MB"))
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(_not_utf8(path, data, error.start))
        return None


def whole_file(path: Path, what: str) -> Problem:
    """Return the problem that `what` is wrong with a file or a folder as a whole."""
    return Problem(display(path), 1, 1, "", what, "file")


def _not_utf8(path: Path, data: bytes, offset: int) -> Problem:
    line_start = data.rfind(b"\n", 0, offset) + 1
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[line_start:offset].decode("utf-8", "replace")) + 1
    what = f"the byte 0x{data[offset]:02X} is not UTF-8: save the file with the encoding UTF-8"
    return Problem(display(path), line, column, "", what, "file")


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
