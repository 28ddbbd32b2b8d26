"""Small talk: the intents that every pack has without writing them, read as a topic of a pack is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assistant.errors import PackError, Problem
from assistant.knowledge.checked import check
from assistant.knowledge.nodes import GroupNode, ListNode, ScalarNode
from assistant.knowledge.schema import TopicFile
from assistant.knowledge.yaml_reader import read_yaml
from assistant.language.data_files import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.knowledge.checked import Checked
    from assistant.knowledge.schema import IntentEntry

SMALL_TALK = "small_talk"
"""What a pack that wants none of it switches off."""
_FILE = "smalltalk.yaml"
# What an intent of a pack may leave out where a shared one has its id.
_MAY_LACK = ("kind", "question", "says")


@cache
def small_talk() -> Checked[TopicFile]:
    """The shared topic, read once a process.

    Raises:
        PackError: It is no sound topic.
    """
    root, problems = read_yaml(read(_FILE), _FILE, "topic")
    checked = check(TopicFile, root, problems, {}) if root else None
    if problems or checked is None:
        raise PackError(problems or [Problem(_FILE, 1, 1, "", "there is nothing in it")])
    return checked


def complete(root: GroupNode, shared: Mapping[str, IntentEntry]) -> None:
    """Give the intents of the file `root` what they leave out and the `shared` ones of the same id have.

    What is given has no mark of its own in its group. An intent of another kind is given nothing: it cannot
    stand for small talk.
    """
    listed = root.items.get("intents")
    for node in listed.items if isinstance(listed, ListNode) else ():
        entry = shared.get(_text(node, "id")) if isinstance(node, GroupNode) else None
        if isinstance(node, GroupNode) and entry and _text(node, "kind") in ("", entry.kind):
            for key in _MAY_LACK:
                node.items.setdefault(key, ScalarNode(node.mark, node, key, getattr(entry, key)))


def _text(group: GroupNode, key: str) -> str:
    value = group.items.get(key)
    return value.text if isinstance(value, ScalarNode) else ""
