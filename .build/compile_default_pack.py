"""Build hook: the wheel carries the default pack compiled, so that even the first start is fast."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Hatchling imports this file from the checkout, where Python has cached it just now.
shutil.rmtree(Path(__file__).with_name("__pycache__"), ignore_errors=True)

_TARGET = "assistant/default_pack/compiled.archive"
# In a process of its own, so that nothing of the program stays imported; `-B` leaves no bytecode behind.
_COMPILE = """\
import sys
from pathlib import Path

checkout, target = sys.argv[1:]
sys.path.insert(0, checkout)
from assistant.dialogue.pack_cache import write_compiled

write_compiled(Path(checkout), Path(target))
"""


class CompileDefaultPack(BuildHookInterface):
    """Compiles the default pack of the checkout and adds it to a wheel that is not editable."""

    _folder: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the pack into a temporary folder, and have the wheel include it.

        Args:
            version: ``standard``, or ``editable``: then the program runs from the checkout, whose pack may be
                edited, and caches it.
            build_data: What the wheel is made of.

        Raises:
            CalledProcessError: The pack is invalid, or the program is; why is on standard error.
        """
        if version == "editable":
            return
        self._folder = TemporaryDirectory(prefix="assistant-build-")
        target = Path(self._folder.name) / "compiled.archive"
        subprocess.run([sys.executable, "-B", "-c", _COMPILE, self.root, str(target)], check=True)
        build_data["force_include"][str(target)] = _TARGET

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Delete the temporary folder."""
        if self._folder is not None:
            self._folder.cleanup()
