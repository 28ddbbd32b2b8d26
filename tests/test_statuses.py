"""Every surface knows every status: none is dropped, and none is shown as another."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from assistant.cli.progress import Meter, summary_as_text
from assistant.demo.page import Showing, as_page
from assistant.evaluation.judge import Verdict, judge
from assistant.evaluation.labels import Expect, Label
from assistant.export import Talk, as_html, as_json, as_markdown
from assistant.formats import OutputFormat, Summary, reply_format, whole
from assistant.history.store import History
from assistant.render import as_spoken_lines, as_text
from assistant.reply import Reply, Status
from assistant.response import STATUSES
from tests.page import Page
from tests.tui.fake import PACK, SOURCE, cite

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant

NOON = datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC)
EVERY = pytest.mark.parametrize("status", Status)
IN_A_TALK = pytest.mark.parametrize("status", [status for status in Status if status is not Status.ERROR])


def reply(status: Status, question: str = "What is it?") -> Reply:
    cited = (cite("The bridge will be 212 metres long"),) if status.traits.is_about_article else ()
    options = ("How long will it be?", "Who approved the bridge?")
    return Reply(question=question, status=status, answer="So it is.", citations=cited, suggestions=options)


def test_the_table_is_whole_and_no_two_look_alike() -> None:
    assert set(STATUSES) == set(Status)
    for looks in (0, 1, 2):
        assert len({traits[looks] for traits in STATUSES.values()}) == len(Status)


@EVERY
def test_plain_text(status: Status) -> None:
    text = as_text(reply(status))

    assert "So it is." in text
    assert (f"{status.traits.heading}: " in text) is (
        bool(status.traits.heading) and not status.traits.is_answer
    )
    assert ("1. How long will it be?" in text) is status.traits.offers_choice


@EVERY
def test_read_aloud(status: Status) -> None:
    lines = list(as_spoken_lines(reply(status), name_sources=False))

    assert (f"{status.traits.heading}." in lines) is bool(status.traits.heading)
    assert ("Did you mean:" in lines) is status.traits.offers_choice


@IN_A_TALK
def test_exports(status: Status) -> None:
    talk = Talk(PACK.title, (SOURCE,), (reply(status),), NOON)
    mark = f"{status.traits.glyph} {status.traits.words}"

    assert mark in as_markdown(talk)
    assert any(words.startswith(mark) for words in Page(as_html(talk)).words["p"])
    assert json.loads(as_json(talk))["turns"][0]["status"] == status


@EVERY
@pytest.mark.parametrize("output_format", [OutputFormat.JSONL, OutputFormat.CSV])
def test_replies_as_data(tiny: Assistant, status: Status, output_format: OutputFormat) -> None:
    assert status.value in whole(reply_format(output_format, tiny.pack), [reply(status)])


@EVERY
@pytest.mark.parametrize("output_format", [OutputFormat.MARKDOWN, OutputFormat.HTML])
def test_replies_as_a_report(tiny: Assistant, status: Status, output_format: OutputFormat) -> None:
    one, none = (whole(reply_format(output_format, tiny.pack), replies) for replies in ([reply(status)], []))
    assert one.count(status.traits.words) > none.count(status.traits.words)
    assert one.count(status.traits.glyph) > none.count(status.traits.glyph)


@IN_A_TALK
def test_the_summary_of_a_batch(status: Status) -> None:
    summary = Summary()
    summary.add(status)

    assert f"1 {status.traits.counted}" in summary_as_text(summary, Meter(BytesIO()))


@IN_A_TALK
def test_history(tmp_path: Path, status: Status) -> None:
    history = History(tmp_path / "history.sqlite3")
    conversation = history.begin("p", NOON)
    number = history.ask(conversation, "What is it?", NOON)
    assert number is not None
    history.answer(number, reply(status))

    (turn,) = history.turns(conversation)
    assert turn.reply is not None
    assert turn.reply.status is status
    assert [each.status for each in history.for_the_curator("p")] == [status] * status.traits.is_open


@IN_A_TALK
@pytest.mark.parametrize("expect", Expect)
def test_a_verdict(tiny: Assistant, status: Status, expect: Expect) -> None:
    sources = {SOURCE.name: SOURCE}
    evidence = {"sentences": (1,)} if expect is Expect.ANSWER else {}
    label = Label.model_validate({"question": "What is it?", "expect": expect, **evidence})
    verdict = judge(label, reply(status), sources, tiny.ask)

    # That an answer is right takes more than its status.
    assert (verdict is Verdict.RIGHT) is (status in label.statuses) or status is Status.ANSWERED


@IN_A_TALK
def test_the_page_of_a_demo(status: Status) -> None:
    page = Page(as_page(Showing(title="A demo", about=PACK.title, sources=(SOURCE,), told=(reply(status),))))

    assert any(words.startswith(f"{status.traits.glyph} {status.traits.words}") for words in page.words["p"])
