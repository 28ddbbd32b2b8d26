"""What a sound pack holds, in numbers, and what a curator may want to look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.knowledge.pack import SHARED_TOPIC, IntentKind
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.knowledge.expansion import TemplateUse
    from assistant.knowledge.pack import Pack, SmallTalk
    from assistant.knowledge.source import Sentence


@dataclass(frozen=True, slots=True)
class PackReport:
    """Numbers of what a pack holds.

    `intents` counts by kind, every kind included. An intent that every pack shares is none of them unless the
    pack changes it, nor is a topic that has no others; `phrases` are the pack's own, and `templates` those of
    its intents. `unquoted` has (source name, sentence) for each sentence that no fact quotes, headings,
    tables and captions apart, and `unused` the ids of the facts that no intent leads to; neither is wrong.
    """

    sources: int
    sentences: int
    facts: int
    topics: int
    intents: Mapping[IntentKind, int]
    phrases: int
    terms: int
    small_talk: SmallTalk
    unquoted: tuple[tuple[str, Sentence], ...]
    unused: tuple[str, ...]
    templates: tuple[TemplateUse, ...] = ()

    @classmethod
    def of(cls, pack: Pack, templates: tuple[TemplateUse, ...] = ()) -> PackReport:
        """Count what `pack` holds, which has some of its phrases from `templates`."""
        own = [intent for intent in pack.intents.values() if intent.id not in pack.small_talk.same]
        kinds = Counter(intent.kind for intent in own)
        has_own = any(each.topic == SHARED_TOPIC and each.id not in pack.small_talk.changed for each in own)
        quoted = {(quote.source, quote.sentence) for fact in pack.facts.values() for quote in fact.quotes}
        used = {fact for intent in pack.intents.values() for fact in intent.facts}
        sentences = [(name, each) for name, source in pack.sources.items() for each in source.sentences]
        return cls(
            sources=len(pack.sources),
            sentences=len(sentences),
            facts=len(pack.facts),
            topics=len(pack.topics.keys() - {None if has_own else SHARED_TOPIC}),
            intents={kind: kinds[kind] for kind in IntentKind},
            phrases=sum(len(each.phrases) for each in pack.intents.values()) - pack.small_talk.wordings,
            terms=len(pack.terms),
            small_talk=pack.small_talk,
            unquoted=tuple(
                (name, each)
                for name, each in sentences
                if each.kind.needs_fact and (name, each.number) not in quoted
            ),
            unused=tuple(fact for fact in pack.facts if fact not in used),
            templates=templates,
        )

    def lines(self) -> list[str]:
        """Return the report as lines of plain text."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.intents.items())
        lines = [
            f"{counted(self.sources, 'source')}, {counted(self.sentences, 'sentence')}",
            counted(self.facts, "fact"),
            f"{counted(sum(self.intents.values()), 'intent')} ({kinds}) in {counted(self.topics, 'topic')}",
            counted(self.phrases, "phrase") + self._made(),
            counted(self.terms, "term"),
            self._shared_line(),
        ]
        if self.unquoted:
            lines.append(f"{counted(len(self.unquoted), 'sentence')} that no fact quotes")
        else:
            lines.append("every sentence that needs a fact is quoted by one")
        if self.unused:
            lines.append(f"{counted(len(self.unused), 'fact')} that no intent leads to")
        return lines

    def _made(self) -> str:
        """How many of the phrases templates make."""
        own = [each for each in self.templates if each.key == "phrases"]
        return f", {sum(each.made for each in own):,} of {counted(len(own), 'template')}" if own else ""

    def _shared_line(self) -> str:
        """What becomes of the small talk that every pack shares."""
        talk = self.small_talk
        total = sum(map(len, (talk.same, talk.changed, talk.replaced, talk.off)))
        made = {
            "{} of them changed by this pack": talk.changed,
            "{} replaced": talk.replaced,
            "{} switched off": talk.off,
        }
        parts = [what.format(len(intents)) for what, intents in made.items() if intents]
        return ", ".join([f"{counted(total, 'shared intent')} for small talk", *parts])
