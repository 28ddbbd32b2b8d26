"""Likeness: questions that ask for the same are put together, those that are asked most often first.

Two steps, both deterministic. Questions that the analyzer reads as the same words, in any order, are one.
Then each of these, the most asked first, joins the group that is worded most as it is, or begins its own. It
is compared only with groups that share one of its rarest words, so that the time is nearly in proportion to
the number of questions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import fuzz, process

from assistant.text import one_line, phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.matching.analysis import Analyzer

# Questions are alike from this on, by RapidFuzz's token_sort_ratio of the words that carry their subject.
_ALIKE: Final = 76.0
# A question is compared with the groups that share one of so many of its rarest words, and so many of them.
_RAREST: Final = 4
_MOST_COMPARED: Final = 64


class Wording(NamedTuple):
    """A wording, how many times it was asked, and whether it leans on what was said before."""

    text: str
    times: int
    leans: bool


class Group(NamedTuple):
    """Questions that ask for the same: wordings by how often they were asked."""

    wordings: tuple[Wording, ...]

    @property
    def times(self) -> int:
        """How many times any of them was asked."""
        return sum(each.times for each in self.wordings)


class _Signature(NamedTuple):
    """What a question is compared by."""

    leans: bool
    asks: tuple[str, ...]
    """The question types that it has, but for a mere yes or no."""
    subject: tuple[str, ...]
    """The names of the features that carry its subject, sorted; its words where it has none."""


def group(questions: Iterable[tuple[str, bool]], analyzer: Analyzer) -> list[Group]:
    """Put questions together that are alike.

    Args:
        questions: Each question, and whether it leans on what was said before it.
        analyzer: Reads them.

    Returns:
        The groups, the most asked first.
    """
    by_signature: defaultdict[_Signature, list[Wording]] = defaultdict(list)
    for asked in _wordings(questions):
        by_signature[_signature(asked, analyzer)].append(asked)
    times = {signature: sum(each.times for each in own) for signature, own in by_signature.items()}
    order = sorted(by_signature, key=lambda signature: (-times[signature], signature))
    joined = _join(order)
    groups: defaultdict[_Signature, list[Wording]] = defaultdict(list)
    for signature, leader in zip(order, joined, strict=True):
        groups[leader] += by_signature[signature]
    found = [Group(tuple(sorted(wordings, key=_by_use))) for wordings in groups.values()]
    return sorted(found, key=lambda each: (-each.times, each.wordings[0].text))


def _by_use(wording: Wording) -> tuple[int, int, str]:
    return -wording.times, len(wording.text), wording.text


def _wordings(questions: Iterable[tuple[str, bool]]) -> list[Wording]:
    """Each wording once, spelt as it is spelt most often."""
    spelt: defaultdict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for text, leans in questions:
        shown = one_line(text)
        spelt[phrase_key(shown) or shown, leans][shown] += 1
    return [
        Wording(min(counts, key=lambda text: (-counts[text], text)), counts.total(), leans)
        for (_, leans), counts in spelt.items()
    ]


def _signature(asked: Wording, analyzer: Analyzer) -> _Signature:
    analysis = analyzer.analyse(asked.text)
    asks = tuple(sorted(analysis.question_types - {"yesno"}))
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
        leader = _most_alike(signature, text, compared)
        if leader is None:
            for name in signature.subject:
                having[signature.leans, name].append(len(leaders))
            leaders.append((signature, text))
        joined.append(leader or signature)
    return joined


def _most_alike(
    signature: _Signature, text: str, leaders: Sequence[tuple[_Signature, str]]
) -> _Signature | None:
    """The most alike of some groups, the first of those that are equally so; None where none is."""
    asks = signature.asks
    may_ask = [each for each in leaders if asks == each[0].asks or not (asks and each[0].asks)]
    texts = [each for _, each in may_ask]
    # All of them, as the five best may all ask for other things.
    alike = process.extract(text, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=None)
    near = (may_ask[place][0] for _, _, place in alike)
    return next((each for each in near if _differ_by_spelling(signature.subject, each.subject)), None)


def _differ_by_spelling(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether what either of two questions has alone is spelt alike, or only one has anything alone.

    "Does it cover owls?" and "does it cover bats?" are worded nearly alike, and ask for different things.
    """
    mine, others = [each for each in one if each not in other], [each for each in other if each not in one]
    return not (mine and others) or fuzz.token_sort_ratio(" ".join(mine), " ".join(others)) >= _ALIKE
