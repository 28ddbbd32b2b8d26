"""Comments in the files of a pack that silence a rule there: `# check: ignore RULE, RULE (why)`.

Beside a line, a comment is on what begins in the line, with all that belongs to it: an entry, a list, a
phrase. On a line of its own, it is on what begins in the next line. Above the first key of a file it is on
all of the file; and in pack.yaml, on all of the pack, the article included.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.errors import Problem
from assistant.knowledge.wording import did_you_mean, named
from assistant.linting.rules import Severity, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_COMMENT = re.compile(r"(?:^|\s)#\s*check:\s*ignore\s+(?P<rules>[a-z-]+(?:\s*,\s*[a-z-]+)*)\s*(?:\(.*)?$")
_DIRECTIVE = re.compile(r"(?:^|\s)#\s*check:")
_RULE = re.compile("[a-z-]+")
# What stands above a document of YAML.
_MARKS: Final = ("---", "%")
_PACK_FILE: Final = "pack.yaml"
ON_COMMENTS: Final = frozenset({"unknown-rule", "idle-comment"})
"""The rules on the comments themselves, which no comment silences."""


@dataclass(eq=False)
class _Silence:
    """A comment on one rule: where it stands, and the lines that it is on; None for the whole pack."""

    path: str
    line: int
    column: int
    rule: str
    lines: range | None
    works: bool = field(default=False, init=False)

    def covers(self, problem: Problem) -> bool:
        """Whether the comment is on the place of a problem, and on the rule that is broken."""
        if problem.rule != self.rule:
            return False
        return self.lines is None or (problem.path == self.path and problem.line in self.lines)

    def problem(self, rule: str, what: str) -> Problem:
        """The problem that something is wrong with the comment."""
        return Problem(self.path, self.line, self.column, "", what, rule)


class Silences:
    """All comments of a pack that silence a rule."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """`files` are the texts of the YAML files of a pack, by path as problems have it."""
        self._every: list[_Silence] = []
        self._malformed: list[Problem] = []
        for path, text in files.items():
            if "check:" in text:
                self._read(path, text.splitlines())

    def _read(self, path: str, lines: list[str]) -> None:
        first = next((place for place, line in enumerate(lines) if _is_content(line, _MARKS)), 0)
        for place, line in enumerate(lines):
            comment = _COMMENT.search(line)
            if comment:
                covered = _covered(path, lines, place, first)
                for rule in _RULE.finditer(comment["rules"]):
                    column = comment.start("rules") + rule.start() + 1
                    self._every.append(_Silence(path, place + 1, column, rule[0], covered))
            elif directive := _DIRECTIVE.search(line):
                what = "this silences nothing: write # check: ignore and the names of rules"
                column = line.index("#", directive.start()) + 1
                self._malformed.append(Problem(path, place + 1, column, "", what, "unknown-rule"))

    def heeded(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems that no comment silences; errors cannot be silenced."""
        by_place: defaultdict[tuple[str, str | None], list[_Silence]] = defaultdict(list)
        for each in self._every:
            by_place[each.rule, each.path if each.lines is not None else None].append(each)
        for problem in problems:
            near = (*by_place[problem.rule, problem.path], *by_place[problem.rule, None])
            covering = [each for each in near if each.covers(problem)]
            for silence in covering:
                silence.works = True
            if not covering or rules()[problem.rule].severity is Severity.ERROR:
                yield problem

    def problems(self, tried: Iterable[str]) -> Iterator[Problem]:
        """What is wrong with the comments themselves, once all problems of the `tried` rules were heeded."""
        known = set(tried)
        yield from self._malformed
        for each in self._every:
            if each.rule not in rules():
                hint = did_you_mean(each.rule, rules())
                yield each.problem("unknown-rule", f"there is no rule {named(each.rule)}{hint}")
            elif rules()[each.rule].severity is Severity.ERROR:
                yield each.problem(
                    "unknown-rule", f"{named(each.rule)} is an error, which no comment silences"
                )
            elif each.rule in ON_COMMENTS:
                yield each.problem(
                    "unknown-rule", f"{named(each.rule)} is on comments, which no comment silences"
                )
            elif not each.works and each.rule in known:
                yield each.problem("idle-comment", f"nothing here breaks {named(each.rule)}: take it out")


def _covered(path: str, lines: list[str], place: int, first: int) -> range | None:
    """The numbers of the lines that a comment in the line at `place` is on."""
    if place < first:
        return None if Path(path).name == _PACK_FILE else range(1, len(lines) + 1)
    begin = place
    while begin < len(lines) and not _is_content(lines[begin]):
        begin += 1
    if begin == len(lines):
        return range(0)
    indent, is_item = _indent(lines[begin]), _is_item(lines[begin])
    end = begin + 1
    while end < len(lines):
        line = lines[end]
        belongs = _indent(line) > indent or (_indent(line) == indent and _is_item(line) and not is_item)
        if _is_content(line) and not belongs:
            break
        end += 1
    return range(begin + 1, end + 1)


def _is_content(line: str, passed_over: tuple[str, ...] = ()) -> bool:
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith(("#", *passed_over))


def _is_item(line: str) -> bool:
    return line.lstrip().startswith(("- ", "-\n")) or line.strip() == "-"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
