"""Doubt and proof: the last answer again, with the sentences that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.response import Status

if TYPE_CHECKING:
    from assistant.dialogue.act_replies.turn import Turn
    from assistant.response import Response


def prove(turn: Turn) -> Response:
    """The sentences that the last reply rests on, whole, behind one of the assistant's own messages."""
    last = turn.last_reply
    if last is None:
        return turn.own_words(Status.CHAT, "nothing_said_yet")
    if not last.citations:
        return _unproved(turn, last)
    named = turn.act.name if last.status.traits.is_answer else "nearest"
    return turn.again(last, turn.worded(named, last.places))


def _unproved(turn: Turn, last: Response) -> Response:
    """What is said of a reply that rests on nothing: it stands where it is doubted."""
    if turn.act.name == "doubt" and last.status.traits.is_about_article:
        return turn.again(last)
    cited = [response for _, response in turn.memory.tellings if response.citations]
    if cited:
        return turn.again(cited[-1], turn.worded("earlier", cited[-1].places))
    return turn.own_words(Status.CHAT, "no_source", last)
