"""Questions that a curator does not want to see again, kept beside the history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.history.folder import data_folder
from assistant.text import phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE: Final = "ignored.jsonl"


def is_ignored_key(question: str) -> str:
    """What two questions have in common of which one is ignored if the other is."""
    return phrase_key(question) or question.strip()


def read_ignored(pack: str) -> frozenset[str]:
    """The keys of the questions that are ignored for the pack that the history knows by `pack`.

    A line that cannot be read counts for nothing.

    Raises:
        AssistantError: The file cannot be read.
    """
    keys = set()
    for line in _read(data_folder() / FILE).splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.get("pack") == pack and isinstance(entry.get("question"), str):
            keys.add(is_ignored_key(entry["question"]))
    return frozenset(keys)


def ignore(pack: str, questions: Iterable[str]) -> None:
    """Remember that questions are to be ignored for a pack.

    Raises:
        AssistantError: The file cannot be written.
    """
    path = data_folder() / FILE
    lines = [json.dumps({"pack": pack, "question": question}, ensure_ascii=False) for question in questions]
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="replace", newline="\n") as sink:
            path.chmod(0o600)
            sink.write("".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}") from None


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}") from None
