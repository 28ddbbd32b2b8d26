"""An account of what a question names: what the article lacks, what it gives to another, what facts cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant.dialogue.entities import ActorRole, actor_roles, figures, is_plain_number
from assistant.matching.analysis import YES_NO

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    index = compiled.matcher.index
    rates = index.rates_of(
        index.numbers_of([feature.name for feature in analysis.content]), np.array([intent])
    )
    return tuple(
        [each for each, rate in zip(analysis.content, rates[:, 0].tolist(), strict=True) if not rate]
    )


def strangers(compiled: CompiledPack, analysis: Analysis, intent: int) -> tuple[Feature, ...]:
    """The names and figures that the article lacks, but for such names as the intent is there for."""
    strange = _strange_figures(compiled, analysis, intent)
    lacking = [feature for feature in analysis.content if _is_stranger(compiled, feature)]
    missing = unexplained(compiled, analysis, intent) if lacking else ()
    return tuple(
        [
            feature
            for feature in analysis.content
            if feature in strange
            or (feature in lacking and (feature in missing or not _corrects(compiled, intent, feature)))
        ]
    )


def _is_stranger(compiled: CompiledPack, feature: Feature) -> bool:
    concept = compiled.analyzer.lexicon.concept(feature.name)
    return concept is not None and not concept.in_article


def _corrects(compiled: CompiledPack, intent: int, stranger: Feature) -> bool:
    """Whether an intent is there to correct such names ("was it in …?"), and settles none of them."""
    kind = compiled.type_of(stranger)
    decides = compiled.pack.intents[compiled.matcher.intents[intent]].decides
    return kind not in decides and (intent, kind) in compiled.corrects


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
    return [
        role
        for role in actor_roles(analysis, compiled.analyzer.lexicon, compiled.english)
        if counts.get(role.key, 0) < _OFTEN and role.feature.name not in leaders
    ]


def misplaced(compiled: CompiledPack, analysis: Analysis, intent: int) -> list[ActorRole]:
    """The roles of a question that an intent gives to other actors, and never to the same."""
    counts = compiled.roles[intent]
    taken = {acts for (acts, _), count in counts.items() if count >= _OFTEN}
    return [
        role
        for role in unsettled(compiled, analysis, intent)
        if role.key not in counts and role.acts in taken
    ]


def covers(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether all that a question says is mentioned by the facts of an intent, or the intent's own."""
    rate = compiled.matcher.index.rate
    return all(
        compiled.mentions_name(intent, each.name) or rate(each.name, intent) >= _OWN_FROM
        for each in analysis.content
    )


def is_decided(compiled: CompiledPack, reading: Reading, intent: int) -> bool:
    """Whether the verdict of an intent is on all that a question says, and on what the intent is about."""
    if reading.is_certain:
        return True
    analysis, index = reading.analysis, compiled.matcher.index
    features, strengths = index.profile(intent)
    chief = features[strengths >= _CHIEF_FROM * strengths.max(initial=0.0)]
    said = set(index.numbers_of(analysis.names).tolist())
    return (
        said.issuperset(chief.tolist())
        and covers(compiled, analysis, intent)
        and not unsettled(compiled, analysis, intent)
    )


def asks_of_another_person(compiled: CompiledPack, analysis: Analysis, intent: int) -> bool:
    """Whether a question such as "is she tall?" asks of a person what the intent does not tell of one."""
    english = compiled.english
    asking, asked = analysis.tokens[:1], analysis.tokens[1:2]
    if not (english.copulas.issuperset(asking) and english.personal_pronouns.issuperset(asked)):
        return False
    people = [f"#{term.id}" for term in compiled.pack.terms.values() if term.type == "person"]
    rate = compiled.matcher.index.rate
    is_about_a_person = any(rate(name, intent) >= _ABOUT_FROM for name in people)
    return not (is_about_a_person and covers(compiled, analysis, intent))


def shares_all(compiled: CompiledPack, features: Iterable[Feature], intent: int) -> bool:
    """Whether phrases of an intent hold every one of some features."""
    return all(compiled.matcher.index.rate(feature.name, intent) for feature in features)
