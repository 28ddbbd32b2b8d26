"""What can go wrong in a way that a person must read about, and the exit codes of the command line."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitCode(IntEnum):
    """Exit codes, in the manner of grep."""

    ANSWERED = 0
    NOT_ANSWERED = 1
    FELL_SHORT = 1
    ERROR = 2


class Problem(NamedTuple):
    """One thing that is wrong with a file that a person edits.

    `line` and `column` count from 1; `where` names the place in the file's own terms
    (``intents[3].phrases[0]``) and is empty when the whole file is meant. `rule` is the id of the rule of
    `assistant check` that it breaks, empty outside of packs.
    """

    path: str
    line: int
    column: int
    where: str
    what: str
    rule: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return ": ".join(part for part in (place, self.where, self.what) if part)


def breaking(rule: str, problems: Iterable[Problem]) -> list[Problem]:
    """The problems, as ones that break a rule."""
    return [problem._replace(rule=rule) for problem in problems]


class AssistantError(Exception):
    """An error whose message is meant for the person at the terminal."""


class ProblemsError(AssistantError):
    """Files that cannot be used; holds every problem that was found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class PackError(ProblemsError):
    """A pack that cannot be used."""


class ScriptError(ProblemsError):
    """A script of a demo that cannot be played."""
