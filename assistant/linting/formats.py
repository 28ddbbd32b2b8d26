"""What a check comes to, in print: for people, for programs, for GitHub, and as SARIF."""

from __future__ import annotations

import json
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from assistant.linting.rules import Severity, rules
from assistant.render import tame_json
from assistant.text import controls_shown, counted, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.errors import Problem
    from assistant.linting.check import Checked

_SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_GITHUB: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_SARIF: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


class CheckFormat(StrEnum):
    """How a check is printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def lines(checked: Checked, output_format: CheckFormat) -> Iterator[str]:
    """The lines to print."""
    if output_format is CheckFormat.JSON:
        yield from (
            tame_json(json.dumps(_record(problem), ensure_ascii=False)) for problem in checked.problems
        )
    elif output_format is CheckFormat.GITHUB:
        yield from map(_annotation, checked.problems)
    elif output_format is CheckFormat.SARIF:
        yield tame_json(json.dumps(_sarif(checked.problems), ensure_ascii=False, indent=2))
    else:
        yield from map(as_text, checked.problems)
        if checked.report:
            yield from checked.report.lines()
        yield _summary(checked.problems)


def severity_of(problem: Problem) -> Severity:
    """How bad a problem is."""
    return rules()[problem.rule].severity


def as_text(problem: Problem) -> str:
    """A problem as a line that editors and terminals can jump to."""
    severity = severity_of(problem)
    place = f"{problem.path}:{problem.line}:{problem.column}"
    kind = "" if severity is Severity.ERROR else f"{severity}: "
    where = f"{problem.where}: " if problem.where else ""
    return printable(f"{place}: {kind}{where}{problem.what} [{problem.rule}]")


def _summary(problems: Sequence[Problem]) -> str:
    """How many problems there are of each severity."""
    counts = Counter(map(severity_of, problems))
    if not counts:
        return "no rule is broken"
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "piece"}
    amounts = [counted(counts[each], nouns[each]) for each in Severity if counts[each]]
    return ", ".join(amounts) + (" of advice" if counts[Severity.ADVICE] else "") + _EXPLAIN


_EXPLAIN: Final = "; assistant check --explain RULE tells why and what to do"


def _record(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "where": problem.where,
        "what": problem.what,
        "rule": problem.rule,
        "severity": severity_of(problem),
    }


def _annotation(problem: Problem) -> str:
    """A workflow command of GitHub Actions."""
    place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    message = _data(": ".join(filter(None, (problem.where, problem.what))))
    return f"::{_GITHUB[severity_of(problem)]} {place},title={_property(problem.rule)}::{message}"


def _data(text: str) -> str:
    return controls_shown(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(problems: Sequence[Problem]) -> dict[str, Any]:
    """A log of the Static Analysis Results Interchange Format, version 2.1.0."""
    described = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": " ".join(rule.text.split())},
            "defaultConfiguration": {"level": _SARIF[rule.severity]},
        }
        for rule in rules().values()
    ]
    places = {rule: place for place, rule in enumerate(rules())}
    results = [
        {
            "ruleId": problem.rule,
            "ruleIndex": places[problem.rule],
            "level": _SARIF[severity_of(problem)],
            "message": {"text": ": ".join(filter(None, (problem.where, problem.what)))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(Path(problem.path).as_posix())},
                        "region": {"startLine": problem.line, "startColumn": problem.column},
                    }
                }
            ],
        }
        for problem in problems
    ]
    driver = {"name": "assistant check", "rules": described}
    return {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
