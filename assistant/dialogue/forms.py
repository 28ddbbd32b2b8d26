"""Forms: how an answer is to be given ("briefly", "just yes or no"), beside what is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from assistant.knowledge.sentences import split_sentences
from assistant.language import load_english
from assistant.text import phrase_key

if TYPE_CHECKING:
    from assistant.dialogue.replies import Wording
    from assistant.response import Response

_VERDICTS = ("yes", "no")


def without_form(text: str) -> tuple[str, str]:
    """What is asked, and the form that it is asked in; either may be empty."""
    english = load_english()
    if english.acts.form_words.isdisjoint(phrase_key(text).split()):
        return text, ""
    for pattern in _patterns():
        match = pattern.fullmatch(text)
        if match:
            return match["asked"].strip(), english.acts.forms[phrase_key(match["form"])]
    return text, ""


def in_form(form: str, response: Response, wording: Wording) -> Response:
    """A reply in a form: ``brief``, ``verdict`` or ``plain``, which all statements are.

    Several answers in one reply stay as they are.
    """
    has_parts = len(response.intents) > 1
    if not response.status.traits.is_answer or has_parts or form == "plain":
        return response
    alone = next(filter(response.answer.startswith, [_alone(each, wording) for each in _VERDICTS]), "")
    if form == "brief":
        first = split_sentences(response.answer)[: 2 if alone else 1]
        return replace(response, answer=" ".join([sentence.text for sentence in first]))
    return replace(response, answer=alone or wording.say("no_verdict", statement=response.answer))


def _alone(verdict: str, wording: Wording) -> str:
    return wording.say(verdict, statement="").strip()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """A form before what is asked, and behind it."""
    english = load_english()
    forms = "|".join(sorted(map(re.escape, english.acts.forms), key=len, reverse=True))
    form = rf"(?P<form>{forms})(?:,? please)?"
    asking = "|".join(sorted([*english.question_words, *english.yes_no_openers, *english.demands]))
    texts = (
        rf"(?:and |so )?{form}(?:\s*[,:;–—-]+\s*|\s+(?=(?:{asking})\b))(?P<asked>.+)",
        rf"(?P<asked>.+?\w)\W*\s(?:and |but |please )?{form}\W*",
    )
    return tuple(re.compile(text, re.IGNORECASE | re.DOTALL) for text in texts)
