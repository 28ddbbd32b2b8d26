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
    return _read_out(turn, last) if last.citations else _unproved(turn, last)


def prove_other(turn: Turn) -> Response:
    """The sentences of the answer before the last, where that rests on others; else those of the last."""
    told = [each for _, each in turn.memory.tellings]
    if not told or len(told[-1].places) > 1:
        return prove(turn)
    others = [each for each in told if not set(each.places).issubset(told[-1].places)]
    return _read_out(turn, others[-1]) if others else prove(turn)


def _read_out(turn: Turn, reply: Response) -> Response:
    return turn.read_out(reply, str(turn.act.kind) if reply.status.traits.is_answer else "nearest")


def _unproved(turn: Turn, last: Response) -> Response:
    """What is said of a reply that rests on nothing: it stands where it is doubted."""
    if turn.act.name == "doubt" and last.status.traits.is_about_article:
        return turn.again(last)
    cited = [response for _, response in turn.memory.tellings if response.citations]
    if cited:
        return turn.read_out(cited[-1], "earlier")
    return turn.own_words(Status.CHAT, "no_source", last)
