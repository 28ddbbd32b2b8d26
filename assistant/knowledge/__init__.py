"""The knowledge of the assistant: packs, loaded and checked.

The types are here at once; loading and reporting are imported when first asked for, so that whoever only
handles a `Pack` does not pay for YAML and Pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.knowledge.pack import Fact, Intent, IntentKind, Pack, Quote, Term, Topic
from assistant.knowledge.source import Sentence, SentenceKind, Source

if TYPE_CHECKING:
    from assistant.knowledge.files import default_pack_folder
    from assistant.knowledge.loader import load_pack
    from assistant.knowledge.report import PackReport
    from assistant.knowledge.sentences import split_sentences

__all__ = [
    "Fact",
    "Intent",
    "IntentKind",
    "Pack",
    "PackReport",
    "Quote",
    "Sentence",
    "SentenceKind",
    "Source",
    "Term",
    "Topic",
    "default_pack_folder",
    "load_pack",
    "split_sentences",
]

_LATE = {
    "PackReport": "report",
    "default_pack_folder": "files",
    "load_pack": "loader",
    "split_sentences": "sentences",
}


def __getattr__(name: str) -> object:
    """Import what was left for later."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
