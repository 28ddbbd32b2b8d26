"""The JSON Schemas: what an editor says of a file of a pack is what the loader says of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assistant.demo.schema import ScriptFile
from assistant.errors import PackError
from assistant.knowledge.json_schema import MODELS, schema_of, schemas
from assistant.knowledge.loader import load_pack
from tests.conftest import ROOT, TINY_LEXICON, TINY_PACK, TINY_TOPIC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Run

SCHEMAS = {kind: schema_of(model) for kind, model in {**MODELS, "demo": ScriptFile}.items()}


def mistakes(kind: str, text: str) -> list[str]:
    validator = Draft202012Validator(SCHEMAS[kind])
    return [each.message for each in validator.iter_errors(parsed(text))]


def parsed(text: str) -> object:
    # In a list in brackets, PyYAML's own parser takes no word that ends in “?”; LibYAML does, as editors do.
    return yaml.load(text, yaml.CSafeLoader)


def groups(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All of a schema that describes a group of keys."""
    yield schema
    yield from (each for each in schema.get("$defs", {}).values() if "properties" in each)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])

    assert SCHEMAS[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", sorted((ROOT / "intents").glob("*.yaml")), ids=lambda path: path.name)
def test_the_default_pack_is_valid(path: Path) -> None:
    kind = path.stem if path.stem in SCHEMAS else "topic"

    assert mistakes(kind, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "text"), [("pack", TINY_PACK), ("lexicon", TINY_LEXICON), ("topic", TINY_TOPIC)]
)
def test_a_small_pack_is_valid(kind: str, text: str) -> None:
    assert mistakes(kind, text) == []


FACTS = """\
topic: tower
title: The tower
facts:
  - id: height
    statement: The tower is 41 metres high.
    quotes: [{text: The tower is 41 metres high, source: clocks.txt}]
intents:
"""


@pytest.mark.parametrize(
    "intent",
    [
        "{id: chat_greeting, says: Ahoy}",
        "{id: chat_greeting, phrases: [ahoy]}",
        "{id: high, kind: answer, question: How high is it, facts: [height], phrases: [height]}",
        '{id: high, kind: answer, question: Is it high, facts: [height], verdict: "yes", phrases: [tall]}',
        "{id: cost, kind: gap, question: What is the cost, says: It does not say., phrases: [price]}",
    ],
)
def test_an_intent_is_valid(intent: str) -> None:
    assert mistakes("topic", f"{FACTS}  - {intent}\n") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: height\n    statement", "id: Height\n    statement"),
        ("statement: The tower is 41 metres high.", "statement: 41"),
        ("statement: The tower is 41 metres high.", "statement: ' '"),
        ("statement: The tower is 41 metres high.", "statment: The tower is 41 metres high."),
        ('quotes: ["The tower is 41 metres high"]', "quotes: []"),
        ('quotes: ["The tower is 41 metres high"]', "quotes: The tower is 41 metres high"),
        ('quotes: ["The tower is 41 metres high"]', "quotes: [{source: clocks.txt}]"),
        ("kind: gap", "kind: gaps"),
        ("kind: gap", "kind: answer"),
        ("facts: [opens_in_june]\n", "draft: true\n"),
        ("facts: [opens_in_june]\n", "facts: [opens_in_june]\n    says: In June.\n"),
        ("says: The article does not name an architect.\n", "draft: true\n"),
        ("says: The article does not name an architect.\n", 'says: No.\n    verdict: "no"\n'),
        ("says: Hello. Ask me about the tower.\n", "says: Hello.\n    facts: [height]\n"),
        ('verdict: "no"', "verdict: no"),
        ('verdict: "no"', 'verdict: "maybe"'),
        ("phrases: [what is behind the east door]", "phrases: []"),
        ("phrases: [what is behind the east door]", "draft: maybe"),
        ("title: The tower\n", ""),
    ],
)
def test_a_mistake_in_a_topic_is_one_to_the_schema_and_to_the_loader(
    tmp_path: Path, old: str, new: str
) -> None:
    wrong = TINY_TOPIC.replace(old, new, 1)
    assert wrong != TINY_TOPIC
    (tmp_path / "seeds").mkdir()
    (tmp_path / "intents").mkdir()
    (tmp_path / "intents" / "tower.yaml").write_text(wrong, "utf-8")
    with pytest.raises(PackError) as raised:
        load_pack(tmp_path)

    assert mistakes("topic", wrong)
    assert any(problem.path.endswith("tower.yaml") for problem in raised.value.problems)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("pack", TINY_PACK.replace("  - What strikes the hour?\n", "")),
        ("pack", TINY_PACK + "split: [no bar]\n"),
        ("pack", TINY_PACK + "colour: red\n"),
        ("lexicon", TINY_LEXICON.replace("type: city", "type: A city")),
        ("lexicon", TINY_LEXICON.replace("forms: [vellmar]", "forms: []")),
        ("lexicon", TINY_LEXICON.replace("in_article: false", "in_article: never")),
        ("demo", "title: x\nsteps:\n  - {ask: who, note: twice}\n"),
        ("demo", "title: x\nsteps:\n  - {note: hello, expect: {status: answered}}\n"),
        ("demo", "title: x\nsteps:\n  - {ask: who, expect: {status: error}}\n"),
        ("demo", "title: x\nsteps:\n  - {pick: 0}\n"),
    ],
)
def test_a_mistake_in_another_file_is_one(kind: str, text: str) -> None:
    assert mistakes(kind, text)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_group_and_every_key_is_described(kind: str) -> None:
    for group in groups(SCHEMAS[kind]):
        described = [group, *group["properties"].values()]
        texts = [each.get("description", "") for each in described]
        assert all(text[-1:] in ".?" for text in texts), texts
        assert all(len(text) > 15 and "\n" not in text.replace("\n\n", "") for text in texts), texts


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_keys_are_those_of_the_loader(kind: str) -> None:
    models = {**MODELS, "demo": ScriptFile}
    # Pydantic's own schema has the keys of each model; what is changed of it may not lose or add one.
    plain = models[kind].model_json_schema()

    keys = [sorted(group["properties"]) for group in groups(plain)]

    assert [sorted(group["properties"]) for group in groups(SCHEMAS[kind])] == keys
    assert all(group["additionalProperties"] is False for group in groups(SCHEMAS[kind]))
    assert sorted(SCHEMAS[kind]["properties"]) == sorted(models[kind].model_fields)


