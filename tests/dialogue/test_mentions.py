"""What a text names, by kind: found by the lexicon, the language and capitals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.dialogue.mentions import Mentions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def named(tmp_path: Path) -> Callable[[str, str], list[str]]:
    """The names of a kind in a text that no lexicon was made for."""

    def of(text: str, kind: str) -> list[str]:
        (tmp_path / "seeds").mkdir()
        (tmp_path / "intents").mkdir()
        (tmp_path / "seeds" / "text.txt").write_text(text, "utf-8")
        questions = ["What is said?", "Who says it?", "Why is it said?"]
        pack = {"title": "A text", "about": "It tells.", "welcome": questions}
        facts = [{"id": "said", "statement": text, "quotes": [text]}]
        intents = [
            {
                "id": f"said_{number}",
                "kind": "answer",
                "question": question,
                "facts": ["said"],
                "phrases": [f"{question} now"],
            }
            for number, question in enumerate(questions)
        ]
        topic = {"topic": "all", "title": "All", "facts": facts, "intents": intents}
        for name, content in {"pack": pack, "all": topic}.items():
            (tmp_path / "intents" / f"{name}.yaml").write_text(json.dumps(content), "utf-8")
        return [each.name for each in Mentions(Assistant.load(tmp_path).compiled).of(kind)]

    return of


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("Doctor Amira Sould met the mayor of Oslo", "person", ["Doctor Amira Sould"]),
        ("The Harbour Rescue Committee met in Bergen", "organisation", ["Harbour Rescue Committee"]),
        ("A Peruvian ship left Peru for Chile", "country", ["Peru", "Chile"]),
        ("It opens in Christchurch on May 16, 2015", "city", ["Christchurch"]),
        ("It opens in Christchurch on May 16, 2015", "date", ["May 16, 2015"]),
        ("Children may come on Waitangi Day", "date", []),
        ("Children may come on Waitangi Day", "person", []),
        ("It costs NZ$26 million, or 3.5% of more than 40 budgets", "number",
         ["NZ$26 million", "3.5%", "more than 40 budgets"]),
    ],
)  # fmt: skip
def test_names(named: Callable[[str, str], list[str]], text: str, kind: str, names: list[str]) -> None:
    assert named(text, kind) == names
