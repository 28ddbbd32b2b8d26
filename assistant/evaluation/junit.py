"""An exam as JUnit XML, so that a CI server shows each question as a test."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from assistant.evaluation.figures import given
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
    suite = ET.Element("testsuite", name=_clean(name), tests=str(len(asked)), failures=str(missed))
    for each in asked:
        title = _clean(f"{each.id} {each.label.question}")
        case = ET.SubElement(suite, "testcase", classname=_clean(each.category), name=title)
        if each.verdict is not Verdict.RIGHT:
            message = _clean(f"due: {each.label.expected}; given: {given(each)}")
            failure = ET.SubElement(case, "failure", type=each.verdict.value, message=message)
            failure.text = _clean(each.reply.answer)
    ET.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    return one_line(text).translate(_NOT_XML)
