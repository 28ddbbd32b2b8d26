"""Likeness: questions that ask for the same are put together, those that are asked most often first.

Two steps, both deterministic. Questions that the analyzer reads as the same words, in any order, are one. Then
each of these, the most asked first, joins the first group that is worded nearly as it is, or begins its own. It
is compared only with groups that share one of its rarest words, so that the time is nearly in proportion to the
number of questions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import fuzz, process

from assistant.matching.matcher import is_specific
from assistant.text import one_line, phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.matching.analysis import Analyzer

# Wordings are alike from this on, by RapidFuzz's token_sort_ratio of the words that carry the subject, 0 to 100.
_ALIKE: Final = 76.0
# A question is compared with the groups that share one of so many of its rarest words, and so many of them.
_RAREST: Final = 4
_MOST_COMPARED: Final = 64


class Asked(NamedTuple):
    """A wording, how often it was asked, and whether it leans on what was said before."""

    text: str
    count: int
    leans: bool


class Likes(NamedTuple):
    """Questions that ask for the same: wordings by how often they were asked."""

    wordings: tuple[Asked, ...]

    @property
    def count(self) -> int:
        """How often any of them was asked."""
        return sum(each.count for each in self.wordings)


class _Signature(NamedTuple):
    """What a question is compared by."""

    leans: bool
    asks: tuple[str, ...]
    """The question types that it has, but for those that say little."""
    subject: tuple[str, ...]
    """The names of the features that carry its subject, sorted; its words where it has none."""


def group(questions: Iterable[tuple[str, bool]], analyzer: Analyzer) -> list[Likes]:
    """Put questions together that are alike.

    Args:
        questions: Each question, and whether it leans on what was said before it.
        analyzer: Reads them.

    Returns:
        The groups, the most asked first.
    """
    by_signature: defaultdict[_Signature, list[Asked]] = defaultdict(list)
    for asked in _wordings(questions):
        by_signature[_signature(asked, analyzer)].append(asked)
    order = sorted(by_signature, key=lambda each: (-sum(a.count for a in by_signature[each]), each))
    joined = _join(order)
    groups: defaultdict[_Signature, list[Asked]] = defaultdict(list)
    for signature, leader in zip(order, joined, strict=True):
        groups[leader] += by_signature[signature]
    likes = [Likes(tuple(sorted(each, key=lambda a: (-a.count, len(a.text), a.text)))) for each in groups.values()]
    return sorted(likes, key=lambda each: (-each.count, each.wordings[0].text))


def _wordings(questions: Iterable[tuple[str, bool]]) -> list[Asked]:
    """Each wording once, spelt as it is spelt most often."""
    spelt: defaultdict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for text, leans in questions:
        shown = one_line(text)
        spelt[phrase_key(shown) or shown, leans][shown] += 1
    return [
        Asked(min(counts, key=lambda text: (-counts[text], text)), counts.total(), leans)
        for (_, leans), counts in spelt.items()
    ]


def _signature(asked: Asked, analyzer: Analyzer) -> _Signature:
    analysis = analyzer.analyse(asked.text)
    asks = tuple(sorted(name for name in analysis.names if is_specific(name)))
    subject = sorted({feature.name for feature in analysis.content}) or list(analysis.words)
    return _Signature(asked.leans, asks, tuple(subject))


def _join(order: Sequence[_Signature]) -> list[_Signature]:
    """For each signature the one whose group it joins, which may be itself."""
    shares = Counter(name for signature in order for name in signature.subject)
    leaders: list[tuple[_Signature, str]] = []
    having: defaultdict[tuple[bool, str], list[int]] = defaultdict(list)
    joined: list[_Signature] = []
    for signature in order:
        rarest = sorted(signature.subject, key=lambda name: (shares[name], name))[:_RAREST]
        near = {number for name in rarest for number in having[signature.leans, name][:_MOST_COMPARED]}
        compared = [leaders[number] for number in sorted(near)[:_MOST_COMPARED]]
        text = " ".join(signature.subject)
        leader = _first_alike(signature, text, compared)
        if leader is None:
            for name in signature.subject:
                having[signature.leans, name].append(len(leaders))
            leaders.append((signature, text))
        joined.append(leader or signature)
    return joined


def _first_alike(
    signature: _Signature, text: str, leaders: Sequence[tuple[_Signature, str]]
) -> _Signature | None:
    """The most alike of some groups, the first of those that are equally so; None where none is."""
    may_ask = [each for each in leaders if not (each[0].asks and signature.asks) or each[0].asks == signature.asks]
    best = process.extractOne(
        text, [each for _, each in may_ask], scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE
    )
    return may_ask[best[2]][0] if best else None
