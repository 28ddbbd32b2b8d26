"""The YAML files of the program, and what it drafts and shows, are the same data to all parsers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant import guides
from assistant.knowledge.drafting.files import draft_files
from assistant.knowledge.yaml_traps import traps
from tests.conftest import ROOT
from tests.knowledge.yaml_texts import read_by_all

ARTICLE = Path(__file__).parent / "knowledge" / "drafting" / "observatory.txt"
FILES = sorted([*(ROOT / "intents").rglob("*.yaml"), *(ROOT / "assistant").rglob("*.yaml")])
_SHOWN = re.compile(r"^```yaml[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a guide or the README leaves out.
_LEFT_OUT = re.compile(r"^\s*…$", re.MULTILINE)


def is_read_alike(text: str) -> bool:
    """Whether all parsers read the same data; a trap is told of first, for it says what to write."""
    assert [f"{trap.line}:{trap.column}: {trap.message}" for trap in traps(text)] == []
    first, *others = read_by_all(text)
    return isinstance(first, str) and others == [first] * len(others)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_of_the_program(path: Path) -> None:
    assert is_read_alike(path.read_text("utf-8"))


def test_a_drafted_pack() -> None:
    article = ARTICLE.read_text("utf-8") + "\nThe number is 010, and the time 12:30. The answer is no?\n"
    drafted = draft_files(article, "observatory.txt").files
    texts = [text for name, text in drafted.items() if name.endswith(".yaml")]

    assert len(texts) >= 3
    assert all(map(is_read_alike, texts))


def test_a_pack_of_the_tests(tiny_folder: Path) -> None:
    assert all(is_read_alike(path.read_text("utf-8")) for path in tiny_folder.rglob("*.yaml"))


@pytest.mark.parametrize("topic", ["README", *guides.topics()])
def test_what_is_shown(topic: str) -> None:
    text = (ROOT / "README.md").read_text("utf-8") if topic == "README" else guides.text(topic)

    assert all(is_read_alike(_LEFT_OUT.sub("", shown)) for shown in _SHOWN.findall(text))
