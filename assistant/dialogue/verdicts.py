"""Verdicts: whether the facts of an intent settle what a question takes for granted, and of whom."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from assistant.dialogue.clauses import asked_for
from assistant.dialogue.entities import ActorRole, actor_roles
from assistant.language import Commonness
from assistant.language.nouns import is_noun
from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Reading
    from assistant.language import English
    from assistant.matching.analysis import Analysis, Feature

# What wants a yes or a no, or a reason, takes something for granted, which its answer may put right.
_TAKES_FOR_GRANTED = frozenset({"yesno", "why"})
_WORDING_SIZES = range(1, 5)
# What a question asks for beside what happens.
_CIRCUMSTANCES = frozenset({"when", "where", "why"})
_PLACES = frozenset({"place", "city", "country"})
# Short for why, and for yes: "y/n".
_LETTERS = frozenset({"y"})
_TIME_OF_DAY = "time_of_day"
_CLOCK = re.compile(r"\d[:.]\d\d|\d ?[ap]\.?m\b|o['’]clock|\b(?:noon|midday|midnight)\b", re.IGNORECASE)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
# A role counts as one that the facts give an actor from so many phrases on.
_OFTEN = 2
# A verdict stands for what the facts mention, and for what so many phrases of the intent have.
_OWN_FROM = 0.1
# What a verdict is on is what the intent is most about, or nearly so.
_CHIEF_FROM = 0.75
# An intent is about a person whom so many of its phrases name.
_ABOUT_FROM = 0.25


def unsettled(compiled: CompiledPack, analysis: Analysis, intent: int) -> list[ActorRole]:
    """The roles of a question that an intent does not often give to the same actor."""
    counts, leaders = compiled.roles[intent], compiled.leaders[intent]
    roles = actor_roles(analysis, compiled.analyzer.lexicon, compiled.english)
    unusual = [role for role in roles if counts.get(role.key, 0) < _OFTEN]
    return [role for role in unusual if role.feature.name not in leaders]


def misplaced(compiled: CompiledPack, analysis: Analysis, intent: int) -> list[ActorRole]:
    """The roles of a question that an intent gives to other actors, and never to the same."""
    counts = compiled.roles[intent]
    taken = {acts for (acts, _), count in counts.items() if count >= _OFTEN}
    roles = unsettled(compiled, analysis, intent)
    return [role for role in roles if role.key not in counts and role.acts in taken]


def is_turned_round(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question picks out what is not so ("which of them refused?"), and an intent tells what is."""
    if not analysis.question_types.isdisjoint(_TAKES_FOR_GRANTED):
        return False
    english, rate = compiled.english, compiled.matcher.index.rate
    repaired = {each.surface: each.read_as for each in analysis.content if each.read_as}
    clauses = [[repaired.get(word, word) for word in clause] for clause in asked_for(analysis.text, english)]
    negations = english.negations.intersection(chain.from_iterable(clauses))
    if negations and not any(rate(word, intent) >= _OWN_FROM for word in english.negations):
        return True
    wordings = [pair for clause in clauses for pair in (*zip(clause), *pairwise(clause))]
    turning = {wording[0] for wording in english.reversals.intersection(wordings)}
    names = [
        each.name
        for each in analysis.content
        if not turning.isdisjoint((each.read_as or each.surface).split())
    ]
    return any(rate(name, intent) < _OWN_FROM and not compiled.mentioning(name)[intent] for name in names)


