"""Doubt and proof: the last answer again, with the sentences that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.replies import listed_in_words, quoted
from assistant.response import Status

if TYPE_CHECKING:
    from assistant.dialogue.act_replies.turn import Turn
    from assistant.response import Response


# The messages that are worded otherwise of several sentences.
_OF_SEVERAL = frozenset({"source", "doubt", "quote"})


def prove(turn: Turn) -> Response:
    """The sentences that the last reply rests on, whole, behind one of the assistant's own messages."""
    last = turn.last_reply
    if last is None:
        return turn.own_words(Status.CHAT, "nothing_said_yet")
    if not last.citations:
        return _unproved(turn, last)
    named = turn.act.name if last.status.traits.is_answer else "nearest"
    return turn.again(last, _quoting(turn, named, last))


def _quoting(turn: Turn, message: str, reply: Response) -> str:
    """A message with the sentences that a reply rests on."""
    places = dict.fromkeys([(citation.source, citation.sentence) for citation in reply.citations])
    sources = turn.compiled.pack.sources
    quotes = [quoted(sources[name].sentences[number - 1].text) for name, number in places]
    several = "s" if message in _OF_SEVERAL and len(places) > 1 else ""
    numbers = listed_in_words([str(number) for _, number in places])
    return turn.wording.say(message + several, sentence=numbers, quote=" ".join(quotes))


def _unproved(turn: Turn, last: Response) -> Response:
    """What is said of a reply that rests on nothing: it stands where it is doubted."""
    if turn.act.name == "doubt" and last.status.traits.is_about_article:
        return turn.again(last)
    cited = [response for _, response in turn.memory.tellings if response.citations]
    if cited:
        return turn.again(cited[-1], _quoting(turn, "earlier", cited[-1]))
    return turn.own_words(Status.CHAT, "no_source", last)
