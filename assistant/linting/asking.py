"""The rules that ask a pack its own phrases: as they are, left out, and with strangers in them."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from assistant.evaluation.perturbation import contrasts, owns_up
from assistant.knowledge.wording import named
from assistant.linting.leaving_out import spread
from assistant.linting.wordings import why_dead
from assistant.response import Status
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.errors import Problem
    from assistant.knowledge.nodes import Node
    from assistant.linting.inspection import Inspection, Wording
    from assistant.linting.workers import Asked

# So many wordings of an intent get strangers.
_WITH_STRANGERS: Final = 3
_SEED: Final = 7


def unreached_phrases(inspection: Inspection) -> Iterator[Problem]:
    """Phrases whose reply rests on another intent than theirs, or on none."""
    wordings = inspection.wordings
    lost: defaultdict[Node, list[tuple[Wording, Asked]]] = defaultdict(list)
    for wording, asked in zip(wordings, inspection.replies, strict=True):
        if wording.intent not in asked.intents and not why_dead(wording.text):
            lost[wording.node].append((wording, asked))
    for node, every in lost.items():
        wording, asked = every[0]
        more = f", and {counted(len(every) - 1, 'more wording')} of this template do not" if every[1:] else ""
        where = f" by {_listed(asked.intents)}" if asked.intents else ""
        reply = f"the reply is “{asked.status.traits.words}”{where}"
        yield node.problem(f"{named(wording.text)} does not lead to {named(wording.intent)}{more}: {reply}")


def _listed(intents: Sequence[str]) -> str:
    return " and ".join(map(named, intents))


def answered_strangers(inspection: Inspection) -> Iterator[Problem]:
    """Intents that answer a question of theirs as if nothing had changed when a stranger is put into it."""
    asked = dict(zip([each.text for each in inspection.wordings], inspection.replies, strict=True))
    tried: list[tuple[str, str, str]] = []
    for intent, _ in inspection.answers():
        chance = random.Random(f"{_SEED} {intent.id}")
        for phrase in spread(intent.phrases, _WITH_STRANGERS):
            reply = asked.get(phrase)
            if reply and reply.status is Status.ANSWERED and intent.id in reply.intents:
                changed = contrasts(inspection.assistant, phrase, reply.intents, chance)
                tried += [(intent.id, stranger, question) for _, stranger, question in changed]
    replies = inspection.ask([question for _, _, question in tried])
    answering: set[str] = set()
    for (name, stranger, question), reply in zip(tried, replies, strict=True):
        if not owns_up(reply.status, reply.answer, stranger) and name not in answering:
            answering.add(name)
            what = f"{named(question)} is answered, though the article has nothing of {named(stranger)}"
            yield inspection.at(name, what)
