"""Passages: the sentences of the article that hold what a question asks for, where no answer is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.account import Ground, account_by

if TYPE_CHECKING:
    from assistant.dialogue.compiled_pack import CompiledPack, SentencePlace
    from assistant.matching.analysis import Analysis

# A sentence holds what is asked for if it has so great a share of the content of the question, by weight, and
# at least so much of it.
_LEAST_SHARE, _LEAST_WEIGHT = 0.75, 1.0
# A sentence that holds as much as the best, or nearly, is shown beside it.
_BESIDE, MOST_PASSAGES = 0.95, 2


def passages(compiled: CompiledPack, analysis: Analysis) -> tuple[SentencePlace, ...]:
    """The sentences that hold what a question asks for, in the order of the article; none where it is too little.

    None of them lacks anything that the question names, be it a person, a thing, a place or a number.
    """
    weights = compiled.matcher.index.weigh(analysis.content)
    total = sum(weights.values())
    held: dict[SentencePlace, float] = {}
    for place, names in compiled.sentence_features.items():
        weight = sum([weight for name, weight in weights.items() if name in names])
        if weight >= max(_LEAST_WEIGHT, _LEAST_SHARE * total) and not _lacks(compiled, analysis, names):
            held[place] = weight
    best = max(held.values(), default=0.0)
    near = [place for place, weight in held.items() if weight >= _BESIDE * best]
    return tuple(near[:MOST_PASSAGES])


def _lacks(compiled: CompiledPack, analysis: Analysis, names: frozenset[str]) -> bool:
    return any(each.ground is Ground.NOTHING for each in account_by(compiled, analysis, names))
