"""The rule on the demo of a pack: its script can be played, and gets the replies that it expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.demo import rehearsal
from assistant.demo.reading import read_script
from assistant.errors import ScriptError
from assistant.knowledge.files import DEMO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.errors import Problem
    from assistant.linting.inspection import Inspection


def stale_demo(inspection: Inspection) -> Iterator[Problem]:
    """Steps of the demo that cannot be played, or that get another reply."""
    path = inspection.folder / "intents" / DEMO
    if not path.exists():
        return
    try:
        script = read_script(path, inspection.pack)
    except ScriptError as error:
        yield from error.problems
        return
    yield from rehearsal.problems(rehearsal.rehearse(script, inspection.assistant))
