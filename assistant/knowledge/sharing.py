"""Sharing: what a pack makes of that which every pack has, by its own intents and by what it switches off."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from assistant.knowledge.nodes import ListNode
from assistant.knowledge.pack import SmallTalk
from assistant.knowledge.rules import own_wordings
from assistant.knowledge.small_talk import SMALL_TALK, small_talk
from assistant.knowledge.wording import Spellings, named, same_wording
from assistant.language import load_english

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from assistant.errors import Problem
    from assistant.knowledge.checked import Checked
    from assistant.knowledge.draft import Draft, Placed
    from assistant.knowledge.schema import IntentEntry, PackFile


def with_small_talk(draft: Draft, pack: PackFile) -> tuple[list[Placed[IntentEntry]], SmallTalk]:
    """The intents of a pack with the shared ones, in the order of their topics, and what was made of those.

    An intent of the pack that has the id of a shared one takes its place, says what it has itself, and has
    its own phrases behind the shared ones. What the pack asks itself is no wording of a shared intent any
    more; where that is its question, the pack's own intent stands in for it.
    """
    own = {placed.entry.id: placed for placed in draft.intents}
    written = {same_wording(text) for placed in draft.intents for text, _ in own_wordings(placed)}
    merged = {each.entry.id: _merged(each, own.get(each.entry.id), written, pack) for each in draft.shared}
    present = {name: placed for name, placed in merged.items() if placed is not None}
    others = [placed for placed in draft.intents if placed.entry.id not in merged]
    all_wordings = sum(1 + len(placed.entry.phrases) for placed in present.values())
    return sorted(chain(present.values(), others), key=lambda placed: placed.topic), SmallTalk(
        same=tuple([name for name in present if name not in own]),
        changed=tuple([name for name in present if name in own]),
        replaced=tuple([name for name in merged if name not in present]),
        off=tuple([entry.id for entry in small_talk().content.intents if entry.id not in merged]),
        wordings=all_wordings - sum(len(own_wordings(own[name])) for name in present if name in own),
    )


def _merged(
    shared: Placed[IntentEntry], own: Placed[IntentEntry] | None, written: Collection[str], pack: PackFile
) -> Placed[IntentEntry] | None:
    """A shared intent as a pack has it; None where the pack has another in its place."""
    entry = shared.entry
    left = [text for text in (entry.question, *entry.phrases) if same_wording(text) not in written]
    says = entry.says.format(
        title=pack.title, about=pack.about, questions=" ".join(map(_quoted, pack.welcome))
    )
    if own is None and entry.question in left:
        return _asked_as(shared, left, says)
    if own is None:
        return None
    texts = [text for text, _ in own_wordings(own)]
    wordings = texts + left if "question" in own.node.marks else left + texts
    says = own.entry.says if "says" in own.node.marks else says
    return _asked_as(replace(own, topic=shared.topic), wordings, says) if wordings else None


def _asked_as(placed: Placed[IntentEntry], wordings: list[str], says: str) -> Placed[IntentEntry]:
    update = {"question": wordings[0], "phrases": tuple(wordings[1:]), "says": says}
    return replace(placed, entry=placed.entry.model_copy(update=update))


def _quoted(text: str) -> str:
    return f"“{text}”"


def known_names(pack: Checked[PackFile]) -> Iterator[Problem]:
    """What a pack switches off is something that every pack has."""
    talk = [entry.id for entry in small_talk().content.intents]
    valid = dict.fromkeys([SMALL_TALK, *talk, *sorted(load_english().groups)])
    spellings = Spellings(valid)
    listed = pack.root.items.get("without")
    nodes = listed.items if isinstance(listed, ListNode) else []
    for name, node in zip(pack.content.without, nodes, strict=True):
        if name not in valid:
            yield node.problem(f"no pack shares anything called {named(name)}{spellings.did_you_mean(name)}")
