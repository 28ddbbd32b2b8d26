from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.knowledge import load_pack
from assistant.knowledge.difference import difference
from tests.editing import edit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("tower.yaml", "how tall is it", "how tall is it, from foot to top, what height", "2 phrases more"),
        ("tower.yaml", "how tall is it, ", "", "1 phrase fewer"),
        ("tower.yaml", "how tall is it", "how tall is the thing", "1 phrase changed"),
        ("tower.yaml", "is 41 metres high.\n", "has 41 metres.\n", "1 fact changed"),
        ("tower.yaml", 'verdict: "no"', 'verdict: "yes"', "1 intent changed"),
        ("lexicon.yaml", "tower, spire", "tower, minaret, spire", "1 term changed"),
        ("pack.yaml", "welcome:", "welcome:  # questions", ""),
    ],
)
def test_what_an_edit_has_changed(tiny_copy: Path, file: str, old: str, new: str, words: str) -> None:
    before = load_pack(tiny_copy)
    edit(tiny_copy, old, new, f"intents/{file}")

    assert difference(before, load_pack(tiny_copy)) == words