def test_each_kind_of_intent_is_described() -> None:
    kinds = SCHEMAS["topic"]["$defs"]["IntentKind"]["oneOf"]

    assert {each["const"] for each in kinds} == {"answer", "gap", "chat"}
    assert all(each["description"] for each in kinds)


def test_a_pack_with_schemas_in_a_hidden_folder_loads(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    for path in tiny_folder.glob("*/*"):
        (pack / path.parent.name).mkdir(parents=True, exist_ok=True)
        (pack / path.parent.name / path.name).write_bytes(path.read_bytes())

    for _ in range(2):
        done = run("schema", "--write", pack)
        assert (done.code, done.stderr) == (0, "")

    names = {path.name for path in (pack / ".schema").iterdir()}
    assert names == {"pack.json", "lexicon.json", "topic.json", "demo.json"}
    assert load_pack(pack).intents == load_pack(tiny_folder).intents
    before, after = (run("check", "--quick", "--pack", ".", cwd=folder) for folder in (tiny_folder, pack))
    assert (after.code, after.stdout) == (0, before.stdout)


def test_a_new_pack_has_the_schemas_that_its_files_name(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "news.txt"
    article.write_text("The museum opens a tower on 3 June. The tower is 41 metres high.\n", "utf-8")

    assert run("new", tmp_path / "pack", "--article", article).code == 0

    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "pack/.schema").iterdir()}
    assert written == schemas()
    for path in (tmp_path / "pack/intents").iterdir():
        text = path.read_text("utf-8")
        (schema,) = re.findall(r"\A# yaml-language-server: \$schema=(\S+)\n", text)
        validator = Draft202012Validator(json.loads((path.parent / schema).read_text("utf-8")))
        assert list(validator.iter_errors(parsed(text))) == []


def test_a_schema_is_printed_and_the_kinds_are_listed(run: Run) -> None:
    printed = run("schema", "topic")
    listed = run("schema")

    assert json.loads(printed.stdout) == SCHEMAS["topic"]
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(SCHEMAS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("topics",), "there is no kind of file “topics”; did you mean “topic”?"),
        (("xyz",), "there is no kind of file “xyz”; there are “pack”, “lexicon”, “topic” and “demo”"),
        (("--write", "nowhere"), "nowhere: there is no such folder: name that of a pack"),
        (("topic", "--write", "."), "name a KIND or a folder to write all of them to, not both"),
    ],
)
def test_a_mistake_at_the_command_is_told(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run("schema", *arguments, cwd=tmp_path)

    assert (done.code, done.stdout) == (2, "")
    assert message in done.stderr
