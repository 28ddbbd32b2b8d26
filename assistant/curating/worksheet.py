"""Gaps as a file in which a person writes what becomes of each, to be read back as decisions."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

from assistant.curating.decisions import BETWEEN
from assistant.errors import AssistantError
from assistant.formats.table import guarded
from assistant.render import tame_json
from assistant.streams import output_to

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import TextIO

    from assistant.curating.gaps import Gap

COLUMNS: Final = (
    "count", "question", "phrases", "others", "after", "nearest", "why",
    "intent", "gap", "draft", "ignore", "id", "topic",
)  # fmt: skip
_JSON: Final = (".jsonl", ".ndjson", ".json")
_MOST_NEAREST: Final = 5


def check_worksheet(path: Path) -> None:
    """See to it that a worksheet can be written there.

    Raises:
        AssistantError: Its name says neither CSV nor JSON Lines, or it is there already.
    """
    if path.suffix.lower() not in (".csv", *_JSON):
        raise AssistantError(f"{path}: name a file like gaps.csv or gaps.jsonl, which is then filled in")
    if path.exists():
        raise AssistantError(f"{path}: this is there already, and perhaps filled in: name a new file")


def write_worksheet(path: Path, gaps: Iterable[Gap]) -> None:
    """Write a row for each gap, in which nothing is decided yet.

    Raises:
        AssistantError: The file cannot be written.
    """
    with output_to(path) as sink:
        if path.suffix.lower() in _JSON:
            sink.writelines(tame_json(json.dumps(_row(gap), ensure_ascii=False)) + "\n" for gap in gaps)
        else:
            _write_table(sink, gaps)


def _row(gap: Gap) -> dict[str, Any]:
    question, *phrases = gap.wordings
    return {
        "count": gap.count,
        "question": question,
        "phrases": phrases,
        "others": list(gap.others),
        "after": gap.after or None,
        "nearest": [each.intent for each in gap.nearest[:_MOST_NEAREST]],
        "why": gap.why,
        "intent": None,
        "gap": None,
        "draft": None,
        "ignore": False,
    }


def _write_table(sink: TextIO, gaps: Iterable[Gap]) -> None:
    table = csv.DictWriter(sink, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    for gap in gaps:
        row = _row(gap)
        # What holds the sign between two phrases would come back as two.
        for key in ("phrases", "others"):
            row[key] = f" {BETWEEN} ".join(each for each in row[key] if BETWEEN not in each)
        row["nearest"] = f" {BETWEEN} ".join(row["nearest"])
        table.writerow({key: guarded(str(value)) for key, value in row.items() if value})
