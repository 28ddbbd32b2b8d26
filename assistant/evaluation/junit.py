"""An exam as JUnit XML, so that a CI server shows each question as a test."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from assistant.evaluation.figures import due, given
from assistant.evaluation.judge import Verdict
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.evaluation.exam import Asked

# What `one_line` leaves and XML 1.0 does not allow.
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


def as_junit(asked: Sequence[Asked], name: str) -> str:
    """One suite called `name`, a case for each question; every verdict but right is a failure."""
    missed = sum(each.verdict is not Verdict.RIGHT for each in asked)
    suite = ET.Element(
        "testsuite",
        name=_clean(name),
        tests=str(len(asked)),
        failures=str(missed),
        errors="0",
        skipped="0",
        time=_seconds(sum(each.seconds for each in asked)),
    )
    for each in asked:
        title = _clean(f"{each.id} {each.label.question}")
        case = ET.SubElement(
            suite, "testcase", classname=_clean(each.category), name=title, time=_seconds(each.seconds)
        )
        if each.verdict is not Verdict.RIGHT:
            what = f"due: {due(each)}; given: {given(each)}"
            failure = ET.SubElement(case, "failure", type=each.verdict.value, message=_clean(what))
            # GitLab shows the text alone, Jenkins the message above it.
            failure.text = f"{_clean(what)} at {each.reply.confidence:.2f}\n{_clean(each.reply.answer)}"
    ET.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    return one_line(text).translate(_NOT_XML)


def _seconds(seconds: float) -> str:
    return f"{seconds:.6f}"
