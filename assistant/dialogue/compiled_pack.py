"""A pack, compiled: everything that a question is answered by, found out beforehand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.arrays import numbered
from assistant.dialogue.acts import bare_wording
from assistant.dialogue.entities import ACTORS, actor_roles, is_actor, is_number
from assistant.dialogue.vocabulary import known_to_article, lexicon_of, plain_words
from assistant.knowledge.flat import flatten, unflatten
from assistant.knowledge.pack import Intent, IntentKind, Pack
from assistant.language import English, load_english
from assistant.language.nouns import noun
from assistant.lazy import lazy
from assistant.matching.analysis import Analysis, Analyzer
from assistant.matching.letters import Wordings
from assistant.matching.lexicon import stem
from assistant.matching.matcher import IntentMatcher, MatcherBuilder
from assistant.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assistant.arrays import Flags, Integers
    from assistant.matching.analysis import Feature
    from assistant.matching.lexicon import Lexicon

# An intent is asked about names that the article lacks if this share of its phrases has one of the type.
_CORRECTS_FROM = 0.045
# An intent is chiefly about an entity that so great a share of its phrases have.
_CHIEF_FROM = 0.5
# A feature of so great a share of the sentences is what the whole article is about.
_BACKGROUND_FROM = 0.25
_RECURRING_FROM = 0.1
# A term belongs to questions with an answer if their phrases have it so often beside those of all others.
_ANSWERED_BESIDE = 0.2
_CAPITALISED = re.compile(r"\b[A-Z][\w'’-]*")
# A follow-up is near one of the pack by RapidFuzz's ratio from this on.
_NEAR_FOLLOW_UP = 88

SentencePlace = tuple[str, int]
"""The source of a sentence and its number there."""
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
    """Whether an intent's facts, or the sentences that they quote, have a feature: (rows, intents)."""
    mentioned: Mapping[str, int]
    """The row in `mentions` of each feature that any fact or sentence has, by name; others have the last."""
    in_article: frozenset[str]
    """The names of the features that the sentences of the sources have."""
    sentence_features: Mapping[SentencePlace, frozenset[str]]
    """The names of the features of each sentence of the sources, one that is repeated left out."""
    corrects: Sequence[frozenset[str]]
    """By intent, the types of the names that it is there to put right, for the article lacks them."""
    roles: Sequence[Roles]
    """By intent, the roles that its phrases give to actors."""
    leaders: Sequence[frozenset[str]]
    """By intent, the actors that its statements begin with, and all people and bodies in them, by name."""

    @classmethod
    def compile(cls, pack: Pack) -> CompiledPack:
        """Find out all that is to be known of a pack."""
        plain = plain_words([source.text for source in pack.sources.values()])
        lexicon = lexicon_of(pack, load_english(), plain)
        texts = [sentence.text for source in pack.sources.values() for sentence in source.sentences]
        texts += [fact.statement for fact in pack.facts.values()]
        lexicon = known_to_article(lexicon, _names(map(Analyzer(lexicon).analyse, texts), lexicon))
        pairs = ((phrase, intent.id) for intent in pack.intents.values() for phrase in intent.phrases)
        builder = MatcherBuilder(pairs, Analyzer(lexicon, stop_words=pack.stop_words))
        analyse = builder.analyzer.analyse
        sentences = {
            (source.name, sentence.number): analyse(sentence.text)
            for source in pack.sources.values()
            for sentence in source.sentences
        }
        facts = {fact.id: analyse(fact.statement) for fact in pack.facts.values()}
        intents = [pack.intents[intent] for intent in builder.intents]
        statements = [[facts[fact] for fact in intent.facts] for intent in intents]
        quoted = [[sentences[place] for place in _quoted(pack, intent)] for intent in intents]
        names = [_names(texts, lexicon) for texts in map(chain, statements, quoted)]
        mentioned = numbered(sorted(set().union(*names)))
        mentions = np.zeros((len(mentioned) + 1, len(intents)), np.bool_)
        for number, of_intent in enumerate(names):
            mentions[[mentioned[name] for name in of_intent], number] = True
        phrases: list[list[Analysis]] = [[] for _ in intents]
        for owner, phrase in zip(builder.owners, builder.analyses, strict=True):
            phrases[owner].append(phrase)
        return cls(
            pack=pack,
            matcher=builder.build(),
            mentions=mentions,
            mentioned=mentioned,
            in_article=frozenset(_names(sentences.values(), lexicon)),
            sentence_features=_once(sentences),
            corrects=[_types_not_in_article(each, lexicon) for each in phrases],
            roles=[_roles(each, lexicon) for each in phrases],
            leaders=[_leaders(each, lexicon) for each in statements],
        )

    def to_tree(self) -> dict[str, Any]:
        """The compiled pack as plain data and arrays."""
        return {
            "pack": flatten(self.pack),
            "matcher": self.matcher.to_tree(),
            "mentions": self.mentions,
            "mentioned": list(self.mentioned),
            "in_article": sorted(self.in_article),
            "sentence_features": [[*place, sorted(names)] for place, names in self.sentence_features.items()],
            "corrects": list(map(sorted, self.corrects)),
            "roles": [[[*key, count] for key, count in roles.items()] for roles in self.roles],
            "leaders": list(map(sorted, self.leaders)),
        }

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> CompiledPack:
        """The compiled pack that `to_tree` was asked of."""
        matcher = IntentMatcher.from_tree(tree["matcher"])
        bounds = zip(matcher.intents, pairwise(matcher.index.starts.tolist()), strict=True)
        phrases = {intent: matcher.phrases[first:last] for intent, (first, last) in bounds}
        return cls(
            pack=unflatten(tree["pack"], phrases),
            matcher=matcher,
            mentions=tree["mentions"],
            mentioned=numbered(tree["mentioned"]),
            in_article=frozenset(tree["in_article"]),
            sentence_features={
                (source, number): frozenset(names) for source, number, names in tree["sentence_features"]
            },
            corrects=list(map(frozenset, tree["corrects"])),
            roles=[{(acts, name): count for acts, name, count in roles} for roles in tree["roles"]],
            leaders=list(map(frozenset, tree["leaders"])),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return CompiledPack.from_tree, (self.to_tree(),)

    @property
    def analyzer(self) -> Analyzer:
        """What reads texts."""
        return self.matcher.analyzer

    @lazy
    def english(self) -> English:
        """The language data."""
        return load_english()

    @lazy
    def numbers(self) -> dict[str, int]:
        """The numbers of the intents by id."""
        return numbered(self.matcher.intents)

    @lazy
    def kind_codes(self) -> Integers:
        """By intent, the place of its kind among all of `IntentKind`."""
        kinds = list(IntentKind)
        return np.array([kinds.index(kind) for kind in self.kinds], np.int64)

    @lazy
    def kinds(self) -> tuple[IntentKind, ...]:
        """By intent, what it leads to."""
        return tuple([self.pack.intents[intent].kind for intent in self.matcher.intents])

    @lazy
    def sentences(self) -> tuple[frozenset[tuple[str, int]], ...]:
        """By intent, the sentences, by source and number, that its facts quote."""
        return tuple([_quoted(self.pack, self.pack.intents[intent]) for intent in self.matcher.intents])

    @lazy
    def cites(self) -> Flags:
        """Whether an intent rests on a sentence: shape (intents, sentences of all sources)."""
        columns = numbered(sorted(set().union(*self.sentences)))
        cites = np.zeros((len(self.sentences), len(columns)), np.bool_)
        for intent, sentences in enumerate(self.sentences):
            cites[intent, [columns[sentence] for sentence in sentences]] = True
        return cites

    @lazy
    def actors(self) -> dict[str, frozenset[str]]:
        """By type, the actors of the article, by name."""
        concepts = self.analyzer.lexicon.concepts.values()
        return {
            kind: frozenset(["#" + each.id for each in concepts if each.type == kind and each.in_article])
            for kind in ACTORS
        }

    @lazy
    def follow_ups(self) -> dict[str, list[int]]:
        """By wording, the intents that an elliptical question may mean: the subject decides."""
        intents: defaultdict[str, list[int]] = defaultdict(list)
        for number, intent in enumerate(self.matcher.intents):
            for wording in self.pack.intents[intent].follow_ups:
                intents[bare_wording(wording, self.english)].append(number)
        return dict(intents)

    @lazy
    def follow_up_wordings(self) -> Wordings:
        """The wordings of `follow_ups`."""
        return Wordings(self.follow_ups, _NEAR_FOLLOW_UP)

    @lazy
    def answered(self) -> frozenset[str]:
        """The terms of the lexicon that belong to questions with an answer and not to gaps alone, by name."""
        index, answers = self.matcher.index, np.array([kind is IntentKind.ANSWER for kind in self.kinds])
        terms = [name for name in index.numbers if name[0] == "#"]
        rates = index.rates_of(terms, np.arange(len(answers)))
        of_answers, of_others = rates[:, answers].sum(1), rates[:, ~answers].sum(1)
        are_answered = (of_answers >= _ANSWERED_BESIDE * of_others).tolist()
        return frozenset([name for name, known in zip(terms, are_answered, strict=True) if known])

    @lazy
    def chatted(self) -> frozenset[str]:
        """The features that the phrases of small talk have, by name."""
        index, kinds = self.matcher.index, np.array(self.kinds)
        have = index.rates_of(list(index.numbers), np.flatnonzero(kinds == IntentKind.CHAT)).max(
            1, initial=0.0
        )
        return frozenset([name for name, rate in zip(index.numbers, have.tolist(), strict=True) if rate])

    @lazy
    def chief_names(self) -> list[frozenset[str]]:
        """By intent, the names of the entities that most of its phrases have."""
        index = self.matcher.index
        entities = [name for name in index.numbers if self.analyzer.lexicon.type_of(name)]
        have = index.rates_of(entities, np.arange(len(self.kinds))) >= _CHIEF_FROM
        return [frozenset(name for name, has in zip(entities, row, strict=True) if has) for row in have.T]

    @lazy
    def background(self) -> frozenset[str]:
        """The features that so many sentences of the sources have that they belong to all of it."""
        counts = Counter(chain.from_iterable(self.sentence_features.values()))
        least = _BACKGROUND_FROM * len(self.sentence_features)
        return frozenset([name for name, count in counts.items() if count >= max(least, 2)])

    @lazy
    def recurring(self) -> frozenset[str]:
        """The features that several sentences of the sources have: any of those may be about them."""
        counts = Counter(chain.from_iterable(self.sentence_features.values()))
        least = max(_RECURRING_FROM * len(self.sentence_features), 3)
        return frozenset([name for name, count in counts.items() if count >= least])

    @lazy
    def article_stems(self) -> frozenset[str]:
        """The stems of the words of the sources."""
        cut = [words(normalise(source.text)) for source in self.pack.sources.values()]
        return frozenset(map(stem, chain.from_iterable(cut)))

    @lazy
    def figures(self) -> frozenset[str]:
        """The numbers that the sources and the facts have, in digits."""
        texts = [source.text for source in self.pack.sources.values()]
        texts += [fact.statement for fact in self.pack.facts.values()]
        cut = [word for text in texts for word in words(normalise(text))]
        return frozenset(filter(str.isdigit, cut)).union(filter(None, map(self.english.numerals.get, cut)))

    @lazy
    def capitalised(self) -> frozenset[str]:
        """The words that the sources or the facts write with a capital, normalised."""
        texts = [source.text for source in self.pack.sources.values()]
        texts += [fact.statement for fact in self.pack.facts.values()]
        cut = [word for text in texts for word in _CAPITALISED.findall(text)]
        return frozenset([part for word in cut for part in words(normalise(word))])

    def type_of(self, feature: Feature | None) -> str:
        """The type of the entity that a feature names, empty for any other and for none."""
        if feature is None:
            return ""
        word = feature.surface.removesuffix("'s")
        known = self.analyzer.lexicon.type_of(feature.name) or self.english.type_of_name(word)
        return known or ("number" if is_number(feature, self.english) else "")

    def names_a_thing(self, feature: Feature) -> bool:
        """Whether a feature is a name or a noun, as against a verb."""
        return (
            bool(self.type_of(feature))
            or noun(feature.surface.rpartition(" ")[2].removesuffix("'s")) is not None
        )

    def mentioning(self, name: str) -> Flags:
        """Whether the facts of each intent, or the sentences that they quote, have a feature: (intents,)."""
        mentioning: Flags = self.mentions[self.mentioned.get(name, -1)]
        return mentioning

    @lazy
    def stated(self) -> Callable[[int], frozenset[str]]:
        """The names of what the statements of an intent say, by its number."""
        return cache(lambda intent: frozenset(_names(self.facts_of(intent), self.analyzer.lexicon)))

    @lazy
    def facts_of(self) -> Callable[[int], tuple[Analysis, ...]]:
        """The statements of an intent, read, by its number."""
        analyse, facts = self.analyzer.analyse, self.pack.facts
        intents = [self.pack.intents[intent] for intent in self.matcher.intents]
        return cache(lambda number: tuple([analyse(facts[fact].statement) for fact in intents[number].facts]))

    def quoted_sentences(self, intent: int) -> tuple[SentencePlace, ...]:
        """The sentences that the facts of an intent quote, in the order of the facts."""
        facts = [self.pack.facts[fact] for fact in self.pack.intents[self.matcher.intents[intent]].facts]
        return tuple(dict.fromkeys([(q.source, q.sentence) for fact in facts for q in fact.quotes]))

    @lazy
    def _resting(self) -> dict[SentencePlace, list[int]]:
        """By sentence, the intents that rest on it."""
        resting: defaultdict[SentencePlace, list[int]] = defaultdict(list)
        for intent, places in enumerate(self.sentences):
            for place in places:
                resting[place].append(intent)
        return dict(resting)

    def neighbours(self, intent: int) -> list[int]:
        """The intents that rest on a sentence of an intent, itself among them."""
        resting = [self._resting[place] for place in self.sentences[intent]]
        return sorted(set(chain.from_iterable(resting)) | {intent})

    def share_a_sentence(self, one: int, other: int) -> bool:
        """Whether two intents rest on the same sentence."""
        return not self.sentences[one].isdisjoint(self.sentences[other])


def _once(sentences: Mapping[SentencePlace, Analysis]) -> dict[SentencePlace, frozenset[str]]:
    """The features of each sentence, where no earlier one has the same."""
    first: dict[frozenset[str], SentencePlace] = {}
    for place, sentence in sentences.items():
        first.setdefault(frozenset(sentence.names), place)
    return {place: names for names, place in first.items()}


def _quoted(pack: Pack, intent: Intent) -> frozenset[tuple[str, int]]:
    """The sentences, by source and number, that the facts of an intent quote."""
    quotes = [quote for fact in intent.facts for quote in pack.facts[fact].quotes]
    return frozenset([(quote.source, quote.sentence) for quote in quotes])


def _names(texts: Iterable[Analysis], lexicon: Lexicon) -> set[str]:
    """The features of some texts, with the entities within longer ones: the role in "Prime Minister Paro"."""
    names: set[str] = set()
    for text in texts:
        names.update(text.names, lexicon.entities_in([*map(stem, text.tokens)]))
    return names


def _roles(phrases: Iterable[Analysis], lexicon: Lexicon) -> Roles:
    """The roles that phrases give to actors, with the number of phrases that do."""
    english = load_english()
    roles = [{role.key: None for role in actor_roles(phrase, lexicon, english)} for phrase in phrases]
    return dict(Counter(chain.from_iterable(roles)))


def _types_not_in_article(phrases: Sequence[Analysis], lexicon: Lexicon) -> frozenset[str]:
    """The types of names that the article lacks and so many of the phrases have that they are about them."""
    concepts = [[lexicon.concept(feature.name) for feature in phrase.content] for phrase in phrases]
    types = [{each.type for each in of_phrase if each and not each.in_article} for of_phrase in concepts]
    counts = Counter(chain.from_iterable(types))
    return frozenset([kind for kind, count in counts.items() if count >= _CORRECTS_FROM * len(phrases)])


def _leaders(statements: Iterable[Analysis], lexicon: Lexicon) -> frozenset[str]:
    leaders: set[str] = set()
    for statement in statements:
        actors = [feature.name for feature in statement.features if is_actor(feature, lexicon)]
        leaders.update(actors[:1])
        leaders.update(name for name in actors if lexicon.type_of(name) != "country")
    return frozenset(leaders)
