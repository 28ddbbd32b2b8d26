"""Why a question got its reply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from assistant.dialogue.act_replies import REPLIES
from assistant.dialogue.explanation import WordLink
from assistant.language import load_english
from assistant.render import explanation_as_spoken_lines, explanation_as_text, why_lines
from assistant.response import sureness

if TYPE_CHECKING:
    from assistant import Assistant

# One of each kind of reply, in one conversation.
CONVERSATION = (
    "How hihg is the tower?",
    "really?",
    "Who drew the plans for it?",
    "where does the door lead",
    "How high is the tower in Orsholm?",
    "Is the tower 50 metres high?",
    "which fireworks are at the market?",
    "hello",
    "how tall is the tower, and when does it open?",
    "and the owl?",
    "Quelle est la hauteur de la tour ?",
    "asdf qwer",
    "?",
)
_PERCENTAGE = re.compile(r"\d%")


def test_what_is_offered_comes_first_in_the_order_of_the_offer(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    reply = conversation.ask("who?")
    lines = [line.text for line in why_lines(conversation.why())]
    first = lines.index(
        "Offered, as they rest on different sentences, each with the belief that it is meant,"
        " by the words alone:"
    )
    last = lines.index("Not offered, as they are less likely or rest on one of those sentences:")

    assert [line for line in lines[first:last] if line in reply.suggestions] == list(reply.suggestions)


def test_the_only_percentage_is_the_confidence_of_the_reply(tiny: Assistant) -> None:
    conversation = tiny.conversation()
    for question in CONVERSATION:
        reply = conversation.respond(question)
        first, *others = [line.text for line in why_lines(conversation.why())]

        assert first.startswith(f"{sureness(reply.confidence)} sure: "), question
        assert not _PERCENTAGE.search("".join([first.partition(" sure: ")[2], *others])), question


def test_no_id_of_the_pack_is_shown(assistant: Assistant) -> None:
    shown = ""
    conversation = assistant.conversation()
    for question in (
        "who met in tokyo?",
        "when?",
        "What will it cost?",
        "which hotel",
        "what about 5G?",
        "thanks",
    ):
        conversation.respond(question)
        shown += explanation_as_text(conversation.why(), 1000)

    ids = {each for each in assistant.pack.intents if "_" in each} | {
        each for each in assistant.pack.facts if "_" in each
    }
    assert not ids.intersection(re.findall(r"\w+", shown))


def test_no_line_is_wider_than_asked_for(tiny: Assistant) -> None:
    lines = explanation_as_text(tiny.explain("how tall is the tower"), 50).splitlines()

    assert any("█" in line for line in lines)
    assert max(map(len, lines)) <= 50


def test_every_surface_says_the_same_words(tiny: Assistant) -> None:
    explanation = tiny.explain("how tall is the towwer in the zeppelin")
    spoken = list(explanation_as_spoken_lines(explanation))

    words = [line.text.replace("“", '"').replace("”", '"') for line in why_lines(explanation)]
    assert all(line.endswith(text) for line, text in zip(spoken, words, strict=True))
    text = explanation_as_text(explanation, 1000).replace("“", '"').replace("”", '"')
    assert all(line in text for line in words)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("How high is the tower?", "it means “How high is the tower?”, which the article answers."),
        (
            "Who drew the plans for it?",
            "the nearest question is “Who designed the tower?”, which the article is known to leave open.",
        ),
        (
            "Who designed the tower?",
            "it is, word for word, a question that the article is known to leave open.",
        ),
        ("How high is the tower in Orsholm?", "the article does not mention Orsholm."),
        ("zzyzx qwrtp", "it has no word that a question here has."),
        ("Hello!", "it is small talk, and no question about the article."),
        (
            "where does the door lead",
            "it may mean more than one question, and none is clearly nearer than the others.",
        ),
        ("Quelle est la hauteur de la tour ?", "it is not in English."),
    ],
)
def test_the_reason_is_a_sentence_for_people(tiny: Assistant, question: str, reason: str) -> None:
    assert tiny.explain(question).reason == reason


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "it asks nothing."),
        ("say that again", "it asks for the last answer once more."),
        ("prove it", "it doubts the last answer, so that what it rests on is quoted."),
        ("x" * 5_000, "it is longer than any question."),
    ],
)
def test_what_was_not_matched_has_a_reason_and_no_details(
    tiny: Assistant, question: str, reason: str
) -> None:
    conversation = tiny.conversation()
    conversation.ask("When does the tower open?")
    conversation.ask(question)
    why = conversation.why()

    assert (why.reason, why.parts) == (reason, ())


def test_before_the_first_question_there_is_a_reason_too(tiny: Assistant) -> None:
    assert tiny.conversation().why().reason == "nothing was asked yet."


def test_every_act_of_dialogue_has_its_reason() -> None:
    kinds = {name.partition(" ")[0] for name in REPLIES}

    assert {f"why_act_{kind}" for kind in kinds} <= set(load_english().messages)


def test_the_details_are_those_of_the_reply(tiny: Assistant) -> None:
    conversation = tiny.conversation()
    reply = conversation.ask("How hihg is the tower?")
    (part,) = conversation.why().parts

    assert [ranked.intent for ranked in part.ranking][:1] == list(reply.intents)
    beliefs = [ranked.belief for ranked in part.ranking]
    assert beliefs == sorted(beliefs, reverse=True)
    assert part.together == pytest.approx(reply.confidence, abs=1e-4)
    assert "tower" in {link.asked.split()[-1] for link in part.links}


def test_each_part_of_a_question_has_its_reason(tiny: Assistant) -> None:
    conversation = tiny.conversation()
    reply = conversation.ask("How high is the tower, and when does the belfry open?")
    lines = [line.text for line in why_lines(conversation.why())]

    assert lines[0] == (
        f"{sureness(reply.confidence)} sure: it asks 2 things, and this is how sure the least sure reply is."
    )
    assert lines[1:3] == [
        "On “How high is the tower”: it means “How high is the tower?”, which the article answers.",
        "On “when does the belfry open?”: it means “When does the tower open?”, which the article answers.",
    ]


def test_a_follow_up_is_explained_in_its_conversation(tiny: Assistant) -> None:
    conversation = tiny.conversation()
    conversation.ask("When does the tower open?")
    reply = conversation.ask("and how high is it?")

    why = conversation.why()
    assert why.reason == "after what was said before, it means “How high is the tower?”."
    assert why.parts[0].ranking[0].intent in reply.intents


@pytest.mark.parametrize(
    ("question", "link"),
    [
        ("how tal is the towwer", WordLink("towwer", "tower", "misspelt; both mean the same")),
        ("how tall is the tower", WordLink("tower", "tower", "")),
    ],
)
def test_words_are_linked_through_typos_and_the_lexicon(
    tiny: Assistant, question: str, link: WordLink
) -> None:
    assert link in tiny.explain(question).parts[0].links


def test_what_stays_unexplained_is_named_as_it_was_spelt(assistant: Assistant) -> None:
    explanation = assistant.explain("When did the Cabinet approve the Zyzzyva?")

    assert explanation.reason == "the article does not mention Zyzzyva."
    assert "zyzzyva" in explanation.parts[0].ranking[0].unexplained
