"""Read a script, and compare it with the pack that it is for; all that is wrong is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.demo.schema import KINDS, ONLY_WITH, ExpectEntry, ScriptFile, StepEntry
from assistant.demo.script import Ask, Card, Expect, Note, Pause, Pick, Place, Script, Source, Why
from assistant.errors import AssistantError, ScriptError
from assistant.knowledge.checked import check
from assistant.knowledge.files import DEMO, display, read_text
from assistant.knowledge.nodes import GroupNode, ListNode, Node
from assistant.knowledge.wording import Spellings, listed, named
from assistant.knowledge.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from assistant.demo.script import Step
    from assistant.errors import Problem
    from assistant.knowledge.pack import Pack

_AFTER_A_QUESTION: Final = ("pick", "source", "why")


def default_script(folder: Path) -> Path:
    """Return the path of the script of the pack in `folder`.

    Raises:
        AssistantError: It has none.
    """
    path = folder / "intents" / DEMO
    if not path.exists():
        raise AssistantError(f"{display(path)}: this pack has no script for a demo: name one")
    return path


def read_script(path: Path, pack: Pack) -> Script:
    """Read the script at `path`, to be played with `pack`.

    Raises:
        ScriptError: Anything is wrong with it; it holds every problem.
    """
    problems: list[Problem] = []
    text = read_text(path, problems)
    root = None
    if text is not None:
        root, found = read_yaml(text, display(path), next(iter(ScriptFile.model_fields)))
        problems.extend(found)
    checked = check(ScriptFile, root, problems, {"title": "missing"}) if root else None
    if checked is None:
        raise ScriptError(problems)
    listing = checked.root.items["steps"]
    nodes = listing.items if isinstance(listing, ListNode) else []
    entries = [
        (entry, node)
        for entry, node in zip(checked.content.steps, nodes, strict=True)
        if isinstance(node, GroupNode)
    ]
    # A question may have been lost.
    asked = isinstance(listing, ListNode) and listing.pruned
    spellings = Spellings(pack.intents)
    last = max((len(source.sentences) for source in pack.sources.values()), default=0)
    for entry, node in entries:
        problems.extend(_step_rules(node, asked=asked))
        problems.extend(_references(entry.expect, node, pack.intents, spellings, last))
        asked = asked or "ask" in node.items or node.pruned
    if problems:
        raise ScriptError(problems)
    return Script(checked.content.title, tuple(_step(*each) for each in entries), display(path))


def _step_rules(node: GroupNode, *, asked: bool) -> Iterator[Problem]:
    """A step does one thing, and has no keys but those that go with it."""
    kinds = [key for key in KINDS if key in node.items]
    if not kinds and not node.pruned:
        yield node.problem(f"this step does nothing: it needs one of the keys {listed(KINDS)}")
    for other in kinds[1:]:
        yield node.key_problem(other, f"this step has {named(kinds[0])} already: make it a step of its own")
    for key, homes in ONLY_WITH.items():
        if key in node.items and kinds and not set(kinds) & set(homes):
            yield node.key_problem(key, f"goes with {listed(homes)} alone: take it out")
    for key in kinds:
        if key in _AFTER_A_QUESTION and not asked:
            yield node.key_problem(key, "no question was asked before this step")


def _references(
    expect: ExpectEntry, node: GroupNode, intents: Collection[str], spellings: Spellings, last: int
) -> Iterator[Problem]:
    """Every intent and sentence that is expected is in the pack, whose `last` sentence has that number."""
    for name, place in _items(node, "intent", expect.intent):
        if name not in intents:
            yield place.problem(f"there is no intent {named(str(name))}{spellings.did_you_mean(str(name))}")
    for number, place in _items(node, "sentence", expect.sentence):
        if int(number) > last:
            yield place.problem(f"there is no sentence {number}: the last is {last}")


def _items(
    node: GroupNode, key: str, values: tuple[str, ...] | tuple[int, ...]
) -> Iterator[tuple[str | int, Node]]:
    """Pair each of `values`, which stand under `key` of what is expected, with its node."""
    group = node.items.get("expect")
    found = group.items.get(key) if isinstance(group, GroupNode) else None
    nodes = found.items if isinstance(found, ListNode) else [found] if found else []
    yield from zip(values, nodes, strict=True)


def _step(entry: StepEntry, node: GroupNode) -> Step:
    place, presenter, hold = _place(node), entry.presenter, entry.hold
    kind = next(key for key in KINDS if key in node.items)
    if kind == "ask":
        expect = _expect(entry.expect, node)
        return Ask(place=place, presenter=presenter, hold=hold, question=entry.ask, expect=expect)
    if kind == "pick":
        expect = _expect(entry.expect, node)
        return Pick(place=place, presenter=presenter, hold=hold, number=entry.pick, expect=expect)
    if kind == "pause":
        return Pause(place=place, presenter=presenter, hold=hold, seconds=entry.pause)
    if kind == "note":
        return Note(place=place, presenter=presenter, hold=hold, text=entry.note)
    if kind == "card":
        return Card(place=place, presenter=presenter, hold=hold, title=entry.card, text=entry.text)
    return (Source if kind == "source" else Why)(place=place, presenter=presenter, hold=hold)


def _expect(entry: ExpectEntry, node: GroupNode) -> Expect:
    group = node.items.get("expect")
    items = group.items if isinstance(group, GroupNode) else {}
    places = {key: _place(item) for key, item in items.items()}
    return Expect(entry.status, entry.intent, entry.sentence, places)


def _place(node: Node) -> Place:
    return Place(str(node.root.key), *node.mark, node.where)
