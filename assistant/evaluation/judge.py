"""The judge: what a reply to a labelled question is worth."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.evaluation.labels import Expect, Label
from assistant.reply import Reply, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.knowledge.source import Source


class Verdict(StrEnum):
    """What a reply comes to.

    `WRONG` and `UNGROUNDED` are false answers, the worst: an assertion that is not due or rests on other
    sentences or intents, and one whose quote does not stand in the source. `INCOMPLETE` cites the right
    sentence without the words. `REFUSED` is a refusal where an answer was due. `OFF` recognises another gap
    than the one that is asked for, or takes small talk for a question or the other way round. `CLARIFIED`
    offers a question that leads to a right answer, `LOST` only others.
    """

    RIGHT = "right"
    POINTED = "pointed"
    CLARIFIED = "clarified"
    LOST = "lost"
    REFUSED = "refused"
    OFF = "off"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"
    UNGROUNDED = "ungrounded"


POINTS = {Verdict.RIGHT: 1.0, Verdict.POINTED: 0.5, Verdict.CLARIFIED: 0.5}
FALSE_ANSWERS = frozenset({Verdict.WRONG, Verdict.UNGROUNDED})


def judge(label: Label, reply: Reply, sources: Mapping[str, Source], ask: Callable[[str], Reply]) -> Verdict:
    """The verdict on `reply`; `ask` is called for the questions that a clarifying one offers."""
    if reply.status is Status.ANSWERED:
        return _judge_answer(label, reply, sources)
    if reply.status in label.statuses:
        must_recognise = label.intent and label.expect in (Expect.NOT_IN_ARTICLE, Expect.CHAT)
        return Verdict.OFF if must_recognise and not set(label.intent) & set(reply.intents) else Verdict.RIGHT
    if reply.status is Status.PASSAGE:
        return _judge_passage(label, reply, sources)
    if reply.status is Status.CLARIFY:
        return _judge_offers(label, reply, sources, ask)
    return Verdict.REFUSED if label.expect is Expect.ANSWER else Verdict.OFF


def _judge_passage(label: Label, reply: Reply, sources: Mapping[str, Source]) -> Verdict:
    """A passage that claims nothing points to the right place, or to none where there is none."""
    if not _is_grounded(reply, sources):
        return Verdict.UNGROUNDED
    if label.expect is Expect.CHAT:
        return Verdict.OFF
    return Verdict.POINTED if _cites_what_is_due(label, reply) else Verdict.REFUSED


def _is_grounded(reply: Reply, sources: Mapping[str, Source]) -> bool:
    return bool(reply.citations) and all(
        citation.source in sources
        and sources[citation.source].text[citation.start : citation.end] == citation.quote
        for citation in reply.citations
    )


def _judge_answer(label: Label, reply: Reply, sources: Mapping[str, Source]) -> Verdict:
    if not _is_grounded(reply, sources):
        return Verdict.UNGROUNDED
    if not _rests_on_what_is_due(label, reply):
        return Verdict.WRONG
    if not _without(label, reply):
        return Verdict.RIGHT
    return Verdict.WRONG if label.expect is Expect.EITHER else Verdict.INCOMPLETE


def _rests_on_what_is_due(label: Label, reply: Reply) -> bool:
    if Status.ANSWERED not in label.statuses or not _cites_what_is_due(label, reply):
        return False
    return not label.intent or not set(label.intent).isdisjoint(reply.intents)


def _cites_what_is_due(label: Label, reply: Reply) -> bool:
    cited: set[int | str] = {citation.sentence for citation in reply.citations}
    cited |= {f"{citation.source}:{citation.sentence}" for citation in reply.citations}
    return all(cited & set(group) for group in label.groups)


def _without(label: Label, reply: Reply) -> tuple[tuple[str, ...], ...]:
    """The groups of words of which the answer holds none."""
    answer = reply.answer.casefold().replace("’", "'")
    return tuple(group for group in label.words if not any(word in answer for word in group))


def missing_words(label: Label, reply: Reply) -> tuple[tuple[str, ...], ...]:
    """The groups of words that an answer lacks, where it lacks nothing else."""
    is_due = reply.status is Status.ANSWERED and _rests_on_what_is_due(label, reply)
    return _without(label, reply) if is_due else ()


def _judge_offers(
    label: Label, reply: Reply, sources: Mapping[str, Source], ask: Callable[[str], Reply]
) -> Verdict:
    if label.expect is Expect.NOT_IN_ARTICLE:
        return Verdict.CLARIFIED
    due = label.expect in (Expect.ANSWER, Expect.EITHER)
    answers = (ask(offer) for offer in reply.suggestions if due)
    # To the offers an answer is due, even where a refusal of the question would have done.
    strict = label.model_copy(update={"status": (Status.ANSWERED,)})
    led = any(
        answer.status is Status.ANSWERED and _judge_answer(strict, answer, sources) is Verdict.RIGHT
        for answer in answers
    )
    return Verdict.CLARIFIED if led else Verdict.LOST
