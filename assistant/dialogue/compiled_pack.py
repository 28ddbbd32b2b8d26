"""A pack, compiled: everything that a question is answered by, found out beforehand."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.dialogue.ellipsis import Wordings, bare_wording
from assistant.dialogue.entities import ACTORS, actor_roles, is_actor
from assistant.knowledge.flat import flatten, unflatten
from assistant.knowledge.pack import IntentKind, Pack
from assistant.language import English, load_english
from assistant.matching.analysis import Analysis, Analyzer
from assistant.matching.lexicon import Concept, Lexicon
from assistant.matching.matcher import IntentMatcher, MatcherBuilder
from assistant.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.arrays import Flags, Integers
    from assistant.matching.analysis import Feature

# An intent is asked about names that the article lacks if this share of its phrases has one of the type.
_CORRECTS_FROM = 0.045
# A follow-up is near one of the pack by RapidFuzz's ratio from this on.
_NEAR_FOLLOW_UP = 88

Roles = dict[tuple[bool, str], int]
"""By role (`ActorRole.key`), how many phrases of an intent have it."""


@dataclass(frozen=True)
class CompiledPack:
    """All that is known of a pack; nothing in it ever changes, and threads may share it.

    Intents go by their numbers, which are those of the matcher.
    """

    pack: Pack
    matcher: IntentMatcher
    mentions: Flags
    """Whether an intent's facts, or the sentences that they quote, have a feature: (features, intents)."""
    mentioned: Mapping[str, int]
    """The row in `mentions` of each feature that any fact or sentence has, by name."""
    in_article: frozenset[str]
    """The names of the features that the sentences of the sources have."""
    corrects: frozenset[tuple[int, str]]
    """Intents that are there to put right names that the article lacks, each with the type of the names."""
    roles: Sequence[Roles]
    """By intent, the roles that its phrases give to actors; of answers alone."""
    leaders: Sequence[frozenset[str]]
    """By intent, the actors that its statements begin with, and all people and bodies in them, by name."""
    with_numbers: frozenset[int]
    """The intents whose statements hold a number."""

    @classmethod
    def compile(cls, pack: Pack) -> CompiledPack:
        """Find out all that is to be known of a pack."""
        lexicon = Lexicon((Concept(t.id, t.type, t.in_article), t.forms) for t in pack.terms.values())
        pairs = ((phrase, intent.id) for intent in pack.intents.values() for phrase in intent.phrases)
        builder = MatcherBuilder(pairs, Analyzer(lexicon, stop_words=pack.stop_words))
        return _compile(pack, builder)

    def to_tree(self) -> dict[str, Any]:
        """The compiled pack as plain data and arrays."""
        return {
            "pack": flatten(self.pack),
            "matcher": self.matcher.to_tree(),
            "mentions": self.mentions,
            "mentioned": list(self.mentioned),
            "in_article": sorted(self.in_article),
            "corrects": sorted(map(list, self.corrects)),
            "roles": [[[*key, count] for key, count in roles.items()] for roles in self.roles],
            "leaders": list(map(sorted, self.leaders)),
            "with_numbers": sorted(self.with_numbers),
        }

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> CompiledPack:
        """The compiled pack that `to_tree` was asked of."""
        matcher = IntentMatcher.from_tree(tree["matcher"])
        starts = matcher.index.phrases.starts.tolist()
        phrases = {
            intent: matcher.phrases[first:last]
            for intent, first, last in zip(matcher.intents, starts, starts[1:], strict=False)
        }
        return cls(
            pack=unflatten(tree["pack"], phrases),
            matcher=matcher,
            mentions=tree["mentions"],
            mentioned={name: row for row, name in enumerate(tree["mentioned"])},
            in_article=frozenset(tree["in_article"]),
            corrects=frozenset([(intent, kind) for intent, kind in tree["corrects"]]),
            roles=[{(acts, name): count for acts, name, count in roles} for roles in tree["roles"]],
            leaders=list(map(frozenset, tree["leaders"])),
            with_numbers=frozenset(tree["with_numbers"]),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return CompiledPack.from_tree, (self.to_tree(),)

    @property
    def analyzer(self) -> Analyzer:
        """What reads texts."""
        return self.matcher.analyzer

    @cached_property
    def english(self) -> English:
        """The language data."""
        return load_english()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of the intents by id."""
        return {intent: number for number, intent in enumerate(self.matcher.intents)}

    @cached_property
    def kind_codes(self) -> Integers:
        """By intent, the place of its kind among all of `IntentKind`."""
        codes = {kind: code for code, kind in enumerate(IntentKind)}
        return np.array([codes[kind] for kind in self.kinds], np.int64)

    @cached_property
    def kinds(self) -> tuple[IntentKind, ...]:
        """By intent, what it leads to."""
        return tuple([self.pack.intents[intent].kind for intent in self.matcher.intents])

    @cached_property
    def sentences(self) -> tuple[frozenset[tuple[str, int]], ...]:
        """By intent, the sentences, by source and number, that its facts quote."""
        quoted = {
            fact.id: frozenset([(quote.source, quote.sentence) for quote in fact.quotes])
            for fact in self.pack.facts.values()
        }
        intents = [self.pack.intents[intent] for intent in self.matcher.intents]
        return tuple([frozenset().union(*[quoted[fact] for fact in intent.facts]) for intent in intents])

    @cached_property
    def cites(self) -> Flags:
        """Whether an intent rests on a sentence: shape (intents, sentences of all sources)."""
        columns = {sentence: column for column, sentence in enumerate(sorted(set().union(*self.sentences)))}
        cites = np.zeros((len(self.sentences), len(columns)), np.bool_)
        for intent, sentences in enumerate(self.sentences):
            cites[intent, [columns[sentence] for sentence in sentences]] = True
        return cites

    @cached_property
    def actors(self) -> dict[str, frozenset[str]]:
        """By type, the actors of the article, by name."""
        concepts = self.analyzer.lexicon.concepts.values()
        return {
            kind: frozenset(["#" + each.id for each in concepts if each.type == kind and each.in_article])
            for kind in ACTORS
        }

    @cached_property
    def follow_ups(self) -> dict[str, list[int]]:
        """By wording, the intents that an elliptical question may mean: the subject decides."""
        intents: defaultdict[str, list[int]] = defaultdict(list)
        for number, intent in enumerate(self.matcher.intents):
            for wording in self.pack.intents[intent].follow_ups:
                intents[bare_wording(wording, self.english)].append(number)
        return dict(intents)

    @cached_property
    def follow_up_wordings(self) -> Wordings:
        """The wordings of `follow_ups`."""
        return Wordings(self.follow_ups, _NEAR_FOLLOW_UP)

    def type_of(self, feature: Feature) -> str:
        """The type of the entity that a feature names, empty for any other."""
        return self.analyzer.lexicon.type_of(feature.name)

    def mentions_name(self, intent: int, name: str) -> bool:
        """Whether the facts of an intent, or the sentences that they quote, have a feature."""
        row = self.mentioned.get(name)
        return row is not None and bool(self.mentions[row, intent])

    def share_a_sentence(self, one: int, other: int) -> bool:
        """Whether two intents rest on the same sentence."""
        return not self.sentences[one].isdisjoint(self.sentences[other])


def _compile(pack: Pack, builder: MatcherBuilder) -> CompiledPack:
    analyse, lexicon, english = builder.analyzer.analyse, builder.analyzer.lexicon, load_english()
    sentences = {
        (source.name, sentence.number): analyse(sentence.text)
        for source in pack.sources.values()
        for sentence in source.sentences
    }
    statements = {fact.id: analyse(fact.statement) for fact in pack.facts.values()}
    intents = [pack.intents[intent] for intent in builder.intents]
    names = []
    for intent in intents:
        quoted = {
            (quote.source, quote.sentence) for fact in intent.facts for quote in pack.facts[fact].quotes
        }
        texts = [*(sentences[place] for place in quoted), *(statements[fact] for fact in intent.facts)]
        names.append({name for text in texts for name in text.names})
    mentioned = {name: row for row, name in enumerate(sorted(set().union(*names)))}
    mentions = np.zeros((len(mentioned), len(intents)), np.bool_)
    for number, of_intent in enumerate(names):
        mentions[[mentioned[name] for name in of_intent], number] = True
    roles: list[Counter[tuple[bool, str]]] = [Counter() for _ in intents]
    unmentioned: list[Counter[str]] = [Counter() for _ in intents]
    for owner, phrase in zip(builder.owners, builder.analyses, strict=True):
        if intents[owner].kind is IntentKind.ANSWER:
            roles[owner].update(list({role.key: None for role in actor_roles(phrase, lexicon, english)}))
        unmentioned[owner].update(_types_not_in_article(phrase, lexicon))
    return CompiledPack(
        pack=pack,
        matcher=builder.build(),
        mentions=mentions,
        mentioned=mentioned,
        in_article=frozenset([name for text in sentences.values() for name in text.names]),
        corrects=frozenset(
            [
                (number, kind)
                for number, counts in enumerate(unmentioned)
                for kind, count in counts.items()
                if count >= _CORRECTS_FROM * len(intents[number].phrases)
            ]
        ),
        roles=[dict(counts) for counts in roles],
        leaders=[_leaders([statements[fact] for fact in intent.facts], lexicon) for intent in intents],
        with_numbers=frozenset(
            [
                number
                for number, intent in enumerate(intents)
                if any(w.isdigit() for fact in intent.facts for w in words(pack.facts[fact].statement))
            ]
        ),
    )


def _types_not_in_article(phrase: Analysis, lexicon: Lexicon) -> set[str]:
    """The types of the entities of a phrase that the article never mentions."""
    concepts = [lexicon.concept(feature.name) for feature in phrase.content]
    return {concept.type for concept in concepts if concept and not concept.in_article}


def _leaders(statements: Sequence[Analysis], lexicon: Lexicon) -> frozenset[str]:
    leaders: set[str] = set()
    for statement in statements:
        actors = [feature.name for feature in statement.features if is_actor(feature, lexicon)]
        leaders.update(actors[:1])
        leaders.update(name for name in actors if lexicon.type_of(name) != "country")
    return frozenset(leaders)
