"""YAML files, sound and broken, with libyaml and without."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge import yaml_reader
from assistant.knowledge.nodes import GroupNode, ListNode, ScalarNode
from assistant.knowledge.yaml_events import PythonLoader
from assistant.knowledge.yaml_reader import position, read_yaml
from tests.knowledge.yaml_texts import mangled

if TYPE_CHECKING:
    from assistant.knowledge.nodes import Node

OWN_MEANING = "at the start has a meaning of its own in YAML: put the text in quotes"
NO_KEY = "no key can stand here: put text with “: ” in it in quotes, or mend the line above"
CANNOT_READ = "begins a list that cannot be read: close it, or put text with , [ ] { or } in quotes"


LOADERS = [getattr(yaml, "CSafeLoader", None), PythonLoader]


@pytest.fixture(params=LOADERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param is None:
        pytest.skip("PyYAML without libyaml")
    monkeypatch.setattr(yaml_reader, "LOADER", request.param)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the file is empty"),
        ("# only a comment\n", "1:1: the file is empty"),
        ("---\n", "1:1: the file is empty"),
        ("- a\n- b\n", "1:1: the file must consist of keys with values, such as “title: ...”"),
        ("just text\n", "1:1: the file must consist of keys with values, such as “title: ...”"),
        ("a: b: c\n", f"1:5: {NO_KEY}"),
        ("a:\n  - b\n    c: d\n", f"3:6: {NO_KEY}"),
        ("a:\n\t- x\n", "2:1: a tab stands here: indent with spaces"),
        ("a:\n  - 'never\n  - closed\n", "2:5: this quotation mark is never closed"),
        ('a: b\nc: "never\n', "2:4: this quotation mark is never closed"),
        ("a: @x\n", "1:4: text may not begin with “@”: put it in quotes"),
        ("a: `x`\n", "1:4: text may not begin with “`”: put it in quotes"),
        ("a: 'x' y\n", "1:8: text goes on after its closing quotation mark: put all of it in one pair"),
        ("a: 'it's'\n", "1:8: text goes on after its closing quotation mark: put all of it in one pair"),
        ("a: b\nno colon\n", "2:1: a key needs a colon after it, and an item of a list “- ” before it"),
        ("a: - b\n", "1:4: an item of a list must begin on a line of its own"),
        (
            "a:\n  - b\nc:\n  d: e\n - f\n",
            "5:2: this line does not fit the lines above it: check how far it is indented",
        ),
        ("a: [b\nc: d\n", f"1:4: “[” {CANNOT_READ}"),
        ("a: {b: c\n", f"1:4: “{{” {CANNOT_READ}"),
        ("a: [\n", "2:1: a list or a group that began with [ or { is broken off here: close it"),
        ("a: *b\n", f"1:4: “*” {OWN_MEANING}"),
        ("a: &b c\n", f"1:4: “&” {OWN_MEANING}"),
        ("a: !b c\n", f"1:4: “!” {OWN_MEANING}"),
        ("a: [b?, c\td, ?e]\nf: [g\n", f"2:4: “[” {CANNOT_READ}"),
        ("a: b\n  \ufeffc\n", "2:3: U+FEFF may not stand in a YAML file"),
        ("a: !important, that\n", f"1:4: “!” {OWN_MEANING}"),
        ("!\n", f"1:1: “!” {OWN_MEANING}"),
        (
            "a: b\n  c\nd: e\n}\n",
            "4:1: this line does not fit the lines above it: check how far it is indented",
        ),
        ("%FOO\na: b\n", "1:5: a line may not begin with “%”: take it out"),
        ("a: [b, ?]\nc: {|\n", "2:5: text may not begin with “|” here: put it in quotes"),
        ("a: {[b]: c}\n", "1:5: a key must be a word: put text that begins with [ or { in quotes"),
        ("a: b\n---\nc: d\n", "2:1: a second document begins here: take out the line “---”"),
        ("a: b\nc: d\x00\n", "2:5: U+0000 may not stand in a YAML file"),
        ("a: \x1b[1m\n", "1:4: U+001B may not stand in a YAML file"),
        ("\ufeffa: b\x07\n", "1:5: U+0007 may not stand in a YAML file"),
    ],
)
def test_unusable_file(text: str, problem: str) -> None:
    root, problems = read_yaml(text, "x.yaml")

    assert root is None
    assert [str(each) for each in problems] == [f"x.yaml:{problem}"]


@pytest.mark.usefixtures("parser")
def test_unknown_escape_is_told_of_where_it_stands() -> None:
    _, problems = read_yaml('a: "b\\qc"\n', "x.yaml")

    assert [problem.what for problem in problems] == [
        "in double quotes “\\” has a meaning of its own: write it twice"
    ]
    assert problems[0].line == 1


@pytest.mark.usefixtures("parser")
def test_everything_refused_is_told_of_at_once() -> None:
    _, problems = read_yaml("a: *b\nc: &d e\nc: !f g\n", "x")

    assert [str(problem) for problem in problems] == [
        f"x:1:4: “*” {OWN_MEANING}",
        f"x:2:4: “&” {OWN_MEANING}",
        "x:3:1: c: the key “c” stands here twice, first in line 2",
        f"x:3:4: “!” {OWN_MEANING}",
    ]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("opener", ["[", "{a: ", "- "])
def test_depth_is_bounded(opener: str) -> None:
    text = ("" if opener == "{a: " else "a:\n  ") + opener * 100_000

    root, problems = read_yaml(text, "x")

    assert root is None
    assert [problem.what for problem in problems] == ["lists and keys stand more than 20 deep in one another"]


@pytest.mark.usefixtures("parser")
def test_sound_file_as_plain_data() -> None:
    root, problems = read_yaml(
        "\ufeffa: yes\nb: [x, 'yes', \"5\", ~]\nc:\n  d: é\n  e: |\n    two\n    lines\n", "x"
    )

    assert not problems
    assert root is not None
    assert root.plain() == {"a": True, "b": ["x", "yes", "5", None], "c": {"d": "é", "e": "two\nlines\n"}}


@pytest.mark.parametrize("scalar", ["5", "-1.5", "0x1F", "1_000", "2020-10-07", ".inf", "12:30"])
def test_numbers_and_dates_are_no_plain_data(scalar: str) -> None:
    root, _ = read_yaml(f"a: {scalar}\n", "x")

    assert root is not None
    assert root.plain()["a"] is root.items["a"]


def test_the_first_value_of_a_duplicate_key_counts() -> None:
    root, problems = read_yaml("a: 1st\nb:\n  c: x\n  c: y\na: 2nd\n", "x")

    assert root is not None
    assert root.plain() == {"a": "1st", "b": {"c": "x"}}
    assert [str(problem) for problem in problems] == [
        "x:4:3: b.c: the key “c” stands here twice, first in line 3",
        "x:5:1: a: the key “a” stands here twice, first in line 1",
    ]


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("a:- \n\t[]{},'\"#&*!|>%@`?~\\\0\ufeff"), st.characters()),
        max_size=60,
    )
)
def test_any_text_gives_a_tree_or_a_problem_within_it(text: str) -> None:
    root, problems = read_yaml(text, "x")

    assert root is not None or problems
    lines = text.count("\n") + text.count("\r") + sum(map(text.count, "\x85\u2028\u2029")) + 1
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in problems)


@given(st.text(max_size=40), st.integers(0, 40))
def test_position_counts_lines_and_columns_from_one(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    line, column = position(text, offset)

    before = text.split("\n")[: line - 1]
    assert sum(len(each) + 1 for each in before) + column - 1 == offset


def test_rows_of_nodes_survive_pruning() -> None:
    root, _ = read_yaml("a: [x, y, z]\n", "x.yaml")
    assert root is not None
    items = root.items["a"]
    items.remove(items.items[:1])  # type: ignore[attr-defined]

    assert [str(item.problem("odd")) for item in items.items] == [  # type: ignore[attr-defined]
        "x.yaml:1:8: a[1]: odd",
        "x.yaml:1:11: a[2]: odd",
    ]


def shape(node: Node | None) -> object:
    """All that a node and what is in it say of a file."""
    if isinstance(node, GroupNode):
        return node.mark, node.marks, {key: shape(item) for key, item in node.items.items()}
    if isinstance(node, ListNode):
        return node.mark, [shape(item) for item in node.items]
    return (node.mark, node.text, node.reading) if isinstance(node, ScalarNode) else None


@pytest.mark.skipif(LOADERS[0] is None, reason="PyYAML without libyaml")
def test_a_text_is_read_the_same_with_libyaml_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    pick = Random(20)
    for text in (mangled(pick) for _ in range(3_000)):
        results = []
        for loader in LOADERS:
            monkeypatch.setattr(yaml_reader, "LOADER", loader)
            root, problems = read_yaml(text, "x.yaml")
            results.append((shape(root), [str(problem) for problem in problems]))

        assert results[0] == results[1], text
