"""Say in a curator's words how a value in a file differs from what belongs there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.knowledge.nodes import NOTHING, GroupNode, ListNode, ScalarNode
from assistant.knowledge.pack import IntentKind
from assistant.knowledge.wording import did_you_mean, listed, named

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from assistant.knowledge.nodes import Node

_SHAPES = {
    "tuple_type": "must be a list: one item a line, each after “- ”",
    "model_type": "must be a group of keys with values, such as “id: ...”",
    "too_short": "is an empty list: write at least one item",
}
_TEXTS = ("string_type", "literal_error", "enum")


def explain(detail: ErrorDetails, node: Node) -> str:
    """Return what Pydantic's `detail` means for the person who wrote `node`."""
    kind = detail["type"]
    if kind == "missing":
        return f"the key {named(str(detail['loc'][-1]))} is missing"
    if isinstance(node, ScalarNode) and node.reading == NOTHING:
        return "is empty: write something here, or take it out"
    if kind in _TEXTS or kind.startswith("bool"):
        return _not_that_text(kind, node)
    return _SHAPES.get(kind, detail["msg"])


def _not_that_text(kind: str, node: Node) -> str:
    if isinstance(node, GroupNode) and isinstance(node.parent, ListNode):
        return "must be text; “: ” within text has a meaning of its own in YAML: put the whole text in quotes"
    if not isinstance(node, ScalarNode):
        if isinstance(node, ListNode):
            return "must be text, not a list: put text that begins with [ in quotes"
        return "must be text, not a group of keys"
    if node.reading and kind in _TEXTS:
        return f'YAML reads {node.text} as {node.reading}: put it in quotes, "{node.text}"'
    if kind == "enum":
        hint = did_you_mean(node.text, list(IntentKind)) or f"; the kinds are {listed(IntentKind)}"
        return f"{named(node.text)} is no kind of intent{hint}"
    wanted = '"yes" or "no"' if kind == "literal_error" else "true or false"
    return f"must be {wanted}, not {named(node.text)}"
