"""The order of the house: who may import whom, what is loaded when, and what belongs where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from importlinter.cli import lint_imports

from assistant.cli import cli
from assistant.knowledge.pack import SHARED_TOPIC
from assistant.language import Commonness, load_english
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant import Assistant

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "assistant"
TOP_LEVEL = {"pyproject.toml", "README.md", "LICENSE", "seeds", "assistant", "intents", "tests"}


# Imports


def test_a_module_imports_only_what_stands_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert not broken, capsys.readouterr().out


def imported(path: Path) -> Iterator[str]:
    """The top packages that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("textual", "tui"),
        ("yaml", "knowledge"),
        ("click", "cli"),
        ("textual_serve", "web"),
        ("aiohttp", "web"),
        ("ray", "batch"),
    ],
)
def test_a_library_is_imported_where_it_belongs_alone(package: str, home: str) -> None:
    importers = {path.relative_to(ENGINE) for path in ENGINE.rglob("*.py") if package in imported(path)}

    assert importers
    assert {path for path in importers if path.parts[0] != home} == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "who?"),
        ("ask", "--json", "who?"),
        ("batch", "q.txt"),
        ("check",),
        ("sentences",),
        ("demo", "--check", "demo.yaml"),
        ("chat", "--plain"),
        ("chat",),
    ],
)
def test_without_the_screen_nothing_of_it_is_loaded(
    environment: dict[str, str], tiny_folder: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "q.txt").write_text("who?\n", "utf-8")
    (tmp_path / "demo.yaml").write_text("title: x\nsteps:\n  - ask: who?\n", "utf-8")
    code = (
        "import sys\n"
        "from assistant.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--pack", tiny_folder],
        input="who?\n", capture_output=True, text=True, env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip

    loaded = set(done.stderr.split())
    assert "assistant" in loaded
    assert not loaded & {"textual", "rich", "markdown_it", "pygments"}


def test_an_answer_from_the_cache_loads_next_to_nothing(
    environment: dict[str, str], tiny_folder: Path, tmp_path: Path
) -> None:
    code = (
        "import sys\n"
        "from assistant.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code, "ask", "How high is the tower?", "--pack", tiny_folder]
    own_cache = environment | {"ASSISTANT_CACHE_DIR": str(tmp_path)}
    loaded = [
        set(subprocess.run(command, capture_output=True, text=True, env=own_cache, check=True).stderr.split())
        for _ in range(2)
    ]

    slow = {"pydantic", "yaml", "rapidfuzz", "platformdirs"}
    assert loaded[0] & slow
    assert not loaded[1] & slow


@pytest.mark.parametrize("shows", ["assistant.tui.loading", "assistant.tui.stage.playing"])
def test_the_first_frame_waits_for_nothing_that_answers(environment: dict[str, str], shows: str) -> None:
    code = f"import sys, {shows}; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    ).stdout.split()

    assert "textual" in loaded
    slow = {"pydantic", "yaml", "numpy", "rapidfuzz", "sqlite3", "json"}
    assert not {*slow, "assistant.dialogue", "assistant.demo"} & set(loaded)


def test_the_matcher_alone_loads_neither_pydantic_nor_yaml(environment: dict[str, str]) -> None:
    code = "import sys, assistant.matching; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )

    assert not set(loaded.stdout.split()) & {
        "pydantic",
        "yaml",
        "click",
        "assistant.knowledge",
        "assistant.dialogue",
    }


# Files


def test_the_top_level_holds_nothing_else() -> None:
    try:
        listed = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    names = {line.partition("/")[0].strip('"') for line in listed.splitlines()}

    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


GENERAL_LISTS = ("words_", "nouns.txt", "names.txt", "cities.txt", "entities.txt", "thesaurus.txt")


def engine_texts() -> Iterator[tuple[str, str]]:
    """The engine's code and language data; the general word lists of English hold any word."""
    paths = [*ENGINE.rglob("*.py"), *ENGINE.rglob("*.tcss"), *ENGINE.rglob("*.txt"), *ENGINE.rglob("*.md")]
    for path in paths:
        if not path.name.startswith(GENERAL_LISTS) and "default_pack" not in path.parts:
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def test_the_engine_names_nothing_of_the_article(assistant: Assistant) -> None:
    pack = assistant.pack
    english = load_english()
    names = {
        "japan",
        "modi",
        "motegi",
        "quad",
        "ladakh",
        "tokyo",
        "5g",
        "india",
        "cabinet",
        "jaishankar",
        "china",
    }
    concepts = assistant.compiled.analyzer.lexicon.concepts
    for term in pack.terms.values():
        if concepts[term.id].in_article and term.type in {
            "person",
            "place",
            "country",
            "organisation",
            "programme",
        }:
            names |= {word for form in term.forms for word in words(normalise(form)) if len(word) > 2}
    names = {
        name
        for name in names
        if english.commonness(name) is Commonness.UNKNOWN or name in {"cabinet", "quad"}
    }

    found = {
        (path, word) for path, text in engine_texts() for word in words(normalise(text)) if word in names
    }

    assert len(names) > 20
    assert found == set()


def test_the_engine_names_no_intent_and_no_fact(assistant: Assistant) -> None:
    pack = assistant.pack
    own = [name for name, intent in pack.intents.items() if intent.topic != SHARED_TOPIC]
    ids = {name for name in (*own, *pack.facts) if "_" in name}

    found = {
        (path, name) for path, text in engine_texts() for name in re.findall(r"\w+", text) if name in ids
    }

    assert found == set()


# What people read


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "assistant", cli
    yield from cli.commands.items()


def test_every_command_and_option_has_help() -> None:
    silent = [name for name, command in commands() if not command.help]
    silent += [
        f"{name} {option.opts[-1]}"
        for name, command in commands()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]

    assert silent == []


def test_the_readme_names_every_command() -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("there is no README.md")
    text = readme.read_text("utf-8")
    # The chat is what opens without a command.
    missing = [
        name for name in cli.commands if name != "chat" and not re.search(rf"\bassistant {name}\b", text)
    ]

    assert missing == []


def test_every_command_that_reads_a_pack_takes_one() -> None:
    lacking = {
        name for name, command in commands() if "pack" not in {option.name for option in command.params}
    }

    assert lacking == {"guide", "new", "schema"}
