"""The default pack's own questions: every intent is reached by the question that it is offered under."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.knowledge import Intent, IntentKind
from assistant.reply import Status
from assistant.response import not_read_out
from assistant.text import phrase_key
from tests.default_pack import default_assistant

if TYPE_CHECKING:
    from assistant import Assistant

PACK = default_assistant().pack


def of_kind(*kinds: IntentKind) -> list[object]:
    return [pytest.param(intent, id=intent.id) for intent in PACK.intents.values() if intent.kind in kinds]


@pytest.mark.parametrize("intent", of_kind(IntentKind.ANSWER))
def test_an_answer_cites_the_facts_of_its_intent(assistant: Assistant, intent: Intent) -> None:
    reply = assistant.ask(intent.question)

    assert reply.status is Status.ANSWERED
    cited = [(each.source, each.start, each.end) for each in reply.citations]
    for quote in [quote for fact in intent.facts for quote in PACK.facts[fact].quotes]:
        # What is cited of a quote may be a part of it.
        assert any(
            source == quote.source and quote.start <= start < end <= quote.end for source, start, end in cited
        )


@pytest.mark.parametrize("intent", of_kind(IntentKind.ANSWER))
def test_citations_stand_verbatim_in_their_sentence(assistant: Assistant, intent: Intent) -> None:
    citations = assistant.ask(intent.question).citations

    assert citations
    for citation in citations:
        source = PACK.sources[citation.source]
        sentence = source.sentence_at(citation.start)
        assert source.text[citation.start : citation.end] == citation.quote
        assert sentence is not None
        assert sentence.number == citation.sentence
        assert citation.end <= sentence.end


@pytest.mark.parametrize("intent", of_kind(IntentKind.ANSWER))
def test_an_answer_is_shown_with_its_source(assistant: Assistant, intent: Intent) -> None:
    reply = assistant.respond(intent.question)

    assert not_read_out(reply) == reply.citations


@pytest.mark.parametrize("intent", of_kind(IntentKind.GAP))
def test_a_gap_says_what_the_article_does_not(assistant: Assistant, intent: Intent) -> None:
    reply = assistant.ask(intent.question)

    assert reply.status is Status.NOT_IN_ARTICLE
    assert reply.answer.startswith(intent.says)


@pytest.mark.parametrize("intent", of_kind(IntentKind.CHAT))
def test_small_talk_gets_its_reply(assistant: Assistant, intent: Intent) -> None:
    reply = assistant.ask(intent.question)

    assert reply.status is Status.CHAT
    assert reply.answer == intent.says


def test_every_phrase_leads_to_its_intent(assistant: Assistant) -> None:
    owners: dict[str, set[str]] = {}
    for intent in PACK.intents.values():
        for phrase in intent.phrases:
            owners.setdefault(phrase_key(phrase), set()).add(intent.id)
    # One in seven takes two seconds.
    phrases = [phrase for intent in PACK.intents.values() for phrase in intent.phrases][::7]

    lost = [each for each in phrases if owners[phrase_key(each)].isdisjoint(assistant.respond(each).intents)]

    assert lost == []
