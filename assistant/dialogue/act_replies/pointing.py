"""Pointing: one of the things that an answer lists, or what is asked of all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.dialogue.act_replies.article import read_out, sentence, sentences_of
from assistant.dialogue.act_replies.correction import ASKED_NOUN, another
from assistant.dialogue.act_replies.turn import Asked
from assistant.dialogue.acts import Act
from assistant.dialogue.listing import listed
from assistant.matching.lexicon import form_stems
from assistant.response import Status
from assistant.text import as_phrase, normalise, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialogue.act_replies.turn import Turn
    from assistant.dialogue.referents import Telling
    from assistant.response import Response


def pointed(turn: Turn) -> Response | Asked | None:
    """The thing at a place in the last list; None where nothing was listed, or no such things."""
    if _sentence_read(turn):
        return sentence(turn)
    telling, items = _last_list(turn)
    if telling is None or not _is_of(turn, telling):
        return None
    return _item(turn, telling, items, turn.number(len(items)))


def following(turn: Turn) -> Response | Asked | None:
    """What comes after the thing, or the sentence, that was pointed at last."""
    return _beside(turn, 1)


def previous(turn: Turn) -> Response | Asked | None:
    """What comes before it."""
    return _beside(turn, -1)


def asked_of_it(turn: Turn) -> Asked | None:
    """A question about one of the things listed, put behind its place: "the first, what does he do?"."""
    telling, items = _last_list(turn)
    english, asked = turn.compiled.english, turn.slots["rest"]
    cut = words(normalise(asked))
    pronouns = [word for word in cut if word in english.pronouns]
    number = turn.number(len(items))
    if telling is None or not english.asks(cut) or not pronouns or not 1 <= number <= len(items):
        return None
    item = items[number - 1]
    whose = f"{item}'s" if pronouns[0] in english.possessives else item
    return Asked((as_phrase(pronouns[0]).sub(lambda _: whose, asked, count=1),), act="listed", points_at=item)


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
        response = telling.response
        lists = response.act != "listed" and response.status.traits.is_answer
        items = listed(response, referents, english) if lists else []
        if items:
            return telling, items
    return None, []


def _item(turn: Turn, telling: Telling, items: Sequence[str], number: int) -> Response | Asked:
    if 1 <= number <= len(items):
        return _told_of(turn, telling, items[number - 1])
    answer = turn.wording.say("listed_fewer", count=turn.compiled.english.in_words(len(items)))
    return turn.reply(Status.NOT_IN_ARTICLE, answer)


def _beside(turn: Turn, step: int) -> Response | Asked | None:
    read = _sentence_read(turn)
    if read:
        return sentence(replace(turn, act=Act(turn.act.name, {"number": str(read + step)})))
    telling, items = _last_list(turn)
    if telling is None or turn.memory.pointed not in items:
        return None
    return _item(turn, telling, items, items.index(turn.memory.pointed) + 1 + step)


def _sentence_read(turn: Turn) -> int:
    """The number of the sentence that was read out last, 0 where none was."""
    last = turn.memory.last
    if last is None or len(last.citations) != 1:
        return 0
    numbered = enumerate(sentences_of(turn), start=1)
    cited = last.citations[0]
    number = next(
        n for n, (source, each) in numbered if (source, each.number) == (cited.source, cited.sentence)
    )
    return number if last.answer == read_out(turn, number, cited.quote) else 0


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
