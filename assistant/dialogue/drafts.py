"""Drafts: what an answer has to account for that no curator has checked yet.

A curator sees what else may be asked in nearly the same words, and writes phrases and gaps for it. A draft
has neither, so a word that it does not have, be it a verb, is reason enough to show its sentence and claim
nothing.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

from assistant.dialogue.account import EXPLAINED, Ground
from assistant.dialogue.entities import ACTORS
from assistant.dialogue.naming import capitals_of
from assistant.dialogue.outcome import Decision, Outcome, Part, Reason
from assistant.language.verbs import irregular_forms, is_light, verb
from assistant.matching.lexicon import stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from assistant.dialogue.compiled_pack import CompiledPack, SentencePlace
    from assistant.matching.analysis import Analysis, Feature

    Grounds = Mapping[Feature, Ground]

# What any statement may answer.
_ANSWERED_BY_ANY = frozenset({"what", "which", "yesno"})
# What may be asked of anything that an article is about, and be in it of another thing.
_ASKED_OF_ANY = _ANSWERED_BY_ANY | {"amount"}
# So few words say next to nothing by themselves.
_SCANT = 1
# The grounds of words that say little where they are forms of a light verb.
_LITTLE = frozenset({Ground.NO_NOUN, Ground.GENERAL, Ground.LEXICON})


def pooled(own: Grounds, others: Iterable[Grounds]) -> Grounds:
    """What accounts for each word in any of some accounts: what is drafted of a sentence is one answer."""
    every = [own, *others]
    return {
        feature: next((grounds[feature] for grounds in every if grounds[feature] in EXPLAINED), ground)
        for feature, ground in own.items()
    }


def lacks(compiled: CompiledPack, analysis: Analysis, intent: int, grounds: Grounds) -> Reason | None:
    """What a drafted answer lacks of a question; None where it has all of it."""
    left = [each.surface for each, ground in grounds.items() if _is_left(compiled, each, ground)]
    left += [*_other_ordinals(compiled, analysis, intent), *names_read_otherwise(compiled, analysis)]
    if left:
        return Reason("draft_lacks", tuple(left))
    if analysis.question_types <= _ASKED_OF_ANY and not _telling_words(compiled, analysis):
        return Reason("draft_common")
    if any(asks(compiled, analysis, intent) for asks in _OTHERWISE_ASKED):
        return Reason("draft_not_asked")
    return None


def steadied(compiled: CompiledPack, part: Part, places: Collection[SentencePlace]) -> Part:
    """The same, or a passage where a draft answers a few words that lean on sentences other than its own.

    `places` are the sentences that the last reply rests on.
    """
    reading, decision = part
    if decision.outcome is not Outcome.ANSWER or not compiled.pack.is_draft(decision.intents[0]):
        return part
    shown = compiled.quoted_sentences(compiled.numbers[decision.intents[0]])
    says_enough = not reading.leaned or reading.is_certain or len(reading.analysis.content) > _SCANT
    if says_enough or not set(places).isdisjoint(shown):
        return part
    reason = Reason("draft_elsewhere")
    passage = Decision(Outcome.PASSAGE, decision.intents, decision.confidence / 2, reason, passages=shown)
    return Part(reading, passage)


def telling(compiled: CompiledPack, analysis: Analysis) -> tuple[SentencePlace, ...]:
    """The first sentence, or two in a row, that have all that a question says, if that is more than names."""
    said = [each for each in analysis.content if not is_light(each.surface)]
    if not any(compiled.type_of(each) == "" for each in said):
        return ()
    forms, sentences = list(map(_forms, said)), compiled.sentence_features
    # What a sentence calls "it" is often named by the one before.
    for run in chain(((place,) for place in sentences), pairwise(sentences)):
        names = frozenset().union(*[sentences[place] for place in run])
        if not any(map(names.isdisjoint, forms)):
            return run
    return ()


def _forms(feature: Feature) -> set[str]:
    """The names of a feature in all forms of its word: "pay" may be "paid" in the article."""
    used = verb(feature.surface)
    return {feature.name, *map(stem, [used.lemma, *irregular_forms(used.lemma)] if used else ())}


def _is_left(compiled: CompiledPack, feature: Feature, ground: Ground) -> bool:
    """Whether a word is left that says something, and that not all of the article is about."""
    if ground in EXPLAINED or feature.name in compiled.recurring:
        return False
    english = compiled.english
    if feature.surface in english.acts.neutral_words or feature.surface in english.light_adjectives:
        return False
    return not (ground in _LITTLE and is_light(feature.surface))


def _telling_words(compiled: CompiledPack, analysis: Analysis) -> list[str]:
    """The names of the words that tell one sentence from another."""
    return [
        each.name
        for each in analysis.content
        if each.name not in compiled.recurring and not is_light(each.surface)
    ]


def _other_ordinals(compiled: CompiledPack, analysis: Analysis, intent: int) -> list[str]:
    """The words of a question that tell which one is meant ("the second ship"), and that no fact has."""
    stated = {token for fact in compiled.facts_of(intent) for token in fact.tokens}
    ordinals = compiled.english.acts.telling_ordinals
    return [word for word in analysis.words if word in ordinals and stated.isdisjoint(ordinals[word])]


def names_read_otherwise(compiled: CompiledPack, analysis: Analysis) -> list[str]:
    """The names of a question that were taken for misspelt words: "Stord" is no "store"."""
    capitals = capitals_of(analysis.text, compiled.english)
    repaired = [each for each in analysis.features if each.read_as and each.surface in capitals]
    inner = [each for each in repaired if any(start for start, _ in capitals[each.surface])]
    return [each.surface for each in inner if each.read_as not in compiled.capitalised]


def _asks_for_another(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question asks who somebody is, which no phrase of an intent and of its neighbours asks."""
    opening = analysis.tokens[:2]
    if opening[:1] != ("who",) or compiled.english.copulas.isdisjoint(opening[1:]):
        return False
    intents = [compiled.pack.intents[compiled.matcher.intents[each]] for each in compiled.neighbours(intent)]
    openings = [phrase.lower().split(maxsplit=2)[:2] for each in intents for phrase in each.phrases]
    return not any(each[0] == "who" and each[-1] in compiled.english.copulas for each in openings)


