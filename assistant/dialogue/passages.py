"""Passages: the sentences of the article that hold what a question asks for, where no answer is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.account import Ground

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.dialogue.account import Account
    from assistant.dialogue.compiled_pack import CompiledPack, SentencePlace
    from assistant.matching.analysis import Analysis

# Sentences hold what is asked for if they have so great a share of the content of the question, by weight,
# and at least so much of it; each adds something.
_LEAST_SHARE, _LEAST_WEIGHT = 0.75, 0.5
MOST_PASSAGES = 2


def passages(compiled: CompiledPack, analysis: Analysis, account: Account) -> tuple[SentencePlace, ...]:
    """The sentences that together hold what a question asks for; none where that is too little.

    They lack nothing that the question names, be it a person, a thing, a place or a number.
    """
    weights = compiled.matcher.index.weigh(analysis.content)
    sentences = compiled.sentence_features
    chosen: list[SentencePlace] = []
    names: frozenset[str] = frozenset()
    while len(chosen) < MOST_PASSAGES:
        best = max(sentences, key=lambda place: _weight(weights, sentences[place] - names), default=None)
        if best is None or not _weight(weights, sentences[best] - names):
            break
        chosen.append(best)
        names |= sentences[best]
    if _weight(weights, names) < max(_LEAST_WEIGHT, _LEAST_SHARE * sum(weights.values())):
        return ()
    if Ground.NOTHING in account.by(names).values():
        return ()
    return tuple(sorted(chosen))


def _weight(weights: Mapping[str, float], names: frozenset[str]) -> float:
    return sum([weight for name, weight in weights.items() if name in names])
