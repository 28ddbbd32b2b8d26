"""The rules that hold between entries, wherever in the pack those stand: each tells what breaks it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from assistant.knowledge.nodes import ListNode, ScalarNode
from assistant.knowledge.pack import IntentKind
from assistant.knowledge.wording import Spellings, named, same_wording
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from assistant.errors import Problem
    from assistant.knowledge.checked import Checked
    from assistant.knowledge.draft import Placed
    from assistant.knowledge.nodes import Node
    from assistant.knowledge.schema import EntityEntry, FactEntry, IntentEntry, PackFile, RuleEntry, TermEntry

    Entry = FactEntry | IntentEntry | TermEntry | EntityEntry | RuleEntry

T = TypeVar("T")

WELCOMES = 3


def items(placed: Placed[Entry], key: str, values: Sequence[T]) -> list[tuple[T, Node]]:
    """Pair each of `values`, the list under `key` as the entry has it, with its node."""
    return list(zip(values, placed.node.listed(key), strict=True))


def unique_ids(kind: str, entries: Iterable[Placed[Entry]]) -> Iterator[Problem]:
    """No two entries of a kind have the same id."""
    first: dict[str, Node] = {}
    for placed in entries:
        node = placed.node.items["id"]
        before = first.setdefault(placed.entry.id, node)
        if before is not node:
            yield node.problem(
                f"another {kind} is called {named(placed.entry.id)}, at {before.place}: rename one"
            )


def kind_rules(placed: Placed[IntentEntry], shared: Collection[str]) -> Iterator[Problem]:
    """An intent has the keys that go with its kind, and no others; `shared` ones have phrases anyway."""
    entry, node, kind = placed.entry, placed.node, placed.entry.kind
    is_shared = entry.id in shared
    if is_shared and kind is not IntentKind.CHAT:
        what = f"{named(entry.id)} is small talk of every pack: take “kind” out, or use another id"
        yield node.items["kind"].problem(what)
    wants = {
        "phrases": not is_shared,
        "facts": kind is IntentKind.ANSWER,
        "says": kind is not IntentKind.ANSWER,
    }
    whys = {
        "phrases": "this intent has no phrases: write other ways to ask the same",
        "facts": "this answer has no facts: name the facts that it is made of",
        "says": f"this {kind} has nothing to say: write under “says” what to reply",
    }
    for key, wanted in wants.items():
        if wanted and not getattr(entry, key) and not node.prunes(key):
            yield node.items.get(key, node).problem(whys[key])
    refused = {
        "says": (IntentKind.ANSWER, "an answer is told by its facts: take “says” out, or make this a gap"),
        "facts": (IntentKind.CHAT, "small talk rests on no facts: take “facts” out"),
    }
    for key, (refusing, why) in refused.items():
        if kind is refusing and getattr(entry, key):
            yield node.items[key].problem(why)
    if entry.verdict and kind is not IntentKind.ANSWER:
        yield node.items["verdict"].problem("only an answer can have a verdict: take “verdict” out")


def known_types(intents: Iterable[Placed[IntentEntry]], types: Collection[str]) -> Iterator[Problem]:
    """Only an answer decides types of entity, and each is the type of an entity in the lexicon."""
    spellings = Spellings(types)
    for placed in intents:
        for name, node in items(placed, "decides", placed.entry.decides):
            if placed.entry.kind is not IntentKind.ANSWER:
                yield node.problem("only an answer can decide anything: take “decides” out")
            elif name not in types:
                hint = spellings.did_you_mean(name)
                yield node.problem(f"no entity of the lexicon has the type {named(name)}{hint}")


def references(
    intents: Iterable[Placed[IntentEntry]], facts: Collection[str], lost: Collection[str]
) -> Iterator[Problem]:
    """Every fact that an intent names is there, and named once; nothing is said of `lost` ones."""
    spellings = Spellings(facts)
    for placed in intents:
        seen: set[str] = set()
        for name, node in items(placed, "facts", placed.entry.facts):
            if name in seen:
                yield node.problem(f"the fact {named(name)} is named twice: take one out")
            elif name not in facts and name not in lost:
                yield node.problem(f"there is no fact {named(name)}{spellings.did_you_mean(name)}")
            seen.add(name)


def own_wordings(placed: Placed[IntentEntry]) -> list[tuple[str, Node]]:
    """What an intent is asked by as its file has it, with the nodes: its question, where that is given."""
    phrases = items(placed, "phrases", placed.entry.phrases)
    if "question" not in placed.node.marks:
        return phrases
    return [(placed.entry.question, placed.node.items["question"]), *phrases]


def unique_phrases(intents: Iterable[Placed[IntentEntry]]) -> Iterator[Problem]:
    """No wording stands under two intents, or twice under one, its canonical question included.

    Where a template makes many wordings of another intent, they are told at once.
    """
    first: dict[str, tuple[Node, Placed[IntentEntry]]] = {}
    shared: defaultdict[tuple[str, Node, Node], list[str]] = defaultdict(list)
    for placed in intents:
        question = placed.node.items["question"]
        for text, node in own_wordings(placed):
            before, other = first.setdefault(same_wording(text), (node, placed))
            if before is node:
                continue
            if other is not placed:
                shared[other.entry.id, before, node].append(text)
            elif before is question:
                yield node.problem(f"{named(text)} is this intent's own question: take it out here")
            else:
                yield node.problem(
                    f"{named(text)} stands twice in this intent, first in line {before.mark[0]}"
                )
    for (intent, before, node), texts in shared.items():
        where = f"under the intent {named(intent)} too, at {before.place}: take one out"
        yield node.problem(f"{_as_written(texts, node)} {where}")


def _as_written(texts: Sequence[str], node: Node) -> str:
    """Say that `texts` stand somewhere, and that they are wordings of a template where `node` is one."""
    if len(texts) > 1:
        return f"{named(texts[0])} and {counted(len(texts) - 1, 'more wording')} of this template stand"
    plain = isinstance(node, ScalarNode) and node.text.strip() == texts[0]
    return f"{named(texts[0])}{'' if plain else ', which this template makes,'} stands"


def unique_forms(terms: Iterable[Placed[TermEntry | EntityEntry]]) -> Iterator[Problem]:
    """No form stands under two terms; twice under one does no harm, as with “e-mail” and “email”."""
    first: dict[str, tuple[Node, Placed[TermEntry | EntityEntry]]] = {}
    for placed in terms:
        for text, node in items(placed, "forms", placed.entry.forms):
            before, other = first.setdefault(same_wording(text), (node, placed))
            if other is not placed:
                where = f"stands under the term {named(other.entry.id)} too, at {before.place}"
                yield node.problem(f"{named(text)} {where}: take one out")


def welcome_rules(pack: Checked[PackFile], intents: Sequence[Placed[IntentEntry]]) -> Iterator[Problem]:
    """The welcome has three different questions, each an answer's canonical question, letter for letter."""
    answers = dict.fromkeys(each.entry.question for each in intents if each.entry.kind is IntentKind.ANSWER)
    spellings = Spellings(answers)
    others = {each.entry.question: each.entry.kind for each in intents} if intents else {}
    listed = pack.root.items["welcome"]
    texts = pack.content.welcome
    if len(texts) != WELCOMES and not pack.root.prunes("welcome"):
        yield listed.problem(f"must have exactly three questions, not {len(texts)}")
    nodes = listed.items if isinstance(listed, ListNode) else []
    seen: set[str] = set()
    for text, node in zip(texts, nodes, strict=True):
        if text in seen:
            yield node.problem(f"{named(text)} stands twice in the welcome")
        elif text in others and text not in answers:
            yield node.problem(f"{named(text)} is the question of a {others[text]}, not of an answer")
        elif text not in answers:
            hint = spellings.did_you_mean(text)
            yield node.problem(f"{named(text)} is not the question of any intent, letter for letter{hint}")
        seen.add(text)
