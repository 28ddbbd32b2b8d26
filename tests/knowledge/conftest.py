"""A small sound pack in a temporary folder, to be broken in one place at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.errors import PackError
from assistant.knowledge import Pack, load_pack

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """\
The council approved the bridge on Monday

The council approved the bridge on Mondays

“It will join the two banks – at last,” the mayor said. Work begins in May, says Dr. Ada Lund.

The council had long argued about the cost"""

PACK = """\
title: The bridge
about: A bridge is to be built.
welcome:
  - Who wants the bridge?
  - When does the work begin?
  - What will the bridge do?
"""

LEXICON = """\
terms:
  - id: bridge
    forms: [bridge, crossing]
entities:
  - id: ada_lund
    type: person
    forms: [ada lund, dr lund]
  - id: river_seine
    type: river
    in_article: false
    forms: [seine]
stop_words: [please]
"""

BRIDGE = """\
topic: bridge
title: The bridge itself
facts:
  - id: joins_banks
    statement: The bridge will join the two banks.
    quotes:
      - "“It will join the two banks"
  - id: begins_in_may
    statement: Work begins in May.
    quotes: [Work begins in May]
intents:
  - id: purpose
    kind: answer
    question: What will the bridge do?
    facts: [joins_banks]
    phrases:
      - what is it for
      - purpose of the crossing
  - id: start
    kind: answer
    question: When does the work begin?
    facts: [begins_in_may]
    phrases: [start date]
  - id: wanted
    kind: answer
    question: Who wants the bridge?
    verdict: "yes"
    facts: [joins_banks, begins_in_may]
    phrases: [who is for it]
  - id: gap_cost
    kind: gap
    question: What does it cost?
    says: The article does not give the cost.
    phrases: [price]
  - id: hello
    kind: chat
    question: Hello!
    says: Hello.
    phrases: [good day]
"""


class PackFolder:
    """A pack in the current directory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in (
            ("seeds/article.txt", ARTICLE),
            ("intents/pack.yaml", PACK),
            ("intents/lexicon.yaml", LEXICON),
            ("intents/bridge.yaml", BRIDGE),
        ):
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, old: str, new: str, name: str = "intents/bridge.yaml") -> None:
        """Replace `old`, which must stand once in the file."""
        text = (self.root / name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def load(self) -> Pack:
        return load_pack(self.root)

    def problems(self) -> list[str]:
        """What `load_pack` complains of, a line each."""
        with pytest.raises(PackError) as caught:
            self.load()
        assert str(caught.value) == "\n".join(map(str, caught.value.problems))
        return str(caught.value).splitlines()


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackFolder:
    monkeypatch.chdir(tmp_path)
    return PackFolder(tmp_path)
