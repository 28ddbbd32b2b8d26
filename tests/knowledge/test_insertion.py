"""Entries are inserted into YAML, and every other character stays as it is."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from assistant.errors import AssistantError
from assistant.knowledge.insertion import entries, scalar, with_entry, with_items
from assistant.knowledge.yaml_traps import traps
from assistant.text import one_line, replace_lone_surrogates

# What YAML 1.1 takes for something else than text, or a flow list for a sign of its own.
TRICKY = (
    "no", "Yes", "y", "off", "null", "~", "true", "12", "1.5", "0x1F", "1e3", "12:30:45", "2020-10-07", "=",
    "<<", "what is this?", "a, b", "[a] b", "{a: b}", "a # b", "#a", "a: b", "a:", "- a", "-", "? a", "! a",
    "& a", "* a", "'a' b", '"a" b', "a\\b", "% a", "@ a", "` a", "| a", "> a", " a", "a ", "été", "日本",
    "🙂?",
    "a - b", "a-", "",
)  # fmt: skip
TOPIC = """\
# kept
topic: tower   # the file's name
title: 'The "tower"'
facts: []

intents:
  # the first
  - id: opening      # a comment
    kind: answer
    question: "When: does it open?"
    facts: [a, b]    # another
    phrases:
      - (when|which day) does <tower> open
      - 'it''s open'
      # what was left out

  - {id: height, kind: gap, question: "How high?", says: No., phrases: [how tall, "what, exactly?"]}
  - id: owl
    phrases: [which bird is on the roof of the tower at noon, what does the brass owl do when it is dark, who,
              what rings]  # end
    follow_ups: []
  - id: door
    phrases:
# the end
"""


def in_version(text: str, version: str) -> Any:
    return YAML(typ="safe", pure=True).load(f"%YAML {version}\n---\n{text}")


def readings(text: str) -> list[Any]:
    """A file as several parsers read it, of both versions of YAML."""
    return [
        yaml.load(text, yaml.SafeLoader),
        yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)),
        in_version(text, "1.1"),
        in_version(text, "1.2"),
    ]


@pytest.mark.parametrize("text", TRICKY)
def test_a_scalar_is_read_alike_by_all(text: str) -> None:
    shown = f"block:\n  - {scalar(text)}\nkey: {scalar(text)}\nflow: [{scalar(text, in_flow=True)}, b]\n"

    assert readings(shown) == [{"block": [text], "key": text, "flow": [text, "b"]}] * 4


@given(st.text(max_size=20))
def test_any_text_on_one_line_is_read_alike_by_all(text: str) -> None:
    line = replace_lone_surrogates(one_line(text))
    shown = f"block:\n  - {scalar(line)}\nflow: [{scalar(line, in_flow=True)}, b]\n"

    assert readings(shown) == [{"block": [line], "flow": [line, "b"]}] * 4
    assert not list(traps(shown))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("key", ["phrases", "follow_ups"])
@pytest.mark.parametrize("entry", ["opening", "height", "owl", "door"])
def test_items_come_last_and_nothing_else_changes(entry: str, key: str, mark: str, newline: str) -> None:
    before = (mark + TOPIC).replace("\n", newline)
    added = ("was ist das: “über”?", "no")

    after = with_items(before, "intents", entry, key, added)

    expected = yaml.safe_load(TOPIC)
    of_entry = next(each for each in expected["intents"] if each["id"] == entry)
    of_entry[key] = [*(of_entry.get(key) or []), *added]
    assert readings(after.removeprefix("\ufeff").replace("\r\n", "\n"))[1:] == [expected] * 3
    left = iter(after)
    # What was there is still there, in order; only a list that was empty loses its brackets.
    assert all(sign in left for sign in before.replace("follow_ups: []", "follow_ups: "))
    assert after.count("\n") == after.count(newline)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("listing", ["intents", "facts", "more"])
def test_an_entry_comes_last_and_nothing_else_changes(listing: str, newline: str) -> None:
    before = TOPIC.replace("\n", newline)
    fields: dict[str, Any] = {"id": "new", "question": "Who: me?", "phrases": ("a b", "no"), "draft": True}

    after = with_entry(before, listing, fields)

    expected = yaml.safe_load(TOPIC)
    entry = fields | {"phrases": list(fields["phrases"])}
    expected[listing] = [*(expected.get(listing) or []), entry]
    assert readings(after.replace("\r\n", "\n"))[1:] == [expected] * 3
    left = iter(after)
    assert all(sign in left for sign in before.replace("facts: []", "facts:"))
    assert after.count("\n") == after.count(newline)


def test_a_long_flow_list_is_broken_into_lines() -> None:
    text = TOPIC
    for number in range(40):
        text = with_items(text, "intents", "height", "phrases", (f"how far up does it reach on {number}",))

    assert max(map(len, text.splitlines())) <= 120
    assert len(yaml.safe_load(text)["intents"][1]["phrases"]) == 42


def test_a_file_without_a_last_line_end_gets_one() -> None:
    after = with_items("intents:\n- id: a\n  phrases:\n  - b", "intents", "a", "phrases", ("c",))

    assert after == "intents:\n- id: a\n  phrases:\n  - b\n  - c\n"


def test_entries_are_known_by_id() -> None:
    assert entries(TOPIC, "intents") == ("opening", "height", "owl", "door")
    assert entries(TOPIC, "nothing") == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: [", "cannot be read as YAML"),
        ("- a\n", "has no keys"),
        ("intents:\n- id: b\n", "there is no “a”"),
        ("intents:\n- id: a\n  phrases: b\n", "“phrases” of “a” is no list"),
    ],
)
def test_what_cannot_be_done_is_told(text: str, what: str) -> None:
    with pytest.raises(AssistantError, match=what):
        with_items(text, "intents", "a", "phrases", ("c",))
