"""The rules on the files as YAML: nothing is cut off, and every program reads them alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.knowledge.yaml_traps import CUT, DIALECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.errors import Problem
    from assistant.linting.inspection import Inspection


def cut_texts(inspection: Inspection) -> Iterator[Problem]:
    """Texts that end at a # which YAML takes for the beginning of a comment."""
    return (trap for trap in inspection.traps if trap.rule == CUT)


def yaml_dialects(inspection: Inspection) -> Iterator[Problem]:
    """Values that programs for YAML 1.1 and 1.2 do not all read alike."""
    return (trap for trap in inspection.traps if trap.rule == DIALECT)
