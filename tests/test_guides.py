"""The guides: what they tell a newcomer to write and to run does what they say."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

from assistant import guides
from assistant.cli import cli
from assistant.knowledge.json_schema import MODELS
from assistant.language import load_english

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

_BLOCK = re.compile(r"^```(\S+)(?: (\S+))?( add)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"


class Block(NamedTuple):
    """A block of code in a guide: its language, the file that it is or is added to, and its text."""

    language: str
    file: str
    is_added: bool
    text: str


def blocks(topic: str) -> list[Block]:
    found = _BLOCK.findall(guides.text(topic))
    return [Block(language, file, bool(added), text) for language, file, added, text in found]


def commands(block: Block) -> list[tuple[str, list[str]]]:
    """Each command of a block, with the lines that it is said to print."""
    every: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            every.append((line[2:], []))
        else:
            every[-1][1].append(line)
    return every


def is_like(shown: list[str], printed: list[str]) -> bool:
    """Whether lines were printed as they are shown, but for what “…” leaves out."""
    text = "".join(f"{line.rstrip()}\n" for line in printed)
    pattern = ""
    for is_gap, lines in groupby(shown, lambda line: line == LEFT_OUT):
        wanted = [".*".join(map(re.escape, line.split(LEFT_OUT))) + "\n" for line in lines]
        pattern += r"(?:.*\n)*" if is_gap else "".join(wanted)
    return re.fullmatch(pattern, text) is not None


@pytest.mark.parametrize(
    ("shown", "printed", "alike"),
    [
        (["a", LEFT_OUT], ["a", "b", "c"], True),
        (["a", LEFT_OUT, "c"], ["a", "c"], True),
        (["a 1, …"], ["a 1, 2"], True),
        (["a"], ["a", "b"], False),
        ([LEFT_OUT, "b", LEFT_OUT], ["a", "c"], False),
    ],
)
def test_what_a_guide_shows_is_compared(shown: list[str], printed: list[str], alike: bool) -> None:
    assert is_like(shown, printed) == alike


@pytest.mark.endurance
def test_the_guide_to_curating_does_what_it_says(environment: dict[str, str], tmp_path: Path) -> None:
    program = tmp_path / "bin" / "assistant"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m assistant "$@"\n', "utf-8")
    program.chmod(0o755)
    desk = tmp_path / "desk"
    desk.mkdir()
    own = environment | {"PATH": f"{program.parent}:{environment['PATH']}", "COLUMNS": "88"}
    ran = 0
    for block in blocks("curating"):
        if "." in block.file:
            with (desk / block.file).open("a" if block.is_added else "w", encoding="utf-8") as file:
                file.write(block.text)
        for command, shown in commands(block) if block.language == "console" else ():
            done = subprocess.run(
                command, shell=True, cwd=desk, env=own, capture_output=True, text=True, check=False
            )
            printed = (done.stdout + done.stderr).splitlines()
            assert is_like(shown, printed), f"$ {command}\n{done.stdout}{done.stderr}"
            assert "Traceback" not in done.stderr
            ran += 1
    assert ran > 10
    assert "draft: true" not in "".join(
        path.read_text("utf-8") for path in (desk / "tram" / "intents").iterdir()
    )


def keys_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("topic", guides.topics())
def test_every_snippet_is_yaml_with_keys_that_there_are(topic: str) -> None:
    known = {"text", "source", "ask", "card", "note", "steps", "expect", "status", "intent", "sentence"}
    for model in MODELS.values():
        schema = model.model_json_schema()
        for part in (schema, *schema.get("$defs", {}).values()):
            known |= set(part.get("properties", ()))

    used = [keys_of(yaml.safe_load(each.text)) for each in blocks(topic) if each.language == "yaml"]

    assert set().union(*used) <= known


def test_the_guide_to_the_lexicon_names_all_kinds_of_types() -> None:
    text = guides.text("lexicon")

    missing = [kind for kind in load_english().kinds if f"`{kind}`" not in text]
    missing += [kind for kind, _ in load_english().entities if f"`{kind}`" not in text]

    assert missing == []


def test_the_guide_to_words_names_all_keys_with_a_meaning() -> None:
    text = guides.text("words")

    keys = ["kind", "verdict", "decides", "follow_ups", "draft", "welcome", "without", "type", "in_article"]
    keys += ["stop_words", "abbreviations", "split", "join", "source"]

    assert [key for key in keys if not re.search(rf"^## .*\b{key}\b", text, re.MULTILINE)] == []


def test_a_guide_is_printed_as_it_is_where_it_is_piped(run: Run) -> None:
    done = run("guide", "curating")

    assert done.code == 0
    assert done.stdout == guides.text("curating")


def test_a_guide_is_laid_out_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "dumb")

    cli.main(["guide", "words"], standalone_mode=False)

    shown = screen.getvalue()
    assert "Words with a meaning" in shown
    assert not re.search("^## |^```", shown, re.MULTILINE)
    assert max(map(len, shown.splitlines())) <= 60


def test_the_topics_are_listed(run: Run) -> None:
    done = run("guide")

    assert [line.split()[0] for line in done.stdout.splitlines()] == list(guides.topics())


def test_an_unknown_guide_is_one_line_with_the_nearest(run: Run) -> None:
    done = run("guide", "lexikon")

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr == "there is no guide “lexikon”; did you mean “lexicon”?\n"
