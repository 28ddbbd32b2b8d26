"""A batch with everything in it: every status, and text that means harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.reply import Citation, MatchSummary, Reply, Status

if TYPE_CHECKING:
    from assistant import Assistant

# Markup, a formula, what a terminal would act on, a text that runs the other way, half a character.
HOSTILE = (
    "=1+1 </td></table><script>alert(1)</script> <img src=x onerror=alert(1)> &amp; \"'> {rows} "
    "[x](javascript:y) ![x](http://x.example/y) *b* `c` | # "
    "\x1b[31mred\x1b[0m \x00 \u202eevil\u202c\u2028 \r\n- z"
)
QUESTIONS = (
    "How high is the tower?",
    "must a ten year old buy a ticket",
    "what is behind the door",
    "Who designed the tower?",
    "Which hotel is nearest?",
    "Who is Ines Okafor?",
    "Hello!",
    "متى يفتح البرج؟",
)


def batch(assistant: Assistant) -> list[Reply]:
    """Replies as a batch has them, made from the pack and made up."""
    replies = [
        assistant.ask(question).model_copy(update={"id": str(number)})
        for number, question in enumerate(QUESTIONS, 1)
    ]
    conversation = assistant.conversation()
    replies += [
        conversation.ask(question).model_copy(update={"id": row_id, "conversation": "a"})
        for row_id, question in (("a-1", "What strikes the hour?"), ("a-2", "where does it say that?"))
    ]
    replies.append(Reply(id="10", question="", status=Status.ERROR, answer="Row 10 has no key “question”."))
    citation = Citation(source=HOSTILE, sentence=1, start=0, end=9, quote=HOSTILE)
    replies += [
        Reply(
            id=HOSTILE,
            conversation=HOSTILE,
            question=HOSTILE,
            status=status,
            answer=HOSTILE,
            intents=(HOSTILE,),
            confidence=0.5,
            citations=(citation,),
            suggestions=(HOSTILE,),
            matches=(MatchSummary(intent=HOSTILE, score=0.25, phrase=HOSTILE),),
        )
        for status in Status
    ]
    return replies


@pytest.fixture(scope="session")
def replies(tiny: Assistant) -> list[Reply]:
    return batch(tiny)
