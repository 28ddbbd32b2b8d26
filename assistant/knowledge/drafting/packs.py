"""Packs: a draft as a pack that is ready to be asked, without a folder of its own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.knowledge.drafting.files import draft_files, seed_name
from assistant.knowledge.loader import load_pack
from assistant.text import replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.knowledge.pack import Pack


def draft_pack(article: str, name: str) -> Pack:
    """See `Pack.draft`."""
    # Read back from files, so that nothing is in it which a pack could not be loaded with.
    text = replace_lone_surrogates(article)
    with TemporaryDirectory() as folder:
        write_files(Path(folder), draft_files(text, seed_name(Path(name).stem)).files)
        return load_pack(Path(folder))


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a pack in a folder, each by its path there."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
