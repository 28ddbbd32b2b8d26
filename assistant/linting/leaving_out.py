"""The rules on phrases that are left out: what people type is never quite a phrase."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain, groupby
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from assistant.dialogue import Assistant
from assistant.evaluation.folds import same_answer
from assistant.knowledge.pack import IntentKind
from assistant.knowledge.wording import named
from assistant.linting.workers import WORTH_A_PROCESS
from assistant.response import Status
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Sized

    from assistant.errors import Problem
    from assistant.linting.inspection import Inspection, Wording

Entry = TypeVar("Entry")

# So many parts of the phrases are left out, one after the other; each takes the time to compile what is left.
_PARTS, _PARTS_OF_MANY, _MANY = 4, 2, 20_000
# So many wordings of an intent are asked, from all over the list; more would say the same.
_ASKED: Final = 12
# What a phrase that leads elsewhere gets; a question back, or a passage, leaves the choice to who asks.
_LEADING: Final = frozenset({Status.ANSWERED, Status.NOT_IN_ARTICLE, Status.CHAT})
# Lost phrases are worth a look if there are so many, and so great a share of the intent's.
_LEAST_LOST, _CONFUSED_FROM, _THIN_FROM = 3, 0.3, 0.5


def confused_phrases(inspection: Inspection) -> Iterator[Problem]:
    """Intents many of whose phrases get the answer of another once they are left out."""
    for intent, tried in inspection.left_out.items():
        lost = defaultdict(list)
        for wording, other in tried.items():
            if other and _is_answer(inspection, other):
                lost[other].append(wording)
        for other, wordings in lost.items():
            if _is_much(wordings, tried, _CONFUSED_FROM):
                yield _problem(inspection, intent, tried, wordings, f"get the answer {named(other)}")


def thin_intents(inspection: Inspection) -> Iterator[Problem]:
    """Answers that few of their own phrases get once those are left out: they are refused, or lead to a gap.

    What a gap loses is refused all the same, in other words.
    """
    for intent, _ in inspection.answers():
        tried = inspection.left_out.get(intent.id, {})
        lost = [
            wording
            for wording, other in tried.items()
            if other is not None and not (other and _is_answer(inspection, other))
        ]
        if _is_much(lost, tried, _THIN_FROM):
            yield _problem(inspection, intent.id, tried, lost, "get no answer")


def _is_answer(inspection: Inspection, intent: str) -> bool:
    return inspection.pack.intents[intent].kind is IntentKind.ANSWER


def _is_much(lost: Sized, tried: Sized, share: float) -> bool:
    return len(lost) >= max(_LEAST_LOST, share * len(tried))


def _problem(
    inspection: Inspection, intent: str, tried: Sized, lost: Sequence[Wording], fate: str
) -> Problem:
    asked = "" if len(tried) < _ASKED else " that were asked"
    share = f"{len(lost)} of {counted(len(tried), 'phrase')}{asked}"
    return inspection.at(intent, f"{share} {fate} when they are left out, such as {named(lost[0].text)}")


def spread(every: Sequence[Entry], most: int) -> list[Entry]:
    """So many of them, from all over; all of them if there are no more."""
    count = min(len(every), most)
    return [every[place * len(every) // count] for place in range(count)]


class _Part(NamedTuple):
    """A part of the phrases, and those of it that are asked once it is left out."""

    left_out: list[str]
    asked: list[str]


def leave_out(inspection: Inspection) -> dict[str, dict[Wording, str | None]]:
    """Where wordings of each intent lead once a part of all phrases is left out, with them in it.

    None stands for their own answer, and "" for no answer.
    """
    count = _PARTS if len(inspection.wordings) < _MANY else _PARTS_OF_MANY
    parts = [_Part([], []) for _ in range(count)]
    asked: list[list[Wording]] = [[] for _ in range(count)]
    for _, group in groupby(inspection.wordings, attrgetter("intent")):
        # Each intent has its question still.
        wordings = [wording for wording in group if wording.node.key != "question"]
        nodes = dict.fromkeys(wording.node for wording in wordings)
        part_of = {node: place % count for place, node in enumerate(nodes)}
        for wording in wordings:
            # All that a template makes are in the same part.
            parts[part_of[wording.node]].left_out.append(wording.text)
        for wording in spread(wordings, _ASKED):
            parts[part_of[wording.node]].asked.append(wording.text)
            asked[part_of[wording.node]].append(wording)
    led = inspection.share_out(_lead, parts, alone=len(inspection.wordings) < WORTH_A_PROCESS)
    left_out: defaultdict[str, dict[Wording, str | None]] = defaultdict(dict)
    for wording, other in zip(chain.from_iterable(asked), chain.from_iterable(led), strict=True):
        left_out[wording.intent][wording] = other
    return left_out


def _lead(assistant: Assistant, part: _Part) -> list[str | None]:
    """Where the phrases of a part that are asked lead in a pack that has none of the part."""
    pack, without = assistant.pack, set(part.left_out)
    owners = {phrase: intent for intent in pack.intents.values() for phrase in intent.phrases}
    rest = {
        name: replace(intent, phrases=tuple([each for each in intent.phrases if each not in without]))
        for name, intent in pack.intents.items()
    }
    lacking = Assistant(replace(pack, intents=MappingProxyType(rest)))
    equal = {intent.id: set(same_answer(intent, pack)) for intent in pack.intents.values()}
    led: list[str | None] = []
    for phrase in part.asked:
        response = lacking.respond(phrase)
        is_own = not equal[owners[phrase].id].isdisjoint(response.intents)
        is_led = response.status in _LEADING and response.intents
        led.append(None if is_own else response.intents[0] if is_led else "")
    return led