def lacks_what_is_asked(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question asks for a name of a type ("which city"), and the facts of an intent have none."""
    tokens, wordings = analysis.tokens, compiled.english.asked_types
    spans = [tokens[start : start + size] for size in _WORDING_SIZES for start in range(len(tokens))]
    asked = {wordings[span] for span in spans if span in wordings}
    if not asked:
        return False
    features = [each for fact in compiled.facts_of(intent) for each in fact.features]
    if _TIME_OF_DAY in asked:
        # A phrase that asks for it so is answered with what the facts have.
        phrases = compiled.pack.intents[compiled.matcher.intents[intent]].phrases
        asking = [" ".join(span) for span in spans if wordings.get(span) == _TIME_OF_DAY]
        has_time = any(_CLOCK.search(fact.text) for fact in compiled.facts_of(intent))
        return not has_time and not any(each in phrase.lower() for each in asking for phrase in phrases)
    stated = set(map(compiled.type_of, features)) | set(
        map(compiled.analyzer.lexicon.type_of, compiled.stated(intent))
    )
    kinds = compiled.english.kinds
    return asked.isdisjoint(stated) and asked.isdisjoint([kinds.get(each, each) for each in stated])


def lacks_circumstance(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question asks when, where or why, and no phrase and no fact of an intent has any of that.

    A reason is asked of something that is so: where facts mention less, they put the question right.
    """
    asked = analysis.question_types & _CIRCUMSTANCES
    if not asked or asked != analysis.question_types or not _LETTERS.isdisjoint(analysis.words):
        return False
    rate = compiled.matcher.index.rate
    if any(rate(f"?{kind}", intent) for kind in asked):
        return False
    is_so = all(compiled.mentioning(each.name)[intent] for each in analysis.content)
    return (is_so or "why" not in asked) and not any(
        _has_circumstance(kind, compiled, intent) for kind in asked
    )


def _has_circumstance(kind: str, compiled: CompiledPack, intent: int) -> bool:
    """Whether a statement of an intent has a time, a place or a reason."""
    english = compiled.english
    for fact in compiled.facts_of(intent):
        words = fact.words
        if kind == "when" and any(_is_time(word, english) for word in words):
            return True
        if kind == "where" and any(compiled.type_of(each) in _PLACES for each in fact.features):
            return True
        if kind == "where" and not english.locating_prepositions.isdisjoint(words):
            return True
        if kind == "why" and not english.reason_words.isdisjoint(words):
            return True
    return False


def _is_time(word: str, english: English) -> bool:
    return word in english.time_words or word in english.months_and_days or bool(_YEAR.fullmatch(word))


def lacks_predicate(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question asks if something is of a kind ("is he tall?") that an intent does not tell of."""
    english, content = compiled.english, analysis.content
    asks = english.copulas.issuperset(analysis.tokens[:1]) and english.alternatives.isdisjoint(
        analysis.tokens
    )
    if len(content) < 2 or not asks or analysis.words[-1] != content[-1].surface:
        return False
    last = content[-1]
    is_of_country = compiled.type_of(last) == "country" and last.surface.endswith(
        tuple(english.describing_endings)
    )
    if compiled.matcher.index.rate(last.name, intent) >= _OWN_FROM:
        return False
    # That a statement has a country in it makes nobody a citizen.
    return is_of_country or (_is_predicate(last, english) and not compiled.mentioning(last.name)[intent])


def _is_predicate(last: Feature, english: English) -> bool:
    """Whether the last thing that a question says is what something is like, as adjectives tell."""
    is_word = last.origin is Origin.WORD and english.commonness(last.surface) is not Commonness.UNKNOWN
    is_adverb = last.surface.endswith("ly") or last.surface in english.acts.neutral_words
    is_other = is_adverb or english.is_participle(last.surface) or is_noun(last.surface)
    return is_word and not is_other


def covers(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether all that a question says is mentioned by the facts of an intent, or the intent's own."""
    rate, names = compiled.matcher.index.rate, [feature.name for feature in analysis.content]
    return all(compiled.mentioning(name)[intent] or rate(name, intent) >= _OWN_FROM for name in names)


def is_decided(compiled: CompiledPack, reading: Reading, intent: int) -> bool:
    """Whether the verdict of an intent is on all that a question says, and on what the intent is about."""
    if reading.is_certain:
        return True
    analysis, index = reading.analysis, compiled.matcher.index
    features, strengths = index.profile(intent)
    chief = features[strengths >= _CHIEF_FROM * strengths.max(initial=0.0)]
    if not set(index.numbers_of(analysis.names).tolist()).issuperset(chief.tolist()):
        return False
    return covers(compiled, analysis, intent) and not unsettled(compiled, analysis, intent)


def asks_of_another_person(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question such as "is she tall?" asks of a person what the intent does not tell of one."""
    english = compiled.english
    asking, subject = analysis.tokens[:1], analysis.tokens[1:2]
    if not (english.copulas.issuperset(asking) and english.personal_pronouns.issuperset(subject)):
        return False
    people = [f"#{term.id}" for term in compiled.pack.terms.values() if term.type == "person"]
    rate = compiled.matcher.index.rate
    is_about_a_person = any(rate(name, intent) >= _ABOUT_FROM for name in people)
    return not (is_about_a_person and covers(compiled, analysis, intent))
