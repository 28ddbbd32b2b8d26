"""Read YAML text into nodes; what a pack has no use for (anchors, tags, several documents) is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from assistant.errors import Problem
from assistant.knowledge.nodes import BOOLEAN, NOTHING, ContainerNode, GroupNode, ListNode, ScalarNode
from assistant.knowledge.wording import named
from assistant.knowledge.yaml_events import LOADER
from assistant.knowledge.yaml_mistakes import DEEPEST, OWN_MEANING, TOO_DEEP, explain
from assistant.knowledge.yaml_scalars import type_in_1_1

if TYPE_CHECKING:
    from assistant.knowledge.nodes import Mark, Node

_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_READINGS = {"bool": BOOLEAN, "null": NOTHING, "int": "a number", "float": "a number", "timestamp": "a date"}


def read_yaml(text: str, path: str, key: str = "title") -> tuple[GroupNode | None, list[Problem]]:
    """Read the YAML file `text`, to be called `path` in messages; `key` is one that it has to have.

    Returns:
        The tree, or None where it cannot be relied on, and all that is wrong with the file as YAML. A key
        that stands twice is a problem that leaves the tree usable: the first value counts.
    """
    text = text.removeprefix("\ufeff")
    odd = _NOT_YAML.search(text)
    if odd:
        line, column = position(text, odd.start())
        return None, [Problem(path, line, column, "", f"U+{ord(odd[0]):04X} may not stand in a YAML file")]
    builder = _Builder(path, key)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.feed(event)
    except _RefusedError as refused:
        builder.problems.append(refused.problem)
        return None, builder.problems
    except yaml.MarkedYAMLError as error:
        line, column, what = explain(error, text)
        return None, [*builder.problems, Problem(path, line, column, "", what)]
    return builder.finish(text)


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of the code point at `offset`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class _RefusedError(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Builder:
    """Puts nodes together from the parser's events, on a stack of its own: depth cannot exhaust Python's."""

    def __init__(self, path: str, such_as: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._such_as = such_as
        self._usable = True
        self._root: Node | None = None
        self._documents = 0
        self._open: list[tuple[ContainerNode | None, str | None]] = []
        # The innermost open list or group, and the key that waits for its value where that is a group.
        self._home: ContainerNode | None = None
        self._key: str | None = None

    def feed(self, event: yaml.Event) -> None:
        """Take the next event."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._home, self._key = self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._unusable(event, f"“*” {OWN_MEANING}")
            if self._at_key():
                self._key = ""
            else:
                self._attach(ScalarNode(_mark(event), *self._place(), "", NOTHING))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._refused(event, "a second document begins here: take out the line “---”")

    def finish(self, source: str) -> tuple[GroupNode | None, list[Problem]]:
        """Return the tree of the text `source`, if it is a usable group of keys, and all problems."""
        root = self._root
        if not self._usable:
            return None, self.problems
        if root is None or (isinstance(root, ScalarNode) and root.reading == NOTHING):
            self.problems.append(Problem(self._path, 1, 1, "", "the file is empty"))
        elif not isinstance(root, GroupNode):
            what = f"the file must consist of keys with values, such as {named(f'{self._such_as}: ...')}"
            self.problems.append(root.problem(what))
        else:
            root.lines = source.splitlines()
            return root, self.problems
        return None, self.problems

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        home = self._home
        if isinstance(home, GroupNode) and self._key is None:
            self._take_key(home, event)
        else:
            self._attach(ScalarNode(_mark(event), *self._place(), event.value, _reading(event)))

    def _take_key(self, group: GroupNode, event: yaml.ScalarEvent) -> None:
        first = group.marks.get(event.value)
        if first is None:
            group.marks[event.value] = _mark(event)
        else:
            what = f"the key {named(event.value)} stands here twice, first in line {first[0]}"
            where = ".".join(part for part in (group.where, event.value) if part)
            self.problems.append(Problem(self._path, *_mark(event), where, what))
        self._key = event.value

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        self._refuse_marks(event)
        if self._at_key():
            raise self._refused(event, "a key must be a word: put text that begins with [ or { in quotes")
        if len(self._open) >= DEEPEST:
            raise self._refused(event, TOO_DEEP)
        kind = GroupNode if isinstance(event, yaml.MappingStartEvent) else ListNode
        node = kind(_mark(event), *self._place())
        self._attach(node)
        self._open.append((self._home, self._key))
        self._home, self._key = node, None

    def _place(self) -> tuple[ContainerNode | None, str | int]:
        """The parent and the key of the next value."""
        home = self._home
        if home is None:
            return None, self._path
        return home, len(home.items) if isinstance(home, ListNode) else self._key or ""

    def _attach(self, node: Node) -> None:
        home = self._home
        if home is None:
            self._root = self._root or node
        elif isinstance(home, ListNode):
            home.items.append(node)
        elif isinstance(home, GroupNode):
            home.items.setdefault(str(node.key), node)
            self._key = None

    def _at_key(self) -> bool:
        return isinstance(self._home, GroupNode) and self._key is None

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        for mark, value in (("&", event.anchor), ("!", event.tag)):
            if value is not None:
                self._unusable(event, f"“{mark}” {OWN_MEANING}")

    def _unusable(self, event: yaml.Event, what: str) -> None:
        self._usable = False
        self.problems.append(self._refused(event, what).problem)

    def _refused(self, event: yaml.Event, what: str) -> _RefusedError:
        return _RefusedError(Problem(self._path, *_mark(event), "", what))


def _mark(event: yaml.Event) -> Mark:
    start: Any = event.start_mark
    return start.line + 1, start.column + 1


def _reading(event: yaml.ScalarEvent) -> str:
    """What YAML takes a scalar for where that is not text; empty for text."""
    return _READINGS.get(type_in_1_1(event.value), "") if event.implicit[0] else ""
