"""Rehearsing: the steps in one conversation, what came out otherwise, how long it takes, and the command."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.demo import pace
from assistant.demo.reading import default_script, read_script
from assistant.demo.rehearsal import duration, options_of, problems, rehearse, summary
from assistant.demo.script import Ask, Card, Pick, Source, Why
from assistant.knowledge import default_pack_folder
from assistant.reply import Reply
from assistant.response import Status

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant
    from assistant.demo.script import Script
    from tests.conftest import Run
    from tests.demo.conftest import ScriptFolder

EVERY_QUESTION = (
    "When does the tower open?",
    "How high is the tower?",
    "What strikes the hour?",
    "Do children pay?",
    "Where does the east door lead?",
    "Where does the west door lead?",
)


def wrong(script: ScriptFolder) -> list[str]:
    """What the rehearsal complains of."""
    return [str(problem) for problem in problems(rehearse(script.read(), script.tiny))]


def test_every_step_is_played_and_questions_have_their_replies(script: ScriptFolder) -> None:
    played = rehearse(script.read(), script.tiny)

    assert [each.reply.intents if each.reply else None for each in played] == [
        None, ("height",), None, None, (), ("west_door",), None, None, ("gap_architect",),
    ]  # fmt: skip
    assert problems(played) == []


def test_a_pick_takes_the_option_of_that_number(script: ScriptFolder) -> None:
    options = rehearse(script.read(), script.tiny)[4].reply
    picked = rehearse(script.read(), script.tiny)[5].reply

    assert options
    assert picked
    assert picked.question == options.suggestions[1]


def test_it_is_one_conversation(script: ScriptFolder) -> None:
    script.edit(
        "- ask: Who designed the tower?", "- ask: How high is the tower?\n  - ask: where does it say that?"
    )
    script.edit("{status: not_in_article, intent: gap_architect}", "{status: answered, sentence: 3}")

    assert wrong(script) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "intent: height",
            "intent: opening",
            "7:40: steps[1].expect.intent: expected opening, got height (“The tower is 41 metres high.”)",
            id="intent",
        ),
        pytest.param(
            "status: answered, intent: height",
            "status: [chat, clarify], intent: height",
            "7:22: steps[1].expect.status: expected chat or clarify, got answered"
            " (“The tower is 41 metres high.”)",
            id="status",
        ),
        pytest.param(
            "sentence: 3",
            "sentence: 4",
            "7:58: steps[1].expect.sentence: expected 4, got 3 (“The tower is 41 metres high.”)",
            id="sentence",
        ),
        pytest.param(
            "{status: clarify}",
            "{intent: east_door}",
            "12:22: steps[4].expect.intent: expected east_door, got none"
            " (“That could be read in more than one way. Which do you mean?”)",
            id="intent where it asks back",
        ),
        pytest.param(
            "- pick: 2",
            "- pick: 3",
            "13:5: steps[5]: there is no option 3: the reply before has 2 options",
            id="option that is not there",
        ),
        pytest.param(
            "Where does the door lead?\n    expect: {status: clarify}",
            "\n  - ask: ".join(EVERY_QUESTION),
            "17:5: steps[10]: the reply before offers nothing to pick from",
            id="option of a reply that offers none",
        ),
    ],
)
def test_what_comes_out_otherwise_is_told(script: ScriptFolder, old: str, new: str, problem: str) -> None:
    script.edit(old, new)

    assert wrong(script) == [f"demo.yaml:{problem}"]


def test_a_source_that_nothing_cites_cannot_be_shown(script: ScriptFolder) -> None:
    script.edit("    expect: {status: clarify}\n", "  - source: true\n")

    assert wrong(script) == [
        "demo.yaml:12:5: steps[5]: the reply before cites no sentence that could be shown",
    ]


# How long it takes


def test_the_time_is_that_of_typing_reading_and_holding(script: ScriptFolder) -> None:
    played = rehearse(script.read(), script.tiny)
    before = duration(played)
    longer = [
        replace(each, step=replace(each.step, hold=12.5)) if isinstance(each.step, Why) else each
        for each in played
    ]

    assert duration(longer) == pytest.approx(before + 10)
    assert pace.typing_seconds("x" * 140) == pytest.approx(10 + pace.BEFORE_SENDING)
    ask, reply = played[1].step, played[1].reply
    assert isinstance(ask, Ask)
    assert reply
    assert duration(played[1:2]) == pytest.approx(
        pace.typing_seconds(ask.question) + pace.reading_seconds(reply)
    )


def test_options_are_there_to_be_read_too(script: ScriptFolder) -> None:
    reply = rehearse(script.read(), script.tiny)[4].reply

    assert reply
    assert reply.status is Status.CLARIFY
    assert pace.reading_seconds(reply) > pace.text_seconds(reply.answer)


# The default script


@pytest.fixture(scope="module")
def default(assistant: Assistant) -> Script:
    return read_script(default_script(default_pack_folder()), assistant.pack)


def test_the_default_script_comes_out_as_expected_within_three_minutes(
    default: Script, assistant: Assistant
) -> None:
    played = rehearse(default, assistant)

    assert list(map(str, problems(played))) == []
    assert 160 <= duration(played) <= 180


def test_the_default_script_tells_the_whole_article(default: Script, assistant: Assistant) -> None:
    replies = [played.reply for played in rehearse(default, assistant) if played.reply]
    drawn_on = {
        citation.sentence
        for reply in replies
        if reply.status.traits.is_answer
        for citation in reply.citations
    }
    (source,) = assistant.pack.sources.values()

    # The headline stands there twice, but for a letter.
    assert {sentence.number for sentence in source.sentences} - drawn_on == {2}


def test_the_default_script_shows_what_there_is_to_show(default: Script) -> None:
    kinds = [type(step) for step in default.steps]
    asked = [step for step in default.steps if isinstance(step, Ask | Pick)]
    statuses = [status for step in asked for status in step.expect.statuses]

    assert kinds[0] is Card
    assert {Pick, Source, Why} <= {*kinds}
    assert all(step.expect.statuses and step.presenter for step in asked)
    assert all(step.expect.sentences for step in asked if step.expect.statuses == (Status.ANSWERED,))
    assert statuses.count(Status.CLARIFY) == 1
    assert statuses.count(Status.NOT_IN_ARTICLE) == 2


# The command


def test_the_check_of_the_packs_own_script_is_one_line(run: Run) -> None:
    done = run("demo", "--check")

    assert (done.code, done.stderr) == (0, "")
    assert re.fullmatch(r"[0-9]+ steps, 14 questions: all as expected, about [23]:[0-5][0-9]\n", done.stdout)


def test_the_check_prints_what_is_not_as_expected(run: Run, script: ScriptFolder, tiny_folder: Path) -> None:
    script.edit("sentence: 3", "sentence: 4")

    done = run("demo", "--check", "demo.yaml", "--pack", tiny_folder, cwd=script.path.parent)

    assert (done.code, done.stderr) == (1, "")
    assert done.stdout.startswith("demo.yaml:7:58: steps[1].expect.sentence: expected 4, got 3 (“The")
    assert done.stdout.count("\n") == 1


def test_the_check_refuses_a_bad_script(run: Run, script: ScriptFolder, tiny_folder: Path) -> None:
    script.edit("title:", "titel:")

    done = run("demo", "--check", "demo.yaml", "--pack", tiny_folder, cwd=script.path.parent)

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr == "demo.yaml:1:1: titel: there is no key “titel”; did you mean “title”?\n"


def test_a_pack_without_a_script_is_one_line(run: Run, tiny_folder: Path) -> None:
    done = run("demo", "--check", "--pack", tiny_folder, cwd=tiny_folder)

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr == "intents/demo.yaml: this pack has no script for a demo: name one\n"


def test_the_summary_counts_steps_and_questions(script: ScriptFolder) -> None:
    assert summary(rehearse(script.read(), script.tiny)).startswith("9 steps, 4 questions: all as expected, ")


def test_only_what_the_chat_lists_can_be_picked() -> None:
    questions = tuple("abcde")
    for status, listed in (
        (Status.CLARIFY, questions),
        (Status.CHAT, questions[:3]),
        (Status.ANSWERED, questions[:3]),
    ):
        reply = Reply(question="x", status=status, answer="y", suggestions=questions)
        assert options_of(reply) == listed
    assert options_of(None) == ()
