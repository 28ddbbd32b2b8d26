"""Doubt, proof and challenge: the last answer stands, with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.render import as_spoken_lines, as_text
from assistant.reply import Status

if TYPE_CHECKING:
    from tests.dialogue.acts.conftest import Say

SENTENCE = "Mayor Rosa Quispe and Professor Jon Aldo agreed on Monday in Lima to open three libraries."


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("really?", "doubt"),
        ("are you sure about that?", "doubt"),
        ("u sure?", "doubt"),
        ("hmm, not convinced", "doubt"),
        ("That sounds made up.", "doubt"),
        ("prove it", "doubt"),
        ("are you certain that they said so?", "doubt"),
        ("source?", "source"),
        ("can you back that up?", "source"),
        ("Could you please point me to the line?", "source"),
        ("verbatim, if u can", "quote"),
        ("Give me the exact wording so I can paste it.", "quote"),
        ("read me the whole sentence", "quote"),
    ],
)
def test_the_last_answer_is_shown_with_its_sentence(say: Say, question: str, act: str) -> None:
    _, proof = say("When was it agreed?", question)

    assert (proof.status, proof.act, proof.intents) == (Status.ANSWERED, act, ("agreed",))
    assert SENTENCE in proof.answer


@pytest.mark.parametrize(
    "question", ["where does it say that?", "show me the sentence", "quote it", "really?", "says who?"]
)
def test_a_sentence_that_is_read_out_is_shown_once(say: Say, question: str) -> None:
    _, proof = say("When was it agreed?", question)

    assert as_text(proof, width=500).count("to open three libraries") == 1
    assert "\n".join(as_spoken_lines(proof, name_sources=True)).count("to open three libraries") == 1


def test_the_source_of_the_answer_before_can_be_asked_for(say: Say) -> None:
    *_, source, other = say(
        "When was it agreed?", "Who pays?", "where does it say that?", "and where does it say the other?"
    )

    assert "share the cost" in source.answer
    assert SENTENCE in other.answer


def test_the_source_of_the_other_half_is_shown_with_the_rest(say: Say) -> None:
    both, other = say("When was it agreed, and who pays?", "where does it say the other?")

    assert len({each.sentence for each in both.citations}) == 2
    assert [each.sentence for each in other.citations] == [each.sentence for each in both.citations]


def test_small_talk_in_between_does_not_lose_it(say: Say) -> None:
    assert SENTENCE in say("When was it agreed?", "good day", "ok, now I understand", "really?")[-1].answer


def test_what_proves_an_answer_is_no_answer_of_its_own(say: Say) -> None:
    *_, again = say("When was it agreed?", "really?", "say that again")

    assert again.answer == "Rosa Quispe and Jon Aldo agreed on Monday in Lima to open three libraries."


def test_a_refusal_that_is_doubted_stands(say: Say) -> None:
    refusal, doubted = say("How many books are there?", "any proof?")

    assert (doubted.status, doubted.answer) == (refusal.status, refusal.answer)


def test_after_a_refusal_the_source_is_that_of_the_answer_before(say: Say) -> None:
    *_, source = say("When was it agreed?", "How many books are there?", "where does it say that?")

    assert "rests on no sentence" in source.answer
    assert SENTENCE in source.answer


@pytest.mark.parametrize(
    "question", ["Is the source of this article reliable?", "are they wrong?", "who is wrong?"]
)
def test_a_question_is_no_doubt(say: Say, question: str) -> None:
    assert say("When was it agreed?", question)[-1].act is None


def test_a_challenge_is_met_calmly(say: Say) -> None:
    answer, challenged = say("Who pays?", "that tells me nothing")

    assert (challenged.act, challenged.citations) == ("challenge", answer.citations)
    assert challenged.answer == f"I can only answer from the article. {answer.answer}"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("that's a lie, it was Friday", "No."),
        ("it was in Santiago, wasn't it?", "No."),
        ("I thought it was on Monday", "Yes."),
        ("it was not Monday", "No."),
        ("you said Friday earlier", "No."),
        ("it was not on Friday", "Yes."),
        ("i read that it was not Monday", "No."),
        ("that is not right, it was Friday", "No."),
    ],
)
def test_what_is_put_against_an_answer_is_settled(say: Say, claim: str, verdict: str) -> None:
    answer, settled = say("When was it agreed?", claim)

    assert settled.answer == f"{verdict} {answer.answer}"


@pytest.mark.parametrize(
    "claim",
    ["it was Aldo", "it is not Aldo", "it was Aldo or Quispe", "it was not just Aldo"],
)
def test_what_is_said_of_one_of_several_gets_no_verdict(say: Say, claim: str) -> None:
    answer, settled = say("Who agreed?", claim)

    assert (settled.answer, settled.act) == (answer.answer, "counter")


def test_who_is_named_beside_whom_the_answer_has_is_a_no(say: Say) -> None:
    answer, settled = say("Who pays?", "it was Peru and Brazil")

    assert settled.answer == f"No. {answer.answer}"
