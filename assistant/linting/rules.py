"""The rules of a pack: what each looks for, how bad that is, and what to do about it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How bad it is where a rule is broken, the worst first."""

    ERROR = "error"
    """The pack cannot be used."""
    WARNING = "warning"
    """Somebody will likely get a wrong reply, or none."""
    ADVICE = "advice"
    """A curator may want to look."""

    def reaches(self, least: Severity) -> bool:
        """Whether it is as bad as `least`, or worse."""
        every = list(Severity)
        return every.index(self) <= every.index(least)


@dataclass(frozen=True, slots=True)
class Rule:
    """What `assistant check` looks for."""

    id: str
    severity: Severity
    title: str
    """What breaks it, in a few words."""
    text: str
    """Why that matters, and what to do."""
    slow: bool = False
    """Whether it asks the pack questions, or compiles it, and so takes longer than a look at its files."""


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id, in the order in which they are listed."""
    entries = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    return {
        name: Rule(name, Severity(entry["severity"]), entry["title"], entry["text"], entry.get("slow", False))
        for name, entry in entries.items()
    }
