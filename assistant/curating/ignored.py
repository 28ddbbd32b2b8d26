"""Questions that a curator does not want to see again, kept beside the history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.history.folder import data_folder
from assistant.text import one_line, phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE: Final = "ignored.jsonl"


def is_ignored_key(question: str, after: str = "") -> tuple[str, str]:
    """What two questions have in common of which one is ignored if the other is.

    Args:
        question: The question.
        after: The question before it, where it means something only after that.
    """
    return _key(question), _key(after)


def _key(question: str) -> str:
    shown = one_line(question)
    return phrase_key(shown) or shown


def read_ignored(pack: str) -> frozenset[tuple[str, str]]:
    """The keys of the questions that are ignored for the pack that the history knows by `pack`.

    A line that cannot be read counts for nothing.

    Raises:
        AssistantError: The file cannot be read.
    """
    keys = set()
    # Not `splitlines`: JSON has signs as they are at which that parts lines, such as U+2028.
    for line in _read(data_folder() / FILE).split("\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if not isinstance(entry, dict) or entry.get("pack") != pack:
            continue
        question, after = entry.get("question"), entry.get("after") or ""
        if isinstance(question, str) and isinstance(after, str):
            keys.add(is_ignored_key(question, after))
    return frozenset(keys)


def ignore(pack: str, questions: Iterable[tuple[str, str | None]]) -> None:
    """Remember that questions are to be ignored for a pack, each after another one or by itself.

    Raises:
        AssistantError: The file cannot be written.
    """
    path = data_folder() / FILE
    lines = []
    for question, after in questions:
        entry = {"pack": pack, "question": question} | ({"after": after} if after else {})
        lines.append(json.dumps(entry, ensure_ascii=False))
    before = _read(path)
    if before and not before.endswith("\n"):
        # Whoever edited it by hand may have left the last line without an end.
        lines.insert(0, "")
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
