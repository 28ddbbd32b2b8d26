"""The rules on the article: every sentence has an answer, and so has every name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import Problem
from assistant.knowledge.files import display
from assistant.knowledge.wording import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.linting.inspection import Inspection


def unreached_sentences(inspection: Inspection) -> Iterator[Problem]:
    """Sentences that need a fact and that no answer quotes."""
    for each in inspection.reach:
        if each.is_missed:
            what = f"no answer rests on sentence {each.sentence.number}: {named(each.sentence.text)}"
            yield _at(inspection, each.source, each.sentence.start, what)


def unreached_names(inspection: Inspection) -> Iterator[Problem]:
    """Names, dates and numbers that no answer and no phrase of one has, in sentences that answers rest on."""
    for each in inspection.reach:
        for name in () if each.is_missed else each.unreached_names:
            if not name.is_mentioned_elsewhere:
                what = f"no answer has {named(name.text)}, of sentence {each.sentence.number}"
                yield _at(inspection, each.source, name.start, what)


def _at(inspection: Inspection, source: str, offset: int, what: str) -> Problem:
    """The problem that `what` is wrong at an offset of a source, in code points."""
    before = inspection.pack.sources[source].text[:offset]
    path = display(inspection.folder / "seeds" / source)
    return Problem(path, before.count("\n") + 1, offset - before.rfind("\n"), "", what)
