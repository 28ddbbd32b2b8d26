"""The tree of a YAML file: values that know their line, their column and their place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from yaml.constructor import SafeConstructor

from assistant.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

BOOLEAN: Final = "true or false"
NOTHING: Final = "nothing"
_QUOTES = ("'", '"')

Mark = tuple[int, int]


class Node:
    """A value; `mark` is its line and column, from 1, and `key` its place in `parent` as the file has it.

    At the top of a file, where `parent` is None, `key` is the file's path as messages show it.
    """

    __slots__ = ("key", "mark", "parent")

    def __init__(self, mark: Mark, parent: Node | None, key: str | int) -> None:
        self.mark = mark
        self.parent = parent
        self.key = key

    @property
    def root(self) -> Node:
        """The top of the file."""
        return self.parent.root if self.parent else self

    @property
    def where(self) -> str:
        """The place in the file's own terms, such as ``intents[3].phrases[0]``; empty at the top."""
        if self.parent is None:
            return ""
        if isinstance(self.key, int):
            return f"{self.parent.where}[{self.key}]"
        return f"{self.parent.where}.{self.key}".lstrip(".")

    @property
    def place(self) -> str:
        """The ``file:line`` to send a person to."""
        return f"{self.root.key}:{self.mark[0]}"

    def problem(self, what: str) -> Problem:
        """Return the problem that `what` is wrong here."""
        return Problem(str(self.root.key), *self.mark, self.where, what)

    def problem_within(self, offset: int, what: str) -> Problem:
        """Return the problem that `what` is wrong at a code point of a text.

        It is told where the text begins if the file does not write all of it letter for letter in a line.
        """
        line, column = self.mark
        root, text = self.root, str(self.plain()).strip()
        written = "".join(root.lines[line - 1 : line]) if isinstance(root, GroupNode) else ""
        quoted = written.startswith(_QUOTES, column - 1)
        if not written.startswith(text, column - 1 + quoted):
            return self.problem(what)
        return self.problem(what)._replace(column=column + quoted + offset)

    def plain(self) -> object:
        """Return the value as plain Python data."""
        raise NotImplementedError


class ScalarNode(Node):
    """A single value: `text` as written and, where YAML reads that as something else, `reading`."""

    __slots__ = ("reading", "text")

    def __init__(self, mark: Mark, parent: Node | None, key: str | int, text: str, reading: str = "") -> None:
        self.mark = mark
        self.parent = parent
        self.key = key
        self.text = text
        self.reading = reading

    def plain(self) -> object:
        """Return the text, a bool or None; this node for a number or a date, which no key of a pack holds."""
        if not self.reading:
            return self.text
        if self.reading == BOOLEAN:
            return bool(SafeConstructor.bool_values[self.text.lower()])
        return None if self.reading == NOTHING else self


class ContainerNode(Node):
    """A list or a group of keys; `pruned` once a broken part was taken out of it."""

    __slots__ = ("pruned",)

    def __init__(self, mark: Mark, parent: Node | None, key: str | int) -> None:
        super().__init__(mark, parent, key)
        self.pruned = False

    def remove(self, children: Collection[Node]) -> None:
        """Take out those of `children` that are in, in the time of one, however many they are."""
        raise NotImplementedError


class ListNode(ContainerNode):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, mark: Mark, parent: Node | None, key: str | int) -> None:
        super().__init__(mark, parent, key)
        self.items: list[Node] = []

    def plain(self) -> list[object]:
        """Return a list of the items as plain data."""
        return [item.plain() for item in self.items]

    def remove(self, children: Collection[Node]) -> None:
        """Take `children` out; the other items keep their `key`."""
        out = set(children)
        self.items = [item for item in self.items if item not in out]
        self.pruned = True


class GroupNode(ContainerNode):
    """A group of keys with their values; `marks` has the (line, column) of each key itself.

    At the top of a file, `lines` are those of its text.
    """

    __slots__ = ("items", "lines", "marks")

    def __init__(self, mark: Mark, parent: Node | None, key: str | int) -> None:
        super().__init__(mark, parent, key)
        self.items: dict[str, Node] = {}
        self.marks: dict[str, Mark] = {}
        self.lines: list[str] = []

    def plain(self) -> dict[str, object]:
        """Return a dict of the values as plain data."""
        return {key: item.plain() for key, item in self.items.items()}

    def remove(self, children: Collection[Node]) -> None:
        """Take `children` out, with their keys."""
        out = set(children)
        self.items = {key: item for key, item in self.items.items() if item not in out}
        self.marks = {key: mark for key, mark in self.marks.items() if key in self.items}
        self.pruned = True

    def listed(self, key: str) -> list[Node]:
        """Return the items of the list under `key`; none where there is no list."""
        found = self.items.get(key)
        return found.items if isinstance(found, ListNode) else []

    def prunes(self, key: str) -> bool:
        """Whether `key` may lack something only because a broken part of it was taken out."""
        value = self.items.get(key)
        return value.pruned if isinstance(value, ContainerNode) else self.pruned

    def rename(self, key: str, new: str) -> None:
        """Give the value of `key` another key; it keeps its place in the file."""
        self.items[new] = self.items.pop(key)
        self.marks[new] = self.marks.pop(key)

    def key_problem(self, key: str, what: str) -> Problem:
        """Return the problem that `what` is wrong with `key` itself, not with its value."""
        where = ".".join(part for part in (self.where, key) if part)
        return Problem(str(self.root.key), *self.marks[key], where, what)


def find(root: Node, loc: Sequence[str | int]) -> Node:
    """Return the node at `loc`, as Pydantic gives it, or the nearest one above where there is none."""
    node = root
    for part in loc:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return node


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node, GroupNode) and isinstance(part, str):
        return node.items.get(part)
    if isinstance(node, ListNode) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None