def _asks_why_else(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question asks for the reason of something else than the phrases do: of the reason itself."""
    if "why" not in analysis.question_types:
        return False
    rate, names = compiled.matcher.index.rate, _telling_words(compiled, analysis)
    reasons = [number for number in compiled.neighbours(intent) if rate("?why", number)]
    return not any(all(rate(name, number) for name in names) for number in reasons)


def _asks_what_is_said(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question asks what somebody in the article says, and no fact of an intent tells of speech."""
    english = compiled.english
    if "what" not in analysis.question_types or ACTORS.isdisjoint(map(compiled.type_of, analysis.content)):
        return False
    asked = map(verb, english.framing_words.intersection(analysis.words))
    stated = map(verb, {token for fact in compiled.facts_of(intent) for token in fact.tokens})
    speaks, tells = ({each.lemma for each in used if each} & english.saying_verbs for used in (asked, stated))
    return bool(speaks) and not tells


def _asks_for_more(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question asks for what no phrase of an intent and of its neighbours asks for."""
    rate, same = compiled.matcher.index.rate, compiled.neighbours(intent)
    asked = analysis.question_types - _ANSWERED_BY_ANY
    stated = {token for fact in compiled.facts_of(intent) for token in fact.tokens}
    pairs = pairwise(analysis.tokens)
    units = [compiled.english.dimensions.get(quality) for how, quality in pairs if how == "how"]
    if "measure" in analysis.question_types and any(each and each.isdisjoint(stated) for each in units):
        return True
    return any(not any(rate(f"?{kind}", number) for number in same) for kind in asked)


_OTHERWISE_ASKED = (_asks_for_more, _asks_for_another, _asks_why_else, _asks_what_is_said)
