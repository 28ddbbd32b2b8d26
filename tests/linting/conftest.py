"""A pack that breaks no rule, to be broken in one place at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.linting.check import check_pack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from assistant.errors import Problem

FILES = {
    "seeds/article.txt": """\
# The lighthouse of Norr shines again

The lighthouse of Norr opened again on Saturday. Ada Holm, a sailor, paid 40,000 crowns for the new lamp. It
shines as far as 30 kilometres. "Nobody else wanted to pay," said the harbour master.
""",
    "intents/pack.yaml": """\
title: The lighthouse of Norr
about: A lighthouse opened again.
welcome:
  - When did the lighthouse open?
  - Who paid for the lamp?
  - How far does the lamp shine?
""",
    "intents/lexicon.yaml": """\
terms:
  - id: lighthouse
    forms: [lighthouse, beacon]
  - id: lamp
    forms: [lamp, bulb]
entities:
  - id: ada_holm
    type: person
    forms: [ada holm, holm]
""",
    "intents/norr.yaml": """\
topic: norr
title: The lighthouse
facts:
  - id: opened_on_saturday
    statement: The lighthouse of Norr opened again on Saturday.
    quotes: ["The lighthouse of Norr opened again on Saturday"]
  - id: holm_paid
    statement: Ada Holm, a sailor, paid 40,000 crowns for the lamp.
    quotes: ["Ada Holm, a sailor, paid 40,000 crowns for the new lamp"]
  - id: shines_far
    statement: The lamp shines as far as 30 kilometres.
    quotes: ["shines as far as 30 kilometres"]
  - id: nobody_else
    statement: The harbour master said that nobody else wanted to pay.
    quotes: ["\\"Nobody else wanted to pay,\\" said the harbour master"]
intents:
  - id: opening
    kind: answer
    question: When did the lighthouse open?
    facts: [opened_on_saturday]
    phrases:
      - on which day did norr get its lighthouse back
      - what day was the opening
      - since when is the lighthouse in use again
      - date of the reopening in norr
  - id: payer
    kind: answer
    question: Who paid for the lamp?
    facts: [holm_paid]
    phrases:
      - who gave the 40,000 crowns
      - who is the sailor that paid for the lamp
      - what did ada holm pay for
      - who financed the new lamp
  - id: range
    kind: answer
    question: How far does the lamp shine?
    facts: [shines_far]
    phrases:
      - from how many kilometres away is the light seen
      - how many kilometres away is the light seen
      - from how many kilometres away can ships see the light
      - does the light reach thirty kilometres
  - id: others
    kind: answer
    question: What did the harbour master say?
    facts: [nobody_else]
    phrases:
      - did anybody else want to pay
      - what did the master say that nobody wanted
      - words of the harbour master
      - who is quoted
  - id: gap_keeper
    kind: gap
    question: Who keeps the lighthouse?
    says: The article does not name a keeper.
    phrases:
      - name of the lighthouse keeper
      - is there a keeper
      - who lives in the tower
""",
}


class SoundPack:
    """A pack in the current directory that breaks no rule."""

    def __init__(self) -> None:
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")

    def edit(self, old: str, new: str, name: str = "intents/norr.yaml") -> None:
        """Replace `old`, which must stand once in the file."""
        text = Path(name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def problems(self, wanted: Collection[str] | None = None) -> tuple[Problem, ...]:
        return check_pack(Path(), wanted).problems

    def rules(self) -> set[str]:
        return {problem.rule for problem in self.problems()}


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[SoundPack]:
    before = Path.cwd()
    os.chdir(tmp_path)
    yield SoundPack()
    os.chdir(before)
