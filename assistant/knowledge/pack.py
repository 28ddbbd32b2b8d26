"""The pack: sources, facts, intents and lexicon, loaded, checked and resolved.

Everything here is frozen. A `Pack` is built by `assistant.knowledge.loader` alone, so whoever holds one may
rely on it: every reference leads somewhere and every quote stands verbatim in its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.knowledge.source import Source


SHARED_TOPIC = "smalltalk"
"""The topic of the small talk that every pack shares."""


class IntentKind(StrEnum):
    """What an intent leads to."""

    ANSWER = "answer"
    GAP = "gap"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim span of a source, within one sentence; offsets are code points."""

    source: str
    sentence: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement in plain words, and the quotes that it rests on (at least one)."""

    id: str
    statement: str
    quotes: tuple[Quote, ...]
    draft: bool = False
    """Whether no curator has checked it yet."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Something a person may ask.

    `question` is its canonical wording, shown when the intent is offered to a person; it is the first of
    `phrases`. `facts` are the ids of the facts that answer it, or, for a gap, of the nearest facts.
    `says` is what a gap or a chat intent replies, and empty for an answer. `verdict` is what the article
    replies to the canonical question read as a yes-or-no question, where it has such a reading.
    `follow_ups` are elliptical wordings ("which ones?") that mean the intent right after something of the
    same subject; other than a phrase, one may stand under several intents. `decides` are the types of
    entity that the facts settle: "was it with South Korea?" is answered with a no by an intent that decides
    the country, and refused where none does.
    """

    id: str
    kind: IntentKind
    topic: str
    question: str
    phrases: Sequence[str]
    facts: tuple[str, ...] = ()
    says: str = ""
    verdict: str = ""
    follow_ups: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    draft: bool = False
    """Whether no curator has checked it yet."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of intents that a reader would look for together; one file of the pack."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Term:
    """A concept of the lexicon: forms that mean the same.

    `type` groups entities that could stand in for each other (country, organisation, person ...) and is
    empty for a plain synonym set. `in_article` is false for an entity that people ask about although no
    source mentions it.
    """

    id: str
    forms: tuple[str, ...]
    type: str = ""
    in_article: bool = True


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What a pack makes of the small talk that every pack shares, by the ids of the shared intents.

    Each is the `same` as everywhere, `changed` by an intent of that id, `replaced` by an intent of the pack
    that has its question, or switched `off`. `wordings` counts the questions and phrases that are shared.
    """

    wordings: int = 0
    same: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    off: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A whole pack; mappings keep the order of the files.

    `without` names the groups of the language's entities and synonyms that the pack switches off.
    """

    title: str
    about: str
    welcome: tuple[str, ...]
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    intents: Mapping[str, Intent]
    terms: Mapping[str, Term]
    stop_words: frozenset[str]
    small_talk: SmallTalk = SmallTalk()
    without: frozenset[str] = frozenset()

    @classmethod
    def draft(cls, article: str, name: str = "article.txt") -> Pack:
        """Draft a pack from the text of an article, as ``assistant new`` does.

        Args:
            article: The text of the article, plain or with Markdown marks.
                `assistant.articles.read_article` makes it of a file of another kind, and mends it.
            name: What the source is called; of its name only small letters, digits and ``_`` are used.

        Returns:
            A pack whose facts and intents are all drafts: its answers say so.

        Raises:
            AssistantError: There is nothing in the text that could be a fact.
        """
        from assistant.knowledge.drafting.packs import draft_pack  # noqa: PLC0415  (seldom asked for)

        return draft_pack(article, name)

    def is_draft(self, intent: str) -> bool:
        """Whether what the intent `intent` says is not checked by a curator yet, or a fact of it is not."""
        own = self.intents[intent]
        return own.draft or any(self.facts[fact].draft for fact in own.facts)
