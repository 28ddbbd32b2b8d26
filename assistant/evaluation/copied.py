"""Find phrases of a pack that are questions of an exam: what was copied measures nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.knowledge.draft import read_draft
from assistant.knowledge.nodes import ListNode
from assistant.text import phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def copied_phrases(folder: Path, questions: Iterable[str]) -> list[str]:
    """The ``file:line`` of each phrase of the pack in `folder` that one of `questions` equals.

    Case, punctuation and spacing make no difference.
    """
    asked = {phrase_key(question) for question in questions}
    found: list[str] = []
    draft = read_draft(folder)
    for intent in [*draft.intents, *draft.shared]:
        phrases = intent.node.items.get("phrases")
        nodes = phrases.items if isinstance(phrases, ListNode) else []
        texts = [(intent.node.items["question"], intent.entry.question)]
        texts += zip(nodes, intent.entry.phrases, strict=True)
        found.extend(node.place for node, text in texts if phrase_key(text) in asked)
    return found
