"""Going on: the last answer once more, or what comes next on its topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.act_replies.article import short
from assistant.dialogue.act_replies.turn import Asked
from assistant.dialogue.forms import in_form
from assistant.knowledge.contents import answered
from assistant.response import Status

if TYPE_CHECKING:
    from assistant.dialogue.act_replies.turn import Turn
    from assistant.response import Response


def repeat(turn: Turn) -> Response:
    """The last reply again, one about the article if there was any."""
    last = turn.last_reply
    return turn.again(last) if last else turn.own_words(Status.CHAT, "nothing_said_yet")


def challenged(turn: Turn) -> Response:
    """The last reply about the article again, calmly."""
    latest = turn.memory.latest
    if latest is None:
        return _nothing_to_go_on(turn)
    return turn.again(latest, turn.wording.say("challenge", statement=latest.answer))


def formed(turn: Turn) -> Response:
    """The last reply about the article in the form that is asked for, or the gist where there is none."""
    latest, form = turn.memory.latest, turn.act.name.partition(" ")[2]
    if latest is None:
        return short(turn) if form == "brief" else _nothing_to_go_on(turn)
    return in_form(form, turn.again(latest), turn.wording)


def more(turn: Turn) -> Response | Asked:
    """The next question of the topic that was not answered yet."""
    memory = turn.memory
    if memory.last is None:
        return turn.own_words(Status.CHAT, "nothing_said_yet")
    for intent in answered(turn.compiled.pack):
        if memory.topic in (intent.topic, "") and memory.answered.isdisjoint(intent.facts):
            return Asked((intent.question,), act="more", is_alone=True, is_unasked=True)
    return turn.own_words(Status.NOT_IN_ARTICLE, "no_more", memory.last)


def _nothing_to_go_on(turn: Turn) -> Response:
    last = turn.memory.last
    return turn.own_words(Status.CHAT, "no_source" if last else "nothing_said_yet", last)
