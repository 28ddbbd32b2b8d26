"""What is replied to each act of dialogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.act_replies import article, finding, pointing
from assistant.dialogue.act_replies.correction import corrected
from assistant.dialogue.act_replies.counter import counter_of_time, countered
from assistant.dialogue.act_replies.going_on import challenged, formed, more, repeat
from assistant.dialogue.act_replies.proof import prove, prove_other
from assistant.dialogue.act_replies.turn import Asked, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.response import Response

__all__ = ["REPLIES", "Asked", "Turn"]

# By the name of an act: its reply, another question that it stands for, or None where it is no such act here.
REPLIES: Mapping[str, Callable[[Turn], Response | Asked | None]] = {
    "repeat": repeat,
    "source": prove,
    "source other": prove_other,
    "quote": prove,
    "doubt": prove,
    "challenge": challenged,
    "counter": countered,
    "counter when": counter_of_time,
    "more": more,
    "form brief": formed,
    "form plain": formed,
    "form verdict": formed,
    "relation": finding.related,
    "topic": finding.topic,
    "correction": corrected,
    "listed": pointing.pointed,
    "listed more": pointing.pointed,
    "listed next": pointing.following,
    "listed previous": pointing.previous,
    "listed asks": pointing.asked_of_it,
    "listed other": pointing.other,
    "listed which": pointing.which_of_them,
    "about_article mentioned": article.mentioned,
    "about_article any": article.any_of_a_kind,
    "about_article too": article.mentioned_too,
    "about_article counted": article.mentioned,
    "about_article quoted": article.quoted_people,
    "about_article sentence": article.sentence,
    "about_article headline": article.headline,
    "about_article text": article.text,
    "about_article length": article.length,
    "about_article whether": finding.whether,
    "about_article where": finding.where,
    "about_article how often": finding.how_often,
    "source attributed": finding.attributed,
    "about_article overview": article.overview,
    "about_article short": article.short,
    "about_article gist": article.gist,
    "about_article open": article.left_open,
}
