"""The traps of YAML: text that it cuts off, and what its parsers read differently."""

from __future__ import annotations

from random import Random

import pytest

from assistant.knowledge.yaml_reader import read_yaml
from assistant.knowledge.yaml_traps import CUT, DIALECT, traps
from tests.knowledge.yaml_texts import mangled, read_by_all


def found(text: str, rule: str) -> list[str]:
    return [f"{trap.line}:{trap.column}: {trap.message}" for trap in traps(text) if trap.rule == rule]


@pytest.mark.parametrize(
    ("text", "column", "whole"),
    [
        ("- what is issue #3\n", 17, "what is issue #3"),
        ("- who is number #1 here\n", 17, "who is number #1 here"),
        ("- what is issue # 3\n", 17, "what is issue # 3"),
        ("- who wrote the # sign\n", 17, "who wrote the # sign"),
        ("- which (of the # signs\n", 17, "which (of the # signs"),
        ("- one, # two\n", 8, "one, # two"),
        ("- #3 of the list\n", 3, "#3 of the list"),
        ("question: Who is #hashtag?\n", 18, "Who is #hashtag?"),
        ("- [fine, what is #1\n  , b]\n", 18, "what is #1"),
        ("- in two\n  lines #1\n", None, "in two lines #1"),
    ],
)
def test_text_that_is_cut_off(text: str, column: int | None, whole: str) -> None:
    place = f"1:{column}" if column else "2:9"
    assert found(text, CUT) == [
        f"{place}: YAML takes the rest of the line for a comment: put “{whole}” in quotes"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- who is it # the author\n",
        "- who is it  # 3 of them do not know\n",
        "- who is it #TODO ask\n",
        "- who is it # check: ignore idle-phrase (why)\n",
        "- who is it #check: ignore idle-phrase\n",
        "- who is it ## note\n",
        "- who is it #---\n",
        "- 'who is' #1\n",
        "- [who, is] #1\n",
        "a: #1\n  - b\n",
        "#1\na: b#1\n",
        "a: |\n  who is #1\n",
        "a: who is #\n",
    ],
)
def test_comments_that_are_meant(text: str) -> None:
    assert found(text, CUT) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a: no\n",
            "1:4: “no” is false in YAML 1.1 and text in YAML 1.2: write false, or put text in quotes",
        ),
        ("on: b\n", "1:1: “on” is true in YAML 1.1 and text in YAML 1.2: write true, or put text in quotes"),
        ("- y\n", "1:3: “y” is true in YAML 1.1 and text in YAML 1.2: write true, or put text in quotes"),
        ("- 010\n", "1:3: “010” is 8 in YAML 1.1 and 10 in YAML 1.2: put it in quotes"),
        ("- 12:30\n", "1:3: “12:30” is a number in YAML 1.1 and text in YAML 1.2: put it in quotes"),
        ("- 1_000\n", "1:3: “1_000” is a number in YAML 1.1 and text in YAML 1.2: put it in quotes"),
        ("- 0o7\n", "1:3: “0o7” is text in YAML 1.1 and a number in YAML 1.2: put it in quotes"),
        ("- 08\n", "1:3: “08” is text in YAML 1.1 and a number in YAML 1.2: put it in quotes"),
        ("- 1e3\n", "1:3: “1e3” is text in YAML 1.1 and a number in YAML 1.2: put it in quotes"),
        ("- -.5\n", "1:3: “-.5” is text in YAML 1.1 and a number in YAML 1.2: put it in quotes"),
        ("- 2026-11-29\n", "1:3: “2026-11-29” is a date in YAML 1.1 and text in YAML 1.2: put it in quotes"),
        ("- =\n", "1:3: “=” is a mark of its own in YAML 1.1 and text in YAML 1.2: put it in quotes"),
        ("<<: a\n", "1:1: “<<” is a mark of its own in YAML 1.1 and text in YAML 1.2: put it in quotes"),
        ("- ._5\n", "1:3: some take “._5” for a number: put it in quotes"),
        ("[a, b?]\n", "1:5: some take “?” in brackets for a mark of its own: put “b?” in quotes"),
        (
            "[?a]\n",
            "1:2: some take “?” for the mark of a key: put text that begins with it in quotes",
        ),
        ('{"a":b}\n', "1:5: not all take this colon for the end of a key: write a space after it"),
        ("- é a\tb\n", "1:6: not all take a tab in text without quotes: write a space"),
        ("a:\tb\n", "1:3: not all take a tab for space: write spaces"),
        (
            "a: |\t\n  b\n",
            "1:5: not all read a block of text that begins so: leave no tab, # or spaces before the text",
        ),
        (
            "a: {b: 1, c: {b: 2}, b: 3}\n",
            "1:22: the key “b” stands here twice: some take the first, some the last, some neither",
        ),
        (
            'a: "b\u2028c"\n',
            "1:6: U+2028 ends a line in YAML 1.1 and not in YAML 1.2: write \\u2028 in double quotes",
        ),
        ("%YAML 1.1\n---\na: b\n", "1:1: not all programs heed a line that begins with “%”: take it out"),
    ],
)
def test_what_other_programs_read_otherwise(text: str, problem: str) -> None:
    assert found(text, DIALECT) == [problem]


@pytest.mark.parametrize(
    "text",
    [
        "a: [12, 0x1F, 1.5, .5, 5., +1, true, null, ~, .inf, 1.5.2, 3rd, None, yes sir, on it, 1:75]\n",
        "a: ['no', \"010\", 'b?', \"c\td\"]\nb: what?\nc: '?'\n",
        "a: |\n  no\n  b\tc: ?d\n",
        "\ufeffa: b\r\nc: d # ?e\tf\r\n",
        "a: 1\nb: {a: 1}\nc: [{a: 1}, {a: 2}]\n",
    ],
)
def test_what_all_programs_read_alike(text: str) -> None:
    assert found(text, DIALECT) == []


def test_nothing_is_found_behind_what_is_not_yaml() -> None:
    assert found("a: no\nb: 'c\nd: no\n", DIALECT)[1:] == []


def test_what_has_no_trap_is_the_same_data_to_all_parsers() -> None:
    pick = Random(12)
    compared = 0
    for text in (mangled(pick) for _ in range(3_000)):
        root, problems = read_yaml(text, "x.yaml")
        if root is not None and not problems and not found(text, DIALECT):
            first, *others = read_by_all(text)
            assert isinstance(first, str), text
            assert others == [first] * len(others), text
            compared += 1

    assert compared > 300
