"""The conversation that a script leaves behind, made all at once: for going back, and for going on in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.demo.rehearsal import options_of
from assistant.demo.script import Ask, Note, Pick, Why
from assistant.tui.stage.widgets import NoteView
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.why import WhyView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.demo.script import Step
    from assistant.history.journal import Journal
    from assistant.reply import Reply
    from assistant.tui.ports import Conversation


@dataclass(frozen=True, slots=True)
class Remade:
    """What stands in the chat: `blocks` in order, what each question got, and whose reasons are unfolded."""

    blocks: list[Exchange | NoteView] = field(default_factory=list)
    said: list[tuple[Exchange, Reply, WhyView]] = field(default_factory=list)
    unfolded: set[Exchange] = field(default_factory=set)


def remake(steps: Iterable[Step], conversation: Conversation, journal: Journal) -> Remade:
    """Say what `steps` say; of steps that say nothing nothing is left once they are over."""
    made = Remade()
    for step in steps:
        question = question_of(step, made.said[-1][1] if made.said else None)
        if question:
            exchange = Exchange(question, journal.ask(question))
            reply = conversation.ask(question)
            journal.answer(exchange.place, reply)
            made.said.append((exchange, reply, WhyView(conversation.why())))
            made.blocks.append(exchange)
        elif isinstance(step, Note):
            made.blocks.append(NoteView(step.text))
        elif isinstance(step, Why) and made.said:
            made.unfolded.add(made.said[-1][0])
    return made


def question_of(step: Step, last: Reply | None) -> str | None:
    """What `step` asks after `last`, the reply before it."""
    match step:
        case Ask(question=question):
            return question
        case Pick(number=number):
            return option(number, last)
        case _:
            return None


def option(number: int, reply: Reply | None) -> str | None:
    """The question that `reply` gives to pick from under `number`, counted from 1."""
    options = options_of(reply)
    return options[number - 1] if number <= len(options) else None
