"""Gaps: what was asked in vain, grouped by likeness, each with the intent that is nearest and why it lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assistant.curating.gathering import Reason
from assistant.curating.likeness import group as group_by_likeness
from assistant.response import Status
from assistant.text import one_line, phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assistant.curating.asking import Outcome, Talk
    from assistant.curating.gathering import OpenQuestion
    from assistant.curating.likeness import Group
    from assistant.dialogue import Assistant
    from assistant.dialogue.explanation import PartExplanation, RankedIntent
    from assistant.matching.analysis import Analyzer

MOST_SHOWN: Final = 3
"""So many wordings of a group are shown, and taught together."""
_MOST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask for the same, and what comes nearest to an answer."""

    count: int
    """How often they were asked."""
    wordings: tuple[str, ...]
    """The most usual wordings, well spelt ones first; `MOST_SHOWN` at most."""
    others: tuple[str, ...]
    """The other wordings, misspelt ones too, which are ignored with those and never taught."""
    different: int
    """How many wordings there are."""
    after: str
    """The question before the first of them, where they lean on what was said before; else empty."""
    leans: bool
    """Whether they mean something only after another question."""
    talk: Talk
    """The conversation in which the first of them was asked, up to it."""
    outcome: Outcome
    """What became of the first of them."""
    reasons: Mapping[Reason, int]
    """How often they were asked, by why they are looked at."""
    nearest: tuple[RankedIntent, ...]
    """The intents that are nearest, best first; none where no word is known."""
    why: str
    """Why the nearest is not the answer, in a sentence."""

    def as_data(self) -> dict[str, Any]:
        """The gap as plain data, for JSON."""
        first = self.nearest[0] if self.nearest else None
        return {
            "count": self.count,
            "wordings": list(self.wordings),
            "different": self.different,
            "follow_up": self.leans,
            "after": self.after or None,
            "reasons": {reason.value: count for reason, count in self.reasons.items()},
            "intent": first.intent if first else None,
            "question": first.question if first else None,
            "why": self.why,
        }


def gaps_of(assistant: Assistant, questions: Iterable[OpenQuestion], limit: int | None = None) -> Gaps:
    """The gaps that open questions make, the most asked first, of which `limit` are looked into."""
    questions = list(questions)
    asked = ((each.text, each.outcome.leans) for each in questions)
    groups = group_by_likeness(asked, assistant.compiled.analyzer)
    return Gaps(assistant, questions, groups, limit)


class Gaps:
    """The groups of questions; each is looked into when it is wanted."""

    def __init__(
        self,
        assistant: Assistant,
        questions: Sequence[OpenQuestion],
        groups: Sequence[Group],
        limit: int | None,
    ) -> None:
        self._assistant = assistant
        self._groups = groups
        self._limit = limit
        self._by_wording: dict[tuple[str, bool], list[OpenQuestion]] = {}
        for each in questions:
            self._by_wording.setdefault(_key(each.text, leans=each.outcome.leans), []).append(each)
        self.questions = len(questions)
        """How many questions there are."""

    def __len__(self) -> int:
        """How many groups there are, looked into or not."""
        return len(self._groups)

    @property
    def shown(self) -> int:
        """How many of them are looked into."""
        return len(self._groups[: self._limit])

    def __iter__(self) -> Iterator[Gap]:
        return map(self._gap, self._groups[: self._limit])

    def _gap(self, group: Group) -> Gap:
        asked = [
            each
            for wording in group.wordings
            for each in self._by_wording[_key(wording.text, leans=wording.leans)]
        ]
        every = [wording.text for wording in group.wordings]
        shown = self._shown(every)
        leans = group.wordings[0].leans
        first = self._by_wording[_key(shown[0], leans=leans)][0]
        talk, place = first.asked.talk, first.asked.place
        conversation = self._assistant.conversation()
        for question in talk[: place + 1]:
            conversation.respond(question)
        parts = conversation.why().parts
        nearest = parts[0].ranking if parts else ()
        return Gap(
            count=group.times,
            wordings=shown,
            others=tuple(each for each in every if each not in shown),
            different=len(every),
            after=one_line(first.after),
            leans=leans,
            talk=talk[: place + 1],
            outcome=first.outcome,
            reasons=dict(Counter(each.reason for each in asked)),
            nearest=nearest,
            why=_why(first, parts, self._assistant.compiled.analyzer),
        )

    def _shown(self, wordings: Sequence[str]) -> tuple[str, ...]:
        """Some wordings; what is misspelt is of use only where nothing else is."""
        analyse = self._assistant.compiled.analyzer.analyse
        spelt = [each for each in wordings if not any(feature.read_as for feature in analyse(each).features)]
        return tuple((spelt or list(wordings)[:1])[:MOST_SHOWN])


def _key(text: str, *, leans: bool) -> tuple[str, bool]:
    shown = one_line(text)
    return phrase_key(shown) or shown, leans


def _why(question: OpenQuestion, parts: Sequence[PartExplanation], analyzer: Analyzer) -> str:
    """Why the nearest intent is not what a question got, in a sentence."""
    if not parts or not parts[0].ranking:
        return "No question of the pack shares a word with it."
    part = parts[0]
    nearest = part.ranking[0]
    named = f"“{one_line(nearest.question)}”"
    if question.reason is Reason.WRONG and question.outcome.status is Status.ANSWERED:
        return f"It is answered as {named}, which a person marked as wrong."
    if question.outcome.status is Status.CLARIFY and len(part.ranking) > 1:
        return f"{named} and “{one_line(part.ranking[1].question)}” are too close to call."
    if nearest.unexplained:
        return f"Nothing in {named} accounts for {_quoted(nearest.unexplained)}."
    content = [feature.surface for feature in analyzer.analyse(part.asked).content]
    missing = [word for word in content if word not in nearest.shared]
    if missing:
        return f"No phrase of {named} has {_quoted(missing)}."
    return part.reason[:1].upper() + part.reason[1:]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{one_line(word)}”" for word in words[:_MOST_WORDS])
