"""A pack of two sources, in which some words are reached twice, some once, and some not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.knowledge.pack import Pack

FILES = {
    "seeds/library.txt": """\
The Sea Library of Tarn

Warden Edda Holm opened the library on 4 May. It has 900 maps, and the oldest
map shows an island. Nobody may borrow a map.
""",
    "seeds/ferry.txt": "The ferry to Tarn sails at noon.\n",
    "intents/pack.yaml": """\
title: The Sea Library
about: A library opens.
welcome:
  - When was it opened?
  - How many maps are there?
  - When does the ferry sail?
""",
    "intents/lexicon.yaml": "terms: []\n",
    "intents/library.yaml": """\
topic: library
title: The library
facts:
  - id: opened
    statement: It was opened on 4 May.
    quotes: [{text: opened the library on 4 May, source: library.txt}]
  - id: maps
    statement: There are 900 maps.
    quotes: [{text: It has 900 maps, source: library.txt}]
  - id: oldest
    statement: The oldest map shows an island.
    quotes: [{text: "maps, and the oldest\\nmap shows an island", source: library.txt}]
  - id: ferry
    statement: The ferry sails at noon.
    quotes: [{text: The ferry to Tarn sails at noon, source: ferry.txt}]
intents:
  - id: opening
    kind: answer
    question: When was it opened?
    facts: [opened]
    phrases: [opening date of the library]
  - id: maps
    kind: answer
    question: How many maps are there?
    facts: [maps]
    phrases: [number of maps]
  - id: oldest
    kind: answer
    question: What does the oldest map show?
    facts: [oldest]
    phrases: [what is on the most ancient map]
  - id: ferry
    kind: answer
    question: When does the ferry sail?
    facts: [ferry]
    phrases: [departure of the boat to Tarn]
""",
}


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pack; not to be changed."""
    folder = tmp_path_factory.mktemp("library")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def library(library_folder: Path) -> Assistant:
    """The assistant of the pack."""
    return Assistant.load(library_folder)


@pytest.fixture(scope="session")
def pack(library: Assistant) -> Pack:
    """The pack itself."""
    return library.pack
