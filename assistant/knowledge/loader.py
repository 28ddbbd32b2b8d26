"""Load a pack: read its folder, check every rule, and resolve it into a `Pack`, or tell all that is wrong."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.errors import PackError
from assistant.knowledge import rules
from assistant.knowledge.draft import read_draft
from assistant.knowledge.files import whole_file
from assistant.knowledge.pack import Fact, Intent, Pack, Quote, Term, Topic
from assistant.knowledge.quotes import QuoteError, find_quote
from assistant.knowledge.schema import EntityEntry
from assistant.knowledge.sharing import known_names, with_small_talk
from assistant.knowledge.small_talk import SMALL_TALK, small_talk
from assistant.knowledge.wording import did_you_mean, named
from assistant.language import load_english

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.errors import Problem
    from assistant.knowledge.draft import Draft, Placed
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
    draft = read_draft(folder)
    facts = {placed.entry.id: _resolve_fact(placed, draft) for placed in draft.facts}
    draft.problems.extend(_broken_rules(draft, folder))
    if draft.problems or draft.pack is None:
        raise PackError(draft.problems)
    return _resolve(draft, draft.pack.content, facts)


def _broken_rules(draft: Draft, folder: Path) -> list[Problem]:
    """All problems between entries, save those that may only follow from a part that could not be read."""
    shared = {placed.entry.id for placed in draft.shared}
    problems = [
        *(known_names(draft.pack) if draft.pack else ()),
        *rules.unique_ids("fact", draft.facts),
        *rules.unique_ids("intent", draft.intents),
        *rules.unique_ids("term", draft.terms),
        *(problem for placed in draft.intents for problem in rules.kind_rules(placed, shared)),
        *rules.unique_phrases(draft.intents),
        *rules.unique_forms(draft.terms),
    ]
    if draft.complete:
        ids = {placed.entry.id for placed in draft.facts}
        problems.extend(rules.references(draft.intents, ids, draft.lost))
        types = {placed.entry.type for placed in draft.terms if isinstance(placed.entry, EntityEntry)}
        problems.extend(rules.known_types(draft.intents, types | load_english().entity_types))
        if not draft.lost:
            problems.extend(_emptiness(draft, folder))
            if draft.pack and draft.intents:
                problems.extend(rules.welcome_rules(draft.pack, draft.intents))
    return problems


def _emptiness(draft: Draft, folder: Path) -> list[Problem]:
    counts = {"fact": len(draft.facts), "intent": len(draft.intents)}
    return [
        whole_file(folder / "intents", f"no file here has any {kind}")
        for kind, count in counts.items()
        if not count
    ]


def _resolve_fact(placed: Placed[FactEntry], draft: Draft) -> Fact:
    """Find the quotes of a fact; those that are not to be found become problems."""
    entry, node = placed.entry, placed.node
    quotes: list[Quote] = []
    if draft.sources_complete and entry.source is not None and entry.source not in draft.sources:
        what = f"there is no file {named(entry.source)} in seeds{did_you_mean(entry.source, draft.sources)}"
        draft.problems.append(node.items["source"].problem(what))
    elif draft.sources_complete:
        for text, item in rules.items(placed, "quotes", entry.quotes):
            try:
                quotes.append(find_quote(text, draft.sources, entry.source))
            except QuoteError as error:
                draft.problems.append(item.problem(str(error)))
    return Fact(entry.id, entry.statement, tuple(quotes))


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
    )


def _term(entry: TermEntry | EntityEntry) -> Term:
    if isinstance(entry, EntityEntry):
        return Term(entry.id, entry.forms, entry.type, entry.in_article)
    return Term(entry.id, entry.forms)
