"""Load a pack: read its folder, check every rule, and resolve it into a `Pack`, or tell all that is wrong."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.errors import PackError, breaking
from assistant.knowledge import rules
from assistant.knowledge.draft import read_draft
from assistant.knowledge.files import whole_file
from assistant.knowledge.nodes import find
from assistant.knowledge.pack import Fact, Intent, Pack, Quote, Term, Topic
from assistant.knowledge.quotes import CrossingError, Quotes
from assistant.knowledge.schema import EntityEntry
from assistant.knowledge.sharing import known_names, with_small_talk
from assistant.knowledge.small_talk import SMALL_TALK, small_talk
from assistant.knowledge.wording import Spellings, named
from assistant.language import load_english

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.errors import Problem
    from assistant.knowledge.draft import Draft, Placed
    from assistant.knowledge.nodes import Node
    from assistant.knowledge.schema import FactEntry, IntentEntry, PackFile, TermEntry


def load_pack(folder: Path) -> Pack:
    """Load, check and resolve the pack in `folder`.

    Args:
        folder: A folder with ``seeds/`` and ``intents/``.

    Returns:
        The pack. Each intent's phrases begin with its canonical question.

    Raises:
        PackError: Anything is wrong with the pack; it holds every problem of every file.
    """
    return load_with_places(folder)[0]


def load_with_places(folder: Path) -> tuple[Pack, Draft]:
    """Load a pack as `load_pack` does, and give what its files say besides, with the place of each entry."""
    draft = read_draft(folder)
    facts = resolve_facts(draft)
    draft.problems.extend(_broken_rules(draft, folder))
    if draft.problems or draft.pack is None:
        raise PackError(draft.problems)
    return _resolve(draft, draft.pack.content, facts), draft


def _broken_rules(draft: Draft, folder: Path) -> list[Problem]:
    """All problems between entries, save those that may only follow from a part that could not be read."""
    shared = {placed.entry.id for placed in draft.shared}
    problems = [
        *breaking("reference", known_names(draft.pack) if draft.pack else ()),
        *breaking("duplicate-id", rules.unique_ids("fact", draft.facts)),
        *breaking("duplicate-id", rules.unique_ids("intent", draft.intents)),
        *breaking("duplicate-id", rules.unique_ids("term", draft.terms)),
        *breaking("duplicate-id", rules.unique_ids("rule", draft.rules)),
        *breaking("kind", (each for placed in draft.intents for each in rules.kind_rules(placed, shared))),
        *breaking("duplicate-phrase", rules.unique_phrases(draft.intents)),
        *breaking("duplicate-form", rules.unique_forms(draft.terms)),
    ]
    if draft.complete:
        ids = dict.fromkeys(placed.entry.id for placed in draft.facts)
        problems.extend(breaking("reference", rules.references(draft.intents, ids, draft.lost)))
        own = [placed.entry.type for placed in draft.terms if isinstance(placed.entry, EntityEntry)]
        types = dict.fromkeys([*own, *sorted(load_english().entity_types)])
        problems.extend(breaking("reference", rules.known_types(draft.intents, types)))
        if not draft.lost:
            problems.extend(_emptiness(draft, folder))
            if draft.pack and draft.intents:
                problems.extend(breaking("welcome", rules.welcome_rules(draft.pack, draft.intents)))
    return problems


def _emptiness(draft: Draft, folder: Path) -> list[Problem]:
    counts = {"fact": len(draft.facts), "intent": len(draft.intents)}
    return [
        whole_file(folder / "intents", f"no file here has any {kind}")
        for kind, count in counts.items()
        if not count
    ]


def resolve_facts(draft: Draft) -> dict[str, Fact]:
    """Return the facts by id, each with those of its quotes that are found; others become problems."""
    resolver = _Facts(draft)
    return {placed.entry.id: resolver.resolve(placed) for placed in draft.facts}


class _Facts:
    """Finds the quotes of the facts of a draft; those that are not to be found become problems."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._quotes = Quotes(draft.sources)
        self._names = Spellings(draft.sources)

    def resolve(self, placed: Placed[FactEntry]) -> Fact:
        """Return a fact with those of its quotes that are found."""
        entry, node = placed.entry, placed.node
        quotes: list[Quote] = []
        if self._draft.sources_complete and self._is_known(entry.source, node):
            for quote, item in rules.items(placed, "quotes", entry.quotes):
                if self._is_known(quote.source, item):
                    quotes.extend(self._find(quote.text, quote.source or entry.source, item))
        return Fact(entry.id, entry.statement, tuple(quotes), entry.draft)

    def _is_known(self, source: str | None, node: Node) -> bool:
        """Whether there is the `source` that the group at `node` names, if it names one; else tell so."""
        if source is None or source in self._draft.sources:
            return True
        what = f"there is no file {named(source)} in seeds{self._names.did_you_mean(source)}"
        self._draft.add("reference", find(node, ["source"]).problem(what))
        return False

    def _find(self, text: str, source: str | None, node: Node) -> list[Quote]:
        found = self._quotes.find(text, source)
        if isinstance(found, Quote):
            return [found]
        # Where a correction is out, sentences may be parted that belong together.
        if self._draft.corrections_complete or not isinstance(found, CrossingError):
            self._draft.add("quote", find(node, ["text"]).problem(str(found)))
        return []


def _resolve(draft: Draft, content: PackFile, facts: dict[str, Fact]) -> Pack:
    intents, taken = with_small_talk(draft, content)
    return Pack(
        title=content.title,
        about=content.about,
        welcome=content.welcome,
        sources=MappingProxyType(draft.sources),
        topics=MappingProxyType(_topics(draft)),
        facts=MappingProxyType(facts),
        intents=MappingProxyType({each.entry.id: _intent(each) for each in intents}),
        terms=MappingProxyType({each.entry.id: _term(each.entry) for each in draft.terms}),
        stop_words=frozenset(draft.stop_words),
        small_talk=taken,
        without=frozenset(content.without) - {SMALL_TALK, *taken.off},
    )


def _topics(draft: Draft) -> dict[str, Topic]:
    """The topics in the order of their files, as if the shared one had a file among them."""
    content = small_talk().content
    shared = {content.topic: Topic(content.topic, content.title)} if draft.shared else {}
    return dict(sorted((shared | draft.topics).items()))


def _intent(placed: Placed[IntentEntry]) -> Intent:
    entry = placed.entry
    return Intent(
        id=entry.id,
        kind=entry.kind,
        topic=placed.topic,
        question=entry.question,
        phrases=(entry.question, *entry.phrases),
        facts=entry.facts,
        says=entry.says,
        verdict=entry.verdict,
        follow_ups=entry.follow_ups,
        decides=entry.decides,
        draft=entry.draft,
    )


def _term(entry: TermEntry | EntityEntry) -> Term:
    if isinstance(entry, EntityEntry):
        return Term(entry.id, entry.forms, entry.type, entry.in_article)
    return Term(entry.id, entry.forms)
