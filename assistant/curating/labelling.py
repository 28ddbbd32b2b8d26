"""What was taught as labelled questions, which tell whether it is still answered later."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from assistant.errors import AssistantError
from assistant.evaluation import Expect
from assistant.knowledge.files import display
from assistant.knowledge.pack import IntentKind
from assistant.streams import output_to
from assistant.text import phrase_key, replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from assistant.curating.decisions import Decision
    from assistant.curating.editing import Taught
    from assistant.response import Status

CATEGORY: Final = "taught"
_ENDINGS: Final = (".jsonl", ".ndjson", ".json")
_DUE: Final[Mapping[IntentKind, Expect]] = {
    IntentKind.ANSWER: Expect.ANSWER,
    IntentKind.GAP: Expect.NOT_IN_ARTICLE,
    IntentKind.CHAT: Expect.CHAT,
}


def check_labels_file(path: Path) -> None:
    """See to it that labelled questions can be appended to a file.

    Raises:
        AssistantError: Its name does not say that it is JSON Lines, or there is no folder for it.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise AssistantError(f"{display(path)}: labels are JSON Lines: name a file like taught.jsonl")
    if not path.parent.is_dir():
        raise AssistantError(f"{display(path)}: there is no folder {display(path.parent)}")


def labels_of(decision: Decision, taught: Taught, before: Status | None = None) -> Iterator[dict[str, Any]]:
    """The wordings of a decision as rows of labelled questions.

    Args:
        decision: What was decided.
        taught: What became of it.
        before: The status of the reply to the question before a follow-up.
    """
    for wording in decision.wordings:
        label = {"question": wording, "expect": _DUE[taught.kind].value, "intent": taught.intent}
        if decision.after is None:
            yield {"category": CATEGORY, **label}
        else:
            # Nothing is asked of the question before but that it stays what it is.
            first = {"question": decision.after, "expect": Expect.EITHER.value}
            first |= {"status": before.value} if before else {}
            yield {"category": CATEGORY, "turns": [first, label]}


def append_labels(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Append labelled questions to a file; those that it has already are left out.

    Returns:
        How many were appended.

    Raises:
        AssistantError: The file cannot be read or written.
    """
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
    except (OSError, ValueError) as error:
        raise AssistantError(f"{display(path)}: cannot be read: {error}") from None
    known = {_key(json.loads(line)) for line in text.removeprefix("\ufeff").split("\n") if line.strip()}
    lines = []
    for row in rows:
        # The pack has the wording so too; what cannot be encoded could not be written.
        line = replace_lone_surrogates(json.dumps(row, ensure_ascii=False))
        key = _key(json.loads(line))
        if key not in known:
            known.add(key)
            lines.append(line)
    if lines:
        newline = "\r\n" if "\r\n" in text else "\n"
        with output_to(path) as sink:
            sink.write(text + (newline if text and not text.endswith("\n") else ""))
            sink.write("".join(f"{line}{newline}" for line in lines))
    return len(lines)


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What two rows have in common that ask the same."""
    return tuple(phrase_key(str(turn.get("question", ""))) for turn in row.get("turns") or (row,))
