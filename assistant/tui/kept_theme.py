"""The theme that a person chose, kept from one run to the next in a tiny file of its own.

A file that is missing, damaged or cannot be written is no reason to bother anyone: the chat is dark then.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

from assistant.history import HistoryError
from assistant.history.folder import data_folder
from assistant.operating_system import open_at
from assistant.replacing import OWNER_ALONE, is_special, replaced_text
from assistant.tui.theme import DARK, LIGHT

FILE: Final = "theme"
_NAMES: Final = {"dark": DARK.name, "light": LIGHT.name}
# More than any of these names: the file is read before the first frame, whatever it has become.
_MOST_BYTES: Final = 16


def kept_theme() -> str:
    """The name of the theme to begin with."""
    with suppress(HistoryError, OSError), os.fdopen(open_at(data_folder() / FILE), "rb") as file:
        word = file.read(_MOST_BYTES).decode("ascii", "replace").strip()
        return _NAMES.get(word, DARK.name)
    return DARK.name


def keep_theme(name: str) -> None:
    """Begin with the theme of this name from now on."""
    word = next(word for word, theme in _NAMES.items() if theme == name)
    with suppress(HistoryError, OSError):
        path = data_folder() / FILE
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_special(path):
            # A pipe would be waited for.
            return
        with replaced_text(path, mode=OWNER_ALONE) as sink:
            sink.write(f"{word}\n")
