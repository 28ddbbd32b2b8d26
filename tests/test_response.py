"""A response is a reply as plain data: the same keys, the same values, the same JSON."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from assistant import reply, response
from assistant.render import as_json, as_text
from assistant.response import Status

if TYPE_CHECKING:
    from assistant import Assistant


@pytest.mark.parametrize("name", ["Citation", "MatchSummary"])
def test_the_parts_have_the_same_fields(name: str) -> None:
    plain, model = getattr(response, name), getattr(reply, name)

    assert [field.name for field in fields(plain)] == list(model.model_fields)


def test_the_whole_has_the_same_fields_but_those_of_a_batch() -> None:
    model = reply.Reply.model_fields

    assert ["id", "conversation", *(field.name for field in fields(response.Response))] == list(model)


@pytest.mark.parametrize(
    "question",
    [
        "How high is the tower?",
        "where does the door lead?",
        "Who designed the tower?",
        "Hello!",
        "",
        'a "quoted" \\ word,\n\ta line, é, 🦉, \x00\x07\x1b[31m\x7f\x85\u2028\u202e\ud800',
        "x" * 5000,
    ],
)
def test_both_are_shown_alike(tiny: Assistant, question: str) -> None:
    plain, model = tiny.respond(question), tiny.ask(question)

    assert as_json(plain) == as_json(model)
    assert as_text(plain) == as_text(model)


@pytest.mark.parametrize(
    ("act", "intents", "is_shown"),
    [
        pytest.param(None, ("kites",), True, id="an answer that quotes a few words"),
        pytest.param("repeat", ("kites",), True, id="the same again"),
        pytest.param("quote", ("kites",), False, id="the sentence behind an answer"),
        pytest.param("about_article", (), False, id="a sentence of the article"),
    ],
)
def test_only_a_sentence_that_is_read_out_is_not_quoted_again(
    act: str | None, intents: tuple[str, ...], *, is_shown: bool
) -> None:
    cited = (response.Citation("fair.txt", 2, 30, 35, "kites"),)
    said = response.Response(
        "?", Status.ANSWERED, "“kites” are sold.", act=act, intents=intents, citations=cited
    )

    assert ("sentence 2" in as_text(said)) is is_shown
