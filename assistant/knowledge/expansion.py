"""Put the wordings that templates make in their place: all that follows knows plain phrases alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from assistant.knowledge.nodes import ListNode
from assistant.knowledge.wording import Spellings, named, same_wording
from assistant.language.grammar import Choice, Text
from assistant.language.sampling import sample
from assistant.language.templates import DEEPEST, MARKS, TOO_DEEP, TemplateError, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.knowledge.draft import Draft, Placed
    from assistant.knowledge.nodes import Node
    from assistant.knowledge.schema import IntentEntry
    from assistant.language.grammar import Wordings

ListKey = Literal["phrases", "follow_ups"]
_LISTS: tuple[ListKey, ...] = ("phrases", "follow_ups")
# How many wordings a template makes at most, and the templates of a list together. As measured with eight
# templates for each of twenty intents, one of 80 wordings knows less, and one of 1,200 outshouts the others.
A_TEMPLATE: Final = 100
A_LIST: Final = 300
# In code points; rules that double one another would else make wordings that fill the memory.
LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """A template among the phrases or the follow-ups of an intent, and what became of it.

    `made` is how many wordings it adds to the intent, and `count` in how many ways it can be worded; where it
    is `sampled`, only some of those are looked at.
    """

    intent: str
    key: ListKey
    node: Node
    made: int
    count: int
    sampled: bool

    @property
    def place(self) -> str:
        """The file and the line of the template."""
        return self.node.place


def expand_templates(draft: Draft) -> None:
    """Put the wordings that each template makes in its place, and tell its mistakes among those of `draft`.

    All wordings of a template have its node. Those that the intent has already are left out.
    """
    rules = _Rules(draft)
    rules.read_all()
    for key in _LISTS:
        for number, placed in enumerate(draft.intents):
            if _any_template(getattr(placed.entry, key)):
                draft.intents[number] = _expanded(placed, key, rules, draft)


def _any_template(texts: Iterable[str]) -> bool:
    # A pack has many thousands of phrases: to look through all of a list at once takes a tenth of the time.
    text = "\n".join(texts)
    return any(mark in text for mark in MARKS)


def _expanded(placed: Placed[IntentEntry], key: ListKey, rules: _Rules, draft: Draft) -> Placed[IntentEntry]:
    """The intent with plain texts alone in the list under `key`."""
    listed = placed.node.items[key]
    assert isinstance(listed, ListNode)
    texts: tuple[str, ...] = getattr(placed.entry, key)
    written = list(zip(texts, listed.items, strict=True))
    read = {node: rules.read_phrase(text, node) for text, node in written if _any_template([text])}
    sets = {node: wordings for node, wordings in read.items() if wordings}
    shares = _shares({node: wordings.count for node, wordings in sets.items()})
    plain = {node: text for text, node in written if node not in read}
    seen = {same_wording(text) for text in (placed.entry.question, *plain.values())}
    rows: list[tuple[str, Node]] = []
    for _, node in written:
        if node in plain:
            rows.append((plain[node], node))
        elif node in sets:
            rows.extend((text, node) for text in _new(sample(sets[node], shares[node]), seen))
    made = Counter(node for _, node in rows)
    draft.templates.extend(
        TemplateUse(placed.entry.id, key, node, made[node], each.count, shares[node] < each.count)
        for node, each in sets.items()
    )
    listed.items = [node for _, node in rows]
    listed.pruned |= len(sets) < len(read)
    return replace(placed, entry=placed.entry.model_copy(update={key: tuple(text for text, _ in rows)}))


def _new(texts: Iterable[str], seen: set[str]) -> list[str]:
    """Those of `texts` whose wording is not among `seen`, to which it is added."""
    new: list[str] = []
    for text in texts:
        wording = same_wording(text)
        if wording not in seen:
            seen.add(wording)
            new.append(text)
    return new


def _shares(counts: Mapping[Node, int]) -> dict[Node, int]:
    """How many wordings each template makes: what small ones leave of the bound is for the others."""
    shares: dict[Node, int] = {}
    left = A_LIST
    for place, node in enumerate(sorted(counts, key=counts.__getitem__)):
        shares[node] = min(counts[node], A_TEMPLATE, max(left // (len(counts) - place), 1))
        left -= shares[node]
    return shares


class _LostRuleError(Exception):
    """A rule is named that is there but cannot be used, which is told where it stands."""


class _Rules:
    """The rules of a pack and the terms of its lexicon, each as its wordings once it was named."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._rules = {placed.entry.id: placed for placed in reversed(draft.rules)}
        self._terms = {placed.entry.id: placed.entry.forms for placed in draft.terms}
        self._spellings = Spellings([*self._rules, *self._terms])
        self._known: dict[str, Wordings | None] = {}
        # The rules that are being read, each named by the one before.
        self._path: list[str] = []

    def read_all(self) -> None:
        """Read every rule, so that the mistakes of all are told."""
        for placed in self._draft.rules:
            name = placed.entry.id
            if name not in self._known:
                self._known[name] = self._read_rule(name)

    def read_phrase(self, template: str, node: Node) -> Wordings | None:
        """The wordings of a phrase, or None where it cannot be used, which is told."""
        wordings = self._read(template, node)
        if wordings and wordings.can_be_empty:
            what = "all of this may be left out: a phrase needs a word that stays"
            self._draft.add("template", node.problem(what))
            return None
        return wordings

    def _read(self, template: str, node: Node) -> Wordings | None:
        try:
            wordings = parse(template, self._named)
            if wordings.depth > DEEPEST:
                raise TemplateError(TOO_DEEP, 0)
            if wordings.longest > LONGEST:
                raise TemplateError(f"this makes wordings of more than {LONGEST:,} characters", 0)
        except TemplateError as error:
            self._draft.add("template", node.problem_within(error.offset, str(error)))
        except _LostRuleError:
            pass
        else:
            return wordings
        return None

    def _read_rule(self, name: str) -> Wordings | None:
        rule = self._rules[name]
        self._path.append(name)
        wordings = self._read(rule.entry.template, rule.node.items["template"])
        self._path.pop()
        # A choice of its own, so that rules count as brackets do where they stand in one another.
        return wordings and Choice([wordings])

    def _named(self, name: str, offset: int) -> Wordings:
        """The wordings of the rule or the term `name`, which a template names at `offset`."""
        if name not in self._known:
            self._known[name] = self._look_up(name, offset)
        wordings = self._known[name]
        if wordings is None:
            raise _LostRuleError
        return wordings

    def _look_up(self, name: str, offset: int) -> Wordings | None:
        if name in self._path:
            path = " → ".join([*self._path[self._path.index(name) :], name])
            raise TemplateError(f"the rule {named(name)} is made of itself: {path}", offset)
        if name in self._rules:
            if len(self._path) >= DEEPEST:
                raise TemplateError(TOO_DEEP, offset)
            return self._read_rule(name)
        if name in self._terms:
            return Choice([Text(form) for form in self._terms[name]])
        if name in self._draft.lost or not self._draft.lexicon_complete:
            return None
        what = f"there is no rule and no term of the lexicon {named(name)}"
        raise TemplateError(what + self._spellings.did_you_mean(name), offset)
