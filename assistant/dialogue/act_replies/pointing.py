"""Pointing: one of the things that an answer lists, or what is asked of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.act_replies.correction import ASKED_NOUN, another
from assistant.dialogue.act_replies.turn import Asked
from assistant.dialogue.listing import listed
from assistant.matching.lexicon import form_stems
from assistant.response import Status
from assistant.text import normalise

if TYPE_CHECKING:
    from assistant.dialogue.act_replies.turn import Turn
    from assistant.dialogue.referents import Telling
    from assistant.response import Response


def pointed(turn: Turn) -> Response | Asked | None:
    """The thing at a place in the last list; None where nothing was listed, or no such things."""
    telling, items = _last_list(turn)
    if telling is None or not _is_of(turn, telling):
        return None
    english = turn.compiled.english
    asked = turn.slots.get("number") or english.ordinals[turn.slots["ordinal"]]
    number = int(english.numerals.get(asked, asked))
    number += len(items) + 1 if number < 0 else 0
    if not 1 <= number <= len(items):
        answer = turn.wording.say("listed_fewer", count=english.in_words(len(items)))
        return turn.reply(Status.NOT_IN_ARTICLE, answer)
    return _told_of(turn, telling, items[number - 1])


def other(turn: Turn) -> Response | Asked | None:
    """The one of two that was not spoken of last, or another answer to the last question."""
    telling, items = _last_list(turn)
    spoken_of = f"{turn.memory.pointed} {turn.memory.question}".casefold()
    others = [item for item in items if item.split()[-1].casefold() not in spoken_of]
    if telling and len(items) - len(others) == 1 and len(others) == 1:
        return _told_of(turn, telling, others[0])
    return another(turn)


def which_of_them(turn: Turn) -> Asked | None:
    """What is asked of the things listed, by their name."""
    telling, _ = _last_list(turn)
    if telling is None:
        return None
    noun = ASKED_NOUN.search(telling.question)
    return Asked((f"{noun.group() if noun else 'what'} {turn.slots['rest']}",), act="listed")


def _last_list(turn: Turn) -> tuple[Telling | None, list[str]]:
    """The last answer that lists something, and what; what was pointed at opens no new list."""
    english, referents = turn.compiled.english, turn.wording.referents
    for telling in reversed(turn.memory.tellings):
        items = listed(telling.response, referents, english) if telling.response.act != "listed" else []
        if items:
            return telling, items
    return None, []


def _is_of(turn: Turn, telling: Telling) -> bool:
    """Whether the noun behind an ordinal, if there is one, is what the list was asked for."""
    noun = turn.slots.get("noun", "")
    asked = form_stems(normalise(f"{telling.question} {telling.response.answer}"))
    return not noun or noun in turn.compiled.english.general_nouns or set(form_stems(noun)).issubset(asked)


def _told_of(turn: Turn, telling: Telling, item: str) -> Response | Asked:
    last = telling.response
    citations = [each for each in last.citations if item in each.quote] or last.citations
    named = turn.reply(Status.ANSWERED, turn.wording.say("listed_item", item=_opening(item)), citations)
    preface = None if turn.act.name == "listed more" else named
    return Asked(
        (f"tell me about {item}",), named, act="listed", is_alone=True, preface=preface, points_at=item
    )


def _opening(item: str) -> str:
    return item[:1].upper() + item[1:]
