"""An account of what a question names: what the article lacks, what it gives to another, what facts cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant.dialogue.entities import ActorRole, actor_roles, figures, is_plain_number
from assistant.matching.analysis import YES_NO

if TYPE_CHECKING:
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Reading
    from assistant.matching.analysis import Analysis, Feature

# A role counts as one that the facts give an actor from so many phrases on.
_OFTEN = 2
# A verdict stands for what the facts mention, and for what so many phrases of the intent have.
_OWN_FROM = 0.1
# What a verdict is on is what the intent is most about, or nearly so.
_CHIEF_FROM = 0.75
# An intent is about a person whom so many of its phrases name.
_ABOUT_FROM = 0.25


def unexplained(compiled: CompiledPack, analysis: Analysis, intent: int) -> tuple[Feature, ...]:
    """The content of a question that no phrase of an intent holds."""
    names = [feature.name for feature in analysis.content]
    rates = compiled.matcher.index.rates_of(names, np.array([intent]))[:, 0].tolist()
    return tuple([each for each, rate in zip(analysis.content, rates, strict=True) if not rate])


def strangers(compiled: CompiledPack, analysis: Analysis, intent: int) -> tuple[Feature, ...]:
    """The names and figures that the article lacks, but for such names as the intent is there for."""
    strange = _strange_figures(compiled, analysis, intent)
    lacking = [each for each in analysis.content if _is_stranger(compiled, each)]
    missing = unexplained(compiled, analysis, intent) if lacking else ()
    strange += [each for each in lacking if each in missing or not _corrects(compiled, intent, each)]
    return tuple([each for each in analysis.content if each in strange])


def _is_stranger(compiled: CompiledPack, feature: Feature) -> bool:
    concept = compiled.analyzer.lexicon.concept(feature.name)
    return concept is not None and not concept.in_article


def _corrects(compiled: CompiledPack, intent: int, stranger: Feature) -> bool:
    """Whether an intent is there to correct such names ("was it in …?"), and settles none of them."""
    kind = compiled.type_of(stranger)
    decides = compiled.pack.intents[compiled.matcher.intents[intent]].decides
    return kind not in decides and kind in compiled.corrects[intent]


def _strange_figures(compiled: CompiledPack, analysis: Analysis, intent: int) -> list[Feature]:
    """The figures that the article lacks, but for a number that a fact of the intent puts right."""
    strange = [each for each in figures(analysis, compiled.english) if each.name not in compiled.in_article]
    wants_no_more = {YES_NO[1:]}.issuperset(analysis.question_types)
    if wants_no_more and intent in compiled.with_numbers:
        return [figure for figure in strange if not is_plain_number(figure)]
    return strange


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
