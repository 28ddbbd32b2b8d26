r"""Templates of wordings: "(who|which [other] person) [really] said it" stands for six of them.

``(a|b)`` is one of some alternatives, ``[a|b]`` one of them or nothing, ``<name>`` any wording of the rule
of that name; they may stand in one another. A ``\`` in front of such a mark makes it plain text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.language.grammar import Choice, Row, Text, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from assistant.language.grammar import Wordings

MARKS: Final = "()[]<>|"
DEEPEST: Final = 20

_MARK = re.compile(r"\\[][()<>|\\]|<[^][()<>|\\]*>|[][()<>|]")
_CLOSING = {"(": ")", "[": "]"}
TOO_DEEP: Final = f"brackets and rules stand more than {DEEPEST} deep in one another"


class TemplateError(ValueError):
    """A template that cannot be read; `offset` is the place of the mistake, in code points."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.offset = offset


def _no_rule(name: str, offset: int) -> Wordings:
    raise TemplateError(f"there is no rule “{name}”", offset)


def parse(template: str, rule: Callable[[str, int], Wordings] = _no_rule) -> Wordings:
    """The wordings that a template stands for.

    Args:
        template: The template.
        rule: Gives the wordings of the rule of a name that stands at an offset.

    Raises:
        TemplateError: The template is malformed.
    """
    parser = _Parser(rule)
    end = 0
    for mark in _MARK.finditer(template):
        parser.text(template[end : mark.start()])
        parser.mark(mark[0], mark.start())
        end = mark.end()
    parser.text(template[end:])
    return parser.finish()


class _Parser:
    """Puts wordings together, on a stack of the groups that are open: `_parts` are of the innermost one."""

    def __init__(self, rule: Callable[[str, int], Wordings]) -> None:
        self._rule = rule
        self._parts: list[Wordings] = []
        self._alternatives: list[Wordings] = []
        self._mark = ""
        self._offset = 0
        self._open: list[tuple[list[Wordings], list[Wordings], str, int]] = []

    def text(self, text: str) -> None:
        """Take plain text."""
        before = self._parts[-1] if self._parts else None
        if isinstance(before, Text):
            self._parts[-1] = Text(before.text + text)
        elif text:
            self._parts.append(Text(text))

    def mark(self, mark: str, offset: int) -> None:
        """Take a mark that stands at `offset`."""
        if mark in _CLOSING:
            self._begin(mark, offset)
        elif mark == "|":
            self._next_alternative(offset)
        elif mark in (")", "]"):
            self._end(mark, offset)
        elif mark[0] == "\\":
            self.text(mark[1])
        elif len(mark) > 1:
            self._parts.append(self._rule(mark[1:-1].strip(), offset))
        else:
            what = f"“{mark}” belongs to no “<name>” of a rule"
            raise TemplateError(f"{what}: write “\\{mark}” where the sign itself is meant", offset)

    def finish(self) -> Wordings:
        """Return all that was taken."""
        if self._open:
            what = f"“{self._mark}” is never closed: write “{_CLOSING[self._mark]}” where the group ends"
            raise TemplateError(what, self._offset)
        return self._row()

    def _begin(self, mark: str, offset: int) -> None:
        if len(self._open) >= DEEPEST:
            raise TemplateError(TOO_DEEP, offset)
        self._open.append((self._parts, self._alternatives, self._mark, self._offset))
        self._parts, self._alternatives, self._mark, self._offset = [], [], mark, offset

    def _next_alternative(self, offset: int) -> None:
        if not self._open:
            raise TemplateError("“|” stands outside of brackets: put the alternatives in ( )", offset)
        parts = self._parts
        if not parts or (len(parts) == 1 and isinstance(parts[0], Text) and not parts[0].text.strip()):
            what = "an alternative is empty: write a word, or [ ] around what may be left out"
            raise TemplateError(what, offset)
        self._alternatives.append(self._row())
        self._parts = []

    def _end(self, mark: str, offset: int) -> None:
        if not self._open:
            what = f"“{mark}” closes nothing: write “\\{mark}” where the sign itself is meant"
            raise TemplateError(what, offset)
        if mark != _CLOSING[self._mark]:
            what = f"“{mark}” cannot close “{self._mark}”: write “{_CLOSING[self._mark]}” before it"
            raise TemplateError(what, offset)
        self._next_alternative(offset)
        group = Choice(self._alternatives, optional=self._mark == "[")
        self._parts, self._alternatives, self._mark, self._offset = self._open.pop()
        self._parts.append(group)

    def _row(self) -> Wordings:
        return self._parts[0] if len(self._parts) == 1 else Row(self._parts)


def escaped(text: str) -> str:
    """The template that stands for `text` alone, whatever marks it has."""
    return re.sub(r"[][()<>|\\]", r"\\\g<0>", text)


def as_pattern(templates: Iterable[str], slots: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """The pattern of all wordings of some templates, each with a space behind every word.

    ``{name}`` stands for any of the wordings that `slots` has under that name, as a pattern, and is a group.
    """
    return re.compile("|".join([parse(template).pattern(slots or {}) for template in templates]))


def choice(wordings: Iterable[str], name: str = "") -> str:
    """The pattern of one of some wordings, with a space behind every word; a group if it has a `name`."""
    longest_first = sorted(wordings, key=len, reverse=True)
    return f"(?{f'P<{name}>' if name else ':'}(?:{'|'.join(map(re.escape, longest_first))}) )"


def expand(template: str) -> list[str]:
    """The wordings that a template without rules stands for, in order, each once."""
    return tidy(parse(template).every())
