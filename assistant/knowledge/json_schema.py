"""JSON Schemas of the files of a pack, by which editors complete, explain and check what is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from assistant.knowledge.pack import IntentKind
from assistant.knowledge.schema import IntentEntry, LexiconFile, PackFile, TopicFile
from assistant.knowledge.small_talk import small_talk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel
    from pydantic_core import core_schema

FOLDER = ".schema"
"""The folder of a pack where its schemas stand; hidden, it is no part of what is loaded."""
MODELS: Mapping[str, type[BaseModel]] = {"pack": PackFile, "lexicon": LexiconFile, "topic": TopicFile}
"""The kinds of file that a pack has, with what they may say."""

_MEANINGS = {
    IntentKind.ANSWER: "The article says it: the answer is the statements of the facts.",
    IntentKind.GAP: "People may ask it, but the article does not say: the reply says so.",
    IntentKind.CHAT: "Small talk: it has a reply of its own and rests on no fact.",
}
# The keys of an intent that each kind has to have, and those that it may not have.
_DUE = {IntentKind.ANSWER: ["facts"], IntentKind.GAP: ["says"], IntentKind.CHAT: ["says"]}
_REFUSED = {
    IntentKind.ANSWER: ["says"],
    IntentKind.GAP: ["verdict", "decides"],
    IntentKind.CHAT: ["facts", "verdict", "decides"],
}


def schemas() -> dict[str, str]:
    """The JSON Schemas of the files of a pack, as text by the name of the file that each is to have."""
    return {f"{kind}.json": as_text(schema_of(model)) for kind, model in MODELS.items()}


def as_text(schema: JsonSchemaValue) -> str:
    """A schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schema_of(model: type[BaseModel]) -> JsonSchemaValue:
    """The JSON Schema, draft 2020-12, of the file that a model describes."""
    made = model.model_json_schema(schema_generator=_Generator)
    intent = made.get("$defs", {}).get(IntentEntry.__name__)
    if intent:
        _add_intent_rules(intent)
    described: JsonSchemaValue = _unwrapped({"$schema": _Generator.schema_dialect, **made})
    return described


class _Generator(GenerateJsonSchema):
    """Leaves out what only Python knows: titles made of names, and what stands for a missing key."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        is_switch = inner.get("type") == "boolean" and "const" not in inner
        return {**inner, "default": schema["default"]} if is_switch else inner

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        return {key: value for key, value in super().model_schema(schema).items() if key != "title"}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        # The empty text stands for a key that is not there.
        return super().literal_schema({**schema, "expected": [each for each in schema["expected"] if each]})

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        if schema["cls"] is not IntentKind:
            return super().enum_schema(schema)
        # An annotated enumeration, as the specification has it.
        meanings = [{"const": kind.value, "description": meaning} for kind, meaning in _MEANINGS.items()]
        return {"type": "string", "oneOf": meanings}


def _add_intent_rules(intent: JsonSchemaValue) -> None:
    """Add what an intent of a kind has to have; what stands for shared small talk has the rest from there."""
    shared = [entry.id for entry in small_talk().content.intents]
    own = {"properties": {"phrases": {"minItems": 1}}, "required": ["kind", "question", "phrases"]}
    changed: JsonSchemaValue = {"properties": {"kind": {"const": "chat"}}} | _without(IntentKind.CHAT)
    intent["required"] = ["id"]
    intent["if"] = {"properties": {"id": {"enum": shared}}, "required": ["id"]}
    intent["then"] = changed
    intent["else"] = {"allOf": [own, *map(_of_kind, IntentKind)]}


def _of_kind(kind: IntentKind) -> JsonSchemaValue:
    then: JsonSchemaValue = {"required": _DUE[kind], **_without(kind)}
    if kind is IntentKind.ANSWER:
        then["properties"] = {"facts": {"minItems": 1}}
    return {"if": {"properties": {"kind": {"const": kind.value}}, "required": ["kind"]}, "then": then}


def _without(kind: IntentKind) -> JsonSchemaValue:
    """That an intent has none of the keys which go with other kinds."""
    return {"not": {"anyOf": [{"required": [key]} for key in _REFUSED[kind]]}}


def _unwrapped(value: Any) -> Any:
    """A schema whose descriptions have one line a paragraph."""
    if isinstance(value, list):
        return [_unwrapped(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _paragraphs(each) if key == "description" and isinstance(each, str) else _unwrapped(each)
        for key, each in value.items()
    }


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
