"""How long phrases take to compile and to train on, and what is lost by comparing some intents alone."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from assistant.dialogue.compiled_pack import CompiledPack
from assistant.knowledge import default_pack_folder, load_pack
from assistant.matching import IntentMatcher, parameters
from tests.benchmarks.phrases import recombined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant import Assistant
    from tests.benchmarks.conftest import Tell

pytestmark = pytest.mark.benchmark

# In seconds, from YAML.
MOST, MOST_FOR_FEW = 3.0, 0.3
# So many phrases of each intent of the default pack are some 3,000.
EACH = 10


def compiled(folder: Path) -> tuple[float, int]:
    """The seconds that it takes to compile a pack from its YAML, at best, and the number of its phrases."""
    costs = []
    for _ in range(3):
        start = time.process_time()
        pack = load_pack(folder)
        CompiledPack.compile(pack)
        costs.append(time.process_time() - start)
    return min(costs), sum(len(intent.phrases) for intent in pack.intents.values())


def with_few_phrases(lines: list[str]) -> Iterator[str]:
    """The lines of a file of intents with `EACH` phrases of each at most."""
    phrases: int | None = None
    for line in lines:
        if line.strip() == "phrases:":
            phrases = 0
        elif phrases is not None and line.startswith("      - "):
            phrases += 1
        else:
            phrases = None
        if phrases is None or phrases <= EACH:
            yield line


def test_compiling_a_pack(tmp_path: Path, tell: Tell) -> None:
    folder = default_pack_folder()
    shutil.copytree(folder / "seeds", tmp_path / "seeds")
    (tmp_path / "intents").mkdir()
    for path in (folder / "intents").glob("*.yaml"):
        lines = with_few_phrases(path.read_text("utf-8").splitlines(keepends=True))
        (tmp_path / "intents" / path.name).write_text("".join(lines), "utf-8")

    (of_few, few), (of_all, number) = compiled(tmp_path), compiled(folder)

    tell(
        f"{few:,} phrases compiled from YAML in {of_few:.2f} s ({MOST_FOR_FEW} or less), "
        f"{number:,} in {of_all:.2f} s ({MOST} or less)"
    )
    assert few < 3_500
    assert of_few <= MOST_FOR_FEW
    assert of_all <= MOST


def test_training_on_15_000_phrases(tell: Tell) -> None:
    pairs = list(recombined(15_000))
    start = time.process_time()
    IntentMatcher.fit(pairs)
    seconds = time.process_time() - start

    tell(f"15,000 phrases trained on in {seconds:.1f} s (20 or less)")
    assert seconds <= 20


def test_the_most_promising_intents_hold_the_winner(
    assistant: Assistant, asked_of_the_pack: list[str], tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = assistant.compiled.matcher
    few = [matcher.rank(question, 1) for question in asked_of_the_pack]
    monkeypatch.setattr(parameters, "COMPARED", len(matcher.intents))
    all_of_them = [matcher.rank(question, 1) for question in asked_of_the_pack]

    share = sum(
        [match.intent for match in one] == [match.intent for match in other]
        for one, other in zip(few, all_of_them, strict=True)
    ) / len(few)
    tell(f"the winner among all intents is among those compared: {share:.1%} of the questions (99% or more)")
    assert share >= 0.99
