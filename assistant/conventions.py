"""What people are used to on the system that the program runs on: their shell, their keys, names of files."""

from __future__ import annotations

import re
import sys
from typing import Final

if sys.platform == "win32":
    END_OF_INPUT: Final = "ctrl+z and enter end"
else:
    END_OF_INPUT: Final = "ctrl+d ends"
"""The keys that end what is typed into a terminal, with their verb."""

# Windows takes these for devices, with any ending and in any case.
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)", re.IGNORECASE)


def names_a_device(name: str) -> bool:
    """Whether no file can have this name on Windows, as it is that of a device there."""
    return _DEVICE.match(name) is not None


def shell_word(word: str) -> str:
    """`word` as the user's shell takes it for one."""
    if sys.platform == "win32":
        from subprocess import list2cmdline  # noqa: PLC0415

        # No shell there knows single quotation marks for what they are elsewhere.
        return list2cmdline([word])
    from shlex import quote  # noqa: PLC0415

    return quote(word)
