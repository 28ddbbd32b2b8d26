"""Check a file's tree against its model; what is wrong is told in a curator's words, and the rest is kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from assistant.knowledge.mismatch import explain
from assistant.knowledge.nodes import NOTHING, ContainerNode, GroupNode, ListNode, ScalarNode, find
from assistant.knowledge.wording import listed, named, nearest, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from assistant.errors import Problem
    from assistant.knowledge.nodes import Node

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Checked(Generic[M]):
    """What could be kept of a file, as a model; `root` is its tree, cut to match the model.

    `lost` holds the ids of what had to be left out, so that references to them are not called wrong; `filled`
    the keys at the top that a filler stands in for.
    """

    content: M
    root: GroupNode
    lost: frozenset[str]
    filled: frozenset[str]


def check(
    model: type[M], root: GroupNode, problems: list[Problem], fillers: Mapping[str, str]
) -> Checked[M] | None:
    """Check the file `root` against `model`, and add to `problems` all that is wrong with it.

    Broken parts are cut out of `root` until the rest fits, so that a mistake in one entry hides none in
    another. `fillers` stand in for keys that are missing at the top of the file.

    Returns:
        The rest, or None where none is left.
    """
    lost: set[str] = set()
    told = False
    while True:
        try:
            content = model.model_validate(root.plain())
            return Checked(content, root, frozenset(lost), frozenset(root.items.keys() - root.marks.keys()))
        except ValidationError as error:
            details = [each for each in error.errors(include_url=False) if not _follows(root, each)]
        unknown = [detail for detail in details if detail["type"] == "extra_forbidden"]
        if unknown:
            problems.extend(_mend_keys(model, root, unknown))
            continue
        if not told:
            problems.extend(_problem(root, detail) for detail in details)
            told = True
        if not _cut(root, details, fillers, lost):
            return None


def _follows(root: GroupNode, detail: ErrorDetails) -> bool:
    """Whether `detail` calls a list too short only because items of it are wrong, which is told of each."""
    node = find(root, detail["loc"])
    return detail["type"] == "too_short" and isinstance(node, ListNode) and bool(node.items)


def _mend_keys(model: type[BaseModel], root: GroupNode, details: Iterable[ErrorDetails]) -> Iterator[Problem]:
    """Tell of unknown keys, and take each for the nearest valid one where that is free, else leave it out."""
    keys: defaultdict[tuple[str | int, ...], list[str]] = defaultdict(list)
    for detail in details:
        keys[detail["loc"][:-1]].append(str(detail["loc"][-1]))
    for loc, unknown in keys.items():
        group, valid = find(root, loc), list(_model_at(model, loc).model_fields)
        assert isinstance(group, GroupNode)
        every = f"; the keys here are {listed(valid)}"
        useless: list[Node] = []
        for key in unknown:
            near = nearest(key, valid)
            yield group.key_problem(key, f"there is no key {named(key)}{suggestion(near) or every}")
            if near and near not in group.items:
                group.rename(key, near)
            else:
                useless.append(group.items[key])
        if useless:
            group.remove(useless)


def _model_at(model: type[BaseModel], loc: Iterable[str | int]) -> type[BaseModel]:
    for part in loc:
        if isinstance(part, str):
            annotation: Any = model.model_fields[part].annotation
            model = next(iter(get_args(annotation)), annotation)
    return model


def _cut(root: GroupNode, details: list[ErrorDetails], fillers: Mapping[str, str], lost: set[str]) -> bool:
    """Take out of `root` what `details` complain of; False where that would leave nothing."""
    broken: defaultdict[ContainerNode, list[Node]] = defaultdict(list)
    for detail in details:
        node = find(root, detail["loc"])
        missing = str(detail["loc"][-1]) if detail["type"] == "missing" else ""
        if node is root and missing in fillers:
            root.items[missing] = ScalarNode(root.mark, root, missing, fillers[missing])
        elif isinstance(node, ScalarNode) and node.reading not in ("", NOTHING) and node.text.strip():
            node.reading = ""
        elif isinstance(node.parent, ContainerNode):
            _note_loss(node, lost)
            broken[node.parent].append(node)
        else:
            return False
    for container, nodes in broken.items():
        container.remove(nodes)
    return bool(details)


def _note_loss(node: Node, lost: set[str]) -> None:
    name = node.items.get("id") if isinstance(node, GroupNode) else node if node.key == "id" else None
    if isinstance(name, ScalarNode):
        lost.add(name.text)


def _problem(root: GroupNode, detail: ErrorDetails) -> Problem:
    node = find(root, detail["loc"])
    return node.problem(explain(detail, node))
